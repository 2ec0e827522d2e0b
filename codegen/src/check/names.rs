//! Names that collide once they are cased for Rust.

use super::CheckContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::names::{self, Collision, NameKind, NameScope, Named};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for collision in names::collisions(context.model) {
        report.push(collided(context, &collision));
    }
    rename(context, report);
}

/// Smithy forbids names that differ only in case, so these are errors. Other
/// colliding names get a number, which users see.
fn collided(context: &CheckContext<'_, '_>, collision: &Collision) -> Diagnostic {
    let Collision {
        scope,
        first,
        second,
        shared,
        renamed,
    } = collision;
    let (noun, kind, code) = match scope {
        NameScope::Operations => ("operations", NameKind::Operation, Code::OperationCollision),
        NameScope::Types => ("shapes", NameKind::Type, Code::ShapeCollision),
        NameScope::Errors => ("errors", NameKind::Type, Code::ShapeCollision),
        NameScope::Members(_, kind @ NameKind::Variant) => ("values", *kind, Code::MemberCollision),
        NameScope::Members(_, kind) => ("members", *kind, Code::MemberCollision),
    };
    let remedy = match kind {
        NameKind::Member | NameKind::InputMember | NameKind::UnionVariant => {
            "rename one of them; `jsonName` keeps the name on the wire"
        }
        NameKind::Variant => "rename one of them; `enumValue` keeps the value on the wire",
        NameKind::Type => "rename one of them, or use `rename` of the service",
        NameKind::Operation => "rename one of them",
    };
    let title = format!(
        "the {noun} `{}` and `{}` are both `{shared}` in Rust",
        first.name, second.name
    );
    // If the names are identical, these are the first and the last occurrence.
    let (first_span, second_span) = (
        span(context, scope, first, |spans| spans.next()),
        span(context, scope, second, |spans| spans.last()),
    );
    if first.name.eq_ignore_ascii_case(&second.name) {
        let (earlier, later) = (first_span.min(second_span), first_span.max(second_span));
        Diagnostic::new(code, title, later)
            .label("same name in Rust")
            .secondary(earlier, "first used here")
            .help(remedy)
    } else {
        Diagnostic::new(Code::NumberedName, title, second_span)
            .label(format!("renamed to `{renamed}` in Rust"))
            .secondary(first_span, "keeps the name")
            .help(remedy)
    }
}

/// Returns the span of a name; `choose` picks one of several occurrences.
fn span(
    context: &CheckContext<'_, '_>,
    scope: &NameScope,
    named: &Named,
    choose: fn(&mut dyn Iterator<Item = Span>) -> Option<Span>,
) -> Span {
    let Some(shape) = context.ast.shape(&named.id) else {
        return Span::default();
    };
    let found = match scope {
        NameScope::Members(..) => {
            let members = shape.members().iter();
            let mut spans = members
                .filter(|member| member.name == named.name)
                .map(|member| member.span);
            // The deprecated `enum` trait has one span for all values.
            let listed = shape.traits.get(ids::ENUM);
            choose(&mut spans).or(listed.map(|listed| listed.span))
        }
        NameScope::Operations | NameScope::Types | NameScope::Errors => None,
    };
    found.unwrap_or(shape.span)
}

/// Checks `rename` of the service.
fn rename(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for (_, service) in context.ast.services() {
        for rename in &service.rename {
            let id = &rename.shape.id;
            let problem = if rename.name == id.name() {
                "already the name of the shape"
            } else if context.ast.shape(id).is_some() && !context.model.connected.contains(id) {
                "the service does not use this shape"
            } else if context
                .ast
                .shape(id)
                .is_some_and(|shape| shape.traits.has(ids::ERROR))
            {
                // The name of an error is its code on the wire.
                "an error cannot be renamed"
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
