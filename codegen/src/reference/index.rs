//! The index: the service, and a line for each operation, type and error.

use askama::Template;

use crate::model::AuthScheme;
use crate::rust::{DataType, Module, Path};

use crate::sink::{Address, Blocks, Markdown, Notice, Table, markdown};

use super::ReferenceDoc;
use super::links::{Folder, operation_page};
use super::{describe, errors};

#[derive(Template)]
#[template(path = "reference/index.md.txt", escape = "none")]
pub(super) struct IndexPage<'a> {
    notice: &'a Notice,
    title: &'a Markdown,
    docs: Blocks,
    facts: Blocks,
    operations: Blocks,
    types: Blocks,
    errors: Blocks,
    data: Blocks,
}

pub(super) fn page<'r>(reference: &'r ReferenceDoc<'_>, modules: &[Module]) -> IndexPage<'r> {
    let service = &reference.client.service;
    IndexPage {
        notice: &reference.notice,
        title: &service.title,
        docs: describe::text(&reference.links.docs(&service.docs, Folder::Root)),
        facts: facts(reference),
        operations: operations(reference),
        types: types(reference),
        errors: errors::overview(reference),
        data: data(modules),
    }
}

/// The data models, which have their own pages.
fn data(modules: &[Module]) -> Blocks {
    let mut table = Table::new(&["module", "feature"]);
    for module in modules {
        let address = Address::page(format!("{}/README.md", module.name));
        let feature = module.feature.as_deref().map(Markdown::code);
        table.row([
            Markdown::link(&Markdown::code(&module.name), &address),
            feature.unwrap_or_default(),
        ]);
    }
    table.blocks()
}

fn facts(reference: &ReferenceDoc<'_>) -> Blocks {
    let service = &reference.model.service;
    let mut table = Table::facts();
    table.fact("version", Markdown::code(&service.version));
    table.fact(
        "host",
        Markdown::code(&format!(
            "{}.{{region}}.amazonaws.com",
            service.endpoint_prefix
        )),
    );
    table.fact("protocol", "restJson1: JSON over HTTPS");
    let schemes: Vec<Markdown> = service.auth.iter().map(scheme).collect();
    let authorization = if service.auth.contains(&AuthScheme::SigV4) {
        markdown!(
            "{} as {}",
            describe::listed(&schemes, "or"),
            Markdown::code(&service.signing_name)
        )
    } else if schemes.is_empty() {
        "none".into()
    } else {
        describe::listed(&schemes, "or")
    };
    table.fact("authorization", authorization);
    table.fact(
        "client",
        Markdown::code(&format!("{}::Client", reference.client.service.library)),
    );
    table.blocks()
}

fn scheme(scheme: &AuthScheme) -> Markdown {
    match scheme {
        AuthScheme::SigV4 => "SigV4".into(),
        AuthScheme::SigV4A => "SigV4A".into(),
        AuthScheme::Bearer => "bearer token".into(),
        AuthScheme::Basic => "HTTP basic".into(),
        AuthScheme::Digest => "HTTP digest".into(),
        AuthScheme::ApiKey(key) => markdown!("API key {}", Markdown::code(&key.name)),
        AuthScheme::Anonymous => "none".into(),
        AuthScheme::Other(id) => Markdown::code(&id.to_string()),
    }
}

fn operations(reference: &ReferenceDoc<'_>) -> Blocks {
    let mut table = Table::new(&["method", "route", "idempotent", "summary"]);
    let operations = reference.model.operations.values();
    for (operation, lowered) in operations.zip(&reference.client.operations) {
        table.row([
            Markdown::link(
                &markdown!("`{}`", lowered.method),
                &Address::page(operation_page(&lowered.module)),
            ),
            Markdown::code(&super::operation::route(operation)),
            if lowered.is_idempotent() { "yes" } else { "no" }.into(),
            reference.summary(&lowered.docs.intro),
        ]);
    }
    table.blocks()
}

fn types(reference: &ReferenceDoc<'_>) -> Blocks {
    let mut table = Table::new(&["type", "kind", "summary"]);
    for shape in &reference.client.types {
        let (path, kind, docs): (&Path, &'static str, _) = match shape {
            DataType::Struct(shape) => (&shape.path, "structure", &shape.docs),
            DataType::Enum(shape) => (&shape.path, "enum", &shape.docs),
            DataType::IntEnum(shape) => (&shape.path, "intEnum", &shape.docs),
            DataType::Union(shape) => (&shape.path, "union", &shape.docs),
        };
        table.row([
            reference.links.link(path, Folder::Root),
            kind.into(),
            reference.summary(docs),
        ]);
    }
    table.blocks()
}
