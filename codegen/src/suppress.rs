//! Suppressions of warnings. Unused suppressions are reported.
//!
//! `suppressions` in the metadata of a model applies to a namespace and needs a
//! reason; the `suppress` trait applies to one shape or member. Ids without the
//! form of a code are for other Smithy tools.
//!
//! Smithy's ids are hierarchical: `M0201` covers `M0201.com.example#trait`. Errors
//! cannot be suppressed, except for a trait that this version does not know: only by
//! its whole id, in the metadata and with a reason.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{self, Ast, Traits};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::phrases::closest;
use crate::source::Span;
use crate::traits::ids;

/// All suppressions of a model.
pub(crate) struct Suppressions(Vec<Suppression>);

struct Suppression {
    id: String,
    /// The span of the id.
    span: Span,
    /// The span to delete to remove it, when that is simple.
    removal: Option<Span>,
    /// The stretches of the text in which diagnostics are suppressed, in the
    /// order of the text.
    parts: Vec<Span>,
    reason: Reason,
}

#[derive(PartialEq, Eq)]
enum Reason {
    Given,
    Missing,
    /// The trait has no place for one.
    Impossible,
}

/// The index of a suppression.
type Position = usize;

impl Suppressions {
    /// The suppressions of a model.
    pub(crate) fn find(ast: &Ast<'_>) -> Self {
        let of_metadata = ast.suppressions.iter().map(|found| of_metadata(found, ast));
        let all = of_metadata.chain(of_traits(ast));
        Self(all.filter(|suppression| is_own(&suppression.id)).collect())
    }

    /// Takes the warnings out of a report that the model suppresses. Returns
    /// the suppressions that had nothing to take.
    pub(crate) fn take_from(&self, report: &mut Report) -> BTreeSet<Position> {
        let mut unused: BTreeSet<Position> = (0..self.0.len()).collect();
        report.retain(|diagnostic| {
            let mut keep = true;
            for (position, suppression) in self.0.iter().enumerate() {
                if suppression.covers(diagnostic) {
                    unused.remove(&position);
                    keep = false;
                }
            }
            keep
        });
        unused
    }

    /// Reports invalid and unused suppressions.
    pub(crate) fn check(&self, unused: &BTreeSet<Position>, report: &mut Report) {
        for (position, suppression) in self.0.iter().enumerate() {
            if unused.contains(&position) {
                report.push(suppression.without_effect());
            } else if suppression.reason == Reason::Missing {
                let title = format!("suppression of `{}` without a reason", suppression.id);
                report.push(
                    Diagnostic::new(Code::SuppressionReason, title, suppression.span)
                        .label("no `reason` beside it, or an empty one")
                        .help("add a `reason` why the rule does not apply here"),
                );
            }
        }
    }
}

