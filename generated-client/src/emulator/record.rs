//! The recorded messages and media files.

use runtime::{Bytes, Timestamp};
use serde_json::{Value, json};

use super::ids::{Direction, customer_id, number_of, wamid};
use super::ring::Numbered;
use crate::events::ErrorCode;
use crate::messages::Body;
use crate::whatsapp::{DeliveryStatus, Message, PlatformError, PlatformErrorData};

/// A message that `SendWhatsAppMessage` accepted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SentMessage {
    /// The identifier that the caller received.
    pub id: String,
    /// The identifier of the sending phone number.
    pub phone_number_id: String,
    /// The identifier of the phone number's account.
    pub account_id: String,
    /// The version of Meta's API in the request.
    pub meta_api_version: String,
    /// The message, as bytes.
    pub body: Bytes,
    /// The time of arrival.
    pub at: Timestamp,
    /// The error with which the message fails at Meta; `None` if it is delivered.
    ///
    /// The service accepts such a message and reports the error later, in a status
    /// event.
    pub failure: Option<MetaError>,
    /// Meta's identifier; `None` for a read receipt.
    pub wamid: Option<String>,
    /// The statuses so far, in order; empty for a read receipt.
    pub statuses: Vec<RecordedStatus>,
}

/// A status of a [`SentMessage`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RecordedStatus {
    /// The status.
    pub status: DeliveryStatus,
    /// The time of the status.
    pub at: Timestamp,
    /// The error of the status `failed`.
    pub error: Option<MetaError>,
}

impl RecordedStatus {
    pub(super) fn new(status: DeliveryStatus, at: Timestamp) -> Self {
        Self {
            status,
            at,
            error: None,
        }
    }

    pub(super) fn failed(error: MetaError, at: Timestamp) -> Self {
        Self {
            status: DeliveryStatus::Failed,
            at,
            error: Some(error),
        }
    }

    /// Whether `delivered` or `failed` follows.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.status, DeliveryStatus::Accepted | DeliveryStatus::Sent)
    }

    fn to_json(&self) -> Value {
        json!({
            "status": self.status.as_str(),
            "at": self.at.as_millis(),
            "error": self.error.as_ref().map(MetaError::json),
        })
    }

    fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            status: json["status"].as_str()?.into(),
            at: Timestamp::from_millis(json["at"].as_i64()?),
            error: MetaError::from_json(&json["error"]),
        })
    }
}

impl Numbered for SentMessage {
    fn number(&self) -> u64 {
        number_of(&self.id)
    }
}

/// An error from Meta, as in status events.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetaError {
    /// Meta's code, such as 132001 for a template that does not exist.
    pub code: u32,
    /// The short description of the code.
    pub title: String,
    /// The description of this occurrence.
    pub details: String,
}

impl MetaError {
    pub(super) fn new(code: u32, title: &str, details: impl Into<String>) -> Self {
        Self {
            code,
            title: title.to_owned(),
            details: details.into(),
        }
    }

    /// Returns the error of a code, with its meaning.
    pub(super) fn of_code(code: u32, details: impl Into<String>) -> Self {
        let title = match code {
            131_026 => "Message undeliverable",
            131_047 => "Re-engagement message",
            _ => i32::try_from(code).map_or("Unknown error", |code| ErrorCode::new(code).meaning()),
        };
        Self::new(code, title.trim_end_matches('.'), details)
    }

    pub(super) fn to_platform_error(&self) -> PlatformError {
        let mut data = PlatformErrorData::new();
        data.details = Some(self.details.clone());
        let mut error = PlatformError::new();
        error.code = i32::try_from(self.code).ok();
        error.title = Some(self.title.clone());
        error.message = Some(self.title.clone());
        error.error_data = Some(data);
        error
    }

    /// Returns the error in the format of status events.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": { "details": self.details },
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let code = u32::try_from(json["code"].as_u64()?).ok()?;
        let details = json["error_data"]["details"].as_str()?;
        Some(Self::new(code, json["title"].as_str()?, details))
    }
}

