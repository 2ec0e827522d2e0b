//! WhatsApp events: received messages, delivery reports, and changes to
//! templates and accounts.
//!
//! [`parse`] unwraps the events in any input that AWS delivers, and returns one
//! [`Event`] per message, status or change:
//!
//! ```
//! use socialmessaging::events::{self, Event};
//!
//! # let bytes: &[u8] = br#"{"id": "208800000000456", "changes": [{"field": "messages", "value": {
//! #     "metadata": {"phone_number_id": "109900000000123"},
//! #     "messages": [{"from": "14255550123", "id": "wamid.1", "timestamp": "1795689000",
//! #         "type": "text", "text": {"body": "Is the shelf in stock?"}}]}}]}"#;
//! for event in events::parse(bytes)? {
//!     match event {
//!         Event::Message(message) => {
//!             // Reply to `message.sender()`, from `message.source().phone_number_arn()`.
//!             assert_eq!(message.text(), Some("Is the shelf in stock?"));
//!         }
//!         Event::Status(status) if status.is_failed() => {
//!             for code in status.error_codes() {
//!                 eprintln!("{code}: {} {}", code.meaning(), code.advice());
//!             }
//!         }
//!         Event::Unknown(part) => eprintln!("not read: {:?}", part.value()),
//!         _ => {}
//!     }
//! }
//! # Ok::<(), events::ParseError>(())
//! ```
//!
//! Events may arrive more than once and in any order. These types handle that:
//!
//! | type | purpose |
//! |---|---|
//! | [`Deliveries`] | the furthest status of each message, per participant in groups |
//! | [`Correlator`] | the ids of a message: AWS's, Meta's, and your own tag |
//! | [`ErrorCode`] | the class of an error, and advice |
//! | [`ServiceWindows`] | whether a person can receive free-form messages |
//!
//! With the feature `sns-signature`, the module `sns` verifies that a notification
//! comes from Amazon SNS. HTTP endpoints need it; queues and Lambda functions are
//! protected by their policies.
//!
//! Nothing here reads a clock, sleeps or opens a connection, except to fetch
//! the certificate of a signature. `Debug` output of events shows ids and
//! kinds, but not the content of messages; see [`Received`] for the exceptions.

mod account;
mod app;
mod call;
mod contents;
mod correlator;
mod deliveries;
mod delivery;
mod error_class;
mod error_code;
mod error_table;
mod event;
mod join;
mod message;
mod parse;
mod party;
mod progress;
mod received;
mod recent;
#[cfg(feature = "sns-signature")]
pub mod sns;
mod source;
mod standby;
mod status;
mod subscription;
mod template;
mod unknown;
mod window;

pub use account::{AccountChange, AccountEvent};
pub use app::{AppEvent, AppUpdate};
pub use call::{CallEvent, CallUpdate};
pub use contents::{Answer, Media, MediaKind, Reaction};
pub use correlator::{Correlator, MessageIds};
pub use deliveries::{Deliveries, DeliveryChange};
pub use delivery::{DeliveryState, Outcome};
pub use error_class::ErrorClass;
pub use error_code::ErrorCode;
pub use event::Event;
pub use message::MessageEvent;
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_VALUES, ParseError, parse, parse_value};
pub use party::Party;
pub use progress::{Progress, UnknownProgress};
pub use received::Received;
pub use source::Source;
pub use standby::{StandbyEvent, StandbyUpdate};
pub use status::StatusEvent;
pub use subscription::SubscriptionEvent;
pub use template::{TemplateEvent, TemplateUpdate};
pub use unknown::{UnknownEvent, UnknownPart};
pub use window::{ServiceWindow, ServiceWindows};