impl Suppression {
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let rest = self.id.strip_prefix(diagnostic.code.as_str());
        let part = rest.and_then(|rest| rest.strip_prefix('.'));
        let is_this_part = part.is_some() && part == diagnostic.detail.as_deref();
        let is_covered = match diagnostic.severity() {
            Severity::Warning => rest == Some("") || is_this_part,
            Severity::Error => {
                let is_possible = diagnostic.code.has_suppressible_parts();
                is_possible && is_this_part && self.reason == Reason::Given
            }
        };
        is_covered && self.has(diagnostic.primary.span.start)
    }

    fn has(&self, place: usize) -> bool {
        let after = self.parts.partition_point(|part| part.start <= place);
        let part = after.checked_sub(1).and_then(|last| self.parts.get(last));
        part.is_some_and(|part| place < part.end)
    }

    fn without_effect(&self) -> Diagnostic {
        let id = &self.id;
        let new = |title| Diagnostic::new(Code::UnusedSuppression, title, self.span);
        let (rule, part) = match id.split_once('.') {
            Some((rule, part)) => (rule, Some(part)),
            None => (id.as_str(), None),
        };
        let Some(code) = Code::parse(rule) else {
            let diagnostic = new(format!("unknown rule `{rule}`"));
            let codes = Code::ALL.iter().map(|code| code.as_str());
            return match closest(rule, codes) {
                Some(code) => diagnostic.help(format!("was `{code}` meant?")),
                None => diagnostic.help("`cargo xtask explain` lists all rules"),
            };
        };
        let diagnostic = match code.severity() {
            Severity::Error if code.has_suppressible_parts() && part.is_none() => {
                new(format!("`{id}` cannot be suppressed as a whole"))
                    .label(code.title())
                    .help(format!("name the trait: `{id}.smithy.api#newTrait`"))
            }
            Severity::Error if code.has_suppressible_parts() && self.reason != Reason::Given => {
                new(format!("`{id}` cannot be suppressed without a reason"))
                    .label(code.title())
                    .help("suppress it in the metadata, with a `reason`")
            }
            Severity::Error if !code.has_suppressible_parts() => {
                new(format!("`{id}` cannot be suppressed"))
                    .label(code.title())
                    .note("only warnings can be suppressed, and this is an error")
            }
            _ => new(format!("`{id}` is suppressed here without effect"))
                .label(format!("{}: there is none here", code.title()))
                .note("a suppression without effect would hide the next one"),
        };
        match self.removal {
            Some(removal) => diagnostic.suggest("remove the suppression", removal, ""),
            None => diagnostic.help("remove the suppression"),
        }
    }
}

/// Whether an id is meant for this generator: `M` and four digits, possibly with a
/// part after a dot.
fn is_own(id: &str) -> bool {
    let code = id.split('.').next().unwrap_or_default();
    let digits = code.strip_prefix('M').unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_metadata(found: &ast::Suppression<'_>, ast: &Ast<'_>) -> Suppression {
    let parts = if found.namespace == "*" {
        vec![ast.span]
    } else {
        let shapes = ast.shapes.values();
        let own = shapes.filter(|shape| shape.id.namespace() == found.namespace);
        let mut extents: Vec<Span> = own.map(|shape| shape.extent).collect();
        extents.sort();
        extents
    };
    let is_given = found.reason.is_some_and(|reason| !reason.trim().is_empty());
    Suppression {
        id: found.id.to_owned(),
        span: found.span,
        removal: Some(found.removal),
        parts,
        reason: if is_given {
            Reason::Given
        } else {
            Reason::Missing
        },
    }
}

/// The suppressions of `suppress` traits. An inherited one counts once, for all
/// shapes that have it.
fn of_traits(ast: &Ast<'_>) -> Vec<Suppression> {
    let mut found: BTreeMap<Span, Suppression> = BTreeMap::new();
    for shape in ast.shapes.values() {
        let members = shape.members().iter();
        let members = members.map(|member| (&member.traits, member.extent));
        for (traits, extent) in std::iter::once((&shape.traits, shape.extent)).chain(members) {
            for suppression in of_trait(traits, extent) {
                match found.get_mut(&suppression.span) {
                    Some(earlier) => earlier.parts.push(extent),
                    None => drop(found.insert(suppression.span, suppression)),
                }
            }
        }
    }
    let mut list: Vec<Suppression> = found.into_values().collect();
    for suppression in &mut list {
        suppression.parts.sort();
    }
    list
}

fn of_trait(traits: &Traits<'_>, extent: Span) -> Vec<Suppression> {
    let Some(found) = traits.get(ids::SUPPRESS) else {
        return Vec::new();
    };
    let elements = found.value.elements().iter().enumerate();
    elements
        .filter_map(|(position, element)| {
            Some(Suppression {
                id: element.as_str()?.to_owned(),
                span: element.span,
                // Entries of several statements are not adjacent.
                removal: match &found.value {
                    Cow::Borrowed(list) => list.without(position),
                    Cow::Owned(_) => None,
                },
                parts: vec![extent],
                reason: Reason::Impossible,
            })
        })
        .collect()
}
