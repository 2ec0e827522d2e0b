//! Waiters: polling an operation until a state is reached
//! (`smithy.waiters#waitable`).

mod error;
mod spec;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

pub use error::WaitError;
pub use spec::{Acceptor, Expected, Matcher, PathComparator, WaiterSpec, WaiterState};

use crate::base::async_runtime::{AsyncRuntime, within};
use crate::base::future::BoxFuture;
use crate::base::host;
use crate::base::random::{Random, SystemRandom, fraction};
use crate::call::error::Error;
use crate::call::operation::Operation;
use crate::wire::jmespath;
use spec::ObservedResponse;

/// The result of a request.
type CallResult<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

type SendInput<O> =
    Box<dyn Fn(<O as Operation>::Input) -> BoxFuture<'static, CallResult<O>> + Send + Sync>;

/// Polls an operation until a state is reached or can no longer be reached.
///
/// The delay between two requests is between [`min_delay`](Self::min_delay) and
/// [`max_delay`](Self::max_delay); it grows with each request and has jitter,
/// as Smithy's specification of waiters requires.
#[must_use = "a waiter does nothing until `wait`"]
pub struct Waiter<O: Operation> {
    spec: &'static WaiterSpec,
    input: O::Input,
    send: SendInput<O>,
    delays: Delays,
    async_runtime: Option<Arc<dyn AsyncRuntime>>,
}

/// The delays between requests.
#[derive(Debug, Clone)]
struct Delays {
    min: Duration,
    max: Duration,
    random: Arc<dyn Random>,
}

/// The result of a waiter.
#[derive(Debug)]
pub struct WaitOutcome<O: Operation> {
    /// The last response: an output, or an error if an error marks the state as
    /// reached, such as the deletion of a resource.
    pub reply: Result<O::Output, Error<O::Error>>,
    /// The number of requests.
    pub requests: u32,
}

impl<O: Operation> WaitOutcome<O> {
    /// The last output; `None` if the state was reached by an error.
    #[must_use]
    pub fn into_output(self) -> Option<O::Output> {
        self.reply.ok()
    }
}

impl<O> Waiter<O>
where
    O: Operation,
    O::Input: Serialize,
    O::Output: Serialize,
{
    /// Creates a waiter.
    pub fn new(
        spec: &'static WaiterSpec,
        input: O::Input,
        send: impl Fn(O::Input) -> BoxFuture<'static, CallResult<O>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            spec,
            input,
            send: Box::new(send),
            delays: Delays {
                min: spec.min_delay,
                max: spec.max_delay,
                random: Arc::new(SystemRandom),
            },
            async_runtime: host::default_runtime(),
        }
    }

    /// Sets the minimum delay between two requests.
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.delays.min = delay;
        self.delays.max = self.delays.max.max(delay);
        self
    }

    /// Sets the maximum delay between two requests.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.delays.max = delay;
        self.delays.min = self.delays.min.min(delay);
        self
    }

    /// Sets the random source of the jitter.
    pub fn random(mut self, random: impl Random) -> Self {
        self.delays.random = Arc::new(random);
        self
    }

    /// Sets the timers of the waiter, for programs without tokio.
    pub fn async_runtime(mut self, runtime: impl AsyncRuntime) -> Self {
        self.async_runtime = Some(Arc::new(runtime));
        self
    }

    /// Waits until the state is reached, for at most `max_wait`.
    ///
    /// # Errors
    /// The maximum wait time elapses, the state can no longer be reached, or a
    /// request fails with an error that matches no acceptor.
    pub async fn wait(self, max_wait: Duration) -> Result<WaitOutcome<O>, WaitError<O>> {
        let failed = |kind| WaitError::new(self.spec.name, kind);
        let Some(runtime) = &self.async_runtime else {
            return Err(failed(error::WaitErrorKind::NoTimers));
        };
        let started = runtime.now();
        let elapsed = || runtime.now().saturating_sub(started);
        let mut requests = 0;
        loop {
            requests += 1;
            let left = max_wait.saturating_sub(elapsed());
            let sent = (self.send)(self.input.clone());
            let Some(reply) = within(&**runtime, left, sent).await else {
                return Err(failed(error::WaitErrorKind::TimedOut {
                    max_wait,
                    requests,
                }));
            };
            match (self.state(&reply), reply) {
                (Some(WaiterState::Success), reply) => return Ok(WaitOutcome { reply, requests }),
                (Some(WaiterState::Failure), reply) => {
                    return Err(failed(error::WaitErrorKind::Failed(Box::new(reply))));
                }
                (None, Err(error)) => return Err(failed(error::WaitErrorKind::Unmatched(error))),
                (Some(WaiterState::Retry), _) | (None, Ok(_)) => {}
            }
            let left = max_wait.saturating_sub(elapsed());
            let Some(delay) = self.delays.after(requests, left) else {
                return Err(failed(error::WaitErrorKind::TimedOut {
                    max_wait,
                    requests,
                }));
            };
            tracing::debug!(
                waiter = self.spec.name,
                requests,
                ?delay,
                "state not reached yet"
            );
            runtime.sleep(delay).await;
        }
    }

    fn state(&self, reply: &CallResult<O>) -> Option<WaiterState> {
        match reply {
            Ok(output) => {
                let exchange = if self.spec.looks_into_outputs() {
                    exchange(&self.input, output)
                } else {
                    Value::Null
                };
                self.spec.state(&ObservedResponse::Output(&exchange))
            }
            Err(error) => self.spec.state(&ObservedResponse::Error(error.code())),
        }
    }
}

