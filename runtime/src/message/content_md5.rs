//! The header Content-MD5 (RFC 1864), for the feature `content-md5`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{HeaderName, HeaderValue};
use md5::{Digest, Md5};

use super::request::Request;

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

impl Request {
    /// Sets Content-MD5 to the checksum of the current body, unless a member
    /// has set the header.
    pub fn content_md5(&mut self) -> &mut Self {
        let digest = BASE64_STANDARD.encode(Md5::digest(&self.body));
        // Base64 has only valid header characters.
        if let Ok(value) = HeaderValue::try_from(digest) {
            self.headers.entry(CONTENT_MD5).or_insert(value);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn sets_the_checksum_of_the_body_once() {
        let mut request = Request::new(Method::PUT, "/");
        request
            .payload("text/plain", "message digest")
            .content_md5();
        assert_eq!(request.headers["content-md5"], "+WtpfXy3k41SWi8xqvFh0A==");
        request.payload("text/plain", "another").content_md5();
        assert_eq!(request.headers["content-md5"], "+WtpfXy3k41SWi8xqvFh0A==");
    }
}
