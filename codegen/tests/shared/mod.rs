//! The public API and the wire format of a client as text, for snapshots.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a failed test panics")]

pub(crate) mod deep;
pub(crate) mod generator;
pub(crate) mod grown;
pub(crate) mod hostile;

use std::collections::BTreeMap;

use codegen::model::{Location, Member, Model, ShapeId, ShapeKind};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// Returns the public API of generated files, one signature per line.
pub(crate) fn surface<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let mut surface: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in files {
        let Some(path) = path.strip_prefix("src/generated/") else {
            continue;
        };
        // The server side is not part of the client API.
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
    lines.join("\n")
}

/// Returns the wire format: the route of each operation, the status of each error,
/// and the binding and wire name of each member.
pub(crate) fn wire(model: &Model) -> String {
    let mut lines = Vec::new();
    for operation in model.operations.values() {
        let (name, http) = (&operation.name, &operation.http);
        lines.push(format!(
            "{name}: {} {} gives {}",
            http.method, http.uri, http.code
        ));
        let errors = operation.errors.iter();
        lines.extend(errors.map(|error| format!("{name} fails with {}", error.name())));
        message(
            model,
            &format!("{name} sends"),
            &operation.input,
            &mut lines,
        );
        message(
            model,
            &format!("{name} receives"),
            &operation.output,
            &mut lines,
        );
    }
    let operations = model.operations.values();
    let messages: Vec<&ShapeId> = operations
        .flat_map(|operation| [&operation.input, &operation.output])
        .collect();
    for shape in model
        .connected_shapes()
        .filter(|shape| !messages.contains(&&shape.id))
    {
        let name = &shape.name;
        match &shape.kind {
            ShapeKind::Structure(structure) => {
                if let Some(error) = &structure.error {
                    lines.push(format!("{name}: status {}", error.status));
                }
                message(model, name, &shape.id, &mut lines);
            }
            ShapeKind::Union(members) => {
                lines.extend(members.iter().map(|member| place(model, name, member)));
            }
            ShapeKind::Enum(values) => {
                lines.extend(
                    values
                        .iter()
                        .map(|value| format!("{name}: {:?}", value.value)),
                );
            }
            _ => {}
        }
    }
    lines.join("\n")
}

fn message(model: &Model, name: &str, id: &ShapeId, lines: &mut Vec<String>) {
    let members = model.members(id).iter();
    lines.extend(members.map(|member| place(model, name, member)));
}

fn place(model: &Model, of: &str, member: &Member) -> String {
    let (name, target) = (&member.name, model.shape(&member.target).id.name());
    let place = match &member.location {
        Location::Body => format!("{:?} in the body", member.wire_name()),
        Location::Query(name) => format!("{name:?} in the query"),
        Location::QueryParams => "entries of the query".to_owned(),
        Location::Label => format!("{{{name}}} in the path"),
        Location::Header(name) => format!("header {name}"),
        Location::PrefixHeaders(prefix) => format!("headers {prefix}*"),
        Location::Payload => "the body".to_owned(),
        Location::ResponseCode => "the status".to_owned(),
    };
    let required = if member.required { ", required" } else { "" };
    format!("{of} {name}: {target} as {place}{required}")
}

/// Adds a public item, or the methods of an `impl`.
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
            // Definitions precede their `impl`, so the kind is known.
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

/// Formats tokens on one line.
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
