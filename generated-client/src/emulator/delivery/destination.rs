//! The destinations of events.

use std::fmt;
use std::path::PathBuf;

use http::Uri;
use runtime::Credentials;

use super::event_bridge;
use crate::emulator::event::ServiceEvent;

/// A place to which the emulator delivers events.
///
/// The event destinations of accounts are ARNs, which the emulator cannot reach. It
/// delivers the events of all accounts to each of its destinations; with
/// [`for_topic`](Self::for_topic), only those of accounts with this event
/// destination.
///
/// ```
/// use socialmessaging::emulator::{Destination, Emulator};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .deliver(Destination::http("http://127.0.0.1:3000/webhook"))?
///     .deliver(Destination::sqs("http://127.0.0.1:9324/000000000000/events").raw())?
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Destination {
    pub(crate) target: Target,
    pub(crate) format: DeliveryFormat,
    pub(crate) topic: Option<String>,
    pub(crate) certificate_url: Option<String>,
    pub(crate) credentials: Credentials,
    is_remote_allowed: bool,
}

/// The kind and the address of a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Http(String),
    Sqs(String),
    File(PathBuf),
}

/// The format of delivered events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryFormat {
    /// A signed notification of Amazon SNS, with the envelope as its message.
    Sns,
    /// Only the envelope, like SNS with raw message delivery.
    Raw,
    /// An event of Amazon EventBridge. It only exists for statuses after
    /// `accepted` and for messages.
    EventBridge,
}

impl Destination {
    fn new(target: Target, format: DeliveryFormat) -> Self {
        Self {
            target,
            format,
            topic: None,
            certificate_url: None,
            credentials: Credentials::new("emulator", "emulator"),
            is_remote_allowed: false,
        }
    }

    /// Creates an HTTP endpoint. It receives POST requests like those of Amazon SNS:
    /// first a `SubscriptionConfirmation`, then notifications.
    #[must_use]
    pub fn http(url: impl Into<String>) -> Self {
        Self::new(Target::Http(url.into()), DeliveryFormat::Sns)
    }

    /// Creates a queue of Amazon SQS or of a compatible server, by its URL.
    #[must_use]
    pub fn sqs(queue_url: impl Into<String>) -> Self {
        Self::new(Target::Sqs(queue_url.into()), DeliveryFormat::Sns)
    }

    /// Creates a file to which a line is appended for each event: the envelope,
    /// unless another format is set.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::new(Target::File(path.into()), DeliveryFormat::Raw)
    }

    /// Delivers only the envelope, like SNS with raw message delivery.
    #[must_use]
    pub fn raw(self) -> Self {
        self.with_format(DeliveryFormat::Raw)
    }

    /// Delivers events of Amazon EventBridge.
    #[must_use]
    pub fn event_bridge(self) -> Self {
        self.with_format(DeliveryFormat::EventBridge)
    }

    /// Sets the format of the events.
    #[must_use]
    pub fn with_format(mut self, format: DeliveryFormat) -> Self {
        self.format = format;
        self
    }

    /// Delivers only events of accounts with this event destination.
    #[must_use]
    pub fn for_topic(mut self, arn: impl Into<String>) -> Self {
        self.topic = Some(arn.into());
        self
    }

    /// Sets the `SigningCertURL` of notifications. By default, it is a path of the
    /// emulator, if the emulator is served or has a
    /// [URL](crate::emulator::Emulator::set_url).
    #[must_use]
    pub fn with_certificate_url(mut self, url: impl Into<String>) -> Self {
        self.certificate_url = Some(url.into());
        self
    }

    /// Sets the credentials with which requests to a queue are signed. The
    /// default is the emulator's.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Allows a URL on another machine. Events of the emulator are not secret,
    /// but a production URL would receive events that never happened.
    #[must_use]
    pub fn allow_remote(mut self) -> Self {
        self.is_remote_allowed = true;
        self
    }

    /// Checks the URL.
    pub(crate) fn check(&self) -> Result<(), InvalidDestination> {
        let url = match &self.target {
            Target::Http(url) | Target::Sqs(url) => url,
            Target::File(_) => return Ok(()),
        };
        let invalid = |problem: &str| InvalidDestination {
            message: format!("cannot deliver to {url:?}: {problem}"),
        };
        let uri: Uri = url.parse().map_err(|_| invalid("it is not a URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(invalid("use a URL that begins with http:// or https://"));
        }
        let host = uri.host().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = match address.parse::<std::net::IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host == "localhost",
        };
        match is_loopback || self.is_remote_allowed {
            true => Ok(()),
            false => Err(invalid(
                "it is not on this machine; use 127.0.0.1, or allow other machines with \
                 `allow_remote`",
            )),
        }
    }

    /// Returns the address, for lists of deliveries.
    pub(crate) fn label(&self) -> String {
        match &self.target {
            Target::Http(url) | Target::Sqs(url) => url.clone(),
            Target::File(path) => path.display().to_string(),
        }
    }

    /// Whether an event of an account with this event destination is delivered here.
    pub(crate) fn accepts(&self, event: &ServiceEvent, topic: &str) -> bool {
        let has_form =
            self.format != DeliveryFormat::EventBridge || event_bridge::event(event).is_some();
        has_form && self.topic.as_deref().is_none_or(|wanted| wanted == topic)
    }
}

/// An invalid destination: its URL is invalid, or on another machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDestination {
    message: String,
}

impl fmt::Display for InvalidDestination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for InvalidDestination {}
