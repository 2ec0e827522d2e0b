//! Names that generated files import, or use without an import.

use proc_macro2::Ident;

/// The crates that generated files import from.
const CRATES: &[&str] = &["bytes", "http", "runtime", "serde", "std", "tokio"];

/// Whether a path that begins with this segment can be shortened.
pub(crate) fn is_root(segment: &Ident) -> bool {
    segment == "crate" || CRATES.iter().any(|name| segment == name)
}

/// Whether a module of this name would shadow a crate.
pub(super) fn is_crate(name: &str) -> bool {
    CRATES.contains(&name)
}

/// Modules whose types are written with the name of the module: `fmt::Result`.
pub(crate) const QUALIFIED: &[&str] = &[
    "std::fmt",
    "runtime::codegen::data",
    "runtime::codegen::json",
    "crate::constraints",
];

/// Paths that are never imported, because their name usually means another
/// type, or because they are only used behind a feature.
pub(crate) const IN_FULL: &[&str] = &["runtime::codegen::ConfigError", "std::error::Error"];

/// The names of edition 2024's prelude that generated code uses.
pub(crate) const PRELUDE: &[&str] = &[
    "std::boxed::Box",
    "std::clone::Clone",
    "std::cmp::PartialEq",
    "std::convert::AsRef",
    "std::convert::From",
    "std::convert::Into",
    "std::default::Default",
    "std::future::Future",
    "std::iter::Extend",
    "std::iter::IntoIterator",
    "std::iter::Iterator",
    "std::marker::Copy",
    "std::marker::Send",
    "std::marker::Sized",
    "std::marker::Sync",
    "std::ops::Drop",
    "std::ops::Fn",
    "std::option::Option",
    "std::result::Result",
    "std::string::String",
    "std::string::ToString",
    "std::vec::Vec",
];
