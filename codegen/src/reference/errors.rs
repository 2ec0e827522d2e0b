//! The page of errors.

use std::collections::BTreeMap;

use askama::Template;
use proc_macro2::Ident;

use crate::model::{Fault, ShapeKind};
use crate::rust::{ErrorVariant, Operation, Retry, Struct, StructRole};

use crate::sink::{Blocks, Markdown, Notice, Table, markdown};

use super::links::Folder;
use super::members::{self, Container};
use super::{ReferenceDoc, describe, is_error};

#[derive(Template)]
#[template(path = "reference/errors.md.txt", escape = "none")]
pub(super) struct ErrorsPage<'a> {
    notice: &'a Notice,
    service: &'a Markdown,
    errors: Vec<Entry>,
}

struct Entry {
    name: Ident,
    docs: Blocks,
    facts: Blocks,
    members: Blocks,
}

pub(super) fn page<'r>(reference: &'r ReferenceDoc<'_>) -> ErrorsPage<'r> {
    let returned = Returned::new(reference);
    let errors = reference.client.errors.iter();
    ErrorsPage {
        notice: &reference.notice,
        service: &reference.client.service.title,
        errors: errors
            .map(|error| entry(reference, &returned, error))
            .collect(),
    }
}

/// A line for each error.
pub(super) fn overview(reference: &ReferenceDoc<'_>) -> Blocks {
    let returned = Returned::new(reference);
    let mut table = Table::new(&["error", "status", "retried", "summary"]);
    for error in &reference.client.errors {
        let found = returned.variant(error);
        table.row([
            reference.links.link(&error.path, Folder::Root),
            found.map_or_else(Markdown::default, |found| markdown!("{}", found.status)),
            found.map_or("", retried).into(),
            reference.summary(&error.docs),
        ]);
    }
    table.blocks()
}

/// The operations that return each error, by its name, with their variant for
/// it.
struct Returned<'r>(BTreeMap<&'r Ident, Vec<(&'r Operation, &'r ErrorVariant)>>);

impl<'r> Returned<'r> {
    fn new(reference: &'r ReferenceDoc<'_>) -> Self {
        let mut returned = Self(BTreeMap::new());
        for operation in &reference.client.operations {
            for variant in &operation.errors {
                let by = returned.0.entry(&variant.path.name).or_default();
                by.push((operation, variant));
            }
        }
        returned
    }

    fn by(&self, error: &Struct) -> &[(&'r Operation, &'r ErrorVariant)] {
        self.0.get(&error.path.name).map_or(&[], Vec::as_slice)
    }

    fn variant(&self, error: &Struct) -> Option<&'r ErrorVariant> {
        self.by(error).first().map(|(_, variant)| *variant)
    }
}

fn retried(error: &ErrorVariant) -> &'static str {
    match error.retry {
        Retry::Never => "no",
        Retry::Always => "yes",
        Retry::Idempotent => "if idempotent",
    }
}

fn entry(reference: &ReferenceDoc<'_>, returned: &Returned<'_>, error: &Struct) -> Entry {
    let shape = reference.shape(&error.path, is_error);
    let shape = shape.unwrap_or(&reference.model.unit);
    let mut facts = Table::facts();
    if let ShapeKind::Structure(structure) = &shape.kind
        && let Some(info) = structure.error
    {
        facts.fact("status", markdown!("{}", info.status));
        let fault = match info.fault {
            Fault::Client => "caller",
            Fault::Server => "service",
        };
        facts.fact("fault", fault);
    }
    if let Some(found) = returned.variant(error) {
        facts.fact("retried", retried(found));
        let operations = &reference.client.operations;
        let users = returned.by(error).iter();
        let users: Vec<Markdown> = users
            .map(|(operation, _)| reference.links.link(&operation.path, Folder::Root))
            .collect();
        let operations = if users.len() == operations.len() && users.len() > 1 {
            "all operations".into()
        } else {
            describe::listed(&users, "and")
        };
        facts.fact("returned by", operations);
    }
    // The last paragraph is the status, which is among the facts. A table that
    // contains only the message would be useless.
    let mut docs = reference.links.docs(&error.docs, Folder::Root);
    docs.0.pop();
    let message_alone =
        matches!(&error.role, StructRole::Error(Some(_))) && error.fields.len() == 1;
    let members = if message_alone {
        Blocks::default()
    } else {
        let (links, fields) = (&reference.links, &error.fields);
        members::structure(
            links,
            reference.model,
            shape,
            fields,
            Container::Message,
            Folder::Root,
        )
    };
    Entry {
        name: error.path.name.clone(),
        docs: describe::text(&docs),
        facts: facts.blocks(),
        members,
    }
}
