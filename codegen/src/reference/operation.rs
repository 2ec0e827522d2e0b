//! The page of an operation.

use askama::Template;

use crate::emit::{self, Retried};
use crate::model::{ExampleResult, HostPart, Idempotency, Operation};
use crate::rust::{self, ErrorVariant};

use super::links::From;
use super::members::{self, Whole};
use super::table::Table;
use super::{Book, example, words};

#[derive(Template)]
#[template(path = "reference/operation.md.txt", escape = "none")]
pub(super) struct Page<'a> {
    notice: &'a str,
    service: &'a str,
    name: &'a str,
    docs: String,
    facts: String,
    input: String,
    output: String,
    errors: String,
    on_demand: bool,
    error_type: String,
    examples: Vec<Example>,
}

struct Example {
    title: String,
    docs: String,
    rust: String,
    request: String,
    response: String,
}

/// The method and the path with its constant query.
pub(super) fn route(operation: &Operation) -> String {
    format!("{} {}", operation.http.method, operation.http.uri)
}

pub(super) fn page<'b>(
    book: &'b Book<'_>,
    operation: &'b Operation,
    lowered: &'b rust::Operation,
) -> Page<'b> {
    let docs = book.links.docs(&lowered.docs, From::Operation);
    Page {
        notice: &book.notice,
        service: &book.client.service.title,
        name: &operation.name,
        docs: words::text(&docs),
        facts: facts(book, operation, lowered),
        input: message(book, &operation.input, &lowered.input, &book.client.inputs),
        output: message(
            book,
            &operation.output,
            &lowered.output,
            &book.client.outputs,
        ),
        errors: errors(book, lowered),
        on_demand: lowered
            .errors
            .iter()
            .any(|error| emit::retried(lowered.idempotency, error) == Retried::OnlyOnDemand),
        error_type: lowered.error.to_string(),
        examples: examples(book, operation, lowered),
    }
}

fn facts(book: &Book<'_>, operation: &Operation, lowered: &rust::Operation) -> String {
    let mut table = Table::facts();
    table.fact("route", format!("`{}`", route(operation)));
    if let Some(host) = &operation.host_prefix {
        let parts = host.parts.iter().map(|part| match part {
            HostPart::Literal(text) => text.clone(),
            HostPart::Label(name) => format!("{{{name}}}"),
        });
        table.fact("host prefix", format!("`{}`", parts.collect::<String>()));
    }
    table.fact("success", operation.http.code.to_string());
    table.fact("method", format!("`client.{}()`", lowered.method));
    table.fact("repeating", repeating(lowered.idempotency));
    if let Some(pages) = &lowered.pagination {
        let token = format!("each page begins at `{}`", pages.input_token.name);
        let said = match &pages.items {
            Some((_, ty)) => {
                let each = match ty {
                    rust::Type::List(item, _) => {
                        words::rust_type(&book.links, item, From::Operation)
                    }
                    other => format!(
                        "entry of {}",
                        words::rust_type(&book.links, other, From::Operation)
                    ),
                };
                format!("`.pages()` goes from page to page, `.items()` over each {each}; {token}")
            }
            None => format!("`.pages()` goes from page to page; {token}"),
        };
        table.fact("pages", said);
    }
    if operation.auth.is_empty() {
        table.fact("signed", "not at all");
    } else if operation.optional_auth {
        table.fact("signed", "when there are credentials");
    }
    table.render()
}

fn repeating(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Readonly => "safe, it changes nothing",
        Idempotency::Idempotent => "safe, twice is as good as once",
        Idempotency::None => {
            "not safe; a request is sent again only when the service has certainly not acted on it"
        }
    }
}

fn message(
    book: &Book<'_>,
    id: &crate::model::ShapeId,
    path: &rust::Path,
    structs: &[rust::Struct],
) -> String {
    let found = structs.iter().find(|shape| shape.path == *path);
    let fields = found.map_or(&[][..], |found| &found.fields);
    let shape = book.model.shape(id);
    let (links, from) = (&book.links, From::Operation);
    members::structure(links, book.model, shape, fields, Whole::Message, from)
}

fn errors(book: &Book<'_>, lowered: &rust::Operation) -> String {
    let mut table = Table::new(&["error", "status", "sent again", "when"]);
    for error in &lowered.errors {
        table.row([
            book.links.link(&error.path, From::Operation),
            error.status.to_string(),
            retried(lowered.idempotency, error).to_owned(),
            book.links
                .docs(
                    &rust::Docs::paragraph(error.summary.clone()),
                    From::Operation,
                )
                .summary(),
        ]);
    }
    table.render()
}

fn retried(idempotency: Idempotency, error: &ErrorVariant) -> &'static str {
    match emit::retried(idempotency, error) {
        Retried::Never => "no",
        Retried::Always => "yes",
        Retried::OnlyOnDemand => "on demand",
    }
}

fn examples(book: &Book<'_>, operation: &Operation, lowered: &rust::Operation) -> Vec<Example> {
    let library = &book.client.service.library;
    // Only what ends well is an example in Rust.
    let mut in_rust = lowered.examples.iter();
    let examples = operation.examples.iter();
    examples
        .map(|example| {
            let shown = match example.result {
                ExampleResult::Output(_) => in_rust.next(),
                ExampleResult::Error(..) => None,
            };
            let docs = shown.map(|shown| book.links.docs(&shown.docs, From::Operation));
            let code = shown.map(|shown| emit::example(lowered, shown, library));
            Example {
                title: example.title.trim_end_matches('.').to_owned(),
                docs: docs.map_or_else(String::new, |docs| words::text(&docs)),
                rust: code.unwrap_or_default().trim_end().to_owned(),
                request: example::request(book.model, operation, example),
                response: example::response(book.model, operation, example),
            }
        })
        .collect()
}
