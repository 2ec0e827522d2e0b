//! Members that structures inside of a request's JSON must have.

use serde_json::Value;

/// What a structure must have. Generated.
///
/// ```
/// use runtime::server::{Incoming, Members, Nested};
///
/// static TAG: Members = Members { required: &["key"], nested: &[] };
/// static INPUT: Members = Members {
///     required: &[],
///     nested: &[("tags", Nested::List(&Nested::Structure(&TAG)))],
/// };
/// let body = r#"{"tags": [{"key": "team"}, {"value": "bookings"}]}"#;
/// let request = http::Request::post("/").header("content-type", "application/json");
/// let request = Incoming::new(request.body(body.into())?, Vec::new());
/// let rejection = request.json_with::<serde_json::Value>(&INPUT).unwrap_err();
/// assert_eq!(rejection.message(), "1 validation error detected: /tags/1/key: must be set");
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug)]
pub struct Members {
    /// The required members, by their names in JSON.
    pub required: &'static [&'static str],
    /// The members that lead to structures with required members.
    pub nested: &'static [(&'static str, Nested)],
}

/// Where a member leads.
#[derive(Debug)]
pub enum Nested {
    /// To a structure, or to a union, of whose members none is required.
    Structure(&'static Members),
    /// To a list of these.
    List(&'static Nested),
    /// To a map of these.
    Map(&'static Nested),
}

impl Members {
    /// The paths of what is missing in a body. One that is not JSON misses
    /// nothing.
    pub(super) fn missing(&self, body: &[u8]) -> Vec<String> {
        let mut missing = Vec::new();
        if let Ok(value) = serde_json::from_slice(body) {
            self.find(&value, "", &mut missing);
        }
        missing
    }

    /// The paths of what is missing in a body that is one member.
    pub(super) fn missing_in(&self, member: &str, body: &[u8]) -> Vec<String> {
        let mut missing = Vec::new();
        let nested = self.nested.iter().find(|(name, _)| *name == member);
        if let (Some((name, nested)), Ok(value)) = (nested, serde_json::from_slice(body)) {
            nested.find(&value, &format!("/{name}"), &mut missing);
        }
        missing
    }

    fn find(&self, value: &Value, path: &str, missing: &mut Vec<String>) {
        let is_set = |name: &str| value.get(name).is_some_and(|member| !member.is_null());
        let absent = self.required.iter().filter(|name| !is_set(name));
        missing.extend(absent.map(|name| format!("{path}/{name}")));
        for (name, nested) in self.nested {
            if let Some(member) = value.get(name) {
                nested.find(member, &format!("{path}/{name}"), missing);
            }
        }
    }
}

impl Nested {
    fn find(&self, value: &Value, path: &str, missing: &mut Vec<String>) {
        match (self, value) {
            // Null is the same as absent, also inside of lists and maps.
            (_, Value::Null) => {}
            (Self::Structure(members), value) => members.find(value, path, missing),
            (Self::List(inner), Value::Array(entries)) => {
                for (index, entry) in entries.iter().enumerate() {
                    inner.find(entry, &format!("{path}/{index}"), missing);
                }
            }
            (Self::Map(inner), Value::Object(entries)) => {
                for (key, entry) in entries {
                    let mut path = format!("{path}/");
                    crate::wire::pointer::push_segment(&mut path, key, KEY_LIMIT);
                    inner.find(entry, &path, missing);
                }
            }
            _ => {}
        }
    }
}

/// The longest key that a path shows, in characters.
const KEY_LIMIT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    static LEAF: Members = Members {
        required: &["a", "b"],
        nested: &[],
    };
    static ROOT: Members = Members {
        required: &[],
        nested: &[
            ("leaf", Nested::Structure(&LEAF)),
            ("list", Nested::List(&Nested::Structure(&LEAF))),
            ("map", Nested::Map(&Nested::List(&Nested::Structure(&LEAF)))),
        ],
    };

    #[test]
    fn names_missing_members_of_payloads() {
        for (member, body, expected) in [
            ("leaf", "", vec![]),
            ("leaf", r#"{"a": 1}"#, vec!["/leaf/b"]),
            ("list", r#"[{"a": 1}]"#, vec!["/list/0/b"]),
            ("other", "{}", vec![]),
        ] {
            let missing = ROOT.missing_in(member, body.as_bytes());
            assert_eq!(missing, expected, "{member} {body}");
        }
    }

    #[test]
    fn names_missing_members() {
        for (body, expected) in [
            ("", vec![]),
            ("{}", vec![]),
            (r#"{"leaf": null, "list": [null]}"#, vec![]),
            (r#"{"leaf": {"a": 1, "b": 2}}"#, vec![]),
            (r#"{"leaf": {"a": null}}"#, vec!["/leaf/a", "/leaf/b"]),
            (
                r#"{"list": [{"a": 1, "b": 2}, {"b": 2}]}"#,
                vec!["/list/1/a"],
            ),
            (r#"{"map": {"x/y": [{"a": 1}]}}"#, vec!["/map/x~1y/0/b"]),
        ] {
            assert_eq!(ROOT.missing(body.as_bytes()), expected, "{body}");
        }
    }
}
