//! The actions of customers, and their errors.

use std::fmt;

use serde_json::Value;

use super::store_error::StoreError;
use crate::events::MediaKind;
use crate::whatsapp::ReceivedContactCard;

/// An action of a customer. [`Customer`](super::Customer) has a method for each; the
/// control paths read it from JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomerAction {
    /// Writes a text message.
    Text {
        /// The text.
        body: String,
        /// The identifier of the message to quote.
        reply_to: Option<String>,
    },
    /// Presses a button, selects a row of a list, or submits a Flow.
    Press {
        /// The text on it, or its id.
        choice: String,
        /// The identifier of the message; `None` for the last one with this choice.
        message: Option<String>,
        /// The answers to a Flow: a JSON object.
        response: Option<Value>,
    },
    /// Sends a file.
    Media(CustomerMedia),
    /// Sends a location.
    Location {
        /// The latitude in degrees.
        latitude: f64,
        /// The longitude in degrees.
        longitude: f64,
        /// The name of the location.
        name: Option<String>,
        /// The address of the location.
        address: Option<String>,
    },
    /// Sends contact cards.
    Contacts(Vec<ReceivedContactCard>),
    /// Reacts to a message.
    Reaction {
        /// The emoji; empty to remove the reaction.
        emoji: String,
        /// The identifier of the message.
        message: String,
    },
    /// Edits one of the customer's messages.
    Edit {
        /// Meta's identifier of the message.
        message: String,
        /// The new text.
        body: String,
    },
    /// Deletes one of the customer's messages.
    Delete {
        /// Meta's identifier of the message.
        message: String,
    },
    /// Reads messages.
    Read {
        /// The identifier of the message; `None` for all delivered ones.
        message: Option<String>,
    },
    /// Calls the business.
    Call,
    /// Accepts a ringing call of the business.
    AcceptCall {
        /// The identifier of the call; `None` for the last one.
        call: Option<String>,
    },
    /// Rejects a ringing call of the business.
    RejectCall {
        /// The identifier of the call; `None` for the last one.
        call: Option<String>,
    },
    /// Ends a call.
    EndCall {
        /// The identifier of the call; `None` for the last one.
        call: Option<String>,
    },
}

/// A file from a customer. It has no content in the emulator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerMedia {
    /// The kind.
    pub kind: MediaKind,
    /// The MIME type.
    pub mime_type: String,
    /// The text below the file.
    pub caption: Option<String>,
    /// The name of a document.
    pub filename: Option<String>,
}

impl CustomerMedia {
    /// Creates a file of the usual type: `image/jpeg`, `video/mp4`,
    /// `application/pdf`, `image/webp` for a sticker, or a voice message.
    #[must_use]
    pub fn new(kind: MediaKind) -> Self {
        let mime_type = match kind {
            MediaKind::Image => "image/jpeg",
            MediaKind::Video => "video/mp4",
            MediaKind::Audio => "audio/ogg; codecs=opus",
            MediaKind::Sticker => "image/webp",
            _ => "application/pdf",
        };
        Self {
            kind,
            mime_type: mime_type.to_owned(),
            caption: None,
            filename: None,
        }
    }

    /// Sets the MIME type.
    #[must_use]
    pub fn with_mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = mime_type.into();
        self
    }

    /// Sets the text below the file.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Sets the name of a document.
    #[must_use]
    pub fn with_filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }
}

/// An error in an action of a customer.
#[derive(Debug)]
#[non_exhaustive]
pub enum CustomerError {
    /// No message has this button or row.
    NoSuchChoice {
        /// The requested text or id.
        choice: String,
        /// The buttons and rows that can be pressed, newest message first: the
        /// text, and the id in parentheses.
        available: Vec<String>,
    },
    /// There is no message with this identifier between the customer and the
    /// business.
    UnknownMessage(String),
    /// The message is not the customer's, so the customer cannot change or
    /// delete it.
    NotOwn(String),
    /// The customer cannot accept or reject a call: the business is not calling.
    NotRinging,
    /// The customer cannot end a call: none is ringing or in progress.
    NoCall,
    /// No linked account has a registered phone number, or none has this identifier.
    NoPhoneNumber(Option<String>),
    /// The state file cannot be written.
    Store(StoreError),
}

impl fmt::Display for CustomerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchChoice { choice, available } if available.is_empty() => write!(
                f,
                "cannot press {choice:?}: no message to the customer has buttons, rows or a \
                 Flow; send one first"
            ),
            Self::NoSuchChoice { choice, available } => write!(
                f,
                "cannot press {choice:?}: no message to the customer has it; press one of {}",
                available.join(", ")
            ),
            Self::UnknownMessage(id) => {
                write!(f, "no message from or to the customer has the id {id}")
            }
            Self::NotOwn(id) => write!(
                f,
                "the customer did not send the message {id}; use the id of a message from the \
                customer"
            ),
            Self::NotRinging => f.write_str(
                "no call from the business to the customer is ringing; start one with \
                 SendWhatsAppCallEvent",
            ),
            Self::NoCall => f.write_str("no call with the customer is ringing or in progress"),
            Self::NoPhoneNumber(Some(id)) => {
                write!(f, "no phone number of a linked account has the id {id}")
            }
            Self::NoPhoneNumber(None) => f.write_str(
                "no linked account has a registered phone number to which the customer could write",
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CustomerError {}

impl From<StoreError> for CustomerError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
