//! The secrets of a call, and errors without them.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request as HttpRequest, Uri};

use crate::base::disclosure::Secrets;
use crate::base::hashing::Hashing;
use crate::base::hex::HexHash;
use crate::base::identity::Credentials;
use crate::call::service::{Metadata, SensitivePart};
use crate::message::request::Request;
use crate::message::response::{Response, ResponseError};
use crate::net::sigv4;
use crate::net::transport::TransportError;
use crate::wire::document::Document;
use crate::wire::json;
use crate::wire::percent;

/// The identity that the last attempt of a call sent.
#[derive(Default)]
pub(super) struct SentIdentity {
    pub(super) credentials: Option<Credentials>,
    signature: Option<HexHash>,
    /// Boxed, because most calls have a signature.
    of_scheme: Option<Box<SchemeIdentity>>,
}

/// The parts of a request that a scheme other than SigV4 may have added.
struct SchemeIdentity {
    /// The sensitive headers.
    headers: Vec<HeaderValue>,
    /// The URI, which may have a key.
    uri: Uri,
}

impl SentIdentity {
    /// The identity of a request with a signature.
    pub(super) fn signed(credentials: Credentials, signature: HexHash) -> Self {
        Self {
            credentials: Some(credentials),
            signature: Some(signature),
            ..Self::default()
        }
    }

    /// The identity of a request that another scheme authorized.
    pub(super) fn from_scheme(request: &HttpRequest<Bytes>) -> Self {
        let headers = request.headers().values();
        let identity = SchemeIdentity {
            headers: headers
                .filter(|value| value.is_sensitive())
                .cloned()
                .collect(),
            uri: request.uri().clone(),
        };
        Self {
            of_scheme: Some(Box::new(identity)),
            ..Self::default()
        }
    }

    /// The secrets of a call: its identity, and the sensitive values of its request.
    ///
    /// They are only collected after a failure, so that successful calls have
    /// no overhead.
    pub(super) fn secrets(&self, request: &Request, operation: &Metadata) -> Secrets {
        let mut secrets = Secrets::default();
        if let Some(credentials) = &self.credentials {
            credentials.add_to(&mut secrets);
        }
        if let Some(signature) = &self.signature {
            secrets.add(signature.as_bytes());
        }
        if let Some(identity) = &self.of_scheme {
            identity.add_to(&mut secrets, request);
        }
        for part in operation.sensitivity.request {
            add_part(*part, request, &mut secrets);
        }
        if let Some(hashing) = Hashing::available()
            && !operation.sensitivity.request.is_empty()
        {
            // A short value, such as a PIN, could be found by trying all of them.
            secrets.add(
                sigv4::sha256_hex(hashing, &request.body)
                    .as_str()
                    .as_bytes(),
            );
        }
        secrets
    }
}

impl SchemeIdentity {
    fn add_to(&self, secrets: &mut Secrets, request: &Request) {
        for value in self.headers.iter().filter_map(|value| value.to_str().ok()) {
            secrets.add_header(value);
        }
        // An API key may be in a parameter after those of the request.
        let query = self.uri.query().unwrap_or_default();
        if let Some((_, key)) = query
            .strip_prefix(request.query.as_str())
            .and_then(|added| added.split_once('='))
        {
            secrets.add(key.as_bytes());
            secrets.add(&percent::decode(key));
        }
    }
}

/// Cuts secrets out of an error response before it is read.
pub(super) fn redact_response(secrets: &Secrets, response: &mut Response) {
    redact_headers(secrets, &mut response.headers);
    let text = String::from_utf8_lossy(&response.body);
    if let Cow::Owned(redacted) = secrets.redact(&text) {
        response.body = redacted.into();
    }
}

fn redact_headers(secrets: &Secrets, headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        let text = String::from_utf8_lossy(value.as_bytes());
        if let Cow::Owned(redacted) = secrets.redact(&text) {
            *value = HeaderValue::try_from(redacted).unwrap_or(HeaderValue::from_static(""));
        }
    }
}

/// The error without secrets. Its cause is kept for downcasts, unless it shows
/// a secret.
pub(super) fn redact_transport_error(secrets: &Secrets, error: TransportError) -> TransportError {
    let mut headers = error.headers().cloned();
    if let Some(headers) = &mut headers {
        redact_headers(secrets, headers);
    }
    let shows_secret =
        secrets.is_in(&error.to_string()) || secrets.is_in(&format!("{:?}", error.cause()));
    let error = if shows_secret {
        let cause = error.cause().map(ToString::to_string).unwrap_or_default();
        error.with_cause_text(&secrets.redact(&cause))
    } else {
        error
    };
    match headers {
        Some(headers) => error.with_headers(headers),
        None => error,
    }
}

