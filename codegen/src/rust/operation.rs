//! Operations.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::sink::{Docs, Markdown, markdown};

use super::Idempotency;
use super::endpoint::OperationParameter;
use super::field::FieldRef;
use super::message::{Request, Response};
use super::ty::{Path, Type};
use super::value::Value;
use super::waiter::Waiter;

#[derive(Debug)]
pub(crate) struct Operation {
    /// The type of its requests.
    pub(crate) path: Path,
    pub(crate) module: Ident,
    /// The method of the client.
    pub(crate) method: Ident,
    /// Whether clippy considers the method a conversion, such as `from_x` or
    /// `into_x`.
    pub(crate) allow_wrong_self_convention: bool,
    pub(crate) model_name: String,
    pub(crate) docs: OperationDocs,
    pub(crate) input: Path,
    pub(crate) output: Path,
    /// The enum of its errors.
    pub(crate) error: Ident,
    /// The errors in the order of the model.
    pub(crate) errors: Vec<ErrorVariant>,
    /// The effect of a repeated request.
    pub(crate) idempotency: Idempotency,
    /// The sensitive parts of its requests and responses.
    pub(crate) sensitivity: Sensitivity,
    /// The authentication schemes of requests, in order of preference.
    pub(crate) auth: Vec<Auth>,
    /// The field of the input that is an idempotency token.
    pub(crate) token: Option<Ident>,
    /// The parameters of the endpoint rules that a call sets.
    pub(crate) endpoint_parameters: Vec<OperationParameter>,
    pub(crate) request: Request,
    pub(crate) response: Response,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) examples: Vec<Example>,
}

impl Operation {
    /// Whether a repeated request has no further effect.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotency != Idempotency::None
    }
}

/// The sensitive parts of requests and responses.
#[derive(Debug)]
pub(crate) struct Sensitivity {
    pub(crate) request: BTreeSet<SensitivePart>,
    /// Whether a member of the output or of an error is sensitive.
    pub(crate) response: bool,
    /// Whether such a response has maps.
    pub(crate) response_maps: bool,
}

/// A sensitive part of a request.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SensitivePart {
    /// The members of the JSON body with this wire name.
    Member(String),
    /// The whole body.
    Payload,
    Header(String),
    PrefixHeaders(String),
    Query(String),
    QueryParams,
    /// The path, from the segment with this index.
    PathFrom(usize),
}

/// The documentation of an operation, around its examples.
#[derive(Debug)]
pub(crate) struct OperationDocs {
    /// The documentation of the model.
    pub(crate) intro: Docs,
    /// Errors and retries.
    pub(crate) notes: Docs,
    /// The documentation of `send`.
    pub(crate) send: Docs,
    /// The documentation of the error enum.
    pub(crate) error: Markdown,
    /// The documentation of the method of `Stub`.
    pub(crate) stub: Markdown,
    /// The documentation of the method of `Client`.
    pub(crate) client: Markdown,
}

/// An error of an operation.
#[derive(Debug)]
pub(crate) struct ErrorVariant {
    pub(crate) variant: Ident,
    pub(crate) path: Path,
    /// The code on the wire.
    pub(crate) code: String,
    /// The first sentence of its documentation.
    pub(crate) summary: Markdown,
    pub(crate) status: u16,
    /// The operations that clients retry after this error.
    pub(crate) retry: Retry,
    /// The bindings, if a member is outside the body.
    pub(crate) http_binding: Option<Response>,
}

impl ErrorVariant {
    /// The documentation of the variant.
    pub(crate) fn docs(&self) -> Markdown {
        if self.summary.is_empty() {
            markdown!(
                "{}, HTTP status {}.",
                Markdown::code(&self.code),
                self.status
            )
        } else {
            self.summary.clone()
        }
    }
}

/// The operations that a client retries after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// None: the same request fails again.
    Never,
    /// Idempotent operations. Others are retried with `Delivery::AtLeastOnce`
    /// only.
    Idempotent,
    /// All: the request was not processed.
    Always,
}

/// The pagination of an operation.
#[derive(Debug)]
pub(crate) struct Pagination {
    pub(crate) input_token: FieldRef,
    /// The path to the next token in the output.
    pub(crate) output_token: Vec<FieldRef>,
    /// The path to the items in the output, and their type: a list or a map.
    pub(crate) items: Option<(Vec<FieldRef>, Type)>,
}

/// An example of a request.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) docs: Docs,
    /// The text before the code in the documentation of the operation: the title, and for the
    /// first example a heading.
    pub(crate) lead: Docs,
    pub(crate) call: Call,
}

/// A call of an operation in documentation.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The method of the client.
    pub(crate) method: Ident,
    /// The calls of setters of the request, in order.
    pub(crate) setters: Vec<(Ident, Value)>,
}

/// An authentication scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// AWS Signature Version 4.
    SigV4,
    Bearer,
    /// User and password.
    Basic,
    /// A key in the header with this name, after this scheme.
    ApiKeyHeader(String, Option<String>),
    /// A key in the query parameter with this name.
    ApiKeyQuery(String),
    Anonymous,
}
