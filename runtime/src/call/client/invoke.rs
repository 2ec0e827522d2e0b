//! A call: attempts, the waits between them, and the timeouts of both.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::HeaderValue;
use http::{Request as HttpRequest, Response as HttpResponse, Uri};

use super::deadline::Deadline;
#[cfg(feature = "compression")]
use super::decode;
use super::secrets::{self, SentIdentity};
use super::shared::Shared;
#[cfg(feature = "streaming")]
use super::streaming;
use crate::base::async_runtime::{AsyncRuntime, within};
use crate::base::disclosure::Secrets;
use crate::base::future::BoxFuture;
use crate::base::identity::Credentials;
use crate::base::random::{Uuid, fraction};
use crate::call::error::{CredentialsRejection, Error, TimeoutKind};
use crate::call::response_metadata::ResponseMetadata;
use crate::call::retry::{self, RetryClassification, RetryPermit};
use crate::call::service::{Idempotency, Metadata};
use crate::call::telemetry::CallEvent;
use crate::message::request::Request;
use crate::message::response::{self, Response, ResponseError};
use crate::net::auth::{Auth, Scheme};
use crate::net::endpoint::{CallRoute, Parameters};
use crate::net::retry::{RetryReason, backoff, may_repeat};
use crate::net::transport::{Limits, TransportError, TransportErrorKind};
use crate::settings::options::{CallOptions, Delivery, Retries, Timeouts};

/// The response that ended a call, a success or an error.
pub(super) struct CallResponse {
    pub(super) response: Response,
    pub(super) attempts: u32,
    pub(super) throttled_attempts: u32,
    /// Whether the request may have been processed although the response is an
    /// error.
    pub(super) maybe_processed: bool,
    /// The identity of the last attempt.
    pub(super) identity: SentIdentity,
}

/// Sends a request until it succeeds, fails for good, or must not be retried.
pub(super) async fn invoke(
    shared: &Shared,
    operation: &'static Metadata,
    auth: &'static [Auth],
    request: &Request,
    parameters: Parameters,
    options: &CallOptions,
) -> Result<CallResponse, Error> {
    let route = shared.routing.route(parameters);
    let route = route.map_err(|error| Error::config(error).with_operation(operation.name))?;
    let timeouts = options.timeouts_over(shared.timeouts);
    let mut call = Call {
        shared,
        operation,
        auth,
        request,
        route,
        uri: Uri::default(),
        host: None,
        invocation_id: Uuid::random(&*shared.random),
        timeouts,
        retries: options.retries_over(shared.retries),
        deadline: Deadline::after(
            shared.async_runtime.now(),
            timeouts.operation(),
            TimeoutKind::Operation,
        ),
        attempts: 0,
        throttled_attempts: 0,
        maybe_processed: false,
        sent_identity: SentIdentity::default(),
        permit: None,
        cost_of_last_retry: None,
        has_renewed: false,
    };
    call.run().await
}

/// A call in progress.
pub(super) struct Call<'a> {
    pub(super) shared: &'a Shared,
    pub(super) operation: &'static Metadata,
    pub(super) auth: &'static [Auth],
    pub(super) request: &'a Request,
    pub(super) route: CallRoute<'a>,
    pub(super) uri: Uri,
    /// The header `Host`.
    pub(super) host: Option<HeaderValue>,
    pub(super) invocation_id: Uuid,
    timeouts: Timeouts,
    pub(super) retries: Retries,
    pub(super) deadline: Option<Deadline>,
    /// The number of requests so far.
    pub(super) attempts: u32,
    /// The number of responses that throttled the call.
    throttled_attempts: u32,
    /// Whether one of them may have been processed.
    maybe_processed: bool,
    /// The identity of the last attempt.
    sent_identity: SentIdentity,
    /// The allowance of the retry that is about to be sent.
    permit: Option<RetryPermit<'a>>,
    cost_of_last_retry: Option<u32>,
    /// Whether expired credentials were renewed in this call.
    has_renewed: bool,
}

