//! Suppressions of warnings. Unused suppressions are reported.
//!
//! `suppressions` in the metadata of a model applies to a namespace and needs a
//! reason; the `suppress` trait applies to one shape or member. Ids without the
//! form of a code are for other Smithy tools.
//!
//! Smithy's ids are hierarchical: `M0201` covers `M0201.com.example#trait`.
//! Errors cannot be suppressed, except for a trait that this version does not
//! know, and only by its full id, in the metadata and with a reason.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ast::{self, Ast, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport, Severity};
use crate::phrases::closest;
use crate::source::Span;
use crate::traits::ids;

/// All suppressions of a model.
pub(crate) struct Suppressions(Vec<Suppression>);

struct Suppression {
    id: String,
    /// The span of the id.
    span: Span,
    /// The span to delete to remove it, if that is simple.
    removal: Option<Span>,
    /// The spans in which diagnostics are suppressed, in the order of the text.
    parts: Rc<[Span]>,
    reason: Reason,
}

#[derive(PartialEq, Eq)]
enum Reason {
    Given,
    Missing,
    /// The trait has no property for one.
    Impossible,
}

/// The index of a suppression.
type Position = usize;

/// An id with the severity of the diagnostics to which it applies.
type Key<'i> = (Severity, Cow<'i, str>);

impl Suppressions {
    /// The suppressions of a model.
    pub(crate) fn find(ast: &Ast<'_>) -> Self {
        let namespaces = extents(ast);
        let found = ast.suppressions.iter();
        let of_metadata = found.map(|found| of_metadata(found, &namespaces));
        let all = of_metadata.chain(of_traits(ast));
        Self(all.filter(|suppression| is_own(&suppression.id)).collect())
    }

    /// Removes suppressed warnings from a report. Returns the unused
    /// suppressions.
    pub(crate) fn take_from(&self, report: &mut DiagnosticReport) -> BTreeSet<Position> {
        let mut places: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
        for diagnostic in report.iter() {
            for key in keys(diagnostic) {
                let places = places.entry(key).or_default();
                places.push(diagnostic.primary.span.start);
            }
        }
        for places in places.values_mut() {
            places.sort_unstable();
        }
        // Suppressions with the same id share the parts of a namespace: each
        // part is checked once.
        let mut takes: BTreeMap<(Key<'_>, *const [Span]), bool> = BTreeMap::new();
        let mut covered: BTreeMap<Key<'_>, Vec<Span>> = BTreeMap::new();
        let mut unused = BTreeSet::new();
        for (position, suppression) in self.0.iter().enumerate() {
            let takes = suppression.keys().map(|key| {
                let parts = (key.clone(), Rc::as_ptr(&suppression.parts));
                *takes.entry(parts).or_insert_with(|| {
                    let places = places.get(&key).map_or(&[][..], Vec::as_slice);
                    let is_any = suppression.parts.iter().any(|part| has_any(part, places));
                    covered
                        .entry(key.clone())
                        .or_default()
                        .extend(&*suppression.parts);
                    is_any
                })
            });
            if takes.filter(|takes| *takes).count() == 0 {
                unused.insert(position);
            }
        }
        let covered: BTreeMap<Key<'_>, Vec<Span>> = covered
            .into_iter()
            .map(|(key, parts)| (key, merged(parts)))
            .collect();
        report.retain(|diagnostic| {
            let place = diagnostic.primary.span.start;
            let mut parts = keys(diagnostic).filter_map(|key| covered.get(&key));
            !parts.any(|parts| has(parts, place))
        });
        unused
    }

    /// Reports invalid and unused suppressions.
    pub(crate) fn check(&self, unused: &BTreeSet<Position>, report: &mut DiagnosticReport) {
        for (position, suppression) in self.0.iter().enumerate() {
            if unused.contains(&position) {
                report.push(suppression.without_effect());
            } else if suppression.reason == Reason::Missing {
                let title = format!("suppression of `{}` without a reason", suppression.id);
                report.push(
                    Diagnostic::new(Code::SuppressionReason, title, suppression.span)
                        .label("no `reason` next to it, or an empty one")
                        .help("add a `reason` why the rule does not apply here"),
                );
            }
        }
    }
}

/// The ids by which a diagnostic can be suppressed: its code, and its code with
/// its detail. Errors can only be suppressed by the latter, and only if this
/// version cannot judge them.
fn keys(diagnostic: &Diagnostic) -> impl Iterator<Item = Key<'static>> {
    let code = diagnostic.code.as_str();
    let detail = diagnostic.detail.as_deref();
    let part = detail.map(|detail| Cow::Owned(format!("{code}.{detail}")));
    let severity = diagnostic.severity();
    let (whole, part) = match severity {
        Severity::Warning => (Some(Cow::Borrowed(code)), part),
        Severity::Error if diagnostic.code.has_suppressible_parts() => (None, part),
        Severity::Error => (None, None),
    };
    [whole, part]
        .into_iter()
        .flatten()
        .map(move |id| (severity, id))
}

