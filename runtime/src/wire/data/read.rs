//! Reads structures and unions from documents.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::forms::Form;
use super::reading::{Entries, FromDocument, Reading};
use crate::wire::document::Document;
use crate::wire::json::Integer;
use crate::wire::unknown::{Misread, UnknownMembers, UnknownVariant};

/// A structure that is read member by member.
#[doc(hidden)]
pub trait Members: Default {
    /// The names of its members, without those of a flattened union.
    const NAMES: &'static [&'static str];

    /// The names of constant members.
    const CONSTANTS: &'static [&'static str] = &[];

    /// Reads a member, whose value is never `null`. Returns the part that does
    /// not fit the field.
    fn read_member(&mut self, name: &str, value: Document) -> Option<Misread>;

    /// Takes the members of a flattened union.
    fn read_flattened(&mut self, _entries: &mut Entries) {}

    /// Returns the members that do not fit the fields.
    fn unknown(&mut self) -> &mut UnknownMembers;
}

/// Reads a string enum.
pub fn read_text<T: From<String>>(document: Document) -> Reading<T> {
    String::from_document(document).map(T::from)
}

/// Reads an integer enum.
pub fn read_number<T: From<i32>>(document: Document) -> Reading<T> {
    Integer::from_document(document).map(|number: i32| T::from(number))
}

/// Reads a structure. `null` is the same as an absent member.
pub fn read_members<T: Members>(document: Document) -> Reading<T> {
    match document {
        Document::Map(mut entries) => Reading::whole(take_all(&mut entries)),
        other => Reading::failed(other),
    }
}

/// Reads a structure from all these members.
pub fn take_all<T: Members>(entries: &mut Entries) -> T {
    let mut structure = T::default();
    fill(&mut structure, T::NAMES, T::CONSTANTS, entries);
    structure
}

/// The methods of [`Members`], for the code that all structures share. Generic code
/// would be compiled for each structure again.
trait Fields {
    fn read_member(&mut self, name: &str, value: Document) -> Option<Misread>;

    fn read_flattened(&mut self, entries: &mut Entries);

    fn unknown(&mut self) -> &mut UnknownMembers;
}

impl<T: Members> Fields for T {
    fn read_member(&mut self, name: &str, value: Document) -> Option<Misread> {
        Members::read_member(self, name, value)
    }

    fn read_flattened(&mut self, entries: &mut Entries) {
        Members::read_flattened(self, entries);
    }

    fn unknown(&mut self) -> &mut UnknownMembers {
        Members::unknown(self)
    }
}

/// Moves the members into the fields of a structure.
fn fill(
    structure: &mut dyn Fields,
    names: &[&'static str],
    constants: &[&'static str],
    entries: &mut Entries,
) {
    let constants = constants.iter().copied();
    let absent: Vec<&'static str> = constants
        .filter(|name| entries.get(*name).is_none_or(Document::is_null))
        .collect();
    for name in names {
        if let Some(value) = take_document(entries, name)
            && let Some(part) = structure.read_member(name, value)
        {
            structure.unknown().keep(name, part);
        }
    }
    for name in absent {
        structure.unknown().keep(name, Misread::Absent);
    }
    structure.read_flattened(entries);
    for (name, value) in std::mem::take(entries) {
        if !value.is_null() {
            structure.unknown().insert(name, value);
        }
    }
}

/// Takes a member; `null` is the same as an absent one.
fn take_document(entries: &mut Entries, name: &str) -> Option<Document> {
    entries.remove(name).filter(|value| !value.is_null())
}

/// Reads a field in the format `C`.
pub fn set<C: Form<T>, T>(place: &mut Option<T>, value: Document) -> Option<Misread> {
    C::from_document(value).into_value(place)
}

/// Checks a constant member.
pub fn constant(expected: impl Into<Document>, value: Document) -> Option<Misread> {
    (value != expected.into()).then_some(Misread::Value(value))
}

/// Leaves a value unread.
pub fn unread(value: Document) -> Option<Misread> {
    Some(Misread::Value(value))
}

/// A tagged union: a member of the object, the tag, names the variant.
#[doc(hidden)]
pub trait Tagged: Sized {
    /// The name of the tag.
    const TAG: &'static str;

    /// The known values of the tag.
    const TAGS: &'static [&'static str];

    /// Whether comparisons of tags ignore case.
    const IGNORE_CASE: bool = false;

    /// Reads the variant with this tag, and takes its content from the members
    /// of the object. Returns `None` and takes nothing if the tag is unknown,
    /// or if the content is missing or has an unexpected format.
    fn read_variant(tag: &str, entries: &mut Entries) -> Option<Self>;

    /// Creates the variant for unknown content.
    fn from_unknown(variant: UnknownVariant) -> Self;
}

/// Returns the known tag that matches this one.
fn known<T: Tagged>(tag: &str) -> Option<&'static str> {
    known_in(T::TAGS, T::IGNORE_CASE, tag)
}

