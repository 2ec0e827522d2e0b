//! The page of types.

use askama::Template;

use proc_macro2::Ident;

use crate::rust::{DataType, Struct};
use crate::sink::{Blocks, Markdown, Notice};

use super::links::Folder;
use super::members::{self, Container};
use super::users::Users;
use super::{ReferenceDoc, describe, is_error, values};

#[derive(Template)]
#[template(path = "reference/types.md.txt", escape = "none")]
pub(super) struct TypesPage<'a> {
    notice: &'a Notice,
    service: &'a Markdown,
    types: Vec<Entry>,
}

struct Entry {
    name: Ident,
    docs: Blocks,
    members: Blocks,
    users: Blocks,
}

pub(super) fn page<'r>(reference: &'r ReferenceDoc<'_>) -> TypesPage<'r> {
    let users = users(reference);
    let types = reference.client.types.iter();
    TypesPage {
        notice: &reference.notice,
        service: &reference.client.service.title,
        types: types.map(|shape| entry(reference, &users, shape)).collect(),
    }
}

fn users(reference: &ReferenceDoc<'_>) -> Users {
    let mut users = Users::default();
    let client = &reference.client;
    let messages = client.inputs.iter().chain(&client.outputs);
    for shape in messages.chain(&client.errors) {
        let types = shape.fields.iter().map(|field| &field.ty);
        users.add(&reference.links, &shape.path, types);
    }
    users.add_types(&reference.links, &client.types);
    users
}

fn entry(reference: &ReferenceDoc<'_>, users: &Users, shape: &DataType) -> Entry {
    let links = &reference.links;
    let (path, docs, members) = match shape {
        DataType::Struct(shape) => (&shape.path, &shape.docs, structure(reference, shape)),
        DataType::Union(shape) => {
            let members = members::union(links, &shape.variants, Folder::Root);
            (&shape.path, &shape.docs, members)
        }
        DataType::Enum(shape) => (&shape.path, &shape.docs, values::of_enum(links, shape)),
        DataType::IntEnum(shape) => {
            let values = values::of_int_enum(links, shape);
            (&shape.path, &shape.docs, values)
        }
    };
    Entry {
        name: path.name.clone(),
        docs: describe::text(&links.docs(docs, Folder::Root)),
        members,
        users: users.sentence(path),
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
