//! The shapes of a model after mixins and `apply` statements took effect,
//! still with their places in the text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Kind, Operation, Reference, Resource, Service};
use crate::model::ShapeId;
use crate::source::{Span, Value};

use super::prelude;

/// All shapes, by id.
#[derive(Debug, Default)]
pub(crate) struct Graph<'a> {
    pub(crate) shapes: BTreeMap<ShapeId, Shape<'a>>,
    /// The ids of shapes that could not be read, which is reported.
    pub(crate) unreadable: BTreeSet<ShapeId>,
    /// Where the model as a whole stands.
    pub(crate) span: Span,
}

/// A shape.
#[derive(Clone, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) id: ShapeId,
    /// Where the id stands.
    pub(crate) span: Span,
    /// Where all of it stands.
    pub(crate) extent: Span,
    pub(crate) body: Body<'a>,
    pub(crate) traits: Traits<'a>,
}

/// What a shape is made of.
#[derive(Clone, Debug)]
pub(crate) enum Body<'a> {
    Data(Kind, Vec<Member<'a>>),
    Service(Service),
    Resource(Resource),
    Operation(Operation),
}

/// A member of a data shape.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    /// Where the name stands.
    pub(crate) span: Span,
    /// Where all of it stands.
    pub(crate) extent: Span,
    pub(crate) target: Reference,
    pub(crate) traits: Traits<'a>,
}

/// Traits, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits<'a>(pub(super) BTreeMap<&'a str, Trait<'a>>);

/// A trait and the value that it has.
#[derive(Clone, Debug)]
pub(crate) struct Trait<'a> {
    pub(crate) id: &'a str,
    /// Where the id stands.
    pub(crate) span: Span,
    /// Owned when several `apply` statements each brought a part of a list.
    pub(crate) value: Cow<'a, Value<'a>>,
}

impl<'a> Graph<'a> {
    /// The shape with this id; `None` also for shapes of the prelude.
    pub(crate) fn shape(&self, id: &ShapeId) -> Option<&Shape<'a>> {
        self.shapes.get(id)
    }

    /// The kind of the shape with this id, in the model or in the prelude.
    pub(crate) fn kind(&self, id: &ShapeId) -> Option<Kind> {
        match self.shapes.get(id) {
            Some(shape) => Some(shape.kind()),
            None if id.is_prelude() => prelude::kind(id.name()),
            None => None,
        }
    }

    /// The members of the shape with this id.
    pub(crate) fn members(&self, id: &ShapeId) -> &[Member<'a>] {
        self.shape(id).map_or(&[], Shape::members)
    }

    /// The services, by id.
    pub(crate) fn services(&self) -> impl Iterator<Item = (&Shape<'a>, &Service)> {
        self.shapes.values().filter_map(|shape| match &shape.body {
            Body::Service(service) => Some((shape, service)),
            _ => None,
        })
    }
}

impl<'a> Shape<'a> {
    /// What kind of shape it is.
    pub(crate) fn kind(&self) -> Kind {
        match &self.body {
            Body::Data(kind, _) => *kind,
            Body::Service(_) => Kind::Service,
            Body::Resource(_) => Kind::Resource,
            Body::Operation(_) => Kind::Operation,
        }
    }

    /// Its members; none when it is not a data shape.
    pub(crate) fn members(&self) -> &[Member<'a>] {
        match &self.body {
            Body::Data(_, members) => members,
            _ => &[],
        }
    }

    /// The member with this name.
    pub(crate) fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.members().iter().find(|member| member.name == name)
    }
}

impl<'a> Traits<'a> {
    /// The trait with this id.
    pub(crate) fn get(&self, id: &str) -> Option<&Trait<'a>> {
        self.0.get(id)
    }

    /// The value of the trait with this id.
    pub(crate) fn value(&self, id: &str) -> Option<&Value<'a>> {
        Some(self.get(id)?.value.as_ref())
    }

    /// The value of the trait with this id, when it is a string.
    pub(crate) fn str(&self, id: &str) -> Option<&str> {
        self.value(id)?.as_str()
    }

    /// The value of the trait with this id, owned, when it is a string.
    pub(crate) fn string(&self, id: &str) -> Option<String> {
        self.str(id).map(str::to_owned)
    }

    /// Whether the trait with this id is there.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The traits, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Trait<'a>> {
        self.0.values()
    }
}
