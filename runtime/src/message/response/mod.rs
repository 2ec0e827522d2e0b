//! A response as generated code reads it.

mod failure;
mod problem;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, DeserializeSeed as _};

#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;
use crate::wire::encode::{self, FromText, ReadText};
use crate::wire::json::{Codec, Nullable};

pub(crate) use failure::{error_code, error_message, request_id};
pub use problem::ResponseError;

/// A response: status, headers and the whole body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty when it is a stream.
    pub body: Bytes,
    /// The body, when it is not in memory.
    #[cfg(feature = "streaming")]
    pub stream: Option<ByteStream>,
}

impl Response {
    /// A response of these parts.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            #[cfg(feature = "streaming")]
            stream: None,
        }
    }

    /// The body as a stream.
    #[cfg(feature = "streaming")]
    #[must_use]
    pub fn stream(&self) -> ByteStream {
        match &self.stream {
            Some(stream) => stream.clone(),
            None => self.body.clone().into(),
        }
    }

    /// The body read as JSON. An empty body and `null` read as `{}`.
    ///
    /// ```
    /// use runtime::{HeaderMap, Response, StatusCode};
    ///
    /// let response = Response::new(StatusCode::OK, HeaderMap::new(), r#"[1,"x"]"#);
    /// let error = response.json::<Vec<i32>>().unwrap_err();
    /// assert_eq!(error.to_string(), "expected an integer of 32 bits, found a string at /1 (line 1, column 6)");
    /// ```
    ///
    /// # Errors
    /// The body is not JSON, or a value is not of the type that the model
    /// gives it. The error names the place, and repeats nothing of a JSON
    /// body, as that may hold secrets.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ResponseError> {
        read_json(&self.body)
    }

    /// The body read as JSON in the form `C`; `None` for `null`.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&self) -> Result<Option<T>, ResponseError> {
        read_json_as::<C, T>(&self.body)
    }

    /// A header's value; `None` when it is absent.
    ///
    /// # Errors
    /// The value is not of the type that the model gives it.
    pub fn header<T: FromText>(&self, name: &str) -> Result<Option<T>, ResponseError> {
        self.read_header(name, T::from_text)
    }

    /// As [`header`](Self::header), in the form `C`.
    ///
    /// # Errors
    /// The value is not in that form.
    pub fn header_as<C: ReadText<T>, T>(&self, name: &str) -> Result<Option<T>, ResponseError> {
        self.read_header(name, C::from_text)
    }

    fn read_header<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ResponseError> {
        let Some(value) = self.headers.get(name) else {
            return Ok(None);
        };
        match encode::of_header(value).and_then(read) {
            Some(value) => Ok(Some(value)),
            None => Err(ResponseError::header(name)),
        }
    }

    /// The entries of a header that is a list, with commas between them; `None`
    /// when it is absent.
    ///
    /// # Errors
    /// An entry is not of the type that the model gives it.
    pub fn header_list<T: FromText>(&self, name: &str) -> Result<Option<Vec<T>>, ResponseError> {
        self.read_list(name, |entries| {
            entries.iter().map(|entry| T::from_text(entry)).collect()
        })
    }

    /// As [`header_list`](Self::header_list), in the form `C`.
    ///
    /// # Errors
    /// An entry is not in that form.
    pub fn header_list_as<C: ReadText<T>, T>(
        &self,
        name: &str,
    ) -> Result<Option<Vec<T>>, ResponseError> {
        self.read_list(name, encode::read_list_as::<C, T>)
    }

    fn read_list<T>(
        &self,
        name: &str,
        read: impl Fn(&[String]) -> Option<Vec<T>>,
    ) -> Result<Option<Vec<T>>, ResponseError> {
        if !self.headers.contains_key(name) {
            return Ok(None);
        }
        let values = self.headers.get_all(name).iter();
        let values: Option<Vec<&str>> = values.map(encode::of_header).collect();
        match values.and_then(|values| read(&encode::list_entries(values.into_iter()))) {
            Some(entries) => Ok(Some(entries)),
            None => Err(ResponseError::header(name)),
        }
    }

    /// The values of all headers whose name begins with the prefix, by the
    /// rest of the name. Values that are not text in the form of the type are
    /// left out.
    #[must_use]
    pub fn prefix_headers<T: FromText>(&self, prefix: &str) -> BTreeMap<String, T> {
        encode::prefixed(&self.headers, prefix)
    }

    /// The body as text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, ResponseError> {
        String::from_utf8(self.body.to_vec())
            .map_err(|_| ResponseError::new("the body is not UTF-8 text"))
    }
}

/// A body as JSON: see [`Response::json`]. Those of requests are read alike.
pub(crate) fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ResponseError> {
    let text: &[u8] = match body.trim_ascii() {
        b"" | b"null" => b"{}",
        _ => body,
    };
    serde_json::from_slice(text).map_err(|error| ResponseError::json(&error, text))
}

/// A body as JSON in the form `C`: see [`Response::json_as`].
pub(crate) fn read_json_as<C: Codec<T>, T>(body: &[u8]) -> Result<Option<T>, ResponseError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Nullable::<C, T>::new().deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| ResponseError::json(&error, body))
}

/// A structure that is read from more than the body: an error with members in
/// headers or in the status. Implemented by generated code.
pub trait FromResponse: Sized {
    /// The structure in a response.
    ///
    /// # Errors
    /// The response is not what the model describes.
    fn from_response(response: &Response) -> Result<Self, ResponseError>;
}

/// Shows status and size, not the body, which may hold secrets.
impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
