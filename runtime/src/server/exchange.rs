//! From a request to its answer.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{DATE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};

use super::fault::{FaultKind, FaultStage, Faults};
use super::incoming::Incoming;
use super::operation::{Dispatch, ServerRequest, ViolationCode, error_of_status};
use super::reply::{Rejection, Reply, VALIDATION};
use super::route::{self, Match, Route, Unmatched};
use super::signature::Verifier;
use crate::base::clock::{Clock, SystemClock};
use crate::base::random::{Random, SystemRandom, uuid};
use crate::call::service::Metadata;
use crate::wire::timestamp::Timestamp;

const X_AMZN_REQUESTID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The size of a request's body that a server takes unless told otherwise:
/// 10 MiB.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// The most connections at a time, unless a server is told otherwise.
const CONNECTIONS: usize = 1024;

/// How long the body of a request may take to come.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A service that answers requests. A handle: clones are the same service.
///
/// Generated code makes one of any implementation of the stub trait, with
/// `server(stub)`.
#[derive(Clone)]
pub struct Server(Arc<Setup>);

/// Answers requests below a path that is not the service's own, such as that
/// of an emulator's controls.
pub trait Control: Send + Sync + 'static {
    /// The answer, or `None` when the request is one to the service.
    fn answer(&self, request: &http::Request<Bytes>) -> Option<Response<Bytes>>;

    /// Whether requests of this path may be asked for. Only their bodies are
    /// read before [`answer`](Self::answer) is called.
    fn owns(&self, path: &str) -> bool;
}

/// What an observer is told of a request after it was answered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Observed {
    /// The method.
    pub method: Method,
    /// The path, without the query, which may hold what users write.
    pub path: String,
    /// The operation, when the request has found one.
    pub operation: Option<&'static str>,
    /// The status; `None` when the connection was reset.
    pub status: Option<StatusCode>,
    /// The code of the error that was answered with.
    pub error: Option<String>,
    /// The name of the request in the answer.
    pub request_id: String,
}

type Observer = Arc<dyn Fn(&Observed) + Send + Sync>;

#[derive(Clone)]
struct Setup {
    dispatch: Arc<dyn Dispatch>,
    body_limit: usize,
    connection_limit: usize,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    faults: Arc<Faults>,
    verifier: Option<Arc<Verifier>>,
    violation_code: ViolationCode,
    control: Option<Arc<dyn Control>>,
    observer: Option<Observer>,
}

/// The end of a connection without an answer, as a fault demands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Whether the operation was carried out before.
    pub stage: FaultStage,
}

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was reset")
    }
}

impl std::error::Error for Reset {}

impl Server {
    /// A service with these operations.
    #[must_use]
    pub fn new(dispatch: impl Dispatch) -> Self {
        Self(Arc::new(Setup {
            dispatch: Arc::new(dispatch),
            body_limit: BODY_LIMIT,
            connection_limit: CONNECTIONS,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            faults: Arc::default(),
            verifier: None,
            violation_code: |_| VALIDATION,
            control: None,
            observer: None,
        }))
    }

    fn with(mut self, set: impl FnOnce(&mut Setup)) -> Self {
        set(Arc::make_mut(&mut self.0));
        self
    }

    /// Refuses bodies of more bytes. The default is 10 MiB.
    #[must_use]
    pub fn with_body_limit(self, bytes: usize) -> Self {
        self.with(|setup| setup.body_limit = bytes)
    }

    /// Takes at most so many connections at a time; those beyond them wait until
    /// one ends. The default is 1024; 0 counts as 1.
    #[must_use]
    pub fn with_connection_limit(self, connections: usize) -> Self {
        self.with(|setup| setup.connection_limit = connections.max(1))
    }

    /// Tells the time, for the header Date and the age of signatures.
    #[must_use]
    pub fn with_clock(self, clock: impl Clock) -> Self {
        self.with(|setup| setup.clock = Arc::new(clock))
    }

