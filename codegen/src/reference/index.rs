//! The first page: the service, its operations, types and errors in a line
//! each.

use askama::Template;

use crate::model::{AuthScheme, Idempotency};
use crate::rust::{DataType, Docs, Path};

use super::Book;
use super::links::{From, operation_page};
use super::table::Table;
use super::{errors, words};

#[derive(Template)]
#[template(path = "reference/index.md.txt", escape = "none")]
pub(super) struct Page<'a> {
    notice: &'a str,
    title: &'a str,
    docs: String,
    facts: String,
    operations: String,
    types: String,
    errors: String,
}

pub(super) fn page<'b>(book: &'b Book<'_>) -> Page<'b> {
    let service = &book.client.service;
    Page {
        notice: &book.notice,
        title: &service.title,
        docs: words::text(&book.links.docs(&service.docs, From::Top)),
        facts: facts(book),
        operations: operations(book),
        types: types(book),
        errors: errors::overview(book),
    }
}

fn facts(book: &Book<'_>) -> String {
    let service = &book.model.service;
    let mut table = Table::facts();
    table.fact("version", format!("`{}`", service.version));
    table.fact(
        "host",
        format!("`{}.{{region}}.amazonaws.com`", service.endpoint_prefix),
    );
    table.fact("protocol", "restJson1: JSON over HTTPS");
    let schemes: Vec<String> = service.auth.iter().map(scheme).collect();
    let signed = if service.auth.contains(&AuthScheme::SigV4) {
        format!(
            "{} as `{}`",
            words::listed(&schemes, "or"),
            service.signing_name
        )
    } else if schemes.is_empty() {
        "not at all".to_owned()
    } else {
        words::listed(&schemes, "or")
    };
    table.fact("signed", signed);
    table.fact(
        "client",
        format!("`{}::Client`", book.client.service.library),
    );
    table.render()
}

fn scheme(scheme: &AuthScheme) -> String {
    match scheme {
        AuthScheme::SigV4 => "SigV4".to_owned(),
        AuthScheme::SigV4A => "SigV4A".to_owned(),
        AuthScheme::Bearer => "bearer token".to_owned(),
        AuthScheme::Basic => "HTTP basic".to_owned(),
        AuthScheme::Digest => "HTTP digest".to_owned(),
        AuthScheme::ApiKey(key) => format!("API key `{}`", key.name),
        AuthScheme::Anonymous => "not at all".to_owned(),
        AuthScheme::Other(id) => format!("`{id}`"),
    }
}

/// Whether an operation may be repeated, in a word.
fn repeatable(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Readonly | Idempotency::Idempotent => "yes",
        Idempotency::None => "no",
    }
}

fn operations(book: &Book<'_>) -> String {
    let mut table = Table::new(&["method", "route", "safe to repeat", "what it does"]);
    let operations = book.model.operations.values();
    for (operation, lowered) in operations.zip(&book.client.operations) {
        table.row([
            format!(
                "[`{}`]({})",
                lowered.method,
                operation_page(&lowered.module)
            ),
            format!("`{}`", super::operation::route(operation)),
            repeatable(lowered.idempotency).to_owned(),
            summary(book, &lowered.docs),
        ]);
    }
    table.render()
}

fn types(book: &Book<'_>) -> String {
    let mut table = Table::new(&["type", "kind", "what it is"]);
    for shape in &book.client.types {
        let (path, kind, docs): (&Path, _, _) = match shape {
            DataType::Struct(shape) => (&shape.path, "structure", &shape.docs),
            DataType::Enum(shape) => (&shape.path, "enum", &shape.docs),
            DataType::IntEnum(shape) => (&shape.path, "enum of numbers", &shape.docs),
            DataType::Union(shape) => (&shape.path, "union", &shape.docs),
        };
        table.row([
            book.links.link(path, From::Top),
            kind.to_owned(),
            summary(book, docs),
        ]);
    }
    table.render()
}

/// The first sentence, for a table of this page.
pub(super) fn summary(book: &Book<'_>, docs: &Docs) -> String {
    book.links.docs(docs, From::Top).summary()
}