/// The error of a response that does not match the model, with the beginning of
/// a body that is not JSON if nothing in the operation's responses is sensitive.
pub(super) fn unreadable(
    secrets: &Secrets,
    operation: &Metadata,
    error: ResponseError,
    response: &Response,
) -> ResponseError {
    let sensitivity = operation.sensitivity;
    let error = match (sensitivity.response, sensitivity.response_maps) {
        (false, _) => error.with_excerpt(&response.body),
        (true, false) => error,
        (true, true) => error.without_path(),
    };
    let error = error.with_coding(&response.headers);
    error.map_text(|text| secrets.redact(text).into_owned())
}

fn add_part(part: SensitivePart, request: &Request, secrets: &mut Secrets) {
    match part {
        SensitivePart::Member(name) => match json::from_slice(&request.unencoded_body) {
            Some(body) => add_member(&body, name, secrets),
            None => secrets.add_value(&request.unencoded_body),
        },
        SensitivePart::Payload => secrets.add_value(&request.unencoded_body),
        SensitivePart::Header(name) => {
            for value in request.headers.get_all(name) {
                add_text(value.as_bytes(), secrets);
            }
        }
        SensitivePart::PrefixHeaders(prefix) => {
            let prefix = prefix.to_ascii_lowercase();
            for (name, value) in &request.headers {
                if name.as_str().starts_with(&prefix) {
                    add_text(value.as_bytes(), secrets);
                }
            }
        }
        SensitivePart::Query(name) => {
            for (_, value) in parameters(request).filter(|(found, _)| found == name.as_bytes()) {
                add_text(&value, secrets);
            }
        }
        SensitivePart::QueryParams => {
            for (name, value) in parameters(request) {
                secrets.add_value(&name);
                add_text(&value, secrets);
            }
        }
        SensitivePart::PathFrom(index) => {
            let segments = request.path.split('/').skip(index + 1);
            segments.for_each(|segment| secrets.add_value(&percent::decode(segment)));
        }
    }
}

fn parameters(request: &Request) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    let pairs = request.query.split('&');
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent::decode(name), percent::decode(value))
    })
}

/// Adds the values of a member at any depth.
fn add_member(body: &Document, name: &str, secrets: &mut Secrets) {
    match body {
        Document::List(entries) => entries
            .iter()
            .for_each(|entry| add_member(entry, name, secrets)),
        Document::Map(members) => {
            for (found, value) in members {
                if found == name {
                    add_leaves(value, secrets);
                } else {
                    add_member(value, name, secrets);
                }
            }
        }
        Document::Null | Document::Bool(_) | Document::Number(_) | Document::String(_) => {}
    }
}

fn add_leaves(value: &Document, secrets: &mut Secrets) {
    match value {
        Document::Null | Document::Bool(_) => {}
        Document::Number(number) => secrets.add_value(number.as_str().as_bytes()),
        Document::String(text) => add_text(text.as_bytes(), secrets),
        Document::List(entries) => entries.iter().for_each(|entry| add_leaves(entry, secrets)),
        Document::Map(members) => {
            for (name, value) in members {
                secrets.add_value(name.as_bytes());
                add_leaves(value, secrets);
            }
        }
    }
}

/// Adds text and, if it is base64, the decoded bytes: blobs are written in
/// base64.
fn add_text(text: &[u8], secrets: &mut Secrets) {
    secrets.add_value(text);
    if let Ok(decoded) = BASE64_STANDARD.decode(text) {
        secrets.add_value(&decoded);
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::base::disclosure::CUT;

    /// The text without the secrets of a request.
    fn redacted(parts: &'static [SensitivePart], text: &str) -> String {
        let mut request = Request::new(Method::POST, "/a/la%2Fbel/tail");
        request.query("pin", "12 34").query("page", "next-page");
        request.header("x-pin", "header-pin").expect("valid");
        request.header("x-meta-a", "meta-value").expect("valid");
        let body =
            r#"{"page":"next-page","list":[{"pin":"c2VjcmV0IG1lc3NhZ2U="},{"pin":[987654]}]}"#;
        request.payload("application/json", body);
        request.unencoded_body = request.body.clone();
        let mut secrets = Secrets::default();
        parts
            .iter()
            .for_each(|part| add_part(*part, &request, &mut secrets));
        secrets.redact(text).replace(CUT, "**")
    }

    #[test]
    fn collects_sensitive_parts_of_requests() {
        use SensitivePart::*;
        for (part, text, expected) in [
            (&[Member("pin")], "secret message, 987654", "**, **"),
            (&[Member("pin")], "page next-page", "page next-page"),
            (&[Payload], r#""list":[{"pin":"c2VjcmV0IG"#, "**"),
            (&[Header("X-Pin")], "header-pin meta-value", "** meta-value"),
            (
                &[PrefixHeaders("X-Meta-")],
                "header-pin meta-value",
                "header-pin **",
            ),
            (&[Query("pin")], "12 34 next-page", "** next-page"),
            (&[QueryParams], "12 34, next-page", "**, **"),
            (&[PathFrom(1)], "la/bel, tail", "**, **"),
            (&[PathFrom(2)], "la/bel tail", "la/bel **"),
        ] {
            assert_eq!(redacted(part, text), expected, "{part:?}");
        }
    }
}
