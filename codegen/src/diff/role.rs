//! Roles of structures, and the presence of their fields in Rust.

use crate::model::{Member, Node, ShapeId};

use super::Both;

/// The role of a structure in the client. It decides which fields are optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StructureRole {
    /// Only the input of operations: all fields are optional.
    Input,
    /// Nested in requests: `new` takes the required members.
    Built,
    /// An output or error, or nested in one.
    Received,
}

impl StructureRole {
    pub(super) fn new(both: &Both<'_>, old: &ShapeId, new: &ShapeId) -> Self {
        let sides = [(&both.old.usage, old), (&both.new.usage, new)];
        if sides.iter().any(|(usage, id)| usage.is_built(id)) {
            Self::Built
        } else if sides.iter().any(|(usage, id)| usage.has_plain_fields(id)) {
            Self::Received
        } else {
            Self::Input
        }
    }

    pub(super) fn is_built(self) -> bool {
        self == Self::Built
    }
}

/// Whether the field of a member always has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// `Option<T>`.
    Optional,
    /// `T`, an argument of `new`.
    Given,
    /// `T`, with the default when it is unset.
    Defaulted,
}

/// Whether a field outside inputs always has a value, by Smithy's rules for
/// clients.
pub(super) fn presence(member: &Member) -> Presence {
    if member.client_optional {
        Presence::Optional
    } else if default(member).is_some() {
        Presence::Defaulted
    } else if member.required {
        Presence::Given
    } else {
        Presence::Optional
    }
}

pub(super) fn default(member: &Member) -> Option<&Node> {
    member.default.as_ref().filter(|default| !default.is_null())
}
