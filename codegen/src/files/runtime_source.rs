//! The runtime on which a whole crate depends.

/// The source of the runtime of a whole crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeSource {
    /// A folder: its path relative to the manifest.
    Path(String),
    /// The package index, with a version requirement.
    Version(String),
}
