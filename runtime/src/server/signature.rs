//! Verification of SigV4 signatures.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap};
use http::request::Parts;

use super::reply::Rejection;
use crate::base::hashing::Hashing;
use crate::base::identity::Credentials;
use crate::net::sigv4::{
    CanonicalRequest, KeyCache, Scope, Signable, SigningSettings, SigningTime, sha256_hex,
};
use crate::wire::timestamp::Timestamp;

/// The maximum difference between the times of a signature and the service. AWS
/// accepts five minutes.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Checks that requests are signed with known credentials.
///
/// ```
/// # use runtime::Credentials;
/// # use runtime::server::Verifier;
/// let verifier = Verifier::new([Credentials::new("AKIDEXAMPLE", "example-secret")]);
/// # drop(verifier);
/// ```
#[derive(Debug)]
pub struct Verifier {
    credentials: Vec<Credentials>,
    keys: KeyCache,
}

impl Verifier {
    /// Accepts signatures of these credentials. The session token must match,
    /// too.
    #[must_use]
    pub fn new(credentials: impl IntoIterator<Item = Credentials>) -> Self {
        Self {
            credentials: credentials.into_iter().collect(),
            keys: KeyCache::default(),
        }
    }

    /// Checks the signature of a request at the time `now`.
    pub(super) fn verify(
        &self,
        parts: &Parts,
        body: &Bytes,
        now: SystemTime,
        service: &str,
    ) -> Result<(), Rejection> {
        let headers = &parts.headers;
        let authorization = text(headers, AUTHORIZATION.as_str()).ok_or_else(|| {
            Rejection::new(
                403,
                "MissingAuthenticationTokenException",
                "the request is not signed: the header Authorization is missing",
            )
        })?;
        let claim = Authorization::read(authorization)?;
        let credentials = self.credentials_of(&claim, headers)?;
        let time = self.time(&claim, headers, now)?;
        if claim.service != service {
            let message = format!(
                "the signature is for the service {:?}; sign for {service:?}",
                claim.service
            );
            return Err(invalid(message));
        }
        let payload_hash = sha256_hex(Hashing, body);
        if let Some(sent) = text(headers, "x-amz-content-sha256")
            && sent != payload_hash.as_str()
        {
            return Err(invalid("x-amz-content-sha256 is not the hash of the body"));
        }
        if claim.region.is_empty() {
            return Err(invalid("the region in Credential is empty"));
        }
        // "Any x-amz-* headers that you plan to include in your request must also
        // be added" to the signed headers (AWS: Create a signed AWS API request).
        if let Some(name) = unsigned_amz_header(headers, &claim) {
            return Err(invalid(format!(
                "the header {name} is not signed; SignedHeaders must list all x-amz-* headers"
            )));
        }
        let is_signed = |name: &str| claim.signs(name);
        let signable = Signable::new(&parts.method, &parts.uri, headers, is_signed);
        let mut canonical =
            CanonicalRequest::new(signable, payload_hash.as_str(), SigningSettings::default());
        if canonical.signed_headers() != claim.signed_headers.as_bytes() || !claim.signs("host") {
            return Err(incomplete(
                "SignedHeaders must list host and other headers of the request, sorted by name",
            ));
        }
        let scope = Scope {
            region: claim.region,
            service: claim.service,
        };
        let to_sign = canonical.string_to_sign(Hashing, scope, &time);
        let expected = self.keys.sign(Hashing, credentials, scope, &time, to_sign);
        if constant_time_eq(expected.as_bytes(), claim.signature.as_bytes()) {
            Ok(())
        } else {
            Err(invalid(
                "the signature does not match the request and the secret access key",
            ))
        }
    }

    fn credentials_of(
        &self,
        claim: &Authorization<'_>,
        headers: &HeaderMap,
    ) -> Result<&Credentials, Rejection> {
        let token = text(headers, "x-amz-security-token");
        let mut known = self
            .credentials
            .iter()
            .filter(|credentials| credentials.access_key_id() == claim.access_key_id)
            .peekable();
        if known.peek().is_none() {
            let message = "unknown access key id in the signature";
            return Err(Rejection::new(403, "UnrecognizedClientException", message));
        }
        known
            .find(|credentials| credentials.session_token() == token)
            .ok_or_else(|| {
                let message = "the session token does not belong to the access key";
                Rejection::new(403, "ExpiredTokenException", message)
            })
    }

    /// Returns the time of the signature, which must be within the tolerance
    /// and on the date of the credential scope.
    fn time(
        &self,
        claim: &Authorization<'_>,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Result<SigningTime, Rejection> {
        let stated = text(headers, "x-amz-date")
            .ok_or_else(|| incomplete("the header x-amz-date is missing"))?;
        let signed = time_of(stated).ok_or_else(|| {
            incomplete("the header x-amz-date is not a time like 20240131T235959Z")
        })?;
        let apart = match now.duration_since(signed) {
            Ok(age) => age,
            Err(ahead) => ahead.duration(),
        };
        if apart > TOLERANCE {
            let now = SigningTime::new(now);
            let now = now.as_ref().map_or("unknown", SigningTime::timestamp);
            let message = format!(
                "the signature is from {stated}, more than 5 minutes off the service's time {now}; set the \
                 clock"
            );
            return Err(Rejection::new(400, "RequestExpired", message));
        }
        SigningTime::new(signed)
            .filter(|time| time.date() == claim.date.as_bytes())
            .ok_or_else(|| invalid("the date in Credential differs from the date in x-amz-date"))
    }
}

