//! The members of structures and unions of a data model, with their JSON
//! formats.

use crate::model::{Content, Member, Shape, ShapeKind};
use crate::rust::{Field, Struct, Union, UnionVariant};
use crate::sink::{Blocks, Markdown, Table, markdown};

use super::super::describe;
use super::super::links::Folder;
use super::super::members::{body, detail, limits};
use super::DataReference;

/// The table of a structure's members, and the rest of their documentation.
pub(super) fn structure(reference: &DataReference<'_>, lowered: &Struct) -> Blocks {
    let mut table = Table::new(&[
        "field",
        "type",
        "required",
        "in JSON",
        "limits",
        "description",
    ]);
    let mut more: Vec<Blocks> = Vec::new();
    let mut fields = lowered.fields.iter();
    for member in members(reference, lowered) {
        if let Some(constant) = &member.form.constant {
            let name = Markdown::code(member.wire_name());
            let value = Markdown::code(&constant.to_string());
            let empty = Markdown::default;
            table.row([
                empty(),
                empty(),
                empty(),
                markdown!("{}: {}", name, value),
                empty(),
                "Always this value.".into(),
            ]);
            continue;
        }
        let Some(field) = fields.next() else { break };
        let (summary, rest) = describe::split(&reference.links.docs(&field.docs, Folder::Root));
        table.row([
            markdown!("`{}`", field.name),
            describe::rust_type(&reference.links, &field.ty, Folder::Root),
            if field.required { "yes" } else { "" }.into(),
            in_json(reference, member, field),
            limits(reference.model, member, &field.limits),
            summary,
        ]);
        more.extend(detail(&field.name, rest));
    }
    with(&table, &more)
}

/// The members of a structure.
fn members<'r>(reference: &'r DataReference<'_>, lowered: &Struct) -> &'r [Member] {
    match shape(reference, lowered.path.name.to_string()).map(|shape| &shape.kind) {
        Some(ShapeKind::Structure(structure)) => &structure.members,
        _ => &[],
    }
}

fn shape<'r>(reference: &'r DataReference<'_>, name: String) -> Option<&'r Shape> {
    reference.shapes.get(&name).copied()
}

fn in_json(reference: &DataReference<'_>, member: &Member, field: &Field) -> Markdown {
    let target = reference.model.shape(&member.target);
    match &target.tagged {
        Some(tagged) if member.form.flattened => {
            let content = match tagged.content {
                Content::Member => "and its content, among the other members",
                Content::Inline => "and the members of its content, among the other members",
            };
            markdown!("{} {}", Markdown::code(&tagged.tag), content)
        }
        _ => body(&field.wire_name, &field.ty, &field.codec),
    }
}

/// The table of a union's variants.
pub(super) fn union(reference: &DataReference<'_>, lowered: &Union) -> Blocks {
    let mut table = Table::new(&["variant", "type", "in JSON", "description"]);
    let mut more: Vec<Blocks> = Vec::new();
    for variant in &lowered.variants {
        let docs = reference.links.docs(&variant.docs, Folder::Root);
        let (summary, rest) = describe::split(&docs);
        let ty = if variant.has_value {
            describe::rust_type(&reference.links, &variant.ty, Folder::Root)
        } else {
            Markdown::default()
        };
        table.row([
            markdown!("`{}`", variant.variant),
            ty,
            variant_in_json(lowered, variant),
            summary,
        ]);
        more.extend(detail(&variant.variant, rest));
    }
    with(&table, &more)
}

fn variant_in_json(lowered: &Union, variant: &UnionVariant) -> Markdown {
    let content = body(&variant.wire_name, &variant.ty, &variant.codec);
    let Some(tagged) = &lowered.tagged else {
        return content;
    };
    let (tag, name) = (Markdown::code(&tagged.tag), &variant.wire_name);
    let tag = markdown!("{}: {}", tag, Markdown::code(&format!("\"{name}\"")));
    if !variant.has_value {
        tag
    } else if tagged.inline {
        markdown!("{}, and the members of the content", tag)
    } else if variant.is_optional {
        markdown!("{}, {} (may be absent)", tag, content)
    } else {
        markdown!("{}, {}", tag, content)
    }
}

fn with(table: &Table, more: &[Blocks]) -> Blocks {
    let mut blocks = table.blocks();
    for block in more {
        blocks.append(block);
    }
    blocks
}
