//! Types of fields and their formats on the wire.

use proc_macro2::Ident;

use crate::model::TimestampFormat;

/// The public module of a generated type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    Input,
    Output,
    Types,
    Error,
    Operation,
    /// The module of a data model.
    Data(String),
}

impl Origin {
    /// The name of the public module.
    pub(crate) fn module(&self) -> &str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Types => "types",
            Self::Error => "error",
            Self::Operation => "operation",
            Self::Data(module) => module,
        }
    }
}

/// The public path of a generated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// The module.
    pub(crate) origin: Origin,
    pub(crate) name: Ident,
}

/// Whether entries of a list or map may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sparsity {
    /// Never: `Vec<T>`.
    Dense,
    /// `sparse`: `Vec<Option<T>>`.
    Sparse,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    String,
    /// `bytes::Bytes`.
    Bytes,
    /// `runtime::codegen::JsonBlob`.
    Json,
    /// `runtime::codegen::ByteStream`.
    Stream,
    /// `runtime::codegen::Timestamp`.
    Timestamp,
    /// `runtime::codegen::BigInteger`.
    BigInteger,
    /// `runtime::codegen::BigDecimal`.
    BigDecimal,
    /// `runtime::codegen::Document`.
    Document,
    Enum(Path),
    IntEnum(Path),
    Struct(Path),
    Union(Path),
    /// `Vec`.
    List(Box<Self>, Sparsity),
    /// `BTreeMap` with `String` keys.
    Map(Box<Self>, Sparsity),
    /// `Box`, where a structure contains itself.
    Boxed(Box<Self>),
}

impl Type {
    /// Whether values are copied rather than borrowed.
    pub(crate) fn is_copy(&self) -> bool {
        match self {
            Self::Bool
            | Self::I8
            | Self::I16
            | Self::I32
            | Self::I64
            | Self::F32
            | Self::F64
            | Self::Timestamp => true,
            Self::String
            | Self::Bytes
            | Self::Json
            | Self::BigInteger
            | Self::BigDecimal
            | Self::Document
            | Self::Stream
            | Self::Enum(_)
            | Self::IntEnum(_)
            | Self::Struct(_)
            | Self::Union(_)
            | Self::List(..)
            | Self::Map(..)
            | Self::Boxed(_) => false,
        }
    }

    /// Whether other types convert into it, so that setters take `impl Into`.
    pub(crate) fn is_into(&self) -> bool {
        matches!(
            self,
            Self::String
                | Self::Bytes
                | Self::Json
                | Self::Stream
                | Self::Timestamp
                | Self::BigInteger
                | Self::BigDecimal
                | Self::Document
                | Self::Enum(_)
                | Self::IntEnum(_)
        )
    }
}

/// A form in a path, query or header that differs from the type's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextForm {
    /// A timestamp in this format.
    Timestamp(TimestampFormat),
    /// Text in base64.
    Base64,
}

/// A JSON format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    /// The type's own format.
    Plain,
    /// Bytes as base64.
    Base64,
    /// Seconds since 1970 as a number.
    EpochSeconds,
    /// RFC 3339.
    DateTime,
    /// RFC 9110.
    HttpDate,
    /// An integer, possibly with an exponent or a zero fraction.
    Integer,
    /// A number, or a string for one that JSON cannot represent.
    Float,
    /// A list of entries in this format.
    List(Box<Self>, Sparsity),
    /// A map of entries in this format.
    Map(Box<Self>, Sparsity),
    /// A string. Also reads a number.
    LooseText,
    /// A number in this format. Also reads a number in a string.
    LooseNumber(Box<Self>),
    /// A number in this format in a string. Also reads a bare number.
    NumberText(Box<Self>),
    /// JSON of this format in a string.
    JsonText(Box<Self>),
}
