//! The page of an operation.

use askama::Template;
use proc_macro2::Ident;

use crate::emit;
use crate::model::{ExampleResult, HostPart, Idempotency, Operation};
use crate::rust::{self, ErrorVariant, Retry};
use crate::sink::{Blocks, Fence, Fenced, Markdown, Notice, Table, markdown};

use super::links::Folder;
use super::members::{self, Container};
use super::{ReferenceDoc, describe, example};

#[derive(Template)]
#[template(path = "reference/operation.md.txt", escape = "none")]
pub(super) struct OperationPage<'a> {
    notice: &'a Notice,
    service: &'a Markdown,
    name: Markdown,
    docs: Blocks,
    facts: Blocks,
    input: Blocks,
    output: Blocks,
    errors: Blocks,
    at_least_once: bool,
    error_type: &'a Ident,
    examples: Vec<Example>,
}

struct Example {
    title: Markdown,
    docs: Blocks,
    rust: Option<Blocks>,
    request: Blocks,
    response: Blocks,
}

/// The method and the path with its constant query.
pub(super) fn route(operation: &Operation) -> String {
    format!("{} {}", operation.http.method, operation.http.uri)
}

pub(super) fn page<'r>(
    reference: &'r ReferenceDoc<'_>,
    operation: &'r Operation,
    lowered: &'r rust::Operation,
) -> OperationPage<'r> {
    let docs = reference
        .links
        .docs(&lowered.docs.intro, Folder::Operations);
    OperationPage {
        notice: &reference.notice,
        service: &reference.client.service.title,
        name: Markdown::label(&operation.name),
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
        error_type: &lowered.error,
        examples: examples(reference, operation, lowered),
    }
}

fn facts(reference: &ReferenceDoc<'_>, operation: &Operation, lowered: &rust::Operation) -> Blocks {
    let mut table = Table::facts();
    table.fact("route", Markdown::code(&route(operation)));
    if let Some(host) = &operation.host_prefix {
        let parts = host.parts.iter().map(|part| match part {
            HostPart::Literal(text) => text.clone(),
            HostPart::Label(name) => format!("{{{name}}}"),
        });
        table.fact("host prefix", Markdown::code(&parts.collect::<String>()));
    }
    table.fact("success", markdown!("{}", operation.http.code));
    table.fact("method", markdown!("`client.{}()`", lowered.method));
    table.fact("retries", retries(lowered.idempotency));
    if let Some(pages) = &lowered.pagination {
        let token = markdown!("`{}` selects the page", pages.input_token.name);
        let methods = match &pages.items {
            Some((_, ty)) => {
                let each = match ty {
                    rust::Type::List(item, _) => {
                        describe::rust_type(&reference.links, item, Folder::Operations)
                    }
                    other => markdown!(
                        "entry of {}",
                        describe::rust_type(&reference.links, other, Folder::Operations)
                    ),
                };
                markdown!(
                    "`.pages()` streams pages, `.items()` streams each {}; {}",
                    each,
                    token
                )
            }
            None => markdown!("`.pages()` streams pages; {}", token),
        };
        table.fact("pages", methods);
    }
    if operation.auth.is_empty() {
        table.fact("authorization", "none");
    } else if operation.optional_auth {
        table.fact("authorization", "optional");
    }
    table.blocks()
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
) -> Blocks {
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

fn errors(reference: &ReferenceDoc<'_>, lowered: &rust::Operation) -> Blocks {
    let mut table = Table::new(&["error", "status", "retried", "summary"]);
    for error in &lowered.errors {
        table.row([
            reference.links.link(&error.path, Folder::Operations),
            markdown!("{}", error.status),
            retried(lowered.idempotency, error).into(),
            reference.links.relinked(&error.summary, Folder::Operations),
        ]);
    }
    table.blocks()
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
            let code = shown.map(|shown| emit::example(&shown.call, library));
            let code = code.map(|code| Fenced::new(Fence::Rust, code.trim_end()));
            let request = example::request(reference.model, operation, example);
            let response = example::response(reference.model, operation, example);
            Example {
                title: Markdown::label(example.title.trim().trim_end_matches('.')),
                docs: docs.map_or_else(Blocks::default, |docs| describe::text(&docs)),
                rust: code.as_ref().map(Blocks::from),
                request: Blocks::from(&Fenced::new(Fence::Http, &request)),
                response: Blocks::from(&Fenced::new(Fence::Http, &response)),
            }
        })
        .collect()
}
