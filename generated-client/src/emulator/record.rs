//! What the emulator has recorded, for tests to look at.

use runtime::{Bytes, Timestamp};
use serde_json::Value;

/// A message that `SendWhatsAppMessage` has taken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SentMessage {
    /// The identifier that the caller was given.
    pub id: String,
    /// The phone number that sent it, by identifier.
    pub phone_number_id: String,
    /// The account of the phone number, by identifier.
    pub account_id: String,
    /// The version of Meta's API that the caller named.
    pub meta_api_version: String,
    /// The message as it was given.
    pub body: Bytes,
    /// When it was taken.
    pub at: Timestamp,
}

impl SentMessage {
    /// The message as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The recipient: the member `to`.
    pub fn to(&self) -> Option<String> {
        text(&self.json(), &["to"])
    }

    /// The kind of message, `text` or `image` for example: the member `type`.
    pub fn kind(&self) -> Option<String> {
        text(&self.json(), &["type"])
    }

    /// The text of a message of the kind `text`.
    pub fn text(&self) -> Option<String> {
        text(&self.json(), &["text", "body"])
    }

    /// The media file that the message refers to by identifier.
    pub fn media_id(&self) -> Option<String> {
        text(&self.json(), &[&self.kind()?, "id"])
    }
}

fn text(json: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(json, |json, name| json.get(name))?;
    found.as_str().map(str::to_owned)
}

/// A media file that `PostWhatsAppMessageMedia` has taken.
///
/// The emulator reads no bucket: every object is taken to exist, with 1024
/// bytes. Its type is that of the header Content-Type of a presigned URL, or
/// follows from the ending of the key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MediaFile {
    /// The identifier that the caller was given.
    pub id: String,
    /// The phone number that may use it, by identifier.
    pub phone_number_id: String,
    /// Where it came from: `s3://bucket/key`, or the presigned URL without its
    /// query, which holds the signature.
    pub source: String,
    /// Its MIME type.
    pub mime_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Whether it has been deleted.
    pub state: MediaState,
    /// Where `GetWhatsAppMessageMedia` has put copies, in the form of `source`.
    pub copies: Vec<String>,
}

/// Whether a media file is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaState {
    /// It is.
    Stored,
    /// It was deleted.
    Deleted,
}

/// The size of every media file.
pub(super) const MEDIA_SIZE: i64 = 1024;

/// The MIME type that the ending of a key stands for, of those that WhatsApp
/// takes.
pub(super) fn mime_type(key: &str) -> &'static str {
    let ending = key.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
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