impl Suppression {
    /// The [`keys`] that this suppresses. Errors need a reason.
    fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        let errors = (self.reason == Reason::Given).then_some(Severity::Error);
        let severities = std::iter::once(Severity::Warning).chain(errors);
        severities.map(|severity| (severity, Cow::Borrowed(self.id.as_str())))
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
                Some(code) => diagnostic.help(format!("did you mean `{code}`?")),
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
            _ => new(format!("unused suppression of `{id}`"))
                .label(format!("{}: there is none here", code.title()))
                .note("an unused suppression would hide the next diagnostic"),
        };
        match self.removal {
            Some(removal) => diagnostic.suggest("remove the suppression", removal, ""),
            None => diagnostic.help("remove the suppression"),
        }
    }
}

/// Whether any of the sorted positions is in a part.
fn has_any(part: &Span, places: &[usize]) -> bool {
    let first = places.partition_point(|place| *place < part.start);
    places.get(first).is_some_and(|place| *place < part.end)
}

/// Whether a position is in one of the sorted, disjoint parts.
fn has(parts: &[Span], place: usize) -> bool {
    let after = parts.partition_point(|part| part.start <= place);
    let part = after.checked_sub(1).and_then(|last| parts.get(last));
    part.is_some_and(|part| place < part.end)
}

/// The parts, sorted, with overlapping ones merged.
fn merged(mut parts: Vec<Span>) -> Vec<Span> {
    parts.sort();
    let mut merged: Vec<Span> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

/// Whether an id is meant for this generator: `M` and four digits, possibly with a
/// part after a dot.
fn is_own(id: &str) -> bool {
    let code = id.split('.').next().unwrap_or_default();
    let digits = code.strip_prefix('M').unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The extents of the shapes of each namespace, and the extent of the model as
/// `*`.
fn extents<'t>(ast: &'t Ast<'_>) -> BTreeMap<&'t str, Rc<[Span]>> {
    let mut extents: BTreeMap<&str, Vec<Span>> = BTreeMap::from([("*", vec![ast.span])]);
    for shape in ast.shapes.values() {
        let own = extents.entry(shape.id.namespace()).or_default();
        own.push(shape.extent);
    }
    let sorted = extents.into_iter().map(|(namespace, extents)| {
        let extents = merged(extents);
        (namespace, extents.into())
    });
    sorted.collect()
}

fn of_metadata(
    found: &ast::Suppression<'_>,
    namespaces: &BTreeMap<&str, Rc<[Span]>>,
) -> Suppression {
    let parts = namespaces.get(found.namespace).cloned().unwrap_or_default();
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
    let mut found: BTreeMap<Span, (Suppression, Vec<Span>)> = BTreeMap::new();
    for shape in ast.shapes.values() {
        let members = shape.members().iter();
        let members = members.map(|member| (&member.traits, member.extent));
        for (traits, extent) in std::iter::once((&shape.traits, shape.extent)).chain(members) {
            for suppression in of_trait(traits) {
                let at = suppression.span;
                let (_, parts) = found.entry(at).or_insert((suppression, Vec::new()));
                parts.push(extent);
            }
        }
    }
    let found = found.into_values().map(|(mut suppression, parts)| {
        suppression.parts = merged(parts).into();
        suppression
    });
    found.collect()
}

fn of_trait(traits: &Traits<'_>) -> Vec<Suppression> {
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
                parts: Rc::default(),
                reason: Reason::Impossible,
            })
        })
        .collect()
}
