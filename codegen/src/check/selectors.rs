//! Selectors of traits that the model defines: where they apply, and their
//! `traitValidators`.

use std::collections::BTreeMap;

use super::{CheckContext, Subject};
use crate::ast::Trait;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::selector::{self, Graph, Steps};
use crate::source::Span;
use crate::traits::{self, ids};

/// The rules of a trait.
struct Rules<'m> {
    /// Its selector, also as text.
    selector: Option<(Steps, &'m str)>,
    validators: Vec<Validator<'m>>,
}

/// An entry of `traitValidators`.
struct Validator<'m> {
    name: &'m str,
    span: Span,
    selector: Steps,
    message: Option<&'m str>,
}

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut rules = BTreeMap::new();
    for (id, shape) in &context.ast.shapes {
        let id = id.to_string();
        let Some(definition) = shape.traits.value(ids::TRAIT) else {
            continue;
        };
        // The selectors of known traits are in the table.
        if traits::find(&id).is_some() {
            continue;
        }
        let selector = definition.str("selector");
        let found = Rules {
            selector: selector.and_then(|text| Some((selector::parse(text)?, text))),
            validators: shape
                .traits
                .value(ids::TRAIT_VALIDATORS)
                .map(validators)
                .unwrap_or_default(),
        };
        if found.selector.is_some() || !found.validators.is_empty() {
            rules.insert(id, found);
        }
    }
    if rules.is_empty() {
        return;
    }
    let graph = Graph::new(context.ast);
    for subject in context.subjects() {
        for found in subject.traits().iter() {
            if let Some(rules) = rules.get(found.id) {
                applies(&graph, subject, found, rules, report);
                validate(&graph, subject, found, rules, report);
            }
        }
    }
}

/// The validators whose failure makes a model invalid.
fn validators<'m>(value: &'m Value<'_>) -> Vec<Validator<'m>> {
    let entries = value.entries();
    let errors = entries.filter(|entry| {
        let severity = entry.value.str("severity");
        severity.is_none_or(|severity| matches!(severity, "ERROR" | "DANGER"))
    });
    errors
        .filter_map(|entry| {
            Some(Validator {
                name: &entry.key,
                span: entry.key_span,
                selector: selector::parse(entry.value.str("selector")?)?,
                message: entry.value.str("message"),
            })
        })
        .collect()
}

fn applies(
    graph: &Graph<'_, '_>,
    subject: Subject<'_, '_>,
    found: &Trait<'_>,
    rules: &Rules<'_>,
    report: &mut DiagnosticReport,
) {
    let Some((steps, text)) = &rules.selector else {
        return;
    };
    let (shape, member) = subject.parts();
    if graph.selects(steps, &shape.id, member.map(|member| &*member.name)) == Some(false) {
        let noun = match member {
            Some(_) => format!("a member of {}", shape.kind().noun()),
            None => shape.kind().noun(),
        };
        let name = found.id.split_once('#').map_or(found.id, |(_, name)| name);
        report.push(
            Diagnostic::new(
                Code::MisplacedTrait,
                format!("`{name}` does not apply to this {}", without_article(&noun)),
                found.span,
            )
            .label("not allowed here")
            .secondary(subject.span(), noun)
            .note(format!("the selector of `{}` is `{text}`", found.id)),
        );
    }
}

fn without_article(noun: &str) -> &str {
    noun.split_once(' ').map_or(noun, |(_, noun)| noun)
}

fn validate(
    graph: &Graph<'_, '_>,
    subject: Subject<'_, '_>,
    found: &Trait<'_>,
    rules: &Rules<'_>,
    report: &mut DiagnosticReport,
) {
    let (shape, member) = subject.parts();
    let member = member.map(|member| &*member.name);
    for validator in &rules.validators {
        let selected = graph.selected_from(&validator.selector, &shape.id, member);
        for node in selected.into_iter().flatten() {
            let name = found.id.split_once('#').map_or(found.id, |(_, name)| name);
            let place = match (node.member, node.shape) {
                (Some(member), _) => member.span,
                (None, Some(shape)) => shape.span,
                (None, None) => found.span,
            };
            let mut diagnostic = Diagnostic::new(
                Code::TraitValidator,
                format!(
                    "a validator of the trait `{name}` fails: `{}`",
                    validator.name
                ),
                place,
            )
            .secondary(validator.span, "the validator");
            if place != found.span {
                diagnostic = diagnostic.secondary(found.span, "the trait");
            }
            if let Some(message) = validator.message {
                diagnostic = diagnostic.note(message.to_owned());
            }
            report.push(diagnostic);
        }
    }
}
