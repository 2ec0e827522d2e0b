//! Recipients.

use crate::whatsapp::{Message, RecipientType};

/// The recipient of a message.
///
/// Text converts into a recipient: a business-scoped user id (`US.1349…`) into a
/// user, any other text into a phone number.
///
/// ```
/// use socialmessaging::messages::Recipient;
///
/// assert_eq!(Recipient::from("+14255550123"), Recipient::Phone("+14255550123".into()));
/// assert_eq!(Recipient::from("US.13491208655302741918"), Recipient::User("US.13491208655302741918".into()));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recipient {
    /// A phone number in E.164 format: a plus sign, the country code and the
    /// number.
    Phone(String),
    /// A business-scoped user id, for people who hide their phone number.
    User(String),
    /// The id of a group.
    Group(String),
}

impl Recipient {
    /// Creates a recipient from the id of a group.
    ///
    /// ```
    /// use socialmessaging::messages::{Recipient, Text};
    ///
    /// let text = Text::new(Recipient::group("Y2FwaV9ncm91cDox"), "Hello, all");
    /// assert_eq!(text.message().to(), Some("Y2FwaV9ncm91cDox"));
    /// ```
    pub fn group(id: impl Into<String>) -> Self {
        Self::Group(id.into())
    }

    pub(super) fn address(self, message: &mut Message) {
        match self {
            Self::Phone(number) => message.to = Some(number),
            Self::User(id) => message.recipient = Some(id),
            Self::Group(id) => {
                message.to = Some(id);
                message.recipient_type = Some(RecipientType::Group);
            }
        }
    }
}

/// Hides the address, which identifies a person.
impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone(redacted)",
            Self::User(_) => "User(redacted)",
            Self::Group(_) => "Group(redacted)",
        })
    }
}

/// Returns whether the text begins like a business-scoped user id: with two
/// capital letters and a dot.
fn is_user_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    let country = [bytes.next(), bytes.next()];
    let is_country = |byte: &Option<u8>| byte.is_some_and(|byte| byte.is_ascii_uppercase());
    country.iter().all(is_country) && bytes.next() == Some(b'.')
}

impl From<String> for Recipient {
    fn from(text: String) -> Self {
        if is_user_id(&text) {
            Self::User(text)
        } else {
            Self::Phone(text)
        }
    }
}

impl From<&str> for Recipient {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Recipient {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}
