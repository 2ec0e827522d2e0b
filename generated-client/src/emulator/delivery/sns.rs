//! Notifications of Amazon SNS, signed with a key for tests.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use runtime::Timestamp;

use crate::emulator::account::Account;
use crate::emulator::event::ServiceEvent;
use crate::events::sns::string_to_sign;
use crate::whatsapp::{SnsNotification, SnsNotificationType};

/// The topic of accounts without an event destination in Amazon SNS.
const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:whatsapp-events";

/// The certificate of the key: anyone can sign with it, so it proves nothing.
pub(crate) const CERTIFICATE: &str = include_str!("test_only_sns_certificate.pem");

/// The key, in base64, after some comments.
const KEY: &str = include_str!("test_only_sns_key.base64");

pub(crate) const CERTIFICATE_PATH: &str = "sns/certificate.pem";

/// The path that confirms a subscription.
pub(crate) const CONFIRM_PATH: &str = "sns/confirm";

/// The URLs of an emulator without one. They look like AWS's, so that a
/// verifier accepts them if its transport returns the certificate.
const AWS: &str = "https://sns.us-east-1.amazonaws.com";

/// The topic of a subscription, and the URLs in its messages.
pub(crate) struct Subscription<'a> {
    pub(crate) topic: &'a str,
    /// The URL of the emulator, if receivers can reach it.
    pub(crate) url: Option<&'a str>,
    /// The URL of the certificate, if the destination has one.
    pub(crate) certificate_url: Option<&'a str>,
}

impl Subscription<'_> {
    pub(crate) fn arn(&self) -> String {
        format!("{}:00000000-0000-4000-8000-000000000000", self.topic)
    }

    fn url(&self, path: &str, query: &str) -> String {
        match self.url {
            Some(url) => format!("{url}/_emulator/{path}{query}"),
            None => format!("{AWS}/{query}"),
        }
    }

    fn certificate_url(&self) -> String {
        match (self.certificate_url, self.url) {
            (Some(url), _) => url.to_owned(),
            (None, Some(url)) => format!("{url}/_emulator/{CERTIFICATE_PATH}"),
            (None, None) => format!("{AWS}/SimpleNotificationService-emulator.pem"),
        }
    }

    /// Returns the notification of an event, without a signature.
    pub(crate) fn notification(&self, event: &ServiceEvent) -> SnsNotification {
        let mut notification = SnsNotification::new();
        notification.r#type = Some(SnsNotificationType::Notification);
        notification.message = Some(event.envelope.clone());
        notification.unsubscribe_url = Some(self.url(
            CONFIRM_PATH,
            &format!("?Action=Unsubscribe&SubscriptionArn={}", self.arn()),
        ));
        self.complete(notification, event.number, event.at)
    }

    /// Returns the request to confirm the subscription.
    pub(crate) fn confirmation(&self, at: Timestamp) -> Result<SnsNotification, String> {
        let token = token(self.topic);
        let mut notification = SnsNotification::new();
        notification.r#type = Some(SnsNotificationType::SubscriptionConfirmation);
        notification.message = Some(format!(
            "You have chosen to subscribe to the topic {}.\nTo confirm the subscription, visit \
             the SubscribeURL included in this message.",
            self.topic
        ));
        notification.subscribe_url = Some(self.url(
            CONFIRM_PATH,
            &format!(
                "?Action=ConfirmSubscription&TopicArn={}&Token={token}",
                self.topic
            ),
        ));
        notification.token = Some(token);
        signed(self.complete(notification, 0, at))
    }

    /// Sets what all notifications have. The id depends on the number, so repeated
    /// notifications have the same id.
    fn complete(
        &self,
        mut notification: SnsNotification,
        number: u64,
        at: Timestamp,
    ) -> SnsNotification {
        notification.message_id = Some(format!("00000000-0000-4000-9000-{number:012x}"));
        notification.topic_arn = Some(self.topic.to_owned());
        notification.timestamp = Some(milliseconds(at));
        notification.signature_version = Some("2".to_owned());
        notification.signing_cert_url = Some(self.certificate_url());
        notification
    }
}

/// Signs a notification.
pub(crate) fn signed(mut notification: SnsNotification) -> Result<SnsNotification, String> {
    let text = string_to_sign(&notification).map_err(|error| error.to_string())?;
    notification.signature = Some(signature(&text)?);
    Ok(notification)
}

/// Returns the token that confirms a subscription to a topic.
pub(crate) fn token(topic: &str) -> String {
    let hash = digest(&SHA256, topic.as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Returns the topic of an account: its event destination, if that is an SNS
/// topic.
pub(crate) fn topic(account: Option<&Account>) -> &str {
    let destinations = account.into_iter().flat_map(|it| &it.event_destinations);
    let mut arns = destinations.map(|it| it.event_destination_arn.as_str());
    arns.find(|arn| arn.contains(":sns:")).unwrap_or(TOPIC)
}

/// Returns a time with milliseconds, in SNS's format.
fn milliseconds(at: Timestamp) -> String {
    let seconds = Timestamp::from_secs(at.as_secs()).to_string();
    let seconds = seconds.trim_end_matches('Z');
    format!("{seconds}.{:03}Z", at.as_millis().rem_euclid(1000))
}

/// Signs text by RSA with SHA-256.
fn signature(text: &str) -> Result<String, String> {
    static PARSED: OnceLock<Option<RsaKeyPair>> = OnceLock::new();
    let key = PARSED.get_or_init(|| {
        let lines = KEY.lines().filter(|line| !line.starts_with('#'));
        let der = STANDARD.decode(lines.collect::<String>()).ok()?;
        RsaKeyPair::from_pkcs8(&der).ok()
    });
    let key = key
        .as_ref()
        .ok_or("the key for SNS notifications is invalid")?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        text.as_bytes(),
        &mut signature,
    )
    .map_err(|_| "cannot sign the SNS notification")?;
    Ok(STANDARD.encode(signature))
}
