//! Bodies of `SendWhatsAppMessage` and `SendWhatsAppCallEvent`, from JSON.

use std::fmt;

use runtime::codegen::data::FromDocument;

use crate::whatsapp::{CallEvent, Message, ReadReceipt};
use crate::{Document, Validate, Violation, Violations};

/// A body in one of the formats that AWS forwards to WhatsApp.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// A message.
    Message(Box<Message>),
    /// A read receipt, with or without a typing indicator.
    ReadReceipt(ReadReceipt),
    /// An action on a call.
    CallEvent(CallEvent),
}

impl Body {
    /// Parses a body. Keeps unknown parts, which [`validate`](Self::validate)
    /// reports.
    ///
    /// ```
    /// use socialmessaging::messages::Body;
    ///
    /// let json = br#"{"messaging_product":"whatsapp","to":"+14255550123","type":"image","text":{}}"#;
    /// let violations = Body::from_json(json)?.validate().unwrap_err().to_string();
    /// assert_eq!(violations, "/type: must be text, because text is set, is \"image\"");
    /// # Ok::<(), socialmessaging::messages::InvalidBody>(())
    /// ```
    ///
    /// # Errors
    /// The bytes are not a JSON object, or are nested deeper than 128 levels.
    #[inline]
    pub fn from_json(json: &[u8]) -> Result<Self, InvalidBody> {
        let problem = |problem: String| InvalidBody { problem };
        if is_base64(json) {
            return Err(problem("is base64, but must be the JSON itself".to_owned()));
        }
        let text = str::from_utf8(json).map_err(|_| problem("is not UTF-8 text".to_owned()))?;
        let document: Document = text
            .parse()
            .map_err(|error| problem(format!("is not JSON: {error}")))?;
        let is_set = |name: &str| document.get(name).is_some_and(|value| !value.is_null());
        let body = if !is_set("type") && is_set("status") {
            read(document).map(Self::ReadReceipt)
        } else if !is_set("type") && is_set("action") {
            read(document).map(Self::CallEvent)
        } else {
            read(document).map(Self::Message)
        };
        body.ok_or_else(|| problem("is JSON, but not an object".to_owned()))
    }

    /// Checks the body.
    ///
    /// # Errors
    /// All violations of Meta's limits.
    #[inline]
    pub fn validate(&self) -> Result<(), Violations> {
        self.as_validate().validate()
    }

    /// Returns the violations of limits on which Meta's documents disagree.
    #[inline]
    pub fn warnings(&self) -> Vec<Violation> {
        self.as_validate().validation_warnings()
    }

    #[inline]
    fn as_validate(&self) -> &dyn Validate {
        match self {
            Self::Message(message) => message.as_ref(),
            Self::ReadReceipt(receipt) => receipt,
            Self::CallEvent(event) => event,
        }
    }
}

/// Reads a body; `None` if the document is not an object.
fn read<T: FromDocument>(document: Document) -> Option<T> {
    T::from_document(document).value
}

/// Whether the bytes are base64 text.
fn is_base64(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii();
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    text.len() >= 16 && text.iter().all(is_digit)
}

/// Bytes that are not a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBody {
    problem: String,
}

impl fmt::Display for InvalidBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body {}", self.problem)
    }
}

impl std::error::Error for InvalidBody {}
