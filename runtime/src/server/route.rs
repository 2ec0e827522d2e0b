//! Routing of requests to operations.

use crate::call::service::Metadata;

use super::query;

/// The HTTP binding of an operation. Generated.
#[derive(Debug)]
pub struct Route {
    /// The operation that handles the requests.
    pub operation: &'static Metadata,
    /// The HTTP method in upper case.
    pub method: &'static str,
    /// The segments of the path.
    pub path: &'static [Segment],
    /// The query parameters that a request must have; an empty value matches
    /// any value.
    pub query: &'static [(&'static str, &'static str)],
}

/// A path segment: the text between two slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Matches this text.
    Text(&'static str),
    /// Matches any text that is not empty: the value of this member.
    Label(&'static str),
    /// Matches one or more segments: the value of this member.
    Greedy(&'static str),
}

/// The route of a request.
#[derive(Debug)]
pub(super) struct RouteMatch {
    /// The index of the route.
    pub(super) index: usize,
    /// The values of the path labels, percent-decoded.
    pub(super) labels: Vec<(&'static str, String)>,
}

/// The reason why no route matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RouteMismatch {
    /// No operation has the path, or none of them has this query.
    Path,
    /// The operations with this path have only these methods.
    Method(Vec<&'static str>),
}

/// Finds the route of a request. If several match, the one with the most
/// specific path from left to right (text, label, greedy label) wins, then the
/// one with more query parameters: Smithy's order of overlapping URIs.
pub(super) fn find(
    routes: &'static [Route],
    method: &str,
    path: &str,
    query: &str,
) -> Result<RouteMatch, RouteMismatch> {
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let parameters = query::query_pairs(query);
    let mut methods: Vec<&'static str> = Vec::new();
    let mut best: Option<(Vec<u8>, RouteMatch)> = None;
    for (index, route) in routes.iter().enumerate() {
        let Some(labels) = labels(route.path, &segments) else {
            continue;
        };
        if !has_query(route, &parameters) {
            continue;
        }
        if route.method != method {
            methods.push(route.method);
            continue;
        }
        let rank = rank(route);
        if best.as_ref().is_none_or(|(best, _)| rank > *best) {
            best = Some((rank, RouteMatch { index, labels }));
        }
    }
    match best {
        Some((_, found)) => Ok(found),
        None if methods.is_empty() => Err(RouteMismatch::Path),
        None => {
            methods.sort_unstable();
            methods.dedup();
            Err(RouteMismatch::Method(methods))
        }
    }
}

/// Returns the labels of a path; `None` if the pattern does not match.
fn labels(pattern: &[Segment], segments: &[&str]) -> Option<Vec<(&'static str, String)>> {
    let mut labels = Vec::new();
    let mut rest = segments;
    for (position, segment) in pattern.iter().enumerate() {
        let taken = match segment {
            Segment::Greedy(_) => {
                let after = pattern.len() - position - 1;
                rest.len().checked_sub(after).filter(|taken| *taken > 0)?
            }
            Segment::Text(_) | Segment::Label(_) => 1,
        };
        let (these, others) = rest.split_at_checked(taken)?;
        rest = others;
        let text = these.join("/");
        match segment {
            Segment::Text(expected) if query::percent_decode(&text) == *expected => {}
            Segment::Text(_) => return None,
            Segment::Label(_) if text.is_empty() => return None,
            Segment::Label(name) | Segment::Greedy(name) => {
                labels.push((*name, query::percent_decode(&text)));
            }
        }
    }
    rest.is_empty().then_some(labels)
}

fn has_query(route: &Route, parameters: &[(String, String)]) -> bool {
    route.query.iter().all(|(name, value)| {
        parameters
            .iter()
            .any(|(given, found)| given == name && (value.is_empty() || found == value))
    })
}

fn rank(route: &Route) -> Vec<u8> {
    let mut rank: Vec<u8> = route
        .path
        .iter()
        .map(|segment| match segment {
            Segment::Text(_) => 3,
            Segment::Label(_) => 2,
            Segment::Greedy(_) => 1,
        })
        .collect();
    rank.push(u8::try_from(route.query.len()).unwrap_or(u8::MAX));
    rank
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::service::{Idempotency, Sensitivity, Service};

    static SERVICE: Service = Service {
        sdk_id: "Bookshop",
        endpoint_prefix: "bookshop",
        signing_name: "bookshop",
        version: "2024-01-01",
        crate_name: "bookshop",
        crate_version: "0.1.0",
        telemetry: crate::codegen::telemetry!("bookshop"),
        errors: &[],
    };

    macro_rules! operations {
        ($($name:ident)*) => {$(
            static $name: Metadata = Metadata {
                name: stringify!($name),
                service: &SERVICE,
                idempotency: Idempotency::None,
                sensitivity: Sensitivity::NONE,
            };
        )*};
    }

    operations!(LIST ADD SHOW NEWEST COVER SEARCH FILE);

    static ROUTES: [Route; 7] = {
        use Segment::{Greedy, Label, Text};
        const BOOKS: &[Segment] = &[Text("v1"), Text("books")];
        const fn route(
            operation: &'static Metadata,
            method: &'static str,
            path: &'static [Segment],
            query: &'static [(&'static str, &'static str)],
        ) -> Route {
            Route {
                operation,
                method,
                path,
                query,
            }
        }
        [
            route(&LIST, "GET", BOOKS, &[]),
            route(&ADD, "POST", BOOKS, &[]),
            route(&SHOW, "GET", &[Text("v1"), Text("books"), Label("id")], &[]),
            route(
                &NEWEST,
                "GET",
                &[Text("v1"), Text("books"), Text("newest")],
                &[],
            ),
            route(
                &COVER,
                "GET",
                &[Text("v1"), Text("books"), Label("id"), Text("cover")],
                &[],
            ),
            route(&SEARCH, "GET", BOOKS, &[("search", ""), ("mode", "full")]),
            route(&FILE, "PUT", &[Text("files"), Greedy("key")], &[]),
        ]
    };

    /// Returns the match as `NAME member=value`, or the reason for none.
    fn route_of(method: &str, target: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match find(&ROUTES, method, path, query) {
            Ok(found) => {
                let mut text = ROUTES[found.index].operation.name.to_owned();
                for (name, value) in found.labels {
                    text.push_str(&format!(" {name}={value}"));
                }
                text
            }
            Err(unmatched) => format!("{unmatched:?}"),
        }
    }

    #[test]
    fn routes_requests_to_operations() {
        for (method, target, expected) in [
            ("GET", "/v1/books", "LIST"),
            ("POST", "/v1/books", "ADD"),
            ("GET", "/v1/books/7", "SHOW id=7"),
            ("GET", "/v1/books/a%2Fb%20c", "SHOW id=a/b c"),
            ("GET", "/v1/books/newest", "NEWEST"),
            ("GET", "/v1/books/newest/cover", "COVER id=newest"),
            ("GET", "/v1/books?search=x&mode=full", "SEARCH"),
            ("GET", "/v1/books?search&mode=full", "SEARCH"),
            ("GET", "/v1/books?search=x&mode=short", "LIST"),
            ("PUT", "/files/a/b%20c", "FILE key=a/b c"),
            ("PUT", "/files", "Path"),
            ("GET", "/v1/books/", "Path"),
            ("GET", "/v1", "Path"),
            ("GET", "/", "Path"),
            ("GET", "/v2/books", "Path"),
            ("GET", "/v1/books/7/cover/x", "Path"),
            ("DELETE", "/v1/books", r#"Method(["GET", "POST"])"#),
            ("get", "/v1/books", r#"Method(["GET", "POST"])"#),
            ("GET", "/files/a", r#"Method(["PUT"])"#),
        ] {
            assert_eq!(route_of(method, target), expected, "{method} {target}");
        }
    }
}
