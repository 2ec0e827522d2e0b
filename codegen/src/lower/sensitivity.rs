//! The sensitive parts of requests and responses.

use std::collections::BTreeSet;

use crate::model::{Location, Member, Model, Operation, Segment, Shape, ShapeId, ShapeKind};
use crate::rust::{SensitivePart, Sensitivity};

pub(super) fn lower(model: &Model, operation: &Operation) -> Sensitivity {
    let mut response = false;
    let mut has_maps = false;
    for id in std::iter::once(&operation.output).chain(&operation.errors) {
        visit(model, id, &mut |shape, sensitive| {
            response |= sensitive.is_some();
            has_maps |= matches!(shape.kind, ShapeKind::Map(_))
                || sensitive.is_some_and(|member| has_map(model, &member.target));
        });
    }
    Sensitivity {
        request: request(model, operation),
        response,
        response_maps: response && has_maps,
    }
}

/// Whether a shape is or contains a map.
fn has_map(model: &Model, root: &ShapeId) -> bool {
    let mut seen = BTreeSet::from([root]);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let shape = model.shape(id);
        if matches!(shape.kind, ShapeKind::Map(_)) {
            return true;
        }
        let targets = shape.members().into_iter().map(|member| &member.target);
        waiting.extend(targets.filter(|target| seen.insert(target)));
    }
    false
}

fn request(model: &Model, operation: &Operation) -> BTreeSet<SensitivePart> {
    let mut parts = BTreeSet::new();
    for member in model.members(&operation.input) {
        let is_sensitive = is_sensitive(model, &operation.input, member);
        let mut is_within = is_sensitive;
        if !is_sensitive {
            visit(model, &member.target, &mut |_, inner| {
                let Some(inner) = inner else { return };
                is_within = true;
                if member.location == Location::Body || member.location == Location::Payload {
                    parts.insert(SensitivePart::Member(inner.wire_name().to_owned()));
                }
            });
        }
        let part = match &member.location {
            Location::Body | Location::ResponseCode if is_sensitive => {
                SensitivePart::Member(member.wire_name().to_owned())
            }
            Location::Payload if is_sensitive => SensitivePart::Payload,
            Location::Body | Location::ResponseCode | Location::Payload => continue,
            _ if !is_within => continue,
            Location::Header(name) => SensitivePart::Header(name.clone()),
            Location::PrefixHeaders(prefix) => SensitivePart::PrefixHeaders(prefix.clone()),
            Location::Query(name) => SensitivePart::Query(name.clone()),
            Location::QueryParams => SensitivePart::QueryParams,
            Location::Label => {
                let mut segments = operation.http.uri.segments.iter();
                let at = segments.position(|segment| match segment {
                    Segment::Literal(_) => false,
                    Segment::Label(name) | Segment::GreedyLabel(name) => *name == member.name,
                });
                SensitivePart::PathFrom(at.unwrap_or_default())
            }
        };
        parts.insert(part);
    }
    parts
}

/// Visits a shape and its parts, and the sensitive members of structures and
/// unions among them.
fn visit(model: &Model, root: &ShapeId, found: &mut dyn FnMut(&Shape, Option<&Member>)) {
    let mut seen = BTreeSet::from([root.clone()]);
    let mut waiting = vec![root.clone()];
    while let Some(id) = waiting.pop() {
        let shape = model.shape(&id);
        found(shape, None);
        let is_named = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
        for member in shape.members() {
            if is_named && is_sensitive(model, &id, member) {
                found(shape, Some(member));
                continue;
            }
            if seen.insert(member.target.clone()) {
                waiting.push(member.target.clone());
            }
        }
    }
}

/// Whether the value of a member is sensitive as a whole, or the entries of its
/// list or map are.
fn is_sensitive(model: &Model, owner: &ShapeId, member: &Member) -> bool {
    let mut member = member;
    let mut seen = BTreeSet::new();
    if model.shape(owner).sensitive {
        return true;
    }
    loop {
        let shape = model.shape(&member.target);
        if member.sensitive || shape.sensitive {
            return true;
        }
        // Lists and maps may contain themselves.
        if !seen.insert(&member.target) {
            return false;
        }
        member = match &shape.kind {
            ShapeKind::List(list) => &list.member,
            ShapeKind::Map(map) if map.key.sensitive => return true,
            ShapeKind::Map(map) => &map.value,
            _ => return false,
        };
    }
}
