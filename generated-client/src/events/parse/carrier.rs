//! The formats in which AWS and Meta wrap events.

use std::collections::BTreeMap;
use std::sync::Arc;

use runtime::{Document, Timestamp};

use super::change;
use super::error::ParseError;
use super::json;
use super::output::{self, Output};
use crate::events::event::Event;
use crate::events::received::Received;
use crate::events::source::Source;
use crate::events::unknown::UnknownPart;
use crate::whatsapp::{
    DeliveryStatus, EventBridgeDetail, EventBridgeDetailType, EventPhoneNumber, EventWaba,
    MessageStatus, SnsNotification, SnsNotificationType,
};

/// The maximum nesting of carriers. A list, a Lambda event, a notification in
/// its record, an envelope, a body and an entry are six levels.
pub const MAX_DEPTH: usize = 8;

/// The `source` of the service's EventBridge events.
const SERVICE: &str = "aws.social-messaging";

type Members = BTreeMap<String, Document>;

/// The document, if it is not a carrier.
type Unread = Option<Document>;

/// Reads a carrier. Returns the document if it is not a carrier.
pub(super) fn read(
    document: Document,
    source: &Arc<Source>,
    depth: usize,
    output: &mut Output,
) -> Result<Unread, ParseError> {
    let nested = Nested { source, depth };
    match document {
        Document::List(parts) => nested.list(parts, output),
        Document::Map(members) => nested.object(members, output),
        Document::String(text) => match json::read_inner(&text, output)? {
            // A string in a string is not parsed again, because it could be
            // nested any number of times.
            Some(Document::String(_)) | None => Ok(Some(Document::String(text))),
            Some(inner) => read(inner, source, depth, output),
        },
        other => Ok(Some(other)),
    }
}

/// The location of a carrier.
#[derive(Clone, Copy)]
struct Nested<'a> {
    source: &'a Arc<Source>,
    depth: usize,
}