    /// Makes the names of requests.
    #[must_use]
    pub fn with_random(self, random: impl Random) -> Self {
        self.with(|setup| setup.random = Arc::new(random))
    }

    /// Takes only requests with a signature that the verifier accepts. Without
    /// one, signatures are not looked at.
    #[must_use]
    pub fn with_verifier(self, verifier: Verifier) -> Self {
        self.with(|setup| setup.verifier = Some(Arc::new(verifier)))
    }

    /// Answers violations with the error that `code` names, for services that
    /// document another one than `ValidationException`.
    #[must_use]
    pub fn with_violation_code(self, code: ViolationCode) -> Self {
        self.with(|setup| setup.violation_code = code)
    }

    /// Answers some paths by other means than the operations.
    #[must_use]
    pub fn with_control(self, control: impl Control) -> Self {
        self.with(|setup| setup.control = Some(Arc::new(control)))
    }

    /// Tells `observer` of every request.
    #[must_use]
    pub fn with_observer(self, observer: impl Fn(&Observed) + Send + Sync + 'static) -> Self {
        self.with(|setup| setup.observer = Some(Arc::new(observer)))
    }

    /// Takes its failures on demand from here.
    #[must_use]
    pub fn with_faults(self, faults: Arc<Faults>) -> Self {
        self.with(|setup| setup.faults = faults)
    }

    /// How many connections are taken at a time.
    pub(super) fn connection_limit(&self) -> usize {
        self.0.connection_limit
    }

