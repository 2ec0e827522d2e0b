//! Links to pages and headings.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Crate, Origin, Path};
use crate::sink::{Address, Block, Docs, Markdown, markdown};

/// The addresses of pages and headings.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// The address of each type, error and operation, by module and name,
    /// relative to the folder of the reference.
    addresses: BTreeMap<String, BTreeMap<String, String>>,
}

/// The folder of the page with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    /// The folder of the reference itself.
    Root,
    /// The folder with the pages of operations.
    Operations,
}

impl Folder {
    /// Converts an address relative to the folder of the reference.
    fn to(self, address: &str) -> String {
        match (self, address.strip_prefix(OPERATIONS)) {
            (Self::Root, _) => address.to_owned(),
            (Self::Operations, Some(page)) => page.to_owned(),
            (Self::Operations, None) => format!("../{address}"),
        }
    }
}

/// The folder of the pages of operations.
const OPERATIONS: &str = "operations/";

/// The address of the page of an operation.
pub(super) fn operation_page(module: &impl std::fmt::Display) -> String {
    format!("{OPERATIONS}{module}.md")
}

impl Links {
    pub(super) fn new(client: &Crate) -> Self {
        let mut links = Self {
            addresses: BTreeMap::new(),
        };
        let types = client.types.iter().map(|shape| shape.name().to_string());
        for (name, slug) in slugs("Types", types) {
            links.add(Origin::Types.module(), name, format!("types.md#{slug}"));
        }
        let errors = client
            .errors
            .iter()
            .map(|error| error.path.name.to_string());
        for (name, slug) in slugs("Errors", errors) {
            links.add(Origin::Error.module(), name, format!("errors.md#{slug}"));
        }
        for operation in &client.operations {
            let page = operation_page(&operation.module);
            for (path, heading) in [
                (&operation.path, ""),
                (&operation.input, "#input"),
                (&operation.output, "#output"),
            ] {
                let (module, name) = (path.origin.module(), path.name.to_string());
                links.add(module, name, format!("{page}{heading}"));
            }
            let (module, error) = (Origin::Operation.module(), operation.error.to_string());
            links.add(module, error, format!("{page}#errors"));
            links.add("Client", operation.method.to_string(), page);
        }
        links
    }

    /// The addresses of a data model: its pages with their titles, files and types.
    pub(super) fn of_module(
        module: &str,
        pages: impl IntoIterator<Item = (&'static str, &'static str, Vec<String>)>,
    ) -> Self {
        let mut links = Self {
            addresses: BTreeMap::new(),
        };
        for (title, file, types) in pages {
            for (name, slug) in slugs(title, types.into_iter()) {
                links.add(module, name, format!("{file}#{slug}"));
            }
        }
        links
    }

    fn add(&mut self, module: &str, name: String, address: String) {
        let names = self.addresses.entry(module.to_owned()).or_default();
        names.insert(name, address);
    }

    /// The address of a generated type.
    pub(super) fn address(&self, path: &Path, folder: Folder) -> Option<String> {
        self.lookup(path.origin.module(), &path.name.to_string(), folder)
    }

    pub(super) fn lookup(&self, module: &str, name: &str, folder: Folder) -> Option<String> {
        let address = self.addresses.get(module)?.get(name)?;
        Some(folder.to(address))
    }

    /// A link to a generated type.
    pub(super) fn link(&self, path: &Path, folder: Folder) -> Markdown {
        let name = markdown!("`{}`", path.name);
        match self.address(path, folder) {
            Some(address) => Markdown::link(&name, &Address::page(address)),
            None => name,
        }
    }

    /// Converts documentation from rustdoc: links go to pages of the reference,
    /// and headings become bold text.
    pub(super) fn docs(&self, docs: &Docs, folder: Folder) -> Docs {
        let mut docs = docs.map(|text| self.relinked(text, folder));
        for block in &mut docs.0 {
            if let Block::Heading(_, text) = block {
                *block = Block::Paragraph(Markdown::marked("**", text));
            }
        }
        docs
    }

    /// Replaces the targets of links such as `[label](crate::types::Tag)`. A type
    /// without a page, such as `Error`, has no link.
    pub(super) fn relinked(&self, text: &Markdown, folder: Folder) -> Markdown {
        text.relinked(|path| {
            let mut parts = path.rsplit("::");
            let name = parts.next().unwrap_or_default();
            self.lookup(parts.next().unwrap_or_default(), name, folder)
        })
    }
}

/// GitHub's anchors for the headings of a page: the heading in lower case,
/// numbered if it is repeated.
fn slugs(title: &str, headings: impl Iterator<Item = String>) -> Vec<(String, String)> {
    let mut taken = BTreeSet::from([title.to_lowercase().replace(' ', "-")]);
    headings
        .map(|heading| {
            let plain = heading.to_lowercase();
            let mut slug = plain.clone();
            let mut count = 0;
            while !taken.insert(slug.clone()) {
                count += 1;
                slug = format!("{plain}-{count}");
            }
            (heading, slug)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_headings_like_github() {
        let headings = ["Tag", "types", "TAG", "S3File"].map(str::to_owned);
        let slugs = slugs("Types", headings.into_iter());
        let slugs: Vec<&str> = slugs.iter().map(|(_, slug)| slug.as_str()).collect();
        assert_eq!(slugs, ["tag", "types-1", "tag-1", "s3file"]);
    }

    #[test]
    fn converts_rustdoc_links_to_page_links() {
        let types = BTreeMap::from([("Tag".to_owned(), "types.md#tag".to_owned())]);
        let links = Links {
            addresses: BTreeMap::from([(Origin::Types.module().to_owned(), types)]),
        };
        for (text, expected) in [
            (
                "a [`Tag`](crate::types::Tag) b",
                "a [`Tag`](../types.md#tag) b",
            ),
            ("[`Error`](crate::Error) or not", "`Error` or not"),
            ("[x](https://example.com)", "[x](https://example.com)"),
            (
                "`](crate::types::Tag)` \\](crate::types::Tag)",
                "`](crate::types::Tag)` \\](crate::types::Tag)",
            ),
        ] {
            let relinked = links.relinked(&text.into(), Folder::Operations);
            assert_eq!(relinked.as_str(), expected);
        }
    }
}
