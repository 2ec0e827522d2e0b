//! One fuzz target, and its corpus.

use std::path::{Path, PathBuf};

use crate::budget::{Budget, Costs};
use crate::mutate::Random;

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
    pub(crate) run: fn(&[u8]),
    /// Inputs from examples elsewhere in the workspace.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// Mutates an input. Most results keep its form.
    pub(crate) mutate: fn(&[u8], &mut Random) -> Vec<u8>,
}

impl Target {
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

/// The folder of the corpora.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}
