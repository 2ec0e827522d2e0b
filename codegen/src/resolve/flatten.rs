//! Lets `apply` statements and mixins take effect.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::source::{Kind, Value};

use super::graph::{Body, Graph, Member, Shape, Trait, Traits};
use super::mixins::mix;

/// Brings the shapes of a file together by id.
pub(crate) fn flatten<'a>(model: &'a ast::Model<'a>, report: &mut Report) -> Graph<'a> {
    let mut graph = Graph {
        shapes: BTreeMap::new(),
        unreadable: model.unreadable.clone(),
        span: model.span,
    };
    let mut mixins = BTreeMap::new();
    for shape in &model.shapes {
        if let Some(body) = body(&shape.body) {
            let id = shape.id.clone();
            let node = Shape {
                id: id.clone(),
                span: shape.span,
                extent: shape.extent,
                body,
                traits: traits(&shape.traits),
            };
            graph.shapes.insert(id.clone(), node);
            if !shape.mixins.is_empty() {
                mixins.insert(id, shape.mixins.as_slice());
            }
        }
    }
    let shapes = model.shapes.iter();
    let mut inherited = Statements::new();
    for statement in shapes.filter(|shape| matches!(shape.body, ast::Body::Apply)) {
        match traits_of(statement, &mut graph) {
            Some(traits) => {
                for found in &statement.traits {
                    join(traits, applied(found), report);
                }
            }
            // The member may be one that a mixin brings.
            None if statement.member.is_some() && mixins.contains_key(&statement.id) => {
                inherited.entry(&statement.id).or_default().push(statement);
            }
            None => nothing_to_apply_to(statement, &graph, report),
        }
    }
    mix(&mixins, &mut inherited, &mut graph, report);
    for statement in inherited.into_values().flatten() {
        nothing_to_apply_to(statement, &graph, report);
    }
    graph
}

/// `apply` statements for members that mixins bring, by shape.
pub(super) type Statements<'s, 'a> = BTreeMap<&'s ShapeId, Vec<&'s ast::Shape<'a>>>;

fn body<'a>(body: &ast::Body<'a>) -> Option<Body<'a>> {
    Some(match body {
        ast::Body::Apply => return None,
        ast::Body::Data(kind, members) => Body::Data(*kind, members.iter().map(member).collect()),
        ast::Body::Service(service) => Body::Service(service.clone()),
        ast::Body::Resource(resource) => Body::Resource(resource.clone()),
        ast::Body::Operation(operation) => Body::Operation(operation.clone()),
    })
}

fn member<'a>(member: &ast::Member<'a>) -> Member<'a> {
    Member {
        name: member.name.clone(),
        span: member.span,
        extent: member.extent,
        target: member.target.clone(),
        traits: traits(&member.traits),
    }
}

fn traits<'a>(traits: &[ast::Trait<'a>]) -> Traits<'a> {
    let entries = traits.iter().map(|found| (found.id, applied(found)));
    Traits(entries.collect())
}

/// A trait as it stands in the file.
pub(super) fn applied<'a>(found: &ast::Trait<'a>) -> Trait<'a> {
    Trait {
        id: found.id,
        span: found.span,
        value: Cow::Borrowed(found.value),
    }
}

/// The traits that a statement adds to, when they are there.
pub(super) fn traits_of<'g, 'a>(
    statement: &ast::Shape<'a>,
    graph: &'g mut Graph<'a>,
) -> Option<&'g mut Traits<'a>> {
    let shape = graph.shapes.get_mut(&statement.id)?;
    let Some(name) = &statement.member else {
        return Some(&mut shape.traits);
    };
    let Body::Data(_, members) = &mut shape.body else {
        return None;
    };
    let member = members.iter_mut().find(|member| member.name == *name)?;
    Some(&mut member.traits)
}

/// Reports a statement for something that is not there.
pub(super) fn nothing_to_apply_to(
    statement: &ast::Shape<'_>,
    graph: &Graph<'_>,
    report: &mut Report,
) {
    if graph.unreadable.contains(&statement.id) {
        return;
    }
    let target = match &statement.member {
        Some(member) => format!("{}${member}", statement.id),
        None => statement.id.to_string(),
    };
    let title = format!("traits are applied to `{target}`, which does not exist");
    report.push(
        Diagnostic::new(Code::MissingTarget, title, statement.span)
            .label("no shape or member with this id"),
    );
}

/// Adds a trait to those that are there. Lists are joined, equal values are
/// the same trait; two other values contradict each other.
pub(super) fn join<'a>(traits: &mut Traits<'a>, new: Trait<'a>, report: &mut Report) {
    let Some(old) = traits.0.get_mut(new.id) else {
        traits.0.insert(new.id, new);
        return;
    };
    if let (Kind::Array(first), Kind::Array(second)) = (&old.value.kind, &new.value.kind) {
        let joined = first.iter().chain(second).cloned().collect();
        old.value = Cow::Owned(Value {
            span: old.value.span,
            kind: Kind::Array(joined),
        });
    } else if old.value.to_node() != new.value.to_node() {
        let title = format!("`{}` is applied twice with different values", new.id);
        report.push(
            Diagnostic::new(Code::ConflictingApply, title, new.span)
                .label("here with another value")
                .secondary(old.span, "first here")
                .help("keep one of the two"),
        );
    }
}
