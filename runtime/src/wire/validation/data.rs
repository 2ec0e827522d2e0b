//! Parts of values that a data model does not describe.

use super::check::Check;
use super::path::{PathSegment, quoted};
use super::rule::Rule;
use super::walk::Scalar;
use crate::wire::document::Document;
use crate::wire::unknown::{Misread, UnknownMembers, UnknownVariant};

/// The maximum length of a tag in a violation, in characters.
const TAG_LIMIT: usize = 40;

impl Check<'_> {
    /// Requires a structure to have only members of the model, in the right
    /// format. `forms` has the format of each member: `a string`.
    pub fn only_known(
        &mut self,
        unknown: &UnknownMembers,
        forms: &'static [(&'static str, &'static str)],
    ) {
        for (name, _) in unknown.unlisted() {
            self.enter(PathSegment::Key(name), |check| {
                check.report(Rule::UnknownMember, None);
            });
        }
        for (name, misread) in unknown.misread() {
            self.enter(PathSegment::Key(name), |check| match misread {
                Misread::Value(value) => {
                    let form = forms.iter().find(|(member, _)| *member == name);
                    let form = form.map_or("of an unexpected form", |(_, form)| form);
                    check.form(form, value);
                }
                Misread::Parts(parts) => check.parts(parts),
                Misread::Absent => check.report(Rule::Required, None),
            });
        }
    }

    /// Warns about a value of an enum that the model does not list: it may be
    /// newer than the model, or misspelled.
    pub fn known_value<'v>(&mut self, is_known: bool, value: impl Into<Scalar<'v>>) {
        if is_known {
            return;
        }
        let value = self.is_open().then(|| value.into().shown(TAG_LIMIT));
        let found = value.map_or_else(|| "is another".to_owned(), |value| format!("is {value}"));
        self.advise(|check| check.report(Rule::KnownValue, Some(found)));
    }

    fn form(&mut self, form: &'static str, value: &Document) {
        let found = match value {
            // Other text may be confidential, because it is in the wrong place.
            Document::String(text) if form.starts_with('"') && self.is_open() => {
                format!("is {}", quoted(text, TAG_LIMIT))
            }
            other => format!("is {}", kind(other)),
        };
        self.report(Rule::Form(form), Some(found));
    }

    /// Reports each unread part at the end of its path.
    fn parts(&mut self, parts: &Document) {
        match parts {
            Document::Map(entries) if !entries.is_empty() => {
                for (name, part) in entries {
                    self.enter(PathSegment::Key(name), |check| check.parts(part));
                }
            }
            _ => self.report(Rule::UnknownMember, None),
        }
    }

    /// Rejects a variant of a union that the model does not list.
    pub fn known_variant(
        &mut self,
        variant: &UnknownVariant,
        tag: &'static str,
        tags: &'static [&'static str],
    ) {
        let Some(value) = variant.tag() else {
            self.required(tag, false);
            return;
        };
        let known = tags.iter().find(|known| **known == value);
        match known {
            Some(known) => {
                let others = tags.iter().filter(|other| *other != known);
                let mut others = others.filter(|other| variant.members().contains_key(**other));
                let (at, rule) = match others.next() {
                    Some(content) => (tag, Rule::TagOfContent(content)),
                    None => (
                        *known,
                        Rule::Content {
                            tag,
                            value: quoted(value, TAG_LIMIT),
                        },
                    ),
                };
                let found = (at == tag).then(|| format!("is {}", quoted(value, TAG_LIMIT)));
                self.enter(PathSegment::Key(at), |check| check.report(rule, found));
            }
            None => self.enter(PathSegment::Key(tag), |check| {
                let found = format!("is {}", quoted(value, TAG_LIMIT));
                check.report(Rule::Tag(tags), Some(found));
            }),
        }
    }
}

/// The kind of a JSON value.
fn kind(value: &Document) -> &'static str {
    match value {
        Document::Null => "null",
        Document::Bool(true) => "true",
        Document::Bool(false) => "false",
        Document::Number(_) => "a number",
        Document::String(_) => "another string",
        Document::List(_) => "a list",
        Document::Map(_) => "an object",
    }
}
