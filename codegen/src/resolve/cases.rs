//! Protocol tests and examples.

use crate::json::Value;
use crate::model::{
    ConstraintErrors, Example, ExampleResult, Message, Node, RequestTest, ResponseTest, ShapeId,
    TestKind,
};
use crate::traits::{ids, with_tests};

use crate::ast::Traits;

/// The elements of a trait that are tests for clients that speak restJson1.
pub(crate) fn for_clients<'t, 'a>(
    traits: &'t Traits<'a>,
    id: &str,
) -> impl Iterator<Item = &'t Value<'a>> {
    let tests = traits.value(id).into_iter();
    let tests = tests.flat_map(|tests| tests.elements());
    tests.filter(|test| {
        test.str("protocol") == Some(ids::REST_JSON_1) && test.str("appliesTo") != Some("server")
    })
}

/// `httpRequestTests`.
pub(super) fn request_tests(traits: &Traits<'_>) -> Vec<RequestTest> {
    let tests = with_tests(TestKind::Request).flat_map(|id| for_clients(traits, id));
    tests
        .map(|test| RequestTest {
            id: owned(test, "id").unwrap_or_default(),
            documentation: owned(test, "documentation"),
            params: object(test, "params"),
            method: owned(test, "method").unwrap_or_default(),
            uri: owned(test, "uri").unwrap_or_default(),
            host: owned(test, "host"),
            resolved_host: owned(test, "resolvedHost"),
            query_params: test.strings("queryParams"),
            forbid_query_params: test.strings("forbidQueryParams"),
            require_query_params: test.strings("requireQueryParams"),
            message: message(test),
        })
        .collect()
}

/// `httpResponseTests`, and `openResponseTests`, which may have values that the
/// model does not list.
pub(super) fn response_tests(traits: &Traits<'_>) -> Vec<ResponseTest> {
    let tests = with_tests(TestKind::Response).flat_map(|id| for_clients(traits, id));
    tests
        .map(|test| ResponseTest {
            id: owned(test, "id").unwrap_or_default(),
            documentation: owned(test, "documentation"),
            params: object(test, "params"),
            code: code(test),
            message: message(test),
        })
        .collect()
}

fn code(test: &Value<'_>) -> u16 {
    let code = test.get("code").and_then(Value::as_number);
    let code = code.and_then(|code| u16::try_from(code.as_i64()?).ok());
    code.unwrap_or(200)
}

fn message(test: &Value<'_>) -> Message {
    let headers = test.get("headers").into_iter();
    Message {
        headers: headers
            .flat_map(|headers| headers.entries())
            .filter_map(|entry| Some((entry.key.to_string(), entry.value.as_str()?.to_owned())))
            .collect(),
        forbid_headers: test.strings("forbidHeaders"),
        require_headers: test.strings("requireHeaders"),
        body: owned(test, "body"),
        body_media_type: owned(test, "bodyMediaType"),
    }
}

/// `examples`.
pub(super) fn examples(traits: &Traits<'_>) -> Vec<Example> {
    let examples = traits.value(ids::EXAMPLES).into_iter();
    let examples = examples.flat_map(|examples| examples.elements());
    examples
        .map(|example| Example {
            title: owned(example, "title").unwrap_or_default(),
            documentation: owned(example, "documentation"),
            input: object(example, "input"),
            result: result(example),
            constraint_errors: match example
                .get("allowConstraintErrors")
                .and_then(Value::as_bool)
            {
                Some(true) => ConstraintErrors::Allowed,
                _ => ConstraintErrors::Denied,
            },
        })
        .collect()
}

fn result(example: &Value<'_>) -> ExampleResult {
    let error = example.get("error");
    let id = error.and_then(|error| ShapeId::parse(error.str("shapeId")?));
    match (error, id) {
        (Some(error), Some(id)) => ExampleResult::Error(id, object(error, "content")),
        _ => ExampleResult::Output(object(example, "output")),
    }
}

fn owned(value: &Value<'_>, key: &str) -> Option<String> {
    value.str(key).map(str::to_owned)
}

fn object(value: &Value<'_>, key: &str) -> Node {
    let node = value.get(key).map(Value::to_node);
    node.filter(|node| node.as_object().is_some())
        .unwrap_or_else(Node::empty_object)
}
