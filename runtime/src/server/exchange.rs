//! The server: routes requests to operations and returns the responses.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{DATE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt as _, Full};

use super::body::ResponseBody;
use super::cross_origin::{CrossOrigin, Origin};
use super::fault::{FaultKind, FaultStage, Faults, Reset};
use super::incoming::{BODY_LIMIT, Incoming};
use super::observed::ObservedRequest;
use super::operation::{Dispatch, ServerRequest, ViolationCode, error_of_status};
use super::reply::{Rejection, Reply, VALIDATION};
use super::route::{self, Route, RouteMatch, RouteMismatch};
use super::signature::Verifier;
use crate::base::clock::{Clock, SystemClock};
use crate::base::random::{Random, SystemRandom, Uuid};
use crate::call::service::Metadata;
use crate::message::body::collect::{Collector, TooLarge};
use crate::wire::timestamp::Timestamp;

const X_AMZN_REQUESTID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The default limit of concurrent connections.
const CONNECTION_LIMIT: usize = 1024;

/// The timeout for receiving a request body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// An HTTP server for the operations of a service. Clones share one server.
///
/// Generated code creates one from an implementation of the stub trait:
/// `server(stub)`.
#[derive(Clone)]
pub struct Server(Arc<Setup>);

/// Handles requests to paths outside the service, such as the control API of an
/// emulator.
pub trait Control: Send + Sync + 'static {
    /// Returns the response; `None` causes a 404. Streams are sent only over HTTP.
    fn answer(&self, request: &http::Request<Bytes>) -> Option<Response<ResponseBody>>;

    /// Returns whether requests to this path go to [`answer`](Self::answer).
    fn owns(&self, path: &str) -> bool;
}

