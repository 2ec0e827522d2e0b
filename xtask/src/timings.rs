//! How long each stage of the generator took.

use std::time::{Duration, Instant};

use ::codegen::Stage;

/// Looks at the clock whenever a stage is over.
pub(crate) struct Timings {
    last: Instant,
    stages: Vec<(String, Duration)>,
}

impl Timings {
    /// Begins to measure.
    pub(crate) fn start() -> Self {
        Self {
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// A stage is over.
    pub(crate) fn over(&mut self, stage: Stage) {
        self.lap(stage.to_string());
    }

    /// Everything is over; what came after the last stage is reading and
    /// writing files. A line for each stage, and one for the sum.
    pub(crate) fn finish(mut self) -> String {
        self.lap("files".to_owned());
        table(&self.stages)
    }

    fn lap(&mut self, name: String) {
        let now = Instant::now();
        let took = now.duration_since(self.last);
        self.last = now;
        // Each file has a time of its own for its stages.
        match self.stages.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += took,
            None => self.stages.push((name, took)),
        }
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
    fn a_table_has_a_line_for_each_stage() {
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
