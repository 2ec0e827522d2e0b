//! Fuzz targets for everything that reads foreign text: responses, requests,
//! messages, events, models, settings, documents with credentials.
//!
//! A [`Target`] runs one input and panics if it finds a bug: the code under test
//! panics, breaks an invariant of the target, or exceeds the [`Budget`] in
//! allocations or memory. Two programs use the targets: `tests/corpus.rs` replays the
//! corpora and some mutations of them with each `cargo test`, and `scripts/fuzz` runs
//! libFuzzer for any length of time.

mod budget;
mod credentials;
mod documentation;
mod expressions;
mod http_message;
mod model;
mod mutate;
mod operations;
mod request;
mod response;
mod settings;
mod signing;
mod transport;
mod whatsapp;

use std::path::{Path, PathBuf};

pub use budget::Budget;
pub use mutate::Random;

/// One fuzz target.
#[derive(Debug)]
pub struct Target {
    /// The name, which is also that of its corpus folder.
    pub name: &'static str,
    /// The maximum costs of an input.
    pub budget: Budget,
    /// The maximum size of an input, in bytes.
    pub largest: usize,
    /// Runs an input.
    run: fn(&[u8]),
    /// Inputs from examples elsewhere in the workspace.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Mutates an input. Most results keep its form.
    mutate: fn(&[u8], &mut Random) -> Vec<u8>,
}

/// All targets.
pub static TARGETS: &[Target] = &[
    credentials::TARGET,
    documentation::TARGET,
    whatsapp::EVENTS,
    expressions::TARGET,
    whatsapp::MESSAGES,
    model::TARGET,
    request::TARGET,
    response::TARGET,
    settings::TARGET,
    signing::TARGET,
];

impl Target {
    /// Returns the target with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// Runs an input and returns its costs.
    ///
    /// # Panics
    /// The input reveals a bug.
    pub fn run(&self, input: &[u8]) -> Costs {
        let info = allocation_counter::measure(|| (self.run)(input));
        let costs = Costs {
            allocations: info.count_total,
            held: info.bytes_max,
        };
        self.budget.check(self.name, input.len(), costs);
        costs
    }

    /// Returns the inputs of the corpus and those from examples.
    ///
    /// # Errors
    /// The corpus cannot be read.
    pub fn seeds(&self) -> std::io::Result<Vec<Vec<u8>>> {
        let mut seeds = (self.seeds)();
        let folder = corpus().join(self.name);
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
            seeds.push(std::fs::read(path)?);
        }
        Ok(seeds)
    }

    /// Returns one of the seeds after a few mutations.
    pub fn variant(&self, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
        let mut input = random.pick(seeds).cloned().unwrap_or_default();
        for _ in 0..=random.below(3) {
            input = self.mutate(&input, random);
        }
        input
    }

    /// Returns a mutated input.
    pub fn mutate(&self, input: &[u8], random: &mut Random) -> Vec<u8> {
        let mut mutated = (self.mutate)(input, random);
        mutated.truncate(self.largest);
        mutated
    }
}

/// The costs of an input.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// The number of allocations.
    pub allocations: u64,
    /// The peak memory in bytes.
    pub held: u64,
}

/// The folder of the corpora.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Reports a bug.
#[expect(clippy::panic, reason = "a panic is the result of a fuzz target")]
fn fail(problem: &str) -> ! {
    panic!("{problem}")
}
