//! The members of a structure, as a table and in words.

use crate::model::{Location, Member, Model, Node, Shape};
use crate::rust::{Codec, Docs, Field, Type, UnionVariant};

use super::links::{From, Links};
use super::table::Table;
use super::words;

/// What the members of a structure are shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// It is a whole message, whose members may stand outside of the body.
    Message,
    /// It is a part of JSON.
    Part,
}

/// The table of a structure's members, and what there is to say of them beyond
/// it.
pub(super) fn structure(
    links: &Links,
    model: &Model,
    shape: &Shape,
    fields: &[Field],
    whole: Whole,
    from: From,
) -> String {
    let mut table = Table::new(&[
        "member",
        "type",
        "required",
        "on the wire",
        "limits",
        "description",
    ]);
    let mut more = Vec::new();
    let members = model.members(&shape.id);
    for (field, member) in fields.iter().zip(members) {
        let (summary, rest) = words::split(&links.docs(&field.docs, from));
        let required = if field.required { "yes" } else { "" };
        table.row([
            format!("`{}`", field.name),
            words::rust_type(links, &field.ty, from),
            required.to_owned(),
            wire(&field.wire_name, member, &field.ty, &field.codec, whole),
            limits(model, member, &field.limits),
            summary,
        ]);
        more.extend(detail(&field.name.to_string(), rest));
    }
    let mut blocks = vec![table.render()];
    blocks.append(&mut more);
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n")
}

/// The table of a union's members.
pub(super) fn union(links: &Links, variants: &[UnionVariant], from: From) -> String {
    let mut table = Table::new(&["variant", "type", "on the wire", "description"]);
    let mut more = Vec::new();
    for variant in variants {
        let (summary, rest) = words::split(&links.docs(&variant.docs, from));
        table.row([
            format!("`{}`", variant.variant),
            words::rust_type(links, &variant.ty, from),
            body(&variant.wire_name, &variant.ty, &variant.codec),
            summary,
        ]);
        more.extend(detail(&variant.variant.to_string(), rest));
    }
    let mut blocks = vec![table.render()];
    blocks.append(&mut more);
    blocks.join("\n\n")
}

/// What does not fit into the table.
fn detail(name: &str, rest: Docs) -> Option<String> {
    if rest.is_empty() {
        return None;
    }
    let text = words::text(&rest);
    let separator = if text.starts_with("- ") || text.starts_with("```") {
        "\n\n"
    } else {
        " "
    };
    Some(format!("**`{name}`**:{separator}{text}"))
}

fn wire(name: &str, member: &Member, ty: &Type, codec: &Codec, whole: Whole) -> String {
    if whole == Whole::Part {
        return body(name, ty, codec);
    }
    match &member.location {
        Location::Body => body(name, ty, codec),
        Location::Query(name) => match ty {
            Type::List(..) => format!("query `{name}`, once for each entry"),
            _ => format!("query `{name}`"),
        },
        Location::QueryParams => "query, a parameter for each entry".to_owned(),
        Location::Label => format!("path `{{{}}}`", member.name),
        Location::Header(name) => format!("header `{name}`"),
        Location::PrefixHeaders(prefix) => format!("headers `{prefix}…`"),
        Location::Payload => "the whole body".to_owned(),
        Location::ResponseCode => "the status".to_owned(),
    }
}

fn body(name: &str, ty: &Type, codec: &Codec) -> String {
    format!("`{name}`: {}", words::json(ty, codec))
}

fn limits(model: &Model, member: &Member, limits: &[String]) -> String {
    let mut said = limits.to_vec();
    if let Some(default) = member.default.as_ref().filter(|node| !node.is_null()) {
        said.push(format!("default `{}`", default_text(default)));
    }
    if member.idempotency_token {
        said.push("made up by the client when it is unset".to_owned());
    }
    if member.sensitive || model.shape(&member.target).sensitive {
        said.push("sensitive".to_owned());
    }
    said.join("; ")
}

fn default_text(node: &Node) -> String {
    node.to_string()
}
