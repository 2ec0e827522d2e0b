//! The time that each stage of a run takes.

use std::time::{Duration, Instant};

/// A stopwatch for stages.
pub(crate) struct Timings {
    last: Instant,
    stages: Vec<(String, Duration)>,
}

impl Timings {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self {
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// Adds the time since the last stage to the finished stage.
    pub(crate) fn finished(&mut self, name: &str) {
        let now = Instant::now();
        let took = now.duration_since(self.last);
        self.last = now;
        // The last stages finish once for each file.
        match self.stages.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += took,
            None => self.stages.push((name.to_owned(), took)),
        }
    }

    /// Returns a line for each stage and one for the total. The time after the
    /// last stage was spent reading and writing files.
    pub(crate) fn finish(mut self) -> String {
        self.finished("files");
        table(&self.stages)
    }
}

fn table(stages: &[(String, Duration)]) -> String {
    let total: Duration = stages.iter().map(|(_, took)| *took).sum();
    let line = |name: &str, took: Duration| {
        let share = if total.is_zero() {
            0.0
        } else {
            100.0 * took.as_secs_f64() / total.as_secs_f64()
        };
        let millis = 1000.0 * took.as_secs_f64();
        format!("{name:<8} {millis:>8.1} ms {share:>4.0} %\n")
    };
    let mut text: String = stages
        .iter()
        .map(|(name, took)| line(name, *took))
        .collect();
    text.push_str(&line("all", total));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_a_line_for_each_stage() {
        let stages = [
            ("lower".to_owned(), Duration::from_millis(50)),
            ("format".to_owned(), Duration::from_micros(150_250)),
        ];
        assert_eq!(
            table(&stages),
            "lower        50.0 ms   25 %\nformat      150.2 ms   75 %\nall         200.2 ms  100 %\n"
        );
        assert_eq!(table(&[]), "all           0.0 ms    0 %\n");
    }
}
