//! Helpers of generated protocol tests: a client that records its request, and
//! a client that receives a given response.
//!
//! The cases come from the `smithy.test` traits of a model. Inputs are not
//! validated: a case may contain values that the model does not allow.
//!
//! ```
//! # use runtime::Builder;
//! # use runtime::codegen::{Handle, Service, ServiceClient};
//! # static SERVICE: Service = Service {
//! #     sdk_id: "Bookshop", endpoint_prefix: "bookshop", signing_name: "bookshop",
//! #     version: "2024-01-01", crate_name: "bookshop", crate_version: "0.1.0",
//! #     telemetry: runtime::codegen::telemetry!("bookshop"), errors: &[],
//! # };
//! # struct Client(Handle);
//! # impl ServiceClient for Client {
//! #     const SERVICE: &'static Service = &SERVICE;
//! #     fn from_handle(handle: Handle) -> Self { Self(handle) }
//! # }
//! use runtime::codegen::protocol;
//!
//! let (client, sent): (Client, _) = protocol::client();
//! // … a call of the client, and then, for example:
//! // protocol::expect("GET", "/books").query(&["author=Herbert"]).check(&sent);
//! # drop((client, sent));
//! ```

use serde_json::Value;

use super::{Answer, Recorded, Replay, builder};
use crate::call::client::{Builder, ServiceClient, set_every_scheme};
use crate::settings::options::{Retries, Validation};
use crate::wire::jmespath;

/// Returns a client without a response, and the record of its request.
///
/// # Panics
/// The client cannot be built.
#[must_use]
pub fn client<C: ServiceClient>() -> (C, Replay) {
    let sent = Replay::new([]);
    (built(unvalidated(&sent)), sent)
}

/// Like [`client`], for this host, with an optional base path.
///
/// # Panics
/// The client cannot be built.
#[must_use]
pub fn client_with_host<C: ServiceClient>(host: &str) -> (C, Replay) {
    let sent = Replay::new([]);
    let endpoint = format!("https://{host}");
    (built(unvalidated(&sent).endpoint_url(endpoint)), sent)
}

/// Returns a client that receives this response once and does not retry.
///
/// # Panics
/// The status or a header is invalid, or the client cannot be built.
#[must_use]
pub fn client_with_response<C: ServiceClient>(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> C {
    let answer = headers.iter().fold(
        Answer::response(status, body.to_owned()),
        |answer, (name, value)| answer.header(name, value),
    );
    built(unvalidated(&Replay::new([answer])))
}

fn unvalidated<C: ServiceClient>(replay: &Replay) -> Builder<C> {
    set_every_scheme(builder(replay))
        .validation(Validation::Off)
        .retries(Retries::none())
}

#[expect(clippy::panic, reason = "a mistake in a test must fail at once")]
fn built<C: ServiceClient>(builder: Builder<C>) -> C {
    match builder.build() {
        Ok(client) => client,
        Err(error) => panic!("cannot build the client: {error}"),
    }
}

/// The request that a case expects.
#[derive(Debug, Clone)]
#[must_use = "nothing is compared before `check`"]
pub struct ExpectedRequest<'a> {
    method: &'a str,
    path: &'a str,
    host: Option<&'a str>,
    query: &'a [&'a str],
    forbid_query: &'a [&'a str],
    require_query: &'a [&'a str],
    headers: &'a [(&'a str, &'a str)],
    forbid_headers: &'a [&'a str],
    require_headers: &'a [&'a str],
    body: ExpectedBody<'a>,
}

