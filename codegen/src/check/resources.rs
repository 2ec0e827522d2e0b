//! Resources: identifiers, lifecycle operations and bindings.

use std::collections::{BTreeMap, BTreeSet};

use super::CheckContext;
use crate::ast::{Body, Member, Reference, Resource, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::phrases::list;
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let shapes = context.ast.shapes.values();
    let resources = shapes.filter_map(|shape| match &shape.body {
        Body::Resource(resource) => Some((shape, resource)),
        _ => None,
    });
    for (shape, resource) in resources {
        lifecycle(context, resource, report);
        bindings(context, shape, resource, report);
        children(context, shape, resource, report);
        if let Some(found) = shape.traits.get(ids::NO_REPLACE)
            && !resource.lifecycle.iter().any(|(name, _)| *name == "put")
        {
            let title = format!("`{}` has no `put` operation", shape.id.name());
            report.push(invalid(title, found.span).label("concerns `put`"));
        }
    }
    identifier_traits(context, report);
    cycles(context, report);
    parents(context, report);
}

fn invalid(title: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::Resource, title, span)
}

/// Smithy's `ResourceLifecycle` validator: the trait of each operation of a lifecycle,
/// and the traits that it must not have.
const LIFECYCLE: &[(&str, Option<&str>, &[&str])] = &[
    ("create", None, &[ids::READONLY]),
    ("put", Some(ids::IDEMPOTENT), &[ids::READONLY]),
    ("read", Some(ids::READONLY), &[]),
    ("update", None, &[ids::READONLY]),
    ("delete", Some(ids::IDEMPOTENT), &[ids::READONLY]),
    ("list", Some(ids::READONLY), &[]),
];

fn lifecycle(context: &CheckContext<'_, '_>, resource: &Resource, report: &mut DiagnosticReport) {
    for (name, reference) in &resource.lifecycle {
        let Some(operation) = context.ast.shape(&reference.id) else {
            continue;
        };
        let rules = LIFECYCLE.iter().filter(|(known, ..)| known == name);
        for (_, needed, forbidden) in rules {
            let needed = needed.iter().filter(|id| !operation.traits.has(id));
            for id in needed {
                let title = format!(
                    "the `{name}` operation `{}` is not {}",
                    reference.id,
                    ids::short(id)
                );
                report.push(
                    invalid(title, reference.span)
                        .secondary(operation.span, format!("missing `{id}`"))
                        .help("add the trait, or list the operation in `operations`"),
                );
            }
            for found in forbidden.iter().filter_map(|id| operation.traits.get(id)) {
                let title = format!(
                    "the `{name}` operation `{}` is {}",
                    reference.id,
                    ids::short(found.id)
                );
                report.push(
                    invalid(title, reference.span)
                        .secondary(found.span, "promises that nothing changes")
                        .help("remove the trait"),
                );
            }
        }
    }
}

/// The identifiers that an operation binds to members of its input: by
/// `resourceIdentifier`, or by the name and target of a required member.
fn bound<'r>(
    context: &CheckContext<'_, '_>,
    operation: &ShapeId,
    resource: &'r Resource,
) -> BTreeSet<&'r str> {
    let members = match context.ast.shape(operation).map(|shape| &shape.body) {
        Some(Body::Operation(operation)) => operation.input.as_ref(),
        _ => None,
    };
    let members = members.map_or(&[][..], |input| context.ast.members(&input.id));
    let named = |member: &Member<'_>| {
        let explicit = member.traits.str(ids::RESOURCE_IDENTIFIER);
        explicit.unwrap_or(&member.name).to_owned()
    };
    let identifiers = resource.identifiers.iter();
    let is_bound = |identifier: &&crate::ast::Identifier| {
        members.iter().any(|member| {
            named(member) == identifier.name
                && member.target.id == identifier.target.id
                && member.traits.has(ids::REQUIRED)
        })
    };
    identifiers
        .filter(is_bound)
        .map(|identifier| identifier.name.as_str())
        .collect()
}

/// Smithy's `ResourceIdentifierBinding` and `ResourceLifecycle` validators:
/// instance operations bind all identifiers, collection operations do not.
fn bindings(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    resource: &Resource,
    report: &mut DiagnosticReport,
) {
    let lifecycle = resource.lifecycle.iter();
    let instance = ["put", "read", "update", "delete"];
    let of_instance = lifecycle
        .clone()
        .filter(|(name, _)| instance.contains(name))
        .map(|(_, reference)| reference)
        .chain(&resource.instance);
    let of_collection = lifecycle
        .filter(|(name, _)| *name == "list")
        .map(|(_, reference)| reference)
        .chain(&resource.collection);
    for reference in of_instance {
        let bound = bound(context, &reference.id, resource);
        let identifiers = resource.identifiers.iter();
        let missing: Vec<&str> = identifiers
            .map(|identifier| identifier.name.as_str())
            .filter(|name| !bound.contains(name))
            .collect();
        if !missing.is_empty() {
            let title = format!(
                "the input of `{}` does not identify `{}`",
                reference.id,
                shape.id.name()
            );
            report.push(
                invalid(title, reference.span)
                    .label(format!("no required member for {}", list(&missing)))
                    .help(
                        "add a required member with the name and target of the identifier, or list \
                        the operation in `collectionOperations`",
                    ),
            );
        }
    }
    for reference in of_collection {
        let bound = bound(context, &reference.id, resource);
        if !resource.identifiers.is_empty() && bound.len() == resource.identifiers.len() {
            let title = format!(
                "the input of `{}` identifies one `{}`, not a collection",
                reference.id,
                shape.id.name()
            );
            report.push(
                invalid(title, reference.span)
                    .label("the input has all identifiers")
                    .help("remove an identifier from the input, or list the operation in `operations`"),
            );
        }
    }
}

