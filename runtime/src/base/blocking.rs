//! Blocking work with a timeout, such as reading a file.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The timeout for reading a file. Local files take microseconds; a
/// disconnected network drive never answers.
const FILE_TIME: Duration = Duration::from_secs(5);

/// The maximum size of a file, in bytes. Configuration files and tokens take a
/// few kilobytes, bundles of certificates a few hundred.
const FILE_SIZE: u64 = 1024 * 1024;

/// Reads a regular file of at most 1 MiB within 5 seconds.
///
/// # Errors
/// The file is missing, not a regular file, cannot be read, or exceeds a limit.
pub(crate) async fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let path = path.to_owned();
    within(FILE_TIME, move || read_up_to(FILE_SIZE, &path)).await?
}

/// Runs blocking work on its own thread for at most `limit`.
///
/// Work that takes longer continues on its thread. It is not a blocking task of
/// the runtime, because a runtime waits for those when it is dropped: one that
/// never ends would keep the program running.
///
/// # Errors
/// The work took too long, panicked, or no thread could be started.
pub(crate) async fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let result = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&result);
    let store = move || {
        let result = work();
        *lock(&slot) = Some(result);
    };
    run(limit, Box::new(store)).await?;
    let result = lock(&result).take();
    result.ok_or_else(|| io::Error::other("the reading thread panicked"))
}

/// Runs the work of [`within`]. The work is boxed, because each closure type
/// would duplicate the code for threads and tasks.
async fn run(limit: Duration, work: Box<dyn FnOnce() + Send>) -> io::Result<()> {
    let waiting = tokio::task::spawn_blocking(move || {
        let end = Arc::new(End::default());
        let signal = SignalOnDrop(Arc::clone(&end));
        std::thread::Builder::new().spawn(move || {
            let _signal = signal;
            work();
        })?;
        if end.wait(limit) {
            Ok(())
        } else {
            let problem = format!("no result within {limit:?}");
            Err(io::Error::new(io::ErrorKind::TimedOut, problem))
        }
    });
    waiting
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// The end of a thread, even by a panic.
#[derive(Default)]
struct End {
    reached: Mutex<bool>,
    changed: Condvar,
}

impl End {
    /// Returns whether the end came within the limit.
    fn wait(&self, limit: Duration) -> bool {
        let waited = self
            .changed
            .wait_timeout_while(lock(&self.reached), limit, |reached| !*reached);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

struct SignalOnDrop(Arc<End>);

impl Drop for SignalOnDrop {
    fn drop(&mut self) {
        *lock(&self.0.reached) = true;
        self.0.changed.notify_one();
    }
}

/// No code panics while it holds one of these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_up_to(limit: u64, path: &Path) -> io::Result<Vec<u8>> {
    // Opening a FIFO blocks until another program writes to it, and a device
    // such as /dev/zero has no end.
    if !std::fs::metadata(path)?.is_file() {
        let problem = "it is not a regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
    }
    let mut content = Vec::new();
    let size = File::open(path)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut content)?;
    if size as u64 > limit {
        let problem = format!("it has more than {limit} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_files_over_the_limit() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let size = std::fs::metadata(&own).expect("exists").len();
        let content = read_up_to(size, &own).expect("small enough");
        assert_eq!(content.len() as u64, size);
        let error = read_up_to(size - 1, &own).expect_err("too large");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(error.to_string().starts_with("it has more than "));
    }

    #[tokio::test]
    async fn reads_regular_files() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(!read_file(&own).await.expect("exists").is_empty());
        let missing = read_file(Path::new("/no/such/file")).await;
        assert_eq!(
            missing.expect_err("missing").kind(),
            io::ErrorKind::NotFound
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn rejects_fifos_devices_and_folders() {
        let folder = tempfile::tempdir().expect("a folder");
        let fifo = folder.path().join("fifo");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        assert!(made.expect("mkfifo").success());
        for path in [fifo.as_path(), Path::new("/dev/zero"), folder.path()] {
            let error = read_file(path).await.expect_err("not a file");
            assert_eq!(error.to_string(), "it is not a regular file", "{path:?}");
        }
    }

    #[tokio::test]
    async fn stops_waiting_at_the_limit() {
        // Nobody sends, so this work never ends.
        let (sender, receiver) = std::sync::mpsc::sync_channel::<()>(1);
        let error = within(Duration::from_millis(1), move || receiver.recv())
            .await
            .expect_err("too slow");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(sender);
        let error = within(Duration::MAX, || panic!("on purpose")).await;
        let error: io::Error = error.map(|(): ()| ()).expect_err("panicked");
        assert!(error.to_string().contains("panicked"));
    }
}
