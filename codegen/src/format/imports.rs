//! From paths in full to imports and short names.
//!
//! A type is imported (`use bytes::Bytes;`), a function is called through its
//! module (`use runtime::json;`, `json::read_object(…)`), and so are the types
//! of [`QUALIFIED`] modules. A path stays as it is when its short name is taken
//! in the file: by an item of the file, by the prelude, or by another import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

/// The first segments of paths that are shortened.
const ROOTS: &[&str] = &["std", "bytes", "http", "runtime", "serde", "tokio", "crate"];

/// Modules whose types are written with the module's name, as `fmt::Result`.
const QUALIFIED: &[&str] = &["std::fmt", "runtime::json", "crate::constraints"];

/// What is never imported, so that its name is free for what is meant by it
/// everywhere else.
const IN_FULL: &[&str] = &["std::error::Error"];

/// What the prelude of edition 2024 brings, so that nobody imports it.
const PRELUDE: &[&str] = &[
    "std::boxed::Box",
    "std::clone::Clone",
    "std::cmp::PartialEq",
    "std::convert::AsRef",
    "std::convert::From",
    "std::convert::Into",
    "std::default::Default",
    "std::future::Future",
    "std::iter::Extend",
    "std::iter::IntoIterator",
    "std::iter::Iterator",
    "std::marker::Copy",
    "std::marker::Send",
    "std::marker::Sized",
    "std::marker::Sync",
    "std::ops::Drop",
    "std::ops::Fn",
    "std::option::Option",
    "std::result::Result",
    "std::string::String",
    "std::string::ToString",
    "std::vec::Vec",
];

/// Where the code stands, and so what paths begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    /// In the generated crate itself, its items known by this path.
    Inside(&'a str),
    /// In a test of the library with this name.
    Test(&'a str),
    /// In an example of the library with this name, which has no dependency
    /// but the library.
    Example(&'a str),
}

impl Place<'_> {
    /// The path as it begins in this place.
    fn path(self, segments: &[Ident]) -> Vec<Ident> {
        let mut segments = segments.to_vec();
        let library = match self {
            Self::Inside(_) => None,
            Self::Test(library) => Some((library, ["crate", "crate"])),
            Self::Example(library) => Some((library, ["crate", "runtime"])),
        };
        if let (Some(first), Some((library, replaced))) = (segments.first_mut(), library)
            && replaced.contains(&first.to_string().as_str())
        {
            *first = identifier(library);
        }
        segments
    }
}

impl Place<'_> {
    /// Whether a path leads to one of the items that the file defines.
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
    place: Place<'_>,
) -> (Vec<Vec<TokenStream>>, TokenStream) {
    let mut paths = BTreeSet::new();
    rewrite(items.clone(), &mut |segments| {
        paths.insert(Split::of(&place.path(segments)).import);
        None
    });
    let defined = defined(&items);
    let imported = assign(paths, &defined);
    let items = rewrite(items, &mut |segments| {
        let segments = place.path(segments);
        let split = Split::of(&segments);
        let short = imported.contains_key(&split.import) || place.owns(&split.import, &defined);
        Some(if short { split.short } else { segments })
    });
    (render(&imported), items)
}

/// A path in two: what is imported, and what is left to write.
struct Split {
    /// The import, `bytes::Bytes`; empty when there is nothing to import.
    import: String,
    /// What is written then, `Bytes::new`.
    short: Vec<Ident>,
}

impl Split {
    fn of(segments: &[Ident]) -> Self {
        let type_at = segments
            .iter()
            .position(|segment| begins_upper(&segment.to_string()));
        let qualified =
            type_at.is_none_or(|at| QUALIFIED.contains(&joined(segments.get(..at)).as_str()));
        let last = type_at.unwrap_or(segments.len() - 1);
        let imported = if qualified { last } else { last + 1 };
        // A function of the crate itself is called through the crate's name.
        if imported <= 1 {
            return Self {
                import: String::new(),
                short: segments.to_vec(),
            };
        }
        Self {
            import: joined(segments.get(..imported)),
            short: segments.get(imported - 1..).unwrap_or_default().to_vec(),
        }
    }
}

fn joined(segments: Option<&[Ident]>) -> String {
    let names: Vec<String> = segments
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect();
    names.join("::")
}

fn begins_upper(name: &str) -> bool {
    name.trim_start_matches("r#")
        .starts_with(|c: char| c.is_ascii_uppercase())
}

