//! Settings of a client and of a single call.

use std::time::Duration;

/// What happens to an input that breaks a constraint of the model.
///
/// Services loosen limits over time, and a client built before that would
/// refuse what the service accepts: for that day there are `Warn` and `Off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Validation {
    /// The call fails before anything is sent.
    #[default]
    Enforce,
    /// A warning is traced and the input is sent.
    Warn,
    /// The input is not checked.
    Off,
}

/// How often a request that changes something may reach the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Delivery {
    /// An operation that is not idempotent is sent again only when the first
    /// try was provably not carried out.
    #[default]
    AtMostOnce,
    /// Every operation is sent again after any failure that may pass, at the
    /// price of perhaps doing its work twice.
    AtLeastOnce,
}

/// Time limits. By default 3 seconds to connect, 10 for an attempt and 30 for
/// an operation with all its attempts and the waits between them.
///
/// ```
/// use std::time::Duration;
/// # use runtime::Timeouts;
///
/// let timeouts = Timeouts::default().attempt(Duration::from_secs(60)).operation(None);
/// assert_eq!(timeouts.attempt_limit(), Some(Duration::from_secs(60)));
/// assert_eq!(timeouts.operation_limit(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    connect: Option<Duration>,
    attempt: Option<Duration>,
    operation: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(3)),
            attempt: Some(Duration::from_secs(10)),
            operation: Some(Duration::from_secs(30)),
        }
    }
}

impl Timeouts {
    /// No time limits at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            operation: None,
        }
    }

    /// The time to establish a connection, TLS included; `None` for no limit.
    #[must_use]
    pub fn connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// The time from the start of an attempt to the last byte of its
    /// response; `None` for no limit.
    ///
    /// Of a response that is streamed, it is the time to the head, and then to
    /// each piece that is waited for. While a request is streamed, this limit
    /// and that of the operation begin anew with each piece that is sent.
    #[must_use]
    pub fn attempt(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = limit.into();
        self
    }

    /// The time for a whole operation: credentials, attempts, and the waits
    /// between them; `None` for no limit.
    #[must_use]
    pub fn operation(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = limit.into();
        self
    }

    /// The limit for establishing a connection.
    #[must_use]
    pub fn connect_limit(&self) -> Option<Duration> {
        self.connect
    }

    /// The limit for one attempt.
    #[must_use]
    pub fn attempt_limit(&self) -> Option<Duration> {
        self.attempt
    }

    /// The limit for a whole operation.
    #[must_use]
    pub fn operation_limit(&self) -> Option<Duration> {
        self.operation
    }
}

/// How often, and for which failures, a request is sent again. By default
/// three attempts in all, at most one of which can have been carried out.
///
/// ```
/// # use runtime::{Delivery, Retries};
/// let retries = Retries::default().max_attempts(5).delivery(Delivery::AtLeastOnce);
/// assert_eq!(Retries::none().attempts(), 1);
/// assert_eq!(retries.attempts(), 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    max_attempts: u32,
    delivery: Delivery,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            delivery: Delivery::AtMostOnce,
        }
    }
}

impl Retries {
    /// One attempt, whatever happens.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// The number of attempts in all, the first included; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Which failures allow another attempt of an operation that is not
    /// idempotent.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// The number of attempts in all.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Which failures allow another attempt.
    #[must_use]
    pub fn delivery_mode(&self) -> Delivery {
        self.delivery
    }
}

/// Settings of one call; what is not set here is the client's.
///
/// ```
/// use std::time::Duration;
/// # use runtime::{CallOptions, Timeouts, Validation};
///
/// let options = CallOptions::new()
///     .validation(Validation::Off)
///     .operation_timeout(Duration::from_secs(120));
/// let timeouts = options.timeouts_over(Timeouts::default());
/// assert_eq!(timeouts.operation_limit(), Some(Duration::from_secs(120)));
/// assert_eq!(timeouts.attempt_limit(), Some(Duration::from_secs(10)));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallOptions {
    validation: Option<Validation>,
    connect: Option<Option<Duration>>,
    attempt: Option<Option<Duration>>,
    operation: Option<Option<Duration>>,
    max_attempts: Option<u32>,
    delivery: Option<Delivery>,
}

impl CallOptions {
    /// Options that leave every setting to the client.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What happens to an input that breaks a constraint.
    #[must_use]
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = Some(validation);
        self
    }

    /// All time limits at once.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.connect = Some(timeouts.connect);
        self.attempt = Some(timeouts.attempt);
        self.operation = Some(timeouts.operation);
        self
    }

    /// The time for one attempt; `None` for no limit.
    #[must_use]
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = Some(limit.into());
        self
    }

    /// The time for the whole call; `None` for no limit.
    #[must_use]
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = Some(limit.into());
        self
    }

    /// The number of attempts in all, the first included; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Which failures allow another attempt of an operation that is not
    /// idempotent.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// The validation in force, given the client's.
    #[must_use]
    pub fn validation_over(&self, client: Validation) -> Validation {
        self.validation.unwrap_or(client)
    }

    /// The time limits in force, given the client's.
    #[must_use]
    pub fn timeouts_over(&self, client: Timeouts) -> Timeouts {
        Timeouts {
            connect: self.connect.unwrap_or(client.connect),
            attempt: self.attempt.unwrap_or(client.attempt),
            operation: self.operation.unwrap_or(client.operation),
        }
    }

    /// The retries in force, given the client's.
    #[must_use]
    pub fn retries_over(&self, client: Retries) -> Retries {
        Retries::default()
            .max_attempts(self.max_attempts.unwrap_or(client.max_attempts))
            .delivery(self.delivery.unwrap_or(client.delivery))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_options_override_client_options() {
        let client = Retries::default()
            .max_attempts(5)
            .delivery(Delivery::AtLeastOnce);
        assert_eq!(CallOptions::new().retries_over(client), client);
        assert_eq!(
            CallOptions::new()
                .max_attempts(0)
                .retries_over(client)
                .attempts(),
            1
        );
        let careful = CallOptions::new().delivery(Delivery::AtMostOnce);
        assert_eq!(careful.retries_over(client).attempts(), 5);
        assert_eq!(
            careful.retries_over(client).delivery_mode(),
            Delivery::AtMostOnce
        );

        let warn = CallOptions::new().validation(Validation::Warn);
        assert_eq!(warn.validation_over(Validation::Off), Validation::Warn);
        assert_eq!(
            CallOptions::new().validation_over(Validation::Off),
            Validation::Off
        );

        let limits = Timeouts::default();
        assert_eq!(CallOptions::new().timeouts_over(limits), limits);
        let none = CallOptions::new().timeouts(Timeouts::none());
        assert_eq!(none.timeouts_over(limits), Timeouts::none());
        let attempt = none
            .attempt_timeout(Duration::from_secs(1))
            .operation_timeout(None);
        let expected = Timeouts::none().attempt(Duration::from_secs(1));
        assert_eq!(attempt.timeouts_over(limits), expected);
    }
}