/// The identity of a request.
pub(super) enum Identity {
    SigV4(Credentials),
    Scheme(&'static dyn Scheme),
}

/// The result of an attempt.
enum AttemptOutcome {
    Answered {
        response: Response,
        /// The time of the machine, and the time of the signature.
        local: SystemTime,
        signed: SystemTime,
    },
    Unanswered {
        error: TransportError,
        /// The limit that ended the attempt, if one did.
        deadline: Option<Deadline>,
    },
}

impl Call<'_> {
    async fn run(&mut self) -> Result<CallResponse, Error> {
        self.locate()?;
        loop {
            let outcome = self.attempt().await?;
            let (ended, classification) = match outcome {
                AttemptOutcome::Answered { response, .. } if response.status.is_success() => {
                    self.shared.bucket.reward(self.cost_of_last_retry);
                    // A success means that the request was processed, even if the
                    // response cannot be read.
                    return Ok(self.respond(response, true));
                }
                AttemptOutcome::Answered {
                    response,
                    local,
                    signed,
                } => {
                    let code = response::error_code(&response);
                    let code = code.as_deref();
                    let renewing = self.has_renewed_credentials(&response, code);
                    // Boxed, because few calls renew credentials.
                    if Box::pin(renewing).await {
                        self.retrying(Duration::ZERO, &"the credentials have expired");
                        continue;
                    }
                    if let Some(service_time) = retry::measure_skew(&response, code, signed) {
                        self.shared.skew.learn(local, service_time);
                        // The signature was rejected, so nothing was processed.
                        if self.is_repeatable() {
                            self.retrying(Duration::ZERO, &"the clock of the machine is wrong");
                            continue;
                        }
                    }
                    let classification =
                        retry::classify_response(self.shared.service, &response, code);
                    (Ok(response), classification)
                }
                AttemptOutcome::Unanswered { error, deadline } => {
                    let classification =
                        retry::classify_transport_error(self.shared.service, &error);
                    (Err(self.unanswered(error, deadline)), classification)
                }
            };
            self.maybe_processed |= classification.maybe_processed;
            let is_throttled = classification.retryable == Some(RetryReason::Throttled);
            self.throttled_attempts += u32::from(is_throttled);
            let Some(wait) = self.wait_before_retry(&classification) else {
                return match ended {
                    Ok(response) => Ok(self.respond(response, false)),
                    Err(error) => Err(self.fail(error)),
                };
            };
            match &ended {
                Ok(response) => self.retrying(wait, &describe(response)),
                Err(error) => self.retrying(wait, error),
            }
            self.runtime().sleep(wait).await;
        }
    }

    /// Whether the service rejected the credentials as expired, and the source
    /// has new ones.
    ///
    /// Happens once per call. A service that rejects the credentials has not
    /// processed the request, so this is safe for every operation.
    async fn has_renewed_credentials(&mut self, response: &Response, code: Option<&str>) -> bool {
        let rejection = code.and_then(CredentialsRejection::from_code);
        let (Some(CredentialsRejection::Expired), Some(cache)) =
            (rejection, &self.shared.credentials)
        else {
            return false;
        };
        let Some(used) = self.sent_identity.credentials.clone() else {
            return false;
        };
        cache.forget(&used);
        if self.has_renewed || !response.status.is_client_error() || !self.is_repeatable() {
            return false;
        }
        self.has_renewed = true;
        match self.in_time(cache.get(), || cache.waiting_for()).await {
            Ok(found) => found != used,
            Err(error) => {
                self.report(&CallEvent::CredentialsNotRenewed { error: &error });
                false
            }
        }
    }

    /// Returns the request of the next attempt with its signature, the time of the
    /// machine, and the time of the signature.
    async fn authorized(&mut self) -> Result<(HttpRequest<Bytes>, SystemTime, SystemTime), Error> {
        let identity = self.identity().await?;
        let local = self.shared.clock.now();
        let signed = self.shared.skew.correct(local);
        let mut request = self.unsigned()?;
        self.sent_identity = match identity {
            Identity::SigV4(credentials) => {
                let signature = self.sign(&mut request, &credentials, signed)?;
                SentIdentity::signed(credentials, signature)
            }
            Identity::Scheme(scheme) => {
                let authorizing = scheme.authorize(&self.shared.settings, &mut request);
                let provider = || format!("the provider of {scheme:?}");
                self.in_time(authorizing, provider).await?;
                SentIdentity::from_scheme(&request)
            }
        };
        Ok((request, local, signed))
    }

