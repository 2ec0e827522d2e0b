//! WhatsApp messages, and a sender for them.
//!
//! Each message has a constructor with its required parts; methods set the
//! optional ones. A [`Sender`] sends it from a phone number of the account:
//!
//! ```no_run
//! use socialmessaging::messages::{Buttons, Template, Text};
//!
//! # async fn example(client: socialmessaging::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let sender = client.sender("phone-number-id-01234567890123456789012345678901");
//! sender.send(Text::new("+14255550123", "Your table is ready")).await?;
//! sender
//!     .send(
//!         Template::new("+14255550123", "order_ready", "en_US")
//!             .body(["Ada", "#4711"])
//!             .url_button(0, "4711"),
//!     )
//!     .await?;
//! let question = Buttons::new("+14255550123", "Still coming?")
//!     .reply("yes", "Yes")
//!     .reply("no", "No")
//!     .tag("booking-4711");
//! sender.send(question).await?;
//! # Ok(())
//! # }
//! ```
//!
//! | message | constructor |
//! |---|---|
//! | text | [`Text::new`] |
//! | media | [`Image::new`], [`Video::new`], [`Document::new`], [`Audio::new`], [`Audio::voice`], [`Sticker::new`] |
//! | place, contact cards | [`Location::new`], [`Contacts::new`] |
//! | reaction | [`Reaction::new`], [`Reaction::remove`] |
//! | template | [`Template::new`] |
//! | buttons, lists | [`Buttons::new`], [`List::new`], [`LinkButton::new`] |
//! | Flow | [`Flow::by_id`], [`Flow::by_name`] |
//! | products | [`Product::new`], [`Products::new`], [`Catalog::new`] |
//! | requests | [`LocationRequest::new`], [`ContactRequest::new`], [`CallPermission::new`] |
//! | everything else of [`whatsapp`](crate::whatsapp) | [`Outgoing::from_content`] |
//! | JSON | `serde_json::Value`, text and bytes |
//!
//! Messages are checked against the limits that Meta documents before they are
//! sent; see [`Validation`](crate::Validation). Limits on which Meta's documents
//! disagree are warnings.
//!
//! WhatsApp delivers free-form messages only within 24 hours of the recipient's
//! last message; [`Template`] messages can start a conversation.

mod body;
mod buttons;
mod flow;
mod framed;
mod media;
mod outgoing;
mod products;
mod recipient;
mod requests;
mod sender;
mod simple;
mod template;
mod version;

pub use body::{Body, InvalidBody};
pub use buttons::{Buttons, LinkButton, List};
pub use flow::Flow;
pub use media::{Audio, Document, Image, Media, Sticker, Video};
pub use outgoing::{Content, Outgoing};
pub use products::{Catalog, Product, Products};
pub use recipient::Recipient;
pub use requests::{CallPermission, ContactRequest, LocationRequest};
pub use sender::{MarkRead, Sender};
pub use simple::{Contacts, Location, Reaction, Text};
pub use template::Template;
pub use version::{InvalidMetaApiVersion, MetaApiVersion};
