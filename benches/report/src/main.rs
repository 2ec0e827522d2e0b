//! Runs the programs of the benchmarks and prints their figures as Markdown:
//! `report [--rounds N] [--without-official]`. `report --budgets` only counts the
//! instructions of a call, and fails if they exceed the budget.
//!
//! Calls per second and CPU time depend on the machine and its load. The
//! programs take turns in each round, and a figure is the median of the ratios
//! of the rounds. Instructions, allocations and bytes are exactly reproducible.

mod call;
mod load;
mod programs;
mod valgrind;

use std::env;

use anyhow::{Context as _, bail};

use programs::{FLOOR, OFFICIAL, OURS, Programs};

fn main() -> anyhow::Result<()> {
    let mut rounds = 9;
    let mut with_official = true;
    let mut only_budgets = false;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => {
                let number = arguments.next().context("--rounds needs a number")?;
                rounds = number.parse().context("--rounds needs a number")?;
            }
            "--without-official" => with_official = false,
            "--budgets" => only_budgets = true,
            other => bail!("unknown argument {other}; see scripts/bench --help"),
        }
    }
    if only_budgets {
        return call::check_budget(&Programs::new(&[OURS])?);
    }
    let programs = match with_official {
        true => Programs::new(&[OURS, OFFICIAL, FLOOR])?,
        false => Programs::new(&[OURS, FLOOR])?,
    };
    load::print(&programs, rounds)?;
    if valgrind::is_installed() {
        call::print(&programs)?;
    } else {
        println!("\nInstructions and allocations are skipped: valgrind is not installed.");
    }
    call::print_memory(&programs)?;
    call::print_validation(&programs)
}
