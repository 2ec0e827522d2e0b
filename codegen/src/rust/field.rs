//! Fields of structures.

use proc_macro2::Ident;

use super::ty::{Codec, Type};
use super::value::Value;
use crate::sink::{Docs, Markdown};

/// A field of a structure.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The name of the field, its accessor, and its setter on a request.
    pub(crate) name: Ident,
    /// The consuming setter, `with_name`.
    pub(crate) with: Ident,
    /// The setter of requests that takes an option, `set_name`.
    pub(crate) set: Ident,
    pub(crate) model_name: String,
    pub(crate) wire_name: String,
    /// Names in JSON that readers accept, too.
    pub(crate) aliases: &'static [&'static str],
    /// The documentation, without constraints.
    pub(crate) docs: Docs,
    /// The constraints, as phrases.
    pub(crate) limits: Vec<Markdown>,
    pub(crate) ty: Type,
    /// Whether it always has a value.
    pub(crate) presence: Presence,
    /// Whether the model requires it.
    pub(crate) required: bool,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
    pub(crate) codec: Codec,
}

impl Field {
    /// The name without `r#`.
    pub(crate) fn plain_name(&self) -> String {
        plain(&self.name)
    }

    /// The names in JSON that readers accept.
    pub(crate) fn read_names(&self) -> impl Iterator<Item = &str> {
        let own = Some(self.wire_name.as_str());
        let own = own.filter(|name| !self.aliases.contains(name));
        self.aliases.iter().copied().chain(own)
    }

    /// The part of the field that is needed to read and write it.
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

/// An identifier without `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// Whether a field always has a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// `T`; callers must pass the value.
    Required,
    /// `T`; the value is this default until it is set.
    Default(Value),
    /// `Option<T>`.
    Optional,
}

/// A field, for bindings and checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldRef {
    pub(crate) name: Ident,
    pub(crate) wire_name: String,
    pub(crate) ty: Type,
    /// Whether it is an `Option`.
    pub(crate) optional: bool,
    pub(crate) codec: Codec,
}
