//! A progress line on the terminal.

use std::io::Write as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::console::Stream;

/// Shorter work does not show a progress line.
const SILENT: Duration = Duration::from_secs(2);
const EVERY: Duration = Duration::from_millis(250);

/// Runs `work`. If it takes more than two seconds and the stream is a terminal,
/// shows `label` and the elapsed time meanwhile.
pub(crate) fn with_progress<T>(label: &str, stream: &Stream, work: impl FnOnce() -> T) -> T {
    let ticker = stream
        .is_terminal()
        .then(|| Ticker::start(label.to_owned()));
    let result = work();
    if let Some(ticker) = ticker {
        ticker.stop();
    }
    result
}

struct Ticker {
    done: Sender<()>,
    thread: JoinHandle<()>,
}

impl Ticker {
    fn start(label: String) -> Self {
        let (done, is_done) = mpsc::channel();
        let started = Instant::now();
        let thread = std::thread::spawn(move || {
            let mut wait = SILENT;
            let mut shown = false;
            while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                // Only the stream of the process is a terminal.
                eprint!("\r{label} … {} s", started.elapsed().as_secs());
                let _ = std::io::stderr().flush();
                shown = true;
                wait = EVERY;
            }
            if shown {
                eprint!("\r\u{1b}[2K");
            }
        });
        Self { done, thread }
    }

    fn stop(self) {
        drop(self.done);
        // The thread has no result.
        let _ = self.thread.join();
    }
}
