//! An asynchronous runtime with threads.

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use socialmessaging::{AsyncRuntime, BoxFuture};

use crate::block_on;

/// Timers and tasks that are threads.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    start: Instant,
    longest: Arc<Mutex<Duration>>,
}

impl Default for Threads {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            longest: Arc::default(),
        }
    }
}

impl Threads {
    /// Returns the longest sleep so far.
    pub(crate) fn longest_sleep(&self) -> Duration {
        *self.longest.lock().unwrap()
    }
}

impl AsyncRuntime for Threads {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let mut longest = self.longest.lock().unwrap();
        *longest = longest.max(time);
        let end = Instant::now() + time;
        Box::pin(std::future::poll_fn(move |context| {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            thread::spawn(move || {
                thread::sleep(left);
                waker.wake();
            });
            Poll::Pending
        }))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        thread::spawn(|| block_on(task));
    }
}
