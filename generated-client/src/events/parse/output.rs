//! The events that were found so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use runtime::Document;
use runtime::codegen::data::FromDocument;

use super::error::ParseError;
use crate::events::event::Event;
use crate::events::received::Received;
use crate::events::source::Source;
use crate::events::unknown::UnknownPart;
use crate::whatsapp::WebhookField;

/// The maximum number of JSON values in one input, including those in JSON
/// strings.
///
/// Three bytes of JSON can become a structure of a few hundred bytes. This
/// limit keeps the memory of hostile inputs below 300 megabytes; real inputs of
/// 8 MiB have about half as many values.
pub const MAX_VALUES: usize = 500_000;

/// The maximum number of events in one input. Real events reach [`MAX_BYTES`]
/// first.
///
/// [`MAX_BYTES`]: crate::events::MAX_BYTES
pub const MAX_EVENTS: usize = 20_000;

/// Returns the form of a change with this field and these members; `None` if it is
/// unknown.
pub(super) type FormOf = fn(Option<&WebhookField>, &BTreeMap<String, Document>) -> Option<Form>;

/// Reads a part and adds its event.
pub(super) type Reader = fn(Document, &Arc<Source>, &mut Output);

/// A list of parts of one kind.
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) read: Reader,
}

/// The form of a change.
pub(super) enum Form {
    /// The change is one part.
    Whole(Reader),
    /// The change has lists of parts.
    Lists(&'static [List]),
}

/// The events that were found so far, and the number of JSON values.
pub(super) struct Output {
    pub(super) events: Vec<Event>,
    /// Returns the forms of changes. A pointer from `parse`, so that only programs that
    /// call it contain the readers of all events.
    pub(super) form_of: FormOf,
    values: usize,
    overflow: bool,
}

impl Output {
    pub(super) fn new(form_of: FormOf) -> Self {
        Self {
            events: Vec::new(),
            form_of,
            values: 0,
            overflow: false,
        }
    }

    /// Counts the values of a document.
    pub(super) fn charge(&mut self, document: &Document) -> Result<(), ParseError> {
        self.values = self.values.saturating_add(count(document));
        if self.values > MAX_VALUES {
            let limit = "500,000 JSON values";
            return Err(ParseError::TooLarge { limit });
        }
        Ok(())
    }

    /// Adds an event.
    pub(super) fn push(&mut self, event: Event) {
        match self.events.len() < MAX_EVENTS {
            true => self.events.push(event),
            false => self.overflow = true,
        }
    }

    /// Returns the events, unless there were too many.
    pub(super) fn into_events(self) -> Result<Vec<Event>, ParseError> {
        match self.overflow {
            false => Ok(self.events),
            true => Err(ParseError::TooLarge {
                limit: "20,000 events",
            }),
        }
    }

    /// Adds an untyped part.
    pub(super) fn unknown(&mut self, reason: UnknownPart, source: &Arc<Source>, raw: Document) {
        let part = Received::new(reason, source, raw);
        self.push(Event::Unknown(part));
    }

    /// Adds a typed part, or an unknown part if its form is unexpected.
    pub(super) fn typed<T: FromDocument>(
        &mut self,
        raw: Document,
        source: &Arc<Source>,
        event: impl FnOnce(Received<T>) -> Event,
    ) {
        match read(raw.clone()) {
            Some(value) => self.push(event(Received::new(value, source, raw))),
            None => self.unknown(UnknownPart::Form, source, raw),
        }
    }
}

/// Reads a typed value; `None` if the document has an unexpected format.
pub(super) fn read<T: FromDocument>(document: Document) -> Option<T> {
    T::from_document(document).value
}

/// The number of values. The depth of documents is limited.
fn count(document: &Document) -> usize {
    match document {
        Document::List(entries) => 1 + entries.iter().map(count).sum::<usize>(),
        Document::Map(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}
