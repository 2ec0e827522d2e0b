//! New shapes, and changes of existing ones.

use crate::ast::{Body, Member, Operation, Reference, Shape, Traits};
use crate::json::{Entry, Value};
use crate::model::{Constraints, Idempotency, ShapeId, ShapeType};
use crate::traits::ids;
use crate::upstream::DescriptionForm;
use crate::upstream::view::written_alike;

use super::edit::{extended, part, with, with_or_without};
use super::{Plan, Sides};

/// The traits that are written: those about the wire and types. Prose,
/// examples, tests, promises, and traits for other tools are not written.
const FACTS: &[&str] = &[
    ids::AUTH,
    ids::CLIENT_OPTIONAL,
    ids::DEFAULT,
    ids::ENDPOINT,
    ids::ENUM_VALUE,
    ids::ERROR,
    ids::EVENT_HEADER,
    ids::EVENT_PAYLOAD,
    ids::HOST_LABEL,
    ids::HTTP,
    ids::HTTP_CHECKSUM_REQUIRED,
    ids::HTTP_ERROR,
    ids::HTTP_HEADER,
    ids::HTTP_LABEL,
    ids::HTTP_PAYLOAD,
    ids::HTTP_PREFIX_HEADERS,
    ids::HTTP_QUERY,
    ids::HTTP_QUERY_PARAMS,
    ids::HTTP_RESPONSE_CODE,
    ids::IDEMPOTENCY_TOKEN,
    ids::INPUT,
    ids::JSON_NAME,
    ids::LENGTH,
    ids::MEDIA_TYPE,
    ids::OPTIONAL_AUTH,
    ids::OUTPUT,
    ids::PAGINATED,
    ids::PATTERN,
    ids::RANGE,
    ids::REQUEST_COMPRESSION,
    ids::REQUIRED,
    ids::REQUIRES_LENGTH,
    ids::RETRYABLE,
    ids::SENSITIVE,
    ids::SPARSE,
    ids::STREAMING,
    ids::TIMESTAMP_FORMAT,
    ids::UNIQUE_ITEMS,
    ids::UNSIGNED_PAYLOAD,
];

/// The constraints, which replace those of existing shapes.
const CONSTRAINTS: &[&str] = &[ids::LENGTH, ids::RANGE, ids::PATTERN];

