//! The clock, random numbers, timers and tasks of a JavaScript host: a browser, a
//! worker or Node.js.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{BigUint64Array, Date, Function, Promise};
use tokio::sync::oneshot;
use wasm_bindgen::prelude::*;

use crate::base::async_runtime::AsyncRuntime;
use crate::base::future::BoxFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill_randomly(numbers: &BigUint64Array) -> Result<JsValue, JsValue>;

    // A number in a browser, an object in Node.js.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Returns the time of the host.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + milliseconds(Date::now())
}

/// Returns random numbers of the host, if it has a source of them.
pub(crate) fn random<const N: usize>() -> Option<[u64; N]> {
    let mut numbers = [0; N];
    let array = BigUint64Array::from(&numbers[..]);
    fill_randomly(&array).ok()?;
    array.copy_to(&mut numbers);
    Some(numbers)
}

/// Runs a future that holds JavaScript values, which cannot move between
/// threads, and returns its output. Dropping the returned future drops it, too.
///
/// `None` if the host ends the task.
pub(crate) async fn run_local<F>(start: impl FnOnce() -> F) -> Option<F::Output>
where
    F: Future<Output: Send> + 'static,
{
    let receiver = {
        let (mut sender, receiver) = oneshot::channel();
        let future = start();
        spawn_local(async move {
            let output = {
                let mut future = pin!(future);
                poll_fn(|context| match future.as_mut().poll(context) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => sender.poll_closed(context).map(|()| None),
                })
                .await
            };
            if let Some(output) = output {
                // Fails if the caller has dropped its future.
                drop(sender.send(output));
            }
        });
        receiver
    };
    receiver.await.ok()
}

/// Returns the runtime that a client uses by default.
pub(crate) fn default_runtime() -> Option<Arc<dyn AsyncRuntime>> {
    Some(Arc::new(EventLoop))
}

/// The event loop of the host.
#[derive(Debug, Clone, Copy)]
struct EventLoop;

impl AsyncRuntime for EventLoop {
    fn now(&self) -> Duration {
        milliseconds(performance_now())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            run_local(|| wait(time)).await;
        })
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        spawn_local(task);
    }
}

/// The maximum time of a timer; the host treats a longer one as zero.
const LONGEST_TIMER: Duration = Duration::from_millis(i32::MAX as u64);

async fn wait(mut time: Duration) {
    loop {
        let step = time.min(LONGEST_TIMER);
        Timer::start(step).await;
        time = time.saturating_sub(step);
        if time.is_zero() {
            return;
        }
    }
}

/// A timer of the host, which must not keep it running after its future is dropped.
struct Timer(JsValue);

impl Timer {
    async fn start(time: Duration) {
        let mut timer = Self(JsValue::UNDEFINED);
        let ended = Promise::new(&mut |resolve, _| {
            // Rounded up, so that it never ends early.
            let milliseconds = time.as_secs_f64() * 1000.0;
            timer.0 = set_timeout(&resolve, milliseconds.ceil());
        });
        // The promise is never rejected.
        drop(JsFuture::from(ended).await);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

fn milliseconds(count: f64) -> Duration {
    Duration::try_from_secs_f64(count / 1000.0).unwrap_or_default()
}
