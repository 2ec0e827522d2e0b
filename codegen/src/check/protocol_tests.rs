//! Protocol tests.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::{CheckContext, value};
use crate::ast::{Body, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType, TestKind};
use crate::resolve::{TemplateError, fill, for_clients, for_servers, parameters};
use crate::source::Span;
use crate::traits::{ids, with_tests};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut malformed = Ids::default();
    let (mut requests, mut responses) = (Ids::default(), Ids::default());
    for shape in context.ast.shapes.values() {
        let unit = ShapeId::unit();
        let (input, output) = match &shape.body {
            Body::Operation(operation) => (
                operation.input.as_ref().map_or(&unit, |input| &input.id),
                operation.output.as_ref().map_or(&unit, |output| &output.id),
            ),
            Body::Data(ShapeType::Structure, _) => (&unit, &shape.id),
            _ => continue,
        };
        let tests = Tests {
            context,
            traits: &shape.traits,
        };
        for id in with_tests(TestKind::Request) {
            tests.check(id, input, &mut requests, report);
        }
        for id in with_tests(TestKind::Response) {
            tests.check(id, output, &mut responses, report);
        }
        for test in for_servers(&shape.traits) {
            malformed.add(test, report);
            parameterized(test, report);
        }
    }
}

/// The tests of one operation or error.
struct Tests<'t, 'c, 'a> {
    context: &'t CheckContext<'c, 'a>,
    traits: &'t Traits<'a>,
}

impl Tests<'_, '_, '_> {
    fn check(
        &self,
        trait_id: &str,
        params_of: &ShapeId,
        ids: &mut Ids,
        report: &mut DiagnosticReport,
    ) {
        let purpose = match trait_id {
            ids::HTTP_REQUEST_TESTS => value::Purpose::RequestTest,
            ids::OPEN_RESPONSE_TESTS => value::Purpose::OpenResponseTest,
            _ => value::Purpose::ResponseTest,
        };
        for test in for_clients(self.traits, trait_id) {
            ids.add(test, report);
            body(test, report);
            if let Some(params) = test.get("params") {
                // `form` reports values that are not objects.
                if params.as_object().is_some() {
                    let code = Code::TestParams;
                    value::check(self.context, params_of, params, purpose, code, report);
                }
            }
        }
    }
}

fn body(test: &Value<'_>, report: &mut DiagnosticReport) {
    let media_type = test.get("bodyMediaType");
    let json = media_type.is_some_and(|media| media.as_str() == Some("application/json"));
    let Some(body) = test.get("body") else { return };
    let text = body.as_str().unwrap_or_default();
    if !json || text.is_empty() {
        return;
    }
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let mut diagnostic = Diagnostic::new(
            Code::TestBody,
            "the body of the test is not valid JSON",
            body.span,
        )
        .label(error.to_string());
        if let Some(media_type) = media_type {
            diagnostic = diagnostic.secondary(media_type.span, "declared as JSON");
        }
        report.push(diagnostic);
    }
}

/// Reports parameter lists of different lengths, and texts that use parameters
/// incorrectly.
fn parameterized(test: &Value<'_>, report: &mut DiagnosticReport) {
    let Some(lists) = parameters(test) else {
        return;
    };
    let given = test.get("testParameters").into_iter();
    let given: Vec<_> = given.flat_map(Value::entries).collect();
    if let Some((first, others)) = given.split_first() {
        let expected = first.value.elements().len();
        let odd = others.iter();
        for entry in odd.filter(|entry| entry.value.elements().len() != expected) {
            let title = format!(
                "different numbers of values: `{}` {}, `{}` {expected}",
                entry.key,
                entry.value.elements().len(),
                first.key
            );
            report.push(
                Diagnostic::new(Code::TestParams, title, entry.value.span)
                    .secondary(first.value.span, "the other list")
                    .note("each index is a case, so all lists have the same length"),
            );
        }
    }
    let first = |values: &Vec<String>| values.first().cloned().unwrap_or_default();
    let values = lists.iter().map(|(name, list)| (name.clone(), first(list)));
    let values: BTreeMap<String, String> = values.collect();
    let parts = ["request", "response"].into_iter();
    let mut waiting: Vec<&Value<'_>> = parts.filter_map(|part| test.get(part)).collect();
    while let Some(value) = waiting.pop() {
        waiting.extend(value.elements());
        waiting.extend(value.entries().map(|entry| &entry.value));
        let filled = value.as_str().map(|text| fill(text, &values));
        let (title, help) = match filled {
            None | Some(Ok(_)) => continue,
            Some(Err(TemplateError::Syntax)) => (
                "invalid use of a parameter".to_owned(),
                "write `$name:L` for the value, `$name:S` for the value in quotes, or `$$` for a \
                 dollar sign"
                    .to_owned(),
            ),
            Some(Err(TemplateError::Unknown(name))) => {
                let known: Vec<String> = lists.keys().map(|name| format!("`{name}`")).collect();
                (
                    format!("unknown parameter `{name}`"),
                    format!("the test has {}", known.join(", ")),
                )
            }
        };
        report.push(Diagnostic::new(Code::TestParams, title, value.span).help(help));
    }
}

/// The test IDs found so far.
#[derive(Default)]
struct Ids(BTreeMap<String, Span>);

impl Ids {
    fn add(&mut self, test: &Value<'_>, report: &mut DiagnosticReport) {
        let Some(value) = test.get("id") else { return };
        let Some(id) = value.as_str() else { return };
        let Some(other) = self.0.get(id) else {
            self.0.insert(id.to_owned(), value.span);
            return;
        };
        let (first, again) = (value.span.min(*other), value.span.max(*other));
        let title = format!("duplicate test ID `{id}`");
        report.push(
            Diagnostic::new(Code::DuplicateTest, title, again)
                .label("duplicate")
                .secondary(first, "first used here")
                .note("the Rust test is named after the ID")
                .help("change one of them"),
        );
    }
}