/// The short name of each path that gets one. Where two want the same, the
/// one of the standard library or of another crate has it.
fn assign(paths: BTreeSet<String>, defined: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut by_name: BTreeMap<String, String> = BTreeMap::new();
    let mut ordered: Vec<String> = paths.into_iter().filter(|path| !path.is_empty()).collect();
    ordered.sort_by_key(|path| (group(path), path.clone()));
    for path in ordered {
        let name = last(&path).to_owned();
        let of_prelude = PRELUDE.iter().find(|of| last(of) == name);
        let free = !defined.contains(&name)
            && !IN_FULL.contains(&path.as_str())
            && of_prelude.is_none_or(|of| **of == path);
        if free {
            by_name.entry(name).or_insert(path);
        }
    }
    by_name
        .into_iter()
        .map(|(name, path)| (path, name))
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

/// One `use` for each module that something is imported from.
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
fn defined(items: &TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut after_keyword = false;
    for token in items.clone() {
        let TokenTree::Ident(ident) = token else {
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

/// Calls `short` with each path in full, and writes what it returns instead.
fn rewrite(
    tokens: TokenStream,
    short: &mut impl FnMut(&[Ident]) -> Option<Vec<Ident>>,
) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut written = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    let mut in_use = false;
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            TokenTree::Group(group) => {
                let inner = rewrite(group.stream(), short);
                let mut group_again = Group::new(group.delimiter(), inner);
                group_again.set_span(group.span());
                written.push(TokenTree::Group(group_again));
                in_use &= group.delimiter() != Delimiter::Brace;
                continue;
            }
            TokenTree::Ident(ident) => {
                in_use |= ident == "use";
                let is_root = ROOTS.iter().any(|root| ident == root);
                if !in_use && is_root && begins_path(&written) {
                    let (segments, after) = path(ident, after);
                    if segments.len() > 1 {
                        rest = after;
                        let segments = short(&segments).unwrap_or(segments);
                        written.extend(path_of(&segments));
                        continue;
                    }
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => in_use = false,
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        written.push(token.clone());
    }
    written.into_iter().collect()
}

/// Whether a path can begin after these tokens: not inside another path, and
/// not as a field or method.
fn begins_path(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Punct(first), TokenTree::Punct(second)] if is_colons(first, second) => {
            false
        }
        [.., TokenTree::Punct(punct)] => punct.as_char() != '.',
        _ => true,
    }
}

fn is_colons(first: &Punct, second: &Punct) -> bool {
    first.as_char() == ':' && first.spacing() == Spacing::Joint && second.as_char() == ':'
}

/// The path that begins with `first`, and the tokens after it.
fn path<'a>(first: &Ident, mut rest: &'a [TokenTree]) -> (Vec<Ident>, &'a [TokenTree]) {
    let mut segments = vec![first.clone()];
    while let [
        TokenTree::Punct(one),
        TokenTree::Punct(two),
        TokenTree::Ident(segment),
        after @ ..,
    ] = rest
    {
        if !is_colons(one, two) {
            break;
        }
        segments.push(segment.clone());
        rest = after;
    }
    (segments, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(items: TokenStream) -> (Vec<String>, String) {
        let plain = |tokens: TokenStream| tokens.to_string().replace(" :: ", "::");
        let (imports, items) = shorten(items, Place::Inside("crate::types"));
        let imports = imports
            .into_iter()
            .map(|group| group.into_iter().map(plain).collect::<Vec<_>>().join(" "));
        (imports.collect(), plain(items))
    }

    #[test]
    fn paths_become_imports() {
        let (imports, items) = shortened(quote! {
            impl std::convert::From<bytes::Bytes> for crate::types::Tag {
                fn from(b: bytes::Bytes) -> std::option::Option<std::collections::BTreeMap<K, V>> {
                    runtime::json::read_object::<Self>(std::sync::Arc::new(b), serde::Serialize::x);
                    runtime::json::List; crate::constraints::tag_key; runtime::redact(1)
                }
            }
        });
        assert_eq!(
            imports,
            [
                "use std::collections::BTreeMap ; use std::sync::Arc ;",
                "use bytes::Bytes ; use runtime::json ; use serde::Serialize ;",
                "use crate::constraints ; use crate::types::Tag ;",
            ]
        );
        assert_eq!(
            items,
            "impl From < Bytes > for Tag { fn from (b : Bytes) -> Option < BTreeMap < K , V >> { \
             json::read_object::< Self > (Arc::new (b) , Serialize::x) ; \
             json::List ; constraints::tag_key ; runtime::redact (1) } }"
        );
    }

    #[test]
    fn taken_names_stay_in_full() {
        let (imports, items) = shortened(quote! {
            pub struct Option { a: std::option::Option<crate::types::String>, b: runtime::Error,
                c: crate::types::Error, d: crate::types::json::X }
        });
        assert_eq!(
            imports,
            ["use runtime::Error ;", "use crate::types::json::X ;"]
        );
        assert_eq!(
            items,
            "pub struct Option { a : std::option::Option < crate::types::String > , b : Error , \
             c : crate::types::Error , d : X }"
        );
    }

    #[test]
    fn own_items_need_no_path() {
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
    fn examples_know_the_library_alone() {
        let items = quote! { crate::types::Tag::new(runtime::Timestamp::from_secs(1)); };
        let (imports, _) = shorten(items, Place::Example("shop"));
        let imports: Vec<String> = imports.concat().iter().map(ToString::to_string).collect();
        assert_eq!(
            imports,
            ["use shop :: Timestamp ;", "use shop :: types :: Tag ;"]
        );
    }

    #[test]
    fn fields_and_re_exports_are_left_alone() {
        let text = "pub use crate::x::Y ; fn f () { a.std::b ; q::std::c ; crate_ }";
        let (imports, items) = shortened(text.parse().unwrap());
        assert_eq!(imports, [""; 0]);
        assert_eq!(
            items,
            "pub use crate::x::Y ; fn f () { a . std::b ; q::std::c ; crate_ }"
        );
    }
}
