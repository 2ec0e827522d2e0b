//! The request that generated code builds, before endpoint and signature.

mod error;
mod host;
mod path;
#[cfg(feature = "streaming")]
mod streaming;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::{Serialize, Serializer};

#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;
use crate::wire::base64::base64_length;
use crate::wire::encode::{self, HttpValue, TextCodec};
use crate::wire::json::{As, Codec, ObjectWriter, TextSerializer};
use crate::wire::percent;

pub use error::RequestError;
pub use host::HostPrefix;
pub use path::RequestPath;

/// A request before endpoint and signature.
///
/// ```
/// # use runtime::codegen::{Method, Request};
/// let mut request = Request::new(Method::GET, "/v1/books");
/// request.query("author", "Úrsula K. Le Guin");
/// request.query("page", &Some(2));
/// request.query("shelf", &None::<String>);
/// assert_eq!(request.query, "author=%C3%9Arsula%20K.%20Le%20Guin&page=2");
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The prefix of the endpoint's host name; usually empty.
    pub host_prefix: String,
    /// The path, percent-encoded, with a leading slash.
    pub path: Cow<'static, str>,
    /// The query string, percent-encoded, without the question mark.
    pub query: String,
    /// The headers bound to members, and Content-Type if there is a body.
    pub headers: HeaderMap,
    /// The body; empty if it is a stream.
    pub body: Bytes,
    /// The length of the blobs in the JSON of the body.
    blobs: usize,
    /// The body before compression.
    pub(crate) unencoded_body: Bytes,
    /// Whether the signature includes the body.
    pub payload_signing: PayloadSigning,
    /// The body if it is a stream.
    #[cfg(feature = "streaming")]
    pub stream: Option<ByteStream>,
    /// The part of the response that is read before the call returns.
    #[cfg(feature = "streaming")]
    pub response_body: ResponseBody,
}

/// Whether the signature of a request includes its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PayloadSigning {
    /// Includes the body, except a stream, which would have to be read first.
    #[default]
    Signed,
    /// Excludes the body if TLS protects it: `aws.auth#unsignedPayload`.
    Unsigned,
}

/// The part of a response that is read before the call returns.
#[cfg(feature = "streaming")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ResponseBody {
    /// The head and the body.
    #[default]
    Whole,
    /// Only the head; the body is a stream.
    Streamed,
}

/// Parses the name of an HTTP method.
///
/// # Errors
/// The name is not an HTTP token (RFC 9110, section 5.6.2).
pub fn method(name: &str) -> Result<Method, RequestError> {
    Method::from_bytes(name.as_bytes()).map_err(|_| RequestError::Method {
        name: name.escape_default().to_string(),
    })
}

/// The memory for a JSON body without its blobs.
const JSON_CAPACITY: usize = 256;

/// The serializer of a JSON object: see [`Request::json_members`].
pub type BodyWriter<'a> = ObjectWriter<<&'a mut TextSerializer as Serializer>::SerializeMap>;

impl Request {
    /// Creates a request without query, headers and body. [`RequestPath`]
    /// builds a path with labels; other paths must be percent-encoded.
    #[must_use]
    pub fn new(method: Method, path: impl Into<RequestPath>) -> Self {
        Self {
            method,
            host_prefix: String::new(),
            path: path.into().into_text(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            blobs: 0,
            unencoded_body: Bytes::new(),
            payload_signing: PayloadSigning::default(),
            #[cfg(feature = "streaming")]
            stream: None,
            #[cfg(feature = "streaming")]
            response_body: ResponseBody::default(),
        }
    }

    /// Sets the prefix of the endpoint's host name.
    pub fn host_prefix(&mut self, prefix: impl Into<HostPrefix>) -> &mut Self {
        self.host_prefix = prefix.into().into_string();
        self
    }

    /// Adds a query parameter for each string of the value: none if it is unset,
    /// one per entry of a list.
    pub fn query(&mut self, name: &str, value: &(impl HttpValue + ?Sized)) -> &mut Self {
        value.each_text(&mut |text| self.push_query(name, text));
        self
    }

    /// Like [`query`](Self::query), with the codec `C`.
    pub fn query_as<C: TextCodec<T>, T: ?Sized>(&mut self, name: &str, value: &T) -> &mut Self {
        C::each_text(value, &mut |text| self.push_query(name, text));
        self
    }

    /// Adds a query parameter for each entry of a map, except the names in
    /// `excluded`: other members are bound to these.
    pub fn query_params<T: HttpValue>(
        &mut self,
        entries: &BTreeMap<String, T>,
        excluded: &[&str],
    ) -> &mut Self {
        for (name, value) in entries {
            if !excluded.contains(&name.as_str()) {
                self.query(name, value);
            }
        }
        self
    }

    fn push_query(&mut self, name: &str, text: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        percent::push(&mut self.query, name.as_bytes(), b"");
        self.query.push('=');
        percent::push(&mut self.query, text.as_bytes(), b"");
    }

    /// Sets a header, unless the value is unset.
    ///
    /// # Errors
    /// The value contains characters that are not allowed in a header, such as
    /// a line break.
    pub fn header(
        &mut self,
        name: &str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<&mut Self, RequestError> {
        let mut found = None;
        value.each_text(&mut |text| found = Some(text.to_owned()));
        self.set_header(name, found)
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
        let mut found = None;
        C::each_text(value, &mut |text| found = Some(text.to_owned()));
        self.set_header(name, found)
    }

    /// Sets a header to a comma-separated list, with quotes around entries that
    /// contain a comma or a quote. An unset list sets no header, an empty one
    /// an empty header.
    ///
    /// ```
    /// # use runtime::codegen::{Method, Request};
    /// let mut request = Request::new(Method::GET, "/books");
    /// request.header_list("x-authors", Some(&["Le Guin, U.", "Herbert"]))?;
    /// assert_eq!(request.headers["x-authors"], r#""Le Guin, U.", Herbert"#);
    /// # Ok::<(), runtime::RequestError>(())
    /// ```
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
    pub fn header_list<T: HttpValue>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.set_header(name, entries.map(encode::quoted_list))
    }

    /// Like [`header_list`](Self::header_list), with the codec `C` and without
    /// quotes: HTTP dates contain commas and are not quoted in lists.
    ///
    /// # Errors
    /// Same as [`header`](Self::header).
    pub fn header_list_as<C: TextCodec<T>, T>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.set_header(name, entries.map(encode::list_as::<C, T>))
    }

