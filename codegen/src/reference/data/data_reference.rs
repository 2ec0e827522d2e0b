//! The contents of the reference of a data model.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower;
use crate::model::{Model, RootUse, Shape};
use crate::names::Names;
use crate::rust::{DataModule, DataType};
use crate::sink::{Markdown, Notice};

use super::super::links::Links;
use super::super::reference_doc::MARK;

/// The contents of the reference of a data model.
pub(super) struct DataReference<'a> {
    pub(super) model: &'a Model,
    pub(super) title: Markdown,
    pub(super) module: DataModule,
    /// The shapes of types, by their Rust names.
    pub(super) shapes: BTreeMap<String, &'a Shape>,
    /// The Rust names of the types that callers write.
    pub(super) written: BTreeSet<String>,
    pub(super) links: Links,
    pub(super) notice: Notice,
}

impl<'a> DataReference<'a> {
    pub(super) fn new(model: &'a Model, module: &str, model_path: &str) -> Self {
        let names = Names::for_model(model);
        let lowered = lower::data_module(model, module);
        let reached = model.reached_by(RootUse::Written);
        let written: BTreeSet<String> = reached
            .iter()
            .map(|id| names.shape(model.shape(id)))
            .collect();
        let pages = lowered.types.iter().map(|shape| {
            let name = shape.name().to_string();
            let page = DataPage::with_type(&written, &name);
            (page, name)
        });
        let (on_written, on_read): (Vec<_>, Vec<_>) =
            pages.partition(|(page, _)| *page == DataPage::Written);
        let pages = [(DataPage::Written, on_written), (DataPage::Read, on_read)];
        let pages = pages.map(|(page, names)| {
            let names = names.into_iter().map(|(_, name)| name);
            (page.title(), page.file(), names.collect())
        });
        Self {
            model,
            title: Markdown::label(model.data_title()),
            shapes: model
                .connected_shapes()
                .map(|shape| (names.shape(shape), shape))
                .collect(),
            written,
            links: Links::of_module(&lowered.name.to_string(), pages),
            module: lowered,
            notice: Notice::new(MARK, model_path),
        }
    }

    /// The types of a page.
    pub(super) fn types(&self, page: DataPage) -> impl Iterator<Item = &DataType> {
        let types = self.module.types.iter();
        types.filter(move |shape| {
            DataPage::with_type(&self.written, &shape.name().to_string()) == page
        })
    }
}

/// A page of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataPage {
    /// The types that callers write, and possibly read.
    Written,
    /// The types that callers only read.
    Read,
}

impl DataPage {
    pub(super) fn with_type(written: &BTreeSet<String>, name: &str) -> Self {
        if written.contains(name) {
            Self::Written
        } else {
            Self::Read
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Written => "Written types",
            Self::Read => "Read types",
        }
    }

    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Written => "written.md",
            Self::Read => "read.md",
        }
    }
}
