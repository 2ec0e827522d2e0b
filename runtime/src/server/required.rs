//! Required members of structures in a JSON body.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The required members of a structure and of the structures in it. Generated.
///
/// ```
/// # use runtime::server::{Incoming, RequiredMembers, Nested};
/// static TAG: RequiredMembers = RequiredMembers { required: &["key"], nested: &[] };
/// static INPUT: RequiredMembers = RequiredMembers {
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
pub struct RequiredMembers {
    /// The JSON names of the required members.
    pub required: &'static [&'static str],
    /// The members that contain structures with required members.
    pub nested: &'static [(&'static str, Nested)],
}

/// The type of a member that contains structures with required members.
#[derive(Debug)]
pub enum Nested {
    /// A structure, or a union, which has no required members itself.
    Structure(&'static RequiredMembers),
    /// A list of these elements.
    List(&'static Nested),
    /// A map of these values.
    Map(&'static Nested),
}

impl RequiredMembers {
    /// Returns the paths of the members that are missing in a body, at most
    /// 1000; none if it is not JSON.
    pub(super) fn missing(&self, body: &[u8]) -> Vec<String> {
        find(body, String::new(), Target::Structure(self))
    }

    /// Like [`missing`](Self::missing), for a body that is the payload
    /// `member`.
    pub(super) fn missing_in(&self, member: &str, body: &[u8]) -> Vec<String> {
        let nested = self.nested.iter().find(|(name, _)| *name == member);
        match nested {
            Some((name, nested)) => find(body, format!("/{name}"), nested.into()),
            None => Vec::new(),
        }
    }
}

/// The maximum number of paths.
const PATH_LIMIT: usize = 1_000;

/// The required members of a value, by its type.
#[derive(Clone, Copy)]
enum Target<'a> {
    Structure(&'a RequiredMembers),
    List(&'a Nested),
    Map(&'a Nested),
    /// A value without required members.
    Other,
}

impl<'a> From<&'a Nested> for Target<'a> {
    fn from(nested: &'a Nested) -> Self {
        match nested {
            Nested::Structure(members) => Self::Structure(members),
            Nested::List(inner) => Self::List(inner),
            Nested::Map(inner) => Self::Map(inner),
        }
    }
}

fn find(body: &[u8], mut path: String, target: Target<'_>) -> Vec<String> {
    let mut missing = Vec::new();
    let Ok(text) = str::from_utf8(body) else {
        return Vec::new();
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let search = Search {
        target,
        path: &mut path,
        missing: &mut missing,
    };
    match search.deserialize(&mut deserializer) {
        Ok(_) => missing,
        Err(_) => Vec::new(),
    }
}

/// Reads a value and collects the paths of missing members, without keeping the
/// value. Returns whether the value is set, that is, not `null`.
struct Search<'a> {
    target: Target<'a>,
    path: &'a mut String,
    missing: &'a mut Vec<String>,
}

impl Search<'_> {
    /// Searches the value at a path segment.
    fn enter<'b>(&'b mut self, target: Target<'b>) -> Search<'b> {
        Search {
            target,
            path: self.path,
            missing: self.missing,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        // Null counts as missing, also in lists and maps.
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut entries: A) -> Result<bool, A::Error> {
        let inner = match self.target {
            Target::List(inner) => inner.into(),
            _ => Target::Other,
        };
        let length = self.path.len();
        let mut index = 0_usize;
        loop {
            if !matches!(inner, Target::Other) {
                self.path.push('/');
                self.path.push_str(&index.to_string());
            }
            let entry = entries.next_element_seed(self.enter(inner))?;
            self.path.truncate(length);
            if entry.is_none() {
                return Ok(true);
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<bool, A::Error> {
        let length = self.path.len();
        let required = match self.target {
            Target::Structure(members) => members.required,
            _ => &[],
        };
        let mut set = vec![false; required.len()];
        while let Some(key) = entries.next_key::<String>()? {
            let inner = match self.target {
                Target::Map(inner) => inner.into(),
                Target::Structure(members) => {
                    let nested = members.nested.iter().find(|(name, _)| *name == key);
                    nested.map_or(Target::Other, |(_, nested)| nested.into())
                }
                _ => Target::Other,
            };
            if !matches!(inner, Target::Other) {
                self.path.push('/');
                crate::wire::pointer::push_segment(self.path, &key, KEY_LIMIT);
            }
            let is_set = entries.next_value_seed(self.enter(inner))?;
            self.path.truncate(length);
            let index = required.iter().position(|name| *name == key);
            if let Some(place) = index.and_then(|index| set.get_mut(index)) {
                *place = is_set;
            }
        }
        for (name, is_set) in required.iter().zip(set) {
            if !is_set && self.missing.len() < PATH_LIMIT {
                self.missing.push(format!("{}/{name}", self.path));
            }
        }
        Ok(true)
    }
}

/// The maximum length of a map key in a path, in characters.
const KEY_LIMIT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    static LEAF: RequiredMembers = RequiredMembers {
        required: &["a", "b"],
        nested: &[],
    };
    static ROOT: RequiredMembers = RequiredMembers {
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
