//! Matches the ids of shapes. Except for errors, ids do not matter on the wire,
//! so upstream shapes get the ids of the shapes with the same role in the
//! model.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem::discriminant;

use crate::model::{Model, ShapeId};

/// The ids of upstream shapes in the model.
pub(super) struct Ids(BTreeMap<ShapeId, ShapeId>);

impl Ids {
    /// Finds the ids. A shape has a role in the inputs and outputs of
    /// operations that both models have, and gets the id of a shape with this
    /// role: the one with the same name, or else the first one. Other shapes
    /// keep their name, in the namespace of the model.
    pub(super) fn new(model: &Model, upstream: &Model) -> Self {
        let spaces = Namespaces {
            own: model.service.id.namespace(),
            upstream: upstream.service.id.namespace(),
        };
        let mut ids = BTreeMap::from([(upstream.service.id.clone(), model.service.id.clone())]);
        let mut taken = BTreeSet::new();
        let mut assign = |other: &ShapeId, own: ShapeId| {
            let is_free = !ids.contains_key(other) && taken.insert(own.clone());
            if is_free {
                ids.insert(other.clone(), own);
            }
            is_free
        };
        // Names of operations and errors are on the wire.
        let operations = upstream.operations.values();
        for id in operations.flat_map(|operation| operation.errors.iter().chain([&operation.id])) {
            assign(id, spaces.own(id));
        }
        let roles = roles(model, upstream, &spaces);
        for (own, other) in &roles {
            if *own == spaces.own(other) {
                assign(other, own.clone());
            }
        }
        for (own, other) in &roles {
            assign(other, own.clone());
        }
        for other in upstream.shapes.keys().filter(|id| !id.is_prelude()) {
            let name = spaces.own(other);
            let mut free = name.clone();
            let mut number = 1;
            // A name with another role in the model gets a number.
            while !assign(other, free.clone()) && number < 100 {
                number += 1;
                free = numbered(&name, number);
            }
        }
        Self(ids)
    }

    /// Returns the id of an upstream shape in the model.
    pub(super) fn get(&self, upstream: &ShapeId) -> ShapeId {
        self.0.get(upstream).unwrap_or(upstream).clone()
    }

    /// Changes all ids of an upstream model.
    pub(super) fn apply(&self, model: &Model, upstream: Model) -> Model {
        let mut upstream = upstream;
        upstream.service.id = self.get(&upstream.service.id);
        let operations = std::mem::take(&mut upstream.operations).into_values();
        let operations = operations.map(|mut operation| {
            operation.id = self.get(&operation.id);
            operation.input = self.get(&operation.input);
            operation.output = self.get(&operation.output);
            operation.errors = operation.errors.iter().map(|id| self.get(id)).collect();
            (operation.id.clone(), operation)
        });
        upstream.operations = operations.collect();
        let shapes = std::mem::take(&mut upstream.shapes).into_values();
        let shapes = shapes.map(|mut shape| {
            shape.id = self.get(&shape.id);
            if let Some(own) = model.shapes.get(&shape.id) {
                shape.name.clone_from(&own.name);
            }
            for member in shape.members_mut() {
                member.target = self.get(&member.target);
            }
            (shape.id.clone(), shape)
        });
        upstream.shapes = shapes.collect();
        upstream.connected = upstream.reached_from(upstream.operations.values());
        upstream
    }
}

/// The namespaces of both services.
struct Namespaces<'a> {
    own: &'a str,
    upstream: &'a str,
}

impl Namespaces<'_> {
    /// The same name in the model, unless it is in a namespace that both share.
    fn own(&self, upstream: &ShapeId) -> ShapeId {
        let is_own = upstream.namespace() == self.upstream;
        let id = format!("{}#{}", self.own, upstream.name());
        let id = is_own.then(|| ShapeId::parse(&id)).flatten();
        id.unwrap_or_else(|| upstream.clone())
    }
}

fn numbered(id: &ShapeId, number: u32) -> ShapeId {
    let text = format!("{id}{number}");
    ShapeId::parse(&text).unwrap_or_else(|| id.clone())
}

/// Pairs of shapes with the same role in operations that both models have.
fn roles(model: &Model, upstream: &Model, spaces: &Namespaces<'_>) -> Vec<(ShapeId, ShapeId)> {
    let mut waiting: VecDeque<(&ShapeId, &ShapeId)> = VecDeque::new();
    for other in upstream.operations.values() {
        if let Some(own) = model.operations.get(&spaces.own(&other.id)) {
            waiting.push_back((&own.input, &other.input));
            waiting.push_back((&own.output, &other.output));
        }
    }
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    while let Some((own, other)) = waiting.pop_front() {
        if !seen.insert((own, other)) {
            continue;
        }
        let (shape, counterpart) = (model.shape(own), upstream.shape(other));
        let is_same_kind = discriminant(&shape.kind) == discriminant(&counterpart.kind);
        if is_same_kind && !own.is_prelude() && !other.is_prelude() {
            pairs.push((own.clone(), other.clone()));
        }
        let members = shape.members().into_iter();
        let targets: BTreeMap<&str, &ShapeId> = members
            .map(|member| (member.name.as_str(), &member.target))
            .collect();
        for member in counterpart.members() {
            if let Some(target) = targets.get(member.name.as_str()) {
                waiting.push_back((target, &member.target));
            }
        }
    }
    pairs
}