type NotImplemented = Arc<dyn Fn(&'static str) -> String + Send + Sync>;

type Observer = Arc<dyn Fn(&ObservedRequest) + Send + Sync>;

type RejectionObserver = Arc<dyn Fn(&'static str, &[u8], &Rejection) + Send + Sync>;

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
    not_implemented: Option<NotImplemented>,
    control: Option<Arc<dyn Control>>,
    origins: Arc<[Origin]>,
    observer: Option<Observer>,
    rejection_observer: Option<RejectionObserver>,
}

impl Server {
    /// Creates a server for these operations.
    #[must_use]
    pub fn new(dispatch: impl Dispatch) -> Self {
        Self(Arc::new(Setup {
            dispatch: Arc::new(dispatch),
            body_limit: BODY_LIMIT,
            connection_limit: CONNECTION_LIMIT,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            faults: Arc::default(),
            verifier: None,
            violation_code: |_| VALIDATION,
            not_implemented: None,
            control: None,
            origins: Arc::default(),
            observer: None,
            rejection_observer: None,
        }))
    }

    fn with(mut self, set: impl FnOnce(&mut Setup)) -> Self {
        set(Arc::make_mut(&mut self.0));
        self
    }

    /// Sets the maximum memory, in bytes, for a request body and the values
    /// that are read from it. The default is 10 MiB.
    #[must_use]
    pub fn with_body_limit(self, bytes: usize) -> Self {
        self.with(|setup| setup.body_limit = bytes)
    }

    /// Sets the maximum number of concurrent connections. Beyond it, a new
    /// connection replaces the oldest one without a request; if all have sent
    /// one, it waits until one closes. The default is 1024; 0 counts as 1.
    #[must_use]
    pub fn with_connection_limit(self, connections: usize) -> Self {
        self.with(|setup| setup.connection_limit = connections.max(1))
    }

    /// Sets the clock for the header Date and the age of signatures.
    #[must_use]
    pub fn with_clock(self, clock: impl Clock) -> Self {
        self.with(|setup| setup.clock = Arc::new(clock))
    }

    /// Sets the random source of request ids.
    #[must_use]
    pub fn with_random(self, random: impl Random) -> Self {
        self.with(|setup| setup.random = Arc::new(random))
    }

    /// Rejects requests without a signature that the verifier accepts. By
    /// default, signatures are not checked.
    #[must_use]
    pub fn with_verifier(self, verifier: Verifier) -> Self {
        self.with(|setup| setup.verifier = Some(Arc::new(verifier)))
    }

    /// Sets the error code of violations, for services that document a code
    /// other than `ValidationException`.
    #[must_use]
    pub fn with_violation_code(self, code: ViolationCode) -> Self {
        self.with(|setup| setup.violation_code = code)
    }

    /// Sets the message of the error 501 for operations without an implementation.
    /// `message` gets the name of the operation.
    #[must_use]
    pub fn with_not_implemented_message(
        self,
        message: impl Fn(&'static str) -> String + Send + Sync + 'static,
    ) -> Self {
        self.with(|setup| setup.not_implemented = Some(Arc::new(message)))
    }

    /// Sets the handler of paths outside the service.
    #[must_use]
    pub fn with_control(self, control: impl Control) -> Self {
        self.with(|setup| setup.control = Some(Arc::new(control)))
    }

    /// Lets pages of these origins use the server and read its responses (CORS). By
    /// default, browsers let none do so.
    #[must_use]
    pub fn with_allowed_origins(self, origins: impl IntoIterator<Item = Origin>) -> Self {
        self.with(|setup| setup.origins = origins.into_iter().collect())
    }

    /// Calls `observer` after each request.
    #[must_use]
    pub fn with_observer(
        self,
        observer: impl Fn(&ObservedRequest) + Send + Sync + 'static,
    ) -> Self {
        self.with(|setup| setup.observer = Some(Arc::new(observer)))
    }

    /// Calls `observer` with the name of the operation and the body when a request is
    /// rejected before the operation handles it, for example because it violates a
    /// constraint or is not signed.
    #[must_use]
    pub fn with_rejection_observer(
        self,
        observer: impl Fn(&'static str, &[u8], &Rejection) + Send + Sync + 'static,
    ) -> Self {
        self.with(|setup| setup.rejection_observer = Some(Arc::new(observer)))
    }

    /// Sets the injected failures.
    #[must_use]
    pub fn with_faults(self, faults: Arc<Faults>) -> Self {
        self.with(|setup| setup.faults = faults)
    }

    pub(super) fn connection_limit(&self) -> usize {
        self.0.connection_limit
    }

    /// Returns the injected failures.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Returns the operations, in the order of the model.
    pub fn operations(&self) -> impl Iterator<Item = &'static Metadata> {
        let routes = self.0.dispatch.routes().iter();
        routes.map(|route| route.operation)
    }

    /// Handles a request. A control path that responds with a stream gets the
    /// status 406, because the response would never end.
    ///
    /// # Errors
    /// A fault resets the connection.
    pub async fn handle(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, Reset> {
        let response = self.exchange(request.map(Full::new)).await?;
        let (parts, body) = response.into_parts();
        Ok(match body {
            ResponseBody::Whole(bytes) => Response::from_parts(parts, bytes),
            ResponseBody::Stream(_) => Rejection::needs_connection().into_response(),
        })
    }

    /// Handles a request whose body has not been read yet.
    pub(super) async fn exchange<B>(
        &self,
        request: http::Request<B>,
    ) -> Result<Response<ResponseBody>, Reset>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let request_id = Uuid::random(&*self.0.random).as_str().to_owned();
        let start = tokio::time::Instant::now();
        let mut observed = ObservedRequest::new(&parts, request_id.clone());
        let cross_origin = CrossOrigin::new(&self.0.origins, &parts);
        let preflight = cross_origin.as_ref().and_then(CrossOrigin::preflight);
        let result = match preflight {
            Some(response) => Ok(response),
            None => self.respond(parts, body, &mut observed).await,
        };
        let result = result.map(|mut response| {
            let headers = response.headers_mut();
            if let Some(cross_origin) = cross_origin {
                cross_origin.allow(headers);
            }
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
            if let ResponseBody::Whole(body) = response.body() {
                observed.response = body.clone();
            }
            response
        });
        observed.duration = start.elapsed();
        if let Some(observer) = &self.0.observer {
            observer(&observed);
        }
        result
    }

    async fn respond<B>(
        &self,
        parts: Parts,
        body: B,
        observed: &mut ObservedRequest,
    ) -> Result<Response<ResponseBody>, Reset>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self.0.control.as_deref() {
            Some(control) if control.owns(parts.uri.path()) => {
                let answered = self.answer_control(control, parts, body, observed).await;
                Ok(answered.unwrap_or_else(|response| response.map(ResponseBody::from)))
            }
            _ => {
                let response = self.answer_operation(parts, body, observed).await?;
                Ok(response.map(ResponseBody::from))
            }
        }
    }

    async fn answer_control<B>(
        &self,
        control: &dyn Control,
        parts: Parts,
        body: B,
        observed: &mut ObservedRequest,
    ) -> Result<Response<ResponseBody>, Response<Bytes>>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let body = self.read(body).await;
        let body = body.map_err(Rejection::into_closing_response)?;
        observed.body = body.clone();
        let request = http::Request::from_parts(parts, body);
        let answer = control.answer(&request);
        answer.ok_or_else(|| {
            Rejection::unknown_path(request.method(), request.uri().path()).into_response()
        })
    }

    async fn answer_operation<B>(
        &self,
        parts: Parts,
        body: B,
        observed: &mut ObservedRequest,
    ) -> Result<Response<Bytes>, Reset>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let route = self.route(&parts);
        observed.operation = route.as_ref().ok().map(|(_, route)| route.operation.name);
        let body = match self.read(body).await {
            Ok(body) => body,
            Err(rejection) => return Ok(rejection.into_closing_response()),
        };
        observed.body = body.clone();
        let (found, route) = match route {
            Ok(found) => found,
            Err(rejection) => return Ok(rejection.into_response()),
        };
        let injected = self.0.faults.apply(route.operation.name);
        if !injected.delay.is_zero() {
            tokio::time::sleep(injected.delay).await;
        }
        if let Some((kind, FaultStage::Before)) = injected.failure {
            return self.fail(kind, FaultStage::Before, route);
        }
        let response = match self.call_operation(parts, body, found, route).await {
            Ok(reply) => reply.into_response(),
            Err(rejection) => rejection.into_response(),
        };
        match injected.failure {
            Some((kind, FaultStage::After)) => self.fail(kind, FaultStage::After, route),
            _ => Ok(response),
        }
    }

    fn route(&self, parts: &Parts) -> Result<(RouteMatch, &'static Route), Rejection> {
        let routes = self.0.dispatch.routes();
        let (method, path) = (&parts.method, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let found =
            route::find(routes, method.as_str(), path, query).map_err(
                |unmatched| match unmatched {
                    RouteMismatch::Path => Rejection::unknown_path(method, path),
                    RouteMismatch::Method(allow) => Rejection::unknown_method(method, path, allow),
                },
            )?;
        let route = routes
            .get(found.index)
            .ok_or_else(|| Rejection::unknown_path(method, path))?;
        Ok((found, route))
    }

    /// Reads the body of a request. Every request is read before it is answered, even if
    /// the body is not needed: hyper closes a connection with unread data after the
    /// response, and the client may send its next request on it before it notices.
    async fn read<B>(&self, body: B) -> Result<Bytes, Rejection>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let limit = self.0.body_limit;
        let too_large = |TooLarge| Rejection::too_large(limit);
        let mut body = pin!(body);
        let reading = async {
            let announced = body.size_hint().lower();
            let mut collected = Collector::new(Some(announced), limit).map_err(too_large)?;
            while let Some(frame) = body.frame().await {
                let frame = frame.map_err(|error| {
                    let message = format!("failed to read the body: {}", error.into());
                    Rejection::new(400, "RequestAbortedException", message)
                })?;
                if let Ok(data) = frame.into_data() {
                    collected.push(data).map_err(too_large)?;
                }
            }
            Ok(collected.into_bytes())
        };
        tokio::time::timeout(BODY_TIMEOUT, reading)
            .await
            .unwrap_or_else(|_| Err(Rejection::too_slow(BODY_TIMEOUT)))
    }

    async fn call_operation(
        &self,
        parts: Parts,
        body: Bytes,
        found: RouteMatch,
        route: &'static Route,
    ) -> Result<Reply, Rejection> {
        let name = route.operation.name;
        let verified = match &self.0.verifier {
            Some(verifier) => {
                let service = route.operation.service.signing_name;
                verifier.verify(&parts, &body, self.0.clock.now(), service)
            }
            None => Ok(()),
        };
        let request = http::Request::from_parts(parts, body.clone());
        let request = Incoming::new(request, found.labels).with_limit(self.0.body_limit);
        let call = ServerRequest {
            request: &request,
            violation_code: self.0.violation_code,
        };
        let result = match verified {
            Ok(()) => self.0.dispatch.call(name, call).await,
            Err(rejection) => Err(rejection),
        };
        result.map_err(|rejection| {
            if let Some(observer) = &self.0.rejection_observer {
                observer(name, &body, &rejection);
            }
            match &self.0.not_implemented {
                Some(message) => rejection.with_not_implemented_message(|| message(name)),
                None => rejection,
            }
        })
    }

    /// Returns the response of a fault, or resets the connection.
    fn fail(
        &self,
        kind: FaultKind,
        stage: FaultStage,
        route: &Route,
    ) -> Result<Response<Bytes>, Reset> {
        let service = route.operation.service;
        let reject = |status: u16, message: &str| {
            let code = error_of_status(service, status);
            Ok(Rejection::new(status, code, message).into_response())
        };
        let static_response = |status: StatusCode, media_type: &'static str, body: &'static str| {
            let mut response = Response::new(Bytes::from_static(body.as_bytes()));
            *response.status_mut() = status;
            let value = HeaderValue::from_static(media_type);
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, value);
            Ok(response)
        };
        match kind {
            FaultKind::Throttle => reject(429, "Rate exceeded (injected fault)"),
            FaultKind::Status(status) => reject(status, "Failure (injected fault)"),
            FaultKind::Error(code) => {
                let status = service
                    .error(code.as_str())
                    .map_or(400, |shape| shape.status);
                Ok(
                    Rejection::new(status, code.as_str(), "Failure (injected fault)")
                        .into_response(),
                )
            }
            FaultKind::Garbage => {
                static_response(StatusCode::OK, "application/json", "{\"garbage\": \u{1}")
            }
            FaultKind::Html => static_response(
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
    // The header has a resolution of seconds.
    let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since_epoch.as_secs()).ok()?;
    let date = Timestamp::checked_from_secs(seconds)?.to_http_date();
    HeaderValue::try_from(date).ok()
}
