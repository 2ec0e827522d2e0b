//! Infinitely recursive shapes: each value would have to contain another value
//! of the same shape.

use std::collections::BTreeMap;

use super::CheckContext;
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    collections(context, report);
    values(context, report);
}

/// For each shape, a member without whose target no value exists.
type Steps<'s, 'a> = BTreeMap<&'s ShapeId, &'s Member<'a>>;

/// Reports lists and maps that contain only themselves. They may be empty, but
/// have no Rust type.
fn collections(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut steps = Steps::new();
    for shape in context.ast.shapes.values() {
        if matches!(shape.kind(), ShapeType::List | ShapeType::Map)
            && let Some(member) = shape.members().last()
        {
            steps.insert(&shape.id, member);
        }
    }
    let help = "put a structure or union in between";
    cycles(context, &steps, help, report);
    for id in steps.keys().filter(|id| nesting(&steps, id) == DEEPEST + 1) {
        let span = context.ast.shape(id).map(|shape| shape.span);
        let title = format!("`{}` nests more than {DEEPEST} lists and maps", id.name());
        report.push(
            Diagnostic::new(Code::DeepCollection, title, span.unwrap_or_default())
                .label("the outermost of them")
                .note("its Rust type would be deeper than the compiler allows")
                .help(help),
        );
    }
}

/// The maximum number of lists and maps directly inside each other. Rust limits
/// the depth of types to 128, and each level is several types deep.
const DEEPEST: usize = 16;

/// The number of lists and maps from a shape to the innermost one, at most two
/// more than [`DEEPEST`].
fn nesting(steps: &Steps<'_, '_>, start: &ShapeId) -> usize {
    let mut id = start;
    for count in 0..DEEPEST + 2 {
        match steps.get(id) {
            Some(member) => id = &member.target.id,
            None => return count,
        }
    }
    DEEPEST + 2
}

/// Reports structures and unions that require a value of themselves.
fn values(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let ast = context.ast;
    let aggregate = |id: &ShapeId| {
        let shape = ast.shape(id);
        shape.filter(|shape| matches!(shape.kind(), ShapeType::Structure | ShapeType::Union))
    };
    // `pending`: number of members of a shape that have no known finite value.
    // `users`: shapes that need a value of a shape.
    let mut pending: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    let mut users: BTreeMap<&ShapeId, Vec<&Shape<'_>>> = BTreeMap::new();
    let mut ready = Vec::new();
    for shape in ast.shapes.values() {
        let Some(shape) = aggregate(&shape.id) else {
            continue;
        };
        let needed = needed(shape);
        let nested = needed
            .iter()
            .filter(|member| aggregate(&member.target.id).is_some());
        for member in nested.clone() {
            users.entry(&member.target.id).or_default().push(shape);
        }
        let nested = nested.count();
        let free = match shape.kind() {
            ShapeType::Union if shape.members().is_empty() => {
                report.push(empty_union(shape));
                true
            }
            // One usable member is enough.
            ShapeType::Union => nested < needed.len(),
            _ => nested == 0,
        };
        pending.insert(&shape.id, nested);
        if free {
            ready.push(shape);
        }
    }
    while let Some(shape) = ready.pop() {
        if pending.remove(&shape.id).is_none() {
            continue;
        }
        for user in users.get(&shape.id).into_iter().flatten() {
            let Some(left) = pending.get_mut(&user.id) else {
                continue;
            };
            *left = left.saturating_sub(1);
            if *left == 0 || user.kind() == ShapeType::Union {
                ready.push(user);
            }
        }
    }
    let mut steps = Steps::new();
    for id in pending.keys() {
        let shape = aggregate(id);
        let members = shape.into_iter().flat_map(needed);
        let mut stuck = members.filter(|member| pending.contains_key(&member.target.id));
        if let Some(member) = stuck.next() {
            steps.insert(id, member);
        }
    }
    let help = "make one of these members optional, or put a list or map in between";
    cycles(context, &steps, help, report);
}

/// Returns the members that a value needs: any one of them (union) or all of
/// them (structure).
fn needed<'s, 'a>(shape: &'s Shape<'a>) -> Vec<&'s Member<'a>> {
    let members = shape.members().iter();
    match shape.kind() {
        ShapeType::Structure => members
            .filter(|member| member.traits.has(ids::REQUIRED))
            .collect(),
        _ => members.collect(),
    }
}

fn empty_union(shape: &Shape<'_>) -> Diagnostic {
    let title = format!("union `{}` has no members", shape.id.name());
    Diagnostic::new(Code::Recursion, title, shape.span)
        .note("a value of a union has exactly one member")
        .help("add a member")
}

/// Reports each cycle once, with a label for every step.
fn cycles(
    context: &CheckContext<'_, '_>,
    steps: &Steps<'_, '_>,
    help: &str,
    report: &mut DiagnosticReport,
) {
    // The walk that first reached each shape.
    let mut walks: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    for (walk, start) in steps.keys().enumerate() {
        let mut id = *start;
        while !walks.contains_key(id) {
            let Some(member) = steps.get(id) else { break };
            walks.insert(id, walk);
            id = &member.target.id;
        }
        if walks.get(id) == Some(&walk) {
            report.push(cycle(context, steps, id, help));
        }
    }
}

fn cycle(
    context: &CheckContext<'_, '_>,
    steps: &Steps<'_, '_>,
    start: &ShapeId,
    help: &str,
) -> Diagnostic {
    let span = context.ast.shape(start).map(|shape| shape.span);
    let title = format!("`{}` is infinitely recursive", start.name());
    let mut diagnostic = Diagnostic::new(Code::Recursion, title, span.unwrap_or_default())
        .label("no finite value exists")
        .help(help);
    let mut id = start;
    // A cycle may have thousands of shapes.
    for _ in 0..20 {
        let Some(member) = steps.get(id) else { break };
        let target = &member.target;
        let text = format!("`{}` requires `{}`", id.name(), target.id.name());
        diagnostic = diagnostic.secondary(target.span, text);
        id = &target.id;
        if id == start {
            break;
        }
    }
    diagnostic
}
