//! Proxies for connections over TLS.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use ::http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::base::printable::RedactedUrl;

/// A proxy for requests to `https` URLs, by the method CONNECT: it sees the name of the
/// host, not the requests. [`HttpTransport::with_proxy`](super::HttpTransport::with_proxy)
/// uses it.
///
/// ```
/// # use runtime::transport::{HttpTransport, Proxy};
/// let proxy = Proxy::new("http://user:password@proxy.example.com:3128")?;
/// let proxy = proxy.except("10.0.0.0/8, .internal");
/// let transport = HttpTransport::new().with_proxy(proxy);
/// # Ok::<(), runtime::transport::InvalidProxy>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    url: Arc<str>,
    matcher: Arc<Matcher>,
}

impl Proxy {
    /// Creates a proxy from a URL with the scheme `http`, and if the proxy needs them,
    /// user and password. Without a scheme, it is `http`; without a port, 80.
    ///
    /// # Errors
    /// The URL is invalid, or has another scheme.
    pub fn new(url: impl AsRef<str>) -> Result<Self, InvalidProxy> {
        let url = url.as_ref().trim();
        let matcher = Matcher::builder().https(url).build();
        let found = matcher.intercept(&Uri::from_static("https://example.com"));
        match found.as_ref().map(Intercept::uri) {
            Some(uri) if uri.scheme_str() == Some("http") && uri.host().is_some() => Ok(Self {
                url: url.into(),
                matcher: Arc::new(matcher),
            }),
            _ => Err(InvalidProxy {
                url: RedactedUrl(url).to_string(),
            }),
        }
    }

    /// Sets the hosts that are reached without the proxy, as in `NO_PROXY`: names with
    /// all their subdomains, IP addresses and networks, separated by commas, or `*`.
    #[must_use]
    pub fn except(mut self, hosts: impl AsRef<str>) -> Self {
        let builder = Matcher::builder().https(&*self.url).no(hosts.as_ref());
        self.matcher = Arc::new(builder.build());
        self
    }

    /// Returns the way to a URL, unless it is direct.
    pub(super) fn route(&self, uri: &Uri) -> Option<ProxyRoute> {
        self.matcher.intercept(uri).map(ProxyRoute)
    }
}

/// Shows the URL without user and password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", RedactedUrl(&self.url))
    }
}

/// The way to a host through a proxy.
pub(super) struct ProxyRoute(Intercept);

impl ProxyRoute {
    pub(super) fn tunnel(&self, tcp: HttpConnector) -> Tunnel<HttpConnector> {
        let tunnel = Tunnel::new(self.0.uri().clone(), tcp);
        match self.0.basic_auth() {
            Some(authorization) => tunnel.with_auth(authorization.clone()),
            None => tunnel,
        }
    }

    pub(super) fn failed(&self, error: &(dyn StdError + 'static)) -> ProxyError {
        let authority = self.0.uri().authority();
        let mut causes = String::new();
        let mut next = Some(error);
        while let Some(cause) = next {
            causes.push_str(&format!(": {cause}"));
            next = cause.source();
        }
        ProxyError {
            proxy: authority.map_or_else(String::new, ToString::to_string),
            causes,
        }
    }
}

/// A connection that failed, through a proxy.
#[derive(Debug)]
pub(super) struct ProxyError {
    /// Host and port.
    proxy: String,
    /// The error and its causes, each after a colon.
    causes: String,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot connect through the proxy {}{}",
            self.proxy, self.causes
        )
    }
}

impl StdError for ProxyError {}

/// An invalid URL of a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidProxy {
    /// The URL without user and password.
    url: String,
}

impl InvalidProxy {
    /// The URL without user and password.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a valid URL of a proxy; use the form http://proxy.example.com:3128",
            self.url
        )
    }
}

impl StdError for InvalidProxy {}
