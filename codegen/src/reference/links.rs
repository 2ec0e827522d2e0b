//! Which page and heading each thing has, and links that lead there.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Block, Crate, Docs, Origin, Path};

/// Where the pages of a reference are.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// The address of each type, error and operation, by its module and then
    /// by its name, from the folder of the reference.
    addresses: BTreeMap<&'static str, BTreeMap<String, String>>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// A page in the folder of the reference itself.
    Top,
    /// The page of an operation.
    Operation,
}

impl From {
    /// An address, given from the folder of the reference, from here.
    fn to(self, address: &str) -> String {
        match (self, address.strip_prefix(OPERATIONS)) {
            (Self::Top, _) => address.to_owned(),
            (Self::Operation, Some(page)) => page.to_owned(),
            (Self::Operation, None) => format!("../{address}"),
        }
    }
}

/// The folder of the pages of operations.
const OPERATIONS: &str = "operations/";

/// The page of an operation, from the folder of the reference.
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

    fn add(&mut self, module: &'static str, name: String, address: String) {
        let names = self.addresses.entry(module).or_default();
        names.insert(name, address);
    }

    /// The address of a generated type.
    pub(super) fn address(&self, path: &Path, from: From) -> Option<String> {
        self.lookup(path.origin.module(), &path.name.to_string(), from)
    }

    fn lookup(&self, module: &str, name: &str, from: From) -> Option<String> {
        let address = self.addresses.get(module)?.get(name)?;
        Some(from.to(address))
    }

    /// A generated type by its name, as a link.
    pub(super) fn link(&self, path: &Path, from: From) -> String {
        let name = format!("`{}`", path.name);
        match self.address(path, from) {
            Some(address) => format!("[{name}]({address})"),
            None => name,
        }
    }

    /// Documentation for people who read it outside of rustdoc: links lead to
    /// pages of the reference, and headings fit below those of a page.
    pub(super) fn docs(&self, docs: &Docs, from: From) -> Docs {
        let blocks = docs.0.iter().map(|block| match block {
            Block::Paragraph(text) => Block::Paragraph(self.relinked(text, from)),
            Block::Heading(_, text) => {
                Block::Paragraph(format!("**{}**", self.relinked(text, from)))
            }
            Block::Item(marker, text) => Block::Item(marker.clone(), self.relinked(text, from)),
            Block::Code(language, lines) => Block::Code(language.clone(), lines.clone()),
        });
        Docs(blocks.collect())
    }

    /// Text in which `[label](crate::types::Tag)` leads to a page.
    fn relinked(&self, text: &str, from: From) -> String {
        let mut written = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("](crate::") {
            let Some((path, after)) = after.split_once(')') else {
                break;
            };
            let mut parts = path.rsplit("::");
            let name = parts.next().unwrap_or_default();
            let address = self.lookup(parts.next().unwrap_or_default(), name, from);
            written.push_str(before);
            match address {
                Some(address) => written.push_str(&format!("]({address})")),
                // What has no page is named without a link.
                None => match written.rfind('[') {
                    Some(opening) => {
                        written.remove(opening);
                    }
                    None => written.push(']'),
                },
            }
            rest = after;
        }
        written.push_str(rest);
        written
    }
}

/// The anchors that GitHub gives to the headings of a page: the heading in
/// lower case, with a number when it stands there again.
fn slugs(title: &str, headings: impl Iterator<Item = String>) -> Vec<(String, String)> {
    let mut taken = BTreeSet::from([title.to_lowercase()]);
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
    fn headings_have_the_anchors_of_github() {
        let headings = ["Tag", "types", "TAG", "S3File"].map(str::to_owned);
        let slugs = slugs("Types", headings.into_iter());
        let slugs: Vec<&str> = slugs.iter().map(|(_, slug)| slug.as_str()).collect();
        assert_eq!(slugs, ["tag", "types-1", "tag-1", "s3file"]);
    }

    #[test]
    fn links_of_rustdoc_become_links_to_pages() {
        let types = BTreeMap::from([("Tag".to_owned(), "types.md#tag".to_owned())]);
        let links = Links {
            addresses: BTreeMap::from([(Origin::Types.module(), types)]),
        };
        for (text, expected) in [
            (
                "a [`Tag`](crate::types::Tag) b",
                "a [`Tag`](../types.md#tag) b",
            ),
            ("[`Error`](crate::Error) or not", "`Error` or not"),
            ("[x](https://example.com)", "[x](https://example.com)"),
        ] {
            assert_eq!(links.relinked(text, From::Operation), expected);
        }
    }
}
