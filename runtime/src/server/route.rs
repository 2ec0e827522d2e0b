//! Which operation a request asks for.

use crate::call::service::Metadata;

use super::query;

/// The requests of one operation. Generated.
#[derive(Debug)]
pub struct Route {
    /// The operation.
    pub operation: &'static Metadata,
    /// The method in upper case.
    pub method: &'static str,
    /// The segments of the path.
    pub path: &'static [Segment],
    /// Query parameters that a request of the operation always has; an empty
    /// value stands for any.
    pub query: &'static [(&'static str, &'static str)],
}

/// A segment of a path: what stands between two slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// This text.
    Text(&'static str),
    /// Any text that is not empty: the value of this member.
    Label(&'static str),
    /// Any number of segments, but at least one: the value of this member.
    Greedy(&'static str),
}

/// A route that a request takes.
#[derive(Debug)]
pub(super) struct Match {
    /// The index of the route.
    pub(super) index: usize,
    /// The members that are part of the path, percent-decoded.
    pub(super) labels: Vec<(&'static str, String)>,
}

/// Why a request takes no route.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unmatched {
    /// No operation has the path, or none with this query.
    Path,
    /// Operations with this path have other methods: these.
    Method(Vec<&'static str>),
}

/// Finds the route of a request. Of several, the one wins whose path names
/// more by text, from left to right, and then the one with more query
/// parameters: the order that Smithy gives to URIs that overlap.
pub(super) fn find(
    routes: &'static [Route],
    method: &str,
    path: &str,
    query: &str,
) -> Result<Match, Unmatched> {
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let parameters = query::pairs(query);
    let mut methods: Vec<&'static str> = Vec::new();
    let mut best: Option<(Vec<u8>, Match)> = None;
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
            best = Some((rank, Match { index, labels }));
        }
    }
    match best {
        Some((_, found)) => Ok(found),
        None if methods.is_empty() => Err(Unmatched::Path),
        None => {
            methods.sort_unstable();
            methods.dedup();
            Err(Unmatched::Method(methods))
        }
    }
}

/// The labels of a path that the pattern describes.
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
            Segment::Text(expected) if query::decode(&text) == *expected => {}
            Segment::Text(_) => return None,
            Segment::Label(_) if text.is_empty() => return None,
            Segment::Label(name) | Segment::Greedy(name) => {
                labels.push((*name, query::decode(&text)));
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
    use crate::call::service::{Idempotency, Service};

    static SERVICE: Service = Service {
        sdk_id: "Bookshop",
        endpoint_prefix: "bookshop",
        signing_name: "bookshop",
        version: "2024-01-01",
        crate_name: "bookshop",
        crate_version: "0.1.0",
        errors: &[],
    };

    macro_rules! operations {
        ($($name:ident)*) => {$(
            static $name: Metadata = Metadata {
                name: stringify!($name),
                service: &SERVICE,
                idempotency: Idempotency::None,
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
