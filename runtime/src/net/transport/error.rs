//! Errors of exchanges.

use std::error::Error as StdError;
use std::fmt;

use ::http::response::Parts;
use ::http::{HeaderMap, StatusCode};

use super::hint;
use crate::message::response::Response;

/// A request without a complete response.
///
/// ```
/// # use runtime::transport::{TransportError, TransportErrorKind};
/// let error = TransportError::connect("no route to host");
/// assert_eq!(error.kind(), TransportErrorKind::Connect);
/// assert!(!error.maybe_sent());
/// assert_eq!(error.to_string(), "the connection could not be established: no route to host");
/// ```
pub struct TransportError {
    kind: TransportErrorKind,
    maybe_sent: bool,
    status: Option<StatusCode>,
    /// Boxed, because most errors have none.
    headers: Option<Box<HeaderMap>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The environment variable with a proxy that the client does not use.
    ignored_proxy: Option<&'static str>,
}

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be established, so nothing was sent.
    Connect,
    /// Establishing a connection took too long, so nothing was sent.
    ConnectTimeout,
    /// The exchange exceeded its timeout.
    Timeout,
    /// The connection broke, or the response was not HTTP.
    Interrupted,
    /// The response is larger than allowed.
    ResponseTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Reading the body of the request failed.
    RequestBody,
    /// The certificate of the server is not trusted: nothing was sent, and a retry
    /// does not help.
    Certificate,
    /// The transport is misconfigured, so a retry does not help.
    Setup,
}

