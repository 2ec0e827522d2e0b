//! Tests of endpoint rules.

use std::collections::BTreeSet;

use crate::model::{self, EndpointExpectation};
use crate::names;
use crate::rust::{EndpointCase, ParameterBinding, ParameterValue, RuleEnd, RuleScope, RuleValue};

use super::parameters::{parameter_value, scope_of};
use super::rule;
use super::value::ValueScope;
use crate::lower::context::LowerContext;
use crate::lower::field::Fields;
use crate::lower::{docs, value};

/// The tests of the model.
pub(super) fn cases(context: &LowerContext<'_>, fields: &Fields) -> Vec<EndpointCase> {
    let scope = scope_of(context);
    let mut taken = BTreeSet::new();
    let tests = context.model.service.endpoint_tests.iter();
    tests
        .map(|test| {
            let mut bindings = vec![ParameterBinding {
                operation: None,
                parameters: parameters(&test.parameters),
            }];
            if scope == RuleScope::Call {
                bindings.extend(
                    test.calls
                        .iter()
                        .filter_map(|call| bound(context, fields, call)),
                );
            }
            EndpointCase {
                name: names::ident(&name(context, &mut taken, test)),
                docs: docs::text(context, test.documentation.as_deref().unwrap_or_default()),
                bindings,
                expected: match &test.expect {
                    EndpointExpectation::Endpoint(endpoint) => {
                        RuleEnd::Endpoint(rule::target(endpoint, &ValueScope::new(context)))
                    }
                    EndpointExpectation::Error(text) => {
                        RuleEnd::Error(RuleValue::Text(text.clone()))
                    }
                },
            }
        })
        .collect()
}

fn parameters(given: &[(String, model::Node)]) -> Vec<(String, ParameterValue)> {
    let given = given.iter();
    given
        .filter_map(|(name, value)| Some((name.clone(), parameter_value(value)?)))
        .collect()
}

fn bound(
    context: &LowerContext<'_>,
    fields: &Fields,
    call: &model::EndpointTestCall,
) -> Option<ParameterBinding> {
    let mut operations = context.model.operations.values();
    let operation = operations.find(|operation| operation.name == call.operation)?;
    let input = value::input(context, fields, operation, &call.input);
    Some(ParameterBinding {
        operation: Some((context.operation(operation), input)),
        parameters: parameters(&call.settings),
    })
}

/// The maximum length of a test name.
const LONGEST: usize = 72;

/// The name of a test, from its documentation.
fn name(
    context: &LowerContext<'_>,
    taken: &mut BTreeSet<String>,
    test: &model::EndpointTest,
) -> String {
    let about = test.documentation.as_deref().unwrap_or("endpoint");
    let words: String = about
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let mut text = String::new();
    for word in words.split_whitespace() {
        if !text.is_empty() && text.len() + word.len() > LONGEST {
            break;
        }
        text.push_str(if text.is_empty() { "" } else { "_" });
        text.push_str(&word.to_lowercase());
    }
    let name = context.names.function(&text);
    let mut unique = name.clone();
    let mut number = 1;
    while !taken.insert(unique.clone()) {
        number += 1;
        unique = format!("{name}_{number}");
    }
    unique
}
