//! The result of reading a document.

use std::collections::BTreeMap;

use crate::wire::document::Document;
use crate::wire::unknown::Misread;

/// The members of an object.
pub type Entries = BTreeMap<String, Document>;

/// The result of reading a document.
#[derive(Debug)]
pub struct Reading<T> {
    /// The value; `None` if the document has an unexpected format.
    pub value: Option<T>,
    /// The document if it has an unexpected format, otherwise the parts that do
    /// not fit the value.
    pub rest: Option<Document>,
}

impl<T> Reading<T> {
    /// Creates the result of reading the whole document.
    pub(super) fn whole(value: T) -> Self {
        Self {
            value: Some(value),
            rest: None,
        }
    }

    /// Creates the result for a document with an unexpected format.
    pub(super) fn failed(document: Document) -> Self {
        Self {
            value: None,
            rest: Some(document),
        }
    }

    /// Creates the result for a value that lacks these parts.
    pub(super) fn partial(value: T, rest: Entries) -> Self {
        Self {
            value: Some(value),
            rest: not_empty(rest),
        }
    }

    /// Converts the value.
    pub(super) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Reading<U> {
        Reading {
            value: self.value.map(convert),
            rest: self.rest,
        }
    }

    pub(super) fn into_value(self, place: &mut Option<T>) -> Option<Misread> {
        let misread = match self.value {
            Some(_) => Misread::Parts,
            None => Misread::Value,
        };
        *place = self.value;
        self.rest.map(misread)
    }
}

fn not_empty(rest: Entries) -> Option<Document> {
    (!rest.is_empty()).then_some(Document::Map(rest))
}

/// A type that is read from a document.
#[doc(hidden)]
pub trait FromDocument: Sized {
    /// Reads the value.
    fn from_document(document: Document) -> Reading<Self>;
}

impl<T: FromDocument> FromDocument for Box<T> {
    fn from_document(document: Document) -> Reading<Self> {
        T::from_document(document).map(Box::new)
    }
}
