//! The reference of a data model: an index of roots, a page of the types that
//! callers write, and a page of those that they only read.

mod data_reference;
mod members;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use crate::files::{Files, WriteError};
use crate::model::{Model, RootUse};
use crate::rust::Path;
use crate::sink::{Address, Blocks, Markdown, Notice, Table, markdown};

use super::links::{Folder, Links};
use data_reference::{DataPage, DataReference};

/// The addresses of headings, relative to the folder of the client's reference.
pub(super) fn addresses(model: &Model, module: &str) -> Links {
    DataReference::new(model, module, "").links
}

/// Writes the reference of a data model without errors, as files of the folder
/// `docs`.
pub(crate) fn write(model: &Model, module: &str, model_path: &str) -> Result<Files, WriteError> {
    let reference = DataReference::new(model, module, model_path);
    let mut files = BTreeMap::new();
    files.insert("README.md", index(&reference).render()?);
    for page in [DataPage::Written, DataPage::Read] {
        if reference.types(page).next().is_some() {
            files.insert(page.file(), types::page(&reference, page).render()?);
        }
    }
    let files = files.into_iter().map(|(path, text)| {
        let path = format!("docs/{module}/{path}");
        (path, format!("{}\n", text.trim_end()))
    });
    Ok(Files(files.collect()))
}

#[derive(Template)]
#[template(path = "reference/data_index.md.txt", escape = "none")]
struct Index<'a> {
    notice: &'a Notice,
    title: &'a Markdown,
    written: Blocks,
    read: Blocks,
    pages: Markdown,
}

fn index<'r>(reference: &'r DataReference<'_>) -> Index<'r> {
    let pages = [DataPage::Written, DataPage::Read]
        .into_iter()
        .filter_map(|page| {
            let count = reference.types(page).count();
            let address = Address::page(page.file().to_owned());
            let link = Markdown::link(&page.title().into(), &address);
            (count > 0).then_some(link)
        });
    let pages: Vec<Markdown> = pages.collect();
    Index {
        notice: &reference.notice,
        title: &reference.title,
        written: roots(reference, RootUse::Written),
        read: roots(reference, RootUse::Read),
        pages: Markdown::joined(&pages, " · "),
    }
}

fn roots(reference: &DataReference<'_>, wanted: RootUse) -> Blocks {
    let mut table = Table::new(&["type", "kind", "JSON Schema", "summary"]);
    let roots = reference.model.data.iter().flat_map(|data| &data.roots);
    let roots: BTreeSet<_> = roots
        .filter(|(_, used)| **used == wanted)
        .map(|(id, _)| id)
        .collect();
    for shape in &reference.module.types {
        let (path, kind, docs) = types::parts(shape);
        let found = reference.shapes.get(&path.name.to_string());
        if found.is_some_and(|shape| roots.contains(&shape.id)) {
            table.row([
                reference.links.link(path, Folder::Root),
                kind.into(),
                schema(path),
                reference.links.docs(docs, Folder::Root).summary(),
            ]);
        }
    }
    table.blocks()
}

/// The link to the JSON Schema of a root.
fn schema(path: &Path) -> Markdown {
    let file = format!("schemas/{}.json", path.name);
    Markdown::link(&markdown!("`{}.json`", path.name), &Address::page(file))
}
