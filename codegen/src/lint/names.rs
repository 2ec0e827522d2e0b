//! Inconsistent naming.

use std::collections::BTreeSet;

use super::LintContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{Operation, ShapeId, ShapeType};
use crate::source::Span;
use crate::traits::ids;

/// A naming style.
struct Style {
    /// The name of the style, written in that style.
    example: &'static str,
    fits: fn(&str) -> bool,
}

const STYLES: &[Style] = &[
    Style {
        example: "lowerCamel",
        fits: |name| !name.contains('_') && name.starts_with(|c: char| c.is_ascii_lowercase()),
    },
    Style {
        example: "UpperCamel",
        fits: |name| !name.contains('_') && name.starts_with(|c: char| c.is_ascii_uppercase()),
    },
    Style {
        example: "lower_snake",
        fits: |name| !name.contains(|c: char| c.is_ascii_uppercase()),
    },
    Style {
        example: "UPPER_SNAKE",
        fits: |name| !name.contains(|c: char| c.is_ascii_lowercase()),
    },
];

/// Suffixes of inputs and outputs, after the name of the operation.
const INPUT_SUFFIXES: &[&str] = &["Input", "Request"];
const OUTPUT_SUFFIXES: &[&str] = &["Output", "Response", "Result"];

/// A name and its span.
type Named<'n> = (&'n str, Span);

/// With fewer names, no style prevails.
const MIN_NAMES: usize = 4;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let operations = context.model.operations.keys();
    let operations = operations.filter_map(|id| context.ast.shape(id));
    let types: Vec<Named<'_>> = operations
        .chain(context.shapes())
        .map(|shape| (shape.id.name(), shape.span))
        .filter(|(name, _)| !is_generated(name))
        .collect();
    styles("shapes", &types, report);
    let fields: Vec<Named<'_>> = context
        .fields()
        .map(|(_, member)| (member.name.as_ref(), member.span))
        .collect();
    styles("members", &distinct(fields), report);
    let enums = context.shapes();
    let enums = enums.filter(|shape| matches!(shape.kind(), ShapeType::Enum | ShapeType::IntEnum));
    let values: Vec<Named<'_>> = enums
        .flat_map(|shape| shape.members())
        .map(|member| (member.name.as_ref(), member.span))
        .collect();
    styles("enum values", &distinct(values), report);
    let input = |operation: &Operation| operation.input.clone();
    suffixes(context, "input", INPUT_SUFFIXES, input, report);
    let output = |operation: &Operation| operation.output.clone();
    suffixes(context, "output", OUTPUT_SUFFIXES, output, report);
}

/// Whether a tool generated the name of a shape: `__listOf__string`,
/// `MapOf__string`.
fn is_generated(name: &str) -> bool {
    name.contains("__")
}

/// Removes names inherited from the same mixin.
fn distinct(mut names: Vec<Named<'_>>) -> Vec<Named<'_>> {
    let mut seen = BTreeSet::new();
    names.retain(|(_, span)| seen.insert(*span));
    names
}

/// Returns the candidate that fits at least three quarters of the names; `None`
/// if there is none.
fn prevailing<S>(count: usize, candidates: &[S], fitting: impl Fn(&S) -> usize) -> Option<&S> {
    let most = candidates.iter().rev().max_by_key(|one| fitting(one))?;
    (count >= MIN_NAMES && fitting(most) * 4 >= count * 3).then_some(most)
}

fn styles(noun: &str, names: &[Named<'_>], report: &mut DiagnosticReport) {
    let fitting = |style: &Style| names.iter().filter(|(name, _)| (style.fits)(name)).count();
    let Some(style) = prevailing(names.len(), STYLES, fitting) else {
        return;
    };
    for (name, span) in names.iter().filter(|(name, _)| !(style.fits)(name)) {
        let title = format!("`{name}` is not named like the other {noun}");
        let (some, all) = (fitting(style), names.len());
        report.push(
            Diagnostic::new(Code::Naming, title, *span)
                .label(format!("not in `{}` style", style.example))
                .note(format!(
                    "{some} of {all} {noun} are in `{}` style",
                    style.example
                ))
                .help(match noun {
                    "members" => format!(
                        "rename it; `{json_name}` keeps the name in JSON",
                        json_name = ids::JSON_NAME
                    ),
                    "enum values" => {
                        format!(
                            "rename it; `{enum_value}` keeps the value on the wire",
                            enum_value = ids::ENUM_VALUE
                        )
                    }
                    _ => "rename it; shape names are not on the wire".to_owned(),
                }),
        );
    }
}

/// Reports inputs or outputs that are not named after their operation.
fn suffixes(
    context: &LintContext<'_, '_>,
    noun: &str,
    known: &[&str],
    message: impl Fn(&Operation) -> ShapeId,
    report: &mut DiagnosticReport,
) {
    let operations = context.model.operations.values();
    let own: Vec<(&str, ShapeId)> = operations
        .map(|operation| (operation.name.as_str(), message(operation)))
        .filter(|(_, id)| !id.is_unit() && !is_generated(id.name()))
        .collect();
    let is_named =
        |end: &str, operation: &str, id: &ShapeId| id.name().strip_prefix(operation) == Some(end);
    let fitting = |end: &&str| {
        let named = own
            .iter()
            .filter(|(operation, id)| is_named(end, operation, id));
        named.count()
    };
    let Some(end) = prevailing(own.len(), known, fitting) else {
        return;
    };
    for (operation, id) in own
        .iter()
        .filter(|(operation, id)| !is_named(end, operation, id))
    {
        let Some(shape) = context.ast.shape(id) else {
            continue;
        };
        let title = format!("{noun} `{}` is not named after its operation", id.name());
        let (some, all) = (fitting(end), own.len());
        report.push(
            Diagnostic::new(Code::Naming, title, shape.span)
                .label(format!("expected `{operation}{end}`"))
                .note(format!(
                    "{some} of {all} {noun}s are named after their operation, with the suffix `{end}`"
                ))
                .help("rename it; shape names are not on the wire"),
        );
    }
}