    /// Signs and sends the request once.
    ///
    /// # Errors
    /// The call ends, and this attempt sent nothing.
    async fn attempt(&mut self) -> Result<AttemptOutcome, Error> {
        let (request, local, signed) = self.authorized().await?;
        self.attempts += 1;
        // Up to this point, a call that ends or is dropped returns its permit.
        if let Some(permit) = self.permit.take() {
            self.cost_of_last_retry = Some(permit.spend());
        }

        let started = self.runtime().now();
        let attempt_deadline =
            Deadline::after(started, self.timeouts.attempt(), TimeoutKind::Attempt);
        let deadline = match (attempt_deadline, self.deadline) {
            (Some(attempt), Some(operation)) if attempt.at < operation.at => Some(attempt),
            (Some(attempt), None) => Some(attempt),
            (_, operation) => operation,
        };
        let limits = Limits {
            connect: self.timeouts.connect(),
            timeout: deadline.map(|deadline| deadline.left(started)),
            response_size: self.shared.response_limit,
            max_idle: (!self.may_send_twice()).then_some(self.shared.max_idle),
        };
        let transport = &*self.shared.transport;
        #[cfg(feature = "streaming")]
        let mut result = if self.request.is_streamed() {
            let limit = self.timeouts.attempt();
            // Boxed, so that the futures of other requests do not reserve space
            // for it.
            Box::pin(streaming::exchange(
                transport,
                request,
                self.request,
                limits,
                limit,
            ))
            .await
        } else {
            self.exchange(transport.send(request, limits), &limits)
                .await
        };
        #[cfg(not(feature = "streaming"))]
        let mut result = self
            .exchange(transport.send(request, limits), &limits)
            .await;
        if !result
            .as_ref()
            .is_ok_and(|response| response.status.is_success())
        {
            let secrets = self.secrets();
            result = match result {
                Ok(mut response) => {
                    secrets::redact_response(&secrets, &mut response);
                    Ok(response)
                }
                Err(error) => Err(secrets::redact_transport_error(&secrets, error)),
            };
        }
        self.trace(&result, started);
        Ok(match result {
            Ok(response) => AttemptOutcome::Answered {
                response,
                local,
                signed,
            },
            Err(error) => AttemptOutcome::Unanswered { error, deadline },
        })
    }

    /// Waits for the response to a request. Borrows the request: a future that owned it would
    /// reserve memory for it while waiting.
    async fn exchange(
        &self,
        sending: BoxFuture<'_, Result<HttpResponse<Bytes>, TransportError>>,
        limits: &Limits,
    ) -> Result<Response, TransportError> {
        let response = match limits.timeout {
            Some(limit) if !self.shared.transport.enforces_timeout() => {
                // Boxed, because most transports return a boxed future.
                Box::pin(within(self.runtime(), limit, sending))
                    .await
                    .unwrap_or_else(|| Err(TransportError::timeout()))
            }
            _ => sending.await,
        }?;
        // For transports that do not check the limit themselves.
        let (head, body) = limits.accept(response)?.into_parts();
        #[cfg(feature = "compression")]
        let (head, body) = decode::decoded(head, body, *limits)?;
        Ok(Response::new(head.status, head.headers, body).with_limit(limits.response_size))
    }

    /// Returns whether the request may arrive at the service twice, which
    /// allows a retry after a broken connection.
    fn may_send_twice(&self) -> bool {
        #[cfg(feature = "streaming")]
        if self.request.stream.is_some() {
            return false;
        }
        self.operation.idempotency != Idempotency::None
            || self.retries.delivery() == Delivery::AtLeastOnce
    }

    /// Whether another attempt is possible.
    fn is_repeatable(&self) -> bool {
        #[cfg(feature = "streaming")]
        if self.request.is_spent() {
            return false;
        }
        self.attempts < self.retries.max_attempts()
    }

