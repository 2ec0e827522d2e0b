//! Mixins.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::traits::ids;

use super::apply::{Inherited, Positions, join, report_target, target};
use super::missing::report_missing;
use super::{Ast, Body, Member, Reference, Service, Statement, Traits};

/// The mixins of each shape with mixins.
type Mixins = BTreeMap<ShapeId, Vec<Reference>>;

/// Resolves the mixins of every shape, starting with shapes without mixins.
pub(super) fn resolve<'a>(
    statements: &mut Inherited<'_, 'a>,
    ast: &mut Ast<'a>,
    report: &mut DiagnosticReport,
) {
    let users = ast.shapes.values().filter(|shape| !shape.mixins.is_empty());
    let mixins: Mixins = users
        .map(|shape| (shape.id.clone(), shape.mixins.clone()))
        .collect();
    for (id, references) in &mixins {
        for reference in references {
            check_mixin(id, reference, ast, report);
        }
    }
    let mut users: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    let mut waiting: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    for (id, references) in &mixins {
        let distinct: BTreeSet<_> = references.iter().map(|reference| &reference.id).collect();
        let pending = distinct.iter().filter(|mixin| mixins.contains_key(mixin));
        waiting.insert(id, pending.clone().count());
        for mixin in pending {
            users.entry(mixin).or_default().push(id);
        }
    }
    let mut ready: Vec<&ShapeId> = waiting
        .iter()
        .filter(|(_, pending)| **pending == 0)
        .map(|(id, _)| *id)
        .collect();
    let mut costs = Costs::default();
    while let Some(id) = ready.pop() {
        waiting.remove(id);
        let references = mixins.get(id).map(Vec::as_slice).unwrap_or_default();
        if costs.admit(id, references, ast, report) {
            inherit(id, references, ast, report);
            if let Some(statements) = statements.remove(id) {
                override_inherited(&statements, ast, report);
            }
        } else {
            // Without its members, it would break other rules.
            ast.shapes.remove(id);
            ast.unreadable.insert(id.clone());
        }
        for user in users.get(id).into_iter().flatten() {
            if let Some(pending) = waiting.get_mut(user) {
                *pending -= 1;
                if *pending == 0 {
                    ready.push(user);
                }
            }
        }
    }
    report_cycles(&mixins, waiting, report);
}

/// The maximum number of mixins that build on each other. Every shape of a
/// chain inherits the members of all shapes before it, so the cost of a chain
/// grows quadratically with its length.
const LONGEST_CHAIN: usize = 64;

/// The maximum number of members that all shapes together inherit.
const MOST_INHERITED: usize = 50_000;

/// The cost of the mixins resolved so far.
#[derive(Default)]
struct Costs {
    /// The length of the longest chain that ends with each shape.
    chains: BTreeMap<ShapeId, usize>,
    inherited: usize,
}

impl Costs {
    /// Whether a shape may inherit from its mixins. Reports the first that may
    /// not.
    fn admit(
        &mut self,
        id: &ShapeId,
        references: &[Reference],
        ast: &Ast<'_>,
        report: &mut DiagnosticReport,
    ) -> bool {
        let of = |reference: &Reference| self.chains.get(&reference.id).copied().unwrap_or(1);
        let chain = 1 + references.iter().map(of).max().unwrap_or(0);
        let mixins = references
            .iter()
            .filter_map(|reference| ast.shape(&reference.id));
        let count: usize = mixins.map(|mixin| mixin.members().len()).sum();
        self.chains.insert(id.clone(), chain);
        let before = self.inherited;
        self.inherited += count;
        let title = if chain > LONGEST_CHAIN {
            // Only the first of a chain.
            (chain == LONGEST_CHAIN + 1)
                .then(|| format!("`{id}` builds on more than {LONGEST_CHAIN} mixins in a row"))
        } else if self.inherited > MOST_INHERITED {
            (before <= MOST_INHERITED)
                .then(|| format!("shapes inherit more than {MOST_INHERITED} members"))
        } else {
            return true;
        };
        if let (Some(title), Some(reference)) = (title, references.first()) {
            report.push(
                Diagnostic::new(Code::Mixin, title, reference.span)
                    .label("too many with this mixin")
                    .help("declare the members in the shapes that have them"),
            );
        }
        false
    }
}

