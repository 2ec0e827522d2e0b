//! Structures.

use proc_macro2::Ident;

use super::check::Check;
use super::data::DataForm;
use super::field::{Field, FieldRef, Presence};
use super::message::Response;
use super::ty::Path;
use crate::sink::Docs;

/// A structure and its implementations.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    pub(crate) model_name: String,
    pub(crate) docs: Docs,
    /// The role in the API.
    pub(crate) role: StructRole,
    /// The fields in the order of the model.
    pub(crate) fields: Vec<Field>,
    /// The parameters of `new`.
    pub(crate) construction: Construction,
    /// Whether clippy considers them too many.
    pub(crate) allow_too_many_arguments: bool,
    /// The `Debug` output.
    pub(crate) debug: DebugForm,
    /// The checks of `Validate`; `None` if it is never part of a request.
    pub(crate) checks: Option<Vec<Check>>,
    /// Whether violations inside it hide the values.
    pub(crate) sensitive: bool,
    /// The JSON format, in a data model.
    pub(crate) data: Option<DataForm>,
    /// Whether callers write it as a whole.
    pub(crate) is_written_root: bool,
    /// The HTTP bindings of an error with a member outside the body.
    pub(crate) http_binding: Option<Box<Response>>,
}

impl Struct {
    /// The fields that `new` takes.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter();
        fields.filter(|field| self.construction.takes(field))
    }
}

/// The role of a structure in the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StructRole {
    /// The input of an operation: every field is optional.
    Input,
    /// The output of an operation.
    Output,
    /// Nested in other structures.
    Nested,
    /// An error, and the field with the service's message.
    Error(Option<FieldRef>),
}

/// The parameters of `new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Construction {
    /// None, and every field is an `Option`: `Default` can be derived.
    Derived,
    /// None; fields that are not an `Option` start with a default or an empty
    /// value.
    Empty,
    /// The required members.
    Required,
    /// The required members, although every field is an `Option`.
    RequiredOptions,
}

impl Construction {
    /// Whether `new` takes this field.
    pub(crate) fn takes(self, field: &Field) -> bool {
        match self {
            Self::Required => field.presence == Presence::Required,
            Self::RequiredOptions => field.required,
            Self::Derived | Self::Empty => false,
        }
    }
}

/// The `Debug` output of a structure or union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DebugForm {
    Derived,
    /// Written with some fields redacted.
    Fields,
    /// Only the name.
    Redacted,
}

impl DebugForm {
    /// The output of a shape that is sensitive as a whole, or in parts.
    pub(crate) fn new(is_sensitive: bool, any_redacted: bool) -> Self {
        match (is_sensitive, any_redacted) {
            (true, _) => Self::Redacted,
            (false, true) => Self::Fields,
            (false, false) => Self::Derived,
        }
    }
}
