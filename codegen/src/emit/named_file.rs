//! Files with their paths in the crate.

use proc_macro2::{Ident, TokenStream};

use crate::format::RustFile;

/// The path of a file within the crate, and its content.
pub(super) type NamedFile = (String, RustFile);

pub(super) fn plain(items: TokenStream) -> RustFile {
    RustFile {
        items,
        ..RustFile::default()
    }
}

/// A file whose items are in the module of its folder.
pub(super) fn at(home: &str, items: TokenStream) -> RustFile {
    RustFile {
        home: Some(home.to_owned()),
        ..plain(items)
    }
}

pub(super) fn source(path: &str) -> String {
    format!("src/generated/{path}.rs")
}

pub(super) fn test(module: &str) -> String {
    format!("tests/protocol/{module}.rs")
}

/// The name of a module's file: module names are never keywords.
pub(super) fn module_file(module: &Ident) -> String {
    module.to_string()
}