impl Nested<'_> {
    /// Reads parts of which at least one must contain events.
    fn list(self, parts: Vec<Document>, output: &mut Output) -> Result<Unread, ParseError> {
        let start = output.events.len();
        let all = parts.len();
        let mut unread = 0;
        for part in parts {
            if let Some(document) = self.enter(part, self.source, output)? {
                output.unknown(UnknownPart::Carrier, self.source, document);
                unread += 1;
            }
        }
        if all == 0 || unread < all {
            return Ok(None);
        }
        let parts = output.events.drain(start..).map(Event::into_raw);
        Ok(Some(Document::List(parts.collect())))
    }

    fn object(self, mut members: Members, output: &mut Output) -> Result<Unread, ParseError> {
        match members.remove("Records") {
            Some(Document::List(records)) => {
                for record in records {
                    self.record(record, output)?;
                }
                return Ok(None);
            }
            other => restore(&mut members, "Records", other),
        }
        // The response of SQS to ReceiveMessage.
        match members.remove("Messages") {
            Some(Document::List(messages)) => {
                for message in messages {
                    self.record(message, output)?;
                }
                return Ok(None);
            }
            other => restore(&mut members, "Messages", other),
        }
        if members.contains_key("detail-type") {
            self.event_bridge(members, output)?;
        } else if is_notification(&members) {
            self.notification(Document::Map(members), output)?;
        } else if let Some(entry) = members.remove("whatsAppWebhookEntry") {
            let source = envelope(self.source, members);
            self.inner(entry, &source, output)?;
        } else if let Some(entries) = members.remove("entry") {
            // Some test programs write a body with one entry instead of a list.
            match entries {
                Document::List(entries) => {
                    for entry in entries {
                        self.inner(entry, self.source, output)?;
                    }
                }
                entry => self.inner(entry, self.source, output)?,
            }
        } else if let Some(changes) = members.remove("changes") {
            self.entry(changes, &members, output)?;
        } else if members.contains_key("field") && members.contains_key("value") {
            change::read(members, self.source, output);
        } else if is_record(&members) {
            self.record(Document::Map(members), output)?;
        } else {
            return Ok(Some(Document::Map(members)));
        }
        Ok(None)
    }

    /// Reads a nested carrier.
    fn enter(
        self,
        document: Document,
        source: &Arc<Source>,
        output: &mut Output,
    ) -> Result<Unread, ParseError> {
        if self.depth + 1 >= MAX_DEPTH {
            output.unknown(UnknownPart::TooDeep, source, document);
            return Ok(None);
        }
        read(document, source, self.depth + 1, output)
    }

    /// Reads a nested carrier; anything else becomes an unknown part.
    fn inner(
        self,
        document: Document,
        source: &Arc<Source>,
        output: &mut Output,
    ) -> Result<(), ParseError> {
        if let Some(document) = self.enter(document, source, output)? {
            output.unknown(UnknownPart::Carrier, source, document);
        }
        Ok(())
    }

    /// Reads a record of a Lambda function or a message of SQS.
    fn record(self, record: Document, output: &mut Output) -> Result<(), ParseError> {
        let Document::Map(mut members) = record else {
            output.unknown(UnknownPart::Carrier, self.source, record);
            return Ok(());
        };
        if let Some(notification) = members.remove("Sns") {
            return self.inner(notification, self.source, output);
        }
        let id = text(&members, &["messageId", "MessageId"]);
        let source = refine(self.source, |source| {
            source.record_id = id.or(source.record_id.take());
        });
        match members.remove("body").or_else(|| members.remove("Body")) {
            Some(body) => self.inner(body, &source, output),
            None => {
                output.unknown(UnknownPart::Carrier, &source, Document::Map(members));
                Ok(())
            }
        }
    }

    /// Reads a notification of SNS, or its request to confirm a subscription.
    fn notification(self, document: Document, output: &mut Output) -> Result<(), ParseError> {
        let notification = output::read::<SnsNotification>(document.clone());
        let notification = notification.unwrap_or_default();
        let source = refine(self.source, |source| {
            source.notification_id = notification.message_id().map(Arc::from);
            source.topic_arn = notification.topic_arn().map(Arc::from);
        });
        match notification.r#type() {
            Some(
                SnsNotificationType::SubscriptionConfirmation
                | SnsNotificationType::UnsubscribeConfirmation,
            ) => {
                output.typed(document, &source, Event::Subscription);
                Ok(())
            }
            _ => match document.get("Message") {
                Some(message) => self.inner(message.clone(), &source, output),
                None => {
                    output.unknown(UnknownPart::Carrier, &source, document);
                    Ok(())
                }
            },
        }
    }

    /// Reads an EventBridge event: a status, or the events in its detail.
    fn event_bridge(self, mut members: Members, output: &mut Output) -> Result<(), ParseError> {
        let detail = members.remove("detail").unwrap_or_default();
        let kind = text(&members, &["detail-type"]).unwrap_or_default();
        let kind = EventBridgeDetailType::from(&*kind);
        let is_of_service = members.get("source").and_then(Document::as_str) == Some(SERVICE);
        let typed = output::read::<EventBridgeDetail>(detail.clone()).unwrap_or_default();
        // Kinds that are newer than the model.
        let is_new = is_of_service
            && matches!(kind, EventBridgeDetailType::Unknown(_))
            && typed.message_id.is_some();
        let new = typed.status.clone().filter(|_| is_new);
        let status = status_of(&kind).or(new);
        let source = refine(self.source, |source| {
            source.notification_id = text(&members, &["id"]).or(source.notification_id.take());
            source.aws_account_id = text(&members, &["account"]).or(source.aws_account_id.take());
            source.sent_at = time(&members, "time").or(source.sent_at);
            source.detail_type = Some(Arc::new(kind));
            source.aws_message_id = typed.message_id.map(Arc::from);
            source.phone_number_id = typed.origination_phone_number_id.map(Arc::from);
            source.display_phone_number = typed.origination_phone_number.map(Arc::from);
            source.wabas = typed.waba_id.map(waba).into_iter().collect();
        });
        if status.is_some() && detail.as_map().is_some() {
            let value = MessageStatus {
                status: typed.status.or(status),
                timestamp: typed.event_timestamp,
                errors: typed.errors,
                unknown: typed.unknown,
                ..MessageStatus::default()
            };
            output
                .events
                .push(Event::Status(Received::new(value, &source, detail)));
            return Ok(());
        }
        if let Some(detail) = self.enter(detail, &source, output)? {
            output.unknown(UnknownPart::EventBridge, &source, detail);
        }
        Ok(())
    }

    /// Reads a Meta entry.
    fn entry(
        self,
        changes: Document,
        members: &Members,
        output: &mut Output,
    ) -> Result<(), ParseError> {
        let source = refine(self.source, |source| {
            source.entry_id = text(members, &["id"]);
            source.entry_time = seconds(members.get("time"));
        });
        let changes = match changes {
            Document::List(changes) => changes,
            change => vec![change],
        };
        for change in changes {
            match change {
                Document::Map(members) if members.contains_key("value") => {
                    change::read(members, &source, output);
                }
                other => output.unknown(UnknownPart::Form, &source, other),
            }
        }
        Ok(())
    }
}

