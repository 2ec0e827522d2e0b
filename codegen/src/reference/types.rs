//! The page of all types.

use std::collections::BTreeMap;

use askama::Template;

use crate::rust::{DataType, Docs, Path, Struct, Type};

use super::links::From;
use super::members::{self, Whole};
use super::table::Table;
use super::{Book, is_error, words};

#[derive(Template)]
#[template(path = "reference/types.md.txt", escape = "none")]
pub(super) struct Page<'a> {
    notice: &'a str,
    service: &'a str,
    types: Vec<Entry>,
}

struct Entry {
    name: String,
    docs: String,
    members: String,
    users: String,
}

pub(super) fn page<'b>(book: &'b Book<'_>) -> Page<'b> {
    let users = Users::of(book);
    let types = book.client.types.iter();
    Page {
        notice: &book.notice,
        service: &book.client.service.title,
        types: types.map(|shape| entry(book, &users, shape)).collect(),
    }
}

fn entry(book: &Book<'_>, users: &Users, shape: &DataType) -> Entry {
    let links = &book.links;
    let (path, docs, members) = match shape {
        DataType::Struct(shape) => (&shape.path, &shape.docs, structure(book, shape)),
        DataType::Union(shape) => {
            let members = members::union(links, &shape.variants, From::Top);
            (&shape.path, &shape.docs, members)
        }
        DataType::Enum(shape) => {
            let values = shape.values.iter();
            let values = values.map(|value| {
                let on_the_wire = format!("`{}`", value.value);
                (value.variant.to_string(), on_the_wire, &value.docs)
            });
            (&shape.path, &shape.docs, variants(book, values))
        }
        DataType::IntEnum(shape) => {
            let values = shape.values.iter();
            let values = values.map(|value| {
                let on_the_wire = format!("`{}`", value.value);
                (value.variant.to_string(), on_the_wire, &value.docs)
            });
            (&shape.path, &shape.docs, variants(book, values))
        }
    };
    Entry {
        name: path.name.to_string(),
        docs: words::text(&links.docs(docs, From::Top)),
        members,
        users: users.list(path),
    }
}

fn structure(book: &Book<'_>, shape: &Struct) -> String {
    let found = book.shape(&shape.path, |shape| !is_error(shape));
    let found = found.unwrap_or(&book.model.unit);
    let (links, fields) = (&book.links, &shape.fields);
    members::structure(links, book.model, found, fields, Whole::Part, From::Top)
}

fn variants<'v>(
    book: &Book<'_>,
    values: impl Iterator<Item = (String, String, &'v Docs)>,
) -> String {
    let mut table = Table::new(&["variant", "on the wire", "meaning"]);
    for (variant, on_the_wire, docs) in values {
        let (summary, rest) = words::split(&book.links.docs(docs, From::Top));
        // Of a value without documentation there is nothing to say but itself.
        let trivial = summary.trim_end_matches('.') == on_the_wire;
        let mut meaning = if trivial { String::new() } else { summary };
        for line in rest
            .lines(usize::MAX)
            .iter()
            .filter(|line| !line.is_empty())
        {
            meaning.push(' ');
            meaning.push_str(line);
        }
        table.row([format!("`{variant}`"), on_the_wire, meaning]);
    }
    table.render()
}

/// Who uses each type: links, by the names of both.
struct Users(BTreeMap<String, BTreeMap<String, String>>);

impl Users {
    fn of(book: &Book<'_>) -> Self {
        let mut users = Self(BTreeMap::new());
        let client = &book.client;
        let messages = client.inputs.iter().chain(&client.outputs);
        let nested = client.types.iter().filter_map(|shape| match shape {
            DataType::Struct(shape) => Some(shape),
            _ => None,
        });
        for shape in messages.chain(nested).chain(&client.errors) {
            users.add(
                book,
                &shape.path,
                shape.fields.iter().map(|field| &field.ty),
            );
        }
        for shape in &client.types {
            if let DataType::Union(shape) = shape {
                users.add(
                    book,
                    &shape.path,
                    shape.variants.iter().map(|variant| &variant.ty),
                );
            }
        }
        users
    }

    fn add<'t>(&mut self, book: &Book<'_>, user: &Path, types: impl Iterator<Item = &'t Type>) {
        for path in types.filter_map(words::innermost) {
            let users = self.0.entry(path.name.to_string()).or_default();
            users.insert(user.name.to_string(), book.links.link(user, From::Top));
        }
    }

    fn list(&self, path: &Path) -> String {
        let users = self.0.get(&path.name.to_string());
        let users = users.into_iter().flat_map(BTreeMap::values);
        let users: Vec<String> = users.cloned().collect();
        words::listed(&users, "and")
    }
}
