//! Streaming request bodies.

use super::{Request, RequestError, ResponseBody};
use crate::message::body::stream::ByteStream;

impl Request {
    /// Sets the body, and Content-Type unless a member has set it. Bytes in
    /// memory are sent like any other body.
    pub fn stream(&mut self, content_type: &'static str, body: &ByteStream) -> &mut Self {
        match body.in_memory() {
            Some(bytes) => self.payload(content_type, bytes.clone()),
            None => {
                self.stream = Some(body.clone());
                self.payload(content_type, "")
            }
        }
    }

    /// Like [`stream`](Self::stream), for a body with the trait
    /// `requiresLength`.
    ///
    /// # Errors
    /// The length of the body is unknown.
    pub fn sized_stream(
        &mut self,
        member: &'static str,
        content_type: &'static str,
        body: &ByteStream,
    ) -> Result<&mut Self, RequestError> {
        match body.length() {
            Some(_) => Ok(self.stream(content_type, body)),
            None => Err(RequestError::Length { member }),
        }
    }

    /// Makes the call return after the head of the response, with the body as a
    /// stream.
    pub fn stream_response(&mut self) -> &mut Self {
        self.response_body = ResponseBody::Streamed;
        self
    }

    /// Returns whether the body of the request or of the response is a stream.
    pub(crate) fn is_streamed(&self) -> bool {
        self.stream.is_some() || self.response_body == ResponseBody::Streamed
    }

    /// Returns whether the body was read, at least in part, and cannot be sent
    /// again.
    pub(crate) fn is_spent(&self) -> bool {
        let stream = self.stream.as_ref();
        stream.is_some_and(|stream| stream.touched().is_some())
    }
}
