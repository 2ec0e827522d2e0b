//! The tests of rules.

use crate::json::Value;
use crate::model::{
    EndpointExpectation, EndpointTest, EndpointTestCall, Node, RuleParameter, RuleSet,
};
use crate::phrases::closest;

use super::expr::{Reader, Texts};
use super::rules::is_of;
use super::{Read, RuleErrors};

/// `smithy.rules#endpointTests`, for these rules.
pub(crate) fn tests(value: &Value<'_>, rules: &RuleSet) -> Read<Vec<EndpointTest>> {
    let mut errors = RuleErrors::default();
    let cases = value.get("testCases").map_or(&[][..], Value::elements);
    let cases = cases
        .iter()
        .filter_map(|case| test(case, rules, &mut errors));
    (cases.collect(), errors.0)
}

fn test(case: &Value<'_>, rules: &RuleSet, errors: &mut RuleErrors) -> Option<EndpointTest> {
    let given = case.get("params").into_iter().flat_map(|v| v.entries());
    let mut parameters = Vec::new();
    for entry in given {
        let known = |parameter: &&RuleParameter| parameter.name == entry.key;
        let Some(parameter) = rules.parameters.iter().find(known) else {
            let title = format!("unknown endpoint parameter `{}`", entry.key);
            let names = rules.parameters.iter().map(|known| known.name.as_str());
            let help = match closest(&entry.key, names) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => "declare it in the rules, or remove it here".to_owned(),
            };
            return errors.add_with_help(entry.key_span, title, help);
        };
        if !is_of(&parameter.ty, &entry.value) {
            let title = format!("`{}` has the wrong type: {}", entry.key, entry.value.noun());
            return errors.add(entry.value.span, title);
        }
        parameters.push((entry.key.to_string(), entry.value.to_node()));
    }
    let Some(expect) = case.get("expect") else {
        return errors.add(case.span, "endpoint test without `expect`");
    };
    let calls = case.get("operationInputs").map_or(&[][..], Value::elements);
    Some(EndpointTest {
        documentation: case.str("documentation").map(str::to_owned),
        parameters,
        calls: calls
            .iter()
            .filter_map(|call| operation(call, rules))
            .collect(),
        expect: expectation(expect, errors)?,
    })
}

fn expectation(value: &Value<'_>, errors: &mut RuleErrors) -> Option<EndpointExpectation> {
    if let Some(error) = value.str("error") {
        return Some(EndpointExpectation::Error(error.to_owned()));
    }
    let Some(endpoint) = value.get("endpoint") else {
        let title = "`expect` must have an `endpoint` or an `error`";
        return errors.add(value.span, title);
    };
    let mut reader = Reader {
        depth: 0,
        conditions: 0,
        errors,
        scope: Vec::new(),
        texts: Texts::Plain,
    };
    reader.endpoint(endpoint).map(EndpointExpectation::Endpoint)
}

fn operation(value: &Value<'_>, rules: &RuleSet) -> Option<EndpointTestCall> {
    let mut settings = Vec::new();
    for entry in value
        .get("builtInParams")
        .into_iter()
        .flat_map(|v| v.entries())
    {
        let found = super::rules::built_in(&entry.key)?;
        let parameter = rules
            .parameters
            .iter()
            .find(|parameter| parameter.built_in == Some(found))?;
        settings.push((parameter.name.clone(), entry.value.to_node()));
    }
    for entry in value
        .get("clientParams")
        .into_iter()
        .flat_map(|v| v.entries())
    {
        settings.push((entry.key.to_string(), entry.value.to_node()));
    }
    let input = value.get("operationParams").map(Value::to_node);
    Some(EndpointTestCall {
        operation: value.str("operationName")?.to_owned(),
        input: input.unwrap_or_else(Node::empty_object),
        settings,
    })
}
