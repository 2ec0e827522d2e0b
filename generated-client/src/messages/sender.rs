//! Sending from a phone number of the account.

use std::future::IntoFuture;

use crate::operation::{SendWhatsAppMessage, SendWhatsAppMessageError};
use crate::output::SendWhatsAppMessageOutput;
use crate::whatsapp::{ReadReceipt, TypingIndicator};
use crate::{BoxFuture, Client, Error, JsonBlob};

use super::version::MetaApiVersion;

/// The result of sending: an acknowledgement that the message is queued.
type SendResult = Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>>;

/// Sends messages from one phone number. Clones are cheap.
///
/// ```
/// use socialmessaging::messages::{MetaApiVersion, Text};
///
/// # async fn example(client: socialmessaging::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let sender = client
///     .sender("phone-number-id-01234567890123456789012345678901")
///     .meta_api_version(MetaApiVersion::new(23));
/// let sent = sender.send(Text::new("+14255550123", "Your table is ready")).await?;
/// println!("queued as {}", sent.message_id().unwrap_or_default());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Sender {
    client: Client,
    phone_number_id: String,
    version: MetaApiVersion,
}

impl Client {
    /// Returns a sender for the phone number with this id or ARN, which
    /// `GetLinkedWhatsAppBusinessAccount` returns.
    pub fn sender(&self, phone_number_id: impl Into<String>) -> Sender {
        Sender {
            client: self.clone(),
            phone_number_id: phone_number_id.into(),
            version: MetaApiVersion::default(),
        }
    }
}

impl Sender {
    /// Sets the version of Meta's API. The default is
    /// [`MetaApiVersion::default`].
    #[must_use]
    pub fn meta_api_version(mut self, version: MetaApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Returns the request for a message, to set options for the call.
    pub fn request(&self, message: impl Into<JsonBlob>) -> SendWhatsAppMessage {
        self.client
            .send_whatsapp_message()
            .origination_phone_number_id(self.phone_number_id.clone())
            .meta_api_version(self.version.to_string())
            .message(message)
    }

    /// Sends a message. The output contains its AWS id; [`events`](crate::events)
    /// report its delivery.
    ///
    /// # Errors
    /// The message breaks one of Meta's limits, and nothing was sent; or
    /// `SendWhatsAppMessage` failed. If [`Error::maybe_sent`] is true, sending it
    /// again may deliver it twice.
    pub async fn send(&self, message: impl Into<JsonBlob>) -> SendResult {
        self.request(message).send().await
    }

    /// Marks a received message, and all earlier ones in the chat, as read: the
    /// sender sees blue check marks. Await the result, or add a typing indicator
    /// first.
    ///
    /// ```
    /// # async fn example(sender: socialmessaging::messages::Sender) -> Result<(), Box<dyn std::error::Error>> {
    /// sender.mark_read("wamid.HBgLMTQyNTU1NTAxMjM").typing().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn mark_read(&self, message_id: impl Into<String>) -> MarkRead {
        MarkRead {
            sender: self.clone(),
            receipt: ReadReceipt::new(message_id),
        }
    }
}

/// A read receipt, which is sent when awaited.
#[derive(Debug)]
#[must_use = "a read receipt is sent when it is awaited"]
pub struct MarkRead {
    sender: Sender,
    receipt: ReadReceipt,
}

impl MarkRead {
    /// Shows a typing indicator for 25 seconds or until the next message.
    pub fn typing(mut self) -> Self {
        self.receipt.typing_indicator = Some(TypingIndicator::new());
        self
    }
}

impl IntoFuture for MarkRead {
    type Output = SendResult;
    type IntoFuture = BoxFuture<'static, SendResult>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.sender.send(self.receipt).await })
    }
}
