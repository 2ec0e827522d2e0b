//! Structures.

use proc_macro2::Ident;

use super::check::Check;
use super::docs::Docs;
use super::operation::Response;
use super::ty::{Codec, Path, Type};
use super::value::Value;

/// A structure and all that is implemented for it.
#[derive(Debug)]
pub(crate) struct Struct {
    /// Where it stands.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// The name in the model.
    pub(crate) model_name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// What it is for.
    pub(crate) used: Use,
    /// The fields in the order of the model.
    pub(crate) fields: Vec<Field>,
    /// How `new` makes one.
    pub(crate) construction: Construction,
    /// How `Debug` shows it.
    pub(crate) debug: DebugForm,
    /// What `Validate` checks; `None` when nobody sends it.
    pub(crate) checks: Option<Vec<Check>>,
    /// Whether violations inside of it may be shown with what was found.
    pub(crate) sensitive: bool,
    /// How an error is read, when a member of it is not in the body.
    pub(crate) bound: Option<Box<Response>>,
}

/// What a structure is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// The input of an operation: every field is optional.
    Input,
    /// The output of an operation.
    Output,
    /// A part of others.
    Nested,
    /// An error; with the field that holds the service's words about it.
    Error(Option<Ident>),
}

/// What `new` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Construction {
    /// Nothing, and every field is an option: `Default` can be derived.
    Derived,
    /// Nothing; fields that are no options begin with an empty value.
    Empty,
    /// The required members.
    Required,
}

/// How `Debug` shows a structure, enum or union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DebugForm {
    /// As derived.
    Derived,
    /// With some fields redacted.
    Fields,
    /// The name alone.
    Redacted,
}

/// A field of a structure.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The name of the field, its accessor, and its setter on a request.
    pub(crate) name: Ident,
    /// The consuming setter, `with_name`.
    pub(crate) with: Ident,
    /// The setter of requests that takes an option, `set_name`.
    pub(crate) set: Ident,
    /// The name in the model.
    pub(crate) model_name: String,
    /// The name in JSON.
    pub(crate) wire_name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// What values must fulfil, as the end of the documentation.
    pub(crate) limits: Vec<String>,
    /// The type of a value.
    pub(crate) ty: Type,
    /// Whether there always is a value.
    pub(crate) presence: Presence,
    /// Whether the model requires it.
    pub(crate) required: bool,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
    /// The form in JSON.
    pub(crate) codec: Codec,
}

impl Field {
    /// What others need to know to read or write the field.
    pub(crate) fn reference(&self) -> FieldRef {
        FieldRef {
            name: self.name.clone(),
            wire_name: self.wire_name.clone(),
            ty: self.ty.clone(),
            optional: self.presence == Presence::Optional,
            codec: self.codec.clone(),
        }
    }
}

/// Whether a field always has a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// `T`, and what it is before it is set.
    Always(Value),
    /// `Option<T>`.
    Optional,
}

/// A field as other parts refer to it.
#[derive(Clone, Debug)]
pub(crate) struct FieldRef {
    /// The name.
    pub(crate) name: Ident,
    /// The name in JSON.
    pub(crate) wire_name: String,
    /// The type of a value.
    pub(crate) ty: Type,
    /// Whether it is an `Option`.
    pub(crate) optional: bool,
    /// The form in JSON.
    pub(crate) codec: Codec,
}
