//! Smithy's selectors: expressions that select shapes of a model, in the
//! definitions of traits and in `traitValidators`.
//!
//! The graph and the evaluation cover the shapes of a file and their members.
//! Selectors with unsupported parts, listed at [`parse`], are not evaluated.

mod parse;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Ast, Body, Member, Shape, Traits};
use crate::json::{Value, ValueKind};
use crate::model::{ShapeId, ShapeType};

pub(crate) use parse::{Steps, parse};

use parse::{Attribute, Comparison, Relation, SelectorComparator, Step};

/// Shapes and members.
type Nodes = BTreeSet<usize>;

/// The shapes and members of a model with the relations between them.
pub(crate) struct Graph<'m, 'a> {
    nodes: Vec<Node<'m, 'a>>,
    forward: Vec<Vec<(Relation, usize)>>,
    backward: Vec<Vec<(Relation, usize)>>,
    positions: BTreeMap<(&'m ShapeId, Option<&'m str>), usize>,
    /// The remaining steps, which bound the cost of selectors.
    budget: Cell<usize>,
}

/// A shape or member.
#[derive(Clone, Copy)]
pub(crate) struct Node<'m, 'a> {
    id: &'m ShapeId,
    /// `None` for a shape of the prelude.
    pub(crate) shape: Option<&'m Shape<'a>>,
    pub(crate) member: Option<&'m Member<'a>>,
    kind: ShapeType,
}

impl<'m, 'a> Node<'m, 'a> {
    fn traits(&self) -> Option<&'m Traits<'a>> {
        match self.member {
            Some(member) => Some(&member.traits),
            None => self.shape.map(|shape| &shape.traits),
        }
    }
}