#[derive(Debug, Clone)]
enum ExpectedBody<'a> {
    Any,
    Exact(&'a str),
    Json(&'a str),
}

/// Expects a request with this method and path; the path is encoded and without
/// the query.
pub fn expect<'a>(method: &'a str, path: &'a str) -> ExpectedRequest<'a> {
    ExpectedRequest {
        method,
        path,
        host: None,
        query: &[],
        forbid_query: &[],
        require_query: &[],
        headers: &[],
        forbid_headers: &[],
        require_headers: &[],
        body: ExpectedBody::Any,
    }
}

impl<'a> ExpectedRequest<'a> {
    /// Expects this host.
    pub fn host(mut self, host: &'a str) -> Self {
        self.host = Some(host);
        self
    }

    /// Expects these query parameters, each `name=value` or `name`, encoded,
    /// and as often as they are listed.
    pub fn query(mut self, parameters: &'a [&'a str]) -> Self {
        self.query = parameters;
        self
    }

    /// Expects no query parameter with one of these names.
    pub fn forbid_query(mut self, names: &'a [&'a str]) -> Self {
        self.forbid_query = names;
        self
    }

    /// Expects a query parameter with each of these names.
    pub fn require_query(mut self, names: &'a [&'a str]) -> Self {
        self.require_query = names;
        self
    }

    /// Expects these headers with these values.
    pub fn headers(mut self, headers: &'a [(&'a str, &'a str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Expects no header with one of these names.
    pub fn forbid_headers(mut self, names: &'a [&'a str]) -> Self {
        self.forbid_headers = names;
        self
    }

    /// Expects a header with each of these names.
    pub fn require_headers(mut self, names: &'a [&'a str]) -> Self {
        self.require_headers = names;
        self
    }

    /// Expects exactly this body.
    pub fn body(mut self, body: &'a str) -> Self {
        self.body = ExpectedBody::Exact(body);
        self
    }

    /// Expects a body equal to this JSON; the order of keys, white space and
    /// the notation of numbers are ignored.
    pub fn json(mut self, body: &'a str) -> Self {
        self.body = ExpectedBody::Json(body);
        self
    }

    /// Compares the recorded request.
    ///
    /// # Panics
    /// There is not exactly one request, or it differs.
    #[track_caller]
    pub fn check(&self, sent: &Replay) {
        let request = sent.request();
        assert_eq!(request.method.as_str(), self.method, "method");
        assert_eq!(request.uri.path(), self.path, "path");
        if let Some(host) = self.host {
            assert_eq!(request.uri.host(), Some(host), "host");
        }
        self.compare_query(request.uri.query().unwrap_or_default());
        self.compare_headers(&request);
        match self.body {
            ExpectedBody::Any => {}
            ExpectedBody::Exact(body) => assert_eq!(request.text(), body, "body"),
            ExpectedBody::Json(body) => compare_json(&request.text(), body),
        }
    }

    #[track_caller]
    fn compare_query(&self, query: &str) {
        let mut given: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
        let has = |given: &[&str], name: &str| {
            given
                .iter()
                .any(|part| part.split('=').next() == Some(name))
        };
        for name in self.forbid_query {
            assert!(!has(&given, name), "{name} is in the query: {query}");
        }
        for name in self.require_query {
            assert!(has(&given, name), "{name} is not in the query: {query}");
        }
        for parameter in self.query {
            let valueless = format!("{parameter}=");
            let at = given
                .iter()
                .position(|part| part == parameter || *part == valueless);
            assert!(at.is_some(), "{parameter} is not in the query: {query}");
            if let Some(at) = at {
                given.swap_remove(at);
            }
        }
    }

    #[track_caller]
    fn compare_headers(&self, request: &Recorded) {
        for (name, value) in self.headers {
            assert_eq!(request.header(name), Some(*value), "header {name}");
        }
        for name in self.forbid_headers {
            assert_eq!(request.header(name), None, "header {name}");
        }
        for name in self.require_headers {
            // hyper adds the length of the body.
            let added = name.eq_ignore_ascii_case("content-length") && !request.body.is_empty();
            let present = added || request.header(name).is_some();
            assert!(present, "missing header {name}");
        }
    }
}

#[track_caller]
fn compare_json(sent: &str, expected: &str) {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let (found, wanted) = (read(sent), read(expected));
    let same = match (&found, &wanted) {
        (Some(found), Some(wanted)) => jmespath::same(found, wanted),
        _ => false,
    };
    assert!(same, "body: {sent}\nexpected: {expected}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_additional_query_parameters() {
        expect("GET", "/")
            .query(&["a=1", "a=1", "b"])
            .require_query(&["c"])
            .forbid_query(&["d"])
            .compare_query("c=x&a=1&b=&a=1");
    }

    #[test]
    #[should_panic(expected = "a=1 is not in the query")]
    fn rejects_a_repeated_parameter_that_occurs_once() {
        expect("GET", "/")
            .query(&["a=1", "a=1"])
            .compare_query("a=1");
    }
}
