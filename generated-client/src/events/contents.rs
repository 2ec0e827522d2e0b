//! Parts of messages: answers, files, reactions.

use std::fmt;

use runtime::Document;
use runtime::codegen::Redacted;

use crate::whatsapp::{ReceivedCallPermissionReply, ReceivedMedia, ReceivedPaymentMethod};

/// The answer to a message with buttons, a list, a form or a request.
///
/// `Debug` shows the kind and the ids that you chose, not the answers.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Answer<'a> {
    /// A tap on a reply button, or on a quick-reply button of a template.
    Button {
        /// The id of the button; the payload of a button of a template.
        id: &'a str,
        /// The text on the button.
        title: Option<&'a str>,
    },
    /// A selected row of a list.
    Row {
        /// The id of the row.
        id: &'a str,
        /// The text of the row.
        title: Option<&'a str>,
    },
    /// The answers to a Flow or an address form.
    Form {
        /// `flow` or `address_message`.
        name: Option<&'a str>,
        /// The answers by field name. Flows have the member `flow_token`, unless it is
        /// unset; addresses are in the member `values`.
        response: &'a Document,
    },
    /// The answer to a call permission request.
    CallPermission(&'a ReceivedCallPermissionReply),
    /// The selected payment method.
    PaymentMethod(&'a ReceivedPaymentMethod),
}

impl Answer<'_> {
    /// Returns the id of the button or the row.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Button { id, .. } | Self::Row { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Returns the token of the Flow that the person submitted.
    #[must_use]
    pub fn flow_token(&self) -> Option<&str> {
        match self {
            Self::Form { response, .. } => response.get("flow_token")?.as_str(),
            _ => None,
        }
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Button { .. } => f.debug_tuple("Button").field(&Redacted).finish(),
            Self::Row { .. } => f.debug_tuple("Row").field(&Redacted).finish(),
            Self::Form { name, .. } => f
                .debug_struct("Form")
                .field("name", name)
                .field("response", &Redacted)
                .finish(),
            Self::CallPermission(reply) => f.debug_tuple("CallPermission").field(reply).finish(),
            Self::PaymentMethod(method) => f.debug_tuple("PaymentMethod").field(method).finish(),
        }
    }
}

/// The kind of a media file.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum MediaKind {
    /// An image.
    Image,
    /// A video.
    Video,
    /// A file with a name.
    Document,
    /// A voice message if [`ReceivedMedia::voice`] is true, otherwise another
    /// recording.
    Audio,
    /// A sticker.
    Sticker,
}

/// A media file of a message. Pass its [`id`](ReceivedMedia::id) to
/// `GetWhatsAppMessageMedia`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Media<'a> {
    /// The kind of the file.
    pub kind: MediaKind,
    /// The id, type, hash, caption and name of the file.
    pub file: &'a ReceivedMedia,
}

/// A reaction to a message.
///
/// `Debug` hides the emoji.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Reaction<'a> {
    /// Meta's id of the message that the person reacted to.
    pub message_id: Option<&'a str>,
    /// The emoji; `None` if the person removed the reaction.
    pub emoji: Option<&'a str>,
}

impl fmt::Debug for Reaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reaction")
            .field("message_id", &self.message_id)
            .field("emoji", &self.emoji.map(|_| Redacted))
            .finish()
    }
}
