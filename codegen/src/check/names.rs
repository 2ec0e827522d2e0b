//! Names that meet once they are cased for Rust.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Shape, ShapeId, ShapeKind};
use crate::names::{Kind, Names};
use crate::source::Span;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let names = Names::new(&context.model.service.words);
    operations(context, &names, report);
    types(context, &names, report);
    members(context, &names, report);
    rename(context, report);
}

/// A name in a scope, and where it stands.
type Named<'n> = (&'n str, Span);

/// Reports the names of one scope that meet. `noun` is what has them.
fn collisions(
    names: &Names,
    kind: Kind,
    code: Code,
    noun: &str,
    scope: &[Named<'_>],
    report: &mut Report,
) {
    for collision in names.collisions(kind, scope.iter().map(|(name, _)| *name)) {
        // Two may have the very same name: then these are the first and the last.
        let first = scope.iter().find(|(name, _)| *name == collision.first);
        let second = scope
            .iter()
            .rev()
            .find(|(name, _)| *name == collision.second);
        let (Some((_, first)), Some((_, second))) = (first, second) else {
            continue;
        };
        // When only something that is generated beside them meets, that is named.
        let rust = names.name(collision.first, kind);
        let rust = if rust == names.name(collision.second, kind) {
            rust
        } else {
            collision.name
        };
        let title = format!(
            "the {noun} `{}` and `{}` are both `{rust}` in Rust",
            collision.first, collision.second
        );
        let help = match kind {
            Kind::Member | Kind::InputMember | Kind::UnionVariant => {
                "rename one of the two; `jsonName` keeps its name on the wire"
            }
            Kind::Variant => "rename one of the two; `enumValue` keeps its value on the wire",
            Kind::Type | Kind::Operation => "rename one of the two",
        };
        let (earlier, later) = (first.min(second), first.max(second));
        report.push(
            Diagnostic::new(code, title, *later)
                .label("this one meets the other")
                .secondary(*earlier, "the other one")
                .help(help),
        );
    }
}

fn operations(context: &Context<'_, '_>, names: &Names, report: &mut Report) {
    let sites = context.operations();
    let scope: Vec<Named<'_>> = sites
        .map(|site| (site.operation.name.as_str(), site.shape.span))
        .collect();
    let code = Code::OperationCollision;
    collisions(names, Kind::Operation, code, "operations", &scope, report);
}

fn types(context: &Context<'_, '_>, names: &Names, report: &mut Report) {
    let messages = messages(context);
    let (mut types, mut errors) = (Vec::new(), Vec::new());
    for shape in context.model.connected_shapes() {
        let named = (shape.name.as_str(), span(context, &shape.id));
        match &shape.kind {
            ShapeKind::Structure(structure) if structure.error.is_some() => errors.push(named),
            ShapeKind::Structure(_) if messages.contains(&shape.id) => {}
            ShapeKind::Structure(_)
            | ShapeKind::Enum(_)
            | ShapeKind::IntEnum(_)
            | ShapeKind::Union(_) => types.push(named),
            _ => {}
        }
    }
    let code = Code::ShapeCollision;
    collisions(names, Kind::Type, code, "shapes", &types, report);
    collisions(names, Kind::Type, code, "errors", &errors, report);
}

/// The structures that are nothing but inputs and outputs of operations; these
/// are named after their operation.
fn messages<'c>(context: &Context<'c, '_>) -> BTreeSet<&'c ShapeId> {
    let operations = context.model.operations.values();
    let mut messages: BTreeSet<&ShapeId> = operations
        .flat_map(|operation| [&operation.input, &operation.output])
        .collect();
    for shape in context.model.connected_shapes() {
        let target = |id: &ShapeId| messages.contains(id);
        let nested: Vec<ShapeId> = targets(shape).filter(|id| target(id)).cloned().collect();
        for id in &nested {
            messages.remove(id);
        }
    }
    messages
}

fn targets(shape: &Shape) -> Box<dyn Iterator<Item = &ShapeId> + '_> {
    match &shape.kind {
        ShapeKind::List(list) => Box::new(std::iter::once(&list.member.target)),
        ShapeKind::Map(map) => Box::new([&map.key.target, &map.value.target].into_iter()),
        ShapeKind::Structure(structure) => {
            Box::new(structure.members.iter().map(|member| &member.target))
        }
        ShapeKind::Union(members) => Box::new(members.iter().map(|member| &member.target)),
        _ => Box::new(std::iter::empty()),
    }
}

fn span(context: &Context<'_, '_>, id: &ShapeId) -> Span {
    context
        .graph
        .shape(id)
        .map_or(Span::default(), |shape| shape.span)
}

fn members(context: &Context<'_, '_>, names: &Names, report: &mut Report) {
    let operations = context.model.operations.values();
    let inputs: BTreeSet<&ShapeId> = operations.map(|operation| &operation.input).collect();
    for shape in context.model.connected_shapes() {
        let Some(node) = context.graph.shape(&shape.id) else {
            continue;
        };
        let spans = node.members().iter();
        let scope: Vec<Named<'_>> = match &shape.kind {
            // The values of the older `enum` trait stand in one place.
            ShapeKind::Enum(values) if node.members().is_empty() => {
                let listed = node.traits.get("smithy.api#enum");
                let span = listed.map_or(node.span, |listed| listed.span);
                let values = values.iter();
                values.map(|value| (value.name.as_str(), span)).collect()
            }
            _ => spans
                .map(|member| (member.name.as_ref(), member.span))
                .collect(),
        };
        let (kind, noun) = match &shape.kind {
            ShapeKind::Structure(_) if inputs.contains(&shape.id) => (Kind::InputMember, "members"),
            ShapeKind::Structure(_) => (Kind::Member, "members"),
            ShapeKind::Union(_) => (Kind::UnionVariant, "members"),
            ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => (Kind::Variant, "values"),
            _ => continue,
        };
        collisions(names, kind, Code::MemberCollision, noun, &scope, report);
    }
}

/// `rename` of the service.
fn rename(context: &Context<'_, '_>, report: &mut Report) {
    for (_, service) in context.graph.services() {
        for rename in &service.rename {
            let id = &rename.shape.id;
            let problem = if rename.name == id.name() {
                "it has this name already"
            } else if context.graph.shape(id).is_some() && !context.model.connected.contains(id) {
                "the service does not use the shape"
            } else {
                continue;
            };
            let title = format!("`{id}` cannot be renamed to `{}`", rename.name);
            report.push(
                Diagnostic::new(Code::Rename, title, rename.span)
                    .label(problem)
                    .help("remove the entry"),
            );
        }
    }
}
