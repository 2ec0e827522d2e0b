//! Requests of web pages: a browser sends those of every website that a developer opens.

use std::net::Ipv4Addr;

use http::header::{HOST, ORIGIN};
use http::uri::{Authority, Uri};
use http::{HeaderMap, HeaderName};
use runtime::server::Origin;

/// Returns why a request may not use the control paths, if a page of another website
/// could have sent it.
pub(super) fn rejection(headers: &HeaderMap, allowed: &[Origin]) -> Option<String> {
    let header = |name: HeaderName| Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()));
    let host = header(HOST);
    if allowed.iter().any(|origin| origin.sent(headers)) {
        return None;
    }
    // A website can give its own name the address of this machine (DNS rebinding). To a
    // browser, the emulator then is a part of the website.
    if let Some(host) = &host
        && !is_local(host)
        && !["http", "https"].iter().any(|scheme| {
            let page = format!("{scheme}://{host}").parse();
            page.is_ok_and(|page| allowed.contains(&page))
        })
    {
        return Some(format!(
            "a page of the website {host:?} could have sent this request; use `localhost` or the \
             IP address of the emulator instead of this name, or allow the name with \
             `--allow-origin http://{host}` or `Builder::allow_origin`"
        ));
    }
    let origin = header(ORIGIN)?.parse::<Uri>().ok();
    let authority = origin.as_ref().and_then(Uri::authority);
    (authority.map(Authority::as_str) != host.as_deref()).then(|| {
        "a page of another website must not use the emulator; allow its origin with \
         `--allow-origin` or `Builder::allow_origin`"
            .to_owned()
    })
}

/// Whether the host cannot be that of a website with a changed address: it is an address,
/// or a name of this machine or of a network of containers. Names of websites have a dot.
fn is_local(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().to_ascii_lowercase();
    name.parse::<Ipv4Addr>().is_ok()
        || name.starts_with('[')
        || name.ends_with(".localhost")
        || !name.contains('.')
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn rejected(host: &str, origin: Option<&str>) -> Option<String> {
        let allowed = ["http://localhost:5173", "https://emulator.example.com"];
        let allowed = allowed.map(|origin| origin.parse().unwrap());
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        rejection(&headers, &allowed)
    }

    #[test]
    fn rejects_names_that_a_website_can_have() {
        for (host, is_rejected) in [
            ("127.0.0.1:8480", false),
            ("127.0.0.1", false),
            ("192.168.1.20:8480", false),
            ("[::1]:8480", false),
            ("[::ffff:127.0.0.1]:8480", false),
            ("localhost:8480", false),
            ("LOCALHOST", false),
            ("whatsapp.localhost:8480", false),
            // The service of a compose file.
            ("whatsapp:8480", false),
            ("emulator.example.com", false),
            ("emulator.example.com:443", false),
            ("EMULATOR.example.com", false),
            ("emulator.example.com:8480", true),
            ("evil.example:8480", true),
            ("evil.example.:8480", true),
            ("127.0.0.1.evil.example:8480", true),
            ("localhost.evil.example", true),
            ("evil-localhost.example", true),
            ("127.0.0.1@evil.example", true),
            ("1.2.3.4.5", true),
            ("evil.example/127.0.0.1", true),
            ("a b", true),
        ] {
            let rejection = rejected(host, None);
            assert_eq!(rejection.is_some(), is_rejected, "{host}: {rejection:?}");
            // Its own pages send this header with other methods than GET.
            let rejection = rejected(host, Some(&format!("http://{host}")));
            assert_eq!(rejection.is_some(), is_rejected, "{host}: {rejection:?}");
            if let Some(message) = rejection {
                let option = format!("`--allow-origin http://{host}`");
                assert!(message.contains(&option), "{message}");
            }
        }
    }

    #[test]
    fn rejects_pages_of_other_origins() {
        for (host, origin, is_rejected) in [
            ("localhost:8480", "http://localhost:8480", false),
            ("localhost:8480", "http://localhost:5173", false),
            // The page was allowed, and says how it reaches the emulator.
            ("emulator.example:8480", "http://localhost:5173", false),
            ("localhost:8480", "http://localhost:5174", true),
            ("localhost:8480", "http://evil.example", true),
            ("localhost:8480", "null", true),
            ("127.0.0.1:8480", "http://localhost:8480", true),
        ] {
            let rejection = rejected(host, Some(origin));
            assert_eq!(rejection.is_some(), is_rejected, "{host} {origin}");
        }
    }

    #[test]
    fn programs_need_no_headers() {
        assert_eq!(rejection(&HeaderMap::new(), &[]), None);
    }
}
