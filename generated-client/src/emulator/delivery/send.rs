//! One attempt to deliver an event.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderName, Request, Uri};
use runtime::transport::{HttpTransport, Limits, Transport as _};
use runtime::{Bytes, server};
use serde_json::json;

use super::destination::{DeliveryFormat, Destination, Target};
use super::event_bridge;
use super::sns::{Subscription, signed};
use crate::emulator::account::REGION;
use crate::emulator::event::ServiceEvent;
use crate::whatsapp::SnsNotification;

/// The timeout of a request, the same as Amazon SNS's.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The maximum size of a response; only its status matters.
const RESPONSE: usize = 64 * 1024;

/// The maximum length of an error in the record of a delivery, in characters.
const ERROR: usize = 300;

/// The reason why an attempt failed.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) error: String,
    /// Whether another attempt may succeed.
    pub(crate) is_retryable: bool,
}

impl Failure {
    fn permanent(error: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            is_retryable: false,
        }
    }

    fn retryable(error: impl Into<String>) -> Self {
        Self {
            error: error.into().chars().take(ERROR).collect(),
            is_retryable: true,
        }
    }
}

/// A sender for one destination.
pub(crate) struct Sender {
    pub(crate) destination: Destination,
    transport: HttpTransport,
}

impl Sender {
    pub(crate) fn new(destination: Destination) -> Self {
        Self {
            destination,
            transport: HttpTransport::new(),
        }
    }

    /// Whether the destination is asked to confirm its subscription.
    pub(crate) fn needs_confirmation(&self) -> bool {
        matches!(self.destination.target, Target::Http(_))
            && self.destination.format != DeliveryFormat::EventBridge
    }

    /// Asks the destination to confirm its subscription.
    pub(crate) async fn confirm(
        &self,
        subscription: &Subscription<'_>,
        now: SystemTime,
    ) -> Result<(), Failure> {
        let confirmation = subscription.confirmation(now.into());
        let confirmation = confirmation.map_err(Failure::permanent)?;
        self.post(subscription, &confirmation, text(&confirmation)?, now)
            .await
    }

    /// Delivers an event.
    pub(crate) async fn deliver(
        &self,
        event: &ServiceEvent,
        subscription: &Subscription<'_>,
        now: SystemTime,
    ) -> Result<(), Failure> {
        let (notification, body) = self.written(event, subscription)?;
        self.post(subscription, &notification, body, now).await
    }

    /// Returns the notification of an event, and its text in the destination's
    /// format.
    fn written(
        &self,
        event: &ServiceEvent,
        subscription: &Subscription<'_>,
    ) -> Result<(SnsNotification, String), Failure> {
        let mut notification = subscription.notification(event);
        let body = match self.destination.format {
            // The signature takes more time than everything else, and only this format has it.
            DeliveryFormat::Sns => {
                notification = signed(notification).map_err(Failure::permanent)?;
                text(&notification)?
            }
            DeliveryFormat::Raw => event.envelope.clone(),
            DeliveryFormat::EventBridge => event_bridge::event(event)
                .ok_or_else(|| Failure::permanent("EventBridge does not deliver this event"))?,
        };
        Ok((notification, body))
    }

