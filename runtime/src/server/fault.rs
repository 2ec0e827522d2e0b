//! Injected failures: throttling, errors, delays, broken connections.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::call::operation::{ModeledError, Operation};
use crate::call::service::{ErrorShape, Metadata};

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The service throttles the request: status 429.
    Throttle,
    /// The service fails with this status and the error of its model with this
    /// status, or AWS's common error.
    Status(u16),
    /// The service fails with this error of its model.
    Error(ErrorCode),
    /// The response is delayed.
    Delay(Duration),
    /// The connection is reset.
    Reset,
    /// The response is a success whose body is not JSON.
    Garbage,
    /// A proxy responds with an HTML page and status 502.
    Html,
}

impl FaultKind {
    /// The service fails with an error of its model.
    #[must_use]
    pub fn error<E: ModeledError + Default>() -> Self {
        Self::Error(ErrorCode(E::default().code()))
    }
}

/// The code of an error of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode(&'static str);

impl ErrorCode {
    /// Returns the code as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<&'static ErrorShape> for ErrorCode {
    fn from(shape: &'static ErrorShape) -> Self {
        Self(shape.code)
    }
}

/// When a failure happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FaultStage {
    /// Before the request is read: the operation is not processed.
    #[default]
    Before,
    /// After processing and before the response: the caller cannot know the
    /// result.
    After,
}

/// A connection reset without a response, caused by a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Whether the operation was processed before.
    pub stage: FaultStage,
}

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was reset")
    }
}

impl std::error::Error for Reset {}

/// An injected failure.
///
/// ```
/// # use runtime::server::{Fault, FaultKind, FaultStage, Faults};
/// let faults = Faults::default();
/// faults.add(Fault::new(FaultKind::Throttle).with_times(2));
/// let lost = Fault::new(FaultKind::Reset).with_stage(FaultStage::After);
/// faults.add(lost.with_probability(0.1, 7));
/// assert_eq!(faults.list().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    kind: FaultKind,
    stage: FaultStage,
    operation: Option<&'static str>,
    rule: FaultTrigger,
    number: u64,
}

#[derive(Debug, Clone, PartialEq)]
enum FaultTrigger {
    Times(u64),
    /// The probability, and the state of the random number generator.
    Chance(f64, u64),
}

impl Fault {
    /// Fails the next call of any operation, before processing.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            stage: FaultStage::Before,
            operation: None,
            rule: FaultTrigger::Times(1),
            number: 0,
        }
    }

    /// Fails calls of this operation only.
    #[must_use]
    pub fn with_operation<O: Operation>(self) -> Self {
        self.with_metadata(O::METADATA)
    }

    /// Fails calls of the operation with this metadata only.
    #[must_use]
    pub fn with_metadata(mut self, operation: &'static Metadata) -> Self {
        self.operation = Some(operation.name);
        self
    }

    /// Fails before or after processing.
    #[must_use]
    pub fn with_stage(mut self, stage: FaultStage) -> Self {
        self.stage = stage;
        self
    }

    /// Fails this number of calls.
    #[must_use]
    pub fn with_times(mut self, calls: u64) -> Self {
        self.rule = FaultTrigger::Times(calls);
        self
    }

    /// Fails each call with this probability, 0 to 1. The same seed fails the
    /// same calls.
    #[must_use]
    pub fn with_probability(mut self, probability: f64, seed: u64) -> Self {
        self.rule = FaultTrigger::Chance(probability, seed);
        self
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Returns the stage.
    #[must_use]
    pub fn stage(&self) -> FaultStage {
        self.stage
    }

    /// Returns the number that [`Faults::add`] assigned; 0 before.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the name of the operation that fails; `None` for any operation.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// Returns how many more calls will fail; `None` for a random failure.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        match self.rule {
            FaultTrigger::Times(left) => Some(left),
            FaultTrigger::Chance(..) => None,
        }
    }

    /// Returns the probability of a random failure.
    #[must_use]
    pub fn probability(&self) -> Option<f64> {
        match self.rule {
            FaultTrigger::Times(_) => None,
            FaultTrigger::Chance(probability, _) => Some(probability),
        }
    }

    fn applies_to(&self, operation: &str) -> bool {
        self.operation.is_none_or(|name| name == operation)
    }

    /// Decides whether this call fails.
    fn fires(&mut self) -> bool {
        match &mut self.rule {
            FaultTrigger::Times(left) => {
                let fires = *left > 0;
                *left = left.saturating_sub(1);
                fires
            }
            FaultTrigger::Chance(probability, state) => {
                // An f64 represents 53 bits exactly.
                let fraction = (split_mix(state) >> 11) as f64 / (1_u64 << 53) as f64;
                fraction < *probability
            }
        }
    }
}

/// Returns the next number of the SplitMix64 generator.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The pending failures.
#[derive(Debug, Default)]
pub struct Faults(Mutex<PendingFaults>);

