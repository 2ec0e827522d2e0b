//! Traits of operations and errors.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};
use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeType;

const HTTP_SCHEMA: &str = r#"{ "allOf": [{ "properties": {
    "method": { "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
    "uri": { "pattern": "^/" },
    "code": { "minimum": 200, "maximum": 299 }
} }] }"#;

const PLANES: Selector = Selector::shapes(Kinds::new(&[
    ShapeType::Service,
    ShapeType::Resource,
    ShapeType::Operation,
]));

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::ERROR,
        Form::Choice(&["client", "server"]),
        Selector::STRUCTURE,
    )
    .compared()
    .docs(
        "The structure is an error: `client` if the caller is at fault, `server` if the \
        service is.",
    )
    .conflicts(&[ids::TRAIT]),
    Trait::new(ids::HTTP_ERROR, Form::Integer, Selector::STRUCTURE)
        .compared()
        .docs(
            "The HTTP status of the error. The default is 400, or 500 if the service is at \
            fault.",
        )
        .requires(&[ids::ERROR])
        .schema(r#"{ "minimum": 400, "maximum": 599 }"#),
    Trait::new(
        ids::RETRYABLE,
        Form::Structure(&[optional("throttling", Form::Boolean)]),
        Selector::STRUCTURE,
    )
    .compared()
    .docs("A retry may succeed. `throttling` means that the caller sent too many requests.")
    .requires(&[ids::ERROR]),
    Trait::new(
        ids::HTTP,
        Form::Structure(&[
            required("method", Form::Text),
            required("uri", Form::Text),
            optional("code", Form::Integer),
        ]),
        Selector::OPERATION,
    )
    .compared()
    .docs(
        "The HTTP binding: the method, the path with labels such as `{id}`, and the status \
        of a success (200 by default).",
    )
    .schema(HTTP_SCHEMA),
    Trait::new(
        ids::ENDPOINT,
        Form::Structure(&[required("hostPrefix", Form::Text)]),
        Selector::OPERATION,
    )
    .compared()
    .docs("The prefix of the host name, with labels such as `{account}.`."),
    Trait::new(ids::READONLY, MARK, Selector::OPERATION)
        .compared()
        .docs("The operation has no effect. Clients retry it after any temporary failure.")
        .conflicts(&[ids::IDEMPOTENT]),
    Trait::new(ids::IDEMPOTENT, MARK, Selector::OPERATION)
        .compared()
        .docs(
            "A repeated request has no further effect. Clients retry it after any temporary \
            failure.",
        )
        .conflicts(&[ids::READONLY]),
    Trait::new(
        ids::PAGINATED,
        Form::Structure(&[
            optional("inputToken", Form::Text),
            optional("outputToken", Form::Text),
            optional("items", Form::Text),
            optional("pageSize", Form::Text),
        ]),
        Selector::shapes(Kinds::new(&[ShapeType::Service, ShapeType::Operation])),
    )
    .compared()
    .docs(
        "Pagination: the members with the tokens, the items and the size of a page. On a \
        service: the defaults of its operations.",
    ),
    Trait::new(ids::WAITABLE, Form::Object, Selector::OPERATION)
        .compared()
        .docs("States that clients wait for by calling the operation repeatedly."),
    Trait::new(ids::UNSIGNED_PAYLOAD, Form::Any, Selector::OPERATION)
        .changes(
            Rule::Request,
            MarkChange::new(Class::Behavior, "no longer signs the body"),
            MarkChange::new(Class::Behavior, "now signs the body"),
        )
        .docs("The body of the request is not part of its signature."),
    Trait::new(ids::HTTP_CHECKSUM_REQUIRED, MARK, Selector::OPERATION)
        .changes(
            Rule::Request,
            MarkChange::new(Class::Behavior, "now sends a checksum"),
            MarkChange::new(Class::Behavior, "no longer sends a checksum"),
        )
        .docs("Requests carry a checksum of their body."),
    Trait::new(ids::HTTP_CHECKSUM, Form::Object, Selector::OPERATION)
        .docs("The checksums of requests and responses, some of which the caller selects.")
        .unsupported("checksums that the caller selects"),
    Trait::new(
        ids::REQUEST_COMPRESSION,
        Form::Structure(&[required("encodings", STRINGS)]),
        Selector::OPERATION,
    )
    .compared()
    .docs("The request may be compressed. `encodings` are in order of preference, such as `gzip`."),
    Trait::new(
        ids::STATIC_CONTEXT_PARAMS,
        Form::Object,
        Selector::OPERATION,
    )
    .compared()
    .docs("Parameters of the endpoint rules for this operation."),
    Trait::new(
        ids::OPERATION_CONTEXT_PARAMS,
        Form::Object,
        Selector::OPERATION,
    )
    .compared()
    .docs("Parts of the input that the endpoint rules use."),
    Trait::new(
        ids::CLIENT_DISCOVERED_ENDPOINT,
        Form::Structure(&[required("required", Form::Boolean)]),
        Selector::OPERATION,
    )
    .docs(
        "Clients discover the endpoint of the operation with a request. Unless `required`, the \
        default endpoint works, too.",
    )
    .unsupported("operations that need endpoint discovery"),
    Trait::new(ids::CONTROL_PLANE, MARK, PLANES).docs("An operation of the control plane."),
    Trait::new(ids::DATA_PLANE, MARK, PLANES).docs("An operation of the data plane."),
];
