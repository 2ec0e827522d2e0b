//! Unknown traits, invalid trait values and misplaced traits.

use super::{CheckContext, Subject, form, value};
use crate::ast::{Trait, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::phrases::{closest, list};
use crate::traits::ids;
use crate::traits::{self, Kinds, RULES, Selector, TraitSupport};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        for found in subject.traits().iter() {
            // Inherited traits keep the span of the mixin, so they are reported once.
            match traits::support_of(found.id) {
                TraitSupport::Known(known) => {
                    // An error in an example never prevents generating a
                    // client.
                    let code = match found.id {
                        ids::EXAMPLES => Code::Example,
                        _ => Code::TraitValue,
                    };
                    let noun = format!("`{}`", short(found.id));
                    form::check(&noun, &found.value, known.form, code, report);
                    applies(context, subject, found, known.selector, report);
                    neighbors(subject.traits(), found, known, report);
                    undefined(context, found, report);
                }
                TraitSupport::Ignored => {}
                // Only the generator gives meaning to the traits of its own
                // namespace.
                TraitSupport::Misspelled if found.id.starts_with(RULES) => {
                    let diagnostic = unknown(context, found, Code::MisspelledTrait, report);
                    report.push(diagnostic);
                }
                TraitSupport::Misspelled => {
                    custom(
                        context,
                        subject.traits(),
                        found,
                        Code::MisspelledTrait,
                        report,
                    );
                }
                TraitSupport::Unknown => {
                    custom(context, subject.traits(), found, Code::UnknownTrait, report)
                }
            }
        }
    }
}

/// Returns the name of a trait without its namespace, for messages.
fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Checks a trait that the generator does not know, against its definition in
/// the model.
fn custom(
    context: &CheckContext<'_, '_>,
    traits: &Traits<'_>,
    found: &Trait<'_>,
    code: Code,
    report: &mut DiagnosticReport,
) {
    let definition = ShapeId::parse(found.id).and_then(|id| context.ast.shape(&id));
    match definition {
        Some(shape) if shape.traits.has(ids::TRAIT) => {
            let definition = shape.traits.value(ids::TRAIT);
            let conflicts = definition.map(|value| value.strings("conflicts"));
            for id in conflicts.unwrap_or_default() {
                conflict(traits, found, &id, report);
            }
            value::check(
                context,
                &shape.id,
                &found.value,
                value::Purpose::Trait,
                Code::TraitValue,
                report,
            );
        }
        _ => {
            let diagnostic = unknown(context, found, code, report);
            report.push(diagnostic);
        }
    }
}

fn unknown(
    context: &CheckContext<'_, '_>,
    found: &Trait<'_>,
    code: Code,
    report: &mut DiagnosticReport,
) -> Diagnostic {
    let title = format!("unknown trait `{}`", found.id);
    let may_search = report.may_search();
    let defined = context.ast.shapes.values().filter(|_| may_search);
    let defined = defined.filter(|shape| shape.traits.has(ids::TRAIT));
    let defined: Vec<String> = defined.map(|shape| shape.id.to_string()).collect();
    let known = traits::all().map(|known| known.id);
    let candidates = known.chain(defined.iter().map(String::as_str));
    let label = match code {
        Code::MisspelledTrait => "the namespace has no trait of this name",
        _ => "ignored",
    };
    let mut diagnostic = Diagnostic::new(code, title, found.span)
        .detail(found.id)
        .label(label);
    if let Some(id) = closest(found.id, candidates) {
        let title = "a trait with a similar name exists";
        diagnostic = diagnostic.suggest(title, found.span, format!("\"{id}\""));
    } else if code == Code::UnknownTrait {
        let text = format!("remove it, or define it as a shape with this ID and the trait `{trait}`", trait = ids::TRAIT);
        diagnostic = diagnostic.help(text);
    }
    if code == Code::MisspelledTrait && !found.id.starts_with(RULES) {
        diagnostic = diagnostic.help(format!(
            "if it is a trait of a newer Smithy version that clients may ignore, suppress `{code}.{}` in \
            the metadata, with a reason",
            found.id
        ));
    }
    diagnostic
}

