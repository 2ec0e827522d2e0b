//! Runs command lines in this process, on small workspaces.

#![allow(dead_code, reason = "no test program uses all of it")]

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use tempfile::TempDir;
use xtask::{Console, Exit, Place, Stream};

/// A service of one operation, laid out as `fmt-model` does it.
pub(crate) const LIBRARY: &str = include_str!("library.json");

/// A workspace as the program looks for it, with a model.
pub(crate) fn workspace(model: &str) -> TempDir {
    workspace_with(&[
        ("model/socialmessaging.json", model),
        ("generated-client/src/lib.rs", "by hand"),
    ])
}

/// A workspace with these files.
pub(crate) fn workspace_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [&[("xtask/Cargo.toml", "")], files].concat() {
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

/// What a command line did.
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) output: String,
    pub(crate) error: String,
}

/// Runs `cargo xtask ARGUMENTS` from a folder of a workspace.
pub(crate) fn xtask(folder: &Path, arguments: &[&str]) -> Ran {
    let (output, error) = (Buffer::default(), Buffer::default());
    let mut console = Console {
        output: Stream::plain(output.clone()),
        error: Stream::plain(error.clone()),
    };
    let place = Place {
        current: folder.to_owned(),
        inside: folder.to_owned(),
        target: None,
        test_models: None,
    };
    let arguments = ["cargo xtask"].iter().chain(arguments).map(OsString::from);
    let exit = xtask::run(arguments, &place, &mut console);
    Ran {
        exit,
        output: output.text(),
        error: error.text(),
    }
}
