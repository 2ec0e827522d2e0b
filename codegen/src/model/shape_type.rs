//! The types of shapes in the JSON AST.

/// The type of a shape: `type` in the JSON AST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShapeType {
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

impl ShapeType {
    /// All types with their names in the file. A `set` of Smithy 1.0 is a list.
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

    /// The type with an article, for messages: "an operation".
    pub(crate) fn noun(self) -> String {
        let name = self.name();
        let article = if name.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {name}")
    }

    /// Whether shapes of this type are data shapes: all but services, resources
    /// and operations.
    pub(crate) fn is_data(self) -> bool {
        !matches!(self, Self::Service | Self::Resource | Self::Operation)
    }
}
