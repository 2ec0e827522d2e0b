//! The example program `read_events`.

use std::fmt::Write as _;

#[path = "../../examples/read_events.rs"]
#[allow(dead_code, reason = "the test calls `run` instead of `main`")]
mod program;

/// The exit code and the texts of a run.
struct Run {
    exit: u8,
    output: String,
    errors: String,
}

fn run(arguments: &[&str]) -> Run {
    let arguments: Vec<String> = arguments.iter().map(|&it| it.to_owned()).collect();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let exit = program::run(&arguments, &mut output, &mut errors);
    Run {
        exit,
        output: String::from_utf8(output).unwrap(),
        errors: String::from_utf8(errors).unwrap(),
    }
}

#[test]
fn prints_each_example() {
    let mut shown = String::new();
    for (name, _) in crate::examples::examples("in-") {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/whatsapp/examples");
        let run = run(&[&format!("{folder}/{name}.json")]);
        assert_eq!((run.exit, run.errors.as_str()), (0, ""), "{name}");
        write!(shown, "{name}:\n{}", run.output).unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn foreign_text_cannot_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("evil.json");
    let evil = "\\u001b[2J\\u202etext\\n\\u200b\\u0000 it's é👍";
    let json = format!(
        r#"[{{"field": "messages", "value": {{"contacts": [{{"profile": {{"name": "{evil}"}}}}],
            "messages": [{{"id": "{evil}", "from": "{evil}", "type": "text", "text": {{"body": "{evil}"}}}}]}}}},
            {{"field": "{evil}", "value": "{evil}"}}]"#
    );
    std::fs::write(&file, json).unwrap();
    let run = run(&[file.to_str().unwrap()]);
    assert_eq!(run.exit, 0);
    let shown = run.output;
    assert_eq!(shown.lines().count(), 2, "{shown}");
    let harmful = |it: char| it != '\n' && (it.is_control() || "\u{202e}\u{200b}".contains(it));
    assert!(!shown.contains(harmful), "{shown:?}");
    assert!(
        shown.contains(r"\u{1b}[2J\u{202e}text\n\u{200b}\0 it's é👍"),
        "{shown}"
    );
}

#[test]
fn errors_have_exit_codes_and_suggest_a_fix() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = path(
        "good.json",
        r#"{"field": "flows", "value": {"flow_id": "1"}}"#,
    );
    let unknown = path("unknown.json", r#"{"field": "new", "value": {}}"#);
    let text_file = path("text.txt", "hello");
    let other = path("other.json", r#"{"to": "+14255550123"}"#);
    let missing = folder.path().join("missing").to_str().unwrap().to_owned();
    for (arguments, code, error) in [
        (vec![good.as_str()], 0, ""),
        (vec![&unknown], 0, ""),
        (
            vec![&text_file],
            1,
            "save the body of the message as it was received",
        ),
        (
            vec![&other],
            1,
            "no events in an object with `to`; expected",
        ),
        (vec![&missing], 2, "cannot read the file"),
        (vec![&good, &other, &good], 1, "no events"),
        (vec![&other, &missing], 2, "no events"),
        (vec![], 2, "usage: read_events FILE..."),
        (vec!["--all"], 2, "unknown option `--all`"),
    ] {
        let Run { exit, errors, .. } = run(&arguments);
        assert_eq!(exit, code, "{arguments:?}: {errors}");
        assert!(
            errors.contains(error) && errors.is_empty() == error.is_empty(),
            "{errors}"
        );
    }
    // Of several files, each line has the name, with escapes.
    let both = run(&[&good, &good]);
    let name = good.escape_debug();
    assert_eq!(both.output, format!("{name}: flow id=1\n").repeat(2));
    let help = run(&["--help"]);
    assert!(help.exit == 0 && help.output.contains("Exit codes:"));
}
