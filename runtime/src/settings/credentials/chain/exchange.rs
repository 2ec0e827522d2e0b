//! Requests for credentials and for what leads to them: how long they are
//! waited for, how often they are tried, and what may be told of a failure.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use tokio::time::Instant;

use super::xml;
use crate::base::future::BoxFuture;
use crate::base::printable::OneLine;
use crate::net::transport::{Limits, Transport, TransportError, TransportErrorKind};
use crate::wire::percent::percent_encode;

/// How requests to one kind of endpoint are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) connect: Duration,
    pub(super) response: Duration,
    /// How often in all, when the endpoint answers that something went wrong or
    /// breaks the connection.
    pub(super) tries: u32,
}

/// Services: the same time as for the client's own requests.
pub(super) const SERVICE: Patience = Patience {
    connect: Duration::from_secs(3),
    response: Duration::from_secs(10),
    tries: 3,
};

/// Endpoints on the machine itself. They answer at once where they exist, and
/// nothing answers where they do not.
pub(super) const LOCAL: Patience = Patience {
    connect: Duration::from_secs(1),
    response: Duration::from_secs(2),
    tries: 2,
};

/// A longest answer; those with credentials have a few kilobytes.
const ANSWER: usize = 1024 * 1024;

/// Sends a request, several times if need be: the body of a successful answer,
/// or why there is none, in words that hold no secret.
///
/// Boxed, so that its code is in a program once and not with each source.
pub(super) fn fetch(
    transport: &dyn Transport,
    request: Request<Bytes>,
    patience: Patience,
) -> BoxFuture<'_, Result<Bytes, String>> {
    Box::pin(async move {
        let mut tries_left = patience.tries;
        loop {
            tries_left = tries_left.saturating_sub(1);
            let answer = exchange(transport, request.clone(), patience).await;
            if tries_left > 0 && may_pass(&answer) {
                continue;
            }
            return match answer {
                Ok(answer) if answer.status().is_success() => Ok(answer.into_body()),
                Ok(answer) => Err(refusal(&request, &answer)),
                Err(error) => Err(format!("{}: {error}", host(&request))),
            };
        }
    })
}

/// Whether another try may help. One that did not connect is none: where there
/// is no endpoint, waiting for it a second time is a second wasted.
fn may_pass(answer: &Result<Response<Bytes>, TransportError>) -> bool {
    match answer {
        Ok(answer) => {
            answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS
        }
        Err(error) => matches!(
            error.kind(),
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted
        ),
    }
}

async fn exchange(
    transport: &dyn Transport,
    request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<Bytes>, TransportError> {
    let deadline = Instant::now() + patience.response;
    let limits = Limits {
        connect: Some(patience.connect),
        deadline: Some(deadline),
        response_size: ANSWER,
        max_idle: None,
    };
    tokio::time::timeout_at(deadline, transport.send(request, limits))
        .await
        .unwrap_or_else(|_| Err(TransportError::timeout()))
}

fn host(request: &Request<Bytes>) -> &str {
    request.uri().host().unwrap_or("the endpoint")
}

/// What an answer that is no success says, as far as that is fit for a log.
fn refusal(request: &Request<Bytes>, answer: &Response<Bytes>) -> String {
    let status = answer.status().as_u16();
    let mut text = format!("{} answered with status {status}", host(request));
    let body = String::from_utf8_lossy(answer.body());
    for name in ["Code", "Message"] {
        // An endpoint that repeats the token that it was sent must not put it
        // into a log.
        if let Some(part) = xml::text_of(&body, name)
            && !repeats_secret(request, &part)
        {
            text.push_str(&format!(": {}", OneLine(&part)));
        }
    }
    text
}

/// Whether a text holds a secret that the request carried: a header that is
/// marked as one, or a token in its body.
fn repeats_secret(request: &Request<Bytes>, text: &str) -> bool {
    let body = String::from_utf8_lossy(request.body());
    // There it is percent-encoded.
    let encoded = percent_encode(text);
    let in_body = body
        .split('&')
        .filter_map(|parameter| parameter.strip_prefix("WebIdentityToken="))
        .any(|token| encoded.contains(token));
    let headers = request.headers().values();
    let in_headers = headers
        .filter(|value| value.is_sensitive())
        .filter_map(|value| value.to_str().ok())
        .any(|value| text.contains(value));
    in_body || in_headers
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn error_summaries_hide_secrets() {
        let mut token = HeaderValue::from_static("to-ken");
        token.set_sensitive(true);
        let request = Request::post("https://sts.amazonaws.com/")
            .header("x-token", token)
            .body(Bytes::from_static(
                b"Action=x&WebIdentityToken=se%2Fcret%3D&Version=1",
            ))
            .expect("a request");
        for (body, expected) in [
            ("", "sts.amazonaws.com answered with status 403"),
            (
                "{\"x\": \"se/cret=\"}",
                "sts.amazonaws.com answered with status 403",
            ),
            (
                "<E><Code>AccessDenied</Code><Message>Not\nyou</Message></E>",
                "sts.amazonaws.com answered with status 403: AccessDenied: Not\\nyou",
            ),
            (
                "<E><Code>Bad</Code><Message>token se/cret=</Message></E>",
                "sts.amazonaws.com answered with status 403: Bad",
            ),
            (
                "<E><Code>Bad</Code><Message>no to-ken</Message></E>",
                "sts.amazonaws.com answered with status 403: Bad",
            ),
        ] {
            let response = Response::builder()
                .status(403)
                .body(Bytes::from(body))
                .expect("ok");
            assert_eq!(refusal(&request, &response), expected);
        }
    }
}