    /// Returns the file of the destination, if it is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match &self.destination.target {
            Target::File(path) => Some(path.clone()),
            Target::Http(_) | Target::Sqs(_) => None,
        }
    }

    /// Adds an event to the lines of a file.
    pub(crate) fn add_line(
        &self,
        lines: &mut String,
        event: &ServiceEvent,
        subscription: &Subscription<'_>,
    ) -> Result<(), Failure> {
        let (_, body) = self.written(event, subscription)?;
        lines.push_str(&body);
        lines.push('\n');
        Ok(())
    }

    async fn post(
        &self,
        subscription: &Subscription<'_>,
        notification: &SnsNotification,
        body: String,
        now: SystemTime,
    ) -> Result<(), Failure> {
        match &self.destination.target {
            Target::Http(url) => {
                let request = Request::post(url.as_str());
                let request = match self.destination.format {
                    DeliveryFormat::EventBridge => {
                        request.header(CONTENT_TYPE, "application/json; charset=utf-8")
                    }
                    format => sns_headers(request, subscription, notification, format),
                };
                self.send(request, body).await
            }
            Target::Sqs(queue_url) => {
                let body = json!({ "QueueUrl": queue_url, "MessageBody": body }).to_string();
                let endpoint = endpoint(queue_url).map_err(Failure::permanent)?;
                let request = Request::post(endpoint)
                    .header(CONTENT_TYPE, "application/x-amz-json-1.0")
                    .header("x-amz-target", "AmazonSQS.SendMessage");
                self.send_signed(request, body, now).await
            }
            Target::File(path) => append(path.clone(), body + "\n").await,
        }
    }

    async fn send_signed(
        &self,
        request: http::request::Builder,
        body: String,
        now: SystemTime,
    ) -> Result<(), Failure> {
        let request = request.body(Bytes::from(body));
        let mut request = request.map_err(|error| Failure::permanent(error.to_string()))?;
        let credentials = &self.destination.credentials;
        server::sign(&mut request, credentials, REGION, "sqs", now)
            .map_err(|error| Failure::permanent(error.to_string()))?;
        self.exchange(request).await
    }

    async fn send(&self, request: http::request::Builder, body: String) -> Result<(), Failure> {
        let request = request.body(Bytes::from(body));
        let request = request.map_err(|error| Failure::permanent(error.to_string()))?;
        self.exchange(request).await
    }

    /// Sends a request. Like SNS, it does not repeat a request that the receiver
    /// rejects, except with status 429.
    async fn exchange(&self, request: Request<Bytes>) -> Result<(), Failure> {
        let mut limits = Limits::default();
        limits.connect = Some(TIMEOUT);
        limits.timeout = Some(TIMEOUT);
        limits.response_size = RESPONSE;
        let response = self.transport.send(request, limits).await;
        let response = response.map_err(|error| Failure::retryable(with_sources(&error)))?;
        let status = response.status();
        let text = String::from_utf8_lossy(response.body());
        let error = match text.trim() {
            "" => format!("status {}", status.as_u16()),
            text => format!("status {}: {text}", status.as_u16()),
        };
        let mut failure = Failure::retryable(error);
        failure.is_retryable = status.is_server_error() || status.as_u16() == 429;
        match status.is_success() {
            true => Ok(()),
            false => Err(failure),
        }
    }
}

/// Returns an error and its sources, in one line.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn text(notification: &SnsNotification) -> Result<String, Failure> {
    serde_json::to_string(notification).map_err(|error| Failure::permanent(error.to_string()))
}

/// Adds the headers of SNS.
fn sns_headers(
    request: http::request::Builder,
    subscription: &Subscription<'_>,
    notification: &SnsNotification,
    format: DeliveryFormat,
) -> http::request::Builder {
    const RAW: HeaderName = HeaderName::from_static("x-amz-sns-rawdelivery");
    let kind = notification.r#type().map_or("", |kind| kind.as_str());
    let request = request
        .header(CONTENT_TYPE, "text/plain; charset=UTF-8")
        .header(USER_AGENT, "Amazon Simple Notification Service Agent")
        .header("x-amz-sns-message-type", kind)
        .header(
            "x-amz-sns-message-id",
            notification.message_id().unwrap_or(""),
        )
        .header("x-amz-sns-topic-arn", subscription.topic);
    if kind != "Notification" {
        return request;
    }
    let request = request.header("x-amz-sns-subscription-arn", subscription.arn());
    match format {
        DeliveryFormat::Raw => request.header(RAW, "true"),
        _ => request,
    }
}

/// Returns the endpoint of a queue: the URL without its path.
fn endpoint(queue_url: &str) -> Result<Uri, String> {
    let uri: Uri = queue_url.parse().map_err(|_| "the queue has no URL")?;
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(http::uri::PathAndQuery::from_static("/"));
    Uri::from_parts(parts).map_err(|error| error.to_string())
}

/// Appends lines to a file.
pub(crate) async fn append(path: PathBuf, lines: String) -> Result<(), Failure> {
    let write = move || {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // A single write, so that the lines of several writers do not
        // interleave.
        file.write_all(lines.as_bytes())
    };
    let written = tokio::task::spawn_blocking(write).await;
    let written = written.map_err(|error| Failure::retryable(error.to_string()))?;
    written.map_err(|error| Failure::retryable(error.to_string()))
}
