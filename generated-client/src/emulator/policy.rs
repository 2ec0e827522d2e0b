//! The rules that decide what happens to accepted messages.

use super::delivery::retry::DeliveryFaults;

/// When messages get the statuses after `accepted`, which they get at once.
///
/// They get `read` only by an action of the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusPolicy {
    /// At once: `sent` and `delivered`, or `failed`.
    #[default]
    Immediate,
    /// By the clock of the emulator: `sent` or `failed` follows one second
    /// after `accepted`, and `delivered` one second after `sent`.
    Clock,
    /// Never automatically: use
    /// [`Emulator::set_status`](super::Emulator::set_status).
    Never,
}

impl StatusPolicy {
    /// All policies.
    pub const ALL: [Self; 3] = [Self::Immediate, Self::Clock, Self::Never];

    /// Returns the name in control requests, such as `immediate`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Clock => "clock",
            Self::Never => "never",
        }
    }
}

/// Whether free-form messages fail more than 24 hours after the customer's last
/// message or call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowRule {
    /// Only if the customer wrote to or called the phone number before. Tests
    /// can send to new customers without a message from them.
    #[default]
    AfterContact,
    /// Always, as with Meta: the window of a customer who never wrote is
    /// closed.
    Always,
}

impl WindowRule {
    /// All rules.
    pub const ALL: [Self; 2] = [Self::AfterContact, Self::Always];

    /// Returns the name in control requests, such as `after-contact`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AfterContact => "after-contact",
            Self::Always => "always",
        }
    }
}

/// A rule that fails the next messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FailRule {
    pub(super) code: u32,
    pub(super) times: u64,
    /// The customer; `None` for all.
    pub(super) to: Option<String>,
}

/// The rules of an emulator.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rules {
    pub(super) statuses: StatusPolicy,
    pub(super) windows: WindowRule,
    pub(super) failures: Vec<FailRule>,
    pub(super) deliveries: DeliveryFaults,
}

impl Rules {
    /// Returns the code with which a rule makes a message to this customer
    /// fail, and consumes the rule.
    pub(super) fn take_failure(&mut self, customer: &str) -> Option<u32> {
        let mut rules = self.failures.iter_mut();
        let rule = rules.find(|rule| rule.to.as_deref().is_none_or(|to| to == customer))?;
        let code = rule.code;
        rule.times = rule.times.saturating_sub(1);
        self.failures.retain(|rule| rule.times > 0);
        Some(code)
    }
}