impl<'m, 'a> Graph<'m, 'a> {
    pub(crate) fn new(ast: &'m Ast<'a>) -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            positions: BTreeMap::new(),
            budget: Cell::new(0),
        };
        for (id, shape) in &ast.shapes {
            graph.node(id, Some(shape), None, shape.kind());
            for member in shape.members() {
                graph.node(id, Some(shape), Some(member), shape.kind());
            }
        }
        for (id, shape) in &ast.shapes {
            graph.connect(ast, id, shape);
        }
        graph.budget.set(10_000 + 100 * graph.nodes.len());
        graph
    }

    fn node(
        &mut self,
        id: &'m ShapeId,
        shape: Option<&'m Shape<'a>>,
        member: Option<&'m Member<'a>>,
        kind: ShapeType,
    ) -> usize {
        let position = self.nodes.len();
        let name = member.map(|member| &*member.name);
        self.positions.insert((id, name), position);
        self.nodes.push(Node {
            id,
            shape,
            member,
            kind,
        });
        self.forward.push(Vec::new());
        self.backward.push(Vec::new());
        position
    }

    fn edge(&mut self, from: usize, relation: Relation, to: usize) {
        if let Some(edges) = self.forward.get_mut(from) {
            edges.push((relation, to));
        }
        if let Some(edges) = self.backward.get_mut(to) {
            edges.push((relation, from));
        }
    }

    /// Adds the relations of a shape and of its members.
    fn connect(&mut self, ast: &'m Ast<'a>, id: &'m ShapeId, shape: &'m Shape<'a>) {
        let Some(own) = self.position(id, None) else {
            return;
        };
        let mut relations: Vec<(Relation, &'m ShapeId)> = Vec::new();
        let mixins = shape.mixins.iter();
        relations.extend(mixins.map(|mixin| (Relation::Mixin, &mixin.id)));
        match &shape.body {
            Body::Data(_, members) => {
                for member in members {
                    let Some(position) = self.position(id, Some(&member.name)) else {
                        continue;
                    };
                    self.edge(own, Relation::Member, position);
                    self.edge(position, Relation::Container, own);
                    if let Some(target) = self.target(ast, &member.target.id) {
                        self.edge(position, Relation::Target, target);
                    }
                }
            }
            Body::Service(service) => {
                let operations = service.operations.iter();
                relations.extend(operations.map(|found| (Relation::Operation, &found.id)));
                let resources = service.resources.iter();
                relations.extend(resources.map(|found| (Relation::Resource, &found.id)));
                let errors = service.errors.iter();
                relations.extend(errors.map(|found| (Relation::Error, &found.id)));
            }
            Body::Resource(resource) => {
                let lifecycle = resource.lifecycle.iter();
                relations
                    .extend(lifecycle.map(|(name, found)| (Relation::Lifecycle(name), &found.id)));
                let operations = resource.instance.iter().chain(&resource.collection);
                relations.extend(operations.map(|found| (Relation::Operation, &found.id)));
                let resources = resource.resources.iter();
                relations.extend(resources.map(|found| (Relation::Resource, &found.id)));
                let identifiers = resource.identifiers.iter();
                relations.extend(identifiers.map(|found| (Relation::Identifier, &found.target.id)));
            }
            Body::Operation(operation) => {
                let input = operation.input.iter();
                relations.extend(input.map(|found| (Relation::Input, &found.id)));
                let output = operation.output.iter();
                relations.extend(output.map(|found| (Relation::Output, &found.id)));
                let errors = operation.errors.iter();
                relations.extend(errors.map(|found| (Relation::Error, &found.id)));
            }
        }
        for (relation, target) in relations {
            if let Some(target) = self.target(ast, target) {
                self.edge(own, relation, target);
            }
        }
    }

    /// Returns the position of a target. Adds targets of the prelude.
    fn target(&mut self, ast: &'m Ast<'a>, id: &'m ShapeId) -> Option<usize> {
        self.position(id, None)
            .or_else(|| Some(self.node(id, None, None, ast.kind(id)?)))
    }

    fn position(&self, id: &ShapeId, member: Option<&str>) -> Option<usize> {
        self.positions.get(&(id, member)).copied()
    }

    /// Returns whether a selector selects a shape or member; `None` if that would
    /// cost too much.
    pub(crate) fn selects(
        &self,
        steps: &Steps,
        id: &ShapeId,
        member: Option<&str>,
    ) -> Option<bool> {
        let own = self.position(id, member)?;
        // Backward from the shape: most selectors end after a few neighbors.
        let found = self.origins(steps, Nodes::from([own]));
        (self.budget.get() > 0).then_some(!found.is_empty())
    }

    /// Returns the selection of a selector from a shape or member; `None` if that
    /// would cost too much.
    pub(crate) fn selected_from(
        &self,
        steps: &Steps,
        id: &ShapeId,
        member: Option<&str>,
    ) -> Option<Vec<Node<'m, 'a>>> {
        let own = self.position(id, member)?;
        let found = self.select(steps, Nodes::from([own]));
        let nodes = found.iter().filter_map(|node| self.nodes.get(*node));
        (self.budget.get() > 0).then(|| nodes.copied().collect())
    }

    fn select(&self, steps: &[Step], mut nodes: Nodes) -> Nodes {
        for step in steps {
            self.charge(&nodes);
            nodes = match step {
                Step::Is(alternatives) => {
                    let selected = alternatives.iter();
                    let selected = selected.map(|steps| self.select(steps, nodes.clone()));
                    selected.flatten().collect()
                }
                Step::Forward(relations) => self.neighbors(&self.forward, &nodes, relations),
                Step::Backward(relations) => self.neighbors(&self.backward, &nodes, relations),
                Step::Closure => self.closure(&self.forward, &nodes),
                _ => self.filtered(step, nodes),
            };
        }
        nodes
    }

    /// Returns the shapes and members from which a selector selects one of these.
    fn origins(&self, steps: &[Step], mut nodes: Nodes) -> Nodes {
        for step in steps.iter().rev() {
            self.charge(&nodes);
            nodes = match step {
                Step::Is(alternatives) => {
                    let origins = alternatives.iter();
                    let origins = origins.map(|steps| self.origins(steps, nodes.clone()));
                    origins.flatten().collect()
                }
                Step::Forward(relations) => self.neighbors(&self.backward, &nodes, relations),
                Step::Backward(relations) => self.neighbors(&self.forward, &nodes, relations),
                Step::Closure => self.closure(&self.backward, &nodes),
                _ => self.filtered(step, nodes),
            };
        }
        nodes
    }

    /// Returns the nodes that satisfy a filter step.
    fn filtered(&self, step: &Step, mut nodes: Nodes) -> Nodes {
        nodes.retain(|node| {
            let Some(found) = self.nodes.get(*node) else {
                return false;
            };
            let leads = |steps: &Steps| !self.select(steps, Nodes::from([*node])).is_empty();
            match step {
                Step::All => true,
                Step::Kinds(kinds) => found.member.is_none() && kinds.contains(&found.kind),
                Step::Member => found.member.is_some(),
                Step::Attribute(attribute, comparison) => {
                    has(found, attribute, comparison.as_ref())
                }
                Step::Not(steps) => !leads(steps),
                Step::Test(alternatives) => alternatives.iter().any(leads),
                Step::Is(_) | Step::Forward(_) | Step::Backward(_) | Step::Closure => true,
            }
        });
        nodes
    }

    /// Returns the neighbors by these relations. Without relations, `>` only
    /// goes down, not to containers.
    fn neighbors(
        &self,
        edges: &[Vec<(Relation, usize)>],
        nodes: &Nodes,
        relations: &Option<Vec<Relation>>,
    ) -> Nodes {
        let mut found = Nodes::new();
        for node in nodes {
            let edges = edges.get(*node).map_or(&[][..], Vec::as_slice);
            self.spend(edges.len());
            if self.budget.get() == 0 {
                return Nodes::new();
            }
            let wanted = edges.iter().filter(|(relation, _)| match relations {
                Some(relations) => relations.contains(relation),
                None => *relation != Relation::Container,
            });
            found.extend(wanted.map(|(_, node)| *node));
        }
        found
    }

    /// Returns everything reachable from the nodes.
    fn closure(&self, edges: &[Vec<(Relation, usize)>], nodes: &Nodes) -> Nodes {
        let mut found = Nodes::new();
        let mut waiting = self.neighbors(edges, nodes, &None);
        while let Some(node) = waiting.pop_first() {
            if found.insert(node) {
                waiting.extend(self.neighbors(edges, &Nodes::from([node]), &None));
            }
        }
        found
    }

    fn charge(&self, nodes: &Nodes) {
        self.spend(1 + nodes.len());
    }

    fn spend(&self, steps: usize) {
        self.budget.set(self.budget.get().saturating_sub(steps));
    }
}

