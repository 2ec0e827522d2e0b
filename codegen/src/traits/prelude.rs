//! Traits of `smithy.api` that say what data is, and what people are told.

use super::form::{Form, MARK, STRING_MAP, STRINGS, optional, required};
use super::{Kinds, Place, Trait, ids};
use crate::ast::Kind;

const STRUCTURES: Kinds = Kinds::of(&[Kind::Structure]);
const NOT_SERVICES: Kinds = Kinds::SIMPLE.or(Kinds::AGGREGATES);
const DEFAULTS: Place = Place {
    shapes: Kinds::SIMPLE.or(Kinds::COLLECTIONS),
    members_of: STRUCTURES,
    targets: Kinds::ALL,
};
const LENGTHS: Kinds = Kinds::STRINGS.or(Kinds::COLLECTIONS).and(&[Kind::Blob]);

pub(super) const TRAITS: &[Trait] = &[
    // Constraints.
    Trait::new(
        ids::LENGTH,
        Form::Structure(&[
            optional("min", Form::Natural),
            optional("max", Form::Natural),
        ]),
        Place::values(LENGTHS),
    )
    .says(
        "How long a value is: Unicode characters of a string, bytes of a blob, \
        entries of a list or map. Both bounds are inclusive; one of them may be left \
        out.",
    ),
    Trait::new(
        ids::RANGE,
        Form::Structure(&[optional("min", Form::Number), optional("max", Form::Number)]),
        Place::values(Kinds::NUMBERS),
    )
    .says(
        "Between which numbers a value lies. Both bounds are inclusive; one of them \
        may be left out.",
    ),
    Trait::new(ids::PATTERN, Form::String, Place::values(Kinds::STRINGS)).says(
        "A regular expression that is searched for in the text. It is not anchored: \
        write `^` and `$` to match all of it.",
    ),
    Trait::new(
        ids::UNIQUE_ITEMS,
        MARK,
        Place::shapes(Kinds::of(&[Kind::List])),
    )
    .says("No entry of the list equals another."),
    Trait::new(ids::REQUIRED, MARK, Place::FIELD).says("The member has to be set."),
    Trait::new(ids::PRIVATE, MARK, Place::ANYWHERE)
        .says("Only shapes of the same namespace may target the shape."),
    Trait::new(ids::ID_REF, Form::Any, Place::values(Kinds::STRINGS))
        .says("The text is the id of a shape of the model."),
    // Types.
    Trait::new(
        ids::ENUM,
        Form::List(&Form::Structure(&[
            required("value", Form::String),
            optional("name", Form::Text),
            optional("documentation", Form::String),
            optional("tags", STRINGS),
            optional("deprecated", Form::Boolean),
        ])),
        Place::shapes(Kinds::of(&[Kind::String])),
    )
    .says(
        "The values that the text may have, as Smithy 1.0 says it. Write a shape of \
        the type `enum` instead.",
    ),
    Trait::new(
        ids::ENUM_VALUE,
        Form::Any,
        Place::members(Kinds::of(&[Kind::Enum, Kind::IntEnum]), Kinds::ALL),
    )
    .says(
        "The value on the wire. Without it, the value of a member of an `enum` is the \
        member's name; every member of an `intEnum` has it.",
    ),
    Trait::new(ids::DEFAULT, Form::Any, DEFAULTS).says(
        "The value of a member that is not set. `null` on a member takes the default \
        of its target away.",
    ),
    Trait::new(ids::ADDED_DEFAULT, MARK, Place::FIELD)
        .says(
            "The default was added after the member was published, so clients may still \
            treat the member as optional.",
        )
        .needs(&[ids::DEFAULT]),
    Trait::new(ids::CLIENT_OPTIONAL, MARK, Place::FIELD).says(
        "Clients treat the member as optional even if it is required or has a \
        default.",
    ),
    Trait::new(ids::BOX, MARK, Place::ANYWHERE).says(
        "The member may be unset, as Smithy 1.0 says it. In 2.0 every member may, \
        unless it has a default.",
    ),
    Trait::new(ids::SPARSE, MARK, Place::shapes(Kinds::COLLECTIONS))
        .says("Entries of the list, or values of the map, may be null."),
    Trait::new(ids::INPUT, MARK, Place::STRUCTURE)
        .says("The structure is the input of one operation and is used for nothing else.")
        .excludes(&[ids::OUTPUT, ids::ERROR]),
    Trait::new(ids::OUTPUT, MARK, Place::STRUCTURE)
        .says("The structure is the output of one operation and is used for nothing else.")
        .excludes(&[ids::INPUT, ids::ERROR]),
    Trait::new(
        ids::ERROR,
        Form::Choice(&["client", "server"]),
        Place::STRUCTURE,
    )
    .says(
        "The structure is an error: `client` when the caller has to change something, \
        `server` when the service is at fault.",
    ),
    Trait::new(
        ids::RETRYABLE,
        Form::Structure(&[optional("throttling", Form::Boolean)]),
        Place::STRUCTURE,
    )
    .says(
        "The same request may succeed later. `throttling` means that too many were \
        sent.",
    )
    .needs(&[ids::ERROR]),
    Trait::new(
        ids::MIXIN,
        Form::Structure(&[
            optional("localTraits", STRINGS),
            optional("interface", Form::Boolean),
        ]),
        Place::shapes(Kinds::ALL),
    )
    .says(
        "Other shapes can take over the members and traits of this one by listing it \
        among their `mixins`.",
    ),
    Trait::new(ids::UNIT_TYPE, MARK, Place::STRUCTURE)
        .says("The structure stands for no value. Only `smithy.api#Unit` has this."),
    Trait::new(ids::SENSITIVE, MARK, Place::shapes(NOT_SERVICES))
        .says("The value is never shown in debug output, errors or logs."),
    Trait::new(
        ids::MEDIA_TYPE,
        Form::Text,
        Place::shapes(Kinds::STRINGS.and(&[Kind::Blob])),
    )
    .says("What the text or the bytes hold, such as `image/png`."),
    Trait::new(
        ids::TIMESTAMP_FORMAT,
        Form::Choice(&["date-time", "http-date", "epoch-seconds"]),
        Place::values(Kinds::of(&[Kind::Timestamp])),
    )
    .says(
        "How the instant is written: `date-time` (RFC 3339), `http-date` (RFC 9110) \
        or `epoch-seconds`.",
    ),
    Trait::new(
        ids::JSON_NAME,
        Form::Text,
        Place::members(Kinds::of(&[Kind::Structure, Kind::Union]), Kinds::ALL),
    )
    .says("The name of the member in JSON, when it differs from the member's own."),
    // Behaviour.
    Trait::new(ids::READONLY, MARK, Place::OPERATION)
        .says(
            "The operation changes nothing. Clients repeat it after any failure that may \
            pass.",
        )
        .excludes(&[ids::IDEMPOTENT]),
    Trait::new(ids::IDEMPOTENT, MARK, Place::OPERATION)
        .says(
            "Doing it twice has the effect of doing it once. Clients repeat it after any \
            failure that may pass.",
        )
        .excludes(&[ids::READONLY]),
    Trait::new(
        ids::IDEMPOTENCY_TOKEN,
        MARK,
        Place::members(STRUCTURES, Kinds::STRINGS),
    )
    .says(
        "A text by which the service recognises a request that it has seen. Clients \
        make one up when it is unset.",
    ),
    Trait::new(
        ids::PAGINATED,
        Form::Structure(&[
            optional("inputToken", Form::Text),
            optional("outputToken", Form::Text),
            optional("items", Form::Text),
            optional("pageSize", Form::Text),
        ]),
        Place::shapes(Kinds::of(&[Kind::Service, Kind::Operation])),
    )
    .says(
        "How pages follow each other: the members with the tokens, the items and the \
        size of a page. On the service: what its operations have in common.",
    ),
    Trait::new(
        ids::REQUEST_COMPRESSION,
        Form::Structure(&[required("encodings", STRINGS)]),
        Place::OPERATION,
    )
    .says(
        "The request may be compressed: encodings in the order of preference, such as \
        `gzip`.",
    ),
    Trait::new(
        ids::STREAMING,
        MARK,
        Place::shapes(Kinds::of(&[Kind::Blob, Kind::Union])),
    )
    .says(
        "A blob that is not held in memory, or a union whose members are the events \
        of a stream.",
    ),
    Trait::new(
        ids::REQUIRES_LENGTH,
        MARK,
        Place::shapes(Kinds::of(&[Kind::Blob])),
    )
    .says("The size of the streaming blob has to be known before it is sent.")
    .needs(&[ids::STREAMING]),
    Trait::new(ids::EVENT_HEADER, MARK, Place::FIELD)
        .says("The member is a header of its event.")
        .excludes(&[ids::EVENT_PAYLOAD]),
    Trait::new(ids::EVENT_PAYLOAD, MARK, Place::FIELD)
        .says("The member is the body of its event.")
        .excludes(&[ids::EVENT_HEADER]),
    // Words for people.
    Trait::new(ids::DOCUMENTATION, Form::String, Place::ANYWHERE).says(
        "What readers are told, in CommonMark. The first sentence is a summary that \
        can stand alone. It becomes the documentation of the client.",
    ),
    Trait::new(ids::EXTERNAL_DOCUMENTATION, STRING_MAP, Place::ANYWHERE)
        .says("Where to read more: titles and addresses."),
    Trait::new(
        ids::DEPRECATED,
        Form::Structure(&[
            optional("message", Form::String),
            optional("since", Form::String),
        ]),
        Place::ANYWHERE,
    )
    .says(
        "It should no longer be used. `message` says what to do instead, `since` from \
        which version or date on.",
    ),
    Trait::new(ids::SINCE, Form::String, Place::ANYWHERE)
        .says("The version or date that brought it."),
    Trait::new(ids::INTERNAL, MARK, Place::ANYWHERE).says("It is not meant for customers."),
    Trait::new(ids::UNSTABLE, MARK, Place::ANYWHERE).says("It may change without notice."),
    Trait::new(ids::TAGS, STRINGS, Place::ANYWHERE).says("Words to group shapes by, for tools."),
    Trait::new(
        ids::TITLE,
        Form::Text,
        Place::shapes(Kinds::of(&[Kind::Service, Kind::Resource])),
    )
    .says("The name of the service for people."),
    Trait::new(
        ids::RECOMMENDED,
        Form::Structure(&[optional("reason", Form::String)]),
        Place::FIELD,
    )
    .says("The member should be set, although it need not be."),
    Trait::new(ids::SUPPRESS, STRINGS, Place::ANYWHERE).says(
        "Warnings that are not reported here, by their codes. Ids of other forms are for other \
            Smithy tools.",
    ),
    // Definitions of traits, and resources: nothing for a client.
    Trait::new(ids::TRAIT, Form::Object, Place::shapes(NOT_SERVICES)).says(
        "The shape defines a trait: its id is that of the trait, its type the form of \
        the trait's value. `selector` says what the trait applies to.",
    ),
    Trait::new(ids::PROTOCOL_DEFINITION, Form::Object, Place::STRUCTURE)
        .says("The trait that this shape defines declares a protocol."),
    Trait::new(ids::AUTH_DEFINITION, Form::Object, Place::STRUCTURE)
        .says("The trait that this shape defines declares a way to authenticate."),
    Trait::new(ids::TRAIT_VALIDATORS, Form::Any, Place::ANYWHERE)
        .says("Rules for shapes that have the trait which this shape defines."),
    Trait::new(ids::REFERENCES, Form::Any, Place::ANYWHERE)
        .says("Resources that the shape refers to, and the members that identify them."),
    Trait::new(ids::RESOURCE_IDENTIFIER, Form::Text, Place::FIELD)
        .says("The member identifies a resource under this name."),
    Trait::new(ids::NO_REPLACE, MARK, Place::ANYWHERE)
        .says("The resource's `put` cannot replace what exists."),
    Trait::new(
        ids::PROPERTY,
        Form::Structure(&[optional("name", Form::Text)]),
        Place::FIELD,
    )
    .says("The member is a property of the resource, possibly under another name."),
    Trait::new(ids::NOT_PROPERTY, MARK, Place::ANYWHERE)
        .says("The member is no property of the resource."),
    Trait::new(ids::NESTED_PROPERTIES, MARK, Place::FIELD)
        .says("The properties of the resource are inside of this member."),
    // Other formats than JSON.
    Trait::new(ids::XML_ATTRIBUTE, MARK, Place::ANYWHERE)
        .says("In XML, the member is an attribute."),
    Trait::new(ids::XML_FLATTENED, MARK, Place::ANYWHERE)
        .says("In XML, entries stand without an element around them."),
    Trait::new(ids::XML_NAME, Form::Text, Place::ANYWHERE)
        .says("The name of the element or attribute in XML."),
    Trait::new(ids::XML_NAMESPACE, Form::Object, Place::ANYWHERE).says("The namespace in XML."),
];
