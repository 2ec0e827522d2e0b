//! The file format as it is: the JSON AST of Smithy 2.0, before mixins and
//! `apply` statements take effect. Everything knows its place in the text.

mod parse;
mod reader;

use std::borrow::Cow;
use std::collections::BTreeSet;

pub(crate) use parse::parse;

use crate::model::ShapeId;
use crate::source::{Span, Value};

/// A model file.
#[derive(Debug, Default)]
pub(crate) struct Model<'a> {
    /// The shapes and `apply` statements in the order of the file.
    pub(crate) shapes: Vec<Shape<'a>>,
    /// `suppressions` of the metadata, in the order of the file.
    pub(crate) suppressions: Vec<Suppression<'a>>,
    /// The ids of shapes that could not be read, which is reported. That they
    /// are missing is not reported on top of it.
    pub(crate) unreadable: BTreeSet<ShapeId>,
    /// Where the model as a whole stands.
    pub(crate) span: Span,
}

/// An entry of `shapes`.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) id: ShapeId,
    /// The member that an `apply` statement is about.
    pub(crate) member: Option<String>,
    /// Where the id stands.
    pub(crate) span: Span,
    /// Where all of it stands.
    pub(crate) extent: Span,
    pub(crate) body: Body<'a>,
    pub(crate) traits: Vec<Trait<'a>>,
    pub(crate) mixins: Vec<Reference>,
}

/// An element of `suppressions` in the metadata.
#[derive(Clone, Debug)]
pub(crate) struct Suppression<'a> {
    pub(crate) id: &'a str,
    /// Where the id stands.
    pub(crate) span: Span,
    /// The namespace that it is for; `*` for all.
    pub(crate) namespace: &'a str,
    pub(crate) reason: Option<&'a str>,
    /// What removes it from the file.
    pub(crate) removal: Span,
}

/// What a shape is made of, by its `type`.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// `apply`: traits for a shape that is defined elsewhere.
    Apply,
    /// A data shape. Lists have the member `member`, maps `key` and `value`,
    /// simple shapes none.
    Data(Kind, Vec<Member<'a>>),
    Service(Service),
    Resource(Resource),
    Operation(Operation),
}

/// The kinds of shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Blob,
    Boolean,
    String,
    Enum,
    IntEnum,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    List,
    Map,
    Structure,
    Union,
    Service,
    Resource,
    Operation,
}

impl Kind {
    /// Every kind with its `type` in the file. A `set` of Smithy 1.0 is a list.
    pub(crate) const NAMES: &[(Self, &str)] = &[
        (Self::Blob, "blob"),
        (Self::Boolean, "boolean"),
        (Self::String, "string"),
        (Self::Enum, "enum"),
        (Self::IntEnum, "intEnum"),
        (Self::Byte, "byte"),
        (Self::Short, "short"),
        (Self::Integer, "integer"),
        (Self::Long, "long"),
        (Self::Float, "float"),
        (Self::Double, "double"),
        (Self::BigInteger, "bigInteger"),
        (Self::BigDecimal, "bigDecimal"),
        (Self::Timestamp, "timestamp"),
        (Self::Document, "document"),
        (Self::List, "list"),
        (Self::List, "set"),
        (Self::Map, "map"),
        (Self::Structure, "structure"),
        (Self::Union, "union"),
        (Self::Service, "service"),
        (Self::Resource, "resource"),
        (Self::Operation, "operation"),
    ];

    /// The `type` in the file.
    pub(crate) fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(kind, _)| *kind == self);
        found.map_or("shape", |(_, name)| name)
    }

    /// The kind with its article, for messages: "an operation".
    pub(crate) fn noun(self) -> String {
        let name = self.name();
        let article = if name.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {name}")
    }

    /// Whether values of it are sent: not a service, resource or operation.
    pub(crate) fn is_data(self) -> bool {
        !matches!(self, Self::Service | Self::Resource | Self::Operation)
    }
}

/// A trait and the value that it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trait<'a> {
    pub(crate) id: &'a str,
    /// Where the id stands.
    pub(crate) span: Span,
    pub(crate) value: &'a Value<'a>,
}

/// A member of a data shape.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    /// Where the name stands.
    pub(crate) span: Span,
    /// Where all of it stands.
    pub(crate) extent: Span,
    pub(crate) target: Reference,
    pub(crate) traits: Vec<Trait<'a>>,
}

/// The id of another shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) id: ShapeId,
    /// Where the id stands.
    pub(crate) span: Span,
}

/// The properties of a service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Service {
    pub(crate) version: Option<String>,
    pub(crate) operations: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
    pub(crate) errors: Vec<Reference>,
    pub(crate) rename: Vec<Rename>,
}

/// An entry of `rename`.
#[derive(Clone, Debug)]
pub(crate) struct Rename {
    pub(crate) shape: Reference,
    pub(crate) name: String,
    /// Where the new name stands.
    pub(crate) span: Span,
}

/// The properties of a resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resource {
    /// Identifiers and properties: the shapes that they have.
    pub(crate) data: Vec<Reference>,
    /// The operations of the lifecycle, then `operations`, then
    /// `collectionOperations`.
    pub(crate) operations: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
}

/// The properties of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operation {
    pub(crate) input: Option<Reference>,
    pub(crate) output: Option<Reference>,
    pub(crate) errors: Vec<Reference>,
}
