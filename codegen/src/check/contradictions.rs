//! Request tests that contradict the operation: no request can have their
//! method, path or body.

use std::collections::BTreeSet;

use super::{CheckContext, OperationSite};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{Location, Segment, TestKind};
use crate::resolve::for_clients;
use crate::traits::{ids, with_tests};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for site in context.operations() {
        for id in with_tests(TestKind::Request) {
            for test in for_clients(&site.shape.traits, id) {
                method(&site, test, report);
                path(context, &site, test, report);
                body(context, &site, test, report);
            }
        }
    }
}

fn contradiction(site: &OperationSite<'_, '_>, value: &Value<'_>, title: String) -> Diagnostic {
    let place = site.shape.traits.get(ids::HTTP);
    let place = place.map_or(site.shape.span, |http| http.value.span);
    Diagnostic::new(Code::TestContradiction, title, value.span)
        .secondary(place, "the request of the operation")
}

fn method(site: &OperationSite<'_, '_>, test: &Value<'_>, report: &mut DiagnosticReport) {
    let expected = &site.operation.http.method;
    let Some(value) = test.get("method") else {
        return;
    };
    let found = value.as_str().unwrap_or_default();
    if !expected.is_empty() && !found.is_empty() && found != expected {
        let title = format!("the test expects {found}, the operation sends {expected}");
        report.push(contradiction(site, value, title).help("change one of them"));
    }
}

fn path(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    test: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(value) = test.get("uri") else { return };
    let Some(found) = value.as_str().filter(|found| !found.is_empty()) else {
        return;
    };
    // The path of `host` precedes that of the operation.
    let host = test.str("host").unwrap_or_default();
    let base = host
        .split_once('/')
        .map_or("", |(_, base)| base.trim_end_matches('/'));
    let rest = found.strip_prefix('/').unwrap_or(found);
    let rest = match rest.strip_prefix(base) {
        Some(rest) if !base.is_empty() => rest.strip_prefix('/').unwrap_or(rest),
        _ => rest,
    };
    let path = rest.split('?').next().unwrap_or_default();
    let uri = &site.operation.http.uri;
    // Endpoint rules may prepend a path.
    let path = if context.model.service.endpoint_rules.is_some() {
        end(path, uri.segments.len())
    } else {
        path
    };
    // An invalid pattern is also empty; it is reported elsewhere.
    if !uri.segments.is_empty() && !matches(&uri.segments, path) {
        let title = format!("the path of the test does not match `{uri}`");
        report.push(contradiction(site, value, title).help("change one of them"));
    }
}

/// Returns the last segments of a path.
fn end(path: &str, segments: usize) -> &str {
    let starts = path.rmatch_indices('/').map(|(slash, _)| slash + 1);
    let start = starts.take(segments).last().unwrap_or_default();
    let is_longer = path.split('/').count() > segments;
    path.get(start..).filter(|_| is_longer).unwrap_or(path)
}

/// Whether a path has the literal segments of a pattern and a segment for each label.
fn matches(pattern: &[Segment], path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').collect();
    let greedy = |segment: &Segment| matches!(segment, Segment::GreedyLabel(_));
    let fits = |(segment, text): (&Segment, &&str)| match segment {
        Segment::Literal(literal) => literal == text,
        Segment::Label(_) | Segment::GreedyLabel(_) => !text.is_empty(),
    };
    let Some(position) = pattern.iter().position(greedy) else {
        return pattern.len() == segments.len() && pattern.iter().zip(&segments).all(fits);
    };
    let after = pattern.len() - position - 1;
    segments.len() >= pattern.len()
        && pattern.iter().zip(&segments).take(position).all(fits)
        && pattern
            .iter()
            .rev()
            .zip(segments.iter().rev())
            .take(after)
            .all(fits)
}

fn body(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    test: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(value) = test.get("body") else {
        return;
    };
    let text = value.as_str().unwrap_or_default();
    let members = context.model.members(&site.operation.input);
    if members
        .iter()
        .any(|member| member.location == Location::Payload)
    {
        return;
    }
    let names: BTreeSet<&str> = members
        .iter()
        .filter(|member| member.location == Location::Body)
        .map(|member| member.wire_name())
        .collect();
    // `protocol_tests` reports invalid JSON; other text is not meant to be JSON.
    let Ok(serde_json::Value::Object(found)) = serde_json::from_str(text) else {
        if names.is_empty() && !text.is_empty() {
            let title = "the test expects a body, the operation sends none".to_owned();
            report.push(contradiction(site, value, title).help("remove the body of the test"));
        }
        return;
    };
    for name in found.keys().filter(|name| !names.contains(name.as_str())) {
        let title = format!("the body of the test has `{name}`, the operation does not send it");
        report.push(
            contradiction(site, value, title)
                .help("remove it from the test, or add the member to the input"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::uri;

    #[test]
    fn paths_match_their_pattern() {
        for (pattern, path, expected) in [
            ("/a/{b}", "a/1", true),
            ("/a/{b}", "a/1/2", false),
            ("/a/{b}", "a/", false),
            ("/a/{b}", "b/1", false),
            ("/a/{b+}/c", "a/1/2/c", true),
            ("/a/{b+}/c", "a/1/2/d", false),
            ("/a/{b+}", "a", false),
            ("/a/", "a/", true),
            ("/a/", "a", false),
        ] {
            let pattern_of = uri(pattern).unwrap_or_default();
            assert_eq!(
                matches(&pattern_of.segments, path),
                expected,
                "{pattern} {path}"
            );
        }
    }
}
