//! Bodies of requests that are streams.

use super::{Request, RequestError, ResponseBody};
use crate::message::body::stream::ByteStream;

impl Request {
    /// Sets the body, and Content-Type unless a member has set it. Bytes in
    /// memory are a body like any other.
    pub fn stream(&mut self, content_type: &'static str, body: &ByteStream) -> &mut Self {
        match body.in_memory() {
            Some(bytes) => self.payload(content_type, bytes.clone()),
            None => {
                self.stream = Some(body.clone());
                self.payload(content_type, "")
            }
        }
    }

    /// As [`stream`](Self::stream), for a body whose length must be known.
    ///
    /// # Errors
    /// It is not known.
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

    /// Lets the call return with the head of the response, whose body is then
    /// a stream.
    pub fn stream_response(&mut self) -> &mut Self {
        self.response_body = ResponseBody::Streamed;
        self
    }

    /// Whether a body of the exchange is a stream.
    pub(crate) fn is_streamed(&self) -> bool {
        self.stream.is_some() || self.response_body == ResponseBody::Streamed
    }

    /// Whether the body was read, at least in part, and cannot be read again.
    pub(crate) fn is_spent(&self) -> bool {
        let stream = self.stream.as_ref();
        stream.is_some_and(|stream| stream.touched().is_some())
    }
}