/// The parameters of the header Authorization.
struct Authorization<'a> {
    access_key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn read(authorization: &'a str) -> Result<Self, Rejection> {
        let malformed = || {
            incomplete(
                "the header Authorization must be AWS4-HMAC-SHA256 with Credential, SignedHeaders \
                 and Signature",
            )
        };
        let parameters = authorization
            .strip_prefix("AWS4-HMAC-SHA256")
            .ok_or_else(malformed)?;
        let parameter = |name: &str| {
            let mut parameters = parameters
                .split(',')
                .filter_map(|text| text.trim().split_once('='));
            parameters
                .find(|(given, _)| *given == name)
                .map(|(_, value)| value)
        };
        let credential = parameter("Credential").ok_or_else(malformed)?;
        let mut scope = credential.rsplit('/');
        let mut part = || scope.next().ok_or_else(malformed);
        let (terminator, service, region, date) = (part()?, part()?, part()?, part()?);
        let access_key_id = credential
            .strip_suffix(&format!("/{date}/{region}/{service}/{terminator}"))
            .filter(|id| !id.is_empty() && terminator == "aws4_request")
            .ok_or_else(malformed)?;
        Ok(Self {
            access_key_id,
            date,
            region,
            service,
            signed_headers: parameter("SignedHeaders").ok_or_else(malformed)?,
            signature: parameter("Signature").ok_or_else(malformed)?,
        })
    }

    fn signs(&self, header: &str) -> bool {
        self.signed_headers.split(';').any(|name| name == header)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns an `x-amz-*` header that is not signed.
fn unsigned_amz_header<'a>(headers: &'a HeaderMap, claim: &Authorization<'_>) -> Option<&'a str> {
    let mut names = headers.keys().map(http::HeaderName::as_str);
    names.find(|name| name.starts_with("x-amz-") && !claim.signs(name))
}

fn incomplete(message: &str) -> Rejection {
    Rejection::new(403, "IncompleteSignature", message)
}

fn invalid(message: impl Into<String>) -> Rejection {
    Rejection::new(403, "InvalidSignatureException", message)
}

/// Compares in constant time, so that the duration does not reveal the first
/// difference.
fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

/// Reads a time such as `20240131T235959Z`.
fn time_of(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let ([year, month, day], [hour, minute, second]) = (split(date, 4)?, split(time, 2)?);
    let extended = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    Timestamp::from_utc_date_time(&extended).map(SystemTime::from)
}

/// Splits text into `first` bytes, two bytes, and the rest.
fn split(text: &str, first: usize) -> Option<[&str; 3]> {
    let (first, rest) = text.split_at_checked(first)?;
    let (second, third) = rest.split_at_checked(2)?;
    Some([first, second, third])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::sigv4;

    const TIME: Duration = Duration::from_secs(1_728_518_400);

    fn credentials() -> Credentials {
        Credentials::new("AKIDEXAMPLE", "example-secret")
    }

    fn signed(credentials: &Credentials) -> http::Request<Bytes> {
        let mut request = http::Request::post("http://127.0.0.1:8480/v1/books?b=2&a=%20")
            .header("content-type", "application/json")
            .header("user-agent", "a-client")
            .body(Bytes::from_static(b"{}"))
            .unwrap();
        let scope = Scope {
            region: "eu-west-1",
            service: "bookshop",
        };
        sigv4::sign(
            &mut request,
            credentials,
            scope,
            SystemTime::UNIX_EPOCH + TIME,
            SigningSettings::default(),
            &KeyCache::default(),
        )
        .unwrap();
        request
    }

    fn verify_at(request: http::Request<Bytes>, now: Duration) -> Result<(), String> {
        let session = credentials().with_session_token("token");
        let verifier = Verifier::new([credentials(), session]);
        let (parts, body) = request.into_parts();
        verifier
            .verify(&parts, &body, SystemTime::UNIX_EPOCH + now, "bookshop")
            .map_err(|rejection| rejection.code().to_owned())
    }

    #[test]
    fn accepts_valid_signatures() {
        assert_eq!(verify_at(signed(&credentials()), TIME), Ok(()));
        let session = credentials().with_session_token("token");
        assert_eq!(verify_at(signed(&session), TIME + TOLERANCE), Ok(()));
    }

    /// AWS accepts a signed `user-agent`, which some SDKs sign.
    #[test]
    fn accepts_a_signed_user_agent() {
        let request = signed(&credentials());
        let (mut parts, body) = request.into_parts();
        let signed_headers = "content-type;host;user-agent;x-amz-date";
        let signable = Signable::new(&parts.method, &parts.uri, &parts.headers, |name| {
            signed_headers.split(';').any(|signed| signed == name)
        });
        let payload_hash = sha256_hex(Hashing, &body);
        let mut canonical =
            CanonicalRequest::new(signable, payload_hash.as_str(), SigningSettings::default());
        assert_eq!(canonical.signed_headers(), signed_headers.as_bytes());
        let time = SigningTime::new(SystemTime::UNIX_EPOCH + TIME).unwrap();
        let scope = Scope {
            region: "eu-west-1",
            service: "bookshop",
        };
        let to_sign = canonical.string_to_sign(Hashing, scope, &time);
        let keys = KeyCache::default();
        let signature = keys.sign(Hashing, &credentials(), scope, &time, to_sign);
        let signature = signature.as_str();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20241010/eu-west-1/bookshop/aws4_request, \
             SignedHeaders={signed_headers}, Signature={signature}"
        );
        let value = authorization.parse().unwrap();
        parts.headers.insert(AUTHORIZATION, value);
        let request = http::Request::from_parts(parts, body);
        assert_eq!(verify_at(request, TIME), Ok(()));
    }

    #[test]
    fn rejects_changed_requests() {
        type Change = fn(&mut http::Request<Bytes>);
        fn set(request: &mut http::Request<Bytes>, name: &'static str, value: &str) {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        fn rewrite(request: &mut http::Request<Bytes>, from: &str, to: &str) {
            let value = request.headers()["authorization"].to_str().unwrap();
            let value = value.replace(from, to);
            set(request, "authorization", &value);
        }
        let cases: [(&str, Change, &str); 16] = [
            (
                "no signature",
                |r| drop(r.headers_mut().remove("authorization")),
                "MissingAuthenticationTokenException",
            ),
            (
                "scheme",
                |r| rewrite(r, "AWS4-HMAC", "AWS5-HMAC"),
                "IncompleteSignature",
            ),
            (
                "no signed headers",
                |r| rewrite(r, "SignedHeaders=", "Signed="),
                "IncompleteSignature",
            ),
            (
                "scope",
                |r| rewrite(r, "aws4_request", "aws5_request"),
                "IncompleteSignature",
            ),
            (
                "unsent header",
                |r| rewrite(r, ";host", ";host;x-a"),
                "IncompleteSignature",
            ),
            (
                "key",
                |r| rewrite(r, "AKIDEXAMPLE", "AKIDOTHER"),
                "UnrecognizedClientException",
            ),
            (
                "service",
                |r| rewrite(r, "/bookshop/", "/other/"),
                "InvalidSignatureException",
            ),
            (
                "region",
                |r| rewrite(r, "/eu-west-1/", "/eu-west-2/"),
                "InvalidSignatureException",
            ),
            (
                "signature",
                |r| rewrite(r, "Signature=", "Signature=0"),
                "InvalidSignatureException",
            ),
            (
                "token",
                |r| set(r, "x-amz-security-token", "other"),
                "ExpiredTokenException",
            ),
            (
                "header",
                |r| set(r, "content-type", "text/plain"),
                "InvalidSignatureException",
            ),
            (
                "body",
                |r| *r.body_mut() = Bytes::from_static(b"[]"),
                "InvalidSignatureException",
            ),
            (
                "path",
                |r| *r.uri_mut() = http::Uri::from_static("http://127.0.0.1:8480/v2"),
                "InvalidSignatureException",
            ),
            (
                "empty region",
                |r| rewrite(r, "/eu-west-1/", "//"),
                "InvalidSignatureException",
            ),
            (
                "unsigned header",
                |r| set(r, "x-amz-meta", "x"),
                "InvalidSignatureException",
            ),
            (
                "no date",
                |r| drop(r.headers_mut().remove("x-amz-date")),
                "IncompleteSignature",
            ),
        ];
        for (name, change, expected) in cases {
            let mut request = signed(&credentials());
            change(&mut request);
            assert_eq!(verify_at(request, TIME), Err(expected.to_owned()), "{name}");
        }
    }

    #[test]
    fn rejects_dates_outside_the_tolerance() {
        let late = TIME + TOLERANCE + Duration::from_secs(1);
        let early = TIME - TOLERANCE - Duration::from_secs(1);
        for now in [late, early] {
            let result = verify_at(signed(&credentials()), now);
            assert_eq!(result, Err("RequestExpired".to_owned()));
        }
    }

    proptest::proptest! {
        #[test]
        fn rejects_other_authorization_headers(
            text in "AWS4-HMAC-SHA256 [A-Za-z0-9=,/; _\\-]{0,60}|[ -~]*",
            cut in 0..200_usize,
        ) {
            let mut request = signed(&credentials());
            let written = request.headers()["authorization"].to_str().unwrap();
            let cut: String = written.chars().take(cut.min(written.len() - 1)).collect();
            for text in [text, cut] {
                request.headers_mut().insert(AUTHORIZATION, text.parse().unwrap());
                proptest::prop_assert!(verify_at(request.clone(), TIME).is_err());
            }
        }
    }
}