#[derive(Debug, Default)]
struct PendingFaults {
    faults: Vec<Fault>,
    /// The number of the last added failure.
    last: u64,
}

impl Faults {
    /// Adds a failure. If several apply to a call, the first one is used; delays
    /// add up and are combined with it. Returns the number of the failure, for
    /// [`remove`](Self::remove).
    pub fn add(&self, mut fault: Fault) -> u64 {
        let mut pending = self.lock();
        pending.last += 1;
        fault.number = pending.last;
        pending.faults.push(fault);
        pending.last
    }

    /// Returns the pending failures, in order.
    #[must_use]
    pub fn list(&self) -> Vec<Fault> {
        self.lock().faults.clone()
    }

    /// Removes all failures.
    pub fn clear(&self) {
        self.lock().faults.clear();
    }

    /// Removes the failure with this number. Returns whether it was pending.
    ///
    /// ```
    /// # use runtime::server::{Fault, FaultKind, Faults};
    /// let faults = Faults::default();
    /// let number = faults.add(Fault::new(FaultKind::Throttle));
    /// assert!(faults.remove(number));
    /// assert!(!faults.remove(number));
    /// ```
    pub fn remove(&self, number: u64) -> bool {
        let faults = &mut self.lock().faults;
        let before = faults.len();
        faults.retain(|fault| fault.number != number);
        faults.len() < before
    }

    /// Returns the delay and the failure of a call.
    pub(super) fn apply(&self, operation: &str) -> InjectedFault {
        let faults = &mut self.lock().faults;
        let mut injected = InjectedFault::default();
        for fault in faults
            .iter_mut()
            .filter(|fault| fault.applies_to(operation))
        {
            match fault.kind {
                FaultKind::Delay(by) => {
                    if fault.fires() {
                        injected.delay = injected.delay.saturating_add(by);
                    }
                }
                kind => {
                    if injected.failure.is_none() && fault.fires() {
                        injected.failure = Some((kind, fault.stage));
                    }
                }
            }
        }
        faults.retain(|fault| fault.remaining() != Some(0));
        injected
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, PendingFaults> {
        // Nothing panics while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The delay and the failure of one call.
#[derive(Debug, Default, PartialEq)]
pub(super) struct InjectedFault {
    pub(super) delay: Duration,
    pub(super) failure: Option<(FaultKind, FaultStage)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::service::{Idempotency, Sensitivity, Service};

    static SERVICE: Service = Service {
        sdk_id: "Bookshop",
        endpoint_prefix: "bookshop",
        signing_name: "bookshop",
        version: "2024-01-01",
        crate_name: "bookshop-client",
        crate_version: "0.1.0",
        telemetry: crate::codegen::telemetry!("bookshop"),
        errors: &[],
    };
    static A: Metadata = Metadata {
        name: "A",
        service: &SERVICE,
        idempotency: Idempotency::None,
        sensitivity: Sensitivity::NONE,
    };

    #[test]
    fn faults_apply_in_order_per_operation() {
        let faults = Faults::default();
        faults.add(
            Fault::new(FaultKind::Throttle)
                .with_metadata(&A)
                .with_times(2),
        );
        faults.add(Fault::new(FaultKind::Html).with_stage(FaultStage::After));
        faults.add(Fault::new(FaultKind::Delay(Duration::from_secs(1))).with_times(2));
        let throttled = Some((FaultKind::Throttle, FaultStage::Before));
        let second = Duration::from_secs(1);
        for (operation, delay, failure) in [
            ("A", second, throttled),
            ("B", second, Some((FaultKind::Html, FaultStage::After))),
            ("B", Duration::ZERO, None),
            ("A", Duration::ZERO, throttled),
            ("A", Duration::ZERO, None),
        ] {
            assert_eq!(faults.apply(operation), InjectedFault { delay, failure });
        }
        assert_eq!(faults.list(), []);
    }

    #[test]
    fn adding_delays_saturates() {
        let faults = Faults::default();
        for by in [Duration::MAX, Duration::from_secs(1)] {
            faults.add(Fault::new(FaultKind::Delay(by)));
        }
        assert_eq!(faults.apply("A").delay, Duration::MAX);
    }

    #[test]
    fn probability_is_reproducible_by_seed() {
        let failed = |seed| {
            let faults = Faults::default();
            faults.add(Fault::new(FaultKind::Reset).with_probability(0.25, seed));
            let fires = (0..1000).map(|_| faults.apply("A").failure.is_some());
            fires.collect::<Vec<bool>>()
        };
        assert_eq!(failed(7), failed(7));
        assert_ne!(failed(7), failed(8));
        let count = failed(7).iter().filter(|failed| **failed).count();
        assert!((200..300).contains(&count), "{count}");
    }
}
