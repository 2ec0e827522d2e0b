//! Names that meet once they are cased for Rust.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::names::{self, Collision, Kind, Named, Scope};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for collision in names::collisions(context.model) {
        report.push(met(context, &collision));
    }
    rename(context, report);
}

/// Smithy has no two names that differ in case alone, so that this is a
/// mistake. Others are told apart by a number, which users will see.
fn met(context: &Context<'_, '_>, collision: &Collision) -> Diagnostic {
    let Collision {
        scope,
        first,
        second,
        meeting,
        becomes,
    } = collision;
    let (noun, kind, code) = match scope {
        Scope::Operations => ("operations", Kind::Operation, Code::OperationCollision),
        Scope::Types => ("shapes", Kind::Type, Code::ShapeCollision),
        Scope::Errors => ("errors", Kind::Type, Code::ShapeCollision),
        Scope::Members(_, kind @ Kind::Variant) => ("values", *kind, Code::MemberCollision),
        Scope::Members(_, kind) => ("members", *kind, Code::MemberCollision),
    };
    let remedy = match kind {
        Kind::Member | Kind::InputMember | Kind::UnionVariant => {
            "rename one of the two; `jsonName` keeps its name on the wire"
        }
        Kind::Variant => "rename one of the two; `enumValue` keeps its value on the wire",
        Kind::Type => "rename one of the two, in the model or by `rename` of the service",
        Kind::Operation => "rename one of the two",
    };
    let title = format!(
        "the {noun} `{}` and `{}` are both `{meeting}` in Rust",
        first.name, second.name
    );
    // Of two that are spelled alike, these are the first and the last.
    let (first_span, second_span) = (
        span(context, scope, first, |spans| spans.next()),
        span(context, scope, second, |spans| spans.last()),
    );
    if first.name.eq_ignore_ascii_case(&second.name) {
        let (earlier, later) = (first_span.min(second_span), first_span.max(second_span));
        Diagnostic::new(code, title, later)
            .label("this one meets the other")
            .secondary(earlier, "the other one")
            .help(remedy)
    } else {
        Diagnostic::new(Code::NumberedName, title, second_span)
            .label(format!("this one is called `{becomes}`"))
            .secondary(first_span, "this one keeps the name")
            .help(format!("to choose the names, {remedy}"))
    }
}

/// Where a name stands; `choose` picks one of several places.
fn span(
    context: &Context<'_, '_>,
    scope: &Scope,
    named: &Named,
    choose: fn(&mut dyn Iterator<Item = Span>) -> Option<Span>,
) -> Span {
    let Some(shape) = context.ast.shape(&named.id) else {
        return Span::default();
    };
    let found = match scope {
        Scope::Members(..) => {
            let members = shape.members().iter();
            let mut spans = members
                .filter(|member| member.name == named.name)
                .map(|member| member.span);
            // The values of the older `enum` trait stand in one place.
            let listed = shape.traits.get(ids::ENUM);
            choose(&mut spans).or(listed.map(|listed| listed.span))
        }
        Scope::Operations | Scope::Types | Scope::Errors => None,
    };
    found.unwrap_or(shape.span)
}

/// `rename` of the service.
fn rename(context: &Context<'_, '_>, report: &mut Report) {
    for (_, service) in context.ast.services() {
        for rename in &service.rename {
            let id = &rename.shape.id;
            let problem = if rename.name == id.name() {
                "it has this name already"
            } else if context.ast.shape(id).is_some() && !context.model.connected.contains(id) {
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
