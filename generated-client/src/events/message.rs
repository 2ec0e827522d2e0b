//! Received messages.

use super::contents::{Answer, Media, MediaKind, Reaction};
use super::error_code::ErrorCode;
use super::party::Party;
use super::received::Received;
use crate::messages::Recipient;
use crate::whatsapp::{
    ReceivedContent, ReceivedInteractive, ReceivedMessage, ReceivedProfile, ReceivedReply,
};

/// A message that a person sent to your phone number, or a WhatsApp notice
/// about the person.
pub type MessageEvent = Received<ReceivedMessage>;

/// Accessors for all kinds of messages.
///
/// ```
/// # use socialmessaging::events::{self, Answer, Event, Party};
/// let entry = br#"{"id": "208800000000456", "changes": [{"field": "messages", "value": {
///     "contacts": [{"profile": {"name": "Mara"}, "wa_id": "14255550123"}],
///     "messages": [{"from": "14255550123", "id": "wamid.2", "timestamp": "1795689000",
///         "context": {"id": "wamid.1"}, "type": "interactive",
///         "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}}}]
/// }}]}"#;
/// let events = events::parse(entry)?;
/// let Some(Event::Message(message)) = events.first() else { panic!("no message") };
/// assert_eq!(message.sender(), Some(Party::Phone("14255550123")));
/// assert_eq!(message.profile_name(), Some("Mara"));
/// assert_eq!(message.answer().as_ref().and_then(Answer::id), Some("yes"));
/// assert_eq!(message.replied_to(), Some("wamid.1"));
/// # Ok::<(), events::ParseError>(())
/// ```
impl MessageEvent {
    /// Returns Meta's id of the message, the wamid. Use it to remove duplicates, to
    /// quote the message and to mark it as read.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.value().id()
    }

    /// Returns the sender: the phone number, or the business-scoped user id if the
    /// person hides the number.
    #[must_use]
    pub fn sender(&self) -> Option<Party<'_>> {
        let message = self.value();
        Party::new(message.from(), message.from_user_id())
    }

    /// Returns the recipient for a reply: the group of the message, or its sender.
    ///
    /// ```
    /// # use socialmessaging::events::{self, Event};
    /// use socialmessaging::messages::{Recipient, Text};
    ///
    /// # let change = br#"{"field": "messages", "value": {"messages": [{"from": "14255550123"}]}}"#;
    /// # let events = events::parse(change)?;
    /// # let Some(Event::Message(message)) = events.first() else { panic!("no message") };
    /// let answer = message.chat().map(|chat| Text::new(chat, "Yes"));
    /// # assert_eq!(message.chat(), Some(Recipient::Phone("+14255550123".into())));
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn chat(&self) -> Option<Recipient> {
        match self.value().group_id() {
            Some(group) => Some(Recipient::group(group)),
            None => self.sender().map(Recipient::from),
        }
    }

    /// Returns the sender's profile name.
    #[must_use]
    pub fn profile_name(&self) -> Option<&str> {
        self.contact()?.profile().and_then(ReceivedProfile::name)
    }

    /// Returns the text that the person wrote or selected: the body, the
    /// caption of a file, the title of a button or a row, the comment of an
    /// order, or the new text of an edited message.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        text_of(self.value().content()?)
    }

    /// Returns the kind of the content as Meta writes it, such as `text`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.raw().get("type")?.as_str()
    }

    /// Returns the answer to buttons, a list, a form or a request. `None` for other
    /// messages, and for answers that the model does not list.
    #[must_use]
    pub fn answer(&self) -> Option<Answer<'_>> {
        match self.value().content()? {
            ReceivedContent::Button(button) => Some(Answer::Button {
                id: button.payload()?,
                title: button.text(),
            }),
            ReceivedContent::Interactive(interactive) => answer(interactive),
            _ => None,
        }
    }

    /// Returns the media file.
    #[must_use]
    pub fn media(&self) -> Option<Media<'_>> {
        let (kind, file) = match self.value().content()? {
            ReceivedContent::Image(file) => (MediaKind::Image, file),
            ReceivedContent::Video(file) => (MediaKind::Video, file),
            ReceivedContent::Document(file) => (MediaKind::Document, file),
            ReceivedContent::Audio(file) => (MediaKind::Audio, file),
            ReceivedContent::Sticker(file) => (MediaKind::Sticker, file),
            _ => return None,
        };
        Some(Media { kind, file })
    }

    /// Returns the reaction.
    #[must_use]
    pub fn reaction(&self) -> Option<Reaction<'_>> {
        match self.value().content()? {
            ReceivedContent::Reaction(reaction) => Some(Reaction {
                message_id: reaction.message_id(),
                emoji: reaction.emoji().filter(|emoji| !emoji.is_empty()),
            }),
            _ => None,
        }
    }

    /// Returns whether the message removes an earlier reaction.
    #[must_use]
    pub fn is_reaction_removed(&self) -> bool {
        self.reaction()
            .is_some_and(|reaction| reaction.emoji.is_none())
    }

    /// Returns Meta's id of the message that this one answers or quotes.
    #[must_use]
    pub fn replied_to(&self) -> Option<&str> {
        self.value().context()?.id()
    }

    /// Returns whether the person forwarded the message from another chat.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.value().context().is_some_and(|context| {
            context.forwarded() == Some(true) || context.frequently_forwarded() == Some(true)
        })
    }

    /// Returns whether WhatsApp wrote the message: a notice about the person, such
    /// as a new phone number.
    #[must_use]
    pub fn is_system_notice(&self) -> bool {
        matches!(self.value().content(), Some(ReceivedContent::System(_)))
    }

    /// Returns the reasons why the content is missing.
    pub fn error_codes(&self) -> impl Iterator<Item = ErrorCode> + '_ {
        self.value()
            .errors()
            .iter()
            .filter_map(ErrorCode::from_error)
    }
}

fn answer(interactive: &ReceivedInteractive) -> Option<Answer<'_>> {
    Some(match interactive.reply()? {
        ReceivedReply::ButtonReply(reply) => Answer::Button {
            id: reply.id()?,
            title: reply.title(),
        },
        ReceivedReply::ListReply(reply) => Answer::Row {
            id: reply.id()?,
            title: reply.title(),
        },
        ReceivedReply::NfmReply(reply) => Answer::Form {
            name: reply.name().map(|name| name.as_str()),
            response: reply.response_json()?,
        },
        ReceivedReply::CallPermissionReply(reply) => Answer::CallPermission(reply),
        ReceivedReply::PaymentMethod(method) => Answer::PaymentMethod(method),
        _ => return None,
    })
}

fn text_of(content: &ReceivedContent) -> Option<&str> {
    match content {
        ReceivedContent::Text(text) => text.body(),
        ReceivedContent::Image(file)
        | ReceivedContent::Video(file)
        | ReceivedContent::Document(file)
        | ReceivedContent::Audio(file)
        | ReceivedContent::Sticker(file) => file.caption(),
        ReceivedContent::Button(button) => button.text(),
        ReceivedContent::Interactive(interactive) => match interactive.reply()? {
            ReceivedReply::ButtonReply(reply) => reply.title(),
            ReceivedReply::ListReply(reply) => reply.title(),
            _ => None,
        },
        ReceivedContent::Order(order) => order.text(),
        // The reader limits the nesting of edits.
        ReceivedContent::Edit(edit) => text_of(edit.message()?.content()?),
        _ => None,
    }
}
