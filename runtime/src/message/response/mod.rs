//! The response from which generated code reads an output or error.

mod failure;
mod problem;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, DeserializeSeed as _};

use crate::message::body::DEFAULT_RESPONSE_SIZE;
#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;
use crate::wire::encode::{self, FromText, ReadText};
use crate::wire::json::budget::{self, Exhausted};
use crate::wire::json::leniency::lenient;
use crate::wire::json::{Codec, Nullable};

pub(crate) use failure::{error_code, error_message, request_id};
pub use problem::ResponseError;

/// A response: status, headers and the whole body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty if it is a stream.
    pub body: Bytes,
    /// The body if it is a stream.
    #[cfg(feature = "streaming")]
    pub stream: Option<ByteStream>,
    /// The limit of the body and of the values in it, in bytes.
    limit: usize,
}

impl Response {
    /// Creates a response with the body in memory.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            #[cfg(feature = "streaming")]
            stream: None,
            limit: DEFAULT_RESPONSE_SIZE,
        }
    }

    /// Sets the maximum memory, in bytes, for the values in the body; 8 MiB by
    /// default, and at least 64 KiB.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Returns the body as a stream.
    #[cfg(feature = "streaming")]
    #[must_use]
    pub fn stream(&self) -> ByteStream {
        match &self.stream {
            Some(stream) => stream.clone(),
            None => self.body.clone().into(),
        }
    }

    /// Deserializes the body from JSON. An empty body and `null` are read as
    /// `{}`.
    ///
    /// ```
    /// # use runtime::{HeaderMap, Response, StatusCode};
    /// let response = Response::new(StatusCode::OK, HeaderMap::new(), r#"[1,"x"]"#);
    /// let error = response.json::<Vec<i32>>().unwrap_err();
    /// assert_eq!(error.to_string(), "expected a 32-bit integer, found a string at /1 (line 1, column 6)");
    /// ```
    ///
    /// # Errors
    /// The body is not JSON, a value does not have the type in the model, or the
    /// values need more memory than the limit of the client allows. The error
    /// shows the location but no text of a JSON body, which may
    /// contain secrets.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ResponseError> {
        lenient(|| read_json(&self.body, self.limit))
    }

    /// Like [`json`](Self::json), with the codec `C`; `None` for `null`.
    ///
    /// # Errors
    /// Same as [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&self) -> Result<Option<T>, ResponseError> {
        lenient(|| read_json_as::<C, T>(&self.body, self.limit))
    }

    /// Parses the value of a header; `None` if it is missing.
    ///
    /// # Errors
    /// The value is not valid for the type.
    pub fn header<T: FromText>(&self, name: &str) -> Result<Option<T>, ResponseError> {
        self.read_header(name, T::from_text)
    }

    /// Like [`header`](Self::header), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
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
        match encode::header_text(value).and_then(read) {
            Some(value) => Ok(Some(value)),
            None => Err(ResponseError::header(name)),
        }
    }

    /// Parses a header that contains a comma-separated list; `None` if it is
    /// missing.
    ///
    /// # Errors
    /// An entry is not valid for the type.
    pub fn header_list<T: FromText>(&self, name: &str) -> Result<Option<Vec<T>>, ResponseError> {
        self.read_list(name, T::from_text)
    }

    /// Like [`header_list`](Self::header_list), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`header_list`](Self::header_list).
    pub fn header_list_as<C: ReadText<T>, T>(
        &self,
        name: &str,
    ) -> Result<Option<Vec<T>>, ResponseError> {
        self.read_list(name, C::from_text)
    }

    fn read_list<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Vec<T>>, ResponseError> {
        if !self.headers.contains_key(name) {
            return Ok(None);
        }
        let values = self.headers.get_all(name).iter();
        let values: Option<Vec<&str>> = values.map(encode::header_text).collect();
        let entries = values.map(|values| encode::list_entries(values.into_iter()));
        match entries.and_then(|entries| encode::read_list(&entries, read)) {
            Some(values) => Ok(Some(values)),
            None => Err(ResponseError::header(name)),
        }
    }

    /// Like [`header`](Self::header), for an optional member: a malformed value
    /// is `None` and traced, so that it does not make the whole response
    /// unreadable.
    #[must_use]
    pub fn optional_header<T: FromText>(&self, name: &str) -> Option<T> {
        or_absent(name, self.header(name))
    }

    /// Like [`optional_header`](Self::optional_header), with the codec `C`.
    #[must_use]
    pub fn optional_header_as<C: ReadText<T>, T>(&self, name: &str) -> Option<T> {
        or_absent(name, self.header_as::<C, T>(name))
    }

    /// Like [`optional_header`](Self::optional_header), for a header that
    /// contains a comma-separated list.
    #[must_use]
    pub fn optional_header_list<T: FromText>(&self, name: &str) -> Option<Vec<T>> {
        or_absent(name, self.header_list(name))
    }

    /// Like [`optional_header_list`](Self::optional_header_list), with the codec
    /// `C`.
    #[must_use]
    pub fn optional_header_list_as<C: ReadText<T>, T>(&self, name: &str) -> Option<Vec<T>> {
        or_absent(name, self.header_list_as::<C, T>(name))
    }

    /// Returns the values of all headers with the prefix, by the rest of their
    /// names. Values that are not valid for the type are omitted.
    #[must_use]
    pub fn prefix_headers<T: FromText>(&self, prefix: &str) -> BTreeMap<String, T> {
        encode::prefixed(&self.headers, prefix)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, ResponseError> {
        String::from_utf8(self.body.to_vec())
            .map_err(|_| ResponseError::new("the body is not UTF-8 text"))
    }
}

