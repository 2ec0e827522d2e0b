//! A request before endpoint and signature, as generated code builds it.

mod error;
mod host;
mod path;
#[cfg(feature = "streaming")]
mod streaming;

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::{Serialize, Serializer};

#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;
use crate::wire::encode::{self, HttpValue, TextCodec};
use crate::wire::json::{As, Codec, ObjectWriter};
use crate::wire::percent;

pub use error::RequestError;
pub use host::HostPrefix;
pub use path::RequestPath;

/// A request before endpoint and signature.
///
/// ```
/// use runtime::codegen::{Method, Request};
///
/// let mut request = Request::new(Method::GET, "/v1/books");
/// request.query("author", "Úrsula K. Le Guin");
/// request.query("page", &Some(2));
/// request.query("shelf", &None::<String>);
/// assert_eq!(request.query, "author=%C3%9Arsula%20K.%20Le%20Guin&page=2");
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// What stands before the host name of the endpoint; most often nothing.
    pub host_prefix: String,
    /// The path, percent-encoded, beginning with a slash.
    pub path: String,
    /// The query string, percent-encoded, without the question mark.
    pub query: String,
    /// The headers that the input binds, and Content-Type when there is a
    /// body.
    pub headers: HeaderMap,
    /// The body; empty when it is a stream.
    pub body: Bytes,
    /// Whether the body is part of the signature.
    pub payload_signing: PayloadSigning,
    /// The body, when it is not in memory.
    #[cfg(feature = "streaming")]
    pub stream: Option<ByteStream>,
    /// How much of the response is read before the call returns.
    #[cfg(feature = "streaming")]
    pub response_body: ResponseBody,
}

/// Whether the body of a request is part of its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PayloadSigning {
    /// It is, unless it is a stream, which could be signed only once it is
    /// read.
    #[default]
    Signed,
    /// Not over TLS, which protects it: `aws.auth#unsignedPayload`.
    Unsigned,
}

/// How much of a response is read before the call returns.
#[cfg(feature = "streaming")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ResponseBody {
    /// All of it.
    #[default]
    Whole,
    /// The head; the body is a stream.
    Streamed,
}

/// A method with any name.
///
/// # Errors
/// The name is no token of HTTP.
pub fn method(name: &str) -> Result<Method, RequestError> {
    Method::from_bytes(name.as_bytes()).map_err(|_| RequestError::Method {
        name: name.escape_default().to_string(),
    })
}

/// What a JSON body is written with: see [`Request::json_members`].
pub type BodyWriter<'a> =
    ObjectWriter<<&'a mut serde_json::Serializer<Vec<u8>> as Serializer>::SerializeMap>;

