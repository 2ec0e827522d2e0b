//! Protocol tests.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use crate::model::{self, ShapeId, ShapeKind, TestKind};
use crate::names;
use crate::rust::{
    BodyAssertion, ERRORS, MALFORMED, MalformedTest, MalformedTestFile, Operation, Origin, Path,
    PathPart, ProtocolTests, RequestTest, ResponseTest, ResponseTestKind, TestFile, Type, Value,
    phrases,
};

use super::context::LowerContext;
use super::field::Fields;
use crate::sink::{Docs, Markdown};

use super::{docs, value};

/// Files for each operation that has tests, and one for the errors.
pub(super) fn protocol_tests(
    context: &LowerContext<'_>,
    fields: &Fields,
    operations: &[Operation],
) -> Option<ProtocolTests> {
    let models = context.model.operations.values();
    let files = models
        .zip(operations)
        .map(|(model, operation)| of_operation(context, fields, model, operation));
    let (mut client, mut server): (Vec<TestFile>, Vec<MalformedTestFile>) = files.unzip();
    client.push(of_errors(context, fields, operations));
    client.retain(|file| !file.requests.is_empty() || !file.responses.is_empty());
    server.retain(|file| !file.tests.is_empty());
    (!client.is_empty() || !server.is_empty()).then_some(ProtocolTests { client, server })
}

fn of_operation(
    context: &LowerContext<'_>,
    fields: &Fields,
    model: &model::Operation,
    operation: &Operation,
) -> (TestFile, MalformedTestFile) {
    let TestNames {
        requests: request_names,
        responses: response_names,
        malformed: malformed_names,
    } = names(context, model);
    let malformed = model.malformed_tests.iter().zip(malformed_names);
    let malformed = malformed.map(|(test, name)| MalformedTest {
        name,
        docs: documentation(context, test.documentation.as_deref()),
        method: test.method.clone(),
        uri: test.uri.clone(),
        query: test.query_params.clone(),
        headers: headers(&test.headers),
        body: test.body.clone(),
        status: test.code,
        expected_headers: headers(&test.expected_headers),
        expected_body: test.expected_body.clone(),
    });
    let requests = model.request_tests.iter().zip(request_names);
    let requests = requests.map(|(test, name)| RequestTest {
        name,
        docs: documentation(context, test.documentation.as_deref()),
        method_of_client: operation.method.clone(),
        input: value::input(context, fields, model, &test.params),
        method: test.method.clone(),
        uri: test.uri.clone(),
        host: test.host.clone(),
        resolved_host: test.resolved_host.clone(),
        query: test.query_params.clone(),
        forbid_query: test.forbid_query_params.clone(),
        require_query: test.require_query_params.clone(),
        headers: headers(&test.message.headers),
        forbid_headers: test.message.forbid_headers.clone(),
        require_headers: test.message.require_headers.clone(),
        body: body(&test.message),
    });
    let responses = model.response_tests.iter().zip(response_names);
    let responses = responses.map(|(test, name)| {
        let kind = ResponseTestKind::Output(value::output(context, fields, model, &test.params));
        response(context, test, name, operation, kind)
    });
    let docs = Docs::paragraph(phrases::protocol_tests(&Markdown::code(&model.name)));
    let client = TestFile {
        module: operation.module.clone(),
        docs: docs.clone(),
        requests: requests.collect(),
        responses: responses.collect(),
    };
    let server = MalformedTestFile {
        module: operation.module.clone(),
        docs,
        tests: malformed.collect(),
    };
    (client, server)
}

/// The functions of an operation's tests.
struct TestNames {
    requests: Vec<Ident>,
    responses: Vec<Ident>,
    malformed: Vec<Ident>,
}

fn names(context: &LowerContext<'_>, operation: &model::Operation) -> TestNames {
    let mut taken = BTreeSet::new();
    let mut named = |id: &String| unique(context, &mut taken, id);
    let requests = operation.request_tests.iter().map(|test| &test.id);
    let requests = requests.map(&mut named).collect();
    let responses = operation.response_tests.iter().map(|test| &test.id);
    let responses = responses.map(&mut named).collect();
    // They are in a separate module.
    let mut taken = BTreeSet::new();
    let malformed = operation.malformed_tests.iter();
    let malformed = malformed.map(|test| unique(context, &mut taken, &test.id));
    TestNames {
        requests,
        responses,
        malformed: malformed.collect(),
    }
}

/// A test of the model, and its path in the generated tests.
pub(crate) struct TestLocation<'a> {
    /// The operation; `None` for a test of an error.
    pub(crate) operation: Option<&'a model::Operation>,
    /// The operation or error with the test.
    pub(crate) shape: &'a ShapeId,
    /// The kind of the test.
    pub(crate) kind: TestKind,
    /// The id in the model.
    pub(crate) id: &'a str,
    /// `module::function`, in [`MALFORMED`] for tests of the server side.
    pub(crate) path: String,
}

