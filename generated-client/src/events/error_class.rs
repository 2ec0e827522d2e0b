//! The classes of Meta's errors.

use std::fmt;

/// The reaction that an error needs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ErrorClass {
    /// Send the same message again later, a few times. Unless
    /// [`proves_not_sent`](crate::events::ErrorCode::proves_not_sent), the person
    /// may get it twice.
    Retry,
    /// Too many requests: send slower, and again with exponential backoff.
    SlowDown,
    /// Too many messages to one person: send slower to this person.
    PairRate,
    /// Do not send this kind of message to this person for a day.
    WaitDay,
    /// The person stopped marketing messages: send none until they permit it.
    OptedOut,
    /// This person cannot get the message.
    Recipient,
    /// The last message of the person is older than 24 hours: send a template.
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
    /// Calls, groups, Flows, payments and others: see the advice.
    Feature,
    /// Stop the campaign: each further message makes it worse.
    Stop,
    /// Nothing failed: a received message is of a kind that the platform does not
    /// pass on.
    Informative,
    /// The code is in no table.
    Unknown,
}

impl ErrorClass {
    /// Returns whether the same message can succeed later without a change.
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