impl Request {
    /// A request without query, headers and body. A path with labels is built
    /// with [`RequestPath`]; other text must be percent-encoded already.
    #[must_use]
    pub fn new(method: Method, path: impl Into<RequestPath>) -> Self {
        Self {
            method,
            host_prefix: String::new(),
            path: path.into().into_string(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            payload_signing: PayloadSigning::default(),
            #[cfg(feature = "streaming")]
            stream: None,
            #[cfg(feature = "streaming")]
            response_body: ResponseBody::default(),
        }
    }

    /// Sets what stands before the host name of the endpoint.
    pub fn host_prefix(&mut self, prefix: impl Into<HostPrefix>) -> &mut Self {
        self.host_prefix = prefix.into().into_string();
        self
    }

    /// Adds a query parameter for every text of the value: none when it is
    /// unset, one per entry of a list.
    pub fn query(&mut self, name: &str, value: &(impl HttpValue + ?Sized)) -> &mut Self {
        value.each_text(&mut |text| self.push_query(name, text));
        self
    }

    /// As [`query`](Self::query), in the form `C`.
    pub fn query_as<C: TextCodec<T>, T: ?Sized>(&mut self, name: &str, value: &T) -> &mut Self {
        C::each_text(value, &mut |text| self.push_query(name, text));
        self
    }

    /// Adds a query parameter for every entry of a map, but for the names
    /// that `taken` lists: parameters that a member of their own is bound to.
    pub fn query_params<T: HttpValue>(
        &mut self,
        entries: &BTreeMap<String, T>,
        taken: &[&str],
    ) -> &mut Self {
        for (name, value) in entries {
            if !taken.contains(&name.as_str()) {
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

    /// Sets a header; an unset value sets none.
    ///
    /// # Errors
    /// The value contains what a header cannot carry, such as a line break.
    pub fn header(
        &mut self,
        name: &str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<&mut Self, RequestError> {
        let mut found = None;
        value.each_text(&mut |text| found = Some(text.to_owned()));
        self.set_header(name, found)
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
        let mut found = None;
        C::each_text(value, &mut |text| found = Some(text.to_owned()));
        self.set_header(name, found)
    }

    /// Sets a header to the entries of a list with commas between them, quoted
    /// where they contain a comma or a quote. An unset list sets none, one
    /// without entries an empty one.
    ///
    /// ```
    /// use runtime::codegen::{Method, Request};
    ///
    /// let mut request = Request::new(Method::GET, "/books");
    /// request.header_list("x-authors", Some(&["Le Guin, U.", "Herbert"]))?;
    /// assert_eq!(request.headers["x-authors"], r#""Le Guin, U.", Herbert"#);
    /// # Ok::<(), runtime::RequestError>(())
    /// ```
    ///
    /// # Errors
    /// As [`header`](Self::header).
    pub fn header_list<T: HttpValue>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.set_header(name, entries.map(encode::quoted_list))
    }

    /// As [`header_list`](Self::header_list), in the form `C` and without
    /// quotes: HTTP dates have commas inside and are not quoted in lists.
    ///
    /// # Errors
    /// As [`header`](Self::header).
    pub fn header_list_as<C: TextCodec<T>, T>(
        &mut self,
        name: &str,
        entries: Option<&[T]>,
    ) -> Result<&mut Self, RequestError> {
        self.set_header(name, entries.map(encode::list_as::<C, T>))
    }

    /// Sets a header for every entry of a map, with the prefix before the
    /// entry's key.
    ///
    /// # Errors
    /// As [`header`](Self::header); also a key that no header can be named.
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
        let refused = || RequestError::Header {
            name: name.escape_default().to_string(),
        };
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| refused())?;
        self.headers.insert(header, value);
        Ok(self)
    }

    /// Sets the body to a value's JSON, and Content-Type with it.
    ///
    /// # Errors
    /// The value has no JSON form; what generated code writes always has one.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) -> Result<&mut Self, RequestError> {
        let body = serde_json::to_vec(value).map_err(RequestError::json)?;
        Ok(self.payload("application/json", body))
    }

    /// As [`json`](Self::json), in the form `C`.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&mut self, value: &T) -> Result<&mut Self, RequestError> {
        self.json(&As::<C, T>::new(value))
    }

    /// Sets the body to a JSON object of some members of an input, for inputs
    /// that are bound to other places as well.
    ///
    /// # Errors
    /// A member has no JSON form.
    pub fn json_members<F>(&mut self, members: F) -> Result<&mut Self, RequestError>
    where
        F: FnOnce(&mut BodyWriter<'_>) -> Result<(), serde_json::Error>,
    {
        let mut serializer = serde_json::Serializer::new(Vec::with_capacity(128));
        let mut object = ObjectWriter::new(&mut serializer).map_err(RequestError::json)?;
        members(&mut object)
            .and_then(|()| object.end())
            .map_err(RequestError::json)?;
        Ok(self.payload("application/json", serializer.into_inner()))
    }

    /// Leaves the body out of the signature where TLS protects it.
    pub fn unsigned_payload(&mut self) -> &mut Self {
        self.payload_signing = PayloadSigning::Unsigned;
        self
    }

    /// Sets the body as it is, and Content-Type unless a member has set it.
    pub fn payload(&mut self, content_type: &'static str, body: impl Into<Bytes>) -> &mut Self {
        self.body = body.into();
        self.headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(content_type));
        self
    }
}

/// Shows the method and the size of the body, but no value that an input may
/// have put into the request: parts of the path may be sensitive, too.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
