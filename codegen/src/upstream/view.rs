//! The part of a model that matters on the wire or to a caller, and that the
//! upstream description can express. Models with equal views have no
//! differences.

use std::collections::BTreeMap;

use crate::model::{
    Constraints, Deprecated, Docs, EnumMember, Idempotency, Model, ShapeId, ShapeKind,
};

use crate::traits::ids;

use super::DescriptionForm;
use super::pattern::canonical;

/// Reduces both models to their comparable parts.
pub(super) fn reduce(model: &mut Model, upstream: &mut Model, form: DescriptionForm) {
    upstream.words = model.words.clone();
    service_errors(model, upstream);
    if let DescriptionForm::Botocore { has_readonly } = form {
        name_values(model, upstream);
        if !has_readonly {
            take_over_readonly(model, upstream);
        }
    }
    for side in [model, upstream] {
        common(side);
        if form != DescriptionForm::Smithy {
            expressible(side);
        }
    }
}

/// Removes prose, tests, the rules of the generator, and differences in
/// spelling.
fn common(model: &mut Model) {
    let service = &mut model.service;
    service.title.clear();
    service.docs = Docs::default();
    service.endpoint_tests.clear();
    for operation in model.operations.values_mut() {
        undocument(&mut operation.docs);
        operation.examples.clear();
        operation.request_tests.clear();
        operation.response_tests.clear();
        operation.malformed_tests.clear();
        for waiter in &mut operation.waiters {
            waiter.documentation = None;
            waiter.deprecated = None;
        }
    }
    for shape in model.shapes.values_mut() {
        undocument(&mut shape.docs);
        plain(&mut shape.constraints);
        shape.json = None;
        match &mut shape.kind {
            ShapeKind::Structure(structure) => {
                structure.exactly_one_of.clear();
                structure.at_least_one_of.clear();
                structure.at_most_one_of.clear();
                structure.totals.clear();
                structure.conditions.clear();
                structure.response_tests.clear();
            }
            ShapeKind::Enum(values) => {
                values
                    .iter_mut()
                    .for_each(|value| undocument(&mut value.docs));
            }
            ShapeKind::IntEnum(values) => {
                values
                    .iter_mut()
                    .for_each(|value| undocument(&mut value.docs));
            }
            _ => {}
        }
        for member in shape.members_mut() {
            undocument(&mut member.docs);
            plain(&mut member.constraints);
            member.required_keys.clear();
        }
    }
}

/// Keeps only the fact that something is deprecated, because that causes
/// warnings.
fn undocument(docs: &mut Docs) {
    *docs = Docs {
        deprecated: docs.deprecated.as_ref().map(|_| Deprecated::default()),
        ..Docs::default()
    };
}

fn plain(constraints: &mut Constraints) {
    constraints.mistakes.clear();
    constraints.arn_region = None;
    constraints.unique_by.clear();
    constraints.uniform.clear();
    constraints.advised.clear();
    if let Some(pattern) = &mut constraints.pattern {
        pattern.expression = canonical(&pattern.expression);
    }
}

/// Whether a constraint trait has the same meaning in both.
pub(super) fn written_alike(id: &str, one: &Constraints, other: &Constraints) -> bool {
    let pattern = |constraints: &Constraints| {
        let pattern = constraints.pattern.as_ref();
        pattern.map(|pattern| canonical(&pattern.expression))
    };
    match id {
        ids::LENGTH => one.length == other.length,
        ids::RANGE => one.range == other.range,
        ids::PATTERN => pattern(one) == pattern(other),
        _ => true,
    }
}

/// Removes facts that `service-2.json` cannot express: they are in other files,
/// or AWS drops them.
fn expressible(model: &mut Model) {
    let service = &mut model.service;
    service.arn_namespace.clear();
    service.endpoint_rules = None;
    service.client_parameters.clear();
    for operation in model.operations.values_mut() {
        operation.waiters.clear();
        operation.static_context_params.clear();
        operation.operation_context_params.clear();
    }
    for shape in model.shapes.values_mut() {
        shape.media_type = None;
        shape.constraints.unique_items = false;
        // Both are integers there.
        if matches!(
            shape.kind,
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::IntEnum(_)
        ) {
            shape.kind = ShapeKind::Integer;
        }
        for member in shape.members_mut() {
            member.constraints.unique_items = false;
            member.default = None;
            member.client_optional = false;
            member.context_param = None;
        }
    }
}

/// Makes an error of every upstream operation an error of the service, as in
/// the model, so that it is only reported once.
fn service_errors(model: &Model, upstream: &mut Model) {
    let mut counts: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    for id in upstream
        .operations
        .values()
        .flat_map(|operation| &operation.errors)
    {
        *counts.entry(id).or_default() += 1;
    }
    let is_listed = |id: &ShapeId| {
        let mut operations = model.operations.values();
        operations.any(|operation| operation.errors.contains(id))
    };
    let everywhere = counts.into_iter().filter(|(id, count)| {
        let is_shared = model.service.errors.contains(id) || !is_listed(id);
        *count == upstream.operations.len() && is_shared
    });
    let everywhere: Vec<ShapeId> = everywhere.map(|(id, _)| id.clone()).collect();
    upstream.service.errors = everywhere;
}

/// Gives the values of upstream enums the names in the model, because the
/// description has none.
fn name_values(model: &Model, upstream: &mut Model) {
    for (id, shape) in &mut upstream.shapes {
        let Some(ShapeKind::Enum(known)) = model.shapes.get(id).map(|shape| &shape.kind) else {
            continue;
        };
        let ShapeKind::Enum(values) = &mut shape.kind else {
            continue;
        };
        for value in values {
            let same = |known: &&EnumMember<String>| known.value == value.value;
            if let Some(known) = known.iter().find(same) {
                value.name.clone_from(&known.name);
            }
        }
    }
}

fn take_over_readonly(model: &Model, upstream: &mut Model) {
    for (id, operation) in &mut upstream.operations {
        let own = model.operations.get(id).map(|own| own.idempotency);
        if own == Some(Idempotency::Readonly) {
            operation.idempotency = Idempotency::Readonly;
        }
    }
}
