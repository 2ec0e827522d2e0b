//! Failures on demand: what networks, proxies and services do on bad days.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The service says that it is being called too often: status 429.
    Throttle,
    /// The service fails with this status: with the error that its model has
    /// for the status, or the common one of AWS.
    Status(u16),
    /// The service fails with the error of its model that has this code. One
    /// that the model lacks comes with status 400.
    Error(&'static str),
    /// The answer takes this much longer.
    Delay(Duration),
    /// The connection is reset.
    Reset,
    /// The answer is a success whose body is no JSON.
    Garbage,
    /// A proxy answers with a page of HTML and status 502.
    Html,
}

/// When it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Before the request is read: the operation is not carried out.
    #[default]
    Before,
    /// After the operation was carried out and before its answer: the caller
    /// cannot know that it was.
    After,
}

/// A failure on demand.
///
/// ```
/// use runtime::server::{Fault, FaultKind, Faults};
///
/// let faults = Faults::default();
/// faults.add(Fault::new(FaultKind::Throttle).on("AddBook").times(2));
/// faults.add(Fault::new(FaultKind::Reset).after_processing().with_probability(0.1, 7));
/// assert_eq!(faults.list().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    kind: FaultKind,
    stage: Stage,
    operation: Option<String>,
    rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
enum Rule {
    Times(u64),
    /// The probability, and the state of the random numbers.
    Chance(f64, u64),
}

impl Fault {
    /// A failure of the next call of any operation, before it is carried out.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            stage: Stage::Before,
            operation: None,
            rule: Rule::Times(1),
        }
    }

    /// Fails calls of one operation only, by its name in the model.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Fails after the operation was carried out.
    #[must_use]
    pub fn after_processing(mut self) -> Self {
        self.stage = Stage::After;
        self
    }

    /// Fails the next so many calls.
    #[must_use]
    pub fn times(mut self, calls: u64) -> Self {
        self.rule = Rule::Times(calls);
        self
    }

    /// Fails each call with this probability, 0 to 1. The same seed fails the
    /// same calls.
    #[must_use]
    pub fn with_probability(mut self, probability: f64, seed: u64) -> Self {
        self.rule = Rule::Chance(probability, seed);
        self
    }

    /// What goes wrong.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// When it goes wrong.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The operation whose calls fail; `None` for any.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// How many calls are still to fail; `None` for a failure by chance.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        match self.rule {
            Rule::Times(left) => Some(left),
            Rule::Chance(..) => None,
        }
    }

    /// The probability of a failure by chance.
    #[must_use]
    pub fn probability(&self) -> Option<f64> {
        match self.rule {
            Rule::Times(_) => None,
            Rule::Chance(probability, _) => Some(probability),
        }
    }

    fn concerns(&self, operation: &str) -> bool {
        self.operation
            .as_deref()
            .is_none_or(|name| name == operation)
    }

    /// Whether this call fails.
    fn strikes(&mut self) -> bool {
        match &mut self.rule {
            Rule::Times(left) => {
                let strikes = *left > 0;
                *left = left.saturating_sub(1);
                strikes
            }
            Rule::Chance(probability, state) => {
                // The upper 53 bits are what an f64 holds exactly.
                let fraction = (split_mix(state) >> 11) as f64 / (1_u64 << 53) as f64;
                fraction < *probability
            }
        }
    }
}

/// The next number of the SplitMix64 generator.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The failures that are on demand.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Demands a failure. Of several that a call could meet, the one that was
    /// demanded first strikes; delays add up and strike beside others.
    pub fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// The failures that are still to come, in order.
    #[must_use]
    pub fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// Demands none any more.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// What a call of an operation meets.
    pub(super) fn strike(&self, operation: &str) -> Strike {
        let mut faults = self.lock();
        let mut strike = Strike::default();
        for fault in faults.iter_mut().filter(|fault| fault.concerns(operation)) {
            match fault.kind {
                FaultKind::Delay(by) => {
                    if fault.strikes() {
                        strike.delay = strike.delay.saturating_add(by);
                    }
                }
                kind => {
                    if strike.failure.is_none() && fault.strikes() {
                        strike.failure = Some((kind, fault.stage));
                    }
                }
            }
        }
        faults.retain(|fault| fault.remaining() != Some(0));
        strike
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Fault>> {
        // Nothing panics while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one call meets.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Strike {
    pub(super) delay: Duration,
    pub(super) failure: Option<(FaultKind, Stage)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_apply_in_order_per_operation() {
        let faults = Faults::default();
        faults.add(Fault::new(FaultKind::Throttle).on("A").times(2));
        faults.add(Fault::new(FaultKind::Html).after_processing());
        faults.add(Fault::new(FaultKind::Delay(Duration::from_secs(1))).times(2));
        let throttled = Some((FaultKind::Throttle, Stage::Before));
        let second = Duration::from_secs(1);
        for (operation, delay, failure) in [
            ("A", second, throttled),
            ("B", second, Some((FaultKind::Html, Stage::After))),
            ("B", Duration::ZERO, None),
            ("A", Duration::ZERO, throttled),
            ("A", Duration::ZERO, None),
        ] {
            assert_eq!(faults.strike(operation), Strike { delay, failure });
        }
        assert_eq!(faults.list(), []);
    }

    #[test]
    fn adding_delays_saturates() {
        let faults = Faults::default();
        for by in [Duration::MAX, Duration::from_secs(1)] {
            faults.add(Fault::new(FaultKind::Delay(by)));
        }
        assert_eq!(faults.strike("A").delay, Duration::MAX);
    }

    #[test]
    fn probability_is_reproducible_by_seed() {
        let struck = |seed| {
            let faults = Faults::default();
            faults.add(Fault::new(FaultKind::Reset).with_probability(0.25, seed));
            let strikes = (0..1000).map(|_| faults.strike("A").failure.is_some());
            strikes.collect::<Vec<bool>>()
        };
        assert_eq!(struck(7), struck(7));
        assert_ne!(struck(7), struck(8));
        let count = struck(7).iter().filter(|struck| **struck).count();
        assert!((200..300).contains(&count), "{count}");
    }
}
