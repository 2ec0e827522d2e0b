//! HTTP bindings of inputs, outputs and errors.

use proc_macro2::Ident;

use super::field::FieldRef;
use super::ty::TextForm;

/// The HTTP bindings of an input.
#[derive(Debug)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: Method,
    /// The prefix of the endpoint's host name.
    pub(crate) host_prefix: Vec<HostPart>,
    /// The path.
    pub(crate) path: Vec<PathPart>,
    /// Constant query parameters.
    pub(crate) constant_query: Vec<(String, String)>,
    /// Query parameters.
    pub(crate) query: Vec<QueryBinding>,
    /// The map with additional query parameters.
    pub(crate) query_params: Option<FieldRef>,
    /// Headers.
    pub(crate) headers: Vec<HeaderBinding>,
    /// The prefix of additional headers, and the map with them.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    /// The body.
    pub(crate) body: Body,
    /// The blobs among the members in the JSON of the body.
    pub(crate) blobs: Vec<FieldRef>,
    /// Whether the body is part of the signature.
    pub(crate) signing: PayloadSigning,
    /// The compression of the body.
    pub(crate) compression: Compression,
    /// The checksum of the body.
    pub(crate) checksum: Checksum,
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
    /// Literal text.
    Text(String),
    /// The value of a field, and the names of its member in errors.
    Label(String, FieldRef),
}

/// The compression of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// None.
    None,
    /// gzip.
    Gzip,
}

/// The checksum of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checksum {
    /// None.
    None,
    /// The header Content-MD5.
    ContentMd5,
}

/// A part of a path; fields with the names of their members in errors.
#[derive(Debug)]
pub(crate) enum PathPart {
    /// Literal text.
    Text(String),
    /// The value of a field; slashes are escaped.
    Label(String, FieldRef, Option<TextForm>),
    /// The value of a field; slashes are kept.
    GreedyLabel(String, FieldRef),
}

/// A field in a query parameter.
#[derive(Debug)]
pub(crate) struct QueryBinding {
    /// The name of the parameter.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: FieldRef,
    /// The form, if different from the type's own.
    pub(crate) format: Option<TextForm>,
}

/// A field in a header.
#[derive(Clone, Debug)]
pub(crate) struct HeaderBinding {
    /// The name of the header.
    pub(crate) name: String,
    /// The field.
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
    Payload(Payload),
}

/// A field that is the body.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    /// The field.
    pub(crate) field: FieldRef,
    /// The form.
    pub(crate) kind: PayloadKind,
}

/// The format of a field that is the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PayloadKind {
    /// Its bytes, with this Content-Type.
    Raw(String),
    /// A stream, with this Content-Type.
    Stream(String, StreamLength),
    /// JSON.
    Json,
}

/// Whether a stream must have a known length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StreamLength {
    /// No.
    Any,
    /// Yes; with the names of the member in errors.
    Required(String),
}

/// Whether the body of a request is part of its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayloadSigning {
    /// Yes.
    Signed,
    /// No, over TLS.
    Unsigned,
}

/// The HTTP bindings of an output or error.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// The status of success.
    pub(crate) code: u16,
    /// The body.
    pub(crate) body: Body,
    /// Headers.
    pub(crate) headers: Vec<HeaderBinding>,
    /// The prefix of additional headers, and the map with them.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    /// The field that is the status.
    pub(crate) status: Option<FieldRef>,
    /// The media type of the body, which requests must accept. `None` if there is
    /// no body, or a body of any type.
    pub(crate) media_type: Option<String>,
}

impl Response {
    /// Whether the body is a stream.
    pub(crate) fn is_streamed(&self) -> bool {
        let Body::Payload(payload) = &self.body else {
            return false;
        };
        matches!(payload.kind, PayloadKind::Stream(..))
    }
}
