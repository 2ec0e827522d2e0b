//! The scripted transport.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use crate::base::future::BoxFuture;
use crate::net::transport::{Limits, Transport, TransportError};

/// A scripted response or failure.
#[derive(Debug, Clone)]
pub struct Answer {
    kind: AnswerKind,
    delay: Duration,
}

#[derive(Debug, Clone)]
enum AnswerKind {
    Response {
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    },
    ConnectError,
    ConnectTimeout,
    Interrupted,
    Nothing,
}

impl Answer {
    /// Returns a response without a body.
    ///
    /// # Panics
    /// The status is invalid.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::response(status, "")
    }

    /// Returns a response with a JSON body.
    ///
    /// # Panics
    /// The status is invalid.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::response(status, body).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// Returns a response with this body and no headers.
    ///
    /// # Panics
    /// The status is invalid.
    #[must_use]
    #[expect(clippy::panic, reason = "a mistake in a test must fail at once")]
    pub fn response(status: u16, body: impl Into<Bytes>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is not a valid HTTP status");
        };
        Self::from_kind(AnswerKind::Response {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        })
    }

    /// Returns an error response with this code and message, in AWS's format.
    ///
    /// # Panics
    /// The status is invalid, or the code is not a valid header value.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({ "message": message }).to_string();
        Self::json(status, body).header("x-amzn-errortype", code)
    }

    /// Fails to connect: no request is sent.
    #[must_use]
    pub fn connect_error() -> Self {
        Self::from_kind(AnswerKind::ConnectError)
    }

    /// Exceeds the connect timeout.
    #[must_use]
    pub fn connect_timeout() -> Self {
        Self::from_kind(AnswerKind::ConnectTimeout)
    }

    /// Interrupts the connection after the request was sent.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::from_kind(AnswerKind::Interrupted)
    }

    /// Never responds, so that a timeout ends the attempt.
    #[must_use]
    pub fn nothing() -> Self {
        Self::from_kind(AnswerKind::Nothing)
    }

    /// Adds a header to a response. Failures ignore it.
    ///
    /// # Panics
    /// The name or the value is invalid.
    #[must_use]
    #[expect(clippy::panic, reason = "a mistake in a test must fail at once")]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            panic!("{name}: {value} is not a valid HTTP header");
        };
        if let AnswerKind::Response { headers, .. } = &mut self.kind {
            headers.append(name, value);
        }
        self
    }

    /// Delays the response or failure, by tokio's clock.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn from_kind(kind: AnswerKind) -> Self {
        Self {
            kind,
            delay: Duration::ZERO,
        }
    }

    async fn give(self, limits: Limits) -> Result<Response<Bytes>, TransportError> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        match self.kind {
            AnswerKind::Response {
                status,
                headers,
                body,
            } => {
                let mut response = Response::new(body);
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                limits.accept(response)
            }
            AnswerKind::ConnectError => Err(TransportError::connect("connection refused")),
            AnswerKind::ConnectTimeout => Err(TransportError::connect_timeout()),
            AnswerKind::Interrupted => Err(TransportError::interrupted("connection reset")),
            AnswerKind::Nothing => std::future::pending().await,
        }
    }
}

/// A recorded request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The HTTP method.
    pub method: Method,
    /// The complete URI.
    pub uri: Uri,
    /// The headers, including the signature.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The time since the creation of the script, by tokio's clock.
    pub at: Duration,
}

impl Recorded {
    /// Returns the value of a header; `None` if it is missing or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the path and query, as on the request line.
    #[must_use]
    pub fn target(&self) -> &str {
        self.uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
    }

    /// Returns the body as text; invalid UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A transport that responds from a script and records its requests. Clones
/// share both.
///
/// After the end of the script, requests fail with an error that is not
/// retried.
#[derive(Debug, Clone)]
pub struct Replay(Arc<Mutex<Script>>);

#[derive(Debug)]
struct Script {
    answers: VecDeque<Answer>,
    /// The answer after the end of the script.
    forever: Option<Answer>,
    recorded: Vec<Recorded>,
    start: Instant,
}

impl Replay {
    /// Creates a transport with these answers, in order.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(Script {
            answers: answers.into_iter().collect(),
            forever: None,
            recorded: Vec::new(),
            start: Instant::now(),
        })))
    }

    /// Creates a transport that gives every request the same answer.
    #[must_use]
    pub fn always(answer: Answer) -> Self {
        let replay = Self::new([]);
        replay.script().forever = Some(answer);
        replay
    }

    /// Adds an answer to the end of the script.
    pub fn push(&self, answer: Answer) {
        self.script().answers.push_back(answer);
    }

    /// Returns the recorded requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.script().recorded.clone()
    }

    /// Returns the only recorded request.
    ///
    /// # Panics
    /// There is not exactly one request.
    #[must_use]
    #[expect(clippy::panic, reason = "a failed expectation of a test")]
    pub fn request(&self) -> Recorded {
        match self.requests().as_slice() {
            [request] => request.clone(),
            requests => panic!(
                "expected one request, found {}: {requests:#?}",
                requests.len()
            ),
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, request: Request<Bytes>) -> Option<Answer> {
        let (head, body) = request.into_parts();
        let mut script = self.script();
        let at = script.start.elapsed();
        script.recorded.push(Recorded {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
            at,
        });
        script
            .answers
            .pop_front()
            .or_else(|| script.forever.clone())
    }
}

impl Transport for Replay {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            match self.record(request) {
                Some(answer) => answer.give(limits).await,
                None => Err(TransportError::setup("the script has no more answers")),
            }
        })
    }
}
