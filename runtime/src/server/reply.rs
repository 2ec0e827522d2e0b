//! Answers, and refusals in the form that AWS gives them.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde::Serialize;

use crate::message::request::{BodyWriter, Request, RequestError};
use crate::wire::encode::{HttpValue, TextCodec};
use crate::wire::json::Codec;
use crate::wire::validation::{Rule, Violations};

/// The default code of violations.
pub(super) const VALIDATION: &str = "ValidationException";

const X_AMZN_ERRORTYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// An answer as generated code writes it.
///
/// ```
/// use runtime::server::Reply;
///
/// let mut reply = Reply::new(201);
/// reply.header("x-shelf", &7)?.json(&[1, 2])?;
/// let response = reply.into_response();
/// assert_eq!((response.status().as_u16(), &response.body()[..]), (201, &b"[1,2]"[..]));
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    // Headers and bodies are written alike in both directions.
    message: Request,
}

impl Reply {
    /// An answer without headers and body. A number that is no status counts
    /// as 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            message: Request::new(Method::GET, ""),
        }
    }

    /// An error of the model.
    ///
    /// # Errors
    /// The error has no JSON form; what generated code writes always has one.
    pub fn error(status: u16, code: &str, body: &impl Serialize) -> Result<Self, RequestError> {
        let mut reply = Self::new(status);
        reply.error_code(code)?.json(body)?;
        Ok(reply)
    }

    /// Names the error of the model that this is.
    ///
    /// # Errors
    /// The code contains what a header cannot carry; those of models do not.
    pub fn error_code(&mut self, code: &str) -> Result<&mut Self, RequestError> {
        self.header(X_AMZN_ERRORTYPE.as_str(), code)
    }

    /// Sets another status. A number that is none changes nothing.
    pub fn status(&mut self, status: i32) -> &mut Self {
        if let Some(status) = u16::try_from(status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok())
        {
            self.status = status;
        }
        self
    }

    /// Sets a header, as [`Request::header`] does.
    ///
    /// # Errors
    /// The value contains what a header cannot carry.
    pub fn header(
        &mut self,
        name: &str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<&mut Self, RequestError> {
        self.message.header(name, value)?;
        Ok(self)
    }

    /// As [`header`](Self::header), in the form `C`.
    ///
    /// # Errors
    /// As [`header`](Self::header).
    pub fn header_as<C: TextCodec<T>, T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_as::<C, T>(name, value)?;
        Ok(self)
    }

    /// Sets a header to the entries of a list, as [`Request::header_list`] does.
    ///
    /// # Errors
    /// As [`header`](Self::header).
    pub fn header_list<T: HttpValue>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_list(name, entries)?;
        Ok(self)
    }

    /// As [`header_list`](Self::header_list), in the form `C`.
    ///
    /// # Errors
    /// As [`header`](Self::header).
    pub fn header_list_as<C: TextCodec<T>, T>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.message.header_list_as::<C, T>(name, entries)?;
        Ok(self)
    }

    /// Sets a header for every entry of a map, as [`Request::prefix_headers`]
    /// does.
    ///
    /// # Errors
    /// As [`header`](Self::header); also a key that no header can be named.
    pub fn prefix_headers<T: HttpValue>(
        &mut self,
        prefix: &str,
        entries: &BTreeMap<String, T>,
    ) -> Result<&mut Self, RequestError> {
        self.message.prefix_headers(prefix, entries)?;
        Ok(self)
    }

    /// Sets the body to a value's JSON, and Content-Type with it.
    ///
    /// # Errors
    /// The value has no JSON form; what generated code writes always has one.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) -> Result<&mut Self, RequestError> {
        self.message.json(value)?;
        Ok(self)
    }

    /// As [`json`](Self::json), in the form `C`.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&mut self, value: &T) -> Result<&mut Self, RequestError> {
        self.message.json_as::<C, T>(value)?;
        Ok(self)
    }

    /// Sets the body to a JSON object of some members of an output.
    ///
    /// # Errors
    /// A member has no JSON form.
    pub fn json_members<F>(&mut self, members: F) -> Result<&mut Self, RequestError>
    where
        F: FnOnce(&mut BodyWriter<'_>) -> Result<(), serde_json::Error>,
    {
        self.message.json_members(members)?;
        Ok(self)
    }

    /// Sets the body as it is, and Content-Type unless a member has set it.
    pub fn payload(&mut self, content_type: &'static str, body: impl Into<Bytes>) -> &mut Self {
        self.message.payload(content_type, body);
        self
    }

    /// As [`payload`](Self::payload), of a stream that is in memory.
    ///
    /// # Errors
    /// It is not: the server answers with bodies that it holds.
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

    /// The finished answer.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        let mut response = http::Response::new(self.message.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.message.headers;
        response
    }
}

