//! The content of a report about one model.

use ::codegen::calls::Calls;
use ::codegen::diff::{Change, Class, Comparison, Release, Version};
use clap::ValueEnum;

use super::input::Versions;

/// The class that fails the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Wire-breaking changes
    Wire,
    /// Changes that break the wire or Rust users, or are marked as breaking
    Breaking,
    /// All of these, and changes of behavior
    Behavior,
    /// All of these, and additions
    Addition,
    /// Any change
    Any,
}

impl FailOn {
    /// Returns the mildest class that fails.
    pub(super) fn class(self) -> Class {
        match self {
            Self::Wire => Class::Wire,
            Self::Breaking => Class::Rust,
            Self::Behavior => Class::Behavior,
            Self::Addition => Class::Addition,
            Self::Any => Class::Documentation,
        }
    }

    pub(super) fn rejects(self, change: &Change) -> bool {
        change.class <= self.class() || self == Self::Breaking && change.breaking
    }
}

/// The content of a report about one model.
pub(super) struct DiffReport<'a> {
    /// The model and its versions: `HEAD → working tree`.
    pub(super) heading: String,
    pub(super) versions: &'a Versions,
    pub(super) comparison: &'a Comparison,
    /// The callers' view of the new model, or of the old one if it was removed.
    pub(super) calls: &'a Calls<'a>,
    /// The operations of the new model that the emulator does not simulate.
    pub(super) not_simulated: Vec<String>,
    pub(super) release: Release,
    pub(super) now: Version,
    pub(super) next: Version,
}

impl DiffReport<'_> {
    /// Describes the next version.
    pub(super) fn next_version(&self) -> String {
        let Self { now, next, .. } = self;
        match self.release {
            Release::None => format!("next version: {now}"),
            _ => format!("next version: {next}"),
        }
    }
}

/// Lists the affected operations, unless the path already names the operation.
pub(super) fn operations(change: &Change) -> String {
    const SHOWN: usize = 3;
    match change.operations.as_slice() {
        [one] if change.path.starts_with(one.as_str()) => String::new(),
        all if all.len() <= SHOWN => all.join(", "),
        all => {
            let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
            format!("{} and {} more", shown.join(", "), all.len() - SHOWN)
        }
    }
}
