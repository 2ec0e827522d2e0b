//! Structures.

use proc_macro2::Ident;

use crate::model::{Operation, Shape, ShapeId, ShapeKind, Structure};
use crate::names;
use crate::rust::{Construction, DebugForm, Field, Path, Presence, Struct, StructRole, Type};
use crate::sink::{Docs, Markdown, markdown};

use super::context::LowerContext;
use super::field::Fields;
use super::{binding, check, data, docs};

/// The inputs of all operations.
pub(super) fn inputs(context: &LowerContext<'_>, fields: &Fields) -> Vec<Struct> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| {
            let own = fields.of_input(&operation.input).to_vec();
            let names = TypeNames {
                path: context.input(operation),
                module: message_module(context, operation, "Input"),
            };
            let method = context.method(operation);
            let fallback = markdown!("The input of {}.", Markdown::item("Client", &method));
            let (id, role) = (&operation.input, StructRole::Input);
            let mut input = build(context, fields, names, id, role, fallback, own);
            if !input.fields.is_empty() {
                let request = context.operation(operation).name;
                input.docs.push(markdown!(
                    "{} documents the limits of the members.",
                    Markdown::item("operation", &request)
                ));
            }
            input
        })
        .collect()
}

/// The outputs of all operations.
pub(super) fn outputs(context: &LowerContext<'_>, fields: &Fields) -> Vec<Struct> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| {
            let own = fields.of(&operation.output).to_vec();
            let names = TypeNames {
                path: context.output(operation),
                module: message_module(context, operation, "Output"),
            };
            let method = context.method(operation);
            let fallback = markdown!("The output of {}.", Markdown::item("Client", &method));
            let (id, role) = (&operation.output, StructRole::Output);
            build(context, fields, names, id, role, fallback, own)
        })
        .collect()
}

fn message_module(context: &LowerContext<'_>, operation: &Operation, suffix: &str) -> Ident {
    names::ident(&context.names.message_module(operation, suffix))
}

/// All errors.
pub(super) fn errors(context: &LowerContext<'_>, fields: &Fields) -> Vec<Struct> {
    let ids = context.usage.errors.iter();
    ids.map(|id| context.model.shape(id))
        .filter_map(|shape| match &shape.kind {
            ShapeKind::Structure(structure) => Some(error(context, fields, shape, structure)),
            _ => None,
        })
        .collect()
}

/// The names of an error's message in JSON. Services use either, whatever the model says.
const MESSAGE_NAMES: &[&str] = &["message", "Message"];

fn error(
    context: &LowerContext<'_>,
    fields: &Fields,
    shape: &Shape,
    structure: &Structure,
) -> Struct {
    let mut own = fields.of(&shape.id).to_vec();
    let is_message = |field: &&mut Field| {
        field.model_name.eq_ignore_ascii_case("message") && field.ty == Type::String
    };
    let message = own.iter_mut().find(is_message).map(|field| {
        field.aliases = MESSAGE_NAMES;
        field.reference()
    });
    let (names, role) = (TypeNames::new(context, shape), StructRole::Error(message));
    let fallback = "An error of the service.";
    let mut error = build(context, fields, names, &shape.id, role, fallback, own);
    if let Some(info) = structure.error {
        error.docs.push(markdown!("HTTP status {}.", info.status));
    }
    error.http_binding = binding::error(context, fields, shape).map(Box::new);
    error
}

/// A structure that is nested in others.
pub(super) fn nested(context: &LowerContext<'_>, fields: &Fields, shape: &Shape) -> Struct {
    let own = fields.of(&shape.id).to_vec();
    let (names, role) = (TypeNames::new(context, shape), StructRole::Nested);
    let fallback = "A structure in requests or responses.";
    build(context, fields, names, &shape.id, role, fallback, own)
}

struct TypeNames {
    path: Path,
    module: Ident,
}

impl TypeNames {
    fn new(context: &LowerContext<'_>, shape: &Shape) -> Self {
        Self {
            path: context.path(shape),
            module: context.module(shape),
        }
    }
}

/// The default of clippy's `too-many-arguments-threshold`.
const CLIPPY_MAX_ARGUMENTS: usize = 7;

fn build(
    context: &LowerContext<'_>,
    fields: &Fields,
    names: TypeNames,
    id: &ShapeId,
    role: StructRole,
    fallback: impl Into<Markdown>,
    own: Vec<Field>,
) -> Struct {
    let shape = context.model.shape(id);
    let mut docs: Docs = docs::lower_or(context, &shape.docs, fallback.into());
    for rule in docs::rules(context, shape) {
        docs.push(rule);
    }
    let is_input = match role {
        StructRole::Input => true,
        StructRole::Nested => context.usage.input_reachable.contains(id),
        StructRole::Output | StructRole::Error(_) => false,
    };
    let construction = construction(context, is_input, &own);
    let parameters = own.iter().filter(|field| construction.takes(field));
    Struct {
        model_name: names.path.name.to_string(),
        module: names.module,
        path: names.path,
        docs,
        role,
        construction,
        allow_too_many_arguments: parameters.count() > CLIPPY_MAX_ARGUMENTS,
        debug: DebugForm::new(shape.sensitive, own.iter().any(|field| field.redacted)),
        checks: is_input.then(|| check::of_structure(context, fields, shape, &own)),
        sensitive: shape.sensitive,
        http_binding: None,
        data: data::form_of_structure(context, shape, &own),
        is_written_root: data::is_written_root(context, id),
        fields: own,
    }
}

/// The parameters of `new`. In requests, `new` takes the required members. In
/// responses, it takes none: tests set the members that they need.
pub(super) fn construction(
    context: &LowerContext<'_>,
    is_input: bool,
    fields: &[Field],
) -> Construction {
    let optional = |field: &Field| field.presence == Presence::Optional;
    if context.model.is_data_model() && is_input && fields.iter().any(|field| field.required) {
        Construction::RequiredOptions
    } else if fields.iter().all(optional) {
        Construction::Derived
    } else if is_input
        && fields
            .iter()
            .any(|field| field.presence == Presence::Required)
    {
        Construction::Required
    } else {
        Construction::Empty
    }
}
