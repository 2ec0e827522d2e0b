//! Responses, and error responses in AWS's format.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CONNECTION, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde::Serialize;

use crate::message::request::{BodyWriter, Request, RequestError};
use crate::wire::encode::{HttpValue, TextCodec};
use crate::wire::json::Codec;
use crate::wire::validation::{Rule, Violations};

/// The default error code of violations.
pub(super) const VALIDATION: &str = "ValidationException";

/// The error code of operations without an implementation.
const NOT_IMPLEMENTED: &str = "NotImplementedException";

const X_AMZN_ERRORTYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// The response to which generated code writes an output or error.
///
/// ```
/// # use runtime::server::Reply;
/// let mut reply = Reply::new(201);
/// reply.header("x-shelf", &7)?.json(&[1, 2])?;
/// let response = reply.into_response();
/// assert_eq!((response.status().as_u16(), &response.body()[..]), (201, &b"[1,2]"[..]));
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    // Requests and responses write headers and bodies in the same way.
    message: Request,
}

impl Reply {
    /// Creates a response without headers and body. An invalid status counts as
    /// 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            message: Request::new(Method::GET, ""),
        }
    }

    /// Sets the header with the code of a modeled error.
    ///
    /// # Errors
    /// The code contains characters that are not allowed in a header, which
    /// codes in models never do.
    pub fn error_code(&mut self, code: &str) -> Result<&mut Self, RequestError> {
        self.header(X_AMZN_ERRORTYPE.as_str(), code)
    }

    /// Sets the status. An invalid status is ignored.
    pub fn status(&mut self, status: i32) -> &mut Self {
        if let Some(status) = u16::try_from(status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok())
        {
            self.status = status;
        }
        self
    }

    /// Sets a header; see [`Request::header`].
    ///
    /// # Errors
    /// The value contains characters that are not allowed in a header.
    pub fn header(
        &mut self,
        name: &str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<&mut Self, RequestError> {
        self.message.header(name, value)?;
        Ok(self)
    }

    /// Like [`header`](Self::header), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
    pub fn header_as<C: TextCodec<T>, T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_as::<C, T>(name, value)?;
        Ok(self)
    }

    /// Sets a header to the entries of a list; see [`Request::header_list`].
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
    pub fn header_list<T: HttpValue>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_list(name, entries)?;
        Ok(self)
    }

    /// Like [`header_list`](Self::header_list), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
    pub fn header_list_as<C: TextCodec<T>, T>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_list_as::<C, T>(name, entries)?;
        Ok(self)
    }

    /// Sets a header for each entry of a map; see [`Request::prefix_headers`].
    ///
    /// # Errors
    /// Same as [`header`](Self::header); also if a key is not valid in the name
    /// of a header.
    pub fn prefix_headers<T: HttpValue>(
        &mut self,
        prefix: &str,
        entries: &BTreeMap<String, T>,
    ) -> Result<&mut Self, RequestError> {
        self.message.prefix_headers(prefix, entries)?;
        Ok(self)
    }

    /// Sets the body to the value as JSON, and Content-Type unless a member has
    /// set it.
    ///
    /// # Errors
    /// The value cannot be serialized to JSON; values of generated types always
    /// can.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) -> Result<&mut Self, RequestError> {
        self.message.json(value)?;
        Ok(self)
    }

    /// Like [`json`](Self::json), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&mut self, value: &T) -> Result<&mut Self, RequestError> {
        self.message.json_as::<C, T>(value)?;
        Ok(self)
    }

    /// Sets the body to a JSON object with some members of an output.
    ///
    /// # Errors
    /// A member cannot be serialized to JSON.
    pub fn json_members<F>(&mut self, members: F) -> Result<&mut Self, RequestError>
    where
        F: FnOnce(&mut BodyWriter<'_>) -> Result<(), serde_json::Error>,
    {
        self.message.json_members(members)?;
        Ok(self)
    }

    /// Sets the body unchanged, and Content-Type unless a member has set it.
    pub fn payload(&mut self, content_type: &'static str, body: impl Into<Bytes>) -> &mut Self {
        self.message.payload(content_type, body);
        self
    }

    /// Like [`payload`](Self::payload), for a stream in memory.
    ///
    /// # Errors
    /// The stream is not in memory. The server does not send other streams.
    #[cfg(feature = "streaming")]
    pub fn stream(
        &mut self,
        content_type: &'static str,
        body: &crate::message::body::stream::ByteStream,
    ) -> Result<&mut Self, RequestError> {
        match body.in_memory() {
            Some(bytes) => Ok(self.payload(content_type, bytes.clone())),
            None => Err(RequestError::NotInMemory),
        }
    }

    /// Returns the finished response.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        let mut response = http::Response::new(self.message.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.message.headers;
        response
    }
}

/// An error response that is not an error of the operation, such as that of a
/// malformed request.
///
/// ```
/// # use runtime::server::Rejection;
/// let rejection = Rejection::new(403, "AccessDeniedException", "unknown access key");
/// assert_eq!(rejection.code(), "AccessDeniedException");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    status: StatusCode,
    code: String,
    message: String,
    /// The path and message of each violation.
    fields: Vec<(String, String)>,
    allow: Vec<&'static str>,
}