    /// Sets a header for each entry of a map; its name is the prefix followed
    /// by the key.
    ///
    /// # Errors
    /// Same as [`header`](Self::header); also if a key is not valid in the name
    /// of a header.
    pub fn prefix_headers<T: HttpValue>(
        &mut self,
        prefix: &str,
        entries: &BTreeMap<String, T>,
    ) -> Result<&mut Self, RequestError> {
        for (key, value) in entries {
            self.header(&format!("{prefix}{key}"), value)?;
        }
        Ok(self)
    }

    fn set_header(&mut self, name: &str, value: Option<String>) -> Result<&mut Self, RequestError> {
        let Some(value) = value else {
            return Ok(self);
        };
        let invalid = || RequestError::Header {
            name: name.escape_default().to_string(),
        };
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
        self.headers.insert(header, value);
        Ok(self)
    }

    /// Sets the body to the value as JSON, and Content-Type unless a member has
    /// set it.
    ///
    /// # Errors
    /// The value cannot be serialized to JSON; values of generated types always
    /// can.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) -> Result<&mut Self, RequestError> {
        let mut text = self.body_text();
        value.serialize(&mut text).map_err(RequestError::json)?;
        Ok(self.payload("application/json", text.into_bytes()))
    }

    /// Like [`json`](Self::json), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&mut self, value: &T) -> Result<&mut Self, RequestError> {
        self.json(&As::<C, T>::new(value))
    }

    /// Sets the body to a JSON object with some members of an input, for inputs
    /// with members that are bound elsewhere.
    ///
    /// # Errors
    /// A member cannot be serialized to JSON.
    pub fn json_members<F>(&mut self, members: F) -> Result<&mut Self, RequestError>
    where
        F: FnOnce(&mut BodyWriter<'_>) -> Result<(), serde_json::Error>,
    {
        let mut text = self.body_text();
        let mut object = ObjectWriter::new(&mut text).map_err(RequestError::json)?;
        members(&mut object)
            .and_then(|()| object.end())
            .map_err(RequestError::json)?;
        Ok(self.payload("application/json", text.into_bytes()))
    }

    fn body_text(&self) -> TextSerializer {
        TextSerializer::with_capacity(JSON_CAPACITY.saturating_add(self.blobs))
    }

    /// Announces a blob of the JSON, so that the memory for the body is allocated
    /// once. Call it before the JSON is written.
    ///
    /// ```
    /// # use runtime::Bytes;
    /// # use runtime::codegen::{Method, Request, json};
    /// let cover = Some(Bytes::from_static(b"\xff\xd8"));
    /// let mut request = Request::new(Method::PUT, "/v1/covers");
    /// request.expect_blob(&cover);
    /// request.json_members(|object| object.optional_as::<json::Base64, _>("cover", &cover))?;
    /// assert_eq!(request.body, r#"{"cover":"/9g="}"#);
    /// # Ok::<(), runtime::RequestError>(())
    /// ```
    pub fn expect_blob(&mut self, blob: &Option<impl AsRef<[u8]>>) -> &mut Self {
        let length = blob.as_ref().map_or(0, |blob| base64_length(blob.as_ref()));
        self.blobs = self.blobs.saturating_add(length);
        self
    }

    /// Excludes the body from the signature if TLS protects it.
    pub fn unsigned_payload(&mut self) -> &mut Self {
        self.payload_signing = PayloadSigning::Unsigned;
        self
    }

    /// Sets the body unchanged, and Content-Type unless a member has set it.
    pub fn payload(&mut self, content_type: &'static str, body: impl Into<Bytes>) -> &mut Self {
        self.body = body.into();
        // Without this, a map with one header has room for six until the call ends.
        self.headers.reserve(1);
        self.headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(content_type));
        self
    }
}

/// Shows the method and the size of the body, but no values of the input: even
/// parts of the path may be sensitive.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
