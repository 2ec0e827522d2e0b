//! Changes in Meta's webhooks.

use std::collections::BTreeMap;
use std::sync::Arc;

use runtime::Document;

use super::output::{self, Form, List, Output};
use crate::events::event::Event;
use crate::events::source::Source;
use crate::events::unknown::UnknownPart;
use crate::whatsapp::{ReceivedContact, ReceivedMetadata, WebhookField};

type Members = BTreeMap<String, Document>;

/// Reads a change: one event for each of its parts, or one for the whole
/// change.
pub(super) fn read(mut change: Members, source: &Arc<Source>, output: &mut Output) {
    let value = change.remove("value").unwrap_or_default();
    let field = match change.remove("field") {
        Some(Document::String(name)) => Some(WebhookField::from(name)),
        _ => None,
    };
    let mut source = Source::clone(source);
    source.field = field;
    source.rest = change;
    match value {
        Document::Map(members) => read_value(members, source, output),
        other => output.unknown(UnknownPart::Form, &Arc::new(source), other),
    }
}

fn read_value(members: Members, source: Source, output: &mut Output) {
    match (output.form_of)(source.field.as_ref(), &members) {
        Some(Form::Whole(read)) => read(Document::Map(members), &Arc::new(source), output),
        Some(Form::Lists(lists)) => read_lists(lists, members, source, output),
        None => output.unknown(
            UnknownPart::Field,
            &Arc::new(source),
            Document::Map(members),
        ),
    }
}

fn read_lists(lists: &[List], mut members: Members, mut source: Source, output: &mut Output) {
    let is_listed = |name: &str| lists.iter().any(|list| list.name == name);
    let has_parts = |(name, value): (&String, &Document)| is_listed(name) && !is_empty(value);
    if !members.iter().any(has_parts) {
        let unlisted = members.iter().any(|(name, value)| is_unlisted(name, value));
        let reason = match unlisted {
            true => UnknownPart::Member,
            false => UnknownPart::Empty,
        };
        return output.unknown(reason, &Arc::new(source), Document::Map(members));
    }
    let parts: Vec<(&List, Vec<Document>)> = lists
        .iter()
        .filter_map(|list| Some((list, entries(members.remove(list.name)?))))
        .collect();
    let (contacts, ill_formed) = contacts(members.remove("contacts"));
    source.contacts = contacts;
    if let Some(metadata) = members.get("metadata")
        && let Some(metadata) = output::read::<ReceivedMetadata>(metadata.clone())
    {
        source.phone_number_id = metadata.phone_number_id.map(Arc::from);
        source.display_phone_number = metadata.display_phone_number.map(Arc::from);
    }
    let (unlisted, rest): (Members, Members) = members
        .into_iter()
        .partition(|(name, value)| is_unlisted(name, value));
    source.rest.extend(rest);

    let source = Arc::new(source);
    let start = output.events.len();
    for (list, entries) in parts {
        for entry in entries.into_iter().filter(|entry| !entry.is_null()) {
            (list.read)(entry, &source, output);
        }
    }
    name_only_person(output.events.get_mut(start..).unwrap_or_default());
    for contact in ill_formed {
        output.unknown(UnknownPart::Form, &source, contact);
    }
    for member in unlisted {
        let raw = Document::Map(BTreeMap::from([member]));
        output.unknown(UnknownPart::Member, &source, raw);
    }
}

/// Whether a member may have parts that the model does not know: a list of
/// objects.
fn is_unlisted(name: &str, value: &Document) -> bool {
    let entries = value.as_list().unwrap_or_default();
    name != "contacts" && entries.iter().any(|entry| entry.as_map().is_some())
}

fn is_empty(value: &Document) -> bool {
    value.is_null() || value.as_list().is_some_and(<[Document]>::is_empty)
}

/// Returns the entries of a list. A single part may not be in a list.
fn entries(value: Document) -> Vec<Document> {
    match value {
        Document::List(entries) => entries,
        other => vec![other],
    }
}

/// Returns the contacts of a change, and those with an unexpected format.
fn contacts(value: Option<Document>) -> (Vec<ReceivedContact>, Vec<Document>) {
    let mut read = Vec::new();
    let mut ill_formed = Vec::new();
    for contact in value.map(entries).unwrap_or_default() {
        match output::read(contact.clone()) {
            Some(contact) => read.push(contact),
            None if contact.is_null() => {}
            None => ill_formed.push(contact),
        }
    }
    (read, ill_formed)
}

/// Assigns the only person of a change to its only part, because their ids can
/// differ, for example in the ninth digit of Brazilian phone numbers.
fn name_only_person(events: &mut [Event]) {
    let [event] = events else { return };
    if event.source().contacts.len() != 1 {
        return;
    }
    match event {
        Event::Message(part) if part.contact().is_none() => part.set_contact(Some(0)),
        Event::Status(part) if part.contact().is_none() => part.set_contact(Some(0)),
        Event::Call(part) if part.contact().is_none() => part.set_contact(Some(0)),
        _ => {}
    }
}
