//! Shapes of which no finite value can exist, because each value needs another
//! one inside of it.

use std::collections::BTreeMap;

use super::Context;
use crate::ast::{Kind, Member, Shape};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    collections(context, report);
    values(context, report);
}

/// A step from each shape to one that it cannot do without.
type Steps<'s, 'a> = BTreeMap<&'s ShapeId, &'s Member<'a>>;

/// Lists and maps may be empty, but one that holds nothing except itself has
/// no type.
fn collections(context: &Context<'_, '_>, report: &mut Report) {
    let mut steps = Steps::new();
    for shape in context.ast.shapes.values() {
        if matches!(shape.kind(), Kind::List | Kind::Map)
            && let Some(member) = shape.members().last()
        {
            steps.insert(&shape.id, member);
        }
    }
    let help = "put a structure or a union between them";
    circles(context, &steps, help, report);
}

/// Structures whose required members lead back to them.
fn values(context: &Context<'_, '_>, report: &mut Report) {
    let ast = context.ast;
    let aggregate = |id: &ShapeId| {
        let shape = ast.shape(id);
        shape.filter(|shape| matches!(shape.kind(), Kind::Structure | Kind::Union))
    };
    // How many members of a shape have no value yet, as far as is known; and
    // in which shapes a shape is needed.
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
            Kind::Union if shape.members().is_empty() => {
                report.push(empty_union(shape));
                true
            }
            // One member that can be set is enough.
            Kind::Union => nested < needed.len(),
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
            if *left == 0 || user.kind() == Kind::Union {
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
    circles(context, &steps, help, report);
}

/// The members of which a value needs one (union) or all (structure).
fn needed<'s, 'a>(shape: &'s Shape<'a>) -> Vec<&'s Member<'a>> {
    let members = shape.members().iter();
    match shape.kind() {
        Kind::Structure => members
            .filter(|member| member.traits.has(ids::REQUIRED))
            .collect(),
        _ => members.collect(),
    }
}

fn empty_union(shape: &Shape<'_>) -> Diagnostic {
    let title = format!(
        "the union `{}` has no members, and so no values",
        shape.id.name()
    );
    Diagnostic::new(Code::Recursion, title, shape.span).help("give it a member")
}

/// Reports each circle of steps once, with a label for every step.
fn circles(context: &Context<'_, '_>, steps: &Steps<'_, '_>, help: &str, report: &mut Report) {
    // The walk on which a shape was first met.
    let mut walks: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    for (walk, start) in steps.keys().enumerate() {
        let mut id = *start;
        while !walks.contains_key(id) {
            let Some(member) = steps.get(id) else { break };
            walks.insert(id, walk);
            id = &member.target.id;
        }
        if walks.get(id) == Some(&walk) {
            report.push(circle(context, steps, id, help));
        }
    }
}

fn circle(
    context: &Context<'_, '_>,
    steps: &Steps<'_, '_>,
    start: &ShapeId,
    help: &str,
) -> Diagnostic {
    let span = context.ast.shape(start).map(|shape| shape.span);
    let title = format!("`{}` cannot do without a value of itself", start.name());
    let mut diagnostic = Diagnostic::new(Code::Recursion, title, span.unwrap_or_default())
        .label("no finite value of this can exist")
        .help(help);
    let mut id = start;
    // A circle of thousands of shapes is not shown to its end.
    for _ in 0..20 {
        let Some(member) = steps.get(id) else { break };
        let target = &member.target;
        let text = format!("`{}` needs `{}`", id.name(), target.id.name());
        diagnostic = diagnostic.secondary(target.span, text);
        id = &target.id;
        if id == start {
            break;
        }
    }
    diagnostic
}
