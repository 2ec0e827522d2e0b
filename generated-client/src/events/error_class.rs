//! The classes of Meta's errors.

use std::fmt;

/// The action that an error calls for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ErrorClass {
    /// Retry the same message later, a few times. Unless
    /// [`proves_not_sent`](crate::events::ErrorCode::proves_not_sent) is true, the
    /// person may get it twice.
    Retry,
    /// Too many requests: slow down, and retry with exponential backoff.
    SlowDown,
    /// Too many messages to one person: slow down for this person.
    PairRate,
    /// Do not send this kind of message to this person for a day.
    WaitDay,
    /// The person opted out of marketing messages: send none until they opt in.
    OptedOut,
    /// This person cannot receive the message.
    Recipient,
    /// The person's last message is more than 24 hours old: send a template.
    Window,
    /// The message is invalid: fix it.
    Request,
    /// The media file is invalid or unreachable: fix it.
    Media,
    /// The template is missing or paused, or its parameters are wrong: fix it.
    Template,
    /// The account needs an operator: permissions, payment, terms, policy.
    Account,
    /// The phone number needs an operator: registration, name, PIN.
    Setup,
    /// An error of calls, groups, Flows, payments or another feature: see the
    /// advice.
    Feature,
    /// Stop the campaign: every further message makes it worse.
    Stop,
    /// Nothing failed: the platform does not forward this kind of received message.
    Informative,
    /// The code is unknown.
    Unknown,
}

impl ErrorClass {
    /// Returns whether the same message can succeed later, unchanged.
    ///
    /// ```
    /// # use socialmessaging::events::ErrorClass;
    /// assert!(ErrorClass::PairRate.is_retryable());
    /// assert!(!ErrorClass::Template.is_retryable());
    /// ```
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Retry | Self::SlowDown | Self::PairRate)
    }

    /// Returns the name of the class, for logs and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::SlowDown => "slow-down",
            Self::PairRate => "pair-rate",
            Self::WaitDay => "wait-day",
            Self::OptedOut => "opted-out",
            Self::Recipient => "recipient",
            Self::Window => "window",
            Self::Request => "request",
            Self::Media => "media",
            Self::Template => "template",
            Self::Account => "account",
            Self::Setup => "setup",
            Self::Feature => "feature",
            Self::Stop => "stop",
            Self::Informative => "informative",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
