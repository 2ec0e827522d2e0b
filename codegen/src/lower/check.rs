//! The checks of validation.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use crate::model::{
    Advice, AdvisedLimit, Constraints, Enforced, Member, MemberGroup, Shape, ShapeKind,
};
use crate::rust::{
    Check, Constraint, DataType, Field, Group, GroupMember, Limit, Mistake, Presence, Struct,
    ValueRule,
};

use crate::sink::{Markdown, markdown};

use super::bounds::{length, range};
use super::context::LowerContext;
use super::field::Fields;
use super::usage::checkable;
use super::{data, pattern, relations, shown, ty};

/// The checks of a structure: required members and values member by member,
/// then rules between members. `own` are its fields.
pub(super) fn of_structure(
    context: &LowerContext<'_>,
    fields: &Fields,
    shape: &Shape,
    own: &[Field],
) -> Vec<Check> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return Vec::new();
    };
    let mut checks = Vec::new();
    for (member, field) in structure.fields().zip(own) {
        let optional = field.presence == Presence::Optional;
        let name = shown::field(context, member, &field.name);
        if member.required && optional && !member.idempotency_token {
            checks.push(Check::Required(name.clone(), field.name.clone()));
        }
        if member.form.flattened {
            checks.push(Check::Flattened(field.reference()));
        } else if let Some(rule) = of_member(context, shape, member) {
            checks.push(Check::Member(name, field.reference(), rule));
        }
    }
    if context.model.is_data_model() {
        let forms = data::forms(&structure.members, own);
        checks.push(Check::OnlyKnown(forms));
    }
    let group = |kind: Group, names: &MemberGroup| {
        let members = names.iter().filter_map(|name| {
            let mut members = structure.fields().zip(own);
            let (member, field) = members.find(|(member, _)| member.name == *name)?;
            Some(GroupMember {
                name: shown::field(context, member, &field.name),
                field: field.reference(),
            })
        });
        Check::Group(kind, members.collect())
    };
    checks.extend(
        structure
            .exactly_one_of
            .iter()
            .map(|names| group(Group::Exactly, names)),
    );
    checks.extend(
        structure
            .at_least_one_of
            .iter()
            .map(|names| group(Group::AtLeast, names)),
    );
    checks.extend(
        structure
            .at_most_one_of
            .iter()
            .map(|names| group(Group::AtMost, names)),
    );
    for (member, field) in structure.fields().zip(own) {
        checks.extend(required_keys(context, fields, member, field));
    }
    checks.extend(relations::of_structure(context, fields, shape, own));
    checks
}

fn required_keys(
    context: &LowerContext<'_>,
    fields: &Fields,
    member: &Member,
    field: &Field,
) -> Vec<Check> {
    let checks = member.required_keys.iter().map(|required| {
        let mut names = vec![shown::field(context, member, &field.name)];
        let mut path = vec![field.reference()];
        let mut target = &member.target;
        for name in &required.path {
            let mut members = context.model.members(target).iter();
            let mut own = fields.of(target).iter();
            if let Some(next) = members.find(|member| member.name == *name)
                && let Some(field) = own.find(|field| field.model_name == *name)
            {
                names.push(shown::field(context, next, &field.name));
                path.push(field.reference());
                target = &next.target;
            }
        }
        Check::RequiredKeys {
            name: shown::joined(&names, "/"),
            fields: path,
            keys: required.keys.clone(),
            compare: required.compare,
        }
    });
    checks.collect()
}

/// The rule that values of a member must satisfy.
pub(super) fn of_member(
    context: &LowerContext<'_>,
    container: &Shape,
    member: &Member,
) -> Option<ValueRule> {
    if let Some(function) = context.member_function(container, member) {
        return Some(ValueRule::Function(function));
    }
    let target = context.model.shape(&member.target);
    if context.has_own_rule(member) || !context.usage.constrained.contains(&target.id) {
        return None;
    }
    match target.kind {
        ShapeKind::Structure(_) | ShapeKind::Union(_) => Some(ValueRule::Nested),
        _ => context.shape_function(target).map(ValueRule::Function),
    }
}

/// A function for each constrained shape, and for each member with its own
/// constraints.
pub(super) fn constraints(context: &LowerContext<'_>, fields: &Fields) -> Vec<Constraint> {
    let mut functions = Vec::new();
    for id in &context.usage.input_reachable {
        let shape = context.model.shape(id);
        if let Some(name) = context.shape_function(shape) {
            functions.push(Constraint {
                name,
                docs: markdown!("Checks the constraints of {}.", Markdown::code(&shape.name)),
                ty: ty::of_shape(context, id),
                limits: limits(context, fields, shape, &shape.constraints),
                mistakes: mistakes(&shape.constraints),
                sensitive: shape.sensitive,
            });
        }
        for member in shape.members() {
            if let Some(name) = context.member_function(shape, member) {
                let target = context.model.shape(&member.target);
                let constraints = context.model.constraints(member);
                functions.push(Constraint {
                    name,
                    docs: markdown!(
                        "Checks the constraints of {} in {}.",
                        Markdown::code(&member.name),
                        Markdown::code(&shape.name),
                    ),
                    ty: ty::of_shape(context, &member.target),
                    limits: limits(context, fields, target, &constraints),
                    mistakes: mistakes(&constraints),
                    sensitive: member.sensitive,
                });
            }
        }
    }
    functions
}

