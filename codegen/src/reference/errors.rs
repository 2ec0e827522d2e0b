//! The page of all errors.

use std::collections::BTreeMap;

use askama::Template;
use proc_macro2::Ident;

use crate::emit::{self, Retried};
use crate::model::{Fault, Idempotency, ShapeKind};
use crate::rust::{ErrorVariant, Operation, Struct, Use};

use super::links::From;
use super::members::{self, Whole};
use super::table::Table;
use super::{Book, index, is_error, words};

#[derive(Template)]
#[template(path = "reference/errors.md.txt", escape = "none")]
pub(super) struct Page<'a> {
    notice: &'a str,
    service: &'a str,
    errors: Vec<Entry>,
}

struct Entry {
    name: String,
    docs: String,
    facts: String,
    members: String,
}

pub(super) fn page<'b>(book: &'b Book<'_>) -> Page<'b> {
    let returned = Returned::of(book);
    let errors = book.client.errors.iter();
    Page {
        notice: &book.notice,
        service: &book.client.service.title,
        errors: errors.map(|error| entry(book, &returned, error)).collect(),
    }
}

/// All errors in a line each.
pub(super) fn overview(book: &Book<'_>) -> String {
    let returned = Returned::of(book);
    let mut table = Table::new(&["error", "status", "sent again", "when"]);
    for error in &book.client.errors {
        let found = returned.variant(error);
        table.row([
            book.links.link(&error.path, From::Top),
            found.map_or_else(String::new, |found| found.status.to_string()),
            found.map_or("", sent_again).to_owned(),
            index::summary(book, &error.docs),
        ]);
    }
    table.render()
}

/// The operations that return each error, by its name, with the error as they
/// have it.
struct Returned<'b>(BTreeMap<&'b Ident, Vec<(&'b Operation, &'b ErrorVariant)>>);

impl<'b> Returned<'b> {
    fn of(book: &'b Book<'_>) -> Self {
        let mut returned = Self(BTreeMap::new());
        for operation in &book.client.operations {
            for variant in &operation.errors {
                let by = returned.0.entry(&variant.path.name).or_default();
                by.push((operation, variant));
            }
        }
        returned
    }

    fn by(&self, error: &Struct) -> &[(&'b Operation, &'b ErrorVariant)] {
        self.0.get(&error.path.name).map_or(&[], Vec::as_slice)
    }

    fn variant(&self, error: &Struct) -> Option<&'b ErrorVariant> {
        self.by(error).first().map(|(_, variant)| *variant)
    }
}

fn sent_again(error: &ErrorVariant) -> &'static str {
    match emit::retried(Idempotency::None, error) {
        Retried::Never => "no",
        Retried::Always => "yes",
        Retried::OnlyOnDemand => "if safe to repeat",
    }
}

fn entry(book: &Book<'_>, returned: &Returned<'_>, error: &Struct) -> Entry {
    let shape = book.shape(&error.path, is_error);
    let shape = shape.unwrap_or(&book.model.unit);
    let mut facts = Table::facts();
    if let ShapeKind::Structure(structure) = &shape.kind
        && let Some(info) = structure.error
    {
        facts.fact("status", info.status.to_string());
        let fault = match info.fault {
            Fault::Client => "the caller",
            Fault::Server => "the service",
        };
        facts.fact("at fault", fault);
    }
    if let Some(found) = returned.variant(error) {
        facts.fact("sent again", sent_again(found));
        let operations = &book.client.operations;
        let users = returned.by(error).iter();
        let users: Vec<String> = users
            .map(|(operation, _)| book.links.link(&operation.path, From::Top))
            .collect();
        let said = if users.len() == operations.len() && users.len() > 1 {
            "every operation".to_owned()
        } else {
            words::listed(&users, "and")
        };
        facts.fact("returned by", said);
    }
    // The status is among the facts; a message alone is what every error has.
    let mut docs = book.links.docs(&error.docs, From::Top);
    docs.0.pop();
    let message_alone = matches!(&error.used, Use::Error(Some(_))) && error.fields.len() == 1;
    let members = if message_alone {
        String::new()
    } else {
        let (links, fields) = (&book.links, &error.fields);
        members::structure(links, book.model, shape, fields, Whole::Message, From::Top)
    };
    Entry {
        name: error.path.name.to_string(),
        docs: words::text(&docs),
        facts: facts.render(),
        members,
    }
}
