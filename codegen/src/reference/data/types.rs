//! A page of types.

use askama::Template;
use proc_macro2::Ident;

use crate::rust::{DataType, Path};
use crate::sink::{Blocks, Docs, Markdown, Notice};

use super::super::describe;
use super::super::links::Folder;
use super::super::users::Users;
use super::super::values;
use super::{DataPage, DataReference, members};

#[derive(Template)]
#[template(path = "reference/data_types.md.txt", escape = "none")]
pub(super) struct TypesPage<'a> {
    notice: &'a Notice,
    title: &'static str,
    model: &'a Markdown,
    /// The other page, if it has types.
    other: Option<(&'static str, &'static str)>,
    types: Vec<Entry>,
}

struct Entry {
    name: Ident,
    docs: Blocks,
    members: Blocks,
    users: Blocks,
}

pub(super) fn page<'r>(reference: &'r DataReference<'_>, page: DataPage) -> TypesPage<'r> {
    let mut users = Users::default();
    users.add_types(&reference.links, &reference.module.types);
    let other = match page {
        DataPage::Written => DataPage::Read,
        DataPage::Read => DataPage::Written,
    };
    let has_other = reference.types(other).next().is_some();
    TypesPage {
        notice: &reference.notice,
        title: page.title(),
        model: &reference.title,
        other: has_other.then(|| (other.title(), other.file())),
        types: reference
            .types(page)
            .map(|shape| entry(reference, &users, shape))
            .collect(),
    }
}

fn entry(reference: &DataReference<'_>, users: &Users, shape: &DataType) -> Entry {
    let (path, _, docs) = parts(shape);
    let members = match shape {
        DataType::Struct(shape) => members::structure(reference, shape),
        DataType::Union(shape) => members::union(reference, shape),
        DataType::Enum(shape) => values::of_enum(&reference.links, shape),
        DataType::IntEnum(shape) => values::of_int_enum(&reference.links, shape),
    };
    Entry {
        name: path.name.clone(),
        docs: describe::text(&reference.links.docs(docs, Folder::Root)),
        members,
        users: users.sentence(path),
    }
}

/// The path, the kind and the documentation of a type.
pub(super) fn parts(shape: &DataType) -> (&Path, &'static str, &Docs) {
    match shape {
        DataType::Struct(shape) => (&shape.path, "structure", &shape.docs),
        DataType::Enum(shape) => (&shape.path, "enum", &shape.docs),
        DataType::IntEnum(shape) => (&shape.path, "intEnum", &shape.docs),
        DataType::Union(shape) => (&shape.path, "union", &shape.docs),
    }
}