    /// The failures on demand.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Returns the operations, in the order of the model.
    pub fn operations(&self) -> impl Iterator<Item = &'static Metadata> {
        let routes = self.0.dispatch.routes().iter();
        routes.map(|route| route.operation)
    }

    /// Answers a request.
    ///
    /// # Errors
    /// A fault demands that there be no answer.
    pub async fn handle(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, Reset> {
        self.exchange(request.map(Full::new)).await
    }

    /// Answers a request whose body is still to be read.
    pub(super) async fn exchange<B>(
        &self,
        request: http::Request<B>,
    ) -> Result<Response<Bytes>, Reset>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let request_id = uuid(&*self.0.random);
        let mut observed = Observed {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            operation: None,
            status: None,
            error: None,
            request_id: request_id.clone(),
        };
        let answered = self
            .answer(parts, body, &mut observed)
            .await
            .map(|mut response| {
                let headers = response.headers_mut();
                if let Ok(id) = HeaderValue::try_from(request_id) {
                    headers.insert(X_AMZN_REQUESTID, id);
                }
                if let Some(date) = http_date(self.0.clock.now()) {
                    headers.insert(DATE, date);
                }
                let code = headers
                    .get("x-amzn-errortype")
                    .and_then(|code| code.to_str().ok());
                observed.error = code.map(str::to_owned);
                observed.status = Some(response.status());
                response
            });
        if let Some(observer) = &self.0.observer {
            observer(&observed);
        }
        answered
    }

    async fn answer<B>(
        &self,
        parts: Parts,
        body: B,
        observed: &mut Observed,
    ) -> Result<Response<Bytes>, Reset>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if let Some(control) = self.0.control.as_deref()
            && control.owns(parts.uri.path())
        {
            return Ok(match self.read(body).await {
                Ok(body) => {
                    let request = http::Request::from_parts(parts, body);
                    control.answer(&request).unwrap_or_else(|| {
                        Rejection::unknown_path(request.method(), request.uri().path())
                            .into_response()
                    })
                }
                Err(rejection) => rejection.into_response(),
            });
        }
        let (found, route) = match self.route(&parts) {
            Ok(found) => found,
            Err(rejection) => return Ok(rejection.into_response()),
        };
        observed.operation = Some(route.operation.name);
        let strike = self.0.faults.strike(route.operation.name);
        if !strike.delay.is_zero() {
            tokio::time::sleep(strike.delay).await;
        }
        if let Some((kind, FaultStage::Before)) = strike.failure {
            return self.fail(kind, FaultStage::Before, route);
        }
        let response = match self.read(body).await {
            Ok(body) => match self.carry_out(parts, body, found, route).await {
                Ok(reply) => reply.into_response(),
                Err(rejection) => rejection.into_response(),
            },
            Err(rejection) => rejection.into_response(),
        };
        match strike.failure {
            Some((kind, FaultStage::After)) => self.fail(kind, FaultStage::After, route),
            _ => Ok(response),
        }
    }

    fn route(&self, parts: &Parts) -> Result<(Match, &'static Route), Rejection> {
        let routes = self.0.dispatch.routes();
        let (method, path) = (&parts.method, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let found =
            route::find(routes, method.as_str(), path, query).map_err(
                |unmatched| match unmatched {
                    Unmatched::Path => Rejection::unknown_path(method, path),
                    Unmatched::Method(allow) => Rejection::unknown_method(method, path, allow),
                },
            )?;
        let route = routes
            .get(found.index)
            .ok_or_else(|| Rejection::unknown_path(method, path))?;
        Ok((found, route))
    }

    async fn read<B>(&self, body: B) -> Result<Bytes, Rejection>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let limit = self.0.body_limit;
        if body.size_hint().lower() > limit as u64 {
            return Err(Rejection::too_large(limit));
        }
        let whole = Limited::new(body, limit).collect();
        match tokio::time::timeout(BODY_TIME, whole).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Err(_) => Err(Rejection::too_slow(BODY_TIME)),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Rejection::too_large(limit)),
            Ok(Err(error)) => {
                let message = format!("the body cannot be read: {error}");
                Err(Rejection::new(400, "RequestAbortedException", message))
            }
        }
    }

    async fn carry_out(
        &self,
        parts: Parts,
        body: Bytes,
        found: Match,
        route: &'static Route,
    ) -> Result<Reply, Rejection> {
        if let Some(verifier) = &self.0.verifier {
            let service = route.operation.service.signing_name;
            verifier.verify(&parts, &body, self.0.clock.now(), service)?;
        }
        let request = Incoming::new(http::Request::from_parts(parts, body), found.labels);
        let call = ServerRequest {
            request: &request,
            violation_code: self.0.violation_code,
        };
        self.0.dispatch.call(route.operation.name, call).await
    }

    /// What a caller sees of a fault.
    fn fail(
        &self,
        kind: FaultKind,
        stage: FaultStage,
        route: &Route,
    ) -> Result<Response<Bytes>, Reset> {
        let service = route.operation.service;
        let refuse = |status: u16, message: &str| {
            let code = error_of_status(service, status);
            Ok(Rejection::new(status, code, message).into_response())
        };
        let page = |status: StatusCode, media_type: &'static str, body: &'static str| {
            let mut response = Response::new(Bytes::from_static(body.as_bytes()));
            *response.status_mut() = status;
            let value = HeaderValue::from_static(media_type);
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, value);
            Ok(response)
        };
        match kind {
            FaultKind::Throttle => refuse(429, "Rate exceeded (injected fault)"),
            FaultKind::Status(status) => refuse(status, "Failure (injected fault)"),
            FaultKind::Error(code) => {
                let status = service
                    .error(code.as_str())
                    .map_or(400, |shape| shape.status);
                Ok(
                    Rejection::new(status, code.as_str(), "Failure (injected fault)")
                        .into_response(),
                )
            }
            FaultKind::Garbage => page(StatusCode::OK, "application/json", "{\"garbage\": \u{1}"),
            FaultKind::Html => page(
                StatusCode::BAD_GATEWAY,
                "text/html",
                "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>",
            ),
            FaultKind::Reset | FaultKind::Delay(_) => Err(Reset { stage }),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("service", &self.0.dispatch.service().sdk_id)
            .finish_non_exhaustive()
    }
}

fn http_date(now: SystemTime) -> Option<HeaderValue> {
    // The header has whole seconds.
    let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since_epoch.as_secs()).ok()?;
    let date = Timestamp::checked_from_secs(seconds)?.to_http_date();
    HeaderValue::try_from(date).ok()
}