impl<'b> Sides<'_, '_, 'b> {
    /// Writes a shape that the model does not have.
    pub(super) fn add<'v>(&self, upstream: &ShapeId, plan: &mut Plan<'v>)
    where
        'b: 'v,
    {
        let id = self.ids.get(upstream);
        let Some(shape) = self.upstream_ast.shape(upstream) else {
            return;
        };
        if plan.get(&id).is_some() {
            return;
        }
        let value = match &shape.body {
            Body::Operation(operation) => {
                self.list(&id, shape, plan);
                self.operation(shape, operation, plan)
            }
            Body::Data(kind, members) => self.data(shape, *kind, members, plan),
            Body::Service(_) | Body::Resource(_) => return,
        };
        plan.note(id.name(), true);
        plan.set(&id, value);
    }

    /// Adds an operation to those of the service.
    fn list<'v>(&self, id: &ShapeId, shape: &Shape<'b>, plan: &mut Plan<'v>)
    where
        'b: 'v,
    {
        let service = &self.model.service.id;
        if let Some(value) = plan.get(service) {
            let target = Value::string(shape.span, id.to_string());
            let reference = Value::object(
                shape.span,
                vec![Entry::with_span_of_value("target", target)],
            );
            let value = extended(value, "operations", reference);
            plan.set(service, value);
        }
    }

    fn operation<'v>(
        &self,
        shape: &Shape<'b>,
        operation: &Operation,
        plan: &mut Plan<'v>,
    ) -> Value<'v>
    where
        'b: 'v,
    {
        let span = shape.span;
        let mut entries = vec![Entry::with_span_of_value(
            "type",
            Value::string(span, "operation"),
        )];
        for (role, reference) in [("input", &operation.input), ("output", &operation.output)] {
            if let Some(reference) = reference {
                entries.push(Entry::with_span_of_value(
                    role,
                    self.reference(reference, plan),
                ));
            }
        }
        let errors = operation.errors.iter();
        let own = errors.filter(|error| !self.is_of_service(&error.id));
        let own: Vec<Value<'v>> = own.map(|error| self.reference(error, plan)).collect();
        if !own.is_empty() {
            entries.push(Entry::with_span_of_value("errors", Value::array(span, own)));
        }
        let mut traits = self.facts(&shape.traits);
        let promise = Value::string(span, self.promise(&shape.id));
        traits.push(Entry::with_span_of_value(ids::UNDECIDED, promise));
        entries.push(Entry::with_span_of_value(
            "traits",
            Value::object(span, traits),
        ));
        Value::object(span, entries)
    }

    /// The idempotency in the description, which is only a proposal.
    fn promise(&self, operation: &ShapeId) -> &'static str {
        let found = self.upstream.operations.get(operation);
        match (found.map(|operation| operation.idempotency), self.form) {
            (Some(Idempotency::Readonly), _) => "readonly",
            (Some(Idempotency::Idempotent), _) => "idempotent",
            (
                _,
                DescriptionForm::Botocore {
                    has_readonly: false,
                },
            ) => "unknown",
            _ => "none",
        }
    }

    fn is_of_service(&self, error: &ShapeId) -> bool {
        self.model.service.errors.contains(&self.ids.get(error))
    }

    fn data<'v>(
        &self,
        shape: &Shape<'b>,
        kind: ShapeType,
        members: &[Member<'b>],
        plan: &mut Plan<'v>,
    ) -> Value<'v>
    where
        'b: 'v,
    {
        let span = shape.span;
        let mut entries = vec![Entry::with_span_of_value(
            "type",
            Value::string(span, kind.name()),
        )];
        let written: Vec<Entry<'v>> = members
            .iter()
            .map(|member| {
                let key = member.name.clone();
                Entry::with_span_of_value(key, self.member(kind, member, plan))
            })
            .collect();
        match kind {
            ShapeType::List | ShapeType::Map => entries.extend(written),
            ShapeType::Structure | ShapeType::Union | ShapeType::Enum | ShapeType::IntEnum => {
                entries.push(Entry::with_span_of_value(
                    "members",
                    Value::object(span, written),
                ));
            }
            _ => {}
        }
        let mut traits = self.facts(&shape.traits);
        let role = self.role(&shape.id);
        traits
            .extend(role.map(|id| Entry::with_span_of_value(id, Value::object(span, Vec::new()))));
        if !traits.is_empty() {
            entries.push(Entry::with_span_of_value(
                "traits",
                Value::object(span, traits),
            ));
        }
        Value::object(span, entries)
    }

    /// `input` or `output`, for a structure that only one operation uses.
    fn role(&self, id: &ShapeId) -> Option<&'static str> {
        let operations = self.upstream.operations.values();
        let mut uses = operations.flat_map(|operation| {
            let errors = operation.errors.iter().map(|error| (error, ids::ERROR));
            [
                (&operation.input, ids::INPUT),
                (&operation.output, ids::OUTPUT),
            ]
            .into_iter()
            .chain(errors)
            .filter(|(used, _)| *used == id)
        });
        let (only, more) = (uses.next(), uses.next());
        let mut members = self
            .upstream
            .shapes
            .values()
            .flat_map(|shape| shape.members());
        match (only, more) {
            (Some((_, role)), None) if role != ids::ERROR => {
                let is_nested = members.any(|member| member.target == *id);
                (!is_nested).then_some(role)
            }
            _ => None,
        }
    }

    fn member<'v>(&self, kind: ShapeType, member: &Member<'b>, plan: &mut Plan<'v>) -> Value<'v>
    where
        'b: 'v,
    {
        let is_value = matches!(kind, ShapeType::Enum | ShapeType::IntEnum);
        let target = if is_value {
            member.target.id.to_string()
        } else {
            self.target(&member.target, plan)
        };
        let target = Value::string(member.target.span, target);
        let mut entries = vec![Entry::with_span_of_value("target", target)];
        let traits = self.facts(&member.traits);
        if !traits.is_empty() {
            entries.push(Entry::with_span_of_value(
                "traits",
                Value::object(member.span, traits),
            ));
        }
        Value::object(member.span, entries)
    }

    fn reference<'v>(&self, reference: &Reference, plan: &mut Plan<'v>) -> Value<'v> {
        let target = Value::string(reference.span, self.target(reference, plan));
        Value::object(
            reference.span,
            vec![Entry::with_span_of_value("target", target)],
        )
    }

    /// The id of a target in the model, to which it is added if necessary.
    /// Simple shapes without traits are replaced with those of the prelude.
    fn target(&self, reference: &Reference, plan: &mut Plan<'_>) -> String {
        let id = self.ids.get(&reference.id);
        if self.ast.shape(&id).is_some() || id.is_prelude() {
            return id.to_string();
        }
        if let Some(shape) = self.upstream_ast.shape(&reference.id)
            && let Body::Data(kind, members) = &shape.body
            && members.is_empty()
            && !matches!(kind, ShapeType::Structure | ShapeType::Union)
            && self.facts(&shape.traits).is_empty()
        {
            let name = kind.name();
            let (first, rest) = name.split_at(1);
            let name = format!("{}{rest}", first.to_uppercase());
            return ShapeId::prelude(&name).to_string();
        }
        plan.waiting.push(reference.id.clone());
        id.to_string()
    }

    fn facts<'v>(&self, traits: &Traits<'b>) -> Vec<Entry<'v>>
    where
        'b: 'v,
    {
        let facts = traits.iter().filter(|found| FACTS.contains(&found.id));
        facts
            .map(|found| Entry::with_span_of_value(found.id, found.value.as_ref().clone()))
            .collect()
    }

    /// Adds missing parts to an existing shape, and replaces its constraints.
    pub(super) fn merge<'v>(&self, upstream: &ShapeId, only: Option<&str>, plan: &mut Plan<'v>)
    where
        'b: 'v,
    {
        let id = self.ids.get(upstream);
        let (Some(shape), Some(value)) = (self.upstream_ast.shape(upstream), plan.get(&id)) else {
            return;
        };
        let before = value.clone();
        let mut value = value.clone();
        match &shape.body {
            Body::Operation(operation) => {
                let own = self
                    .model
                    .operations
                    .get(&id)
                    .map(|own| own.errors.as_slice());
                for error in &operation.errors {
                    let is_listed = own.is_some_and(|own| own.contains(&self.ids.get(&error.id)));
                    if !is_listed && !self.is_of_service(&error.id) {
                        value = extended(&value, "errors", self.reference(error, plan));
                    }
                }
            }
            Body::Data(kind, members) => {
                if only.is_none() {
                    let (own, other) = (self.model.shape(&id), self.upstream.shape(upstream));
                    value = replaced(&value, &shape.traits, &own.constraints, &other.constraints);
                }
                let is_wanted = |member: &&Member<'_>| only.is_none_or(|only| member.name == only);
                for member in members.iter().filter(is_wanted) {
                    value = self.merge_member(&id, *kind, value, member, plan);
                }
            }
            Body::Service(_) | Body::Resource(_) => {}
        }
        if value.to_node() != before.to_node() {
            plan.note(id.name(), false);
            plan.set(&id, value);
        }
    }

    fn merge_member<'v>(
        &self,
        id: &ShapeId,
        kind: ShapeType,
        value: Value<'v>,
        member: &Member<'b>,
        plan: &mut Plan<'v>,
    ) -> Value<'v>
    where
        'b: 'v,
    {
        let name = member.name.clone();
        let key = name.as_ref();
        if matches!(kind, ShapeType::List | ShapeType::Map) {
            return value;
        }
        let members = part(&value, "members");
        let is_value = matches!(kind, ShapeType::Enum | ShapeType::IntEnum);
        let has = if is_value {
            // Values are equal, whatever their names.
            let wanted = member.traits.value(ids::ENUM_VALUE).map(Value::to_node);
            let mut own = members.entries();
            own.any(|entry| {
                let traits = entry.value.get("traits");
                traits
                    .and_then(|traits| traits.get(ids::ENUM_VALUE))
                    .map(Value::to_node)
                    == wanted
            })
        } else {
            members.get(key).is_some()
        };
        if !has {
            plan.note(format!("{}${key}", id.name()), true);
            let new = self.member(kind, member, plan);
            return with(&value, "members", with(&members, name.clone(), new));
        }
        let Some(own) = members.get(key).filter(|_| !is_value) else {
            return value;
        };
        let required = member.traits.value(ids::REQUIRED).cloned();
        let traits = with_or_without(&part(own, "traits"), ids::REQUIRED, required);
        if traits.to_node() == part(own, "traits").to_node() {
            return value;
        }
        plan.note(format!("{}${key}", id.name()), false);
        let own = with_traits(own, traits);
        with(&value, "members", with(&members, name.clone(), own))
    }
}

/// A shape with the upstream constraints, if they differ in more than spelling.
fn replaced<'v, 'b: 'v>(
    shape: &Value<'v>,
    upstream: &Traits<'b>,
    own: &Constraints,
    other: &Constraints,
) -> Value<'v> {
    let mut traits = part(shape, "traits");
    for id in CONSTRAINTS {
        if !written_alike(id, own, other) {
            traits = with_or_without(&traits, id, upstream.value(id).cloned());
        }
    }
    if traits.to_node() == part(shape, "traits").to_node() {
        return shape.clone();
    }
    with_traits(shape, traits)
}

/// A shape or member with these traits. Without traits, `traits` is omitted.
fn with_traits<'v>(value: &Value<'v>, traits: Value<'v>) -> Value<'v> {
    let has_any = traits.entries().next().is_some();
    with_or_without(value, "traits", has_any.then_some(traits))
}
