//! Runs one target: with libFuzzer, or on the files of a finding.
//!
//! - `fuzz TARGET FILE…` runs the files, for debugging.
//! - `fuzz --variants TARGET COUNT SEED [FOLDER]` runs this number of mutations of
//!   the seeds and of the files in the folder, such as libFuzzer's findings.
//!   Without instrumentation, it is many times as fast as libFuzzer.
//!
//! `scripts/fuzz` builds it as a libFuzzer program instead, which takes the name
//! of the target from the variable `FUZZ_TARGET`.

#![cfg_attr(feature = "libfuzzer", no_main)]

#[cfg(feature = "libfuzzer")]
mod instrumented;

#[cfg(not(feature = "libfuzzer"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let named = |name: &str| {
        fuzz::target(name).ok_or_else(|| {
            let names: Vec<&str> = fuzz::TARGETS.iter().map(|target| target.name).collect();
            format!(
                "unknown target `{name}`; the targets are {}",
                names.join(", ")
            )
        })
    };
    match arguments.as_slice() {
        ["--variants", name, count, seed, folders @ ..] => {
            let target = named(name)?;
            let mut seeds = target.seeds()?;
            for folder in folders {
                for entry in std::fs::read_dir(folder)? {
                    seeds.push(std::fs::read(entry?.path())?);
                }
            }
            let mut random = fuzz::Random::new(seed.parse()?);
            for number in 0..count.parse::<u64>()? {
                let input = target.variant(&seeds, &mut random);
                if std::panic::catch_unwind(|| target.run(&input)).is_err() {
                    let folder = format!("{}/artifacts/{name}", env!("CARGO_MANIFEST_DIR"));
                    std::fs::create_dir_all(&folder)?;
                    std::fs::write(format!("{folder}/{seed}-{number}"), &input)?;
                    println!("variant {number} is in {folder}");
                }
            }
        }
        [name, files @ ..] if !files.is_empty() => {
            let target = named(name)?;
            for file in files {
                let costs = target.run(&std::fs::read(file)?);
                println!(
                    "{file}: {} allocations, {} bytes of memory",
                    costs.allocations, costs.held
                );
            }
        }
        _ => {
            return Err("usage: fuzz TARGET FILE… | --variants TARGET COUNT SEED [FOLDER…]".into());
        }
    }
    Ok(())
}
