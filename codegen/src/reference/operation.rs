//! The page of an operation.

use askama::Template;

use crate::emit;
use crate::model::{ExampleResult, HostPart, Idempotency, Operation};
use crate::rust::{self, ErrorVariant, Retry};

use super::links::Folder;
use super::members::{self, Container};
use super::table::Table;
use super::{ReferenceDoc, describe, example};

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
    at_least_once: bool,
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

pub(super) fn page<'r>(
    reference: &'r ReferenceDoc<'_>,
    operation: &'r Operation,
    lowered: &'r rust::Operation,
) -> Page<'r> {
    let docs = reference
        .links
        .docs(&lowered.docs.intro, Folder::Operations);
    Page {
        notice: &reference.notice,
        service: &reference.client.service.title,
        name: &operation.name,
        docs: describe::text(&docs),
        facts: facts(reference, operation, lowered),
        input: message(
            reference,
            &operation.input,
            &lowered.input,
            &reference.client.inputs,
        ),
        output: message(
            reference,
            &operation.output,
            &lowered.output,
            &reference.client.outputs,
        ),
        errors: errors(reference, lowered),
        at_least_once: lowered.idempotency == Idempotency::None
            && lowered
                .errors
                .iter()
                .any(|error| error.retry == Retry::Idempotent),
        error_type: lowered.error.to_string(),
        examples: examples(reference, operation, lowered),
    }
}

fn facts(reference: &ReferenceDoc<'_>, operation: &Operation, lowered: &rust::Operation) -> String {
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
    table.fact("retries", retries(lowered.idempotency));
    if let Some(pages) = &lowered.pagination {
        let token = format!("`{}` selects the page", pages.input_token.name);
        let methods = match &pages.items {
            Some((_, ty)) => {
                let each = match ty {
                    rust::Type::List(item, _) => {
                        describe::rust_type(&reference.links, item, Folder::Operations)
                    }
                    other => format!(
                        "entry of {}",
                        describe::rust_type(&reference.links, other, Folder::Operations)
                    ),
                };
                format!("`.pages()` streams pages, `.items()` streams each {each}; {token}")
            }
            None => format!("`.pages()` streams pages; {token}"),
        };
        table.fact("pages", methods);
    }
    if operation.auth.is_empty() {
        table.fact("authorization", "none");
    } else if operation.optional_auth {
        table.fact("authorization", "optional");
    }
    table.render()
}

fn retries(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Readonly => "yes: read-only",
        Idempotency::Idempotent => "yes: idempotent",
        Idempotency::None => "only if the request was certainly not processed: not idempotent",
    }
}

fn message(
    reference: &ReferenceDoc<'_>,
    id: &crate::model::ShapeId,
    path: &rust::Path,
    structs: &[rust::Struct],
) -> String {
    let found = structs.iter().find(|shape| shape.path == *path);
    let fields = found.map_or(&[][..], |found| &found.fields);
    let shape = reference.model.shape(id);
    let (links, folder) = (&reference.links, Folder::Operations);
    members::structure(
        links,
        reference.model,
        shape,
        fields,
        Container::Message,
        folder,
    )
}

fn errors(reference: &ReferenceDoc<'_>, lowered: &rust::Operation) -> String {
    let mut table = Table::new(&["error", "status", "retried", "summary"]);
    for error in &lowered.errors {
        table.row([
            reference.links.link(&error.path, Folder::Operations),
            error.status.to_string(),
            retried(lowered.idempotency, error).to_owned(),
            reference
                .links
                .docs(
                    &rust::Docs::paragraph(error.summary.clone()),
                    Folder::Operations,
                )
                .summary(),
        ]);
    }
    table.render()
}

fn retried(idempotency: Idempotency, error: &ErrorVariant) -> &'static str {
    match (error.retry, idempotency) {
        (Retry::Never, _) => "no",
        (Retry::Idempotent, Idempotency::None) => "with `AtLeastOnce`",
        (Retry::Always | Retry::Idempotent, _) => "yes",
    }
}

fn examples(
    reference: &ReferenceDoc<'_>,
    operation: &Operation,
    lowered: &rust::Operation,
) -> Vec<Example> {
    let library = &reference.client.service.library;
    // Only examples that succeed have Rust code.
    let mut in_rust = lowered.examples.iter();
    let examples = operation.examples.iter();
    examples
        .map(|example| {
            let shown = match example.result {
                ExampleResult::Output(_) => in_rust.next(),
                ExampleResult::Error(..) => None,
            };
            let docs = shown.map(|shown| reference.links.docs(&shown.docs, Folder::Operations));
            let code = shown.map(|shown| emit::example(lowered, shown, library));
            Example {
                title: example.title.trim_end_matches('.').to_owned(),
                docs: docs.map_or_else(String::new, |docs| describe::text(&docs)),
                rust: code.unwrap_or_default().trim_end().to_owned(),
                request: example::request(reference.model, operation, example),
                response: example::response(reference.model, operation, example),
            }
        })
        .collect()
}
