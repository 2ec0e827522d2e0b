//! Required members of structures in a JSON body.

use serde_json::Value;

/// The required members of a structure and of the structures in it. Generated.
///
/// ```
/// # use runtime::server::{Incoming, Members, Nested};
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
    /// The JSON names of the required members.
    pub required: &'static [&'static str],
    /// The members that contain structures with required members.
    pub nested: &'static [(&'static str, Nested)],
}

/// The type of a member that contains structures with required members.
#[derive(Debug)]
pub enum Nested {
    /// A structure, or a union, which has no required members itself.
    Structure(&'static Members),
    /// A list of these elements.
    List(&'static Nested),
    /// A map of these values.
    Map(&'static Nested),
}

impl Members {
    /// Returns the paths of the members that are missing in a body; none if it
    /// is not JSON.
    pub(super) fn missing(&self, body: &[u8]) -> Vec<String> {
        let mut missing = Vec::new();
        if let Ok(value) = serde_json::from_slice(body) {
            self.find(&value, "", &mut missing);
        }
        missing
    }

    /// Like [`missing`](Self::missing), for a body that is the payload
    /// `member`.
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
            // Null counts as missing, also in lists and maps.
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

/// The maximum length of a map key in a path, in characters.
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