/// Smithy's `ResourceIdentifier` validator: a resource has the identifiers of its
/// parent, with the same targets.
fn children(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    resource: &Resource,
    report: &mut DiagnosticReport,
) {
    for reference in &resource.resources {
        let child = context.ast.shape(&reference.id);
        let Some(Body::Resource(child)) = child.map(|child| &child.body) else {
            continue;
        };
        for identifier in &resource.identifiers {
            let own = child.identifiers.iter();
            let own = own.clone().find(|own| own.name == identifier.name);
            let problem = match own {
                None => "has no",
                Some(own) if own.target.id != identifier.target.id => "has another target of the",
                Some(_) => continue,
            };
            let title = format!(
                "`{}` {problem} identifier `{}` of its parent `{}`",
                reference.id,
                identifier.name,
                shape.id.name()
            );
            report.push(
                invalid(title, reference.span)
                    .secondary(identifier.span, "identifier of the parent")
                    .help("repeat the identifiers of the parent in the resource"),
            );
        }
    }
}

/// Reports members with the same `resourceIdentifier`.
fn identifier_traits(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for member in shape.members() {
            let Some(value) = member.traits.value(ids::RESOURCE_IDENTIFIER) else {
                continue;
            };
            let name = value.as_str().unwrap_or_default();
            if let Some(first) = taken.insert(name, value.span) {
                let title = format!("two members for the identifier `{name}`");
                report.push(
                    invalid(title, value.span)
                        .label("the second member")
                        .secondary(first, "the first member")
                        .help("remove the trait from one of them"),
                );
            }
        }
    }
}

/// Smithy's `ResourceCycle` validator.
fn cycles(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let resources = |id: &ShapeId| match context.ast.shape(id).map(|shape| &shape.body) {
        Some(Body::Resource(resource)) => resource.resources.as_slice(),
        _ => &[],
    };
    // Resources without parents drop out; those in cycles and below them
    // remain.
    let mut parents: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    let shapes = context.ast.shapes.values();
    for shape in shapes.filter(|shape| matches!(shape.body, Body::Resource(_))) {
        parents.entry(&shape.id).or_default();
        for child in resources(&shape.id) {
            *parents.entry(&child.id).or_default() += 1;
        }
    }
    let free = parents.iter().filter(|(_, count)| **count == 0);
    let mut open: Vec<&ShapeId> = free.map(|(id, _)| *id).collect();
    while let Some(id) = open.pop() {
        parents.remove(id);
        for child in resources(id) {
            if let Some(count) = parents.get_mut(&child.id) {
                *count -= 1;
                if *count == 0 {
                    open.push(&child.id);
                }
            }
        }
    }
    let remaining: BTreeSet<&ShapeId> = parents.into_keys().collect();
    for id in &remaining {
        let inside = resources(id).iter();
        if let Some(child) = inside.clone().find(|child| remaining.contains(&child.id)) {
            let title = format!("`{id}` contains itself");
            report.push(
                invalid(title, child.span)
                    .label("part of the cycle")
                    .help("remove one of the resources"),
            );
        }
    }
}

/// Smithy's `SingleOperationBinding` and `SingleResourceBinding` validators: in a
/// service, an operation or resource has one parent.
fn parents(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let Some((service, body)) = context.ast.services().next() else {
        return;
    };
    let mut taken: BTreeMap<&ShapeId, Span> = BTreeMap::new();
    let mut seen = BTreeSet::from([&service.id]);
    let mut open = vec![(body.operations.as_slice(), body.resources.as_slice())];
    while let Some((operations, resources)) = open.pop() {
        // One operation may have two roles in a resource, such as `put` and `update`.
        let mut here = BTreeSet::new();
        for reference in operations.iter().chain(resources) {
            if here.insert(&reference.id) {
                bind(reference, &mut taken, report);
            }
        }
        for reference in resources {
            let shape = context.ast.shape(&reference.id);
            if let Some(Body::Resource(resource)) = shape.map(|shape| &shape.body)
                && seen.insert(&reference.id)
            {
                open.push((&resource.operations, &resource.resources));
            }
        }
    }
}

fn bind<'r>(
    reference: &'r Reference,
    taken: &mut BTreeMap<&'r ShapeId, Span>,
    report: &mut DiagnosticReport,
) {
    let Some(first) = taken.insert(&reference.id, reference.span) else {
        return;
    };
    let (earlier, later) = (first.min(reference.span), first.max(reference.span));
    let title = format!("`{}` is listed twice in one service", reference.id);
    report.push(
        invalid(title, later)
            .label("listed again")
            .secondary(earlier, "first listed here")
            .help("remove one of them"),
    );
}
