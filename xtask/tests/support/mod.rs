//! Runs command lines in this process, on small workspaces.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use tempfile::TempDir;
use xtask::{Console, Environment, Exit, Stream};

/// A service with one operation, in canonical layout.
pub(crate) const LIBRARY: &str = include_str!("library.json");

/// Creates a workspace with a model.
pub(crate) fn workspace(model: &str) -> TempDir {
    workspace_with(&[
        ("model/socialmessaging.json", model),
        ("generated-client/src/lib.rs", "by hand"),
    ])
}

/// The parts of a workspace's manifest that `cargo xtask` reads.
pub(crate) const MANIFEST: &str = r#"
[workspace.package]
version = "0.3.1"

[[workspace.metadata.codegen.models]]
path = "model/socialmessaging.json"
crate = "generated-client"
"#;

/// The path of the data model of [`workspace_with_data`].
pub(crate) const DATA_MODEL: &str = "model/signs.json";

/// A data model, in canonical layout.
pub(crate) const SIGNS: &str = include_str!("signs.json");

/// Creates a workspace with a model of a service and these files, including the
/// data model.
pub(crate) fn workspace_with_data(model: &str, files: &[(&str, &str)]) -> TempDir {
    let entry = format!(
        "[[workspace.metadata.codegen.models]]\npath = \"{DATA_MODEL}\"\n\
         crate = \"generated-client\"\nmodule = \"signs\"\nfeature = \"signs\"\n"
    );
    let manifest = format!("{MANIFEST}\n{entry}");
    let base = [
        ("Cargo.toml", manifest.as_str()),
        ("model/socialmessaging.json", model),
        ("generated-client/src/lib.rs", "by hand"),
    ];
    workspace_with(&[&base[..], files].concat())
}

/// Creates a workspace with these files.
pub(crate) fn workspace_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = [("xtask/Cargo.toml", ""), ("Cargo.toml", MANIFEST)];
    for (path, text) in [&base, files].concat() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[derive(Clone, Default)]
struct Buffer(Rc<RefCell<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The result of a command line.
pub(crate) struct CommandResult {
    pub(crate) exit: Exit,
    pub(crate) output: String,
    pub(crate) error: String,
}

/// Runs `cargo xtask ARGUMENTS` in a folder of a workspace.
pub(crate) fn xtask(folder: &Path, arguments: &[&str]) -> CommandResult {
    let (output, error) = (Buffer::default(), Buffer::default());
    let mut console = Console {
        output: Stream::plain(output.clone()),
        error: Stream::plain(error.clone()),
    };
    let environment = Environment {
        current_dir: folder.to_owned(),
        manifest_dir: folder.to_owned(),
        target_dir: None,
        test_models: None,
    };
    let arguments = ["cargo xtask"].iter().chain(arguments).map(OsString::from);
    let exit = xtask::run(arguments, &environment, &mut console);
    CommandResult {
        exit,
        output: output.text(),
        error: error.text(),
    }
}
