//! The transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use crate::base::future::BoxFuture;
use crate::net::transport::{Limits, Transport, TransportError};

/// What a script answers to one request.
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
    /// A response without a body.
    ///
    /// # Panics
    /// The number is no HTTP status.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::response(status, "")
    }

    /// A response with a JSON body.
    ///
    /// # Panics
    /// The number is no HTTP status.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::response(status, body).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// A response with any body and no headers.
    ///
    /// # Panics
    /// The number is no HTTP status.
    #[must_use]
    #[expect(clippy::panic, reason = "a mistake in a test is best told at once")]
    pub fn response(status: u16, body: impl Into<Bytes>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is no HTTP status");
        };
        Self::from_kind(AnswerKind::Response {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        })
    }

    /// An error that the service's model lists, in the usual form.
    ///
    /// # Panics
    /// The number is no HTTP status, or the code cannot stand in a header.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({ "message": message }).to_string();
        Self::json(status, body).header("x-amzn-errortype", code)
    }

    /// No connection: nothing is sent.
    #[must_use]
    pub fn connect_error() -> Self {
        Self::from_kind(AnswerKind::ConnectError)
    }

    /// A connection that takes longer than the limit for it.
    #[must_use]
    pub fn connect_timeout() -> Self {
        Self::from_kind(AnswerKind::ConnectTimeout)
    }

    /// The connection breaks after the request was sent.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::from_kind(AnswerKind::Interrupted)
    }

    /// No answer ever, so that a time limit ends the attempt.
    #[must_use]
    pub fn nothing() -> Self {
        Self::from_kind(AnswerKind::Nothing)
    }

    /// Adds a header to a response; other answers have none.
    ///
    /// # Panics
    /// Name or value is none that HTTP allows.
    #[must_use]
    #[expect(clippy::panic, reason = "a mistake in a test is best told at once")]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            panic!("{name}: {value} is no HTTP header");
        };
        if let AnswerKind::Response { headers, .. } = &mut self.kind {
            headers.append(name, value);
        }
        self
    }

    /// Gives the answer only after this time, by tokio's clock.
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

/// A request that a client sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: Method,
    /// The whole URI.
    pub uri: Uri,
    /// The headers, the signature's among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// When it was sent, by tokio's clock, counted from when the script was
    /// made.
    pub at: Duration,
}

impl Recorded {
    /// The value of a header; `None` when it is absent or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Path and query, as on the request line.
    #[must_use]
    pub fn target(&self) -> &str {
        self.uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
    }

    /// The body as text, with U+FFFD for what is none.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A transport that answers from a script and records what it is sent. Clones
/// share both.
///
/// A request beyond the end of the script fails in a way that is not tried
/// again.
#[derive(Debug, Clone)]
pub struct Replay(Arc<Mutex<Script>>);

#[derive(Debug)]
struct Script {
    answers: VecDeque<Answer>,
    /// What is answered once the script is over.
    forever: Option<Answer>,
    recorded: Vec<Recorded>,
    start: Instant,
}

impl Replay {
    /// Gives these answers, in this order.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(Script {
            answers: answers.into_iter().collect(),
            forever: None,
            recorded: Vec::new(),
            start: Instant::now(),
        })))
    }

    /// Gives the same answer to every request.
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

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.script().recorded.clone()
    }

    /// The only request so far.
    ///
    /// # Panics
    /// There was none, or more than one.
    #[must_use]
    #[expect(clippy::panic, reason = "a failed expectation of a test")]
    pub fn request(&self) -> Recorded {
        match self.requests().as_slice() {
            [request] => request.clone(),
            requests => panic!("{} requests instead of one: {requests:#?}", requests.len()),
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
                None => Err(TransportError::setup("the script has no answer left")),
            }
        })
    }
}
