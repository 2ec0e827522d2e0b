//! The header `Host`.

use http::Uri;
use http::header::HeaderValue;
use http::uri::{Authority, Scheme};

/// Returns the value of the header for requests to a URI: its host, and its
/// port unless that is the default of the scheme (RFC 9112, section 3.2).
///
/// `None` if the URI has no host.
pub(crate) fn host_header(uri: &Uri) -> Option<HeaderValue> {
    host_header_of(uri.scheme(), uri.authority()?)
}

/// Like [`host_header`], for the parts of a URI.
pub(crate) fn host_header_of(
    scheme: Option<&Scheme>,
    authority: &Authority,
) -> Option<HeaderValue> {
    let host = authority.host();
    let default_port = match scheme {
        Some(scheme) if *scheme == Scheme::HTTP => 80,
        _ => 443,
    };
    match authority.port_u16() {
        Some(port) if port != default_port => HeaderValue::try_from(format!("{host}:{port}")).ok(),
        _ => HeaderValue::from_str(host).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_default_ports() {
        for (uri, expected) in [
            ("https://a.example/x", Some("a.example")),
            ("https://a.example:443", Some("a.example")),
            ("https://a.example:80", Some("a.example:80")),
            ("http://a.example:80", Some("a.example")),
            ("http://a.example:443", Some("a.example:443")),
            ("http://[::1]:8080/", Some("[::1]:8080")),
            ("/x", None),
        ] {
            let header = host_header(&uri.parse().expect("a URI"));
            let header = header.as_ref().map(|header| header.to_str().expect("text"));
            assert_eq!(header, expected, "{uri}");
        }
    }
}
