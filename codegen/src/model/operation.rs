//! Operations: one request and its response.

use super::auth::AuthScheme;
use super::id::ShapeId;
use super::node::Node;
use super::protocol_test::{Example, MalformedRequestTest, RequestTest, ResponseTest};
use super::shape::Docs;
use super::uri::{HostPattern, UriPattern};
use super::waiter::{PathExpr, Waiter};

/// An operation of the service with its traits.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The id in the model.
    pub id: ShapeId,
    /// The name within the service.
    pub name: String,
    /// The documentation.
    pub docs: Docs,
    /// The input structure; [`ShapeId::unit`] if there is none. Operations may
    /// share one.
    pub input: ShapeId,
    /// The output structure; [`ShapeId::unit`] if there is none.
    pub output: ShapeId,
    /// The errors that it lists, in the order of the model, followed by the
    /// other errors of the service.
    pub errors: Vec<ShapeId>,
    pub http: Http,
    /// `readonly` and `idempotent`.
    pub idempotency: Idempotency,
    /// `paginated`, completed with the `paginated` of the service.
    pub pagination: Option<Pagination>,
    /// `endpoint`: the prefix of the host name.
    pub host_prefix: Option<HostPattern>,
    /// `auth`, or else the schemes of the service, in order of preference.
    /// Empty if requests are not authenticated.
    pub auth: Vec<AuthScheme>,
    /// `optionalAuth`, or `noAuth` among the schemes: requests may also be sent
    /// without credentials.
    pub optional_auth: bool,
    /// `aws.auth#unsignedPayload`: the body is not part of the signature.
    pub unsigned_payload: bool,
    /// `httpChecksumRequired`: requests carry a checksum of their body.
    pub checksum_required: bool,
    /// `requestCompression`: encodings in order of preference, such as `gzip`.
    pub compression: Vec<String>,
    /// `smithy.waiters#waitable`: the waiters, by name.
    pub waiters: Vec<Waiter>,
    /// `staticContextParams`: constant parameters of the endpoint rules.
    pub static_context_params: Vec<(String, Node)>,
    /// `operationContextParams`: parameters of the endpoint rules, with their
    /// paths in the input.
    pub operation_context_params: Vec<(String, PathExpr)>,
    pub examples: Vec<Example>,
    /// `httpRequestTests` for clients of the service's protocol.
    pub request_tests: Vec<RequestTest>,
    /// `httpResponseTests` for clients of the service's protocol.
    pub response_tests: Vec<ResponseTest>,
    /// `httpMalformedRequestTests` for servers of the service's protocol.
    pub malformed_tests: Vec<MalformedRequestTest>,
}

/// The HTTP binding of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// The method, such as `GET`.
    pub method: String,
    /// The path and the constant query.
    pub uri: UriPattern,
    /// The success status; 200 by default. Clients treat every 2xx as a
    /// success.
    pub code: u16,
}

/// The effect of a repeated request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// `readonly`: the operation changes nothing.
    Readonly,
    /// `idempotent`: a repeated request has no further effect.
    Idempotent,
    /// Neither: a repeated request may take effect twice.
    None,
}

/// The pagination of an operation. The members exist and have suitable types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The input member with the token.
    pub input_token: String,
    /// The path in the output to the next token.
    pub output_token: Vec<String>,
    /// The path in the output to the list or map of items.
    pub items: Option<Vec<String>>,
    /// The input member with the page size.
    pub page_size: Option<String>,
}
