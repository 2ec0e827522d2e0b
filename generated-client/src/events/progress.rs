//! The steps of a delivery.

use std::fmt;
use std::str::FromStr;

use crate::whatsapp::DeliveryStatus;

/// The progress of a message. Later steps are greater.
///
/// ```
/// # use socialmessaging::events::Progress;
/// assert!(Progress::Read > Progress::Delivered);
/// // Late events do not set a message back.
/// let stored: Progress = "read".parse()?;
/// assert_eq!(stored.max(Progress::Sent), Progress::Read);
/// # Ok::<(), socialmessaging::events::UnknownProgress>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Progress {
    /// WhatsApp accepted the message from AWS.
    Accepted,
    /// WhatsApp sent the message to the person's devices.
    Sent,
    /// The message is on a device of the person.
    Delivered,
    /// The person saw the message.
    Read,
    /// The person played the voice message.
    Played,
}

impl Progress {
    /// All steps in order.
    pub const ALL: [Self; 5] = [
        Self::Accepted,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Played,
    ];

    /// Converts a status; `None` for statuses that are not a step.
    #[must_use]
    pub fn from_status(status: &DeliveryStatus) -> Option<Self> {
        Some(match status {
            DeliveryStatus::Accepted => Self::Accepted,
            DeliveryStatus::Sent => Self::Sent,
            DeliveryStatus::Delivered => Self::Delivered,
            DeliveryStatus::Read => Self::Read,
            DeliveryStatus::Played => Self::Played,
            _ => return None,
        })
    }

    /// Returns the name of the step, as in statuses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
        }
    }

    /// The index of the step in [`ALL`](Self::ALL).
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Progress {
    type Err = UnknownProgress;

    fn from_str(text: &str) -> Result<Self, UnknownProgress> {
        let step = Self::ALL.into_iter().find(|step| step.as_str() == text);
        step.ok_or(UnknownProgress)
    }
}

/// Text that is not the name of a [`Progress`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownProgress;

impl fmt::Display for UnknownProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected accepted, sent, delivered, read or played")
    }
}

impl std::error::Error for UnknownProgress {}