/// Input and output in the form that paths are evaluated on.
fn exchange(input: &impl Serialize, output: &impl Serialize) -> Value {
    json!({ "input": jmespath::to_value(input), "output": jmespath::to_value(output) })
}

impl Delays {
    /// The delay after this number of requests, given the time left; `None` if
    /// too little time is left for another request ("Waiter retries" in Smithy's
    /// specification of waiters).
    fn after(&self, requests: u32, left: Duration) -> Option<Duration> {
        let doublings = requests.saturating_sub(1).min(31);
        let longest = self.min.saturating_mul(1 << doublings).min(self.max);
        let spread = longest.saturating_sub(self.min);
        let drawn = spread.as_secs_f64() * fraction(&*self.random);
        let drawn = Duration::try_from_secs_f64(drawn).unwrap_or(spread);
        let delay = self.min.saturating_add(drawn);
        // The last request leaves time for its response.
        if left <= delay.saturating_add(self.min) {
            let delay = left.checked_sub(self.min)?;
            return (!delay.is_zero()).then_some(delay);
        }
        Some(delay)
    }
}

impl<O: Operation> fmt::Debug for Waiter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("name", &self.spec.name)
            .field("delays", &self.delays)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SetRandom;

    #[test]
    fn delays_double_up_to_the_maximum_and_fit_the_time_left() {
        for (bits, requests, left, expected) in [
            (0, 1, 1000, Some(2)),
            (0, 9, 1000, Some(2)),
            (u64::MAX, 1, 1000, Some(2)),
            (u64::MAX, 2, 1000, Some(4)),
            (u64::MAX, 3, 1000, Some(8)),
            (u64::MAX, 4, 1000, Some(10)),
            (u64::MAX, 99, 1000, Some(10)),
            (u64::MAX, 99, 11, Some(9)),
            (0, 1, 4, Some(2)),
            (0, 1, 3, Some(1)),
            (0, 1, 2, None),
            (0, 1, 0, None),
        ] {
            let delays = Delays {
                min: Duration::from_secs(2),
                max: Duration::from_secs(10),
                random: Arc::new(SetRandom::bits(bits)),
            };
            let delay = delays.after(requests, Duration::from_secs(left));
            let delay = delay.map(|delay| delay.as_secs_f64().round());
            assert_eq!(
                delay,
                expected.map(f64::from),
                "{requests} requests, {left} s left"
            );
        }
    }

    #[test]
    fn maximum_delays_do_not_overflow() {
        for min in [Duration::MAX, Duration::MAX / 2] {
            let delays = Delays {
                min,
                max: Duration::MAX,
                random: Arc::new(SetRandom::bits(u64::MAX)),
            };
            assert_eq!(delays.after(9, Duration::from_secs(60)), None, "{min:?}");
        }
    }
}
