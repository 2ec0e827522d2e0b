//! The public surface of the client, a signature a line, so that a change of
//! the model shows what it does to users; and what everything is called.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;

use codegen::inspect::{Found, Stage, inspect};
use codegen::{Options, Scope, Source, Unsupported};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

const MODEL: &str = include_str!("../../model/socialmessaging.json");

#[test]
fn the_public_surface() {
    let options = Options {
        scope: Scope::Sources,
        model_path: "model/socialmessaging.json".to_owned(),
        unsupported: Unsupported::Refused,
    };
    let source = Source::new("model/socialmessaging.json", MODEL);
    let files = codegen::generate(&source, &options).files.unwrap();
    let mut surface: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in files.iter() {
        let Some(path) = path.strip_prefix("src/generated/") else {
            continue;
        };
        // What only the service's side has is a surface of its own.
        if path.starts_with("server/") {
            continue;
        }
        let module = path.split_once('/').map_or("", |(folder, _)| folder);
        for item in syn::parse_file(text).unwrap().items {
            add(&mut surface, module, &item);
        }
    }
    let lines: Vec<String> = surface
        .into_iter()
        .flat_map(|(item, members)| {
            let members = members.into_iter().map(|member| format!("    {member}"));
            [item].into_iter().chain(members)
        })
        .collect();
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("surface", lines.join("\n"));
    });
}

/// Adds a public item, or what an `impl` adds to one.
fn add(surface: &mut BTreeMap<String, Vec<String>>, module: &str, item: &Item) {
    let named = |kind: &str, name: &syn::Ident| match module {
        "" => format!("{name} ({kind})"),
        module => format!("{module}::{name} ({kind})"),
    };
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let fields = match &item.fields {
                Fields::Named(fields) => fields.named.iter().collect(),
                _ => Vec::new(),
            };
            let fields = fields
                .into_iter()
                .filter(|field| is_public(&field.vis))
                .map(|field| format!("{}: {}", field.ident.to_token_stream(), text(&field.ty)));
            let members = surface.entry(named("struct", &item.ident)).or_default();
            members.splice(0..0, fields);
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let variants = item.variants.iter().map(|variant| {
                let fields = text(&variant.fields);
                format!("{}{fields}", variant.ident)
            });
            let members = surface.entry(named("enum", &item.ident)).or_default();
            members.splice(0..0, variants);
        }
        Item::Trait(item) if is_public(&item.vis) => {
            let methods = item.items.iter().filter_map(|member| match member {
                TraitItem::Fn(method) => Some(text(&method.sig)),
                _ => None,
            });
            let members = surface.entry(named("trait", &item.ident)).or_default();
            members.extend(methods);
        }
        Item::Type(item) if is_public(&item.vis) => {
            let key = named("type", &item.ident);
            surface
                .entry(key)
                .or_default()
                .push(format!("= {}", text(&item.ty)));
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let syn::Type::Path(of) = &*item.self_ty else {
                return;
            };
            let of = &of.path.segments.last().unwrap().ident;
            let methods = item.items.iter().filter_map(|member| match member {
                ImplItem::Fn(method) if is_public(&method.vis) => Some(text(&method.sig)),
                _ => None,
            });
            // Definitions stand before their `impl`, so the kind is known.
            let key = ["struct", "enum"]
                .iter()
                .map(|kind| named(kind, of))
                .find(|key| surface.contains_key(key));
            if let Some(members) = key.and_then(|key| surface.get_mut(&key)) {
                members.extend(methods);
            }
        }
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens on one line, spaced as in a file.
fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, plain) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("< ", "<"),
        (" ,", ","),
        (" :", ":"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("->(", "-> ("),
        (",)", ")"),
        (",>", ">"),
        ("& mut", "&mut"),
        (" ;", ";"),
        ("[ ", "["),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, plain);
    }
    text.replace("->", " -> ").replace("  ", " ")
}

#[test]
fn what_everything_is_called() {
    let fixtures = [
        ("client", MODEL),
        ("obstacles", include_str!("fixtures/obstacles.json")),
    ];
    for (name, text) in fixtures {
        let source = Source::new("model.json", text);
        let Found::Text(names) = inspect(&source, Stage::Names, None).found else {
            panic!("{name} has mistakes");
        };
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("names-{name}"), names);
        });
    }
}
