//! Protocol tests and examples in a model.

use std::collections::BTreeMap;

use super::id::ShapeId;
use super::node::Node;

/// The part of the protocol that a test covers. Ids are unique within each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestKind {
    /// A case of `httpRequestTests`.
    Request,
    /// A case of `httpResponseTests`.
    Response,
    /// A case of `httpMalformedRequestTests`.
    Malformed,
}

impl TestKind {
    /// The name: `request`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Malformed => "malformed-request",
        }
    }
}

/// A case of `smithy.test#httpRequestTests`.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestTest {
    /// The name; unique among the request tests of the model.
    pub id: String,
    /// The description.
    pub documentation: Option<String>,
    /// The input, an object. Timestamps are epoch seconds, blobs plain text.
    pub params: Node,
    /// The expected method.
    pub method: String,
    /// The expected path, encoded, without the query.
    pub uri: String,
    /// The host of the client's endpoint, possibly with a base path.
    pub host: Option<String>,
    /// The expected host.
    pub resolved_host: Option<String>,
    /// Expected query parameters, encoded, each `name=value` or `name`.
    pub query_params: Vec<String>,
    /// Names of query parameters that must be absent.
    pub forbid_query_params: Vec<String>,
    /// Names of query parameters that must be present.
    pub require_query_params: Vec<String>,
    /// The expected headers and body.
    pub message: Message,
}

/// A case of `smithy.test#httpResponseTests`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseTest {
    /// The name; unique among the response tests of the model.
    pub id: String,
    /// The description.
    pub documentation: Option<String>,
    /// The expected output, an object. Timestamps are epoch seconds, blobs
    /// plain text.
    pub params: Node,
    /// The status that the client receives.
    pub code: u16,
    /// The headers and body that the client receives.
    pub message: Message,
}

/// A case of `smithy.test#httpMalformedRequestTests` with the values of its
/// parameters: a request that a server must reject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedRequestTest {
    /// The name; with parameters, `<id>_case<index>`, as in Smithy's runners.
    pub id: String,
    /// The description.
    pub documentation: Option<String>,
    pub method: String,
    /// The path, encoded.
    pub uri: String,
    /// Query parameters, encoded, each `name=value` or `name`.
    pub query_params: Vec<String>,
    /// Headers and their values.
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// The expected status.
    pub code: u16,
    /// Expected headers of the response.
    pub expected_headers: BTreeMap<String, String>,
    /// The expected body of the response.
    pub expected_body: RejectionBody,
}

/// The body of a response that rejects a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RejectionBody {
    Any,
    /// This text; `application/json` is compared as JSON.
    Contents(String, String),
    /// A message that this regular expression matches.
    MessageRegex(String),
}

/// Headers and body of a test.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Headers and their values.
    pub headers: BTreeMap<String, String>,
    /// Names of headers that must be absent.
    pub forbid_headers: Vec<String>,
    /// Names of headers that must be present.
    pub require_headers: Vec<String>,
    /// The body. A request test without one does not check the body; a response
    /// test without one has an empty body.
    pub body: Option<String>,
    /// The comparison of bodies: `application/json` as JSON, others byte by byte.
    pub body_media_type: Option<String>,
}

/// A case of `smithy.api#examples`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub title: String,
    /// The description.
    pub documentation: Option<String>,
    /// The input, an object.
    pub input: Node,
    /// The response.
    pub result: ExampleResult,
    /// Whether the input may violate constraints.
    pub constraint_errors: ConstraintErrors,
}

/// The response of an operation in an example.
#[derive(Clone, Debug, PartialEq)]
pub enum ExampleResult {
    /// The output, an object.
    Output(Node),
    /// An error and its content, an object.
    Error(ShapeId, Node),
}

/// Whether an example may violate constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintErrors {
    /// It must not.
    Denied,
    /// It may, because the example shows a violation.
    Allowed,
}
