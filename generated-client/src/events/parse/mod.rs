//! Parsing of events in all of their carriers.

mod carrier;
mod change;
mod error;
mod field;
mod json;
mod output;
mod person;

use std::sync::Arc;

use runtime::Document;
use serde::Serialize;

use self::output::Output;
use super::event::Event;
use super::source::Source;

pub use self::carrier::MAX_DEPTH;
pub use self::error::ParseError;
pub use self::json::MAX_BYTES;
pub use self::output::{MAX_EVENTS, MAX_VALUES};

/// Parses all events of an input, and detects the format of the input:
///
/// | input | recognized by |
/// |---|---|
/// | a Lambda event | `Records` of SNS or SQS |
/// | the body of an SQS message, or the message itself | a notification, an envelope or an EventBridge event |
/// | the body of an SNS HTTP request | `Type` and `Message` |
/// | an EventBridge event | `detail-type` |
/// | an AWS envelope (raw message delivery) | `whatsAppWebhookEntry` |
/// | the body of a Meta webhook | `entry` |
/// | an entry of such a body | `changes` |
/// | a change of such an entry | `field` and `value` |
///
/// These can be nested, up to [`MAX_DEPTH`], and a JSON list or lines of JSON can
/// contain several. Events keep the order of the input.
///
/// A part that cannot be read becomes an [`Event::Unknown`] with its JSON, and
/// does not affect its neighbors.
///
/// ```
/// # use socialmessaging::events::{self, Event, UnknownPart};
/// let lambda = br#"{"Records": [
///     {"messageId": "r1", "eventSource": "aws:sqs", "body": "not JSON"},
///     {"messageId": "r2", "eventSource": "aws:sqs", "body":
///         "{\"changes\": [{\"field\": \"messages\", \"value\": {\"messages\": [{\"id\": \"wamid.1\"}]}}]}"}
/// ]}"#;
/// let events = events::parse(lambda)?;
/// assert!(matches!(&events[0], Event::Unknown(part) if *part.value() == UnknownPart::Carrier));
/// assert!(matches!(&events[1], Event::Message(message) if message.message_id() == Some("wamid.1")));
/// // For the `batchItemFailures` of the response, if handling an event fails:
/// assert_eq!(events[1].source().record_id(), Some("r2"));
/// # Ok::<(), events::ParseError>(())
/// ```
///
/// # Errors
/// The input is not JSON, is none of the above, or exceeds [`MAX_BYTES`],
/// [`MAX_VALUES`] or [`MAX_EVENTS`].
#[inline]
pub fn parse(bytes: &[u8]) -> Result<Vec<Event>, ParseError> {
    let mut output = Output::new(field::form_of);
    let document = json::read_input(bytes, &mut output)?;
    read(document, output)
}

/// Like [`parse`], for JSON that a framework has already parsed, such as the
/// `serde_json::Value` of a Lambda function.
///
/// ```
/// # use socialmessaging::events;
/// let event = serde_json::json!({"Records": []});
/// assert!(events::parse_value(&event)?.is_empty());
/// # Ok::<(), events::ParseError>(())
/// ```
///
/// # Errors
/// See [`parse`].
pub fn parse_value(value: &impl Serialize) -> Result<Vec<Event>, ParseError> {
    let mut output = Output::new(field::form_of);
    let document = Document::from_serialize(value).map_err(|error| ParseError::not_json(&error))?;
    output.charge(&document)?;
    read(document, output)
}

fn read(document: Document, mut output: Output) -> Result<Vec<Event>, ParseError> {
    let source = Arc::new(Source::default());
    let unread = carrier::read(document, &source, 0, &mut output)?;
    let events = output.into_events()?;
    match unread {
        None => Ok(events),
        Some(document) => Err(ParseError::unknown_carrier(&document)),
    }
}
