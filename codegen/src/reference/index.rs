//! The index: the service, and a line for each operation, type and error.

use askama::Template;

use crate::model::AuthScheme;
use crate::rust::{DataType, Path};

use super::ReferenceDoc;
use super::links::{Folder, operation_page};
use super::table::Table;
use super::{describe, errors};

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

pub(super) fn page<'r>(reference: &'r ReferenceDoc<'_>) -> Page<'r> {
    let service = &reference.client.service;
    Page {
        notice: &reference.notice,
        title: &service.title,
        docs: describe::text(&reference.links.docs(&service.docs, Folder::Root)),
        facts: facts(reference),
        operations: operations(reference),
        types: types(reference),
        errors: errors::overview(reference),
    }
}

fn facts(reference: &ReferenceDoc<'_>) -> String {
    let service = &reference.model.service;
    let mut table = Table::facts();
    table.fact("version", format!("`{}`", service.version));
    table.fact(
        "host",
        format!("`{}.{{region}}.amazonaws.com`", service.endpoint_prefix),
    );
    table.fact("protocol", "restJson1: JSON over HTTPS");
    let schemes: Vec<String> = service.auth.iter().map(scheme).collect();
    let authorization = if service.auth.contains(&AuthScheme::SigV4) {
        format!(
            "{} as `{}`",
            describe::listed(&schemes, "or"),
            service.signing_name
        )
    } else if schemes.is_empty() {
        "none".to_owned()
    } else {
        describe::listed(&schemes, "or")
    };
    table.fact("authorization", authorization);
    table.fact(
        "client",
        format!("`{}::Client`", reference.client.service.library),
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
        AuthScheme::Anonymous => "none".to_owned(),
        AuthScheme::Other(id) => format!("`{id}`"),
    }
}

fn operations(reference: &ReferenceDoc<'_>) -> String {
    let mut table = Table::new(&["method", "route", "idempotent", "summary"]);
    let operations = reference.model.operations.values();
    for (operation, lowered) in operations.zip(&reference.client.operations) {
        table.row([
            format!(
                "[`{}`]({})",
                lowered.method,
                operation_page(&lowered.module)
            ),
            format!("`{}`", super::operation::route(operation)),
            if lowered.is_idempotent() { "yes" } else { "no" }.to_owned(),
            reference.summary(&lowered.docs.intro),
        ]);
    }
    table.render()
}

fn types(reference: &ReferenceDoc<'_>) -> String {
    let mut table = Table::new(&["type", "kind", "summary"]);
    for shape in &reference.client.types {
        let (path, kind, docs): (&Path, _, _) = match shape {
            DataType::Struct(shape) => (&shape.path, "structure", &shape.docs),
            DataType::Enum(shape) => (&shape.path, "enum", &shape.docs),
            DataType::IntEnum(shape) => (&shape.path, "intEnum", &shape.docs),
            DataType::Union(shape) => (&shape.path, "union", &shape.docs),
        };
        table.row([
            reference.links.link(path, Folder::Root),
            kind.to_owned(),
            reference.summary(docs),
        ]);
    }
    table.render()
}
