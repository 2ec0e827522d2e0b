//! Confirmations of SNS subscriptions.

use super::received::Received;
use crate::whatsapp::{SnsNotification, SnsNotificationType};

/// An SNS request to confirm the start or end of a subscription.
///
/// SNS sends nothing else to an HTTP endpoint until the URL is visited. Verify
/// the signature first: anyone can send such a request.
pub type SubscriptionEvent = Received<SnsNotification>;

impl SubscriptionEvent {
    /// Returns the URL that confirms the subscription; after `Unsubscribe`, the URL
    /// that restores it.
    ///
    /// ```
    /// # use socialmessaging::events::{self, Event};
    /// let body = br#"{"Type": "SubscriptionConfirmation", "Token": "2336412f",
    ///     "TopicArn": "arn:aws:sns:us-east-1:123456789012:events",
    ///     "SubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription"}"#;
    /// let events = events::parse(body)?;
    /// let Some(Event::Subscription(request)) = events.first() else { panic!("no request") };
    /// assert!(!request.is_unsubscribe());
    /// assert!(request.url().is_some_and(|url| url.ends_with("ConfirmSubscription")));
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.value().subscribe_url()
    }

    /// Returns whether the subscription ended.
    #[must_use]
    pub fn is_unsubscribe(&self) -> bool {
        self.value().r#type() == Some(&SnsNotificationType::UnsubscribeConfirmation)
    }
}
