//! Operations with the same route.

use std::collections::BTreeMap;

use super::{CheckContext, OperationSite};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{HostPart, Segment};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut routes: BTreeMap<String, OperationSite<'_, '_>> = BTreeMap::new();
    for site in context.operations() {
        // `http` reports invalid patterns.
        if site.shape.traits.has(ids::HTTP) && has_valid_uri(&site) {
            let key = route(&site);
            match routes.get(&key) {
                None => {
                    routes.insert(key, site);
                }
                Some(first) => report.push(shared(first, &site)),
            }
        }
    }
}

fn has_valid_uri(site: &OperationSite<'_, '_>) -> bool {
    let http = site.shape.traits.value(ids::HTTP);
    let pattern = http.and_then(|http| http.str("uri"));
    pattern.is_some_and(|pattern| crate::resolve::uri(pattern).is_ok())
}

/// Returns the key by which a server routes: host, method, path without label
/// names, and the sorted query literals.
fn route(site: &OperationSite<'_, '_>) -> String {
    let operation = site.operation;
    let mut key = String::new();
    for part in operation.host_prefix.iter().flat_map(|host| &host.parts) {
        match part {
            HostPart::Literal(text) => key.push_str(text),
            HostPart::Label(_) => key.push_str("{}"),
        }
    }
    key.push(' ');
    key.push_str(&operation.http.method);
    key.push(' ');
    for segment in &operation.http.uri.segments {
        key.push('/');
        match segment {
            Segment::Literal(text) => key.push_str(text),
            Segment::Label(_) => key.push_str("{}"),
            Segment::GreedyLabel(_) => key.push_str("{+}"),
        }
    }
    let mut query = operation.http.uri.query.clone();
    query.sort();
    for (name, value) in query {
        key.push_str(&format!("&{name}={}", value.unwrap_or_default()));
    }
    key
}

fn shared<'c, 'a>(first: &OperationSite<'c, 'a>, second: &OperationSite<'c, 'a>) -> Diagnostic {
    let place = |site: &OperationSite<'_, '_>| {
        let http = site.shape.traits.get(ids::HTTP);
        let uri = http.and_then(|http| http.value.get("uri"));
        uri.map_or(site.shape.span, |uri| uri.span)
    };
    let (earlier, later) = if place(first) <= place(second) {
        (first, second)
    } else {
        (second, first)
    };
    let title = format!(
        "`{}` and `{}` have the same route",
        earlier.operation.name, later.operation.name
    );
    let http = &later.operation.http;
    Diagnostic::new(Code::SharedRoute, title, place(later))
        .label(format!("`{}` on the same path", http.method))
        .secondary(
            place(earlier),
            format!("first used by `{}`", earlier.operation.name),
        )
        .note("label names do not distinguish routes")
        .help("change the method, path or query literal of one of them")
}
