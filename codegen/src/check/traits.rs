//! Traits that nobody knows, that have the wrong form, or stand in the wrong
//! place.

use super::{Context, Subject, form, value};
use crate::ast::{Trait, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::phrases::{closest, list};
use crate::traits::ids;
use crate::traits::{self, Kinds, RULES, Selector, TraitSupport};

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for subject in context.subjects() {
        for found in subject.traits().iter() {
            // What a mixin brings is reported where the mixin stands, once.
            match traits::support_of(found.id) {
                TraitSupport::Known(known) => {
                    form::check(
                        &format!("`{}`", short(found.id)),
                        &found.value,
                        known.form,
                        report,
                    );
                    applies(context, subject, found, known.selector, report);
                    neighbours(subject.traits(), found, known, report);
                    undefined(context, found, report);
                }
                TraitSupport::Ignored => {}
                TraitSupport::Unknown => custom(context, found, report),
            }
        }
    }
}

/// The name of a trait without its namespace, as messages use it.
fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// A trait that the generator does not know: one that the model defines, or
/// one that nobody does.
fn custom(context: &Context<'_, '_>, found: &Trait<'_>, report: &mut Report) {
    let definition = ShapeId::parse(found.id).and_then(|id| context.ast.shape(&id));
    match definition {
        Some(shape) if shape.traits.has(ids::TRAIT) => {
            value::check(
                context,
                &shape.id,
                &found.value,
                value::Purpose::Trait,
                Code::TraitValue,
                report,
            );
        }
        _ => report.push(unknown(context, found)),
    }
}

fn unknown(context: &Context<'_, '_>, found: &Trait<'_>) -> Diagnostic {
    let title = format!("nobody defines the trait `{}`", found.id);
    let defined = context.ast.shapes.values();
    let defined = defined.filter(|shape| shape.traits.has(ids::TRAIT));
    let defined: Vec<String> = defined.map(|shape| shape.id.to_string()).collect();
    let known = traits::all().map(|known| known.id);
    let candidates = known.chain(defined.iter().map(String::as_str));
    let diagnostic = Diagnostic::new(Code::UnknownTrait, title, found.span).label("it is ignored");
    match closest(found.id, candidates) {
        Some(id) => diagnostic.suggest(
            "a trait with a similar name exists",
            found.span,
            format!("\"{id}\""),
        ),
        None => diagnostic
            .help("remove it, or define it: a shape with this id and the trait `smithy.api#trait`"),
    }
}

/// The generator's own traits have to be defined in the model as well.
fn undefined(context: &Context<'_, '_>, found: &Trait<'_>, report: &mut Report) {
    if !found.id.starts_with(RULES) {
        return;
    }
    let definition = ShapeId::parse(found.id).and_then(|id| context.ast.shape(&id));
    if !definition.is_some_and(|shape| shape.traits.has(ids::TRAIT)) {
        let title = format!("the model does not define `{}`", found.id);
        report.push(
            Diagnostic::new(Code::UndefinedRule, title, found.span)
                .note("the generator knows this trait, but other Smithy tools refuse the model")
                .help("add a shape with this id and the trait `smithy.api#trait`"),
        );
    }
}

fn applies(
    context: &Context<'_, '_>,
    subject: Subject<'_, '_>,
    found: &Trait<'_>,
    selector: Selector,
    report: &mut Report,
) {
    let name = short(found.id);
    let (fits, what) = match subject {
        Subject::Shape(shape) => {
            let kind = shape.kind();
            (selector.shapes.contains(kind), kind.noun())
        }
        Subject::Member(shape, member) => {
            let container = shape.kind();
            if selector.members_of.contains(container) {
                let kind = context.ast.kind(&member.target.id);
                // A target that does not exist is reported as such.
                let fits = kind.is_none_or(|kind| selector.targets.contains(kind));
                let noun = kind.map(|kind| kind.noun()).unwrap_or_default();
                (fits, format!("a member that is {noun}"))
            } else {
                (false, format!("a member of {}", container.noun()))
            }
        }
    };
    if !fits {
        let title = format!("`{name}` does not apply to {what}");
        report.push(
            Diagnostic::new(Code::MisplacedTrait, title, found.span)
                .label("it cannot stand here")
                .secondary(subject.span(), format!("{what} here"))
                .note(format!("`{name}` applies to {}", description(selector))),
        );
    }
}

/// What a trait applies to, in words.
fn description(selector: Selector) -> String {
    let shapes = list(&selector.shapes.names());
    let containers = list(&selector.members_of.names());
    let targets = selector.targets.names();
    match (shapes.as_str(), containers.as_str()) {
        (shapes, "") => format!("shapes of the types {shapes}"),
        (shapes, _) if selector.shapes == selector.targets => {
            format!("shapes of the types {shapes}, and to members that target them")
        }
        ("", containers) if selector.targets == Kinds::ALL => {
            format!("members of shapes of the types {containers}")
        }
        ("", containers) => format!(
            "members of shapes of the types {containers} that target {}",
            list(&targets)
        ),
        (shapes, containers) => format!(
            "shapes of the types {shapes}, and to members of shapes of the types {containers}"
        ),
    }
}

/// Traits that need others beside them, or exclude them.
fn neighbours(
    traits: &Traits<'_>,
    found: &Trait<'_>,
    known: &crate::traits::Trait,
    report: &mut Report,
) {
    for id in known.requires.iter().filter(|id| !traits.has(id)) {
        let title = format!("`{}` needs `{}` beside it", short(found.id), short(id));
        report.push(
            Diagnostic::new(Code::MisplacedTrait, title, found.span)
                .help(format!("add `{id}`, or remove `{}`", short(found.id))),
        );
    }
    let excluded = known.conflicts.iter().filter_map(|id| traits.get(id));
    for other in excluded.filter(|other| other.id != found.id) {
        // Of the two that exclude each other, the second reports it.
        if other.span < found.span {
            let title = format!(
                "`{}` and `{}` exclude each other",
                short(other.id),
                short(found.id)
            );
            report.push(
                Diagnostic::new(Code::ExclusiveTraits, title, found.span)
                    .secondary(other.span, "the other one")
                    .help("remove one of the two"),
            );
        }
    }
}
