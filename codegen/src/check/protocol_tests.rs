//! Protocol tests.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::{Context, value};
use crate::ast::{Body, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType, TestKind};
use crate::resolve::for_clients;
use crate::source::Span;
use crate::traits::{ids, with_tests};

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
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
    }
}

/// The tests of one operation or error.
struct Tests<'t, 'c, 'a> {
    context: &'t Context<'c, 'a>,
    traits: &'t Traits<'a>,
}

impl Tests<'_, '_, '_> {
    fn check(&self, trait_id: &str, params_of: &ShapeId, ids: &mut Ids, report: &mut Report) {
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

fn body(test: &Value<'_>, report: &mut Report) {
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

/// The test IDs found so far.
#[derive(Default)]
struct Ids(BTreeMap<String, Span>);

impl Ids {
    fn add(&mut self, test: &Value<'_>, report: &mut Report) {
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
