//! The request of an attempt before it is signed.

use std::borrow::Cow;

use bytes::Bytes;
use http::Request as HttpRequest;
use http::header::{HOST, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue, USER_AGENT};

use super::invoke::Call;
use crate::call::error::Error;

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");
/// The number of headers that every signed request has, besides those of the
/// operation: attempt, invocation id, user agent, host, date, token, hash, signature.
const COMMON_HEADERS: usize = 8;

impl Call<'_> {
    /// Sets the URI of the request and its header `Host`.
    pub(super) fn locate(&mut self) -> Result<(), Error> {
        let request = self.request;
        let endpoint = match request.host_prefix.as_str() {
            "" => Cow::Borrowed(&self.route.endpoint),
            prefix => {
                let endpoint = self.route.endpoint.prefixed(prefix);
                Cow::Owned(endpoint.map_err(|error| self.fail(Error::config(error)))?)
            }
        };
        let uri = endpoint.uri(request.path.clone(), &request.query);
        let host = endpoint.host().cloned();
        self.uri = uri.map_err(|error| self.fail(Error::config(error)))?;
        self.host = host;
        Ok(())
    }

    /// Returns the request of the next attempt, without a signature.
    pub(super) fn unsigned(&self) -> Result<HttpRequest<Bytes>, Error> {
        let of_operation = &self.request.headers;
        let of_route = &self.route.headers;
        let mut headers =
            HeaderMap::with_capacity(of_operation.len() + of_route.len() + COMMON_HEADERS);
        for (name, value) in of_operation.iter().chain(of_route) {
            headers.append(name, value.clone());
        }
        let invalid = |error| self.fail(Error::config(error));
        headers.insert(ATTEMPT, self.attempt_header().map_err(invalid)?);
        let id = HeaderValue::from_str(self.invocation_id.as_str());
        headers.insert(INVOCATION_ID, id.map_err(invalid)?);
        headers.insert(USER_AGENT, self.shared.user_agent.clone());
        if let Some(host) = self.host.as_ref()
            && !headers.contains_key(HOST)
        {
            headers.insert(HOST, host.clone());
        }
        let mut request = HttpRequest::new(self.request.body.clone());
        *request.method_mut() = self.request.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn attempt_header(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        match (self.attempts + 1, self.retries.max_attempts()) {
            // The first attempt of a call with the default number is by far the most
            // frequent.
            (1, 3) => Ok(HeaderValue::from_static("attempt=1; max=3")),
            (attempt, max) => HeaderValue::try_from(format!("attempt={attempt}; max={max}")),
        }
    }
}
