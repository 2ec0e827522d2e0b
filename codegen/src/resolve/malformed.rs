//! Tests of malformed requests, one for each set of parameter values.

use std::collections::BTreeMap;

use crate::ast::Traits;
use crate::json::Value;
use crate::model::{MalformedRequestTest, RejectionBody, TestKind};
use crate::traits::{ids, with_tests};

/// The elements of the trait that are tests for servers that speak restJson1.
pub(crate) fn for_servers<'t, 'a>(traits: &'t Traits<'a>) -> impl Iterator<Item = &'t Value<'a>> {
    let found = with_tests(TestKind::Malformed).filter_map(|id| traits.value(id));
    let tests = found.flat_map(|tests| tests.elements());
    tests.filter(|test| test.str("protocol") == Some(ids::REST_JSON_1))
}

/// `httpMalformedRequestTests`.
pub(super) fn malformed_tests(traits: &Traits<'_>) -> Vec<MalformedRequestTest> {
    let tests = for_servers(traits);
    tests
        .flat_map(|test| {
            let cases = parameter_cases(test);
            let cases = cases.into_iter().zip(case_ids(test));
            cases.map(|(parameters, id)| concrete(test, id, &parameters))
        })
        .collect()
}

/// The ids of the cases of a test: its own, or one for each set of values of
/// its parameters. These are the names of Smithy's test runners.
pub(crate) fn case_ids(test: &Value<'_>) -> Vec<String> {
    let id = test.str("id").unwrap_or_default();
    match parameters(test) {
        None => vec![id.to_owned()],
        Some(_) => (0..parameter_cases(test).len())
            .map(|index| format!("{id}_case{index}"))
            .collect(),
    }
}

/// The parameters of a test with their lists of values; `None` if it has none.
pub(crate) fn parameters(test: &Value<'_>) -> Option<BTreeMap<String, Vec<String>>> {
    let parameters = test.get("testParameters")?;
    let parameters: BTreeMap<_, _> = parameters
        .entries()
        .map(|entry| {
            let values = entry.value.elements().iter().filter_map(Value::as_str);
            (entry.key.to_string(), values.map(str::to_owned).collect())
        })
        .collect();
    (!parameters.is_empty()).then_some(parameters)
}

/// The values of the parameters in each case.
fn parameter_cases(test: &Value<'_>) -> Vec<BTreeMap<String, String>> {
    let Some(parameters) = parameters(test) else {
        return vec![BTreeMap::new()];
    };
    // The lists have the same length, or are reported.
    let count = parameters.values().map(Vec::len).min().unwrap_or_default();
    let case = |index: usize| {
        let values = parameters.iter();
        values
            .filter_map(|(name, values)| Some((name.clone(), values.get(index)?.clone())))
            .collect()
    };
    (0..count).map(case).collect()
}

fn concrete(
    test: &Value<'_>,
    id: String,
    parameters: &BTreeMap<String, String>,
) -> MalformedRequestTest {
    // A text with an error is reported.
    let filled = |text: &str| fill(text, parameters).unwrap_or_else(|_| text.to_owned());
    let (request, response) = (test.get("request"), test.get("response"));
    let text = |key| {
        request
            .and_then(|request| request.str(key))
            .map(filled)
            .unwrap_or_default()
    };
    let headers = |message: Option<&Value<'_>>| {
        let headers = message.and_then(|message| message.get("headers"));
        let headers = headers.into_iter().flat_map(|headers| headers.entries());
        headers
            .filter_map(|entry| Some((entry.key.to_string(), filled(entry.value.as_str()?))))
            .collect()
    };
    let code = response.and_then(|response| response.get("code")?.as_number()?.as_i64());
    let query = request.map_or_else(Vec::new, |request| request.strings("queryParams"));
    MalformedRequestTest {
        id,
        documentation: test.str("documentation").map(filled),
        method: text("method"),
        uri: text("uri"),
        query_params: query.iter().map(|parameter| filled(parameter)).collect(),
        headers: headers(request),
        body: text("body"),
        code: code
            .and_then(|code| u16::try_from(code).ok())
            .unwrap_or(400),
        expected_headers: headers(response),
        expected_body: rejection_body(response, filled),
    }
}

fn rejection_body(response: Option<&Value<'_>>, filled: impl Fn(&str) -> String) -> RejectionBody {
    let Some(body) = response.and_then(|response| response.get("body")) else {
        return RejectionBody::Any;
    };
    let assertion = |key| {
        body.get("assertion")
            .and_then(|assertion| assertion.str(key))
    };
    match (assertion("contents"), assertion("messageRegex")) {
        (Some(contents), _) => RejectionBody::Contents(
            body.str("mediaType").unwrap_or_default().to_owned(),
            filled(contents),
        ),
        (None, Some(pattern)) => RejectionBody::MessageRegex(filled(pattern)),
        (None, None) => RejectionBody::Any,
    }
}

/// A mistake in a text with parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TemplateError {
    /// A dollar sign that starts neither `$name:L`, `$name:S` nor `$$`.
    Syntax,
    /// A parameter that the test does not have.
    Unknown(String),
}

/// Replaces parameters with their values. Smithy: `$name:L` is the value
/// itself, `$name:S` the value as a string in quotes, and `$$` a dollar sign.
/// The texts of a test without parameters are literal.
pub(crate) fn fill(
    text: &str,
    parameters: &BTreeMap<String, String>,
) -> Result<String, TemplateError> {
    if parameters.is_empty() {
        return Ok(text.to_owned());
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            filled.push('$');
            rest = after;
            continue;
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let value = parameters.get(name);
        let value = value.ok_or_else(|| TemplateError::Unknown(name.to_owned()));
        if let Some(after) = after.strip_prefix(":L").filter(|_| !name.is_empty()) {
            filled.push_str(value?);
            rest = after;
        } else if let Some(after) = after.strip_prefix(":S").filter(|_| !name.is_empty()) {
            filled.push_str(&serde_json::Value::from(value?.as_str()).to_string());
            rest = after;
        } else {
            return Err(TemplateError::Syntax);
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_parameters() {
        let parameters = BTreeMap::from([
            ("value".to_owned(), "a\"b".to_owned()),
            ("tag".to_owned(), "x".to_owned()),
        ]);
        let unknown = |name: &str| Err(TemplateError::Unknown(name.to_owned()));
        for (text, expected) in [
            ("plain", Ok("plain".to_owned())),
            ("/a/$value:L?$tag:L", Ok("/a/a\"b?x".to_owned())),
            (
                "{ \"a\": $value:S }",
                Ok("{ \"a\": \"a\\\"b\" }".to_owned()),
            ),
            ("5$$", Ok("5$".to_owned())),
            ("$other:L", unknown("other")),
            ("$value", Err(TemplateError::Syntax)),
            ("$value:Q", Err(TemplateError::Syntax)),
            ("$:L", Err(TemplateError::Syntax)),
        ] {
            assert_eq!(fill(text, &parameters), expected, "{text}");
        }
        assert_eq!(fill("$5", &BTreeMap::new()), Ok("$5".to_owned()));
    }
}
