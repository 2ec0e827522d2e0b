//! Proxies for connections over TLS.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use ::http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::base::printable::RedactedUrl;

/// The port of `https` URLs without one.
const HTTPS_PORT: u16 = 443;

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
    /// Without the exceptions.
    matcher: Arc<Matcher>,
    exceptions: Arc<Exceptions>,
}

impl Proxy {
    /// Creates a proxy from a URL with the scheme `http` and, if the proxy
    /// requires them, a user and password. The default scheme is `http`, and
    /// the default port 80.
    ///
    /// # Errors
    /// The URL is invalid, or has a different scheme.
    pub fn new(url: impl AsRef<str>) -> Result<Self, InvalidProxy> {
        let url = url.as_ref().trim();
        let matcher = Matcher::builder().https(url).build();
        let found = matcher.intercept(&Uri::from_static("https://example.com"));
        match found.as_ref().map(Intercept::uri) {
            Some(uri) if uri.scheme_str() == Some("http") && uri.host().is_some() => Ok(Self {
                url: url.into(),
                matcher: Arc::new(matcher),
                exceptions: Arc::default(),
            }),
            _ => Err(InvalidProxy {
                url: RedactedUrl(url).to_string(),
            }),
        }
    }

    /// Sets the hosts that are reached without the proxy, as in `NO_PROXY`: names with
    /// all their subdomains, IP addresses and networks, separated by commas, or `*` for
    /// all. With a port, such as `localhost:8443`, an entry is for this port only.
    #[must_use]
    pub fn except(mut self, hosts: impl AsRef<str>) -> Self {
        self.exceptions = Arc::new(Exceptions::new(&self.url, hosts.as_ref()));
        self
    }

    /// Returns the route to a URL, unless it is direct.
    pub(super) fn route(&self, uri: &Uri) -> Option<ProxyRoute> {
        if self.exceptions.contain(uri) {
            return None;
        }
        self.matcher.intercept(uri).map(ProxyRoute)
    }
}

/// The hosts that are reached without a proxy. The matcher has neither entries with a port
/// nor, for IP addresses, `*`; AWS's tools have both.
#[derive(Default)]
struct Exceptions {
    all: bool,
    /// The entries by port; `None` for all ports.
    matchers: Vec<(Option<u16>, Matcher)>,
}

impl Exceptions {
    fn new(proxy: &str, hosts: &str) -> Self {
        let mut all = false;
        let mut by_port: BTreeMap<Option<u16>, Vec<&str>> = BTreeMap::new();
        for entry in hosts.split(',').map(str::trim) {
            let (host, port) = split_port(entry);
            // `*.example.com` is the same as `.example.com`.
            let host = host.strip_prefix('*').unwrap_or(host);
            all |= entry == "*";
            if !host.is_empty() {
                by_port.entry(port).or_default().push(host);
            }
        }
        let matcher =
            |hosts: Vec<&str>| Matcher::builder().https(proxy).no(hosts.join(",")).build();
        let matchers = by_port.into_iter();
        Self {
            all,
            matchers: matchers
                .map(|(port, hosts)| (port, matcher(hosts)))
                .collect(),
        }
    }

    fn contain(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().unwrap_or(HTTPS_PORT);
        let mut matchers = self.matchers.iter();
        self.all
            || matchers.any(|(only, matcher)| {
                only.is_none_or(|only| only == port) && matcher.intercept(uri).is_none()
            })
    }
}

/// Splits an entry into its host, without the brackets of IPv6, and its port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    let (host, port) = match entry.rsplit_once(':') {
        // More colons are those of IPv6, which needs brackets if a port follows.
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    };
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    (inner.unwrap_or(host), port)
}

/// Shows the URL without user and password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", RedactedUrl(&self.url))
    }
}

/// The route to a host through a proxy.
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

/// A failed connection through a proxy.
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

/// An invalid proxy URL.
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
            "`{}` is not a valid proxy URL; use the form http://proxy.example.com:3128",
            self.url
        )
    }
}

impl StdError for InvalidProxy {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_have_the_forms_of_aws_tools() {
        for (hosts, direct, over_proxy) in [
            ("", &[][..], &["a.com", "10.0.0.1", "[::1]"][..]),
            ("*", &["a.com", "10.0.0.1:8443", "[::1]"], &[]),
            (
                "a.com",
                &["a.com", "b.a.com", "A.COM:8443"],
                &["xa.com", "a.com.b"],
            ),
            (".a.com", &["a.com", "b.a.com"], &["xa.com"]),
            ("*.a.com", &["b.a.com"], &["xa.com"]),
            (
                "a.com:8443",
                &["a.com:8443", "b.a.com:8443"],
                &["a.com", "a.com:1"],
            ),
            ("a.com:443", &["a.com", "a.com:443"], &["a.com:8443"]),
            ("10.0.0.1", &["10.0.0.1", "10.0.0.1:1"], &["10.0.0.2"]),
            ("10.0.0.1:1", &["10.0.0.1:1"], &["10.0.0.1"]),
            ("10.0.0.0/8", &["10.1.2.3"], &["11.0.0.1"]),
            ("::1, fd00::/8", &["[::1]", "[fd00::2]:1"], &["[::2]"]),
            ("[::1]", &["[::1]", "[::1]:1"], &["[::2]"]),
            ("[::1]:1", &["[::1]:1"], &["[::1]"]),
            (
                "b.com, a.com:1 ,,c.com",
                &["a.com:1", "b.com", "c.com"],
                &["a.com"],
            ),
            ("a.com:x, :1", &[], &["a.com", "b.com:1"]),
        ] {
            let proxy = Proxy::new("proxy:3128").expect("valid").except(hosts);
            let is_direct = |host: &&str| {
                let uri = format!("https://{host}/").parse().expect("valid");
                proxy.route(&uri).is_none()
            };
            let wrong: Vec<_> = direct.iter().filter(|host| !is_direct(host)).collect();
            assert!(wrong.is_empty(), "{hosts:?} over the proxy: {wrong:?}");
            let wrong: Vec<_> = over_proxy.iter().filter(|host| is_direct(host)).collect();
            assert!(wrong.is_empty(), "{hosts:?} direct: {wrong:?}");
        }
    }
}
