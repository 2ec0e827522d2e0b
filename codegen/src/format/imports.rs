//! Replaces full paths with imports and short names.
//!
//! A type is imported (`use bytes::Bytes;`), a function is called through its
//! module (`use runtime::codegen::json;`, `json::read_object(…)`), and so are
//! the types of [`QUALIFIED`] modules. A path stays full if its short name is
//! taken in the file: by an item, by the prelude, or by another import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use super::paths::{self, Piece};
use crate::names::{IN_FULL, PRELUDE, QUALIFIED};

/// The location of the code, which decides how paths begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeLocation<'a> {
    /// The generated crate; its items have this path.
    Inside(&'a str),
    /// A test of this library.
    Test(&'a str),
    /// An example of this library, its only dependency.
    Example(&'a str),
}

impl CodeLocation<'_> {
    /// Adapts the first segment of a path.
    fn adapt(self, segments: &mut Vec<Ident>) {
        match (self, segments.as_mut_slice()) {
            (Self::Test(library) | Self::Example(library), [first, ..]) if first == "crate" => {
                *first = identifier(library);
            }
            // The library re-exports the items that examples name.
            (Self::Example(library), [first, door, ..]) if first == "runtime" => {
                *door = identifier(library);
                segments.remove(0);
            }
            _ => {}
        }
    }

    /// Whether a path refers to an item of the file.
    fn owns(self, path: &str, defined: &BTreeSet<String>) -> bool {
        match (self, path.rsplit_once("::")) {
            (Self::Inside(home), Some((module, name))) => module == home && defined.contains(name),
            _ => false,
        }
    }
}

/// The imports of a file, in groups (the standard library, other crates, this
/// crate), and the items with short names.
pub(super) fn shorten(
    items: TokenStream,
    location: CodeLocation<'_>,
) -> (Vec<Vec<TokenStream>>, TokenStream) {
    let mut pieces = paths::find(items);
    let defined = defined(&pieces);
    let mut found = Vec::new();
    paths::each(&mut pieces, &mut |segments| {
        location.adapt(segments);
        let (import, begin) = import(segments);
        found.push((segments, import, begin));
    });
    let imported = assign(found.iter().map(|(_, import, _)| import.as_str()), &defined);
    for (segments, import, begin) in found {
        if imported.contains_key(&import) || location.owns(&import, &defined) {
            segments.drain(..begin);
        }
    }
    (render(&imported), paths::write(pieces))
}

/// The part of a path that is imported, `bytes::Bytes` of `bytes::Bytes::new`,
/// and the segment with which the short path begins. The part is empty if there
/// is nothing to import.
fn import(segments: &[Ident]) -> (String, usize) {
    let mut path = String::new();
    for (at, segment) in segments.iter().enumerate() {
        let end_of_module = path.len();
        paths::push(&mut path, segment);
        let (module, name) = path.split_at(end_of_module);
        let is_type = begins_upper(name.trim_start_matches(':'));
        if !is_type && at + 1 < segments.len() {
            continue;
        }
        let begin = if is_type && !QUALIFIED.contains(&module) {
            at
        } else {
            path.truncate(end_of_module);
            at.saturating_sub(1)
        };
        // A function of the crate itself is called through the crate's name.
        if begin > 0 {
            return (path, begin);
        }
        break;
    }
    (String::new(), 0)
}

fn begins_upper(name: &str) -> bool {
    name.trim_start_matches("r#")
        .starts_with(|c: char| c.is_ascii_uppercase())
}

/// The short names of paths. If two paths have the same short name, a path of
/// the standard library or another crate gets it.
fn assign<'p>(
    paths: impl Iterator<Item = &'p str>,
    defined: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut by_name = BTreeMap::new();
    let paths: BTreeSet<&str> = paths.filter(|path| !path.is_empty()).collect();
    let mut ordered: Vec<&str> = paths.into_iter().collect();
    ordered.sort_by_key(|path| group(path));
    for path in ordered {
        let name = last(path);
        let of_prelude = PRELUDE.iter().find(|of| last(of) == name);
        let free = !defined.contains(name)
            && !IN_FULL.contains(&path)
            && of_prelude.is_none_or(|of| *of == path);
        if free {
            by_name.entry(name).or_insert(path);
        }
    }
    by_name
        .into_iter()
        .map(|(name, path)| (path.to_owned(), name.to_owned()))
        .collect()
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn group(path: &str) -> u8 {
    match path.split("::").next() {
        Some("std") => 0,
        Some("crate") => 2,
        _ => 1,
    }
}

/// One `use` for each module from which something is imported.
fn render(imported: &BTreeMap<String, String>) -> Vec<Vec<TokenStream>> {
    let mut modules: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
    for (path, name) in imported {
        if !PRELUDE.contains(&path.as_str())
            && let Some((module, _)) = path.rsplit_once("::")
        {
            modules.entry((group(path), module)).or_default().push(name);
        }
    }
    // In the order of the text, in which `use a::b::c;` precedes `use a::{…};`.
    let mut groups: BTreeMap<u8, BTreeMap<String, TokenStream>> = BTreeMap::new();
    for ((group, module), names) in modules {
        let path = path_of(&module.split("::").map(identifier).collect::<Vec<_>>());
        let mut names: Vec<Ident> = names.into_iter().map(identifier).collect();
        names.sort_by_key(|name| (begins_upper(&name.to_string()), name.to_string()));
        let import = match names.as_slice() {
            [name] => quote! { use #path::#name; },
            names => quote! { use #path::{#(#names),*}; },
        };
        let text = import.to_string().replace(' ', "");
        groups.entry(group).or_default().insert(text, import);
    }
    groups
        .into_values()
        .map(|group| group.into_values().collect())
        .collect()
}

fn identifier(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn path_of(segments: &[Ident]) -> TokenStream {
    quote! { #(#segments)::* }
}

/// The types and modules that the file itself defines.
fn defined(items: &[Piece]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut after_keyword = false;
    for piece in items {
        let Piece::Token(TokenTree::Ident(ident)) = piece else {
            after_keyword = false;
            continue;
        };
        if after_keyword {
            names.insert(ident.to_string());
            after_keyword = false;
        } else {
            let keywords = ["struct", "enum", "trait", "type", "mod"];
            after_keyword = keywords.iter().any(|keyword| ident == keyword);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(items: TokenStream) -> (Vec<String>, String) {
        let plain = |tokens: TokenStream| tokens.to_string().replace(" :: ", "::");
        let (imports, items) = shorten(items, CodeLocation::Inside("crate::types"));
        let imports = imports
            .into_iter()
            .map(|group| group.into_iter().map(plain).collect::<Vec<_>>().join(" "));
        (imports.collect(), plain(items))
    }

    #[test]
    fn imports_paths() {
        let (imports, items) = shortened(quote! {
            impl std::convert::From<bytes::Bytes> for crate::types::Tag {
                fn from(b: bytes::Bytes) -> std::option::Option<std::collections::BTreeMap<K, V>> {
                    runtime::codegen::json::read_object::<Self>(std::sync::Arc::new(b), serde::Serialize::x);
                    runtime::codegen::json::List; crate::constraints::tag_key; runtime::codegen::redact(1)
                }
            }
        });
        assert_eq!(
            imports,
            [
                "use std::collections::BTreeMap ; use std::sync::Arc ;",
                "use bytes::Bytes ; use runtime::codegen::json ; use runtime::codegen ; use serde::Serialize ;",
                "use crate::constraints ; use crate::types::Tag ;",
            ]
        );
        assert_eq!(
            items,
            "impl From < Bytes > for Tag { fn from (b : Bytes) -> Option < BTreeMap < K , V >> { \
             json::read_object::< Self > (Arc::new (b) , Serialize::x) ; \
             json::List ; constraints::tag_key ; codegen::redact (1) } }"
        );
    }

    #[test]
    fn keeps_full_paths_for_taken_names() {
        let (imports, items) = shortened(quote! {
            pub struct Option { a: std::option::Option<crate::types::String>, b: runtime::codegen::Error,
                c: crate::types::Error, d: crate::types::json::X }
        });
        assert_eq!(
            imports,
            [
                "use runtime::codegen::Error ;",
                "use crate::types::json::X ;"
            ]
        );
        assert_eq!(
            items,
            "pub struct Option { a : std::option::Option < crate::types::String > , b : Error , \
             c : crate::types::Error , d : X }"
        );
    }

    #[test]
    fn shortens_paths_of_own_items() {
        let (imports, items) = shortened(quote! {
            pub struct Tag { a: std::boxed::Box<crate::types::Tag>, b: crate::input::Tag }
        });
        assert_eq!(imports, [""; 0]);
        assert_eq!(
            items,
            "pub struct Tag { a : Box < Tag > , b : crate::input::Tag }"
        );
    }

    #[test]
    fn uses_only_the_library_in_examples() {
        let items = quote! { crate::types::Tag::new(runtime::codegen::Timestamp::from_secs(1)); };
        let (imports, _) = shorten(items, CodeLocation::Example("shop"));
        let imports: Vec<String> = imports.concat().iter().map(ToString::to_string).collect();
        assert_eq!(
            imports,
            ["use shop :: Timestamp ;", "use shop :: types :: Tag ;"]
        );
    }

    #[test]
    fn leaves_fields_and_re_exports_alone() {
        let text = "pub use crate::x::Y ; fn f () { a.std::b ; q::std::c ; crate_ }";
        let (imports, items) = shortened(text.parse().unwrap());
        assert_eq!(imports, [""; 0]);
        assert_eq!(
            items,
            "pub use crate::x::Y ; fn f () { a . std::b ; q::std::c ; crate_ }"
        );
    }
}
