//! Reports of runs.

use codegen::Color;
use xtask::report::{Detail, diff, files, summary};
use xtask::tree::{Change, Mode, Status};

fn change(path: &str, status: Status, before: &str, after: &str) -> Change {
    Change {
        path: path.to_owned(),
        status,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

fn changes() -> Vec<Change> {
    let long: String = (1..=20).map(|line| format!("line {line}\n")).collect();
    let edited = long
        .replace("line 10\n", "line ten\n")
        .replace("line 20\n", "line 20");
    vec![
        change("src/generated/a.rs", Status::Created, "", "one\ntwo\n"),
        change("src/generated/b.rs", Status::Updated, &long, &edited),
        change("src/generated/c.rs", Status::Unchanged, "same\n", "same\n"),
        change("src/generated/d.rs", Status::Removed, "gone\n", ""),
    ]
}

macro_rules! assert_text {
    ($name:literal, $text:expr) => {
        insta::with_settings!(
            { omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!($name, $text) }
        )
    };
}

#[test]
fn formats_a_unified_diff() {
    assert_text!("check.diff", diff("client", &changes(), Color::Never));
}

#[test]
fn colors_only_add_escape_sequences() {
    let colored = diff("client", &changes(), Color::Always);
    assert!(
        colored.contains("\u{1b}[32m+line ten\u{1b}[0m"),
        "{colored:?}"
    );
    let mut plain = String::new();
    let mut escaped = false;
    for c in colored.chars() {
        match (escaped, c) {
            (_, '\u{1b}') => escaped = true,
            (true, 'm') => escaped = false,
            (true, _) => {}
            (false, c) => plain.push(c),
        }
    }
    assert_eq!(plain, diff("client", &changes(), Color::Never));
}

#[test]
fn lists_changed_files_and_counts_the_others() {
    let changes = changes();
    let mut text = String::new();
    for (mode, detail) in [
        (Mode::Write, Detail::Changed),
        (Mode::Write, Detail::Every),
        (Mode::Check, Detail::Every),
    ] {
        text.push_str(&format!("[{mode:?}, {detail:?}]\n"));
        text.push_str(&files("client", &changes, mode, detail));
        text.push_str(&summary("client", &changes, mode));
    }
    text.push_str(&summary("client", &[], Mode::Write));
    assert_text!("run", text);
}
