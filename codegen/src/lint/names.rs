//! Names that are written in another style than the others of their kind.

use std::collections::BTreeSet;

use super::Context;
use crate::ast::Kind;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Operation, ShapeId};
use crate::source::Span;

/// A way to write names.
struct Style {
    /// An example is the shortest way to say what it is.
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

/// How the name of an input or output ends, after that of the operation.
const INPUT_ENDS: &[&str] = &["Input", "Request"];
const OUTPUT_ENDS: &[&str] = &["Output", "Response", "Result"];

/// A name and where it stands.
type Named<'n> = (&'n str, Span);

/// So many names are the least that can have a style.
const FEWEST: usize = 4;

pub(super) fn lint(context: &Context<'_, '_>, report: &mut Report) {
    let operations = context.model.operations.keys();
    let operations = operations.filter_map(|id| context.ast.shape(id));
    let types: Vec<Named<'_>> = operations
        .chain(context.shapes())
        .map(|shape| (shape.id.name(), shape.span))
        .collect();
    styles("shapes", &types, report);
    let fields: Vec<Named<'_>> = context
        .fields()
        .map(|(_, member)| (member.name.as_ref(), member.span))
        .collect();
    styles("members", &distinct(fields), report);
    let enums = context.shapes();
    let enums = enums.filter(|shape| matches!(shape.kind(), Kind::Enum | Kind::IntEnum));
    let values: Vec<Named<'_>> = enums
        .flat_map(|shape| shape.members())
        .map(|member| (member.name.as_ref(), member.span))
        .collect();
    styles("enum values", &distinct(values), report);
    let input = |operation: &Operation| operation.input.clone();
    ends(context, "input", INPUT_ENDS, input, report);
    let output = |operation: &Operation| operation.output.clone();
    ends(context, "output", OUTPUT_ENDS, output, report);
}

/// The names without those that were inherited from one place in the text.
fn distinct(mut names: Vec<Named<'_>>) -> Vec<Named<'_>> {
    let mut seen = BTreeSet::new();
    names.retain(|(_, span)| seen.insert(*span));
    names
}

/// The one that most fit, when these are three quarters at the least: else
/// there is no rule that others could break.
fn prevailing<S>(count: usize, all: &[S], fitting: impl Fn(&S) -> usize) -> Option<&S> {
    let most = all.iter().rev().max_by_key(|one| fitting(one))?;
    (count >= FEWEST && fitting(most) * 4 >= count * 3).then_some(most)
}

fn styles(noun: &str, names: &[Named<'_>], report: &mut Report) {
    let fitting = |style: &Style| names.iter().filter(|(name, _)| (style.fits)(name)).count();
    let Some(style) = prevailing(names.len(), STYLES, fitting) else {
        return;
    };
    for (name, span) in names.iter().filter(|(name, _)| !(style.fits)(name)) {
        let title = format!("`{name}` is written in another style than other {noun}");
        let (some, all) = (fitting(style), names.len());
        report.push(
            Diagnostic::new(Code::Naming, title, *span)
                .label(format!("not like `{}`", style.example))
                .note(format!(
                    "{some} of {all} {noun} are written like `{}`",
                    style.example
                ))
                .help(match noun {
                    "members" => "rename it; `smithy.api#jsonName` keeps its name in JSON",
                    "enum values" => {
                        "rename it; `smithy.api#enumValue` keeps its value on the wire"
                    }
                    _ => "rename it; the name of a shape is not on the wire",
                }),
        );
    }
}

/// Whether what operations take, or give, is named after them in one way.
fn ends(
    context: &Context<'_, '_>,
    noun: &str,
    known: &[&str],
    of: impl Fn(&Operation) -> ShapeId,
    report: &mut Report,
) {
    let operations = context.model.operations.values();
    let own: Vec<(&str, ShapeId)> = operations
        .map(|operation| (operation.name.as_str(), of(operation)))
        .filter(|(_, id)| !id.is_unit())
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
        let title = format!("the {noun} of `{operation}` is called `{}`", id.name());
        let (some, all) = (fitting(end), own.len());
        report.push(
            Diagnostic::new(Code::Naming, title, shape.span)
                .label(format!("not `{operation}{end}`"))
                .note(format!(
                    "{some} of {all} {noun}s are called like their operations, with `{end}`"
                ))
                .help("rename it; the name of a shape is not on the wire"),
        );
    }
}
