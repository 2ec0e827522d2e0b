//! SigV4 signing, compared with AWS's test suite and with `aws-sigv4`.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::Value;

use super::settings::{PathEncoding, PathNormalization};
use super::{
    CanonicalRequest, KeyCache, PayloadHash, Scope, SessionToken, Signable, SigningSettings,
    SigningTime, sha256_hex, sign,
};
use crate::base::hashing::Hashing;
use crate::base::identity::Credentials;

/// A case of the suite, with the request split into its parts.
struct Case {
    name: String,
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
    credentials: Credentials,
    region: String,
    service: String,
    time: SystemTime,
    canonical_time: SystemTime,
    settings: SigningSettings,
    canonical_request: String,
    string_to_sign: Option<String>,
    signature: String,
}

impl Case {
    fn read(case: &Value) -> Self {
        let text = |key: &str| case[key].as_str().map(str::to_owned);
        let required = |key: &str| text(key).unwrap_or_else(|| panic!("{key} in {case}"));
        let time = |key: &str| text(key).map(|text| parse_time(&text));
        let request = required("request");
        let (head, body) = request.split_once("\n\n").unwrap_or((&request, ""));
        // A folded header is one line with a space at the fold.
        let head = head.replace("\n ", " ");
        let mut lines = head.lines();
        let first = lines.next().expect("a request line");
        let (method, target) = first.split_once(' ').expect("a method");
        let target = target.strip_suffix(" HTTP/1.1").unwrap_or(target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut credentials =
            Credentials::new(required("access_key_id"), required("secret_access_key"));
        if let Some(token) = text("token") {
            credentials = credentials.with_session_token(token);
        }
        Self {
            name: required("name"),
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: lines
                .map(|line| line.split_once(':').expect("a header"))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .filter(|(name, _)| !name.eq_ignore_ascii_case("x-amz-date"))
                .collect(),
            body: body.to_owned(),
            credentials,
            region: required("region"),
            service: required("service"),
            time: time("timestamp").expect("a timestamp"),
            canonical_time: time("canonical_timestamp")
                .or(time("timestamp"))
                .expect("a timestamp"),
            settings: SigningSettings {
                path_encoding: match case["path_encoding"].as_str() {
                    Some("single") => PathEncoding::Single,
                    _ => PathEncoding::Double,
                },
                path_normalization: match case["path_normalization"].as_str() {
                    Some("keep") => PathNormalization::Keep,
                    _ => PathNormalization::Resolve,
                },
                payload_hash: match case["payload_hash"].as_str() {
                    Some("sent") => PayloadHash::Sent,
                    _ => PayloadHash::Unsent,
                },
                session_token: match case["session_token"].as_str() {
                    Some("unsigned") => SessionToken::Unsigned,
                    _ => SessionToken::Signed,
                },
            },
            canonical_request: required("canonical_request"),
            string_to_sign: text("string_to_sign"),
            signature: required("signature"),
        }
    }

    fn scope(&self) -> Scope<'_> {
        Scope {
            region: &self.region,
            service: &self.service,
        }
    }

