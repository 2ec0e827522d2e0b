//! The world as the credentials library sees it: our transport, our
//! environment, and no secret in what it reports.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use reqsign_aws_core::Credential;
use reqsign_core::{Context, ProvideCredential};
use tokio::time::Instant;

use super::{Attempt, DefaultChain};
use crate::config::Env;
use crate::credentials::Credentials;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

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

impl DefaultChain {
    /// Asks a provider of the library. `None` when it says that it is not set
    /// up.
    ///
    /// The library's own errors quote answers and outputs of programs, which can
    /// hold secrets. What goes on is the failed exchange as recorded here, or
    /// the fixed beginning of the library's message.
    pub(super) async fn ask(
        &self,
        provider: &impl ProvideCredential<Credential = Credential>,
        patience: Patience,
    ) -> Option<Attempt> {
        let problem = Arc::new(Mutex::new(None));
        let context = Context::new()
            .with_env(LibraryEnv(self.env.clone()))
            .with_file_read(LibraryEnv(self.env.clone()))
            .with_http_send(Http {
                transport: Arc::clone(&self.transport),
                patience,
                problem: Arc::clone(&problem),
            });
        let asked = provider.provide_credential(&context).await;
        Some(match asked {
            Ok(found) => Ok(convert(found?)),
            Err(error) => {
                let mut problem = problem.lock().unwrap_or_else(PoisonError::into_inner);
                Err(problem
                    .take()
                    .unwrap_or_else(|| fixed_part(&error.to_string())))
            }
        })
    }
}

pub(super) fn convert(found: Credential) -> Credentials {
    let mut credentials = Credentials::new(found.access_key_id, found.secret_access_key);
    if let Some(token) = found.session_token.filter(|token| !token.is_empty()) {
        credentials = credentials.with_session_token(token);
    }
    if let Some(expiry) = found.expires_in {
        credentials = credentials.with_expiry(expiry.as_system_time());
    }
    credentials
}

/// A message without what follows a colon or stands in quotes: such is foreign.
fn fixed_part(message: &str) -> String {
    let end = message
        .find([':', '\'', '"', '`', '['])
        .unwrap_or(message.len());
    let fixed = message.get(..end).unwrap_or_default().trim();
    match fixed {
        "" => "the answer makes no sense".to_owned(),
        fixed => fixed.to_owned(),
    }
}

/// Sends requests over the client's transport, several times if need be, and
/// records why the last one failed.
#[derive(Debug)]
struct Http {
    transport: Arc<dyn Transport>,
    patience: Patience,
    problem: Arc<Mutex<Option<String>>>,
}

impl reqsign_core::HttpSend for Http {
    async fn http_send(&self, request: Request<Bytes>) -> reqsign_core::Result<Response<Bytes>> {
        let mut tries_left = self.patience.tries;
        loop {
            tries_left = tries_left.saturating_sub(1);
            let answer = exchange(&*self.transport, request.clone(), self.patience).await;
            let may_pass = match &answer {
                Ok(response) => {
                    response.status().is_server_error()
                        || response.status() == StatusCode::TOO_MANY_REQUESTS
                }
                Err(error) => matches!(
                    error.kind(),
                    TransportErrorKind::Timeout | TransportErrorKind::Interrupted
                ),
            };
            if may_pass && tries_left > 0 {
                continue;
            }
            let problem = match &answer {
                Ok(response) => refusal(&request, response),
                Err(error) => Some(format!("{}: {error}", host(&request))),
            };
            *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
            return answer.map_err(|_| reqsign_core::Error::unexpected("no answer"));
        }
    }
}

