//! Traits of `smithy.api` that bind operations to HTTP, and say how requests
//! are authenticated.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Place, Trait, ids};
use crate::ast::Kind;

const OPERATIONS_AND_SERVICES: Place = Place::shapes(Kinds::of(&[Kind::Service, Kind::Operation]));

/// The traits that say where a member stands in a message. A member has at
/// most one of them.
const BINDINGS: &[&str] = &[
    ids::HTTP_LABEL,
    ids::HTTP_QUERY,
    ids::HTTP_QUERY_PARAMS,
    ids::HTTP_HEADER,
    ids::HTTP_PREFIX_HEADERS,
    ids::HTTP_PAYLOAD,
    ids::HTTP_RESPONSE_CODE,
];

const fn binding(id: &'static str, form: Form) -> Trait {
    Trait::new(id, form, Place::FIELD).excludes(BINDINGS)
}

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::HTTP,
        Form::Structure(&[
            required("method", Form::Text),
            required("uri", Form::Text),
            optional("code", Form::Integer),
        ]),
        Place::OPERATION,
    )
    .says(
        "How the operation is sent: the method, the path with labels such as `{id}`, \
        and the status of a success (200 unless it says otherwise).",
    ),
    binding(ids::HTTP_LABEL, MARK)
        .says("The member fills the label of its name in the path. It has to be required."),
    binding(ids::HTTP_QUERY, Form::Text).says("The member is a query parameter with this name."),
    binding(ids::HTTP_QUERY_PARAMS, MARK).says("Each entry of the map is a query parameter."),
    binding(ids::HTTP_HEADER, Form::Text).says("The member is a header with this name."),
    binding(ids::HTTP_PREFIX_HEADERS, Form::String).says(
        "Each entry of the map is a header; names begin with this prefix, which may \
        be empty.",
    ),
    binding(ids::HTTP_PAYLOAD, MARK).says("The member is the whole body."),
    binding(ids::HTTP_RESPONSE_CODE, MARK).says("The member is the status of the response."),
    Trait::new(ids::HTTP_ERROR, Form::Integer, Place::STRUCTURE)
        .says(
            "The status that the error comes with. Without it 400, or 500 when the \
            service is at fault.",
        )
        .needs(&[ids::ERROR]),
    Trait::new(ids::HTTP_CHECKSUM_REQUIRED, MARK, Place::OPERATION)
        .says("Requests carry a checksum of their body."),
    Trait::new(ids::CORS, Form::Object, Place::SERVICE)
        .says("How browsers may call the service from other origins. Nothing for a client."),
    Trait::new(
        ids::ENDPOINT,
        Form::Structure(&[required("hostPrefix", Form::Text)]),
        Place::OPERATION,
    )
    .says("What stands in front of the host name, with labels such as `{account}.`."),
    Trait::new(
        ids::HOST_LABEL,
        MARK,
        Place::members(Kinds::of(&[Kind::Structure]), Kinds::STRINGS),
    )
    .says(
        "The member fills the label of its name in the `hostPrefix`. It has to be \
        required.",
    )
    .needs(&[ids::REQUIRED]),
    Trait::new(ids::AUTH, STRINGS, OPERATIONS_AND_SERVICES).says(
        "The ids of the authentication schemes in the order of preference. An empty \
        list means none.",
    ),
    Trait::new(ids::OPTIONAL_AUTH, MARK, Place::OPERATION)
        .says("The operation may also be called without credentials."),
    Trait::new(ids::HTTP_BASIC_AUTH, MARK, Place::SERVICE)
        .says("Requests are authenticated by name and password (RFC 7617)."),
    Trait::new(ids::HTTP_DIGEST_AUTH, MARK, Place::SERVICE)
        .says("Requests are authenticated by HTTP digest (RFC 7616)."),
    Trait::new(ids::HTTP_BEARER_AUTH, MARK, Place::SERVICE)
        .says("Requests are authenticated by a bearer token (RFC 6750)."),
    Trait::new(
        ids::HTTP_API_KEY_AUTH,
        Form::Structure(&[
            required("name", Form::Text),
            required("in", Form::Choice(&["header", "query"])),
            optional("scheme", Form::Text),
        ]),
        Place::SERVICE,
    )
    .says("Requests are authenticated by a key in a header or in the query."),
];
