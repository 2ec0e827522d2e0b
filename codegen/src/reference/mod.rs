//! The API reference in Markdown: an index, a page for each operation, one for
//! all types and one for all errors. Each data model has its own folder.
//!
//! The templates define the layout of the pages. These modules fill them from
//! the model and the lowered client.

mod data;
mod describe;
mod errors;
mod example;
mod index;
mod links;
mod members;
mod operation;
mod reference_doc;
mod types;
mod users;
mod values;

use std::collections::BTreeMap;

use askama::Template;

use crate::files::{Files, WriteError};
use crate::model::Model;
use crate::rust::{Crate, Module, Origin};

use links::{Folder, Links};

pub(crate) use data::write as write_module;
use reference_doc::{ReferenceDoc, is_error};

/// The addresses of the pages and headings of a reference, relative to its folder.
pub(crate) struct Addresses {
    links: Links,
    /// The module of a data model, which has a folder in the reference.
    module: Option<String>,
}

impl Addresses {
    pub(crate) fn new(client: &Crate) -> Self {
        Self {
            links: Links::new(client),
            module: None,
        }
    }

    /// The addresses of a data model.
    pub(crate) fn in_module(model: &Model, module: &str) -> Self {
        Self {
            links: data::addresses(model, module),
            module: Some(module.to_owned()),
        }
    }

    /// The page of the operation with this method.
    pub(crate) fn method(&self, method: &str) -> Option<String> {
        self.links.lookup("Client", method, Folder::Root)
    }

    /// The heading of a type or error with this name.
    pub(crate) fn shape(&self, name: &str, is_error: bool) -> Option<String> {
        if let Some(module) = &self.module {
            let address = self.links.lookup(module, name, Folder::Root)?;
            return Some(format!("{module}/{address}"));
        }
        let origin = if is_error {
            Origin::Error
        } else {
            Origin::Types
        };
        self.links.lookup(origin.module(), name, Folder::Root)
    }
}

/// Writes the reference of a model without errors, as files of the folder
/// `docs`. The first line of each names the model by `model_path`.
pub(crate) fn write(
    model: &Model,
    model_path: &str,
    modules: &[Module],
) -> Result<Files, WriteError> {
    let reference = ReferenceDoc::new(model, model_path);
    let mut files = BTreeMap::new();
    files.insert(
        "README.md".to_owned(),
        index::page(&reference, modules).render()?,
    );
    files.insert("types.md".to_owned(), types::page(&reference).render()?);
    files.insert("errors.md".to_owned(), errors::page(&reference).render()?);
    for (operation, lowered) in model.operations.values().zip(&reference.client.operations) {
        let page = operation::page(&reference, operation, lowered);
        files.insert(links::operation_page(&lowered.module), page.render()?);
    }
    let files = files
        .into_iter()
        .map(|(path, text)| (format!("docs/{path}"), format!("{}\n", text.trim_end())));
    Ok(Files(files.collect()))
}
