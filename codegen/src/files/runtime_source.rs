//! The runtime that a whole crate depends on.

/// The source of the runtime of a whole crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeSource {
    /// A folder, by its path from the manifest.
    Path(String),
    /// The package index, with a version requirement.
    Version(String),
}