/// Returns the functions that are called, by name. The function of a shape
/// whose constraints every member overrides is not called.
pub(super) fn used(
    functions: Vec<Constraint>,
    inputs: &[Struct],
    types: &[DataType],
) -> Vec<Constraint> {
    let mut functions: BTreeMap<Ident, Constraint> = functions
        .into_iter()
        .map(|function| (function.name.clone(), function))
        .collect();
    let mut waiting: Vec<Ident> = inputs.iter().flat_map(called_by_structure).collect();
    for shape in types {
        match shape {
            DataType::Struct(shape) => waiting.extend(called_by_structure(shape)),
            DataType::Union(union) if union.validated => {
                let rules = union.variants.iter().filter_map(|one| one.rule.as_ref());
                waiting.extend(rules.filter_map(called));
            }
            DataType::Union(_) | DataType::Enum(_) | DataType::IntEnum(_) => {}
        }
    }
    let mut used = BTreeMap::new();
    while let Some(name) = waiting.pop() {
        let Some(function) = functions.remove(&name) else {
            continue;
        };
        for limit in &function.limits {
            match limit {
                Limit::Items(rule, _) => waiting.extend(called(rule)),
                Limit::Entries(key, value, _) => {
                    waiting.extend(key.iter().chain(value).filter_map(called));
                }
                Limit::Length(_)
                | Limit::Range(_)
                | Limit::Pattern(_)
                | Limit::ArnRegion(_)
                | Limit::JsonObject
                | Limit::KnownValue
                | Limit::Unique
                | Limit::UniqueBy(..)
                | Limit::Uniform(..)
                | Limit::Bytes(_)
                | Limit::Utf16Length(_)
                | Limit::Advised(..) => {}
            }
        }
        used.insert(name, function);
    }
    used.into_values().collect()
}

/// The checks of all structures.
pub(super) fn of_structures<'a>(
    inputs: &'a [Struct],
    types: &'a [DataType],
) -> impl Iterator<Item = &'a Check> {
    let types = types.iter().filter_map(|one| match one {
        DataType::Struct(shape) => Some(shape),
        DataType::Union(_) | DataType::Enum(_) | DataType::IntEnum(_) => None,
    });
    inputs
        .iter()
        .chain(types)
        .flat_map(|shape| shape.checks.iter().flatten())
}

fn called_by_structure(shape: &Struct) -> Vec<Ident> {
    let checks = shape.checks.iter().flatten();
    checks
        .filter_map(|check| match check {
            Check::Member(_, _, rule) => called(rule),
            Check::Required(..)
            | Check::Group(..)
            | Check::OnlyKnown(_)
            | Check::Flattened(_)
            | Check::RequiredKeys { .. }
            | Check::Total(..)
            | Check::Dependency(_) => None,
        })
        .collect()
}

fn called(rule: &ValueRule) -> Option<Ident> {
    match rule {
        ValueRule::Function(name) => Some(name.clone()),
        ValueRule::Nested => None,
    }
}

fn mistakes(constraints: &Constraints) -> Vec<Mistake> {
    let mistakes = constraints.mistakes.iter().map(|mistake| Mistake {
        pattern: pattern::pattern(&mistake.pattern),
        message: mistake.message.clone(),
    });
    mistakes.collect()
}

/// The checks of these constraints for values of a shape.
fn limits(
    context: &LowerContext<'_>,
    fields: &Fields,
    shape: &Shape,
    constraints: &Constraints,
) -> Vec<Limit> {
    let mut limits = Vec::new();
    let is_enum = matches!(shape.kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_));
    if is_enum && context.model.is_data_model() {
        limits.push(Limit::KnownValue);
    }
    if !checkable(constraints) && shape.json.is_none() && shape.members().is_empty() {
        return limits;
    }
    limits.extend(
        constraints
            .length
            .map(|bounds| Limit::Length(length(bounds))),
    );
    limits.extend(constraints.range.as_ref().map(|limit| range(shape, limit)));
    if let Some(pattern) = &constraints.pattern
        && pattern.enforced == Enforced::Yes
    {
        limits.push(Limit::Pattern(pattern::pattern(&pattern.expression)));
    }
    if shape.json.is_some() {
        limits.push(Limit::JsonObject);
    }
    limits.extend(constraints.arn_region.clone().map(Limit::ArnRegion));
    if constraints.unique_items {
        limits.push(Limit::Unique);
    }
    limits.extend(relations::of_list(context, fields, shape, constraints));
    limits.extend(
        constraints
            .advised
            .iter()
            .filter_map(|advice| advised(shape, advice)),
    );
    match &shape.kind {
        ShapeKind::List(list) => {
            let rule = of_member(context, shape, &list.member);
            limits.extend(rule.map(|rule| Limit::Items(rule, ty::of_shape(context, &shape.id))));
        }
        ShapeKind::Map(map) => {
            let key = of_member(context, shape, &map.key);
            let value = of_member(context, shape, &map.value);
            if key.is_some() || value.is_some() {
                limits.push(Limit::Entries(key, value, ty::of_shape(context, &shape.id)));
            }
        }
        _ => {}
    }
    limits
}

/// A limit of the `advised` trait; `None` if clients cannot check it.
fn advised(shape: &Shape, advice: &Advice) -> Option<Limit> {
    let limit = match &advice.limit {
        AdvisedLimit::Length(bounds) => Limit::Length(length(*bounds)),
        AdvisedLimit::Utf16Length(bounds) => Limit::Utf16Length(length(*bounds)),
        AdvisedLimit::Bytes(bounds) => Limit::Bytes(length(*bounds)),
        AdvisedLimit::Range(bounds) => range(shape, bounds),
        AdvisedLimit::Pattern(pattern) if pattern.enforced == Enforced::No => return None,
        AdvisedLimit::Pattern(pattern) => Limit::Pattern(pattern::pattern(&pattern.expression)),
        AdvisedLimit::UniqueItems => Limit::Unique,
    };
    Some(Limit::Advised(advice.message.clone(), Box::new(limit)))
}
