//! Protocol tests.

use proc_macro2::Ident;

use super::docs::Docs;
use super::ty::Path;
use super::value::Value;

/// The protocol tests of an operation, or of the errors.
#[derive(Debug)]
pub(crate) struct TestFile {
    /// The module, and file, of the tests.
    pub(crate) module: Ident,
    /// What the tests are of: the name of the operation in the model, or
    /// "the errors".
    pub(crate) subject: String,
    /// Tests of requests.
    pub(crate) requests: Vec<RequestTest>,
    /// Tests of responses.
    pub(crate) responses: Vec<ResponseTest>,
}

/// A test of what is sent.
#[derive(Debug)]
pub(crate) struct RequestTest {
    /// The function.
    pub(crate) name: Ident,
    /// What it shows.
    pub(crate) docs: Docs,
    /// The method of the client that is called.
    pub(crate) method_of_client: Ident,
    /// The input.
    pub(crate) input: Value,
    /// The method that is expected.
    pub(crate) method: String,
    /// The path that is expected.
    pub(crate) uri: String,
    /// The endpoint that the client is given, without scheme.
    pub(crate) host: Option<String>,
    /// The host that is expected.
    pub(crate) resolved_host: Option<String>,
    /// Query parameters that are expected.
    pub(crate) query: Vec<String>,
    /// Query parameters that must not be there.
    pub(crate) forbid_query: Vec<String>,
    /// Query parameters that must be there.
    pub(crate) require_query: Vec<String>,
    /// Headers that are expected.
    pub(crate) headers: Vec<(String, String)>,
    /// Headers that must not be there.
    pub(crate) forbid_headers: Vec<String>,
    /// Headers that must be there.
    pub(crate) require_headers: Vec<String>,
    /// What is expected of the body.
    pub(crate) body: BodyAssertion,
}

/// What is expected of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyAssertion {
    /// Nothing.
    Any,
    /// This JSON.
    Json(String),
    /// These bytes.
    Exact(String),
}

/// A test of what is received.
#[derive(Debug)]
pub(crate) struct ResponseTest {
    /// The function.
    pub(crate) name: Ident,
    /// What it shows.
    pub(crate) docs: Docs,
    /// The method of the client that is called.
    pub(crate) method_of_client: Ident,
    /// The calls of setters that give the labels of the path some value.
    pub(crate) labels: Vec<(Ident, Value)>,
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: String,
    /// What comes of it.
    pub(crate) kind: ResponseTestKind,
}

/// What comes of a response.
#[derive(Debug)]
pub(crate) enum ResponseTestKind {
    /// An output.
    Output(Value),
    /// This variant of this enum of errors.
    Error(Path, Ident, Value),
}
