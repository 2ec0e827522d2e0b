//! HTTP bindings of inputs, outputs and errors.

use proc_macro2::Ident;

use super::field::FieldRef;
use super::ty::TextForm;

/// The HTTP bindings of an input.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) host_prefix: Vec<HostPart>,
    pub(crate) path: Vec<PathPart>,
    /// The path to which the server side compares those of requests.
    pub(crate) route: Vec<RouteSegment>,
    pub(crate) constant_query: Vec<(String, String)>,
    pub(crate) query: Vec<QueryBinding>,
    /// The map with additional query parameters.
    pub(crate) query_params: Option<QueryParams>,
    pub(crate) headers: Vec<HeaderBinding>,
    /// The prefix of additional headers, and the map with them.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    pub(crate) body: Body,
    /// The blobs among the members in the JSON of the body.
    pub(crate) blobs: Vec<FieldRef>,
    /// The last steps, in order.
    pub(crate) finish: Vec<RequestStep>,
    /// The steps after these that need the settings of the client, in order.
    pub(crate) encode: Vec<RequestStep>,
}

impl Request {
    /// Whether it depends on the input.
    pub(crate) fn reads_input(&self) -> bool {
        let is_label = |part: &PathPart| !matches!(part, PathPart::Text(_));
        let is_host_label = |part: &HostPart| matches!(part, HostPart::Label(..));
        self.path.iter().any(is_label)
            || self.host_prefix.iter().any(is_host_label)
            || !self.query.is_empty()
            || self.query_params.is_some()
            || !self.headers.is_empty()
            || self.prefix_headers.is_some()
            || !matches!(self.body, Body::None)
    }

    /// Whether it is sent with this step.
    pub(crate) fn has_step(&self, step: RequestStep) -> bool {
        self.finish.contains(&step) || self.encode.contains(&step)
    }
}

/// A step at the end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestStep {
    /// Requests a response whose body is streamed.
    StreamResponse,
    /// Leaves the body out of the signature, over TLS.
    UnsignedPayload,
    /// Compresses the body, according to the settings of the client.
    Gzip,
    /// Adds the header Content-MD5 of the body so far.
    ContentMd5,
}

/// The method of a request.
#[derive(Debug)]
pub(crate) enum Method {
    /// A standard method: a constant of the runtime.
    Standard(Ident),
    /// Any other token.
    Other(String),
}

impl Method {
    /// The method on the wire.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Standard(name) => name.to_string(),
            Self::Other(name) => name.clone(),
        }
    }
}

/// A part of a host prefix.
#[derive(Debug)]
pub(crate) enum HostPart {
    Text(String),
    /// The value of a field, and the names of its member in errors.
    Label(String, FieldRef),
}

/// A part of a path; fields with the names of their members in errors.
#[derive(Debug)]
pub(crate) enum PathPart {
    Text(String),
    /// The value of a field; slashes are escaped.
    Label(String, FieldRef, Option<TextForm>),
    /// The value of a field; slashes are kept.
    GreedyLabel(String, FieldRef),
}

#[derive(Debug)]
pub(crate) enum RouteSegment {
    Text(String),
    /// One segment, with the names of the member in errors.
    Label(String),
    /// One or more segments, with the names of the member in errors.
    Greedy(String),
}

/// A field with additional query parameters.
#[derive(Debug)]
pub(crate) struct QueryParams {
    pub(crate) field: FieldRef,
    /// The parameters that clients never take from the map.
    pub(crate) unsent: Vec<String>,
    /// The parameters that the server side never adds to the map.
    pub(crate) unread: Vec<String>,
}

/// A field in a query parameter.
#[derive(Debug)]
pub(crate) struct QueryBinding {
    /// The name of the parameter.
    pub(crate) name: String,
    pub(crate) field: FieldRef,
    /// The form, if different from the type's own.
    pub(crate) format: Option<TextForm>,
}

/// A field in a header.
#[derive(Clone, Debug)]
pub(crate) struct HeaderBinding {
    /// The name of the header.
    pub(crate) name: String,
    pub(crate) field: FieldRef,
    /// The form, if different from the type's own.
    pub(crate) format: Option<TextForm>,
}

/// The body of a message.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// None, or ignored.
    None,
    /// All fields, as JSON.
    Json,
    /// Some fields, as JSON.
    Members(Vec<FieldRef>),
    /// One field.
    Payload(Box<Payload>),
}

/// A field that is the body.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) field: FieldRef,
    pub(crate) kind: PayloadKind,
    /// The media type and the body of a request without a value.
    pub(crate) unset: Option<(&'static str, &'static str)>,
    /// The media type that the server side requires.
    pub(crate) required_media_type: Option<String>,
}

/// The format of a field that is the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PayloadKind {
    /// Its bytes, with this Content-Type.
    Raw(String),
    /// A stream, with this Content-Type.
    Stream(String, StreamLength),
    /// An object of a structure or union.
    Json,
    /// Other JSON.
    JsonValue,
}

/// Whether a stream must have a known length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StreamLength {
    /// No.
    Any,
    /// Yes; with the names of the member in errors.
    Required(String),
}

/// The HTTP bindings of an output or error.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// The status of success.
    pub(crate) code: u16,
    pub(crate) body: Body,
    pub(crate) headers: Vec<HeaderBinding>,
    /// The prefix of additional headers, and the map with them.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    pub(crate) status: Option<FieldRef>,
    /// The media type of the body, which requests must accept. `None` if there is
    /// no body, or a body of any type.
    pub(crate) media_type: Option<String>,
}
