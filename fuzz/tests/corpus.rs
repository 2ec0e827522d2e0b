//! Replays the corpora, and some mutations of each input.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use fuzz::{Random, TARGETS, Target};

/// The number of mutations of a whole corpus. The seeds are fixed: every run is the
/// same.
fn mutations(target: &Target) -> usize {
    match target.name {
        "model" => 500,
        "documentation" => 200,
        _ => 4_000,
    }
}

/// Runs an input, and shows it if it reveals a bug.
fn run(target: &Target, input: &[u8]) {
    if let Err(panic) = std::panic::catch_unwind(|| target.run(input)) {
        let shown = input.escape_ascii();
        println!("the input of {}:\n{shown}", target.name);
        std::panic::resume_unwind(panic);
    }
}

fn replay(name: &str) {
    let target = fuzz::target(name).unwrap();
    let seeds = target.seeds().unwrap();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    for seed in &seeds {
        run(target, seed);
    }
    let mut random = Random::new(1);
    for _ in 0..mutations(target) {
        let input = target.variant(&seeds, &mut random);
        run(target, &input);
    }
}

macro_rules! targets {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        #[test]
        fn every_target_is_replayed() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

targets!(
    credentials,
    documentation,
    events,
    expressions,
    messages,
    model,
    request,
    response,
    settings,
    signing,
);
