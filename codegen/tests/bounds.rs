//! Models that are deep or repetitive have bounded costs: each is processed on
//! the stack of an ordinary thread, in time and memory proportional to its
//! size, or is rejected by a diagnostic.
//!
//! Allocations are counted instead of time. Patterns and documentation are so
//! long that a quadratic reader, which allocates nothing, would not finish.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use crate::shared::deep::{DEEP, Family, LONG, WIDE};
use codegen::inspect::{InspectedStage, inspect};
use codegen::{Code, Color, Options, Scope, Source, Unsupported};

/// The default stack size of threads.
const STACK: usize = 2 << 20;

/// Runs on the stack of an ordinary thread.
fn on_common_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    thread.unwrap().join().unwrap();
}

/// Runs everything that processes a model.
fn run(source: &Source) {
    let diagnostics = codegen::validate(source, Unsupported::Rejected);
    diagnostics.render(Color::Never);
    assert!(codegen::layout::canonical(source).is_ok());
    for stage in [
        InspectedStage::Ast,
        InspectedStage::Model,
        InspectedStage::Rust,
        InspectedStage::Names,
        InspectedStage::Graph,
    ] {
        inspect(source, stage, None);
    }
    let options = Options {
        scope: Scope::Sources,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let outcome = codegen::generate(source, &options);
    assert_eq!(outcome.defect, None);
    assert_eq!(codegen::document(source, &options).defect, None);
    if let (Some(model), _) = codegen::read(source, Unsupported::Rejected) {
        codegen::diff::compare(&model, &model);
    }
}

fn source(family: &Family, count: usize) -> Source {
    Source::new("model.json", (family.model)(count))
}

/// Whether costs grow at most as fast as the models, with some tolerance for
/// tables that double their size.
fn check_growth(family: &Family, counts: [usize; 2]) {
    let [small, large] = counts.map(|count| source(family, count));
    let measure = |source: &Source| allocation_counter::measure(|| run(source));
    let (first, second) = (measure(&small), measure(&large));
    let growth = large.text.len() as f64 / small.text.len() as f64;
    for (unit, tolerance, first, second) in [
        ("allocations", 1.4, first.count_total, second.count_total),
        ("bytes held", 2.0, first.bytes_max, second.bytes_max),
    ] {
        let costs = second as f64 / first as f64;
        assert!(
            costs <= tolerance * growth,
            "{}: {unit} grow {costs:.1} times, from {first} to {second}; the model {growth:.1} times",
            family.name
        );
    }
}

#[test]
fn deep_models_are_handled_or_rejected() {
    on_common_stack(|| {
        for family in DEEP {
            for count in [10, 100, 2_000] {
                let source = source(family, count);
                run(&source);
                codegen::fix(&source, Unsupported::Rejected);
            }
        }
    });
}

#[test]
fn deep_models_have_a_diagnostic() {
    for (name, code) in [
        ("path .", Code::Waiter),
        ("path ||", Code::Waiter),
        ("path (", Code::Waiter),
        ("nested lists", Code::DeepCollection),
        ("nested maps", Code::DeepCollection),
        ("mixins in a row", Code::Mixin),
        ("endpoint rule trees", Code::EndpointRule),
        ("endpoint conditions", Code::EndpointRule),
    ] {
        let family = DEEP.iter().find(|family| family.name == name).unwrap();
        let diagnostics = codegen::validate(&source(family, 210), Unsupported::Rejected);
        let errors = diagnostics
            .iter()
            .filter(|found| found.severity() == codegen::Severity::Error);
        let codes: Vec<Code> = errors.map(|found| found.code).collect();
        assert_eq!(
            codes,
            [code],
            "{name}:\n{}",
            diagnostics.render(Color::Never)
        );
    }
}

#[test]
fn costs_of_wide_models_are_proportional() {
    on_common_stack(|| {
        for family in WIDE {
            check_growth(family, [60, 240]);
        }
    });
}

#[test]
fn costs_of_long_texts_are_proportional() {
    on_common_stack(|| {
        for family in LONG {
            check_growth(family, [4_000, 16_000]);
            // With disproportionate costs, this would take minutes.
            codegen::validate(&source(family, 60_000), Unsupported::Rejected);
        }
    });
}
