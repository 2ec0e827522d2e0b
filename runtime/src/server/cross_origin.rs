//! Requests from pages of other origins (CORS).

use std::fmt;
use std::str::FromStr;

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, ORIGIN, VARY,
};
use http::request::Parts;
use http::uri::{PathAndQuery, Uri};
use http::{HeaderMap, Method, Response, StatusCode};

use super::body::ResponseBody;

const METHODS: HeaderValue = HeaderValue::from_static("DELETE, GET, HEAD, PATCH, POST, PUT");

/// The headers that AWS's own endpoints expose.
const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, Date");

/// How long browsers may keep the answer to a preflight request, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// The origin of a web page: scheme, host and port, such as `http://localhost:5173`.
///
/// ```
/// # use runtime::server::Origin;
/// let origin: Origin = "http://localhost:5173".parse()?;
/// assert_eq!(origin.to_string(), "http://localhost:5173");
/// assert!("*".parse::<Origin>().is_err());
/// # Ok::<(), runtime::server::InvalidOrigin>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    /// Returns whether a page of this origin sent the request, according to the header
    /// `Origin` of browsers.
    #[must_use]
    pub fn sent(&self, headers: &HeaderMap) -> bool {
        headers.get(ORIGIN) == Some(&self.0)
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    /// Parses an origin. A slash at the end is ignored.
    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let invalid = || InvalidOrigin {
            text: text.to_owned(),
        };
        let uri: Uri = text.parse().map_err(|_| invalid())?;
        let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        match (uri.scheme_str(), uri.authority()) {
            (Some(scheme @ ("http" | "https")), Some(authority))
                if path == "/" && !authority.as_str().contains('@') =>
            {
                // Browsers send lower case, and no default port.
                let authority = authority.as_str().to_ascii_lowercase();
                let default = if scheme == "http" { ":80" } else { ":443" };
                let host = authority.strip_suffix(default).unwrap_or(&authority);
                let origin = HeaderValue::try_from(format!("{scheme}://{host}"));
                origin.map(Self).map_err(|_| invalid())
            }
            _ => Err(invalid()),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Always valid, because it comes from a string.
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

/// An invalid origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidOrigin {
    text: String,
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not the origin of a web page; use its scheme, host and port, such as \
             http://localhost:5173",
            self.text
        )
    }
}

impl std::error::Error for InvalidOrigin {}

/// The headers for pages of the allowed origins.
pub(super) struct CrossOrigin {
    origin: HeaderValue,
    /// The headers that a preflight request asks for, if this is one.
    asked: Option<Option<HeaderValue>>,
}

impl CrossOrigin {
    /// Returns the headers for a request, if a page of one of these origins sent it.
    pub(super) fn new(allowed: &[Origin], parts: &Parts) -> Option<Self> {
        let Origin(origin) = allowed.iter().find(|origin| origin.sent(&parts.headers))?;
        let is_preflight = parts.method == Method::OPTIONS
            && parts.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let headers = || parts.headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
        Some(Self {
            origin: origin.clone(),
            asked: is_preflight.then(headers),
        })
    }

    /// Returns the answer to a preflight request, if this is one.
    pub(super) fn preflight(&self) -> Option<Response<ResponseBody>> {
        let asked = self.asked.as_ref()?;
        let mut response = Response::new(ResponseBody::from(bytes::Bytes::new()));
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        // All of them, because SDKs send and sign many headers.
        if let Some(asked) = asked {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
        }
        Some(response)
    }

    /// Lets the page read the response.
    pub(super) fn allow(self, headers: &mut HeaderMap) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, self.origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        headers.insert(VARY, HeaderValue::from_static("Origin"));
    }
}
