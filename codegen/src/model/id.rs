//! Shape ids, the names of shapes in a Smithy model.

use std::fmt;

/// The absolute id of a shape, `namespace#Name`, without a member.
///
/// Ids sort by namespace and then by name, byte by byte.
///
/// ```
/// use codegen::model::ShapeId;
///
/// let id = ShapeId::parse("com.example#Book").unwrap();
/// assert_eq!(id.namespace(), "com.example");
/// assert_eq!(id.name(), "Book");
/// assert_eq!(ShapeId::parse("Book"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShapeId {
    namespace: String,
    name: String,
}

impl ShapeId {
    /// Reads an absolute shape id; `None` for invalid identifiers, and for the
    /// id of a member.
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('#')?;
        let well_formed = namespace.split('.').all(is_identifier) && is_identifier(name);
        well_formed.then(|| Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The id of a shape in the prelude, which every model may use: for example
    /// `smithy.api#String`.
    pub fn prelude(name: &str) -> Self {
        Self {
            namespace: PRELUDE.to_owned(),
            name: name.to_owned(),
        }
    }

    /// The empty structure for operations without an input or output.
    pub fn unit() -> Self {
        Self::prelude("Unit")
    }

    /// The part before `#`.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The part after `#`, as the model spells it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is a shape of the prelude rather than of a model.
    pub fn is_prelude(&self) -> bool {
        self.namespace == PRELUDE
    }

    /// Whether this is `smithy.api#Unit`.
    pub fn is_unit(&self) -> bool {
        self.is_prelude() && self.name == "Unit"
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.namespace, self.name)
    }
}

/// The namespace of the prelude.
const PRELUDE: &str = "smithy.api";

/// Whether `text` is a Smithy identifier: a letter, or underscores and a letter
/// or digit, followed by letters, digits and underscores. All are ASCII.
pub(crate) fn is_identifier(text: &str) -> bool {
    let rest = text.trim_start_matches('_');
    let underscored = rest.len() < text.len();
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || (underscored && c.is_ascii_digit()))
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_grammar() {
        for (text, valid) in [
            ("a#B", true),
            ("com.example.v2#_Shape_1", true),
            ("com.example#__1", true),
            ("com.example#", false),
            ("#B", false),
            ("com..example#B", false),
            ("com.example#1B", false),
            ("com.example#_", false),
            ("com.example#B$member", false),
            ("com.example#Bü", false),
            ("B", false),
            ("", false),
        ] {
            assert_eq!(ShapeId::parse(text).is_some(), valid, "{text}");
        }
    }
}