fn known_in(tags: &[&'static str], ignore_case: bool, tag: &str) -> Option<&'static str> {
    let mut tags = tags.iter().copied();
    tags.find(|known| *known == tag || ignore_case && known.eq_ignore_ascii_case(tag))
}

/// Reads a union from a separate object.
pub fn read_union<T: Tagged>(document: Document) -> Reading<T> {
    let mut entries = match document {
        Document::Map(entries) => entries,
        other => return Reading::failed(other),
    };
    let tag = take_tag(&mut entries, T::TAG);
    let known = tag.as_deref().and_then(known::<T>);
    match known.and_then(|tag| T::read_variant(tag, &mut entries)) {
        Some(variant) => {
            remove_nulls(&mut entries);
            Reading::partial(variant, entries)
        }
        None => Reading::whole(T::from_unknown(UnknownVariant::from_members(tag, entries))),
    }
}

/// Takes the tag if it is a string.
fn take_tag(entries: &mut Entries, name: &str) -> Option<String> {
    match entries.remove(name)? {
        Document::String(tag) => Some(tag),
        other => {
            entries.insert(name.to_owned(), other);
            None
        }
    }
}

fn remove_nulls(entries: &mut Entries) {
    entries.retain(|_, value| !value.is_null());
}

/// Reads a union whose tag and content are among the members of a structure.
/// Takes the members that it reads. For an unknown tag, takes the member with its
/// name; for a tag without content, takes the content of other tags.
pub fn read_flattened<T: Tagged>(entries: &mut Entries) -> Option<T> {
    // The content of some variants is all members except the tag.
    let tag = take_tag(entries, T::TAG)?;
    let variant = known::<T>(&tag).and_then(|tag| T::read_variant(tag, entries));
    Some(variant.unwrap_or_else(|| T::from_unknown(take_unknown(entries, tag, T::TAGS))))
}

fn take_unknown(entries: &mut Entries, tag: String, tags: &[&'static str]) -> UnknownVariant {
    let mut members = Entries::new();
    members.extend(entries.remove_entry(&tag));
    if members.is_empty() && tags.contains(&tag.as_str()) {
        members.extend(tags.iter().filter_map(|tag| entries.remove_entry(*tag)));
    }
    UnknownVariant::from_members(Some(tag), members)
}

/// Takes the content of a variant in the format `C`. Parts that do not fit the
/// variant remain.
pub fn take<C: Form<V>, V, T>(
    entries: &mut Entries,
    name: &str,
    variant: impl FnOnce(V) -> T,
) -> Option<T> {
    let reading = C::from_document(take_document(entries, name)?);
    if let Some(rest) = reading.rest {
        put_back(entries, name, rest);
    }
    reading.value.map(variant)
}

fn put_back(entries: &mut Entries, name: &str, rest: Document) {
    entries.insert(name.to_owned(), rest);
}

/// Like [`take`], with an empty value if the content is absent.
pub fn take_or_default<C: Form<V>, V: Default, T>(
    entries: &mut Entries,
    name: &str,
    variant: impl FnOnce(V) -> T,
) -> Option<T> {
    match entries.get(name) {
        None | Some(Document::Null) => Some(variant(V::default())),
        Some(_) => take::<C, V, T>(entries, name, variant),
    }
}

/// Deserializes a value through a document.
///
/// # Errors
/// The JSON is malformed, nested deeper than 128 levels, or not of the form of
/// the type.
pub fn deserialize<'de, T: FromDocument, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<T, D::Error> {
    let reading = T::from_document(Document::deserialize(deserializer)?);
    reading
        .value
        .ok_or_else(|| D::Error::custom(format_args!("expected {expected}")))
}
