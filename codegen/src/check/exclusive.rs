//! Traits that only one member of a shape may have: `structurallyExclusive` of
//! Smithy's traits and of traits that the model defines.

use super::CheckContext;
use crate::ast::{Member, Shape, Trait, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::traits::{self, Exclusive, ids};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let mut taken: Vec<(&Trait<'_>, &Member<'_>)> = Vec::new();
        for member in shape.members() {
            let own = with(context, &member.traits, Exclusive::Member);
            let target = context.ast.shape(&member.target.id);
            let of_target = target.map(|target| &target.traits);
            let of_target = of_target
                .into_iter()
                .flat_map(|traits| with(context, traits, Exclusive::Target));
            for found in own.chain(of_target) {
                match taken.iter().find(|(other, _)| other.id == found.id) {
                    None => taken.push((found, member)),
                    Some((_, first)) => report.push(shared(shape, found, first, member)),
                }
            }
        }
    }
}

/// The traits with this exclusivity.
fn with<'t, 'a>(
    context: &'t CheckContext<'_, '_>,
    traits: &'t Traits<'a>,
    exclusive: Exclusive,
) -> impl Iterator<Item = &'t Trait<'a>> {
    let traits = traits.iter();
    traits.filter(move |found| exclusivity(context, found) == exclusive)
}

fn exclusivity(context: &CheckContext<'_, '_>, found: &Trait<'_>) -> Exclusive {
    if let Some(known) = traits::find(found.id) {
        return known.exclusive;
    }
    let definition = ShapeId::parse(found.id).and_then(|id| context.ast.shape(&id));
    let definition = definition.and_then(|shape| shape.traits.value(ids::TRAIT));
    match definition.and_then(|value| value.str("structurallyExclusive")) {
        Some("member") => Exclusive::Member,
        Some("target") => Exclusive::Target,
        _ => Exclusive::No,
    }
}

fn shared(
    shape: &Shape<'_>,
    found: &Trait<'_>,
    first: &Member<'_>,
    second: &Member<'_>,
) -> Diagnostic {
    let name = found.id.split_once('#').map_or(found.id, |(_, name)| name);
    let title = format!(
        "`{}` and `{}` of `{}` both have `{name}`",
        first.name,
        second.name,
        shape.id.name()
    );
    Diagnostic::new(Code::SharedTrait, title, second.span)
        .label("the second member")
        .secondary(first.span, "the first member")
        .note(format!("only one member of a shape may have `{name}`"))
        .help("remove it from one of them")
}
