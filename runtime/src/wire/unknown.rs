//! Parts of JSON values that a data model does not describe.

use std::collections::BTreeMap;
use std::fmt;

use super::document::Document;

/// The members of a JSON object that do not fit its type: members that the
/// model does not list, and members whose values have an unexpected format.
///
/// Reading JSON loses nothing, because the rest is kept here. Validation
/// rejects values with such members; serialization writes those that the model
/// does not list. `Debug` shows only their names, because the values may be
/// confidential.
///
/// ```
/// # use runtime::{Document, UnknownMembers};
/// let mut unknown = UnknownMembers::default();
/// unknown.insert("sub_text", "Spring sale");
/// assert_eq!(unknown.get("sub_text").and_then(Document::as_str), Some("Spring sale"));
/// assert_eq!(format!("{unknown:?}"), r#"UnknownMembers(["sub_text"])"#);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct UnknownMembers(Option<Box<Parts>>);

#[derive(Clone, Default, PartialEq)]
struct Parts {
    unlisted: BTreeMap<String, Document>,
    misread: BTreeMap<&'static str, Misread>,
}

/// The part of a listed member that does not fit its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Misread {
    /// The whole value: the member is unset.
    Value(Document),
    /// Some of its parts: members of objects by name, and entries of lists by
    /// index.
    Parts(Document),
    /// Nothing: the JSON lacks a constant member.
    Absent,
}

impl Misread {
    /// Returns the JSON of the part, if there is any.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        match self {
            Self::Value(document) | Self::Parts(document) => Some(document),
            Self::Absent => None,
        }
    }
}

impl UnknownMembers {
    /// Returns whether everything fits the type.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns a member that the model does not list, or the unread part of one
    /// that it lists.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Document> {
        let parts = self.0.as_ref()?;
        let misread = parts.misread.get(name).and_then(Misread::document);
        parts.unlisted.get(name).or(misread)
    }

    /// Iterates over the members that the model does not list, by name.
    pub fn unlisted(&self) -> impl Iterator<Item = (&str, &Document)> {
        let parts = self.0.iter();
        let members = parts.flat_map(|parts| &parts.unlisted);
        members.map(|(name, value)| (name.as_str(), value))
    }

    /// Iterates over the listed members that could not be read, by name.
    pub fn misread(&self) -> impl Iterator<Item = (&'static str, &Misread)> {
        let parts = self.0.iter();
        let members = parts.flat_map(|parts| &parts.misread);
        members.map(|(name, value)| (*name, value))
    }

    /// Adds a member that the model does not list, such as one that is newer than
    /// the model. Validation rejects it; to send it, turn validation off.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Document>) {
        let parts = self.0.get_or_insert_default();
        parts.unlisted.insert(name.into(), value.into());
    }

    /// Keeps the unread part of a listed member.
    pub(super) fn keep(&mut self, name: &'static str, part: Misread) {
        let parts = self.0.get_or_insert_default();
        parts.misread.insert(name, part);
    }
}

impl fmt::Debug for UnknownMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unlisted = self.unlisted().map(|(name, _)| name);
        let names: Vec<&str> = unlisted
            .chain(self.misread().map(|(name, _)| name))
            .collect();
        f.debug_tuple("UnknownMembers").field(&names).finish()
    }
}

/// A variant of a union that the model does not list, or whose content is missing or has an
/// unexpected format.
///
/// ```
/// # use runtime::{Document, UnknownVariant};
/// let poll = UnknownVariant::new("poll", [("poll", Document::from([("question", "Tea?")]))]);
/// assert_eq!(poll.tag(), Some("poll"));
/// assert!(poll.members().contains_key("poll"));
/// assert_eq!(format!("{poll:?}"), r#"UnknownVariant { tag: Some("poll"), members: ["poll"] }"#);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct UnknownVariant {
    tag: Option<String>,
    members: BTreeMap<String, Document>,
}

impl UnknownVariant {
    /// Creates a variant with this tag and these members.
    #[must_use]
    pub fn new<N: Into<String>, V: Into<Document>>(
        tag: impl Into<String>,
        members: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let members = members.into_iter();
        Self {
            tag: Some(tag.into()),
            members: members
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        }
    }

    /// Creates a variant from the members of an object.
    pub(super) fn from_members(tag: Option<String>, members: BTreeMap<String, Document>) -> Self {
        Self { tag, members }
    }

    /// Returns the tag; `None` if the object has none.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// Returns the members other than the tag.
    #[must_use]
    pub fn members(&self) -> &BTreeMap<String, Document> {
        &self.members
    }
}

/// Shows the names of the members, because the values may be confidential.
impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownVariant")
            .field("tag", &self.tag)
            .field("members", &self.members.keys().collect::<Vec<_>>())
            .finish()
    }
}