impl TransportError {
    /// Creates the error of a connection that was not established.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Connect, false, Some(source.into()))
    }

    /// Creates the error of a connection that took too long to establish.
    pub fn connect_timeout() -> Self {
        Self::new(TransportErrorKind::ConnectTimeout, false, None)
    }

    /// Creates the error of an exchange that exceeded its timeout. Parts of the
    /// request may have reached the service.
    pub fn timeout() -> Self {
        Self::new(TransportErrorKind::Timeout, true, None)
    }

    /// Creates the error of a timeout that expired before anything was sent.
    pub fn timeout_before_sending() -> Self {
        Self::new(TransportErrorKind::Timeout, false, None)
    }

    /// Creates the error of a connection that broke after the request, or parts
    /// of it, were sent.
    pub fn interrupted(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Interrupted, true, Some(source.into()))
    }

    /// Creates the error of a response of more than `limit` bytes.
    pub fn response_too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::ResponseTooLarge { limit }, true, None)
    }

    /// Creates the error of a request whose body cannot be read to its end. Parts
    /// of the request may have reached the service.
    pub fn request_body(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::RequestBody, true, Some(source.into()))
    }

    /// Creates the error of a server whose certificate is not trusted.
    pub fn certificate(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Certificate, false, Some(source.into()))
    }

    /// Creates the error of a misconfigured transport.
    pub fn setup(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Setup, false, Some(source.into()))
    }

    fn new(
        kind: TransportErrorKind,
        maybe_sent: bool,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            maybe_sent,
            status: None,
            headers: None,
            source,
            ignored_proxy: None,
        }
    }

    /// Adds the status of a response whose body was not received.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds the headers of a response whose body was not received. They may name
    /// the error and the time of a retry.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = Some(Box::new(headers));
        self
    }

    /// Names the environment variable with a proxy that the client does not use.
    pub(crate) fn with_ignored_proxy(mut self, variable: Option<&'static str>) -> Self {
        self.ignored_proxy = variable;
        self
    }

    /// Replaces the cause with text.
    pub(crate) fn with_cause_text(mut self, text: &str) -> Self {
        self.source = Some(text.into());
        self
    }

    /// Adds the head of a response whose body was not received.
    pub(crate) fn with_head(self, head: Parts) -> Self {
        self.with_status(head.status).with_headers(head.headers)
    }

    /// Returns the status of the response if its body is too large or incomplete.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the headers of the response if its body is too large or
    /// incomplete.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.headers.as_deref()
    }

    /// Returns the response without its body, if its head was received.
    pub(crate) fn head(&self) -> Option<Response> {
        let headers = self.headers().cloned().unwrap_or_default();
        Some(Response::new(self.status?, headers, ""))
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns whether the service may have received the request, in part or in
    /// whole. `false` is certain: it has not.
    pub fn maybe_sent(&self) -> bool {
        self.maybe_sent
    }

    /// Returns the cause of the error, for downcasts. `Display` shows it already,
    /// with its own causes.
    pub fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }

    /// Returns whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TransportErrorKind::Connect => f.write_str("the connection could not be established"),
            TransportErrorKind::ConnectTimeout => {
                f.write_str("the connection was not established in time")
            }
            TransportErrorKind::Timeout if self.maybe_sent => {
                f.write_str("no complete response arrived in time")
            }
            TransportErrorKind::Timeout => f.write_str("time ran out before anything was sent"),
            TransportErrorKind::Interrupted => {
                f.write_str("the connection broke before a complete response arrived")
            }
            TransportErrorKind::ResponseTooLarge { limit } => write!(
                f,
                "the response is larger than the limit of {limit} bytes (`response_limit` of the \
                 builder)"
            ),
            TransportErrorKind::RequestBody => f.write_str("the request was only partially sent"),
            TransportErrorKind::Certificate => {
                return match self
                    .source
                    .as_deref()
                    .and_then(|source| hint::certificate(source))
                {
                    Some(problem) => {
                        write!(f, "the server's certificate is not trusted: {problem}")
                    }
                    None => {
                        let source = self.source.as_deref().map(ToString::to_string);
                        let source = source.unwrap_or_default();
                        write!(f, "the server's certificate is not trusted: {source}")
                    }
                };
            }
            TransportErrorKind::Setup => f.write_str("requests cannot be sent"),
        }?;
        // The important parts (refused, unknown host) are at the end of the chain
        // of causes.
        let mut cause = self.source.as_deref().map(|source| source as &dyn StdError);
        let mut shown = String::new();
        while let Some(error) = cause {
            cause = error.source();
            let text = error.to_string();
            if !shown.ends_with(&text) {
                write!(f, ": {text}")?;
            }
            shown = text;
        }
        if let Some(variable) = self.ignored_proxy {
            return write!(f, " ({})", hint::IgnoredProxy(variable));
        }
        match self.source.as_deref().and_then(|source| hint::find(source)) {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Omits the headers of a response, which may be sensitive.
impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("maybe_sent", &self.maybe_sent)
            .field("status", &self.status)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Has no `source`, because `Display` shows every cause.
impl StdError for TransportError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_a_message_and_maybe_sent() {
        for (error, maybe_sent, text) in [
            (
                TransportError::connect(std::io::Error::other("refused")),
                false,
                "the connection could not be established: refused",
            ),
            (
                TransportError::connect_timeout(),
                false,
                "the connection was not established in time",
            ),
            (
                TransportError::timeout(),
                true,
                "no complete response arrived in time",
            ),
            (
                TransportError::timeout_before_sending(),
                false,
                "time ran out before anything was sent",
            ),
            (
                TransportError::interrupted("reset"),
                true,
                "the connection broke before a complete response arrived: reset",
            ),
            (
                TransportError::response_too_large(9),
                true,
                "the response is larger than the limit of 9 bytes (`response_limit` of the \
                 builder)",
            ),
            (
                TransportError::request_body("the file is gone"),
                true,
                "the request was only partially sent: the file is gone",
            ),
            (
                TransportError::certificate("untrusted"),
                false,
                "the server's certificate is not trusted: untrusted",
            ),
            (
                TransportError::setup("no roots"),
                false,
                "requests cannot be sent: no roots",
            ),
        ] {
            assert_eq!(error.to_string(), text);
            assert_eq!(error.maybe_sent(), maybe_sent, "{text}");
        }
    }

    #[test]
    fn debug_output_hides_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("x-pin", ::http::HeaderValue::from_static("se-cret"));
        let error = TransportError::interrupted("reset").with_headers(headers);
        let shown = format!("{error:?}");
        assert!(
            shown.contains("reset") && !shown.contains("se-cret"),
            "{shown}"
        );
    }
}