/// The locations of all tests, in the order of the files.
pub(crate) fn locations(model: &model::Model) -> Vec<TestLocation<'_>> {
    let context = &LowerContext::new(model);
    let mut locations = Vec::new();
    for operation in model.operations.values() {
        let module = context.names.operation_module(operation);
        let names = names(context, operation);
        let location = |kind, id, function| TestLocation {
            operation: Some(operation),
            shape: &operation.id,
            kind,
            id,
            path: match kind {
                TestKind::Malformed => format!("{MALFORMED}::{module}::{function}"),
                TestKind::Request | TestKind::Response => format!("{module}::{function}"),
            },
        };
        let tests = operation.request_tests.iter().zip(names.requests);
        locations.extend(tests.map(|(test, name)| location(TestKind::Request, &test.id, name)));
        let tests = operation.response_tests.iter().zip(names.responses);
        locations.extend(tests.map(|(test, name)| location(TestKind::Response, &test.id, name)));
        let tests = operation.malformed_tests.iter().zip(names.malformed);
        locations.extend(tests.map(|(test, name)| location(TestKind::Malformed, &test.id, name)));
    }
    let mut taken = BTreeSet::new();
    for id in &context.usage.errors {
        let shape = model.shape(id);
        let ShapeKind::Structure(parts) = &shape.kind else {
            continue;
        };
        locations.extend(parts.response_tests.iter().map(|test| TestLocation {
            operation: None,
            shape: &shape.id,
            kind: TestKind::Response,
            id: &test.id,
            path: format!("{ERRORS}::{}", unique(context, &mut taken, &test.id)),
        }));
    }
    locations
}

/// Each error is tested with the first operation that lists it.
fn of_errors(context: &LowerContext<'_>, fields: &Fields, operations: &[Operation]) -> TestFile {
    let mut taken = BTreeSet::new();
    let mut responses = Vec::new();
    for id in &context.usage.errors {
        let shape = context.model.shape(id);
        let ShapeKind::Structure(parts) = &shape.kind else {
            continue;
        };
        let path = context.path(shape);
        let lists =
            |operation: &&Operation| operation.errors.iter().any(|error| error.path == path);
        let Some(operation) = operations.iter().find(lists) else {
            continue;
        };
        for test in &parts.response_tests {
            let name = unique(context, &mut taken, &test.id);
            let enumeration = Path {
                origin: Origin::Operation,
                name: operation.error.clone(),
            };
            let value = value::lower(context, fields, id, &test.params);
            let kind = ResponseTestKind::Error(enumeration, path.name.clone(), value);
            responses.push(response(context, test, name, operation, kind));
        }
    }
    TestFile {
        module: names::ident(ERRORS),
        docs: Docs::paragraph(phrases::protocol_tests(&"the errors".into())),
        requests: Vec::new(),
        responses,
    }
}

fn response(
    context: &LowerContext<'_>,
    test: &model::ResponseTest,
    name: Ident,
    operation: &Operation,
    kind: ResponseTestKind,
) -> ResponseTest {
    ResponseTest {
        name,
        docs: documentation(context, test.documentation.as_deref()),
        method_of_client: operation.method.clone(),
        labels: labels(operation),
        status: test.code,
        headers: headers(&test.message.headers),
        body: test.message.body.clone().unwrap_or_default(),
        kind,
    }
}

/// Setter calls for all labels of the path, which must be set in a request.
fn labels(operation: &Operation) -> Vec<(Ident, Value)> {
    let labels = operation.request.path.iter().filter_map(|part| match part {
        PathPart::Text(_) => None,
        PathPart::Label(_, field, _) | PathPart::GreedyLabel(_, field) => {
            let value = match &field.ty {
                Type::String => Value::Text("label".to_owned()),
                Type::Enum(path) => Value::UnknownText(path.clone(), "label".to_owned()),
                other => Value::Empty(other.clone()),
            };
            Some((field.name.clone(), value))
        }
    });
    labels.collect()
}

/// The name of a test. A request test and a response test may have the same id.
fn unique(context: &LowerContext<'_>, taken: &mut BTreeSet<String>, id: &str) -> Ident {
    let mut name = context.names.function(id);
    while !taken.insert(name.clone()) {
        name.push_str("_response");
    }
    names::ident(&name)
}

fn documentation(context: &LowerContext<'_>, text: Option<&str>) -> Docs {
    docs::text(context, text.unwrap_or_default())
}

fn headers(headers: &BTreeMap<String, String>) -> Vec<(String, String)> {
    headers.clone().into_iter().collect()
}

fn body(message: &model::Message) -> BodyAssertion {
    let json = message.body_media_type.as_deref() == Some("application/json");
    match &message.body {
        None => BodyAssertion::Any,
        Some(body) if json && !body.is_empty() => BodyAssertion::Json(body.clone()),
        Some(body) => BodyAssertion::Exact(body.clone()),
    }
}
