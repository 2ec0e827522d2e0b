//! Lowers the model to Rust: makes every name, type, sentence and decision.

mod auth;
mod binding;
mod bounds;
mod catalogue;
mod check;
mod context;
mod cycles;
mod data;
mod docs;
mod endpoint;
mod enums;
mod field;
mod operation;
mod operation_docs;
mod owners;
mod pattern;
mod protocol_test;
mod relations;
mod request;
mod required;
mod retry;
mod scalar;
mod sensitivity;
mod service;
mod shown;
mod structure;
mod ty;
mod unions;
mod usage;
mod value;
mod waiter;

use crate::model::{Model, Shape, ShapeKind};
use crate::rust::{Auth, Catalogue, Crate, DataModule, DataType, Operation, RequestStep};

use crate::sink::{Docs, Markdown, markdown};

use context::LowerContext;
use field::Fields;

pub(crate) use protocol_test::locations as test_locations;
use service::service;

/// Lowers a model without errors.
pub(crate) fn lower(model: &Model) -> Crate {
    let context = LowerContext::new(model);
    let fields = Fields::new(&context);
    let inputs = structure::inputs(&context, &fields);
    let types = context.usage.types.iter();
    let types: Vec<DataType> = types
        .filter_map(|id| data_type(&context, &fields, model.shape(id)))
        .collect();
    let operations = operation::operations(&context, &fields);
    let service = service(&context);
    let schemes = operations.iter().map(|operation| &*operation.auth);
    let authorization = auth::sentence(schemes);
    let constraints = check::used(check::constraints(&context, &fields), &inputs, &types);
    let needs_regex = constraints.iter().any(pattern::needs_library)
        || check::of_structures(&inputs, &types).any(pattern::check_needs_library);
    let (features, settings) = features(&context, &operations, needs_regex);
    let mut schemes = operations.iter().flat_map(|operation| &operation.auth);
    Crate {
        features,
        settings,
        optional_credentials: schemes.any(|scheme| *scheme != Auth::SigV4),
        docs: operation_docs::client(&context, &service, authorization.as_ref()),
        authorization,
        service,
        endpoint_rules: endpoint::rules(&context, &fields),
        outputs: structure::outputs(&context, &fields),
        errors: structure::errors(&context, &fields),
        constraints,
        required: required::required(&inputs, &types),
        recursion_limit: recursion_limit(model),
        tests: protocol_test::protocol_tests(&context, &fields, &operations),
        first_call: operation::first_call(&operations, &inputs),
        operations,
        inputs,
        types,
    }
}

/// Lowers a data model without errors into a module with this name.
pub(crate) fn data_module(model: &Model, module: &str) -> DataModule {
    let context = LowerContext::in_module(model, Some(module));
    let fields = Fields::new(&context);
    let types = context.usage.types.iter();
    let types: Vec<DataType> = types
        .filter_map(|id| data_type(&context, &fields, model.shape(id)))
        .collect();
    DataModule {
        name: crate::names::ident(module),
        docs: Docs::paragraph(markdown!("{}.", Markdown::label(model.data_title()))),
        constraints: check::used(check::constraints(&context, &fields), &[], &types),
        types,
    }
}

/// Chooses examples of every operation of a model without errors.
pub(crate) fn catalogue(model: &Model) -> Catalogue {
    let context = LowerContext::new(model);
    let fields = Fields::new(&context);
    let operations = operation::operations(&context, &fields);
    catalogue::catalogue(&context, &fields, &operations)
}

/// The optional features of the runtime that the model needs, and the traits that enable
/// their settings of the builder, both sorted.
fn features(
    context: &LowerContext<'_>,
    operations: &[Operation],
    needs_regex: bool,
) -> (Vec<&'static str>, Vec<&'static str>) {
    let any = |uses: fn(&Operation) -> bool| operations.iter().any(uses);
    let takes = |scheme: fn(&Auth) -> bool| {
        let mut schemes = operations.iter().flat_map(|operation| &operation.auth);
        schemes.any(scheme)
    };
    let is_api_key = |auth: &Auth| matches!(auth, Auth::ApiKeyHeader(..) | Auth::ApiKeyQuery(_));
    let features = [
        ("api-key", Some("UsesApiKey"), takes(is_api_key)),
        (
            "basic-auth",
            Some("UsesBasic"),
            takes(|auth| *auth == Auth::Basic),
        ),
        (
            "bearer-token",
            Some("UsesBearer"),
            takes(|auth| *auth == Auth::Bearer),
        ),
        (
            "compression",
            Some("UsesCompression"),
            any(|operation| operation.request.has_step(RequestStep::Gzip)),
        ),
        (
            "content-md5",
            None,
            any(|operation| operation.request.has_step(RequestStep::ContentMd5)),
        ),
        (
            "endpoint-rules",
            None,
            context.model.service.endpoint_rules.is_some(),
        ),
        ("regex", None, needs_regex),
        (
            "streaming",
            None,
            context
                .model
                .connected_shapes()
                .any(|shape| shape.streaming),
        ),
    ];
    let needed = features.iter().filter(|(.., needed)| *needed);
    let settings = needed.clone().filter_map(|(_, setting, _)| *setting);
    (
        needed.map(|(feature, ..)| *feature).collect(),
        settings.collect(),
    )
}

fn data_type(context: &LowerContext<'_>, fields: &Fields, shape: &Shape) -> Option<DataType> {
    match &shape.kind {
        ShapeKind::Structure(_) => {
            let structure = structure::nested(context, fields, shape);
            Some(DataType::Struct(structure))
        }
        ShapeKind::Enum(values) => {
            let lowered = enums::string_enum(context, shape, values);
            Some(DataType::Enum(lowered))
        }
        ShapeKind::IntEnum(values) => {
            let lowered = enums::int_enum(context, shape, values);
            Some(DataType::IntEnum(lowered))
        }
        ShapeKind::Union(members) => {
            let lowered = unions::lower(context, shape, members);
            Some(DataType::Union(lowered))
        }
        _ => None,
    }
}

/// Returns the recursion limit that the crate root has to set, as
/// `#![recursion_limit = "256"]`; `None` if Rust's default is enough. Whole
/// crates have it in their `src/lib.rs`.
///
/// The compiler walks through all types to find out whether a future is `Send`.
/// The default limit is 128, and a structure in an optional boxed member takes
/// up to six steps.
pub fn recursion_limit(model: &Model) -> Option<usize> {
    let steps = 6 * cycles::longest_way(model);
    let limit = (steps + 64).next_power_of_two();
    (limit > 128).then_some(limit)
}
