//! The entry points of libFuzzer.

use std::sync::LazyLock;

use fuzz::{Random, Target};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    match fuzz::target(&name) {
        Some(target) => target,
        None => {
            eprintln!("FUZZ_TARGET is not the name of a target: `{name}`");
            std::process::exit(2);
        }
    }
});

fuzz_target!(init: write_seeds(), |input: &[u8]| {
    TARGET.run(input);
});

/// Writes the seeds to the folder in `FUZZ_SEEDS`, from which libFuzzer reads them.
fn write_seeds() {
    let Ok(folder) = std::env::var("FUZZ_SEEDS") else {
        return;
    };
    let written = TARGET.seeds().and_then(|seeds| {
        let mut seeds = seeds.iter().enumerate();
        seeds.try_for_each(|(number, seed)| std::fs::write(format!("{folder}/{number:04}"), seed))
    });
    if let Err(error) = written {
        eprintln!("the seeds cannot be written to {folder}: {error}");
        std::process::exit(2);
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = Random::new(u64::from(seed));
    // libFuzzer's own mutations use comparisons that it observes.
    if random.below(4) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let mutated = TARGET.mutate(data.get(..size).unwrap_or_default(), &mut random);
    let length = mutated.len().min(max_size);
    match (data.get_mut(..length), mutated.get(..length)) {
        (Some(data), Some(mutated)) => data.copy_from_slice(mutated),
        _ => return size,
    }
    length
});
