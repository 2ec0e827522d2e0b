//! The users of types.

use std::collections::BTreeMap;

use crate::rust::{DataType, Path, Type};
use crate::sink::{Blocks, Docs, Markdown, markdown};

use super::describe;
use super::links::{Folder, Links};

/// Links to the users of each type, by the names of both.
#[derive(Default)]
pub(super) struct Users(BTreeMap<String, BTreeMap<String, Markdown>>);

impl Users {
    /// Adds structures and unions, which use the types of their members.
    pub(super) fn add_types(&mut self, links: &Links, types: &[DataType]) {
        for shape in types {
            match shape {
                DataType::Struct(shape) => {
                    let types = shape.fields.iter().map(|field| &field.ty);
                    self.add(links, &shape.path, types);
                }
                DataType::Union(shape) => {
                    let types = shape.variants.iter().map(|variant| &variant.ty);
                    self.add(links, &shape.path, types);
                }
                DataType::Enum(_) | DataType::IntEnum(_) => {}
            }
        }
    }

    pub(super) fn add<'t>(
        &mut self,
        links: &Links,
        user: &Path,
        types: impl Iterator<Item = &'t Type>,
    ) {
        for path in types.filter_map(describe::innermost) {
            let users = self.0.entry(path.name.to_string()).or_default();
            users.insert(user.name.to_string(), links.link(user, Folder::Root));
        }
    }

    /// A sentence with the users of a type; empty if it has none.
    pub(super) fn sentence(&self, path: &Path) -> Blocks {
        let users = self.0.get(&path.name.to_string());
        let users = users.into_iter().flat_map(BTreeMap::values);
        let users: Vec<Markdown> = users.cloned().collect();
        let mut docs = Docs::default();
        if !users.is_empty() {
            docs.push(markdown!("Used by {}.", describe::listed(&users, "and")));
        }
        describe::text(&docs)
    }
}
