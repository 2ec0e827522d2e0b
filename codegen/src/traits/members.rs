//! Traits of structures and their members.

use super::form::{Form, MARK, required};
use super::{Exclusive, Kinds, Selector, Trait, ids};
use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeType;

const STRUCTURES: Kinds = Kinds::new(&[ShapeType::Structure]);
const DEFAULTS: Selector = Selector {
    shapes: Kinds::SIMPLE.or(Kinds::COLLECTIONS),
    members_of: STRUCTURES,
    targets: Kinds::ALL,
};

const EVENT_HEADERS: Kinds = Kinds::STRINGS.and(&[
    ShapeType::Boolean,
    ShapeType::Byte,
    ShapeType::Short,
    ShapeType::Integer,
    ShapeType::IntEnum,
    ShapeType::Long,
    ShapeType::Blob,
    ShapeType::Timestamp,
]);
const EVENT_PAYLOADS: Kinds =
    Kinds::STRINGS.and(&[ShapeType::Blob, ShapeType::Structure, ShapeType::Union]);

/// The traits that bind a member to a part of the message. A member has at
/// most one of them.
pub(crate) const BINDINGS: &[&str] = &[
    ids::HTTP_LABEL,
    ids::HTTP_QUERY,
    ids::HTTP_QUERY_PARAMS,
    ids::HTTP_HEADER,
    ids::HTTP_PREFIX_HEADERS,
    ids::HTTP_PAYLOAD,
    ids::HTTP_RESPONSE_CODE,
];

const fn binding(id: &'static str, form: Form) -> Trait {
    Trait::new(id, form, Selector::FIELD)
        .compared()
        .conflicts(BINDINGS)
}

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(ids::INPUT, MARK, Selector::STRUCTURE)
        .compared()
        .docs("The structure is used only as the input of one operation.")
        .conflicts(&[ids::OUTPUT, ids::ERROR]),
    Trait::new(ids::OUTPUT, MARK, Selector::STRUCTURE)
        .compared()
        .docs("The structure is used only as the output of one operation.")
        .conflicts(&[ids::INPUT, ids::ERROR]),
    Trait::new(ids::REQUIRED, MARK, Selector::FIELD)
        .compared()
        .docs("The member must be set."),
    Trait::new(ids::DEFAULT, Form::Any, DEFAULTS)
        .compared()
        .docs(
            "The value of an unset member. `null` on a member removes the default of its \
        target.",
        ),
    Trait::new(ids::ADDED_DEFAULT, MARK, Selector::FIELD)
        .docs(
            "The default is newer than the member, so clients may still treat the member \
        as optional.",
        )
        .requires(&[ids::DEFAULT]),
    Trait::new(ids::CLIENT_OPTIONAL, MARK, Selector::FIELD)
        .compared()
        .docs(
            "Clients treat the member as optional even if it is required or has a \
        default.",
        ),
    Trait::new(
        ids::BOX,
        MARK,
        Selector::values(Kinds::NUMBERS.and(&[ShapeType::Boolean])),
    )
    .docs(
        "The member is optional (Smithy 1.0). In 2.0, every member without a default \
        is.",
    ),
    Trait::new(
        ids::IDEMPOTENCY_TOKEN,
        MARK,
        Selector::members(STRUCTURES, Kinds::STRINGS),
    )
    .changes(
        Rule::Token,
        MarkChange::new(
            Class::Behavior,
            "is now an idempotency token: clients generate it if unset",
        ),
        MarkChange::restriction("stops being an idempotency token: clients leave it unset"),
    )
    .docs(
        "An idempotency token, by which the service recognizes a repeated request. \
        Clients generate one if it is unset.",
    )
    .exclusive(Exclusive::Member),
    binding(ids::HTTP_LABEL, MARK)
        .docs("The member is the label of its name in the path. It must be required."),
    binding(ids::HTTP_QUERY, Form::Text).docs("The member is a query parameter with this name."),
    binding(ids::HTTP_QUERY_PARAMS, MARK).docs("Each entry of the map is a query parameter."),
    binding(ids::HTTP_HEADER, Form::Text).docs("The member is a header with this name."),
    binding(ids::HTTP_PREFIX_HEADERS, Form::String).docs(
        "Each entry of the map is a header; names begin with this prefix, which may \
        be empty.",
    ),
    binding(ids::HTTP_PAYLOAD, MARK).docs("The member is the whole body."),
    binding(ids::HTTP_RESPONSE_CODE, MARK).docs("The member is the status of the response."),
    Trait::new(
        ids::HOST_LABEL,
        MARK,
        Selector::members(Kinds::new(&[ShapeType::Structure]), Kinds::STRINGS),
    )
    .compared()
    .docs(
        "The member is the label of its name in the `hostPrefix`. It must be \
        required.",
    )
    .requires(&[ids::REQUIRED]),
    Trait::new(
        ids::EVENT_HEADER,
        MARK,
        Selector::members(STRUCTURES, EVENT_HEADERS),
    )
    .docs("The member is a header of its event.")
    .conflicts(&[ids::EVENT_PAYLOAD]),
    Trait::new(
        ids::EVENT_PAYLOAD,
        MARK,
        Selector::members(STRUCTURES, EVENT_PAYLOADS),
    )
    .docs("The member is the body of its event.")
    .conflicts(&[ids::EVENT_HEADER])
    .exclusive(Exclusive::Member),
    Trait::new(
        ids::CONTEXT_PARAM,
        Form::Structure(&[required("name", Form::Text)]),
        Selector::FIELD,
    )
    .compared()
    .docs("The endpoint rules use the member as the parameter of this name."),
    Trait::new(ids::CLIENT_ENDPOINT_DISCOVERY_ID, MARK, Selector::FIELD)
        .docs("The member identifies the resource in endpoint discovery."),
    Trait::new(
        ids::JSON_NAME,
        Form::Text,
        Selector::members(
            Kinds::new(&[ShapeType::Structure, ShapeType::Union]),
            Kinds::ALL,
        ),
    )
    .compared()
    .docs("The name of the member in JSON, if it differs from that in the model."),
];
