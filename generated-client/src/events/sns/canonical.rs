//! The text that SNS signs.

use super::error::SignatureError;
use crate::whatsapp::{SnsNotification, SnsNotificationType};

/// Returns the text that SNS signs: names and values of some members, each on
/// its own line, in ascending order of the names.
pub(crate) fn string_to_sign(notification: &SnsNotification) -> Result<String, SignatureError> {
    let kind = notification
        .r#type()
        .ok_or(SignatureError::Missing("Type"))?;
    let is_notification = match kind {
        SnsNotificationType::Notification => true,
        SnsNotificationType::SubscriptionConfirmation
        | SnsNotificationType::UnsubscribeConfirmation => false,
        _ => return Err(SignatureError::Missing("Type")),
    };
    let mut text = String::new();
    let mut line = |name: &'static str, value: Option<&str>| {
        let value = value.ok_or(SignatureError::Missing(name))?;
        for part in [name, value] {
            text.push_str(part);
            text.push('\n');
        }
        Ok(())
    };
    line("Message", notification.message())?;
    line("MessageId", notification.message_id())?;
    if !is_notification {
        line("SubscribeURL", notification.subscribe_url())?;
    } else if let Some(subject) = notification.subject() {
        line("Subject", Some(subject))?;
    }
    line("Timestamp", notification.timestamp())?;
    if !is_notification {
        line("Token", notification.token())?;
    }
    line("TopicArn", notification.topic_arn())?;
    line("Type", Some(kind.as_str()))?;
    Ok(text)
}
