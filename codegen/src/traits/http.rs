//! Traits of `smithy.api` that bind operations to HTTP, and say how requests
//! are authenticated.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Place, Trait};
use crate::ast::Kind;

const OPERATIONS_AND_SERVICES: Place = Place::shapes(Kinds::of(&[Kind::Service, Kind::Operation]));

/// The traits that say where a member stands in a message. A member has at
/// most one of them.
const BINDINGS: &[&str] = &[
    "smithy.api#httpLabel",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpHeader",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpPayload",
    "smithy.api#httpResponseCode",
];

const fn binding(id: &'static str, form: Form) -> Trait {
    Trait::new(id, form, Place::FIELD).excludes(BINDINGS)
}

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        "smithy.api#http",
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
    binding("smithy.api#httpLabel", MARK)
        .says("The member fills the label of its name in the path. It has to be required."),
    binding("smithy.api#httpQuery", Form::Text)
        .says("The member is a query parameter with this name."),
    binding("smithy.api#httpQueryParams", MARK).says("Each entry of the map is a query parameter."),
    binding("smithy.api#httpHeader", Form::Text).says("The member is a header with this name."),
    binding("smithy.api#httpPrefixHeaders", Form::String).says(
        "Each entry of the map is a header; names begin with this prefix, which may \
        be empty.",
    ),
    binding("smithy.api#httpPayload", MARK).says("The member is the whole body."),
    binding("smithy.api#httpResponseCode", MARK).says("The member is the status of the response."),
    Trait::new("smithy.api#httpError", Form::Integer, Place::STRUCTURE)
        .says(
            "The status that the error comes with. Without it 400, or 500 when the \
            service is at fault.",
        )
        .needs(&["smithy.api#error"]),
    Trait::new("smithy.api#httpChecksumRequired", MARK, Place::OPERATION)
        .says("Requests carry a checksum of their body."),
    Trait::new("smithy.api#cors", Form::Object, Place::SERVICE)
        .says("How browsers may call the service from other origins. Nothing for a client."),
    Trait::new(
        "smithy.api#endpoint",
        Form::Structure(&[required("hostPrefix", Form::Text)]),
        Place::OPERATION,
    )
    .says("What stands in front of the host name, with labels such as `{account}.`."),
    Trait::new(
        "smithy.api#hostLabel",
        MARK,
        Place::members(Kinds::of(&[Kind::Structure]), Kinds::STRINGS),
    )
    .says(
        "The member fills the label of its name in the `hostPrefix`. It has to be \
        required.",
    )
    .needs(&["smithy.api#required"]),
    Trait::new("smithy.api#auth", STRINGS, OPERATIONS_AND_SERVICES).says(
        "The ids of the authentication schemes in the order of preference. An empty \
        list means none.",
    ),
    Trait::new("smithy.api#optionalAuth", MARK, Place::OPERATION)
        .says("The operation may also be called without credentials."),
    Trait::new("smithy.api#httpBasicAuth", MARK, Place::SERVICE)
        .says("Requests are authenticated by name and password (RFC 7617)."),
    Trait::new("smithy.api#httpDigestAuth", MARK, Place::SERVICE)
        .says("Requests are authenticated by HTTP digest (RFC 7616)."),
    Trait::new("smithy.api#httpBearerAuth", MARK, Place::SERVICE)
        .says("Requests are authenticated by a bearer token (RFC 6750)."),
    Trait::new(
        "smithy.api#httpApiKeyAuth",
        Form::Structure(&[
            required("name", Form::Text),
            required("in", Form::Choice(&["header", "query"])),
            optional("scheme", Form::Text),
        ]),
        Place::SERVICE,
    )
    .says("Requests are authenticated by a key in a header or in the query."),
];
