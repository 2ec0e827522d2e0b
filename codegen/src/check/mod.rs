//! Semantic checks of a model, one file per family of rules. All problems are
//! reported, each once.

mod advice;
mod bindings;
mod bounds;
mod collections;
mod contradictions;
mod data;
mod defaults;
mod endpoint;
mod enums;
mod examples;
mod exclusive;
mod form;
mod groups;
mod headers;
mod http;
mod json_names;
mod limits;
mod mistakes;
mod names;
mod pagination;
mod paths;
mod patterns;
mod private;
mod protocol_tests;
mod recursion;
mod references;
mod relations;
mod resources;
mod routes;
mod selectors;
mod service;
mod skip;
mod streams;
mod support;
mod targets;
mod trait_values;
mod traits;
mod undecided;
mod value;
mod waiters;

pub(crate) use examples::remove_invalid as remove_invalid_examples;
pub use skip::Unsupported;
pub(crate) use skip::skip_unsupported;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ast::{Ast, Member, Shape, Traits};
use crate::diagnostic::Report;
use crate::model::{self, Model, Operation, ShapeId, ShapeType};

/// Runs every rule.
pub(crate) fn check(ast: &Ast<'_>, model: &Model, report: &mut Report) {
    let context = Context::new(ast, model);
    for rule in RULES {
        rule(&context, report);
    }
}

/// Runs only the rules about targets, for a model from which nothing is generated.
pub(crate) fn check_references(ast: &Ast<'_>, model: &Model, report: &mut Report) {
    let context = Context::new(ast, model);
    targets::check(&context, report);
    recursion::check(&context, report);
}

type Rule = fn(&Context<'_, '_>, &mut Report);

const RULES: &[Rule] = &[
    targets::check,
    private::check,
    recursion::check,
    resources::check,
    references::check,
    traits::check,
    selectors::check,
    exclusive::check,
    trait_values::check,
    defaults::check,
    http::check,
    routes::check,
    bindings::check,
    headers::check,
    streams::check,
    json_names::check,
    patterns::check,
    bounds::check,
    collections::check,
    enums::check,
    groups::check,
    data::check,
    relations::check,
    advice::check,
    mistakes::check,
    names::check,
    service::check,
    pagination::check,
    endpoint::check,
    waiters::check,
    protocol_tests::check,
    contradictions::check,
    examples::check,
    support::check,
    undecided::check,
];

/// The input of every rule: the AST locates shapes in the text, the model gives their
/// meaning.
struct Context<'c, 'a> {
    ast: &'c Ast<'a>,
    model: &'c Model,
    /// The positions of resolved members, by name, for the structures in which one
    /// was looked up.
    positions: RefCell<BTreeMap<ShapeId, BTreeMap<String, usize>>>,
}

impl<'c, 'a> Context<'c, 'a> {
    fn new(ast: &'c Ast<'a>, model: &'c Model) -> Self {
        Self {
            ast,
            model,
            positions: RefCell::default(),
        }
    }

    /// The resolved member of a structure with this name.
    fn resolved(&self, structure: &ShapeId, name: &str) -> Option<&'c model::Member> {
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
    fn subjects(&self) -> impl Iterator<Item = Subject<'c, 'a>> {
        self.ast.shapes.values().flat_map(|shape| {
            let members = shape.members().iter();
            std::iter::once(Subject::Shape(shape))
                .chain(members.map(move |member| Subject::Member(shape, member)))
        })
    }

    /// Iterates over the operations of the service, resolved and as written.
    fn operations(&self) -> impl Iterator<Item = OperationSite<'c, 'a>> {
        self.model.operations.values().filter_map(|operation| {
            let shape = self.ast.shape(&operation.id)?;
            Some(OperationSite { operation, shape })
        })
    }
}

/// An operation of the service and its shape in the text.
#[derive(Clone, Copy)]
struct OperationSite<'c, 'a> {
    operation: &'c Operation,
    shape: &'c Shape<'a>,
}

/// A shape or member that has traits.
#[derive(Clone, Copy)]
enum Subject<'c, 'a> {
    Shape(&'c Shape<'a>),
    Member(&'c Shape<'a>, &'c Member<'a>),
}

impl<'c, 'a> Subject<'c, 'a> {
    fn traits(self) -> &'c Traits<'a> {
        match self {
            Self::Shape(shape) => &shape.traits,
            Self::Member(_, member) => &member.traits,
        }
    }

    /// Returns the shape, and the member if it is one.
    fn parts(self) -> (&'c Shape<'a>, Option<&'c Member<'a>>) {
        match self {
            Self::Shape(shape) => (shape, None),
            Self::Member(shape, member) => (shape, Some(member)),
        }
    }

    /// Returns the shape, or the shape that contains the member.
    fn shape(self) -> &'c ShapeId {
        match self {
            Self::Shape(shape) | Self::Member(shape, _) => &shape.id,
        }
    }

    /// Returns the span of the name.
    fn span(self) -> crate::source::Span {
        match self {
            Self::Shape(shape) => shape.span,
            Self::Member(_, member) => member.span,
        }
    }

    /// Returns the kind of the shape, or of the member's target.
    fn kind(self, ast: &Ast<'_>) -> Option<ShapeType> {
        match self {
            Self::Shape(shape) => Some(shape.kind()),
            Self::Member(_, member) => ast.kind(&member.target.id),
        }
    }
}