/// One exchange within these limits.
pub(super) async fn exchange(
    transport: &dyn Transport,
    request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<Bytes>, TransportError> {
    let deadline = Instant::now() + patience.response;
    let limits = Limits {
        connect: Some(patience.connect),
        deadline: Some(deadline),
        response_size: ANSWER,
    };
    tokio::time::timeout_at(deadline, transport.send(request, limits))
        .await
        .unwrap_or_else(|_| Err(TransportError::timeout()))
}

fn host(request: &Request<Bytes>) -> &str {
    request.uri().host().unwrap_or("the endpoint")
}

/// What an answer that is no success says, as far as that is fit for a log.
fn refusal(request: &Request<Bytes>, response: &Response<Bytes>) -> Option<String> {
    let status = response.status();
    if status.is_success() {
        return None;
    }
    let mut text = format!("{} answered with status {}", host(request), status.as_u16());
    let body = String::from_utf8_lossy(response.body());
    for part in [element(&body, "Code"), element(&body, "Message")]
        .into_iter()
        .flatten()
    {
        // An endpoint that repeats the token that it was sent must not put it
        // into a log.
        if !repeats_secret(request, part) {
            text.push_str(": ");
            text.extend(part.chars().filter(|c| !c.is_control()).take(300));
        }
    }
    Some(text)
}

/// The content of an XML element without children.
fn element<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    let (content, _) = rest.split_once(&format!("</{name}>"))?;
    Some(content).filter(|content| !content.is_empty() && !content.contains('<'))
}

/// Whether a text holds a longer part of what the request carried: a token in
/// its body or headers.
fn repeats_secret(request: &Request<Bytes>, text: &str) -> bool {
    let body = String::from_utf8_lossy(request.body());
    let in_body = body
        .split('&')
        .filter_map(|parameter| parameter.strip_prefix("WebIdentityToken="))
        .any(|token| text.contains(token));
    let in_headers = [
        "authorization",
        "x-amz-security-token",
        "x-amz-sso_bearer_token",
    ]
    .iter()
    .filter_map(|name| request.headers().get(*name)?.to_str().ok())
    .any(|value| text.contains(value));
    in_body || in_headers
}

/// Environment and files. The variables that would lead the library to other
/// credentials than those that are asked for are its own business: each of its
/// providers is told all that it needs.
#[derive(Debug)]
struct LibraryEnv(Env);

impl reqsign_core::Env for LibraryEnv {
    fn var(&self, key: &str) -> Option<String> {
        self.0.var(key)
    }

    #[expect(
        clippy::disallowed_types,
        reason = "the trait's type; nothing depends on its order"
    )]
    fn vars(&self) -> std::collections::HashMap<String, String> {
        self.0.aws_vars().into_iter().collect()
    }

    fn home_dir(&self) -> Option<PathBuf> {
        self.0.home()
    }
}

impl reqsign_core::FileRead for LibraryEnv {
    async fn file_read(&self, path: &str) -> reqsign_core::Result<Vec<u8>> {
        Ok(self.0.read(path.as_ref()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_parts_of_messages_are_cut() {
        for (message, kept) in [
            ("subject token is empty", "subject token is empty"),
            (
                "failed to parse SSO token cache: invalid type",
                "failed to parse SSO token cache",
            ),
            ("parse 'se-cret' into timestamp failed", "parse"),
            ("IMDS returned error: [x] y", "IMDS returned error"),
            (": se-cret", "the answer makes no sense"),
        ] {
            assert_eq!(fixed_part(message), kept);
        }
    }

    #[test]
    fn refusals_are_told_without_repeating_the_token() {
        let request = Request::post("https://sts.amazonaws.com/")
            .body(Bytes::from_static(
                b"Action=x&WebIdentityToken=se-cret&Version=1",
            ))
            .expect("a request");
        for (body, expected) in [
            ("", "sts.amazonaws.com answered with status 403"),
            (
                "{\"x\": \"se-cret\"}",
                "sts.amazonaws.com answered with status 403",
            ),
            (
                "<E><Code>AccessDenied</Code><Message>Not\nyou</Message></E>",
                "sts.amazonaws.com answered with status 403: AccessDenied: Notyou",
            ),
            (
                "<E><Code>Bad</Code><Message>token se-cret</Message></E>",
                "sts.amazonaws.com answered with status 403: Bad",
            ),
        ] {
            let response = Response::builder()
                .status(403)
                .body(Bytes::from(body))
                .expect("ok");
            assert_eq!(refusal(&request, &response).as_deref(), Some(expected));
        }
    }
}