impl Rejection {
    /// Creates an error response. An invalid status counts as 500.
    #[must_use]
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: code.into(),
            message: message.into(),
            fields: Vec::new(),
            allow: Vec::new(),
        }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the error code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the error message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Creates the response to a route without an operation, which generated
    /// services do not have.
    #[must_use]
    pub fn unrouted() -> Self {
        Self::new(
            404,
            "UnknownOperationException",
            "no operation has this route",
        )
    }

    pub(super) fn unknown_path(method: &Method, path: &str) -> Self {
        let message = format!("no operation matches {method} {path}");
        Self::new(404, "UnknownOperationException", message)
    }

    pub(super) fn unknown_method(method: &Method, path: &str, allow: Vec<&'static str>) -> Self {
        let message = format!(
            "no operation matches {method} {path}; allowed methods: {}",
            allow.join(", ")
        );
        Self {
            allow,
            ..Self::new(405, "UnknownOperationException", message)
        }
    }

    pub(super) fn unsupported_media_type(expected: &str, declared: Option<&str>) -> Self {
        let problem = match declared {
            Some(declared) => format!("is {declared:?}"),
            None => "is missing".to_owned(),
        };
        let message = format!("the header Content-Type {problem}; set it to {expected}");
        Self::new(415, "UnsupportedMediaTypeException", message)
    }

    pub(super) fn not_acceptable(media_type: &str, accepted: &str) -> Self {
        let message = format!(
            "the header Accept is {accepted:?}, but the response is {media_type}; allow it or \
             leave out the header"
        );
        Self::new(406, "NotAcceptableException", message)
    }

    /// Creates the response to a request for a stream that is not on a connection.
    pub(super) fn needs_connection() -> Self {
        let message = "the response is an endless stream; request it over HTTP";
        Self::new(406, "NotAcceptableException", message)
    }

    pub(super) fn unexpected_body() -> Self {
        let message = "the operation does not accept a body; send the request without one";
        Self::new(415, "UnsupportedMediaTypeException", message)
    }

    /// Creates the response to a request that cannot be read.
    pub(super) fn serialization(message: impl Into<String>) -> Self {
        Self::new(400, "SerializationException", message)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(413, "RequestEntityTooLargeException", message)
    }

    pub(super) fn values_too_large(limit: usize) -> Self {
        let message =
            format!("the values in the body need more memory than the limit of {limit} bytes");
        Self::new(413, "RequestEntityTooLargeException", message)
    }

    pub(super) fn too_slow(limit: Duration) -> Self {
        let message = format!("the body was not received within {limit:?}");
        Self::new(408, "RequestTimeoutException", message)
    }

    pub(super) fn violations(status: u16, code: &str, violations: &Violations) -> Self {
        let fields: Vec<(String, String)> = violations
            .iter()
            .map(|violation| (violation.path().to_owned(), violation.message()))
            .collect();
        Self::invalid(status, code, fields)
    }

    /// Creates the response to missing members.
    pub(super) fn missing(paths: Vec<String>) -> Self {
        let fields = paths
            .into_iter()
            .map(|path| (path, Rule::Required.to_string()));
        Self::invalid(400, VALIDATION, fields.collect())
    }

    fn invalid(status: u16, code: &str, fields: Vec<(String, String)>) -> Self {
        let listed: Vec<String> = fields
            .iter()
            .map(|(path, text)| match path.as_str() {
                "" => text.clone(),
                path => format!("{path}: {text}"),
            })
            .collect();
        let errors = match fields.len() {
            1 => "error",
            _ => "errors",
        };
        let message = format!(
            "{} validation {errors} detected: {}",
            fields.len(),
            listed.join("; ")
        );
        Self {
            fields,
            ..Self::new(status, code, message)
        }
    }

    /// Creates the response to an operation without an implementation. The
    /// status is 501, because clients would retry a 500, although the response
    /// cannot change.
    pub(super) fn not_implemented(operation: &str) -> Self {
        let message = format!("this server does not implement {operation}");
        Self::new(501, NOT_IMPLEMENTED, message)
    }

    /// Replaces the message if the operation is not implemented.
    pub(super) fn with_not_implemented_message(self, message: impl FnOnce() -> String) -> Self {
        match self.code.as_str() {
            NOT_IMPLEMENTED => Self {
                message: message(),
                ..self
            },
            _ => self,
        }
    }

    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new(500, "InternalFailure", message)
    }

    /// Returns the response to a request that was not read to its end, which ends the
    /// connection.
    pub(super) fn into_closing_response(self) -> http::Response<Bytes> {
        let mut response = self.into_response();
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }

    /// Returns the response in AWS's format: the code in `x-amzn-errortype`,
    /// the message in the JSON member `message`, violations in `fieldList`.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        let mut body = serde_json::json!({ "message": self.message });
        if !self.fields.is_empty() {
            let fields: Vec<serde_json::Value> = self
                .fields
                .iter()
                .map(|(path, text)| serde_json::json!({ "path": path, "message": text }))
                .collect();
            body = serde_json::json!({ "message": self.message, "fieldList": fields });
        }
        let mut response = http::Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        if let Ok(code) = HeaderValue::try_from(self.code) {
            headers.insert(X_AMZN_ERRORTYPE, code);
        }
        if !self.allow.is_empty()
            && let Ok(allow) = HeaderValue::try_from(self.allow.join(", "))
        {
            headers.insert(ALLOW, allow);
        }
        response
    }
}

impl From<RequestError> for Rejection {
    fn from(error: RequestError) -> Self {
        Self::internal(format!("cannot write the response: {error}"))
    }
}

/// Shows the code and the message.
impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Rejection {}
