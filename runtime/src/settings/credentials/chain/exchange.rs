//! Requests for credentials: timeouts, retries, and errors without secrets.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::document::Document;
use super::xml;
use crate::base::disclosure::Secrets;
use crate::base::future::BoxFuture;
use crate::base::printable::OneLine;
use crate::base::random::{SystemRandom, fraction};
use crate::net::retry::{self, RetryReason, RetryableTrait};
use crate::net::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// The limits of requests to one kind of endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) connect: Duration,
    pub(super) response: Duration,
    /// The number of attempts.
    pub(super) attempts: u32,
}

/// Services: the default limits of a client.
pub(super) const SERVICE: Patience = Patience {
    connect: Duration::from_secs(3),
    response: Duration::from_secs(10),
    attempts: 3,
};

/// Endpoints on the machine itself. They respond at once if they exist.
pub(super) const LOCAL: Patience = Patience {
    connect: Duration::from_secs(1),
    response: Duration::from_secs(2),
    attempts: 2,
};

/// The maximum size of a response; one with credentials takes a few kilobytes.
/// The values of a JSON document can take twenty times its size.
const RESPONSE_LIMIT: usize = 64 * 1024;

/// Sends a request and retries it by the rules of the client's own requests.
/// Returns the body of a successful response, or an error without secrets.
///
/// `secrets` are those in the body of the request and those that it was signed
/// with.
///
/// Boxed, so that its code is compiled once and not for each source.
pub(super) fn fetch(
    transport: &dyn Transport,
    request: Request<Bytes>,
    patience: Patience,
    mut secrets: Secrets,
) -> BoxFuture<'_, Result<Bytes, String>> {
    Box::pin(async move {
        for value in request
            .headers()
            .values()
            .filter(|value| value.is_sensitive())
        {
            secrets.add_header(value.to_str().unwrap_or_default());
        }
        let mut attempts = 0;
        loop {
            attempts += 1;
            let result = exchange(transport, request.clone(), patience).await;
            if attempts < patience.attempts
                && let Some(reason) = retry_reason(&result)
            {
                let wait = retry::backoff(reason, attempts - 1, fraction(&SystemRandom), None);
                tokio::time::sleep(wait).await;
                continue;
            }
            let problem = match result {
                Ok(response) if response.status().is_success() => return Ok(response.into_body()),
                Ok(response) => describe(&request, &response),
                Err(error) => format!("{}: {error}", host(&request)),
            };
            return Err(secrets.redact(&problem).into_owned());
        }
    })
}

/// The reason to retry. A failure to connect is not retried, because the
/// endpoint probably does not exist.
fn retry_reason(result: &Result<Response<Bytes>, TransportError>) -> Option<RetryReason> {
    match result {
        Ok(response) if response.status().is_success() => None,
        Ok(response) => {
            let code = part(response.body(), &CODES);
            // Temporary errors of AWS STS, according to its API reference: the
            // identity provider did not respond; a new token is not valid yet.
            let retryable = match code.as_deref() {
                Some("IDPCommunicationError" | "InvalidIdentityToken") => RetryableTrait::Transient,
                _ => RetryableTrait::Absent,
            };
            retry::retry_reason(response.status().as_u16(), code.as_deref(), retryable)
        }
        Err(error) => matches!(
            error.kind(),
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted
        )
        .then_some(RetryReason::Transient),
    }
}

async fn exchange(
    transport: &dyn Transport,
    request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<Bytes>, TransportError> {
    let limits = Limits {
        connect: Some(patience.connect),
        timeout: Some(patience.response),
        response_size: RESPONSE_LIMIT,
        max_idle: None,
    };
    tokio::time::timeout(patience.response, transport.send(request, limits))
        .await
        .unwrap_or_else(|_| Err(TransportError::timeout()))
}

fn host(request: &Request<Bytes>) -> &str {
    request.uri().host().unwrap_or("the endpoint")
}

/// Describes an error response.
fn describe(request: &Request<Bytes>, response: &Response<Bytes>) -> String {
    let status = response.status().as_u16();
    let mut text = format!("{} responded with status {status}", host(request));
    for names in [&CODES[..], &MESSAGES[..]] {
        if let Some(part) = part(response.body(), names) {
            text.push_str(&format!(": {}", OneLine::new(&part)));
        }
    }
    text
}

/// The members with the code and the message of an error: of AWS STS and the
/// metadata services, of the IAM Identity Center portal, and of OAuth (RFC 6749).
const CODES: [&str; 4] = ["Code", "code", "__type", "error"];
const MESSAGES: [&str; 3] = ["Message", "message", "error_description"];

/// The first of these parts of an error document in XML or JSON.
fn part(body: &[u8], names: &[&str]) -> Option<String> {
    let document = Document::read(body);
    let text = String::from_utf8_lossy(body);
    names.iter().find_map(|name| match &document {
        Some(document) => document.text(name).map(str::to_owned),
        None => xml::text_of(&text, name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_error_responses() {
        let request = Request::post("https://sts.amazonaws.com/")
            .body(Bytes::new())
            .expect("a request");
        for (body, expected) in [
            ("", ""),
            ("{\"x\": \"se/cret=\"}", ""),
            (
                "<E><Code>AccessDenied</Code><Message>Not\nyou</Message></E>",
                ": AccessDenied: Not\\nyou",
            ),
            (r#"{"message": "Session expired"}"#, ": Session expired"),
            (
                r#"{"error": "invalid_grant", "error_description": "Invalid token"}"#,
                ": invalid_grant: Invalid token",
            ),
            (r#"{"message": 1, "code": ["x"]}"#, ""),
        ] {
            let response = Response::builder()
                .status(403)
                .body(Bytes::from(body))
                .expect("ok");
            let expected = format!("sts.amazonaws.com responded with status 403{expected}");
            assert_eq!(describe(&request, &response), expected);
        }
    }

    #[test]
    fn retries_like_the_client() {
        use RetryReason::*;
        for (status, code, expected) in [
            (400, "IDPCommunicationError", Some(Transient)),
            (400, "InvalidIdentityToken", Some(Transient)),
            (400, "Throttling", Some(Throttled)),
            (400, "RequestLimitExceeded", Some(Throttled)),
            (400, "ValidationError", None),
            (403, "AccessDenied", None),
            (429, "", Some(Throttled)),
            (503, "", Some(Transient)),
            (501, "", None),
            (200, "Throttling", None),
        ] {
            for body in [
                format!("<Code>{code}</Code>"),
                format!(r#"{{"code": "{code}"}}"#),
            ] {
                let response = Response::builder().status(status).body(body.into());
                let reason = retry_reason(&Ok(response.expect("a response")));
                assert_eq!(reason, expected, "{status} {code}");
            }
        }
        assert_eq!(
            retry_reason(&Err(TransportError::interrupted(""))),
            Some(Transient)
        );
        assert_eq!(retry_reason(&Err(TransportError::connect(""))), None);
    }
}
