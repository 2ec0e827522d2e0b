//! The costs of the generator and its tools grow linearly with the model.
//! Allocations are counted instead of time, because they are the same on every
//! machine. `scripts/measure-growth` counts instructions, which takes minutes.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::sync::LazyLock;

use crate::shared::grown;
use codegen::inspect::{InspectedStage, InspectionResult, inspect};
use codegen::{Options, Scope, Source, Unsupported};

/// A task with its budget per thousand bytes of model.
struct Work {
    name: &'static str,
    run: fn(&Source),
    /// The number of allocations.
    allocations: u64,
    /// The peak memory in bytes.
    held: u64,
}

/// Budgets, a quarter above the last measurement.
const WORK: &[Work] = &[
    work("validate", validate, 300, 24_000),
    work("fix", fix, 300, 26_000),
    work("fmt-model", fmt_model, 330, 13_000),
    work("diff", diff, 770, 31_000),
    work(
        "inspect ast",
        |source| look(source, InspectedStage::Ast),
        170,
        14_000,
    ),
    work(
        "inspect model",
        |source| look(source, InspectedStage::Model),
        2_200,
        22_000,
    ),
    work(
        "inspect rust",
        |source| look(source, InspectedStage::Rust),
        3_900,
        32_000,
    ),
    work(
        "inspect names",
        |source| look(source, InspectedStage::Names),
        330,
        22_000,
    ),
    work(
        "inspect routes",
        |source| look(source, InspectedStage::Routes),
        280,
        22_000,
    ),
    work(
        "inspect graph",
        |source| look(source, InspectedStage::Graph),
        280,
        22_000,
    ),
    work("docs", docs, 1_000, 22_000),
    work("codegen", generate, 14_500, 46_000),
];

const fn work(name: &'static str, run: fn(&Source), allocations: u64, held: u64) -> Work {
    Work {
        name,
        run,
        allocations,
        held,
    }
}

fn validate(source: &Source) {
    assert!(!codegen::validate(source, Unsupported::Rejected).has_errors());
}

fn fix(source: &Source) {
    codegen::fix(source, Unsupported::Rejected);
}

fn fmt_model(source: &Source) {
    assert!(codegen::layout::canonical(source).is_ok());
}

/// Compares the model with a copy in which every operation was edited.
fn diff(source: &Source) {
    let edited = source.text.replace("/Copy", "/Edited");
    let edited = Source::new("model.json", edited);
    let read = |source| codegen::read(source, Unsupported::Rejected).0.unwrap();
    assert!(!codegen::diff::compare(&read(source), &read(&edited)).is_empty());
}

fn look(source: &Source, stage: InspectedStage) {
    let found = inspect(source, stage, None).found;
    assert!(matches!(found, InspectionResult::Text(_)), "{stage:?}");
}

fn docs(source: &Source) {
    let options = Options {
        scope: Scope::Sources,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    assert!(codegen::document(source, &options).files.is_some());
}

fn generate(source: &Source) {
    let options = Options {
        scope: Scope::Sources,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    assert!(codegen::generate(source, &options).files.is_some());
}

/// The numbers of copies in the measured models. In smaller models, the steps in which
/// buffers grow hide the costs.
const COPIES: [usize; 3] = [4, 8, 16];

/// The measured models, and the costs of each task with each of them: the number of
/// allocations, their bytes and the peak memory.
struct Measured {
    bytes: [u64; 3],
    costs: Vec<[[u64; 3]; 3]>,
}

/// Measured once, for both tests.
static MEASURED: LazyLock<Measured> = LazyLock::new(|| {
    let sources = COPIES.map(|copies| Source::new("model.json", grown::model(copies)));
    let measure = |work: &Work| {
        sources.each_ref().map(|source| {
            let info = allocation_counter::measure(|| (work.run)(source));
            [info.count_total, info.bytes_total, info.bytes_max]
        })
    };
    Measured {
        bytes: sources.each_ref().map(|source| source.text.len() as u64),
        costs: WORK.iter().map(measure).collect(),
    }
});

#[test]
fn costs_grow_linearly() {
    // The ratio of the second increase to the first: fixed costs cancel out.
    let growth = |[small, medium, large]: [u64; 3]| {
        (large as f64 - medium as f64) / (medium as f64 - small as f64)
    };
    let expected = growth(MEASURED.bytes);
    for (work, measured) in WORK.iter().zip(&MEASURED.costs) {
        for (at, unit) in ["allocations", "bytes", "bytes held"].iter().enumerate() {
            let values = measured.map(|costs| costs[at]);
            let growth = growth(values) / expected;
            assert!(
                growth < 1.1,
                "{}: {unit} grow {growth:.2} times as fast as the model: {values:?}",
                work.name
            );
        }
    }
}

#[test]
fn costs_stay_within_budget() {
    let thousands = MEASURED.bytes[0] / 1000;
    for (work, [[allocations, _, held], ..]) in WORK.iter().zip(&MEASURED.costs) {
        let (allocations, held) = (allocations / thousands, held / thousands);
        assert!(
            allocations <= work.allocations && held <= work.held,
            "{}: {allocations} allocations and {held} bytes held at most for each thousand bytes \
             of the model; {} and {} are its budget",
            work.name,
            work.allocations,
            work.held
        );
    }
}
