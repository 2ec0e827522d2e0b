//! The behavior of the server for one request.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::Semaphore;

/// The behavior of the server for one request.
#[derive(Clone, Debug)]
pub enum Play {
    /// Reads the request, responds, and keeps the connection.
    Reply(Reply),
    /// Like [`Play::Reply`], after an interim `100 Continue`.
    ContinueThenReply(Reply),
    /// Like [`Play::Reply`], then closes the connection without announcing it.
    ReplyThenClose(Reply),
    /// Reads the request and responds when the gate opens.
    Held(Gate, Reply),
    /// Announces the whole body, sends half of it, and closes.
    Truncated(Reply),
    /// Sends the head and half of the body, then nothing.
    Stalled(Reply),
    /// Sends the body in 16 chunks, or in chunks of one byte if it is shorter.
    Chunked(Reply),
    /// Sends chunks until the client disconnects.
    EndlessChunks,
    /// Announces this many body bytes and sends them until the client disconnects.
    Oversized(u64),
    /// Sends header lines until the client disconnects.
    HeaderFlood,
    /// Closes the connection as soon as it is accepted, before any request.
    HangUp,
    /// Resets the connection with the request unread.
    ResetUnread,
    /// Reads the whole request, then resets the connection.
    ResetAfterRead,
    /// Reads the whole request, then closes the connection properly.
    CloseAfterRead,
    /// Reads the whole request and never responds.
    Silent,
    /// Reads the request and responds with bytes that are not HTTP.
    Garbage,
}

impl Play {
    /// Sends a response and keeps the connection.
    pub fn reply(reply: Reply) -> Self {
        Self::Reply(reply)
    }

    /// Sends a response with status 200 and a JSON body.
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::Reply(Reply::json(200, body))
    }

    /// Sends an error in the format of the service: the code in a header, the
    /// message in the body.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::Reply(Reply::error(status, code, message))
    }
}

/// An HTTP response.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Reply {
    /// Creates a response without a body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// Creates a response with a JSON body.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status)
            .header("content-type", "application/json")
            .body(body)
    }

    /// Creates an error in the format of the service.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({ "message": message }).to_string();
        Self::json(status, body)
            .header("x-amzn-errortype", code)
            .header("x-amzn-requestid", "req-1")
    }

    /// Creates the response of a proxy.
    pub fn html(status: u16) -> Self {
        Self::new(status)
            .header("content-type", "text/html")
            .body("<!doctype html><html><body><h1>Bad gateway</h1></body></html>")
    }

    /// Creates a redirect.
    pub fn redirect(location: &str) -> Self {
        Self::new(307).header("location", location)
    }

    /// Adds a header line.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

/// Delays responses until a test opens it.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// Creates a closed gate.
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Releases all pending and future responses.
    pub fn open(&self) {
        self.0.close();
    }

    pub(super) async fn passed(&self) {
        // No permit is ever added; closing the semaphore wakes all waiters with an
        // error.
        let _ = self.0.acquire().await;
    }
}
