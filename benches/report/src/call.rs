//! The costs of one call: instructions, allocations and memory.

use crate::programs::{OFFICIAL, OURS, Programs};
use crate::valgrind::{self, Allocations, Instructions};

/// The numbers of calls in two runs. Their difference is measured, which
/// excludes the start of the program.
const FEW: u32 = 100;
const MANY: u32 = 500;
/// The same for large messages.
const FEW_LARGE: u32 = 2;
const MANY_LARGE: u32 = 6;

/// The number of calls in flight.
const IN_FLIGHT: &str = "1000";

/// The senders whose validation is measured.
const SENDERS: [(&str, &str); 2] = [
    ("id", "phone-number-id-01234567890123456789012345678901"),
    (
        "ARN",
        "arn:aws:social-messaging:us-east-1:123456789012:phone-number-id/01234567890123456789012345678901",
    ),
];

/// The budget of a call with a message of 85 B, in instructions, without the
/// function that hashes a block. It depends slightly on the compiler. If a
/// change exceeds it, find the cause first; raise it only with a reason.
const BUDGET: f64 = 58_000.0;

/// Fails if a call of this client exceeds its budget.
pub(crate) fn check_budget(programs: &Programs) -> anyhow::Result<()> {
    let server = programs.server(&[])?;
    let arguments = |calls: u32| {
        ["calls", &server.url, "85", &calls.to_string()]
            .map(str::to_owned)
            .to_vec()
    };
    let counted = instructions(programs, OURS, FEW, MANY, arguments)?;
    let own = counted.all - counted.of_sha;
    println!("{own:.0} instructions per call without SHA-256, of {BUDGET:.0}");
    anyhow::ensure!(own <= BUDGET, "a call exceeds its budget of instructions");
    Ok(())
}

/// Counts instructions and allocations of calls, and prints them.
pub(crate) fn print(programs: &Programs) -> anyhow::Result<()> {
    println!(
        "\n| per call, 85 B | instructions without SHA-256 | all instructions | allocations | bytes allocated | bytes allocated per byte of 1.5 MB |"
    );
    println!("|---|---|---|---|---|---|");
    let server = programs.server(&[])?;
    let mut variants: Vec<(&str, &str, &[&str])> = vec![];
    for name in programs.names() {
        variants.push((name, name, &[]));
        if *name == OURS {
            variants.push(("ours, without validation", OURS, &["unvalidated"]));
        }
    }
    for (title, name, start) in variants {
        let arguments = |bytes: &str, calls: u32| -> Vec<String> {
            let calls = calls.to_string();
            let words = ["calls", &server.url, bytes, &calls];
            start
                .iter()
                .chain(&words)
                .map(|word| (*word).to_owned())
                .collect()
        };
        let small = |calls| arguments("85", calls);
        let large = |calls| arguments("1500000", calls);
        let counted = instructions(programs, name, FEW, MANY, small)?;
        let allocated = allocations(programs, name, FEW, MANY, small)?;
        let of_large = allocations(programs, name, FEW_LARGE, MANY_LARGE, large)?;
        println!(
            "| {title} | {:.0} | {:.0} | {:.0} | {:.0} | {:.2} |",
            counted.all - counted.of_sha,
            counted.all,
            allocated.count,
            allocated.bytes,
            of_large.bytes / 1_500_000.0,
        );
    }

    println!("\n| 100 accounts in a response | instructions | allocations | bytes |");
    println!("|---|---|---|---|");
    for (title, reader) in [("ours", "ours"), ("derived by serde", "derived")] {
        let arguments = |calls: u32| {
            ["read", reader, &calls.to_string()]
                .map(str::to_owned)
                .to_vec()
        };
        let counted = instructions(programs, OURS, 5, 25, arguments)?;
        let allocated = allocations(programs, OURS, 5, 25, arguments)?;
        println!(
            "| {title} | {:.0} | {:.0} | {:.0} |",
            counted.all, allocated.count, allocated.bytes
        );
    }
    Ok(())
}

/// Measures the memory of calls in flight, and prints it.
pub(crate) fn print_memory(programs: &Programs) -> anyhow::Result<()> {
    println!("\n| {IN_FLIGHT} calls in flight | memory per call |");
    println!("|---|---|");
    for name in programs.names() {
        let server = programs.server(&[IN_FLIGHT])?;
        let bytes = programs.run(name, &["flight", &server.url, IN_FLIGHT])?;
        println!("| {name} | {:.1} kB |", bytes.iter().sum::<f64>() / 1000.0);
    }
    Ok(())
}

/// Measures the validation of an input, and prints its time.
pub(crate) fn print_validation(programs: &Programs) -> anyhow::Result<()> {
    println!("\n| validation of an input | time |");
    println!("|---|---|");
    for (title, sender) in SENDERS {
        let mut times = Vec::new();
        for _ in 0..5 {
            times.extend(programs.run(OURS, &["validate", sender, "20000"])?);
        }
        let fastest = times.into_iter().fold(f64::INFINITY, f64::min);
        println!("| sender as {title} | {fastest:.0} ns |");
    }
    if !programs.names().contains(&OFFICIAL) {
        println!("\nWithout the official SDK.");
    }
    Ok(())
}

fn instructions(
    programs: &Programs,
    name: &str,
    few: u32,
    many: u32,
    arguments: impl Fn(u32) -> Vec<String>,
) -> anyhow::Result<Instructions> {
    let run = |calls| {
        let arguments = arguments(calls);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        valgrind::instructions(programs, name, &arguments)
    };
    let (less, more) = (run(few)?, run(many)?);
    let calls = f64::from(many - few);
    Ok(Instructions {
        all: (more.all - less.all) / calls,
        of_sha: (more.of_sha - less.of_sha) / calls,
    })
}

fn allocations(
    programs: &Programs,
    name: &str,
    few: u32,
    many: u32,
    arguments: impl Fn(u32) -> Vec<String>,
) -> anyhow::Result<Allocations> {
    let run = |calls| {
        let arguments = arguments(calls);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        valgrind::allocations(programs, name, &arguments)
    };
    let (less, more) = (run(few)?, run(many)?);
    let calls = f64::from(many - few);
    Ok(Allocations {
        count: (more.count - less.count) / calls,
        bytes: (more.bytes - less.bytes) / calls,
    })
}
