//! Calls per second and CPU time.

use std::collections::BTreeMap;

use crate::programs::{FLOOR, OFFICIAL, OURS, Programs};

/// The title of a case, the tasks, the size of the message, the calls of each task, and
/// the threads.
const CASES: [(&str, &str, &str, &str, &str); 7] = [
    ("1 task, 85 B", "1", "85", "3000", "1"),
    ("32 tasks, 85 B", "32", "85", "150", "1"),
    ("1 task, 64 kB", "1", "64000", "600", "1"),
    ("32 tasks, 64 kB", "32", "64000", "25", "1"),
    ("1 task, 1.5 MB", "1", "1500000", "40", "1"),
    ("32 tasks, 1.5 MB", "32", "1500000", "2", "1"),
    ("32 tasks, 85 B, 2 threads", "32", "85", "150", "2"),
];

/// The figures of a round, by program: calls per second and microseconds.
type Round = BTreeMap<&'static str, [f64; 2]>;

/// Measures all cases in rounds, and prints a table.
pub(crate) fn print(programs: &Programs, rounds: usize) -> anyhow::Result<()> {
    let server = programs.server(&[])?;
    println!("Medians of {rounds} rounds:\n");
    println!(
        "| | calls/s vs. official | CPU time vs. official | calls/s vs. floor | CPU time vs. floor | µs per call: ours / official / floor |"
    );
    println!("|---|---|---|---|---|---|");
    for (title, tasks, bytes, calls, threads) in CASES {
        let mut figures = Vec::new();
        for _ in 0..rounds {
            let mut round = Round::new();
            for name in programs.names() {
                let arguments = ["load", &server.url, tasks, bytes, calls, threads];
                if let [per_second, microseconds] = *programs.run(name, &arguments)? {
                    round.insert(name, [per_second, microseconds]);
                }
            }
            figures.push(round);
        }
        let ratio = |name, index| shown(of_rounds(&figures, |round| ratio(round, name, index)));
        let time = |name| {
            let time = of_rounds(&figures, |round| Some(round.get(name)?[1]));
            time.map_or("-".to_owned(), |time| format!("{time:.0}"))
        };
        println!(
            "| {title} | {} | {} | {} | {} | {} / {} / {} |",
            ratio(OFFICIAL, 0),
            ratio(OFFICIAL, 1),
            ratio(FLOOR, 0),
            ratio(FLOOR, 1),
            time(OURS),
            time(OFFICIAL),
            time(FLOOR),
        );
    }
    Ok(())
}

/// The figure of this client over that of another.
fn ratio(round: &Round, name: &str, index: usize) -> Option<f64> {
    let figure = |name| round.get(name)?.get(index).copied();
    Some(figure(OURS)? / figure(name)?)
}

/// The median of a figure over all rounds; `None` if there are none.
fn of_rounds(rounds: &[Round], figure: impl Fn(&Round) -> Option<f64>) -> Option<f64> {
    let mut figures: Vec<f64> = rounds.iter().filter_map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

fn shown(ratio: Option<f64>) -> String {
    ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"))
}
