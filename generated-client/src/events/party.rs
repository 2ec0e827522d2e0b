//! The address of a person.

use std::fmt;

use crate::messages::Recipient;

/// A person, by phone number or by business-scoped user id.
///
/// `Debug` hides the value; `to_string` returns it in the format for recipients of messages.
///
/// ```
/// # use socialmessaging::events::Party;
/// assert_eq!(Party::Phone("14255550123").to_string(), "+14255550123");
/// assert_eq!(Party::User("US.13490000000000000001").to_string(), "US.13490000000000000001");
/// assert_eq!(format!("{:?}", Party::Phone("14255550123")), "Phone(** redacted **)");
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Party<'a> {
    /// A phone number: digits, without a plus sign. The member `to` of a message
    /// needs the plus sign.
    Phone(&'a str),
    /// A business-scoped user id, for the member `recipient` of a message.
    User(&'a str),
}

impl<'a> Party<'a> {
    /// Prefers the phone number, because every kind of message can be sent to it.
    pub(super) fn new(phone: Option<&'a str>, user: Option<&'a str>) -> Option<Self> {
        let set = |text: &&str| !text.is_empty();
        let phone = phone.filter(set).map(Self::Phone);
        phone.or_else(|| user.filter(set).map(Self::User))
    }

    /// Returns the value as it was received.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Phone(text) | Self::User(text) => text,
        }
    }
}

impl From<Party<'_>> for Recipient {
    fn from(party: Party<'_>) -> Self {
        match party {
            Party::Phone(_) => Self::Phone(party.to_string()),
            Party::User(id) => Self::User(id.to_owned()),
        }
    }
}

/// Writes the format for recipients of messages: phone numbers begin with a
/// plus sign.
impl fmt::Display for Party<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(digits) if !digits.starts_with('+') => write!(f, "+{digits}"),
            Self::Phone(text) | Self::User(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Party<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Phone(_) => "Phone",
            Self::User(_) => "User",
        };
        f.debug_tuple(name)
            .field(&runtime::codegen::Redacted)
            .finish()
    }
}