    /// The wait before the next attempt; `None` if there is none.
    fn wait_before_retry(&mut self, classification: &RetryClassification) -> Option<Duration> {
        let reason = classification.retryable?;
        if !self.is_repeatable() {
            return None;
        }
        let idempotent = self.operation.idempotency != Idempotency::None;
        let at_least_once = self.retries.delivery() == Delivery::AtLeastOnce;
        if !may_repeat(idempotent, classification.not_processed, at_least_once) {
            return None;
        }
        let retries = self.attempts.saturating_sub(1);
        let random = fraction(&*self.shared.random);
        let wait = backoff(reason, retries, random, classification.wait);
        if let Some(deadline) = self.deadline
            && self
                .runtime()
                .now()
                .checked_add(wait)
                .is_none_or(|end| end >= deadline.at)
        {
            // Waiting would replace this error by a less specific timeout.
            return None;
        }
        self.permit = Some(self.shared.bucket.take(reason)?);
        Some(wait)
    }

    fn unanswered(&self, error: TransportError, deadline: Option<Deadline>) -> Error {
        let is_connect = matches!(
            error.kind(),
            TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout
        );
        let ignored_proxy = self.shared.ignored_proxy.filter(|_| is_connect);
        let error = error.with_ignored_proxy(ignored_proxy);
        let head = error.head();
        let is_failure = head.as_ref().is_some_and(|head| !head.status.is_success());
        let error = match error.kind() {
            TransportErrorKind::Setup => Error::config(error),
            TransportErrorKind::ResponseTooLarge { .. } => unreadable(&error, head),
            _ if is_failure => unreadable(&error, head),
            TransportErrorKind::Timeout => match deadline {
                Some(deadline) => deadline.error(),
                None => Error::connection(error),
            },
            TransportErrorKind::ConnectTimeout => match self.timeouts.connect() {
                Some(limit) => {
                    Error::timeout(TimeoutKind::Connect, limit).with_ignored_proxy(ignored_proxy)
                }
                None => Error::connection(error),
            },
            TransportErrorKind::Connect
            | TransportErrorKind::Certificate
            | TransportErrorKind::Interrupted
            | TransportErrorKind::RequestBody => Error::connection(error),
        };
        match (self.uri.scheme_str(), self.uri.authority()) {
            (Some(scheme), Some(authority)) => error.with_server(format!("{scheme}://{authority}")),
            _ => error,
        }
    }

    pub(super) fn runtime(&self) -> &dyn AsyncRuntime {
        &*self.shared.async_runtime
    }

    fn secrets(&self) -> Secrets {
        self.sent_identity.secrets(self.request, self.operation)
    }

    fn respond(&mut self, response: Response, done: bool) -> CallResponse {
        let counts = self.operation.idempotency != Idempotency::Readonly;
        CallResponse {
            response,
            attempts: self.attempts,
            throttled_attempts: self.throttled_attempts,
            identity: std::mem::take(&mut self.sent_identity),
            maybe_processed: (self.maybe_processed || done) && counts,
        }
    }

    /// Adds the state of the call to an error.
    pub(super) fn fail(&self, error: Error) -> Error {
        let error = error
            .with_operation(self.operation.name)
            .with_attempts(self.attempts)
            .with_throttled_attempts(self.throttled_attempts);
        if self.maybe_processed && self.operation.idempotency != Idempotency::Readonly {
            error.with_maybe_sent()
        } else {
            error
        }
    }
}

/// Describes an error response.
fn describe(response: &Response) -> String {
    let status = response.status.as_u16();
    match response::error_code(response) {
        Some(code) => format!("status {status} {code}"),
        None => format!("status {status}"),
    }
}

/// The error of a response whose body could not be received.
fn unreadable(error: &TransportError, head: Option<Response>) -> Error {
    let unreadable = Error::unreadable_response(ResponseError::new(error.to_string()));
    match &head {
        Some(head) => unreadable.with_response_metadata(ResponseMetadata::from_response(head)),
        None => unreadable,
    }
}
