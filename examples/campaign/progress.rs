//! The human-readable progress of a campaign.

use std::collections::VecDeque;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

/// The time over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(10);

/// The time between two lines on a terminal, and in a log.
const TERMINAL: Duration = Duration::from_millis(200);
const LOG: Duration = Duration::from_secs(10);

/// The number of rows in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Not sent yet, or to be sent again.
    pub(crate) waiting: usize,
    pub(crate) in_flight: usize,
    pub(crate) sent: usize,
    pub(crate) maybe_sent: usize,
    pub(crate) failed: usize,
    /// Given up for this run.
    pub(crate) not_sent: usize,
}

impl Counts {
    pub(crate) fn total(&self) -> usize {
        self.waiting + self.in_flight + self.done()
    }

    fn done(&self) -> usize {
        self.sent + self.maybe_sent + self.failed + self.not_sent
    }
}

/// Measures the rate, and prints lines.
pub(crate) struct Progress {
    samples: VecDeque<(Duration, usize)>,
    printed: Option<Duration>,
    is_terminal: bool,
}

impl Progress {
    /// Prints to stderr: overwrites the line on a terminal, and appends lines
    /// elsewhere.
    pub(crate) fn new() -> Self {
        Self {
            samples: VecDeque::new(),
            printed: None,
            is_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Prints a line, if the last one is old enough.
    pub(crate) fn update(&mut self, counts: &Counts, now: Duration) {
        let interval = if self.is_terminal { TERMINAL } else { LOG };
        if self.printed.is_some_and(|printed| now < printed + interval) {
            return;
        }
        self.printed = Some(now);
        let line = self.line(counts, now);
        if self.is_terminal {
            // Back to the start of the line, which is cleared after the text.
            eprint!("\r{line}\x1b[K");
            std::io::stderr().flush().ok();
        } else {
            eprintln!("{line}");
        }
    }

    /// Ends the line on a terminal.
    pub(crate) fn finish(&self) {
        if self.is_terminal && self.printed.is_some() {
            eprintln!();
        }
    }

    /// Returns the line, and samples the counts for the rate.
    fn line(&mut self, counts: &Counts, now: Duration) -> String {
        let done = counts.done();
        self.samples.push_back((now, done));
        while self.samples.len() > 2
            && self
                .samples
                .get(1)
                .is_some_and(|(at, _)| *at + WINDOW <= now)
        {
            self.samples.pop_front();
        }
        let mut line = format!("{done} of {}", counts.total());
        if let Some((from, before)) = self.samples.front()
            && now > *from
            && done > *before
        {
            let rate = (done - before) as f64 / (now - *from).as_secs_f64();
            let left = (counts.total() - done) as f64 / rate;
            line += &format!(", {rate:.1}/s, {} left", minutes(left));
        }
        for (count, name) in [
            (counts.maybe_sent, "maybe sent"),
            (counts.failed, "failed"),
            (counts.not_sent, "not sent"),
        ] {
            if count > 0 {
                line += &format!(", {count} {name}");
            }
        }
        line
    }
}

/// Returns a number of seconds as `1:05` or `2:00:09`.
pub(crate) fn minutes(seconds: f64) -> String {
    // Saturates for any float.
    let seconds = seconds.ceil() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_rate_of_the_last_seconds_and_the_remaining_time() {
        let mut progress = Progress::new();
        let at = |sent| Counts {
            waiting: 1_000 - sent,
            sent,
            ..Counts::default()
        };
        let line = progress.line(&at(0), Duration::ZERO);
        assert_eq!(line, "0 of 1000");
        // Fast for ten seconds, then slow.
        for second in 1..=10 {
            let now = Duration::from_secs(second);
            progress.line(&at(50 * second as usize), now);
        }
        for second in 11..=20 {
            let now = Duration::from_secs(second);
            progress.line(&at(400 + 10 * second as usize), now);
        }
        let line = progress.line(&at(600), Duration::from_secs(20));
        assert_eq!(line, "600 of 1000, 10.0/s, 0:40 left");
    }

    #[test]
    fn shows_failures() {
        let counts = Counts {
            waiting: 1,
            in_flight: 2,
            sent: 3,
            maybe_sent: 4,
            failed: 5,
            not_sent: 6,
        };
        let line = Progress::new().line(&counts, Duration::ZERO);
        assert_eq!(line, "18 of 21, 4 maybe sent, 5 failed, 6 not sent");
    }

    #[test]
    fn shows_times_as_on_a_clock() {
        let shown = [0.2, 65.0, 3_599.5, 7_209.0].map(minutes);
        assert_eq!(shown, ["0:01", "1:05", "1:00:00", "2:00:09"]);
    }
}
