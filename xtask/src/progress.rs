//! A line on the terminal while something takes long.

use std::io::Write as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::console::Stream;

/// What is quicker than this says nothing.
const SILENT: Duration = Duration::from_secs(2);
const EVERY: Duration = Duration::from_millis(250);

/// Runs `work`, and shows `what` and the seconds it has taken once these are
/// more than two, if the stream is a terminal. The line is gone afterwards.
pub(crate) fn shown<T>(what: &str, stream: &Stream, work: impl FnOnce() -> T) -> T {
    let ticker = stream.is_terminal().then(|| Ticker::start(what.to_owned()));
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
    fn start(what: String) -> Self {
        let (done, is_done) = mpsc::channel();
        let started = Instant::now();
        let thread = std::thread::spawn(move || {
            let mut wait = SILENT;
            let mut shown = false;
            while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                // Straight to the process's stream: only that is a terminal.
                eprint!("\r{what} … {} s", started.elapsed().as_secs());
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
        // The thread only prints; there is nothing to learn from its end.
        let _ = self.thread.join();
    }
}
