//! The header `Host`.

use http::header::HeaderValue;
use http::{Uri, uri::Scheme};

/// Returns the value of the header for requests to a URI: its host, and its
/// port unless that is the default of the scheme (RFC 9112, section 3.2).
///
/// `None` if the URI has no host.
pub(crate) fn host_header(uri: &Uri) -> Option<HeaderValue> {
    let host = uri.host()?;
    let default_port = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTP => 80,
        _ => 443,
    };
    match uri.port_u16() {
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
