//! Fields of structures. Each shape is lowered once.

use std::collections::BTreeMap;

use crate::model::{Member, Shape, ShapeId, ShapeKind};
use crate::names::{self, NameKind};
use crate::rust::{Field, Presence, Type};

use super::context::LowerContext;
use super::{docs, scalar, ty};

/// The fields of all structures, by the id of the shape.
pub(super) struct Fields {
    by_shape: BTreeMap<ShapeId, Vec<Field>>,
    /// The fields of inputs, all of which are optional.
    inputs: BTreeMap<ShapeId, Vec<Field>>,
}

impl Fields {
    pub(super) fn new(context: &LowerContext<'_>) -> Self {
        let mut by_shape = BTreeMap::new();
        for shape in context.model.connected_shapes() {
            if let ShapeKind::Structure(structure) = &shape.kind {
                let kind = context.member_kind(&shape.id);
                let members = structure.fields();
                let fields = members.map(|member| lowered(context, shape, member, kind));
                by_shape.insert(shape.id.clone(), fields.collect::<Vec<Field>>());
            }
        }
        let mut inputs = BTreeMap::new();
        for id in names::inputs(context.model) {
            let members = context.model.members(id).iter();
            let fields = by_shape.get(id).into_iter().flatten();
            let fields = fields.zip(members).map(|(field, member)| {
                let mut field = field.clone();
                field.presence = Presence::Optional;
                if is_token(member, &field) {
                    field.docs.push(
                        "If unset, the client sends a random UUID, the same with every attempt.",
                    );
                }
                field
            });
            inputs.insert(id.clone(), fields.collect());
        }
        Self { by_shape, inputs }
    }

    /// The fields of a structure, in the order of its members.
    pub(super) fn of(&self, structure: &ShapeId) -> &[Field] {
        self.by_shape.get(structure).map_or(&[], Vec::as_slice)
    }

    /// The fields of a structure as the input of an operation.
    pub(super) fn of_input(&self, structure: &ShapeId) -> &[Field] {
        self.inputs.get(structure).map_or(&[], Vec::as_slice)
    }
}

/// Whether a member of an input is an idempotency token.
pub(super) fn is_token(member: &Member, field: &Field) -> bool {
    member.idempotency_token && field.ty == Type::String
}

fn lowered(context: &LowerContext<'_>, shape: &Shape, member: &Member, kind: NameKind) -> Field {
    let name = context.names.member(&shape.id, &member.name, kind);
    let ty = ty::of_member(context, shape, member);
    Field {
        with: names::ident(&names::setter("with", &name)),
        set: names::ident(&names::setter("set", &name)),
        name: names::ident(&name),
        model_name: member.name.clone(),
        wire_name: member.wire_name().to_owned(),
        aliases: &[],
        docs: docs::of_member(context, member),
        limits: docs::limits(context, member),
        presence: presence(context, member, &ty),
        required: member.required,
        redacted: ty::redacted(context, member),
        codec: ty::codec(context, member),
        ty,
    }
}

/// The presence by Smithy's rules for clients.
fn presence(context: &LowerContext<'_>, member: &Member, ty: &Type) -> Presence {
    let in_data = context.model.is_data_model();
    if in_data || member.client_optional || matches!(ty, Type::Boxed(_)) {
        return Presence::Optional;
    }
    match &member.default {
        Some(default) if !default.is_null() => {
            Presence::Default(scalar::default(context, &member.target, default))
        }
        _ if member.required => Presence::Required,
        _ => Presence::Optional,
    }
}