impl SentMessage {
    /// Parses the message as JSON; `null` if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the typed message; `None` for a read receipt.
    ///
    /// ```
    /// use socialmessaging::emulator::Emulator;
    /// use socialmessaging::messages::Text;
    /// use socialmessaging::whatsapp::MessageContent;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// let sender = emulator.client().sender("phone-number-id-01234567890123456789012345678901");
    /// sender.send(Text::new("+14255550123", "hi")).await?;
    /// let message = emulator.messages()[0].message().ok_or("no message")?;
    /// assert!(matches!(message.content(), Some(MessageContent::Text(text)) if text.body() == Some("hi")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn message(&self) -> Option<Message> {
        match Body::from_json(&self.body) {
            Ok(Body::Message(message)) => Some(*message),
            _ => None,
        }
    }

    /// Returns the recipient: a phone number in E.164 format, a business-scoped user
    /// id, or the id of a group.
    pub fn recipient(&self) -> Option<String> {
        recipient(&self.json())
    }

    /// Returns the last status; `None` for a read receipt.
    pub fn status(&self) -> Option<&DeliveryStatus> {
        self.statuses.last().map(|last| &last.status)
    }

    /// Returns the parts that the table of messages does not contain.
    pub(super) fn progress_json(&self) -> Value {
        let statuses = self.statuses.iter().map(RecordedStatus::to_json);
        json!({
            "wamid": self.wamid,
            "failure": self.failure.as_ref().map(MetaError::json),
            "statuses": statuses.collect::<Vec<_>>(),
        })
    }

    /// Sets the parts of [`progress_json`](Self::progress_json).
    pub(super) fn set_progress(&mut self, json: &Value) -> Option<()> {
        self.wamid = json["wamid"].as_str().map(str::to_owned);
        self.failure = MetaError::from_json(&json["failure"]);
        let statuses = json["statuses"].as_array()?.iter();
        self.statuses = statuses
            .map(RecordedStatus::from_json)
            .collect::<Option<_>>()?;
        Some(())
    }

    /// Completes a message from an older version, which had neither Meta's ids
    /// nor statuses.
    pub(super) fn complete(&mut self) {
        let Some(recipient) = self.recipient().filter(|_| self.wamid.is_none()) else {
            return;
        };
        self.wamid = Some(wamid(number_of(&self.id), &recipient, Direction::Outgoing));
        let at = self.at;
        let step = |status| RecordedStatus::new(status, at);
        self.statuses = match self.failure.clone() {
            Some(failure) => vec![
                step(DeliveryStatus::Accepted),
                RecordedStatus::failed(failure, at),
            ],
            None => vec![
                step(DeliveryStatus::Accepted),
                step(DeliveryStatus::Sent),
                step(DeliveryStatus::Delivered),
            ],
        };
    }

    /// Returns the recipient: the member `to`.
    pub fn to(&self) -> Option<String> {
        text(&self.json(), &["to"])
    }

    /// Returns the type of the message, such as `text` or `image`.
    pub fn kind(&self) -> Option<String> {
        text(&self.json(), &["type"])
    }

    /// Returns the text of a text message.
    pub fn text(&self) -> Option<String> {
        text(&self.json(), &["text", "body"])
    }

    /// Returns the identifier of the media file of the message.
    pub fn media_id(&self) -> Option<String> {
        text(&self.json(), &[&self.kind()?, "id"])
    }
}

/// Returns the recipient of a message in JSON.
pub(super) fn recipient(json: &Value) -> Option<String> {
    let to = json["to"].as_str().or(json["recipient"].as_str())?;
    Some(match json["recipient_type"].as_str() {
        Some("group") => to.to_owned(),
        _ => customer_id(to),
    })
}

fn text(json: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(json, |json, name| json.get(name))?;
    found.as_str().map(str::to_owned)
}

/// A media file that `PostWhatsAppMessageMedia` accepted.
///
/// The emulator does not read buckets: it assumes that every object exists and
/// has 1024 bytes. The MIME type comes from the Content-Type header of the
/// presigned URL, or from the extension of the key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MediaFile {
    /// The identifier that the caller received.
    pub id: String,
    /// The identifier of the phone number that may use it.
    pub phone_number_id: String,
    /// The source: `s3://bucket/key`, or the presigned URL without its query,
    /// which contains the signature.
    pub source: String,
    /// The MIME type.
    pub mime_type: String,
    /// The size in bytes.
    pub size: i64,
    /// Whether it was deleted.
    pub state: MediaState,
    /// The destinations of `GetWhatsAppMessageMedia`, in the format of
    /// `source`.
    pub copies: Vec<String>,
}

/// Whether a media file was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaState {
    /// It exists.
    Stored,
    /// It was deleted.
    Deleted,
}

/// The size of every media file.
pub(super) const MEDIA_SIZE: i64 = 1024;

/// Returns the MIME type for the extension of a key, of the types that WhatsApp
/// supports.
pub(super) fn mime_type(key: &str) -> &'static str {
    let extension = key.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "aac" => "audio/aac",
        "amr" => "audio/amr",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "3gp" => "video/3gpp",
        "mp4" => "video/mp4",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
