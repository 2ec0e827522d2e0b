//! Protocol tests.

use proc_macro2::Ident;

use super::RejectionBody;
use super::ty::Path;
use super::value::Value;
use crate::sink::Docs;

/// The files of protocol tests; at least one.
#[derive(Debug)]
pub(crate) struct ProtocolTests {
    /// Those of the client.
    pub(crate) client: Vec<TestFile>,
    /// Those of the server side, in the folder [`MALFORMED`].
    pub(crate) server: Vec<MalformedTestFile>,
}

/// The tests of an operation, or of the errors.
#[derive(Debug)]
pub(crate) struct TestFile {
    pub(crate) module: Ident,
    pub(crate) docs: Docs,
    pub(crate) requests: Vec<RequestTest>,
    pub(crate) responses: Vec<ResponseTest>,
}

/// The tests of the server side of an operation.
#[derive(Debug)]
pub(crate) struct MalformedTestFile {
    pub(crate) module: Ident,
    pub(crate) docs: Docs,
    pub(crate) tests: Vec<MalformedTest>,
}

/// The module of the tests of errors. `names` reserves it.
pub(crate) const ERRORS: &str = "errors";

/// The module of the tests of the server side. `names` reserves it.
pub(crate) const MALFORMED: &str = "malformed_requests";

/// A test of a request that the server side rejects.
#[derive(Debug)]
pub(crate) struct MalformedTest {
    pub(crate) name: Ident,
    pub(crate) docs: Docs,
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) query: Vec<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// The expected status.
    pub(crate) status: u16,
    pub(crate) expected_headers: Vec<(String, String)>,
    pub(crate) expected_body: RejectionBody,
}

#[derive(Debug)]
pub(crate) struct RequestTest {
    pub(crate) name: Ident,
    pub(crate) docs: Docs,
    pub(crate) method_of_client: Ident,
    pub(crate) input: Value,
    /// The expected method.
    pub(crate) method: String,
    /// The expected path.
    pub(crate) uri: String,
    /// The endpoint of the client, without scheme.
    pub(crate) host: Option<String>,
    /// The expected host.
    pub(crate) resolved_host: Option<String>,
    /// Expected query parameters.
    pub(crate) query: Vec<String>,
    /// Forbidden query parameters.
    pub(crate) forbid_query: Vec<String>,
    /// Query parameters with any value.
    pub(crate) require_query: Vec<String>,
    /// Expected headers.
    pub(crate) headers: Vec<(String, String)>,
    /// Forbidden headers.
    pub(crate) forbid_headers: Vec<String>,
    /// Headers with any value.
    pub(crate) require_headers: Vec<String>,
    pub(crate) body: BodyAssertion,
}

/// The expected body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyAssertion {
    Any,
    Json(String),
    /// These bytes.
    Exact(String),
}

#[derive(Debug)]
pub(crate) struct ResponseTest {
    pub(crate) name: Ident,
    pub(crate) docs: Docs,
    pub(crate) method_of_client: Ident,
    /// Setter calls for the labels of the path.
    pub(crate) labels: Vec<(Ident, Value)>,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// The expected result.
    pub(crate) kind: ResponseTestKind,
}

/// The expected result of a response.
#[derive(Debug)]
pub(crate) enum ResponseTestKind {
    Output(Value),
    /// This variant of this enum of errors.
    Error(Path, Ident, Value),
}
