//! The input of the rules.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ast::{Ast, Member, Shape, Traits};
use crate::json::Value;
use crate::model::{self, Model, Operation, ShapeId, ShapeType};
use crate::traits::ids;

/// The input of every rule: the AST locates shapes in the text, the model gives their
/// meaning.
pub(super) struct CheckContext<'c, 'a> {
    pub(super) ast: &'c Ast<'a>,
    pub(super) model: &'c Model,
    /// The positions of resolved members, by name. Filled for a structure by
    /// the first lookup in it.
    positions: RefCell<BTreeMap<ShapeId, BTreeMap<String, usize>>>,
}

impl<'c, 'a> CheckContext<'c, 'a> {
    pub(super) fn new(ast: &'c Ast<'a>, model: &'c Model) -> Self {
        Self {
            ast,
            model,
            positions: RefCell::default(),
        }
    }

    /// The resolved member of a structure with this name.
    pub(super) fn resolved(&self, structure: &ShapeId, name: &str) -> Option<&'c model::Member> {
        let members = self.model.members(structure);
        let mut positions = self.positions.borrow_mut();
        if !positions.contains_key(structure) {
            let names = members.iter().enumerate().rev();
            let names = names.map(|(position, member)| (member.name.clone(), position));
            positions.insert(structure.clone(), names.collect());
        }
        members.get(*positions.get(structure)?.get(name)?)
    }

    /// Iterates over all shapes and members.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Subject<'c, 'a>> {
        self.ast.shapes.values().flat_map(|shape| {
            let members = shape.members().iter();
            std::iter::once(Subject::Shape(shape))
                .chain(members.map(move |member| Subject::Member(shape, member)))
        })
    }

    /// Iterates over the operations of the service, with their resolved and
    /// source forms.
    pub(super) fn operations(&self) -> impl Iterator<Item = OperationSite<'c, 'a>> {
        self.model.operations.values().filter_map(|operation| {
            let shape = self.ast.shape(&operation.id)?;
            Some(OperationSite { operation, shape })
        })
    }
}

/// An operation of the service and its shape in the text.
#[derive(Clone, Copy)]
pub(super) struct OperationSite<'c, 'a> {
    pub(super) operation: &'c Operation,
    pub(super) shape: &'c Shape<'a>,
}

/// A shape or member that has traits.
#[derive(Clone, Copy)]
pub(super) enum Subject<'c, 'a> {
    Shape(&'c Shape<'a>),
    Member(&'c Shape<'a>, &'c Member<'a>),
}

impl<'c, 'a> Subject<'c, 'a> {
    pub(super) fn traits(self) -> &'c Traits<'a> {
        match self {
            Self::Shape(shape) => &shape.traits,
            Self::Member(_, member) => &member.traits,
        }
    }

    /// Iterates over the states of members in its `conditions`.
    pub(super) fn condition_states(self) -> impl Iterator<Item = &'c Value<'a>> {
        let conditions = self.traits().value(ids::CONDITIONS).into_iter();
        let conditions = conditions.flat_map(|conditions| conditions.elements());
        let when = conditions.filter_map(|condition| condition.get("when"));
        when.flat_map(|when| when.entries().map(|member| &member.value))
    }

    /// Returns the shape, and the member if it is one.
    pub(super) fn parts(self) -> (&'c Shape<'a>, Option<&'c Member<'a>>) {
        match self {
            Self::Shape(shape) => (shape, None),
            Self::Member(shape, member) => (shape, Some(member)),
        }
    }

    /// Returns the shape, or the shape that contains the member.
    pub(super) fn shape(self) -> &'c ShapeId {
        match self {
            Self::Shape(shape) | Self::Member(shape, _) => &shape.id,
        }
    }

    /// Returns the span of the name.
    pub(super) fn span(self) -> crate::source::Span {
        match self {
            Self::Shape(shape) => shape.span,
            Self::Member(_, member) => member.span,
        }
    }

    /// Returns the kind of the shape, or of the member's target.
    pub(super) fn kind(self, ast: &Ast<'_>) -> Option<ShapeType> {
        match self {
            Self::Shape(shape) => Some(shape.kind()),
            Self::Member(_, member) => ast.kind(&member.target.id),
        }
    }
}