/// The value of an optional header; `None` for one that is malformed.
fn or_absent<T>(name: &str, value: Result<Option<T>, ResponseError>) -> Option<T> {
    value.unwrap_or_else(|_| {
        tracing::warn!(name, "ignored a malformed header of an optional member");
        None
    })
}

/// Deserializes the body of a request or response: see [`Response::json`].
pub(crate) fn read_json<T: DeserializeOwned>(
    body: &[u8],
    limit: usize,
) -> Result<T, ResponseError> {
    let body = json_text(body)?;
    let text = match body.trim_ascii() {
        "" | "null" => "{}",
        _ => body,
    };
    budget::limited(limit, body, || serde_json::from_str(text))
        .map_err(|Exhausted| ResponseError::too_large(limit))?
        .map_err(|error| ResponseError::json(&error, text))
}

/// Returns the text of a JSON body, which is UTF-8 (RFC 8259, section 8.1). One check of the body
/// takes a tenth of the instructions of a check of each string.
fn json_text(body: &[u8]) -> Result<&str, ResponseError> {
    let body = without_mark(body);
    str::from_utf8(body).map_err(|error| ResponseError::encoding(body, error))
}

/// Returns the body without a byte order mark, which JSON parsers may ignore
/// (RFC 8259, section 8.1).
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body)
}

/// Deserializes a body with the codec `C`: see [`Response::json_as`].
pub(crate) fn read_json_as<C: Codec<T>, T>(
    body: &[u8],
    limit: usize,
) -> Result<Option<T>, ResponseError> {
    let body = json_text(body)?;
    let read = || {
        let mut deserializer = serde_json::Deserializer::from_str(body);
        let value = Nullable::<C, T>::new().deserialize(&mut deserializer)?;
        deserializer.end().map(|()| value)
    };
    budget::limited(limit, body, read)
        .map_err(|Exhausted| ResponseError::too_large(limit))?
        .map_err(|error| ResponseError::json(&error, body))
}

/// A structure that is read from more than the body: an error with members in
/// headers or in the status. Generated.
#[doc(hidden)]
pub trait FromResponse: Sized {
    /// Reads the structure from a response.
    ///
    /// # Errors
    /// The response does not match the model.
    fn from_response(response: &Response) -> Result<Self, ResponseError>;
}

/// Shows status and size, but not the body, which may contain secrets.
impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
