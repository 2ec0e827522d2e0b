//! The paths in notifications of Amazon SNS.

use super::request::{ControlRequest, ControlResponse, ControlResult};
use crate::emulator::delivery::sns::{CERTIFICATE, Subscription, token};

/// Returns the certificate of the signatures.
pub(super) fn certificate(_: &ControlRequest<'_>) -> ControlResult {
    let content_type = "application/x-pem-file";
    Ok(ControlResponse::Text(content_type, CERTIFICATE.to_owned()))
}

/// Confirms or ends a subscription, which has no effect: the emulator delivers to all
/// destinations that accepted the request to confirm.
pub(super) fn confirm(request: &ControlRequest<'_>) -> ControlResult {
    let text = match request.parameter("Action") {
        Some("ConfirmSubscription") => {
            let topic = request.parameter("TopicArn").unwrap_or_default();
            if request.parameter("Token") != Some(&token(topic)) {
                let message = "Token does not belong to TopicArn; use the SubscribeURL unchanged";
                return Err(message.to_owned().into());
            }
            let subscription = Subscription {
                topic,
                url: None,
                certificate_url: None,
            };
            let arn = escaped(&subscription.arn());
            format!(
                "<ConfirmSubscriptionResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\
                 <ConfirmSubscriptionResult><SubscriptionArn>{arn}</SubscriptionArn>\
                 </ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"
            )
        }
        Some("Unsubscribe") => {
            "<UnsubscribeResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"/>".to_owned()
        }
        _ => {
            return Err("Action must be ConfirmSubscription or Unsubscribe"
                .to_owned()
                .into());
        }
    };
    Ok(ControlResponse::Text("text/xml; charset=utf-8", text))
}

/// Escapes text for XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
