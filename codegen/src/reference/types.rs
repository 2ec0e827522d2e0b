//! The page of types.

use std::collections::BTreeMap;

use askama::Template;

use proc_macro2::Ident;

use crate::rust::{DataType, Path, Struct, Type};
use crate::sink::{Block, Blocks, Docs, Markdown, Notice, Table, markdown};

use super::links::Folder;
use super::members::{self, Container};
use super::{ReferenceDoc, describe, is_error};

#[derive(Template)]
#[template(path = "reference/types.md.txt", escape = "none")]
pub(super) struct Page<'a> {
    notice: &'a Notice,
    service: &'a Markdown,
    types: Vec<Entry>,
}

struct Entry {
    name: Ident,
    docs: Blocks,
    members: Blocks,
    users: Markdown,
}

pub(super) fn page<'r>(reference: &'r ReferenceDoc<'_>) -> Page<'r> {
    let users = Users::new(reference);
    let types = reference.client.types.iter();
    Page {
        notice: &reference.notice,
        service: &reference.client.service.title,
        types: types.map(|shape| entry(reference, &users, shape)).collect(),
    }
}

fn entry(reference: &ReferenceDoc<'_>, users: &Users, shape: &DataType) -> Entry {
    let links = &reference.links;
    let (path, docs, members) = match shape {
        DataType::Struct(shape) => (&shape.path, &shape.docs, structure(reference, shape)),
        DataType::Union(shape) => {
            let members = members::union(links, &shape.variants, Folder::Root);
            (&shape.path, &shape.docs, members)
        }
        DataType::Enum(shape) => {
            let values = shape.values.iter();
            let values =
                values.map(|value| (&value.variant, Markdown::code(&value.value), &value.docs));
            (&shape.path, &shape.docs, variants(reference, values))
        }
        DataType::IntEnum(shape) => {
            let values = shape.values.iter();
            let values = values.map(|value| {
                (
                    &value.variant,
                    Markdown::code(&value.value.to_string()),
                    &value.docs,
                )
            });
            (&shape.path, &shape.docs, variants(reference, values))
        }
    };
    Entry {
        name: path.name.clone(),
        docs: describe::text(&links.docs(docs, Folder::Root)),
        members,
        users: users.list(path),
    }
}

fn structure(reference: &ReferenceDoc<'_>, shape: &Struct) -> Blocks {
    let found = reference.shape(&shape.path, |shape| !is_error(shape));
    let found = found.unwrap_or(&reference.model.unit);
    let (links, fields) = (&reference.links, &shape.fields);
    members::structure(
        links,
        reference.model,
        found,
        fields,
        Container::Json,
        Folder::Root,
    )
}

fn variants<'v>(
    reference: &ReferenceDoc<'_>,
    values: impl Iterator<Item = (&'v Ident, Markdown, &'v Docs)>,
) -> Blocks {
    let mut table = Table::new(&["variant", "on the wire", "meaning"]);
    for (variant, on_the_wire, docs) in values {
        let docs = reference.links.docs(docs, Folder::Root);
        // The fallback documentation repeats the value.
        let (summary, _) = describe::split(&docs);
        let trivial = summary.as_str().trim_end_matches('.') == on_the_wire.as_str();
        let skipped = usize::from(trivial);
        let meaning = docs.0.iter().skip(skipped).map(Block::to_line);
        let meaning: Vec<Markdown> = meaning.collect();
        table.row([
            markdown!("`{}`", variant),
            on_the_wire,
            Markdown::joined(&meaning, " "),
        ]);
    }
    table.blocks()
}

/// Links to the users of each type, by the names of both.
struct Users(BTreeMap<String, BTreeMap<String, Markdown>>);

impl Users {
    fn new(reference: &ReferenceDoc<'_>) -> Self {
        let mut users = Self(BTreeMap::new());
        let client = &reference.client;
        let messages = client.inputs.iter().chain(&client.outputs);
        let nested = client.types.iter().filter_map(|shape| match shape {
            DataType::Struct(shape) => Some(shape),
            _ => None,
        });
        for shape in messages.chain(nested).chain(&client.errors) {
            users.add(
                reference,
                &shape.path,
                shape.fields.iter().map(|field| &field.ty),
            );
        }
        for shape in &client.types {
            if let DataType::Union(shape) = shape {
                users.add(
                    reference,
                    &shape.path,
                    shape.variants.iter().map(|variant| &variant.ty),
                );
            }
        }
        users
    }

    fn add<'t>(
        &mut self,
        reference: &ReferenceDoc<'_>,
        user: &Path,
        types: impl Iterator<Item = &'t Type>,
    ) {
        for path in types.filter_map(describe::innermost) {
            let users = self.0.entry(path.name.to_string()).or_default();
            users.insert(
                user.name.to_string(),
                reference.links.link(user, Folder::Root),
            );
        }
    }

    fn list(&self, path: &Path) -> Markdown {
        let users = self.0.get(&path.name.to_string());
        let users = users.into_iter().flat_map(BTreeMap::values);
        let users: Vec<Markdown> = users.cloned().collect();
        describe::listed(&users, "and")
    }
}