/// The status that a kind of EventBridge event names.
fn status_of(kind: &EventBridgeDetailType) -> Option<DeliveryStatus> {
    Some(match kind {
        EventBridgeDetailType::MessageSent => DeliveryStatus::Sent,
        EventBridgeDetailType::MessageDelivered => DeliveryStatus::Delivered,
        EventBridgeDetailType::MessageRead => DeliveryStatus::Read,
        EventBridgeDetailType::MessageFailed | EventBridgeDetailType::MessageUndeliverable => {
            DeliveryStatus::Failed
        }
        _ => return None,
    })
}

/// Reads an AWS envelope without its entry.
fn envelope(source: &Arc<Source>, members: Members) -> Arc<Source> {
    let list = |name: &str| {
        let context = members.get("context").and_then(|it| it.get(name));
        context.and_then(Document::as_list).unwrap_or_default()
    };
    refine(source, |source| {
        source.aws_account_id = text(&members, &["aws_account_id"]);
        source.aws_message_id = text(&members, &["messageId"]);
        source.sent_at = time(&members, "message_timestamp");
        let wabas = list("MetaWabaIds").iter();
        source.wabas = wabas
            .filter_map(|item| match item {
                // Some test programs write only the id.
                Document::String(id) => Some(waba(id.clone())),
                other => output::read(other.clone()),
            })
            .collect();
        let numbers = list("MetaPhoneNumberIds").iter();
        source.phone_numbers = numbers
            .filter_map(|item| match item {
                Document::String(id) => Some(number(id.clone())),
                other => output::read(other.clone()),
            })
            .collect();
    })
}

fn waba(id: String) -> EventWaba {
    EventWaba {
        waba_id: Some(id),
        ..EventWaba::default()
    }
}

fn number(id: String) -> EventPhoneNumber {
    EventPhoneNumber {
        meta_phone_number_id: Some(id),
        ..EventPhoneNumber::default()
    }
}

/// A copy of the source with more members.
fn refine(source: &Arc<Source>, change: impl FnOnce(&mut Source)) -> Arc<Source> {
    let mut refined = Source::clone(source);
    change(&mut refined);
    Arc::new(refined)
}

fn restore(members: &mut Members, name: &str, value: Option<Document>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value);
    }
}

fn is_notification(members: &Members) -> bool {
    let has = |name: &str| members.contains_key(name);
    has("Message") && (has("Type") || has("TopicArn")) || has("Type") && has("SubscribeURL")
}

fn is_record(members: &Members) -> bool {
    let has = |name: &str| members.contains_key(name);
    has("Sns") || has("body") || has("Body") && has("MessageId")
}

/// The first text of these members. Ids can be numbers.
fn text(members: &Members, names: &[&str]) -> Option<Arc<str>> {
    names.iter().find_map(|name| match members.get(*name)? {
        Document::String(text) => Some(text.as_str().into()),
        Document::Number(number) => Some(number.as_str().into()),
        _ => None,
    })
}

fn time(members: &Members, name: &str) -> Option<Timestamp> {
    members.get(name)?.as_str()?.parse().ok()
}

/// A time in seconds, as a number or a string.
fn seconds(document: Option<&Document>) -> Option<Timestamp> {
    let seconds = match document? {
        Document::Number(number) => number.to_i64()?,
        Document::String(text) => text.parse().ok()?,
        _ => return None,
    };
    Some(Timestamp::from_secs(seconds))
}