/// Reports traits of the generator that the model does not define.
fn undefined(context: &CheckContext<'_, '_>, found: &Trait<'_>, report: &mut DiagnosticReport) {
    // A marker that must be removed needs no definition.
    if !found.id.starts_with(RULES) || found.id == ids::UNDECIDED {
        return;
    }
    let definition = ShapeId::parse(found.id).and_then(|id| context.ast.shape(&id));
    if !definition.is_some_and(|shape| shape.traits.has(ids::TRAIT)) {
        let title = format!("no definition of `{}` in the model", found.id);
        report.push(
            Diagnostic::new(Code::UndefinedRule, title, found.span)
                .note("other Smithy tools reject models with undefined traits")
                .help(
                    format!("add a shape with this ID and the trait `{trait}`", trait = ids::TRAIT),
                ),
        );
    }
}

fn applies(
    context: &CheckContext<'_, '_>,
    subject: Subject<'_, '_>,
    found: &Trait<'_>,
    selector: Selector,
    report: &mut DiagnosticReport,
) {
    let name = short(found.id);
    let (fits, noun) = match subject {
        Subject::Shape(shape) => {
            let kind = shape.kind();
            (selector.shapes.contains(kind), kind.noun())
        }
        Subject::Member(shape, member) => {
            let container = shape.kind();
            if selector.members_of.contains(container) {
                let kind = context.ast.kind(&member.target.id);
                // `targets` reports unknown targets.
                let fits = kind.is_none_or(|kind| selector.targets.contains(kind));
                let noun = kind.map(|kind| kind.noun()).unwrap_or_default();
                (fits, format!("{noun} member"))
            } else {
                (false, format!("a member of {}", container.noun()))
            }
        }
    };
    if !fits {
        let title = format!("`{name}` does not apply to {noun}");
        report.push(
            Diagnostic::new(Code::MisplacedTrait, title, found.span)
                .label("not allowed here")
                .secondary(subject.span(), noun)
                .note(format!("`{name}` applies to {}", description(selector))),
        );
    }
}

/// Describes the shapes to which a trait applies.
fn description(selector: Selector) -> String {
    let shapes = list(&selector.shapes.names());
    let containers = list(&selector.members_of.names());
    let targets = selector.targets.names();
    match (shapes.as_str(), containers.as_str()) {
        (shapes, "") => format!("shapes of type {shapes}"),
        (shapes, _) if selector.shapes == selector.targets => {
            format!("shapes of type {shapes} and members that target them")
        }
        ("", containers) if selector.targets == Kinds::ALL => {
            format!("members of shapes of type {containers}")
        }
        ("", containers) => format!(
            "members of shapes of type {containers} that target {}",
            list(&targets)
        ),
        (shapes, containers) => {
            format!("shapes of type {shapes} and members of shapes of type {containers}")
        }
    }
}

/// Reports traits that require or exclude other traits.
fn neighbors(
    traits: &Traits<'_>,
    found: &Trait<'_>,
    known: &crate::traits::Trait,
    report: &mut DiagnosticReport,
) {
    for id in known.requires.iter().filter(|id| !traits.has(id)) {
        let title = format!("`{}` requires `{}`", short(found.id), short(id));
        report.push(
            Diagnostic::new(Code::MisplacedTrait, title, found.span)
                .help(format!("add `{id}`, or remove `{}`", short(found.id))),
        );
    }
    for id in known.conflicts.iter().filter(|id| **id != found.id) {
        if let Some(other) = traits.get(id) {
            // Only the second of the two reports the conflict. Some conflicts have
            // only one side.
            let is_mutual = traits::find(id).is_some_and(|row| row.conflicts.contains(&found.id));
            if !is_mutual || other.span < found.span {
                report.push(conflicting(found, other));
            }
        }
    }
}

/// Reports a trait that conflicts with one that the model defines.
fn conflict(traits: &Traits<'_>, found: &Trait<'_>, id: &str, report: &mut DiagnosticReport) {
    // Relative ids are in the namespace of the definition, or in the prelude.
    let namespace = found
        .id
        .split_once('#')
        .map_or("", |(namespace, _)| namespace);
    let candidates = [
        id.to_owned(),
        format!("{namespace}#{id}"),
        ShapeId::prelude(id).to_string(),
    ];
    let other = candidates.iter().find_map(|id| traits.get(id));
    if let Some(other) = other.filter(|other| other.id != found.id) {
        report.push(conflicting(found, other));
    }
}

fn conflicting(found: &Trait<'_>, other: &Trait<'_>) -> Diagnostic {
    let title = format!("`{}` conflicts with `{}`", short(found.id), short(other.id));
    Diagnostic::new(Code::ExclusiveTraits, title, found.span)
        .secondary(other.span, "conflicting trait")
        .help("remove one of them")
}
