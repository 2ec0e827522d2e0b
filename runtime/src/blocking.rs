//! Calls from programs without `async`: [`Wait`] blocks a thread until a future of the
//! client completes.

use std::future::Future;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::settings::config::ConfigError;

/// Blocks the thread until a future of the client completes.
///
/// The first wait starts one thread for all clients of the program, which keeps their
/// connections and timers until the program ends.
///
/// ```no_run
/// # use runtime::blocking::Wait as _;
/// # use runtime::ConfigError;
/// # struct Client;
/// # impl Client { async fn from_env() -> Result<Self, ConfigError> { Ok(Self) } }
///
/// let client = Client::from_env().wait()?;
/// # Ok::<(), ConfigError>(())
/// ```
pub trait Wait: Future + Sized {
    /// Blocks the thread until the future ends, and returns its result.
    ///
    /// In `async` code, `.await` the future instead: this blocks the thread, and on a
    /// single-threaded runtime the call waits until its timeout if its connection
    /// belongs to that runtime.
    ///
    /// # Errors
    /// The error of the future, or a configuration error if the thread for
    /// connections and timers cannot start.
    fn wait(self) -> Self::Output;
}

impl<F> Wait for F
where
    F: Future + Send,
    F::Output: Waitable,
{
    fn wait(self) -> Self::Output {
        let handle = match background() {
            Ok(handle) => handle,
            Err(error) => return F::Output::from_config_error(ConfigError::Thread(error)),
        };
        if Handle::try_current().is_err() {
            return handle.block_on(self);
        }
        // Tokio does not block threads of a runtime; another thread can wait.
        thread::scope(|scope| {
            let waiting = thread::Builder::new().spawn_scoped(scope, || handle.block_on(self));
            match waiting.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(output)) => output,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => F::Output::from_config_error(ConfigError::Thread(error.to_string())),
            }
        })
    }
}

/// Results of futures that [`Wait`] can wait for: those whose error type
/// converts from a [`ConfigError`], such as the errors of clients,
/// `std::io::Error`, `anyhow::Error` and `Box<dyn Error + Send + Sync>`.
pub trait Waitable: Send {
    /// Converts an error that occurred before the future ran.
    #[doc(hidden)]
    fn from_config_error(error: ConfigError) -> Self;
}

impl<T: Send, E: From<ConfigError> + Send> Waitable for Result<T, E> {
    fn from_config_error(error: ConfigError) -> Self {
        Err(error.into())
    }
}

/// The results of pages and items.
impl<T: Waitable> Waitable for Option<T> {
    fn from_config_error(error: ConfigError) -> Self {
        Some(T::from_config_error(error))
    }
}

/// Returns the runtime of the background thread, and starts both if necessary.
fn background() -> Result<Handle, String> {
    static BACKGROUND: Mutex<Option<Handle>> = Mutex::new(None);
    let mut background = BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*background {
        return Ok(handle.clone());
    }
    let handle = start().map_err(|error| error.to_string())?;
    *background = Some(handle.clone());
    Ok(handle)
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("blocking-calls".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}
