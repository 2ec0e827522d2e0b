//! The service that a model describes: shapes by id in ordered maps, typed
//! traits, resolved targets. Only free-form values are JSON (`Node`).
//!
//! In a model without errors, every target and every named member exists, and
//! no minimum exceeds its maximum.

mod auth;
mod constraint;
mod data;
mod endpoint;
mod id;
mod node;
mod operation;
mod protocol_test;
mod service;
mod shape;
mod shape_type;
mod uri;
mod waiter;

use std::collections::{BTreeMap, BTreeSet};

pub use id::ShapeId;
pub use protocol_test::TestKind;
pub use shape::{Location, Member, ShapeKind};

pub(crate) use auth::{ApiKey, ApiKeyPlace, AuthScheme};
pub(crate) use constraint::{
    Advice, AdvisedLimit, Constraints, Dependency, Enforced, KeyComparison, Length,
    MemberCondition, MemberGroup, MemberPath, MemberState, Mistake, Pattern, Range, RequiredKeys,
    Total,
};
pub(crate) use data::{Constant, Content, DataModel, MemberForm, RootUse, Tagged, Written};
pub(crate) use endpoint::{
    Attribute, BuiltIn, ClientParameter, Condition, EndpointExpectation, EndpointRule,
    EndpointTest, EndpointTestCall, Position, RuleBody, RuleEndpoint, RuleExpr, RuleExprKind,
    RuleFunction, RuleParameter, RuleProperty, RuleSet, RuleType, TemplatePart,
};
pub(crate) use id::is_identifier;
pub(crate) use node::{Node, Number};
pub(crate) use operation::{Http, Idempotency, Operation, Pagination};
pub(crate) use protocol_test::{
    ConstraintErrors, Example, ExampleResult, MalformedRequestTest, Message, RejectionBody,
    RequestTest, ResponseTest,
};
pub(crate) use service::Service;
pub(crate) use shape::{
    ArnReference, Dedicated, Deprecated, Docs, EnumMember, ErrorInfo, Fault, JsonContent, Link,
    List, Map, Retryable, Shape, Structure, TimestampFormat,
};
pub(crate) use shape_type::ShapeType;
pub(crate) use uri::{HostPart, HostPattern, Segment, UriPattern};
pub(crate) use waiter::{
    Acceptor, Comparator, Matcher, PathComparator, PathExpr, PathFunction, PathLiteral, PathMatch,
    PathSlice, Waiter, WaiterState,
};

/// A service and everything that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The service; empty in a data model.
    pub service: Service,
    /// The roots of a model without a service.
    pub data: Option<DataModel>,
    /// Brand words that are cased as one word: `codegen.rules#wordList`.
    pub words: Vec<String>,
    /// The operations, including those of resources, by id.
    pub operations: BTreeMap<ShapeId, Operation>,
    /// All data shapes of the model, including mixins and trait definitions,
    /// and those of the prelude that it uses, by id.
    pub shapes: BTreeMap<ShapeId, Shape>,
    /// The ids of the data shapes that are reachable from operations and roots.
    pub connected: BTreeSet<ShapeId>,
    /// The shape for ids that are not in `shapes`.
    pub(crate) unit: Shape,
}

impl Model {
    /// The shape with this id. In a model with errors, an id may be unknown;
    /// then this is the empty structure `smithy.api#Unit`.
    pub fn shape(&self, id: &ShapeId) -> &Shape {
        self.shapes.get(id).unwrap_or(&self.unit)
    }

    /// Whether this is a data model, whose JSON callers see.
    pub fn is_data_model(&self) -> bool {
        self.data.is_some()
    }

    /// The title of a data model; empty for a service.
    pub(crate) fn data_title(&self) -> &str {
        self.data.as_ref().map_or("", |data| &data.title)
    }

    /// The data shapes that are reachable from operations and roots, by id:
    /// inputs, outputs, errors and the shapes of their members.
    pub fn connected_shapes(&self) -> impl Iterator<Item = &Shape> {
        self.connected.iter().filter_map(|id| self.shapes.get(id))
    }

    /// The members of a structure; empty for any other shape.
    pub fn members(&self, id: &ShapeId) -> &[Member] {
        match &self.shape(id).kind {
            ShapeKind::Structure(structure) => &structure.members,
            _ => &[],
        }
    }

    /// The ids of the data shapes that are reachable from operations and roots.
    pub(crate) fn reached_from<'a>(
        &'a self,
        operations: impl IntoIterator<Item = &'a Operation>,
    ) -> BTreeSet<ShapeId> {
        let data = self.data.iter();
        let mut open: Vec<&ShapeId> = data.flat_map(|data| data.roots.keys()).collect();
        for operation in operations {
            open.extend([&operation.input, &operation.output]);
            open.extend(&operation.errors);
        }
        self.follow(open)
    }

    /// The ids of the data shapes that are reachable from roots with this use.
    pub(crate) fn reached_by(&self, wanted: RootUse) -> BTreeSet<ShapeId> {
        let roots = self.data.iter().flat_map(|data| &data.roots);
        let roots = roots.filter(|(_, used)| **used == wanted);
        self.follow(roots.map(|(id, _)| id).collect())
    }

    /// The ids of these data shapes, and of all reachable from them.
    pub(crate) fn follow<'a>(&'a self, mut open: Vec<&'a ShapeId>) -> BTreeSet<ShapeId> {
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(shape) = self.shapes.get(id) else {
                continue;
            };
            if id.is_unit() || !found.insert(id.clone()) {
                continue;
            }
            open.extend(shape.members().iter().map(|member| &member.target));
        }
        found
    }

    /// The constraints of a member: its own, and those of its target that it
    /// does not override.
    pub fn constraints(&self, member: &Member) -> Constraints {
        let own = &member.constraints;
        let target = &self.shape(&member.target).constraints;
        Constraints {
            length: own.length.or(target.length),
            range: own.range.clone().or_else(|| target.range.clone()),
            pattern: own.pattern.clone().or_else(|| target.pattern.clone()),
            unique_items: own.unique_items || target.unique_items,
            mistakes: [&own.mistakes[..], &target.mistakes].concat(),
            arn_region: own.arn_region.clone().or_else(|| target.arn_region.clone()),
            unique_by: [&own.unique_by[..], &target.unique_by].concat(),
            uniform: [&own.uniform[..], &target.uniform].concat(),
            all_or_none: [&own.all_or_none[..], &target.all_or_none].concat(),
            advised: [&own.advised[..], &target.advised].concat(),
        }
    }
}
