//! Options of clients and calls.

use std::time::Duration;

/// The handling of an input that breaks a constraint of the model.
///
/// Services relax limits over time. `Warn` and `Off` are for inputs that the
/// service accepts but an older client rejects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Validation {
    /// The call fails, and nothing is sent. If the input only causes
    /// [warnings](crate::Violation::is_warning), the client logs them and sends it.
    #[default]
    Enforce,
    /// The client logs a warning and sends the input.
    Warn,
    /// The client does not validate the input.
    Off,
}

/// The delivery guarantee of requests that are not idempotent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Delivery {
    /// The client retries an operation that is not idempotent only if the service
    /// certainly did not process the request.
    #[default]
    AtMostOnce,
    /// The client retries every operation after any temporary failure. The operation
    /// may take effect twice.
    AtLeastOnce,
}

/// Timeouts. The defaults are 3 seconds to connect, 10 for an attempt, and 30 for an operation with
/// all its attempts and the waits between them.
///
/// ```
/// use std::time::Duration;
/// # use runtime::Timeouts;
///
/// let timeouts = Timeouts::default().with_attempt(Duration::from_secs(60)).with_operation(None);
/// assert_eq!(timeouts.attempt(), Some(Duration::from_secs(60)));
/// assert_eq!(timeouts.operation(), None);
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
    /// Returns settings without timeouts.
    #[must_use]
    pub fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            operation: None,
        }
    }

    /// Sets the timeout for establishing a connection, including TLS; `None`
    /// removes it.
    #[must_use]
    pub fn with_connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// Sets the timeout from the start of an attempt to the last byte of its
    /// response; `None` removes it.
    ///
    /// For a streamed response, it limits the time to the head, and then to
    /// each chunk. While a request is streamed, each chunk restarts this limit
    /// and that of the operation.
    #[must_use]
    pub fn with_attempt(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = limit.into();
        self
    }

    /// Sets the timeout for an operation: credentials, attempts, and the waits
    /// between them; `None` removes it.
    #[must_use]
    pub fn with_operation(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = limit.into();
        self
    }

    /// The limit for establishing a connection.
    #[must_use]
    pub fn connect(&self) -> Option<Duration> {
        self.connect
    }

    /// The limit of an attempt.
    #[must_use]
    pub fn attempt(&self) -> Option<Duration> {
        self.attempt
    }

    /// The limit of an operation.
    #[must_use]
    pub fn operation(&self) -> Option<Duration> {
        self.operation
    }
}

/// The retries of a client. The defaults are three attempts and
/// [`Delivery::AtMostOnce`].
///
/// ```
/// # use runtime::{Delivery, Retries};
/// let retries = Retries::default().with_max_attempts(5).with_delivery(Delivery::AtLeastOnce);
/// assert_eq!(Retries::none().max_attempts(), 1);
/// assert_eq!(retries.max_attempts(), 5);
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
    /// Returns settings without retries: one attempt.
    #[must_use]
    pub fn none() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the delivery guarantee of operations that are not idempotent.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// The maximum number of attempts.
    #[must_use]
    pub fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// The delivery guarantee of operations that are not idempotent.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }
}

/// Options of one call. Unset options are those of the client.
///
/// ```
/// use std::time::Duration;
/// # use runtime::{CallOptions, Validation};
///
/// let options = CallOptions::new()
///     .with_validation(Validation::Off)
///     .with_operation_timeout(Duration::from_secs(120));
/// assert_eq!(options.validation(), Some(Validation::Off));
/// assert_eq!(options.max_attempts(), None); // the client's
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
    /// Creates empty options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the handling of an input that breaks a constraint.
    #[must_use]
    pub fn with_validation(mut self, validation: Validation) -> Self {
        self.validation = Some(validation);
        self
    }

    /// Sets all timeouts.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.connect = Some(timeouts.connect);
        self.attempt = Some(timeouts.attempt);
        self.operation = Some(timeouts.operation);
        self
    }

    /// Sets the timeout of an attempt; `None` removes it.
    #[must_use]
    pub fn with_attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = Some(limit.into());
        self
    }

    /// Sets the timeout of the whole call; `None` removes it.
    #[must_use]
    pub fn with_operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = Some(limit.into());
        self
    }

    /// Sets the maximum number of attempts, including the first; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Sets the delivery guarantee of operations that are not idempotent.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// Returns the validation; `None` for the client's.
    #[must_use]
    pub fn validation(&self) -> Option<Validation> {
        self.validation
    }

    /// Returns the maximum number of attempts; `None` for the client's.
    #[must_use]
    pub fn max_attempts(&self) -> Option<u32> {
        self.max_attempts
    }

    /// Returns the delivery; `None` for the client's.
    #[must_use]
    pub fn delivery(&self) -> Option<Delivery> {
        self.delivery
    }

    /// The validation of the call, which override the client's.
    pub(crate) fn validation_over(&self, client: Validation) -> Validation {
        self.validation.unwrap_or(client)
    }

    /// The timeouts of the call, which override the client's.
    pub(crate) fn timeouts_over(&self, client: Timeouts) -> Timeouts {
        Timeouts {
            connect: self.connect.unwrap_or(client.connect),
            attempt: self.attempt.unwrap_or(client.attempt),
            operation: self.operation.unwrap_or(client.operation),
        }
    }

    /// The retries of the call, which override the client's.
    pub(crate) fn retries_over(&self, client: Retries) -> Retries {
        Retries::default()
            .with_max_attempts(self.max_attempts.unwrap_or(client.max_attempts))
            .with_delivery(self.delivery.unwrap_or(client.delivery))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_options_override_client_options() {
        let client = Retries::default()
            .with_max_attempts(5)
            .with_delivery(Delivery::AtLeastOnce);
        assert_eq!(CallOptions::new().retries_over(client), client);
        assert_eq!(
            CallOptions::new()
                .with_max_attempts(0)
                .retries_over(client)
                .max_attempts(),
            1
        );
        let careful = CallOptions::new().with_delivery(Delivery::AtMostOnce);
        assert_eq!(careful.retries_over(client).max_attempts(), 5);
        assert_eq!(
            careful.retries_over(client).delivery(),
            Delivery::AtMostOnce
        );

        let warn = CallOptions::new().with_validation(Validation::Warn);
        assert_eq!(warn.validation_over(Validation::Off), Validation::Warn);
        assert_eq!(
            CallOptions::new().validation_over(Validation::Off),
            Validation::Off
        );

        let limits = Timeouts::default();
        assert_eq!(CallOptions::new().timeouts_over(limits), limits);
        let none = CallOptions::new().with_timeouts(Timeouts::none());
        assert_eq!(none.timeouts_over(limits), Timeouts::none());
        let attempt = none
            .with_attempt_timeout(Duration::from_secs(1))
            .with_operation_timeout(None);
        let expected = Timeouts::none().with_attempt(Duration::from_secs(1));
        assert_eq!(attempt.timeouts_over(limits), expected);
    }
}