    /// Builds the canonical request at `time` from the unparsed parts, because some
    /// cases are not valid URIs.
    fn canonical(&self, time: &SigningTime) -> CanonicalRequest {
        let payload_hash = sha256_hex(Hashing, self.body.as_bytes());
        let named = self.headers.iter().map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            (name, value.as_bytes())
        });
        let named: Vec<(String, &[u8])> = named.collect();
        let mut headers: Vec<(&str, &[u8])> = named
            .iter()
            .map(|(name, value)| (name.as_str(), *value))
            .collect();
        headers.push(("x-amz-date", time.timestamp().as_bytes()));
        if self.settings.payload_hash == PayloadHash::Sent {
            headers.push(("x-amz-content-sha256", payload_hash.as_str().as_bytes()));
        }
        if let (SessionToken::Signed, Some(token)) = (
            self.settings.session_token,
            self.credentials.session_token(),
        ) {
            headers.push(("x-amz-security-token", token.as_bytes()));
        }
        let signable = Signable {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers,
        };
        CanonicalRequest::new(signable, payload_hash.as_str(), self.settings)
    }

    /// Returns the case as a request, or `None` if its target is not a valid URI.
    fn request(&self) -> Option<http::Request<Bytes>> {
        let host = &self.headers.iter().find(|(name, _)| name == "Host")?.1;
        let query = match self.query.as_str() {
            "" => String::new(),
            query => format!("?{query}"),
        };
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(format!("https://{host}{}{query}", self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(Bytes::from(self.body.clone())).ok()
    }
}

fn parse_time(text: &str) -> SystemTime {
    let time: jiff::Timestamp = text.parse().expect("a time");
    time.into()
}

fn cases() -> Vec<Case> {
    let cases: Value =
        serde_json::from_str(include_str!("testdata/cases.json")).expect("valid JSON");
    cases
        .as_array()
        .expect("a list")
        .iter()
        .map(Case::read)
        .collect()
}

#[test]
fn matches_the_aws_suite_step_by_step() {
    let cases = cases();
    assert_eq!(cases.len(), 40);
    for case in &cases {
        let name = &case.name;
        let time = SigningTime::new(case.canonical_time).expect("in range");
        let mut canonical = case.canonical(&time);
        let text = String::from_utf8(canonical.as_bytes().to_vec()).expect("text");
        assert_eq!(text, case.canonical_request, "{name}");
        if let Some(expected) = &case.string_to_sign {
            let to_sign = canonical.string_to_sign(Hashing, case.scope(), &time);
            assert_eq!(to_sign, expected.as_bytes(), "{name}");
            // Reuses the buffer.
            let to_sign = canonical.string_to_sign(Hashing, case.scope(), &time);
            assert_eq!(to_sign, expected.as_bytes(), "{name}");
        }
        let time = SigningTime::new(case.time).expect("in range");
        let mut canonical = case.canonical(&time);
        let to_sign = canonical.string_to_sign(Hashing, case.scope(), &time);
        let signature =
            KeyCache::default().sign(Hashing, &case.credentials, case.scope(), &time, to_sign);
        assert_eq!(signature.as_str(), case.signature, "{name}");
    }
}

#[test]
fn matches_the_aws_suite_for_whole_requests() {
    let keys = KeyCache::default();
    let mut signed = 0;
    for case in cases() {
        let Some(mut request) = case.request() else {
            continue;
        };
        sign(
            &mut request,
            &case.credentials,
            case.scope(),
            case.time,
            case.settings,
            &keys,
        )
        .expect("signs");
        let authorization = request.headers()["authorization"].to_str().expect("text");
        let end = format!("Signature={}", case.signature);
        assert!(
            authorization.ends_with(&end),
            "{}: {authorization}",
            case.name
        );
        let token = request.headers().get("x-amz-security-token");
        let token = token.map(|token| token.to_str().expect("text"));
        assert_eq!(token, case.credentials.session_token(), "{}", case.name);
        signed += 1;
    }
    assert!(signed >= 36, "only {signed} cases are valid requests");
}

#[test]
fn resigning_replaces_the_signature() {
    let case = &cases()[0];
    let keys = KeyCache::default();
    let settings = SigningSettings::default();
    let mut request = http::Request::post("https://example.com:8443/a?b=c")
        .body(Bytes::from_static(b"body"))
        .expect("a request");
    let mut resign = |token: Option<&str>, seconds: u64| {
        let mut credentials = Credentials::new("AKID", "secret");
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        sign(
            &mut request,
            &credentials,
            case.scope(),
            time,
            settings,
            &keys,
        )
        .expect("signs");
        let text = |name: &str| request.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(text("host"), "example.com:8443");
        (
            text("authorization"),
            request.headers().contains_key("x-amz-security-token"),
        )
    };
    let first = resign(None, 0);
    let second = resign(Some("token"), 60);
    let third = resign(None, 0);
    assert_ne!(first, second);
    assert!(second.1);
    assert_eq!(first, third);
}

#[test]
fn names_invalid_credentials_without_showing_them() {
    let mut request = http::Request::get("https://example.com/")
        .body(Bytes::new())
        .expect("ok");
    let scope = Scope {
        region: "us-east-1",
        service: "service",
    };
    for (credentials, part) in [
        (Credentials::new("AKID\nse-cret", "x"), "access key id"),
        (
            Credentials::new("AKID", "x").with_session_token("se-cret\nx"),
            "session token",
        ),
    ] {
        let error = sign(
            &mut request,
            &credentials,
            scope,
            SystemTime::UNIX_EPOCH,
            SigningSettings::default(),
            &KeyCache::default(),
        )
        .expect_err("refused")
        .to_string();
        assert!(
            error.contains(part) && !error.contains("se-cret"),
            "{error}"
        );
    }
}

/// Returns the signature that `aws-sigv4` computes for the same request.
fn reference_signature(
    request: &http::Request<Bytes>,
    credentials: &Credentials,
    scope: Scope<'_>,
    time: SystemTime,
) -> String {
    use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings};
    let identity = aws_credential_types::Credentials::new(
        credentials.access_key_id(),
        credentials.secret_access_key(),
        credentials.session_token().map(str::to_owned),
        None,
        "test",
    )
    .into();
    let params = aws_sigv4::sign::v4::SigningParams::builder()
        .identity(&identity)
        .region(scope.region)
        .name(scope.service)
        .time(time)
        .settings(SigningSettings::default())
        .build()
        .expect("complete")
        .into();
    let uri = request.uri().to_string();
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
    let signable = SignableRequest::new(
        request.method().as_str(),
        uri,
        headers,
        SignableBody::Bytes(request.body()),
    )
    .expect("signable");
    let output = aws_sigv4::http_request::sign(signable, &params).expect("signs");
    output.signature().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn matches_aws_sigv4(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "DELETE"]),
        host in "[a-z]{1,8}\\.[a-z]{2,6}(:[1-9][0-9]{3})?",
        path in "(/([a-zA-Z0-9._~@:-]|%[0-9A-F]{2}){0,6}){1,5}",
        query in prop::collection::vec(
            "[a-z]([a-zA-Z0-9._~/-]|%[2-7][0-9A-F]){0,4}=([a-zA-Z0-9._~-]|%[2-7][0-9A-F]){0,6}",
            0..4,
        ),
        headers in prop::collection::btree_map("x-[a-z]{1,6}", "[!-~]([ -~]{0,12}[!-~])?", 0..4),
        body in prop::collection::vec(any::<u8>(), 0..64),
        key in "[A-Z0-9]{4,20}",
        secret in "[ -~]{1,48}",
        token in prop::option::of("[!-~]{1,40}"),
        region in "[a-z]{2}-[a-z]{4}-[1-9]",
        service in "[a-z-]{1,12}",
        seconds in 0_u64..4_102_444_800,
    ) {
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("https://{host}{path}{query}"));
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Bytes::from(body)).expect("a request");
        let mut credentials = Credentials::new(key, secret);
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let scope = Scope { region: &region, service: &service };
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let expected = reference_signature(&request, &credentials, scope, time);
        sign(&mut request, &credentials, scope, time, SigningSettings::default(), &KeyCache::default())
            .expect("signs");
        let authorization = request.headers()["authorization"].to_str().expect("text");
        let end = format!("Signature={expected}");
        prop_assert!(authorization.ends_with(&end), "{authorization}\n{expected}");
    }
}
