//! Traits of values: types, constraints and forms.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Exclusive, Kinds, Selector, Trait, ids};
use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeType;

const DATA: Kinds = Kinds::SIMPLE.or(Kinds::AGGREGATES);
pub(crate) const LENGTHS: Kinds = Kinds::STRINGS
    .or(Kinds::COLLECTIONS)
    .and(&[ShapeType::Blob]);

const XML_NAMES: Selector = Selector {
    shapes: Kinds::new(&[ShapeType::Structure, ShapeType::Union]),
    members_of: Kinds::ALL,
    targets: Kinds::ALL,
};
const XML_NAMESPACES: Selector = Selector {
    shapes: DATA.and(&[ShapeType::Service]),
    members_of: Kinds::ALL,
    targets: Kinds::ALL,
};

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::ENUM,
        Form::List(&Form::Structure(&[
            required("value", Form::String),
            optional("name", Form::Text),
            optional("documentation", Form::String),
            optional("tags", STRINGS),
            optional("deprecated", Form::Boolean),
        ])),
        Selector::shapes(Kinds::new(&[ShapeType::String])),
    )
    .compared()
    .docs(
        "The values of the string (Smithy 1.0). Use a shape of the type `enum` \
        instead.",
    ),
    Trait::new(
        ids::ENUM_VALUE,
        Form::Any,
        Selector::members(
            Kinds::new(&[ShapeType::Enum, ShapeType::IntEnum]),
            Kinds::ALL,
        ),
    )
    .compared()
    .docs(
        "The value on the wire. The default for a member of an `enum` is its name; \
        every member of an `intEnum` needs a value.",
    )
    .schema(r#"{ "type": ["string", "integer"], "minLength": 1 }"#),
    Trait::new(
        ids::TIMESTAMP_FORMAT,
        Form::Choice(&["date-time", "http-date", "epoch-seconds"]),
        Selector::values(Kinds::new(&[ShapeType::Timestamp])),
    )
    .compared()
    .docs(
        "The format of the timestamp: `date-time` (RFC 3339), `http-date` (RFC 9110) \
        or `epoch-seconds`.",
    ),
    Trait::new(
        ids::MEDIA_TYPE,
        Form::Text,
        Selector::shapes(Kinds::STRINGS.and(&[ShapeType::Blob])),
    )
    .compared()
    .docs("The media type of the string or blob, such as `image/png`."),
    Trait::new(
        ids::STREAMING,
        MARK,
        Selector::shapes(Kinds::new(&[ShapeType::Blob, ShapeType::Union])),
    )
    .changes(
        Rule::Kind,
        MarkChange::new(Class::Rust, "is now a stream, was bytes in memory"),
        MarkChange::new(Class::Rust, "is now bytes in memory, was a stream"),
    )
    .docs(
        "A blob that is not held in memory, or a union whose members are the events \
        of a stream.",
    )
    .exclusive(Exclusive::Target),
    Trait::new(
        ids::REQUIRES_LENGTH,
        MARK,
        Selector::shapes(Kinds::new(&[ShapeType::Blob])),
    )
    .changes(
        Rule::Kind,
        MarkChange::new(Class::Wire, "must now have a known length"),
        MarkChange::new(Class::Wire, "need not have a known length"),
    )
    .docs("The size of the streaming blob must be known before it is sent.")
    .requires(&[ids::STREAMING]),
    Trait::new(ids::SENSITIVE, MARK, Selector::shapes(DATA))
        .changes(
            Rule::Sensitive,
            MarkChange::new(
                Class::Behavior,
                "is now sensitive: logs and errors no longer show it",
            ),
            MarkChange::restriction("is no longer sensitive: logs and errors show it"),
        )
        .docs("The value is never shown in debug output, errors or logs."),
    Trait::new(
        ids::LENGTH,
        Form::Structure(&[
            optional("min", Form::Natural),
            optional("max", Form::Natural),
        ]),
        Selector::values(LENGTHS),
    )
    .compared()
    .docs(
        "The length of a value: Unicode characters of a string, bytes of a blob, \
        entries of a list or map. Both bounds are inclusive; one of them is optional.",
    )
    .schema(r#"{ "minProperties": 1 }"#),
    Trait::new(
        ids::RANGE,
        Form::Structure(&[optional("min", Form::Number), optional("max", Form::Number)]),
        Selector::values(Kinds::NUMBERS),
    )
    .compared()
    .docs("The range of a number. Both bounds are inclusive; one of them is optional.")
    .schema(r#"{ "minProperties": 1 }"#),
    Trait::new(ids::PATTERN, Form::String, Selector::values(Kinds::STRINGS))
        .compared()
        .docs(
            "A regular expression that matches a part of the text. It is not anchored: \
        use `^` and `$` to match all of it.",
        ),
    Trait::new(
        ids::UNIQUE_ITEMS,
        MARK,
        Selector::shapes(Kinds::new(&[ShapeType::List])),
    )
    .compared()
    .docs("The entries of the list are unique.")
    .conflicts(&[ids::SPARSE]),
    Trait::new(ids::SPARSE, MARK, Selector::shapes(Kinds::COLLECTIONS))
        .changes(
            Rule::Sparse,
            MarkChange::new(
                Class::Wire,
                "is now sparse: entries are `Option<T>`, were `T`",
            ),
            MarkChange::new(
                Class::Wire,
                "is no longer sparse: entries are `T`, were `Option<T>`",
            ),
        )
        .docs("Entries of the list, or values of the map, may be null."),
    Trait::new(
        ids::ID_REF,
        Form::Structure(&[
            optional("selector", Form::String),
            optional("failWhenMissing", Form::Boolean),
            optional("errorMessage", Form::String),
        ]),
        Selector::values(Kinds::STRINGS),
    )
    .docs("The text is the id of a shape of the model."),
    Trait::new(
        ids::XML_ATTRIBUTE,
        MARK,
        Selector::members(
            Kinds::new(&[ShapeType::Structure]),
            Kinds::NUMBERS
                .or(Kinds::STRINGS)
                .and(&[ShapeType::Boolean, ShapeType::Timestamp]),
        ),
    )
    .docs("In XML, the member is an attribute.")
    .conflicts(&[ids::XML_NAMESPACE]),
    Trait::new(
        ids::XML_FLATTENED,
        MARK,
        Selector::members(
            Kinds::new(&[ShapeType::Structure, ShapeType::Union]),
            Kinds::COLLECTIONS,
        ),
    )
    .docs("In XML, entries have no element around them."),
    Trait::new(ids::XML_NAME, Form::Text, XML_NAMES)
        .docs("The name of the element or attribute in XML."),
    Trait::new(
        ids::XML_NAMESPACE,
        Form::Structure(&[required("uri", Form::Text), optional("prefix", Form::Text)]),
        XML_NAMESPACES,
    )
    .docs("The namespace in XML.")
    .conflicts(&[ids::XML_ATTRIBUTE]),
];