/// A request that is refused before or instead of the operation, with the
/// code and words that the caller is told.
///
/// ```
/// use runtime::server::Rejection;
///
/// let rejection = Rejection::new(403, "AccessDeniedException", "the key is not known here");
/// assert_eq!(rejection.code(), "AccessDeniedException");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    status: StatusCode,
    code: String,
    message: String,
    /// Path and words of each violation.
    fields: Vec<(String, String)>,
    allow: Vec<&'static str>,
}

impl Rejection {
    /// A refusal. A number that is no status counts as 500.
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

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The code that names the error.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What the caller is told.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A route that its service does not know; generated code never has one.
    #[must_use]
    pub fn unrouted() -> Self {
        Self::new(
            404,
            "UnknownOperationException",
            "no operation has this route",
        )
    }

    pub(super) fn unknown_path(method: &Method, path: &str) -> Self {
        let message = format!("no operation answers {method} {path}");
        Self::new(404, "UnknownOperationException", message)
    }

    pub(super) fn unknown_method(method: &Method, path: &str, allow: Vec<&'static str>) -> Self {
        let message = format!(
            "no operation answers {method} {path}; the path takes {}",
            allow.join(", ")
        );
        Self {
            allow,
            ..Self::new(405, "UnknownOperationException", message)
        }
    }

    pub(super) fn unsupported_media_type(expected: &str, declared: Option<&str>) -> Self {
        let found = match declared {
            Some(declared) => format!("not {declared:?}"),
            None => "which is missing".to_owned(),
        };
        let message = format!("the header Content-Type must be {expected}, {found}");
        Self::new(415, "UnsupportedMediaTypeException", message)
    }

    pub(super) fn unexpected_body() -> Self {
        let message = "the operation takes no body, and there is one";
        Self::new(415, "UnsupportedMediaTypeException", message)
    }

    /// The request cannot be read; the message says where and why.
    pub(super) fn serialization(message: impl Into<String>) -> Self {
        Self::new(400, "SerializationException", message)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(413, "RequestEntityTooLargeException", message)
    }

    pub(super) fn too_slow(limit: Duration) -> Self {
        let message = format!("the body has not come within {limit:?}");
        Self::new(408, "RequestTimeoutException", message)
    }

    pub(super) fn violations(status: u16, code: &str, violations: &Violations) -> Self {
        let fields: Vec<(String, String)> = violations
            .iter()
            .map(|violation| {
                let words = violation.to_string();
                let words = words
                    .strip_prefix(&format!("{}: ", violation.path()))
                    .unwrap_or(&words)
                    .to_owned();
                (violation.path().to_owned(), words)
            })
            .collect();
        Self::invalid(status, code, fields)
    }

    /// Members are missing that these paths name.
    pub(super) fn missing(paths: Vec<String>) -> Self {
        let fields = paths
            .into_iter()
            .map(|path| (path, Rule::Required.to_string()));
        Self::invalid(400, VALIDATION, fields.collect())
    }

    fn invalid(status: u16, code: &str, fields: Vec<(String, String)>) -> Self {
        let listed: Vec<String> = fields
            .iter()
            .map(|(path, words)| match path.as_str() {
                "" => words.clone(),
                path => format!("{path}: {words}"),
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

    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new(500, "InternalFailure", message)
    }

    /// The refusal as AWS writes it: the code in `x-amzn-errortype`, the words
    /// in the JSON member `message`, violations in `fieldList`.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        let mut body = serde_json::json!({ "message": self.message });
        if !self.fields.is_empty() {
            let fields: Vec<serde_json::Value> = self
                .fields
                .iter()
                .map(|(path, words)| serde_json::json!({ "path": path, "message": words }))
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
        Self::internal(format!("the answer cannot be written: {error}"))
    }
}

/// The code and the words in one line.
impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Rejection {}
