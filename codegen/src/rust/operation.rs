//! Operations: requests, responses, errors.

use proc_macro2::Ident;

use super::docs::Docs;
use super::endpoint::OperationParameter;
use super::structure::FieldRef;
use super::ty::{Path, TextForm, Type};
use super::value::Value;
use super::waiter::Waiter;
use super::{Idempotency, Retryable};

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The type of its requests.
    pub(crate) path: Path,
    /// The module of that type.
    pub(crate) module: Ident,
    /// The method of the client.
    pub(crate) method: Ident,
    /// Whether clippy takes the method for a conversion, as `from_x` and `into_x`.
    pub(crate) is_conversion_by_name: bool,
    /// The name in the model.
    pub(crate) model_name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The input.
    pub(crate) input: Path,
    /// The output.
    pub(crate) output: Path,
    /// The enum of its errors.
    pub(crate) error: Ident,
    /// The errors in the order of the model.
    pub(crate) errors: Vec<ErrorVariant>,
    /// Whether a request may be sent again.
    pub(crate) idempotency: Idempotency,
    /// How requests are authorized, in the order of preference.
    pub(crate) auth: Vec<Auth>,
    /// The field of the input that is an idempotency token.
    pub(crate) token: Option<Ident>,
    /// What the rules for endpoints are told of a call.
    pub(crate) endpoint_parameters: Vec<OperationParameter>,
    /// How the input becomes a request.
    pub(crate) request: Request,
    /// How a response becomes the output.
    pub(crate) response: Response,
    /// How pages follow each other.
    pub(crate) pagination: Option<Pagination>,
    /// What can be waited for.
    pub(crate) waiters: Vec<Waiter>,
    /// Examples of requests.
    pub(crate) examples: Vec<Example>,
}

impl Operation {
    /// Whether a request may be sent again without doing its work twice.
    pub(crate) fn is_repeatable(&self) -> bool {
        match self.idempotency {
            Idempotency::Readonly | Idempotency::Idempotent => true,
            Idempotency::None => false,
        }
    }
}

/// An error of an operation.
#[derive(Debug)]
pub(crate) struct ErrorVariant {
    /// The variant.
    pub(crate) variant: Ident,
    /// The structure.
    pub(crate) path: Path,
    /// The code on the wire.
    pub(crate) code: String,
    /// The first sentence of its documentation.
    pub(crate) summary: String,
    /// The status that comes with it.
    pub(crate) status: u16,
    /// Whether the same request may succeed later.
    pub(crate) retryable: Retryable,
    /// How it is read and written, when a member of it is not in the body.
    pub(crate) bound: Option<Response>,
}

/// How an input becomes a request.
#[derive(Debug)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: Method,
    /// What stands before the host name of the endpoint.
    pub(crate) host_prefix: Vec<HostPart>,
    /// The path.
    pub(crate) path: Vec<PathPart>,
    /// Query parameters that are always sent.
    pub(crate) constant_query: Vec<(String, String)>,
    /// Query parameters.
    pub(crate) query: Vec<QueryBinding>,
    /// The map whose entries are query parameters.
    pub(crate) query_params: Option<FieldRef>,
    /// Headers.
    pub(crate) headers: Vec<HeaderBinding>,
    /// The map whose entries are headers, and their prefix.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    /// The body.
    pub(crate) body: Body,
    /// Whether the body is part of the signature.
    pub(crate) signing: PayloadSigning,
    /// How the body is compressed.
    pub(crate) compression: Compression,
    /// Whether the request carries the checksum of its body.
    pub(crate) checksum: Checksum,
}

/// The method of a request.
#[derive(Debug)]
pub(crate) enum Method {
    /// One that HTTP itself defines: a constant of the runtime.
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

/// A part of what stands before a host name.
#[derive(Debug)]
pub(crate) enum HostPart {
    /// Text as it is sent.
    Text(String),
    /// The value of a field, with the name of its member.
    Label(String, FieldRef),
}

/// How the body of a request is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// Not at all.
    None,
    /// With gzip.
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

/// A part of a path.
#[derive(Debug)]
pub(crate) enum PathPart {
    /// Text as it is sent.
    Text(String),
    /// The value of a field, slashes escaped.
    Label(String, FieldRef, Option<TextForm>),
    /// The value of a field, slashes kept.
    GreedyLabel(String, FieldRef),
}

/// A field that is sent as a query parameter.
#[derive(Debug)]
pub(crate) struct QueryBinding {
    /// The name of the parameter.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: FieldRef,
    /// The form, where it is not that of the type.
    pub(crate) format: Option<TextForm>,
}

/// A field that is sent or received as a header.
#[derive(Clone, Debug)]
pub(crate) struct HeaderBinding {
    /// The name of the header.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: FieldRef,
    /// The form, where it is not that of the type.
    pub(crate) format: Option<TextForm>,
}

/// The body of a message.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// There is none, or it does not matter.
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
    /// How it is written.
    pub(crate) kind: PayloadKind,
}

/// How a field is written as the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PayloadKind {
    /// As it is, with this Content-Type.
    Raw(String),
    /// Piece by piece, with this Content-Type.
    Stream(String, StreamLength),
    /// As JSON.
    Json,
}

/// Whether the length of a stream must be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StreamLength {
    /// It may be unknown.
    Any,
    /// It must be known.
    Required,
}

/// Whether the body of a request is part of its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayloadSigning {
    /// It is.
    Signed,
    /// Not over TLS.
    Unsigned,
}

/// How a response becomes an output.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// The status of success.
    pub(crate) code: u16,
    /// What is read from the body.
    pub(crate) body: Body,
    /// Headers.
    pub(crate) headers: Vec<HeaderBinding>,
    /// The map whose entries are headers, and their prefix.
    pub(crate) prefix_headers: Option<(String, FieldRef)>,
    /// The field that is the status.
    pub(crate) status: Option<FieldRef>,
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

/// How the pages of an operation follow each other.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The field of the input that takes the token.
    pub(crate) input_token: FieldRef,
    /// The fields of the output that lead to the next token.
    pub(crate) output_token: Vec<FieldRef>,
    /// The fields of the output that lead to the items, and the type of these:
    /// a list or a map.
    pub(crate) items: Option<(Vec<FieldRef>, Type)>,
}

/// An example of a request.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) title: String,
    /// What there is to say about it.
    pub(crate) docs: Docs,
    /// The setters of the request that are called, in order.
    pub(crate) setters: Vec<(Ident, Value)>,
}

/// A way to authorize requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// A signature.
    SigV4,
    /// A bearer token.
    Bearer,
    /// User and password.
    Basic,
    /// A key in the header of this name, after this scheme.
    ApiKeyHeader(String, Option<String>),
    /// A key in the query parameter of this name.
    ApiKeyQuery(String),
    /// Not at all.
    Anonymous,
}