/// Reports cycles of mixins: the shapes that are still unresolved, except those
/// that only use a cycle.
fn report_cycles<'m>(
    mixins: &'m Mixins,
    mut waiting: BTreeMap<&'m ShapeId, usize>,
    report: &mut DiagnosticReport,
) {
    let used = |id: &ShapeId| mixins.get(id).into_iter().flatten();
    let mut users: BTreeMap<&ShapeId, usize> = BTreeMap::new();
    for reference in waiting.keys().flat_map(|id| used(id)) {
        *users.entry(&reference.id).or_default() += 1;
    }
    let unused = |users: &BTreeMap<&ShapeId, usize>, id: &ShapeId| {
        users.get(id).copied().unwrap_or_default() == 0
    };
    let free = waiting.keys().filter(|id| unused(&users, id));
    let mut open: Vec<&ShapeId> = free.copied().collect();
    while let Some(id) = open.pop() {
        waiting.remove(id);
        for reference in used(id) {
            if let Some(count) = users.get_mut(&reference.id) {
                *count = count.saturating_sub(1);
                if *count == 0 && waiting.contains_key(&reference.id) {
                    open.push(&reference.id);
                }
            }
        }
    }
    for id in waiting.keys() {
        for reference in used(id).filter(|reference| waiting.contains_key(&reference.id)) {
            let title = format!("`{id}` is its own mixin");
            report.push(
                Diagnostic::new(Code::Mixin, title, reference.span)
                    .label("part of the cycle")
                    .help("remove one of the mixins"),
            );
        }
    }
}

fn check_mixin(id: &ShapeId, reference: &Reference, ast: &Ast<'_>, report: &mut DiagnosticReport) {
    let Some(shape) = ast.shape(id) else { return };
    let Some(mixin) = ast.shape(&reference.id) else {
        report_missing(ast, reference, report);
        return;
    };
    let (found, expected) = (mixin.kind(), shape.kind());
    if found != expected {
        let title = format!(
            "mixin `{}` is {}, not {}",
            mixin.id,
            found.noun(),
            expected.noun()
        );
        report.push(
            Diagnostic::new(Code::WrongTarget, title, reference.span)
                .label("a mixin must have the same type as the shape"),
        );
    } else if !mixin.traits.has(ids::MIXIN) {
        let title = format!("`{}` is not a mixin", mixin.id);
        report.push(
            Diagnostic::new(Code::Mixin, title, reference.span)
                .label("used as a mixin")
                .secondary(mixin.span, "has no `mixin` trait")
                .help(format!("add `\"{}\": {{}}` to its traits", ids::MIXIN)),
        );
    }
}

/// Adds the members and traits of its mixins to a shape.
fn inherit<'a>(
    id: &ShapeId,
    references: &[Reference],
    ast: &mut Ast<'a>,
    report: &mut DiagnosticReport,
) {
    let Some(mut shape) = ast.shapes.remove(id) else {
        return;
    };
    let mut inherited = Traits::default();
    let mut members = Members::default();
    for reference in references {
        let Some(mixin) = ast.shape(&reference.id) else {
            continue;
        };
        let local = mixin
            .traits
            .value(ids::MIXIN)
            .map(|value| value.strings("localTraits"));
        let local: BTreeSet<String> = local.into_iter().flatten().collect();
        for found in mixin.traits.iter() {
            if found.id != ids::MIXIN && !local.contains(found.id) {
                inherited.0.insert(found.id, found.clone());
            }
        }
        match (&mut shape.body, &mixin.body) {
            (Body::Data(..), Body::Data(_, others)) => {
                for member in others {
                    members.merge(member.clone(), report);
                }
            }
            (Body::Service(own), Body::Service(other)) => merge_service(own, other),
            (Body::Operation(own), Body::Operation(other)) => {
                prepend(&mut own.errors, &other.errors);
            }
            (Body::Resource(own), Body::Resource(other)) => {
                prepend(&mut own.data, &other.data);
                prepend(&mut own.operations, &other.operations);
                prepend(&mut own.resources, &other.resources);
                prepend(&mut own.instance, &other.instance);
                prepend(&mut own.collection, &other.collection);
                own.lifecycle.extend(other.lifecycle.iter().cloned());
                own.identifiers.extend(other.identifiers.iter().cloned());
            }
            // Different kinds are reported.
            _ => {}
        }
    }
    if let Body::Data(_, own) = &mut shape.body {
        for member in std::mem::take(own) {
            members.merge(member, report);
        }
        *own = members.list;
    }
    inherited.0.append(&mut shape.traits.0);
    shape.traits = inherited;
    ast.shapes.insert(id.clone(), shape);
}

