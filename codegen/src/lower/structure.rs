//! Structures.

use crate::model::{Member, Operation, Shape, ShapeKind, Structure};
use crate::names::{self, Kind};
use crate::rust::{Construction, DebugForm, Docs, Field, Path, Presence, Struct, Type, Use, Value};

use super::context::Context;
use super::{check, docs, operation, ty, value};

/// The inputs of all operations.
pub(super) fn inputs(context: &Context<'_>) -> Vec<Struct> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| {
            let shape = context.model.shape(&operation.input);
            let method = context.method(operation);
            let fallback = format!(
                "The input of [`{method}`](crate::Client::{method}).",
                method = method
            );
            let path = context.input(operation);
            of_operation(context, operation, shape, path, Use::Input, fallback)
        })
        .collect()
}

/// The outputs of all operations.
pub(super) fn outputs(context: &Context<'_>) -> Vec<Struct> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| {
            let shape = context.model.shape(&operation.output);
            let method = context.method(operation);
            let fallback = format!("What [`{method}`](crate::Client::{method}) returns.");
            let path = context.output(operation);
            of_operation(context, operation, shape, path, Use::Output, fallback)
        })
        .collect()
}

/// All errors.
pub(super) fn errors(context: &Context<'_>) -> Vec<Struct> {
    let ids = context.usage.errors.iter();
    ids.map(|id| context.model.shape(id))
        .filter_map(|shape| match &shape.kind {
            ShapeKind::Structure(structure) => Some(error(context, shape, structure)),
            _ => None,
        })
        .collect()
}

/// A structure that is part of others.
pub(super) fn nested(context: &Context<'_>, shape: &Shape, structure: &Structure) -> Struct {
    let path = context.path(shape);
    let docs = docs::lower_or(context, &shape.docs, "A part of requests or responses.");
    let fields = fields(context, shape, &structure.members, Kind::Member);
    let module = context.module(shape);
    build(context, shape, path, module, docs, Use::Nested, fields)
}

fn error(context: &Context<'_>, shape: &Shape, structure: &Structure) -> Struct {
    let path = context.path(shape);
    let mut docs = docs::lower_or(context, &shape.docs, "An error of the service.");
    if let Some(info) = structure.error {
        docs.push(format!("The HTTP status is {}.", info.status));
    }
    let fields = fields(context, shape, &structure.members, Kind::Member);
    let message = message_field(context, shape, structure).map(|field| field.name);
    let module = context.module(shape);
    build(
        context,
        shape,
        path,
        module,
        docs,
        Use::Error(message),
        fields,
    )
}

/// The field with the service's words about an error.
fn message_field(context: &Context<'_>, shape: &Shape, structure: &Structure) -> Option<Field> {
    fields(context, shape, &structure.members, Kind::Member)
        .into_iter()
        .find(|field| field.model_name.eq_ignore_ascii_case("message") && field.ty == Type::String)
}

fn of_operation(
    context: &Context<'_>,
    operation: &Operation,
    shape: &Shape,
    path: Path,
    used: Use,
    fallback: String,
) -> Struct {
    let docs = docs::lower_or(context, &shape.docs, &fallback);
    let kind = match used {
        Use::Input => Kind::InputMember,
        _ => Kind::Member,
    };
    let mut fields = fields(context, shape, context.model.members(&shape.id), kind);
    if used == Use::Input {
        let members = context.model.members(&shape.id);
        for (field, member) in fields.iter_mut().zip(members) {
            field.presence = Presence::Optional;
            if member.idempotency_token && field.ty == Type::String {
                field.docs.push(
                    "Unset, it is filled with a random UUID, which all attempts of the call share.",
                );
            }
        }
    }
    let suffix = if used == Use::Input {
        "Input"
    } else {
        "Output"
    };
    let module = names::ident(&context.names.message_module(operation, suffix));
    build(context, shape, path, module, docs, used, fields)
}

fn build(
    context: &Context<'_>,
    shape: &Shape,
    path: Path,
    module: proc_macro2::Ident,
    mut docs: Docs,
    used: Use,
    fields: Vec<Field>,
) -> Struct {
    let kind = match used {
        Use::Input => Kind::InputMember,
        Use::Output | Use::Nested | Use::Error(_) => Kind::Member,
    };
    for rule in docs::rules(context, shape, kind) {
        docs.push(rule);
    }
    let sent = match used {
        Use::Input => true,
        Use::Nested => context.usage.sent.contains(&shape.id),
        Use::Output | Use::Error(_) => false,
    };
    let bound = match used {
        Use::Error(_) => operation::error_response(context, shape).map(Box::new),
        Use::Input | Use::Output | Use::Nested => None,
    };
    let construction = construction(sent, &fields);
    let debug = if shape.sensitive {
        DebugForm::Redacted
    } else if fields.iter().any(|field| field.redacted) {
        DebugForm::Fields
    } else {
        DebugForm::Derived
    };
    let checks = sent.then(|| check::of_structure(context, shape, &fields));
    Struct {
        module,
        model_name: path.name.to_string(),
        path,
        docs,
        used,
        fields,
        construction,
        debug,
        checks,
        sensitive: shape.sensitive,
        bound,
    }
}

/// How a structure that is part of others is made.
pub(super) fn nested_construction(
    context: &Context<'_>,
    shape: &Shape,
    fields: &[Field],
) -> Construction {
    construction(context.usage.sent.contains(&shape.id), fields)
}

/// Who sends a structure must give what is required; of what only comes from
/// the service, a test gives what it cares about.
fn construction(sent: bool, fields: &[Field]) -> Construction {
    if fields
        .iter()
        .all(|field| field.presence == Presence::Optional)
    {
        Construction::Derived
    } else if sent && fields.iter().any(is_given) {
        Construction::Required
    } else {
        Construction::Empty
    }
}

/// Whether a `new` that takes the required members takes this one.
pub(super) fn is_given(field: &Field) -> bool {
    matches!(field.presence, Presence::Always(Value::Empty(_)))
}

/// The fields of a structure.
pub(super) fn fields(
    context: &Context<'_>,
    shape: &Shape,
    members: &[Member],
    kind: Kind,
) -> Vec<Field> {
    members
        .iter()
        .map(|member| field(context, shape, member, kind))
        .collect()
}

fn field(context: &Context<'_>, shape: &Shape, member: &Member, kind: Kind) -> Field {
    let name = context.names.member(&shape.id, &member.name, kind);
    let ty = ty::of_member(context, shape, member);
    Field {
        with: names::ident(&names::setter("with", &name)),
        set: names::ident(&names::setter("set", &name)),
        name: names::ident(&name),
        model_name: member.name.clone(),
        wire_name: member.wire_name().to_owned(),
        docs: docs::of_member(context, member),
        limits: docs::limits(context, member),
        presence: presence(context, member, &ty),
        required: member.required,
        redacted: ty::redacted(context, member),
        codec: ty::codec(context, member),
        ty,
    }
}

/// Whether a member always has a value, by the rules of Smithy for clients.
fn presence(context: &Context<'_>, member: &Member, ty: &Type) -> Presence {
    if member.client_optional || matches!(ty, Type::Boxed(_)) {
        return Presence::Optional;
    }
    match &member.default {
        Some(default) if !default.is_null() => {
            Presence::Always(value::default(context, &member.target, default))
        }
        _ if member.required => Presence::Always(Value::Empty(ty.clone())),
        _ => Presence::Optional,
    }
}