/// Returns whether a shape or member has an attribute.
fn has(node: &Node<'_, '_>, attribute: &Attribute, comparison: Option<&Comparison>) -> bool {
    let text = match attribute {
        Attribute::Id => match node.member {
            Some(member) => Some(format!("{}${}", node.id, member.name)),
            None => Some(node.id.to_string()),
        },
        Attribute::Name => Some(node.id.name().to_owned()),
        Attribute::Namespace => {
            let id = node.id.to_string();
            id.split_once('#')
                .map(|(namespace, _)| namespace.to_owned())
        }
        Attribute::Member => node.member.map(|member| member.name.to_string()),
        Attribute::Trait(id, keys) => {
            let mut value = node.traits().and_then(|traits| traits.value(id));
            for key in keys {
                value = value.and_then(|value| value.get(key));
            }
            value.map(text_of)
        }
    };
    let Some(comparison) = comparison else {
        return text.is_some();
    };
    let Comparison {
        comparator,
        values,
        ignores_case,
    } = comparison;
    let folded = |text: &str| match ignores_case {
        true => text.to_lowercase(),
        false => text.to_owned(),
    };
    if *comparator == SelectorComparator::Exists {
        return values
            .iter()
            .any(|value| (value == "true") == text.is_some());
    }
    let Some(text) = text.as_deref().map(folded) else {
        return false;
    };
    values.iter().any(|value| {
        let value = folded(value);
        match comparator {
            SelectorComparator::Equal => text == value,
            SelectorComparator::Unequal => text != value,
            SelectorComparator::StartsWith => text.starts_with(&value),
            SelectorComparator::EndsWith => text.ends_with(&value),
            SelectorComparator::Contains => text.contains(&value),
            SelectorComparator::Exists => false,
        }
    })
}

/// Returns the text of a value for comparisons. Lists and objects have none.
fn text_of(value: &Value<'_>) -> String {
    match &value.kind {
        ValueKind::String(text) => text.to_string(),
        ValueKind::Bool(value) => value.to_string(),
        ValueKind::Number(text) => (*text).to_owned(),
        ValueKind::Null | ValueKind::Array(_) | ValueKind::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests;
