//! Timers and tasks, replaceable for programs without tokio.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::future::BoxFuture;

/// Timers and tasks of an asynchronous runtime: for timeouts, the waits between
/// attempts, and the search for credentials.
///
/// With the feature `http`, the default is tokio; with `fetch`, the event loop of the
/// JavaScript host. Other programs implement this.
pub trait AsyncRuntime: fmt::Debug + Send + Sync + 'static {
    /// Returns the time since a fixed moment in the past. It never decreases.
    fn now(&self) -> Duration;

    /// Waits for this time.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;

    /// Runs a task in the background.
    fn spawn(&self, task: BoxFuture<'static, ()>);
}

impl<T: AsyncRuntime + ?Sized> AsyncRuntime for Arc<T> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(time)
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        (**self).spawn(task);
    }
}

/// Waits for a future for at most `limit`; `None` if it takes longer.
pub(crate) async fn within<T>(
    runtime: &dyn AsyncRuntime,
    limit: Duration,
    future: impl Future<Output = T>,
) -> Option<T> {
    let started = runtime.now();
    let mut future = pin!(future);
    let mut timer = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        // Most futures that are ready at once need no timer.
        let timer = timer.get_or_insert_with(|| {
            let spent = runtime.now().saturating_sub(started);
            runtime.sleep(limit.saturating_sub(spent))
        });
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The tokio runtime of the caller.
#[cfg(any(feature = "http", feature = "test-util"))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokioRuntime {
    start: tokio::time::Instant,
}

#[cfg(any(feature = "http", feature = "test-util"))]
impl Default for TokioRuntime {
    fn default() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

#[cfg(any(feature = "http", feature = "test-util"))]
impl AsyncRuntime for TokioRuntime {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        // A task that has used up its budget must still notice that a timeout
        // has passed.
        Box::pin(tokio::task::unconstrained(tokio::time::sleep(time)))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        drop(tokio::spawn(task));
    }
}
