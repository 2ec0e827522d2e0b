//! The names of members in violations.

use std::fmt;

/// A member by its name in the model and its name in Rust.
///
/// `Display` shows the name in the model, and the Rust name if it differs:
/// `sourceS3File (source_s3_file)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberName {
    model: &'static str,
    field: &'static str,
}

impl MemberName {
    /// Creates a name from those in the model and in Rust.
    pub(super) const fn new(model: &'static str, field: &'static str) -> Self {
        Self { model, field }
    }

    /// Returns the name in the model.
    #[must_use]
    pub const fn model(self) -> &'static str {
        self.model
    }

    /// Returns the name of the setter, field or variant.
    #[must_use]
    pub const fn field(self) -> &'static str {
        self.field
    }

    /// Returns the text with these names.
    pub(super) fn shown(self, names: Names) -> String {
        match names {
            Names::Model => self.model.to_owned(),
            Names::Both => self.to_string(),
        }
    }

    /// Whether the names differ in more than the separator of nested members.
    pub(super) fn is_renamed(self) -> bool {
        self.model.split('/').ne(self.field.split('.')) && self.model != self.field
    }
}

/// A member with the same name in the model and in Rust.
impl From<&'static str> for MemberName {
    fn from(name: &'static str) -> Self {
        Self::new(name, name)
    }
}

/// The name in the model, and the name in Rust.
impl From<(&'static str, &'static str)> for MemberName {
    fn from((model, field): (&'static str, &'static str)) -> Self {
        Self::new(model, field)
    }
}

impl fmt::Display for MemberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.model)?;
        if self.is_renamed() {
            write!(f, " ({})", self.field)?;
        }
        Ok(())
    }
}

/// The names in a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// The names in the model, for clients in any language.
    Model,
    /// The names in the model and in Rust.
    Both,
}
