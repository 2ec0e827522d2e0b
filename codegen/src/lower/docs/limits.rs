//! The constraints of members and structures.

use crate::model::{Enforced, Member, MemberGroup, Shape, ShapeKind};
use crate::sink::{Markdown, markdown};

use super::super::context::LowerContext;
use super::listed::listed;
use super::numbers::{length, range};
use super::relations;

/// The constraints of a member, as phrases.
pub(crate) fn limits(context: &LowerContext<'_>, member: &Member) -> Vec<Markdown> {
    let shape = context.model.shape(&member.target);
    let constraints = context.model.constraints(member);
    let mut limits = Vec::new();
    let numbers = constraints.length.map(|limit| length(shape, limit));
    let numbers = numbers
        .into_iter()
        .chain(constraints.range.as_ref().map(range));
    limits.extend(numbers.map(|limit| Markdown::plain(&limit)));
    if let Some(pattern) = &constraints.pattern {
        let expression = Markdown::code(&pattern.expression);
        limits.push(match pattern.enforced {
            Enforced::Yes => markdown!("matching {}", expression),
            Enforced::No => markdown!("matching {} (checked by the service only)", expression),
        });
    }
    if shape.json.is_some() {
        limits.push("a JSON object".into());
    }
    let arn = member.docs.arn.as_ref().or(shape.docs.arn.as_ref());
    limits.extend(arn.map(|arn| match &arn.resource {
        Some(resource) => markdown!("the ARN of a resource of type {}", Markdown::code(resource)),
        None => "an ARN".into(),
    }));
    if constraints.arn_region.is_some() {
        limits.push("an ARN only in the client's Region".into());
    }
    if constraints.unique_items {
        limits.push("unique entries".into());
    }
    limits.extend(relations::of_value(context, shape, &constraints));
    if let ShapeKind::List(list) = &shape.kind {
        let inner = self::limits(context, &list.member);
        if !inner.is_empty() {
            limits.push(markdown!("each entry {}", Markdown::joined(&inner, ", ")));
        }
    }
    for required in &member.required_keys {
        let keys: Vec<Markdown> = required
            .keys
            .iter()
            .map(|key| Markdown::code(key))
            .collect();
        let keys = Markdown::joined(&keys, ", ");
        limits.push(match required.path.as_slice() {
            [] => markdown!("with the key {}", keys),
            path => markdown!("{} with the key {}", Markdown::code(&path.join(".")), keys),
        });
    }
    limits
}

/// The rules between the members of a structure, as sentences.
pub(crate) fn rules(context: &LowerContext<'_>, shape: &Shape) -> Vec<Markdown> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return Vec::new();
    };
    let kind = context.member_kind(&shape.id);
    let listed = |names: &MemberGroup| {
        let names = names.iter();
        let names = names.map(|name| markdown!("`{}`", context.member(shape, name, kind)));
        listed(names.collect())
    };
    let exactly = structure
        .exactly_one_of
        .iter()
        .map(|names| markdown!("Exactly one of {} must be set.", listed(names)));
    let at_most = structure
        .at_most_one_of
        .iter()
        .map(|names| markdown!("At most one of {} may be set.", listed(names)));
    let at_least = structure
        .at_least_one_of
        .iter()
        .map(|names| markdown!("At least one of {} must be set.", listed(names)));
    let mut rules: Vec<Markdown> = exactly.chain(at_least).chain(at_most).collect();
    rules.extend(relations::of_structure(context, shape, structure));
    rules
}
