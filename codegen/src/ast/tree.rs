//! Shapes, members and traits with their spans.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::json::Value;
use crate::model::{ShapeId, ShapeType};
use crate::source::Span;

use super::prelude;

/// A model file.
#[derive(Debug, Default)]
pub(crate) struct Ast<'a> {
    pub(crate) shapes: BTreeMap<ShapeId, Shape<'a>>,
    /// The `apply` statements in the order of the file. [`read`] resolves them.
    pub(crate) statements: Vec<Statement<'a>>,
    /// `suppressions` of the metadata, in the order of the file.
    pub(crate) suppressions: Vec<Suppression<'a>>,
    /// `upstreamDifferences` of the metadata, in the order of the file.
    pub(crate) upstream_differences: Vec<UpstreamDifference<'a>>,
    /// `codegen.rules#dataModel` of the metadata.
    pub(crate) data_model: Option<DataModel<'a>>,
    /// The ids of shapes that were reported as invalid. References to them are
    /// not reported.
    pub(crate) unreadable: BTreeSet<ShapeId>,
    /// The span of the file.
    pub(crate) span: Span,
}

/// A shape.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) id: ShapeId,
    /// The span of the id.
    pub(crate) span: Span,
    /// The span of the whole shape.
    pub(crate) extent: Span,
    pub(crate) body: Body<'a>,
    pub(crate) traits: Traits<'a>,
    pub(crate) mixins: Vec<Reference>,
    /// The positions of the members, sorted by name. Set by the first lookup,
    /// after mixins have added their members.
    pub(super) positions: OnceCell<Vec<usize>>,
}

/// An `apply` statement: traits for a shape or member that is defined elsewhere.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) shape: ShapeId,
    pub(crate) member: Option<String>,
    /// The span of the id.
    pub(crate) span: Span,
    pub(crate) traits: Traits<'a>,
}

/// An element of `suppressions` in the metadata.
#[derive(Clone, Debug)]
pub(crate) struct Suppression<'a> {
    pub(crate) id: &'a str,
    /// The span of the id.
    pub(crate) span: Span,
    /// The namespace to which it applies; `*` for all.
    pub(crate) namespace: &'a str,
    pub(crate) reason: Option<&'a str>,
    /// The span to delete to remove it from the file.
    pub(crate) removal: Span,
}

/// An element of `upstreamDifferences` in the metadata: an intended difference from
/// the upstream description.
#[derive(Clone, Debug)]
pub(crate) struct UpstreamDifference<'a> {
    /// The id of a shape or member.
    pub(crate) shape: &'a str,
    /// The span of the id.
    pub(crate) span: Span,
    /// The difference, as reported.
    pub(crate) difference: &'a str,
    pub(crate) reason: &'a str,
    /// The span to delete to remove it from the file.
    pub(crate) removal: Span,
}

/// The names of a data model, in the metadata.
#[derive(Clone, Debug)]
pub(crate) struct DataModel<'a> {
    /// The span of the entry.
    pub(crate) span: Span,
    pub(crate) title: &'a str,
    pub(crate) words: Vec<&'a str>,
}

/// The content of a shape, by its `type`.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// A data shape. Lists have the member `member`, maps `key` and `value`,
    /// simple shapes none.
    Data(ShapeType, Vec<Member<'a>>),
    Service(Service),
    /// Boxed, because most other shapes are small.
    Resource(Box<Resource>),
    Operation(Operation),
}

/// Traits, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits<'a>(pub(super) BTreeMap<&'a str, Trait<'a>>);

/// A trait and its value.
#[derive(Clone, Debug)]
pub(crate) struct Trait<'a> {
    pub(crate) id: &'a str,
    /// The span of the id.
    pub(crate) span: Span,
    /// Owned if several `apply` statements contributed to a list.
    pub(crate) value: Cow<'a, Value<'a>>,
}

/// A member of a data shape.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    /// The span of the name.
    pub(crate) span: Span,
    /// The span of the whole member.
    pub(crate) extent: Span,
    pub(crate) target: Reference,
    pub(crate) traits: Traits<'a>,
}

/// The id of another shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) id: ShapeId,
    /// The span of the id.
    pub(crate) span: Span,
}

/// The properties of a service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Service {
    pub(crate) version: Option<String>,
    pub(crate) operations: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
    pub(crate) errors: Vec<Reference>,
    pub(crate) rename: Vec<Rename>,
}

/// An entry of `rename`.
#[derive(Clone, Debug)]
pub(crate) struct Rename {
    pub(crate) shape: Reference,
    pub(crate) name: String,
    /// The span of the new name.
    pub(crate) span: Span,
}

/// The properties of a resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resource {
    /// The targets of identifiers and properties.
    pub(crate) data: Vec<Reference>,
    /// The operations of the lifecycle, then `operations`, then
    /// `collectionOperations`.
    pub(crate) operations: Vec<Reference>,
    /// The identifiers. Their targets are in `data`, too.
    pub(crate) identifiers: Vec<Identifier>,
    /// The operations of the lifecycle, by property: `create`. They are also in
    /// `operations`, as are those of the following two fields.
    pub(crate) lifecycle: Vec<(&'static str, Reference)>,
    /// Other operations of one resource.
    pub(crate) instance: Vec<Reference>,
    /// Other operations of all resources of this type.
    pub(crate) collection: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
}

/// An identifier of a resource.
#[derive(Clone, Debug)]
pub(crate) struct Identifier {
    pub(crate) name: String,
    /// The span of the name.
    pub(crate) span: Span,
    pub(crate) target: Reference,
}

/// The properties of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operation {
    pub(crate) input: Option<Reference>,
    pub(crate) output: Option<Reference>,
    pub(crate) errors: Vec<Reference>,
}

impl<'a> Ast<'a> {
    /// The shape with this id; `None` for shapes of the prelude, too.
    pub(crate) fn shape(&self, id: &ShapeId) -> Option<&Shape<'a>> {
        self.shapes.get(id)
    }

    /// The kind of the shape with this id, in the model or in the prelude.
    pub(crate) fn kind(&self, id: &ShapeId) -> Option<ShapeType> {
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
    /// The kind of the shape.
    pub(crate) fn kind(&self) -> ShapeType {
        match &self.body {
            Body::Data(kind, _) => *kind,
            Body::Service(_) => ShapeType::Service,
            Body::Resource(_) => ShapeType::Resource,
            Body::Operation(_) => ShapeType::Operation,
        }
    }

    /// The members; empty if it is not a data shape.
    pub(crate) fn members(&self) -> &[Member<'a>] {
        match &self.body {
            Body::Data(_, members) => members,
            _ => &[],
        }
    }

    /// The member with this name.
    pub(crate) fn member(&self, name: &str) -> Option<&Member<'a>> {
        let members = self.members();
        let name_at = |position: &usize| members.get(*position).map(|member| &*member.name);
        let positions = self.positions.get_or_init(|| {
            let mut positions: Vec<usize> = (0..members.len()).collect();
            positions.sort_by_key(name_at);
            positions
        });
        // The first of those with the same name; duplicates are reported
        // elsewhere.
        let found = positions.partition_point(|position| name_at(position) < Some(name));
        let member = members.get(*positions.get(found)?)?;
        (member.name == name).then_some(member)
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

    /// Whether the trait with this id is present.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The traits, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Trait<'a>> {
        self.0.values()
    }
}
