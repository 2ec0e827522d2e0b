//! Helpers of generated tests of requests that a server rejects.
//!
//! The cases come from the trait `smithy.test#httpMalformedRequestTests`. The
//! server has no handlers: a request that it accepts fails with status 501.

use bytes::Bytes;
use http::Response;

use super::exchange::Server;
use crate::wire::jmespath;

/// A malformed request, and the response that a case expects.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before `check`"]
pub struct MalformedRequest<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a [&'a str],
    headers: &'a [(&'a str, &'a str)],
    body: &'a str,
    status: Option<u16>,
    expected_headers: &'a [(&'a str, &'a str)],
    expected_body: ExpectedBody<'a>,
}

#[derive(Debug, Clone)]
enum ExpectedBody<'a> {
    Any,
    Contents {
        media_type: &'a str,
        contents: &'a str,
    },
    Message(&'a str),
}

/// A request with this method and encoded path.
pub fn request<'a>(method: &'a str, path: &'a str) -> MalformedRequest<'a> {
    MalformedRequest {
        method,
        path,
        query: &[],
        headers: &[],
        body: "",
        status: None,
        expected_headers: &[],
        expected_body: ExpectedBody::Any,
    }
}

impl<'a> MalformedRequest<'a> {
    /// Sets the query parameters, each `name=value` or `name`, encoded.
    pub fn query(mut self, parameters: &'a [&'a str]) -> Self {
        self.query = parameters;
        self
    }

    /// Sets the headers.
    pub fn headers(mut self, headers: &'a [(&'a str, &'a str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: &'a str) -> Self {
        self.body = body;
        self
    }

    /// Expects this status.
    pub fn expect_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Expects these headers with these values.
    pub fn expect_headers(mut self, headers: &'a [(&'a str, &'a str)]) -> Self {
        self.expected_headers = headers;
        self
    }

    /// Expects this body; `application/json` is compared as JSON.
    pub fn expect_body(mut self, media_type: &'a str, contents: &'a str) -> Self {
        self.expected_body = ExpectedBody::Contents {
            media_type,
            contents,
        };
        self
    }

    /// Expects a JSON body with a `message` that the regular expression matches.
    pub fn expect_message(mut self, pattern: &'a str) -> Self {
        self.expected_body = ExpectedBody::Message(pattern);
        self
    }

    /// Sends the request to the server and compares the response.
    ///
    /// # Panics
    /// The request is not valid HTTP, or the response differs.
    #[expect(clippy::panic, reason = "a mistake in a test must fail at once")]
    pub async fn check(self, server: &Server) {
        let separator = if self.query.is_empty() {
            ""
        } else if self.path.contains('?') {
            "&"
        } else {
            "?"
        };
        let target = format!("{}{separator}{}", self.path, self.query.join("&"));
        let mut request = http::Request::builder().method(self.method).uri(&target);
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        let request = match request.body(Bytes::from(self.body.to_owned())) {
            Ok(request) => request,
            Err(error) => panic!("the request {} {target} is invalid: {error}", self.method),
        };
        match server.handle(request).await {
            Ok(response) => self.compare(&response),
            Err(reset) => panic!("{reset}"),
        }
    }

    fn compare(&self, response: &Response<Bytes>) {
        let body = String::from_utf8_lossy(response.body());
        if let Some(status) = self.status {
            assert_eq!(
                response.status().as_u16(),
                status,
                "status; the body is {body}"
            );
        }
        for (name, value) in self.expected_headers {
            let found = response.headers().get(*name);
            let found = found.and_then(|value| value.to_str().ok());
            assert_eq!(found, Some(*value), "header {name}; the body is {body}");
        }
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        match self.expected_body {
            ExpectedBody::Any => {}
            ExpectedBody::Contents {
                media_type: "application/json",
                contents,
            } => {
                let same = match (json(&body), json(contents)) {
                    (Some(found), Some(expected)) => jmespath::same(&found, &expected),
                    _ => false,
                };
                assert!(same, "body: {body}\nexpected: {contents}");
            }
            ExpectedBody::Contents { contents, .. } => assert_eq!(body, contents, "body"),
            ExpectedBody::Message(pattern) => {
                let body_json = json(&body);
                let message = body_json.as_ref().and_then(|body| body.get("message"));
                let message = message.and_then(serde_json::Value::as_str);
                let regex = regex_lite::Regex::new(pattern);
                let matches = match (&regex, message) {
                    (Ok(regex), Some(message)) => regex.is_match(message),
                    _ => false,
                };
                assert!(matches, "body: {body}\nexpected a message like {pattern}");
            }
        }
    }
}
