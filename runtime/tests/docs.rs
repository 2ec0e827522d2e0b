//! Users read the documentation of this crate in the crates that re-export it,
//! so it must not name this one.

#![expect(
    clippy::unwrap_used,
    reason = "a panic in a test helper fails the test"
)]

use std::path::{Path, PathBuf};

/// The sources of the items that generated crates re-export, and of everything
/// else but `codegen` and the test doubles.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = [
        "base", "call", "message", "net", "server", "settings", "wire",
    ];
    let mut folders: Vec<PathBuf> = folders.iter().map(|name| root.join(name)).collect();
    let mut files = vec![root.join("blocking.rs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

/// The text of a documentation comment; `None` for other lines and for the
/// hidden lines of examples.
fn visible(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))?;
    (!text.trim_start().starts_with("# ")).then_some(text)
}

#[test]
fn examples_do_not_name_the_crate() {
    let mut lines = 0;
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        for (index, text) in source.lines().enumerate() {
            let Some(text) = visible(text) else { continue };
            lines += 1;
            let place = format!("{}:{}", path.display(), index + 1);
            assert!(
                !text.contains("runtime::"),
                "{place}: hide this line with `# `"
            );
        }
    }
    assert!(lines > 1000, "found only {lines} lines of documentation");
}
