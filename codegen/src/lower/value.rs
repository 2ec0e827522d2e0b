//! Values of the model as expressions.

use proc_macro2::Ident;

use crate::model::{Member, Node, Operation, Shape, ShapeId, ShapeKind};
use crate::names::NameKind;
use crate::rust::{Construction, Path, Type, Value};

use super::context::LowerContext;
use super::field::Fields;
use super::structure::construction;
use super::{scalar, ty};

/// A value of a shape. Blobs are plain text.
pub(super) fn lower(
    context: &LowerContext<'_>,
    fields: &Fields,
    target: &ShapeId,
    node: &Node,
) -> Value {
    let shape = context.model.shape(target);
    let entry = |member: &Member, node: &Node| {
        (!node.is_null()).then(|| lower(context, fields, &member.target, node))
    };
    match &shape.kind {
        ShapeKind::List(list) => {
            let entries = node.as_array().unwrap_or_default().iter();
            let entries = entries.map(|node| entry(&list.member, node));
            Value::List(entries.collect(), ty::of_shape(context, target))
        }
        ShapeKind::Map(map) => {
            let entries = node.as_object().into_iter().flatten();
            let entries = entries.map(|(key, node)| (key.clone(), entry(&map.value, node)));
            Value::Map(entries.collect(), ty::of_shape(context, target))
        }
        ShapeKind::Structure(_) => {
            let is_input = context.usage.input_reachable.contains(target);
            let construction = construction(context, is_input, fields.of(target));
            structure(
                context,
                fields,
                context.path(shape),
                construction,
                target,
                node,
            )
        }
        ShapeKind::Union(members) => union(context, fields, shape, members, node),
        _ => scalar::lower(context, shape, node),
    }
}

/// The input of an operation.
pub(super) fn input(
    context: &LowerContext<'_>,
    fields: &Fields,
    operation: &Operation,
    node: &Node,
) -> Value {
    let (path, id) = (context.input(operation), &operation.input);
    structure(context, fields, path, Construction::Derived, id, node)
}

/// The output of an operation.
pub(super) fn output(
    context: &LowerContext<'_>,
    fields: &Fields,
    operation: &Operation,
    node: &Node,
) -> Value {
    let (path, id) = (context.output(operation), &operation.output);
    structure(context, fields, path, Construction::Empty, id, node)
}

/// A call of `new`, and of the setters of the other members in `node`.
fn structure(
    context: &LowerContext<'_>,
    fields: &Fields,
    path: Path,
    construction: Construction,
    id: &ShapeId,
    node: &Node,
) -> Value {
    let given = |member: &Member| {
        let value = node.get(&member.name).filter(|value| !value.is_null())?;
        Some(lower(context, fields, &member.target, value))
    };
    let (mut arguments, mut setters): (Vec<Value>, Vec<(Ident, Value)>) = Default::default();
    for (member, field) in context.model.members(id).iter().zip(fields.of(id)) {
        match given(member) {
            value if construction.takes(field) => {
                arguments.push(value.unwrap_or_else(|| Value::Empty(field.ty.clone())));
            }
            Some(value) => setters.push((field.with.clone(), value)),
            None => {}
        }
    }
    Value::Struct(path, arguments, setters)
}

fn union(
    context: &LowerContext<'_>,
    fields: &Fields,
    shape: &Shape,
    members: &[Member],
    node: &Node,
) -> Value {
    let path = context.path(shape);
    let set = members.iter().find_map(|member| {
        let value = node.get(&member.name).filter(|value| !value.is_null())?;
        Some((member, value))
    });
    let Some((member, value)) = set else {
        return Value::Empty(Type::Union(path));
    };
    let variant = context.member(shape, &member.name, NameKind::UnionVariant);
    let inner = lower(context, fields, &member.target, value);
    let inner = match ty::of_member(context, shape, member) {
        Type::Boxed(_) => Value::Boxed(Box::new(inner)),
        _ => inner,
    };
    Value::Union(path, variant, Box::new(inner))
}
