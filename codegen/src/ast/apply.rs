//! `apply` statements: traits for shapes and members that are defined elsewhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::ShapeId;

use super::{Ast, Body, Member, Statement, Trait, Traits};

/// Statements for members that mixins may contribute, by shape.
pub(super) type Inherited<'s, 'a> = BTreeMap<&'s ShapeId, Vec<&'s Statement<'a>>>;

/// The positions of the members of shapes, by name, because there may be a
/// statement for each member.
#[derive(Default)]
pub(super) struct Positions(BTreeMap<ShapeId, BTreeMap<String, usize>>);

impl Positions {
    fn of(&mut self, shape: &ShapeId, members: &[Member<'_>], name: &str) -> Option<usize> {
        if !self.0.contains_key(shape) {
            let names = members.iter().enumerate().rev();
            let names = names.map(|(at, member)| (member.name.clone().into_owned(), at));
            self.0.insert(shape.clone(), names.collect());
        }
        self.0.get(shape)?.get(name).copied()
    }
}

/// Adds the traits of a statement to its target, or defers it when the target
/// may be inherited.
pub(super) fn apply<'s, 'a>(
    statement: &'s Statement<'a>,
    inherited: &mut Inherited<'s, 'a>,
    positions: &mut Positions,
    ast: &mut Ast<'a>,
    report: &mut DiagnosticReport,
) {
    if let Some(traits) = target(statement, positions, ast) {
        for found in statement.traits.iter() {
            join(traits, found.clone(), report);
        }
        return;
    }
    let shape = ast.shape(&statement.shape);
    if statement.member.is_some() && shape.is_some_and(|shape| !shape.mixins.is_empty()) {
        inherited
            .entry(&statement.shape)
            .or_default()
            .push(statement);
    } else {
        report_target(statement, ast, report);
    }
}

/// The traits of the target of a statement, when it exists.
pub(super) fn target<'t, 'a>(
    statement: &Statement<'_>,
    positions: &mut Positions,
    ast: &'t mut Ast<'a>,
) -> Option<&'t mut Traits<'a>> {
    let shape = ast.shapes.get_mut(&statement.shape)?;
    let Some(name) = &statement.member else {
        return Some(&mut shape.traits);
    };
    let Body::Data(_, members) = &mut shape.body else {
        return None;
    };
    let position = positions.of(&statement.shape, members, name)?;
    Some(&mut members.get_mut(position)?.traits)
}

/// Reports a statement without a target.
pub(super) fn report_target(
    statement: &Statement<'_>,
    ast: &Ast<'_>,
    report: &mut DiagnosticReport,
) {
    if ast.unreadable.contains(&statement.shape) {
        return;
    }
    let target = match &statement.member {
        Some(member) => format!("{}${member}", statement.shape),
        None => statement.shape.to_string(),
    };
    let title = format!("unknown target `{target}` of `apply`");
    report.push(Diagnostic::new(Code::MissingTarget, title, statement.span).label("not found"));
}

/// Adds a trait. Lists are joined and equal values merged; other values
/// conflict.
pub(super) fn join<'a>(traits: &mut Traits<'a>, new: Trait<'a>, report: &mut DiagnosticReport) {
    let Some(old) = traits.0.get_mut(new.id) else {
        traits.0.insert(new.id, new);
        return;
    };
    if let (ValueKind::Array(first), ValueKind::Array(second)) = (&old.value.kind, &new.value.kind)
    {
        let joined = first.iter().chain(second).cloned().collect();
        old.value = Cow::Owned(Value {
            span: old.value.span,
            kind: ValueKind::Array(joined),
        });
    } else if old.value.to_node() != new.value.to_node() {
        let title = format!("conflicting values of `{}`", new.id);
        report.push(
            Diagnostic::new(Code::ConflictingApply, title, new.span)
                .label("another value")
                .secondary(old.span, "first applied here")
                .help("keep one of them"),
        );
    }
}