/// Applies statements to inherited members. Their traits replace those of the
/// mixin.
fn override_inherited<'a>(
    statements: &[&Statement<'a>],
    ast: &mut Ast<'a>,
    report: &mut DiagnosticReport,
) {
    let mut own: BTreeMap<&str, Traits<'a>> = BTreeMap::new();
    for statement in statements {
        let member = statement.member.as_deref().unwrap_or_default();
        let traits = own.entry(member).or_default();
        for found in statement.traits.iter() {
            join(traits, found.clone(), report);
        }
    }
    let mut positions = Positions::default();
    for statement in statements {
        let member = statement.member.as_deref().unwrap_or_default();
        if target(statement, &mut positions, ast).is_none() {
            report_target(statement, ast, report);
        } else if let Some(mut own) = own.remove(member)
            && let Some(traits) = target(statement, &mut positions, ast)
        {
            traits.0.append(&mut own.0);
        }
    }
}

/// Members in declaration order, with their positions by name.
#[derive(Default)]
struct Members<'a> {
    list: Vec<Member<'a>>,
    positions: BTreeMap<Cow<'a, str>, usize>,
}

impl<'a> Members<'a> {
    /// Adds a member, or only its traits when the member exists.
    fn merge(&mut self, mut new: Member<'a>, report: &mut DiagnosticReport) {
        let position = self.positions.get(&new.name);
        let Some(old) = position.and_then(|at| self.list.get_mut(*at)) else {
            self.positions.insert(new.name.clone(), self.list.len());
            self.list.push(new);
            return;
        };
        if old.target.id != new.target.id {
            let title = format!("conflicting targets of the member `{}`", new.name);
            report.push(
                Diagnostic::new(Code::Mixin, title, new.target.span)
                    .label(format!("targets `{}`", new.target.id))
                    .secondary(
                        old.target.span,
                        format!("targets `{}` in the mixin", old.target.id),
                    )
                    .note("a member inherited from a mixin must keep its target")
                    .help("rename one of the members"),
            );
        }
        old.span = new.span;
        old.target.span = new.target.span;
        old.traits.0.append(&mut new.traits.0);
    }
}

fn merge_service(own: &mut Service, other: &Service) {
    if own.version.is_none() {
        own.version.clone_from(&other.version);
    }
    prepend(&mut own.operations, &other.operations);
    prepend(&mut own.resources, &other.resources);
    prepend(&mut own.errors, &other.errors);
    let known: BTreeSet<_> = own
        .rename
        .iter()
        .map(|rename| rename.shape.id.clone())
        .collect();
    let others = other.rename.iter();
    own.rename.extend(
        others
            .filter(|rename| !known.contains(&rename.shape.id))
            .cloned(),
    );
}

/// Inserts references before the existing ones, each id once.
fn prepend(own: &mut Vec<Reference>, others: &[Reference]) {
    let known: BTreeSet<&ShapeId> = others.iter().map(|reference| &reference.id).collect();
    own.retain(|reference| !known.contains(&reference.id));
    own.splice(0..0, others.iter().cloned());
}
