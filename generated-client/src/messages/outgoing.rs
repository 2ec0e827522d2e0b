//! Messages under construction.

use std::fmt;

use crate::whatsapp::{Interactive, Message, MessageContent, ReplyContext};
use crate::{JsonBlob, Validate, Violations};

use super::recipient::Recipient;

/// A message with content `C`, before it is sent.
///
/// [`Text`](super::Text), [`Template`](super::Template) and others are aliases for
/// specific content, with more methods.
#[derive(Clone, PartialEq)]
#[must_use = "a message does nothing until it is sent"]
pub struct Outgoing<C> {
    message: Message,
    content: C,
}

/// The content of a message.
pub trait Content: Sized {
    /// Converts the value into the content of a message.
    fn into_content(self) -> MessageContent;
}

impl<C: Content> Outgoing<C> {
    /// Creates a message with content of the module
    /// [`whatsapp`](crate::whatsapp).
    ///
    /// ```
    /// use socialmessaging::messages::Outgoing;
    /// use socialmessaging::whatsapp::{PinContent, PinType};
    ///
    /// use socialmessaging::messages::Recipient;
    ///
    /// let pin = PinContent::new(PinType::Pin, "wamid.HBgLMTQyNTU1NTAxMjM").with_expiration_days(7);
    /// let message = Outgoing::from_content(Recipient::group("Y2FwaV9ncm91cDox"), pin);
    /// assert!(message.validate().is_ok());
    /// ```
    pub fn from_content(to: impl Into<Recipient>, content: C) -> Self {
        let mut message = Message::default();
        to.into().address(&mut message);
        Self { message, content }
    }

    /// Quotes a message in the chat by its Meta id (`wamid.…`).
    pub fn reply_to(mut self, message_id: impl Into<String>) -> Self {
        self.message.context = Some(ReplyContext::new(message_id));
        self
    }

    /// Sets your own tag, at most 512 characters. Events about the message contain
    /// it; the recipient does not see it.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.message.biz_opaque_callback_data = Some(tag.into());
        self
    }

    /// Changes parts of the message that have no method here.
    ///
    /// ```
    /// use socialmessaging::messages::Text;
    ///
    /// let text = Text::new("+14255550123", "hi")
    ///     .with(|message| message.recipient_identity_key_hash = Some("DF2lS5v2W6x".into()));
    /// assert_eq!(text.message().recipient_identity_key_hash(), Some("DF2lS5v2W6x"));
    /// ```
    pub fn with(mut self, change: impl FnOnce(&mut Message)) -> Self {
        change(&mut self.message);
        self
    }

    /// Changes the content.
    pub(super) fn edit(mut self, change: impl FnOnce(&mut C)) -> Self {
        change(&mut self.content);
        self
    }

    /// Returns the message without its content.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Returns the content.
    pub fn content(&self) -> &C {
        &self.content
    }

    /// Checks the message, like the client before it sends one.
    ///
    /// ```
    /// use socialmessaging::messages::Text;
    ///
    /// let violations = Text::new("+14255550123", "").validate().unwrap_err();
    /// assert_eq!(violations.to_string(), "/text/body: must have 1 to 4096 characters, has 0");
    /// ```
    ///
    /// # Errors
    /// All violations of Meta's limits.
    pub fn validate(&self) -> Result<(), Violations>
    where
        C: Clone,
    {
        Message::from(self.clone()).validate()
    }
}

impl<C: Content> From<Outgoing<C>> for Message {
    fn from(outgoing: Outgoing<C>) -> Self {
        let mut message = outgoing.message;
        message.content = Some(outgoing.content.into_content());
        message
    }
}

impl<C: Content> From<Outgoing<C>> for JsonBlob {
    fn from(outgoing: Outgoing<C>) -> Self {
        Message::from(outgoing).into()
    }
}

/// Shows the structure; text and recipients are redacted.
impl<C: fmt::Debug> fmt::Debug for Outgoing<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("message", &self.message)
            .field("content", &self.content)
            .finish()
    }
}

macro_rules! contents {
    ($($content:ident => $variant:ident;)*) => {$(
        impl Content for crate::whatsapp::$content {
            fn into_content(self) -> MessageContent {
                MessageContent::$variant(self)
            }
        }
    )*};
}

contents! {
    AudioContent => Audio;
    DocumentContent => Document;
    ImageContent => Image;
    Interactive => Interactive;
    LocationContent => Location;
    PinContent => Pin;
    ReactionContent => Reaction;
    StickerContent => Sticker;
    TemplateMessage => Template;
    TextContent => Text;
    VideoContent => Video;
}

impl Content for MessageContent {
    fn into_content(self) -> MessageContent {
        self
    }
}

impl Content for Vec<crate::whatsapp::ContactCard> {
    fn into_content(self) -> MessageContent {
        MessageContent::Contacts(self)
    }
}

macro_rules! interactive {
    ($($content:ident => $variant:ident;)*) => {$(
        impl Content for crate::whatsapp::$content {
            fn into_content(self) -> MessageContent {
                MessageContent::Interactive(Interactive::$variant(self))
            }
        }
    )*};
}

interactive! {
    AddressMessage => AddressMessage;
    CallPermissionRequest => CallPermissionRequest;
    CallToActionUrl => CtaUrl;
    CarouselMessage => Carousel;
    CatalogMessage => CatalogMessage;
    ContactInfoRequest => RequestContactInfo;
    FlowMessage => Flow;
    ListMessage => List;
    LocationRequest => LocationRequestMessage;
    OrderDetailsMessage => OrderDetails;
    OrderUpdateMessage => OrderStatus;
    ProductListMessage => ProductList;
    ProductMessage => Product;
    ReplyButtons => Button;
    VoiceCallMessage => VoiceCall;
}
