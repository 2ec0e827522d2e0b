//! Operations.

use crate::ast::{self, Ast, Shape};
use crate::json::Value;
use crate::model::{AuthScheme, Http, Idempotency, Operation, Pagination, Service, ShapeId};
use crate::traits::ids;

use super::auth;
use super::cases::{examples, request_tests, response_tests};
use super::docs::docs;
use super::endpoint;
use super::malformed::malformed_tests;
use super::paths::member_path;
use super::uri::{host_prefix, uri};
use super::waiters::waiters;

/// An operation of the service.
pub(super) fn operation(
    ast: &Ast<'_>,
    service: &Service,
    node: &Shape<'_>,
    operation: &ast::Operation,
) -> Operation {
    let traits = &node.traits;
    let target = |reference: &Option<ast::Reference>| {
        let id = reference.as_ref().map(|reference| reference.id.clone());
        id.unwrap_or_else(ShapeId::unit)
    };
    let mut errors: Vec<ShapeId> = Vec::new();
    let own = operation.errors.iter().map(|reference| &reference.id);
    for id in own.chain(&service.errors) {
        if !errors.contains(id) {
            errors.push(id.clone());
        }
    }
    let endpoint = traits.value(ids::ENDPOINT);
    let auth = auth::operation(ast, service, traits);
    Operation {
        id: node.id.clone(),
        name: node.id.name().to_owned(),
        docs: docs(traits),
        input: target(&operation.input),
        output: target(&operation.output),
        errors,
        http: http(traits.value(ids::HTTP)),
        idempotency: if traits.has(ids::READONLY) {
            Idempotency::Readonly
        } else if traits.has(ids::IDEMPOTENT) {
            Idempotency::Idempotent
        } else {
            Idempotency::None
        },
        pagination: pagination(ast, service, node),
        host_prefix: endpoint.and_then(|endpoint| host_prefix(endpoint.str("hostPrefix")?).ok()),
        optional_auth: traits.has(ids::OPTIONAL_AUTH) || auth.contains(&AuthScheme::Anonymous),
        auth,
        unsigned_payload: traits.has(ids::UNSIGNED_PAYLOAD),
        checksum_required: traits.has(ids::HTTP_CHECKSUM_REQUIRED),
        compression: traits
            .value(ids::REQUEST_COMPRESSION)
            .map(|value| value.strings("encodings"))
            .unwrap_or_default(),
        waiters: waiters(traits.value(ids::WAITABLE)).0,
        static_context_params: endpoint::static_parameters(traits),
        operation_context_params: endpoint::path_parameters(traits),
        examples: examples(traits),
        request_tests: request_tests(traits),
        response_tests: response_tests(traits),
        malformed_tests: malformed_tests(traits),
    }
}

fn http(value: Option<&Value<'_>>) -> Http {
    let text = |key| value.and_then(|value| value.str(key)).unwrap_or_default();
    let code = value.and_then(|value| value.get("code")?.as_number()?.as_i64());
    Http {
        method: text("method").to_owned(),
        uri: uri(text("uri")).unwrap_or_default(),
        code: code
            .and_then(|code| u16::try_from(code).ok())
            .unwrap_or(200),
    }
}

/// The pagination of an operation. Properties that it omits come from the
/// service.
fn pagination(ast: &Ast<'_>, service: &Service, node: &Shape<'_>) -> Option<Pagination> {
    let own = node.traits.value(ids::PAGINATED)?;
    let shared = ast.shape(&service.id);
    let shared = shared.and_then(|shared| shared.traits.value(ids::PAGINATED));
    let part = |name| own.str(name).or_else(|| shared?.str(name));
    Some(Pagination {
        input_token: part("inputToken")?.to_owned(),
        output_token: member_path(part("outputToken")?),
        items: part("items").map(member_path),
        page_size: part("pageSize").map(str::to_owned),
    })
}
