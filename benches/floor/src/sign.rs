//! Signature Version 4 for one kind of request.

use std::fmt::Write as _;

use harness::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use ring::{digest, hmac};

/// The path of the request.
pub(crate) const PATH: &str = "/v1/whatsapp/send";

const SERVICE: &str = "social-messaging";
const SIGNED_HEADERS: &str = "content-type;host;x-amz-date";
const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");

/// Signs with the key of the day on which the program starts.
pub(crate) struct Signer {
    host: HeaderValue,
    date: String,
    key: hmac::Key,
}

impl Signer {
    pub(crate) fn new(host: &str) -> Self {
        let date = jiff::Timestamp::now().strftime("%Y%m%d").to_string();
        let secret = format!("AWS4{SECRET_ACCESS_KEY}");
        let start = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let parts = [&date, REGION, SERVICE, "aws4_request"];
        let key = parts.iter().fold(start, |key, part| {
            hmac::Key::new(
                hmac::HMAC_SHA256,
                hmac::sign(&key, part.as_bytes()).as_ref(),
            )
        });
        Self {
            host: HeaderValue::try_from(host).unwrap_or(HeaderValue::from_static("localhost")),
            date,
            key,
        }
    }

    /// Adds the headers of the request and its signature.
    pub(crate) fn sign(&self, headers: &mut HeaderMap, body: &[u8]) -> anyhow::Result<()> {
        let now = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now());
        let mut time = String::with_capacity(16);
        write!(
            time,
            "{}T{:02}{:02}{:02}Z",
            self.date,
            now.hour(),
            now.minute(),
            now.second()
        )?;
        let mut canonical = String::with_capacity(512);
        write!(
            canonical,
            "POST\n{PATH}\n\ncontent-type:application/json\nhost:{}\nx-amz-date:{time}\n\n\
             {SIGNED_HEADERS}\n",
            self.host.to_str()?
        )?;
        push_hex(
            &mut canonical,
            digest::digest(&digest::SHA256, body).as_ref(),
        );
        let hash = digest::digest(&digest::SHA256, canonical.as_bytes());
        canonical.clear();
        let scope = format_args!("{}/{REGION}/{SERVICE}/aws4_request", self.date);
        write!(canonical, "AWS4-HMAC-SHA256\n{time}\n{scope}\n")?;
        push_hex(&mut canonical, hash.as_ref());
        let signature = hmac::sign(&self.key, canonical.as_bytes());
        let mut authorization = String::with_capacity(256);
        write!(
            authorization,
            "AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/{scope}, \
             SignedHeaders={SIGNED_HEADERS}, Signature="
        )?;
        push_hex(&mut authorization, signature.as_ref());

        headers.reserve(5);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(HOST, self.host.clone());
        headers.insert(X_AMZ_DATE, HeaderValue::try_from(time)?);
        headers.insert(AUTHORIZATION, HeaderValue::try_from(authorization)?);
        Ok(())
    }
}

fn push_hex(to: &mut String, bytes: &[u8]) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    for byte in bytes {
        to.push(DIGITS[usize::from(byte >> 4)]);
        to.push(DIGITS[usize::from(byte & 15)]);
    }
}
