//! The values of enums.

use proc_macro2::Ident;

use crate::rust::{Enum, IntEnum};
use crate::sink::{Block, Blocks, Docs, Markdown, Table, markdown};

use super::describe;
use super::links::{Folder, Links};

/// The table of an enum's values.
pub(super) fn of_enum(links: &Links, shape: &Enum) -> Blocks {
    let values = shape.values.iter();
    let values = values.map(|value| (&value.variant, Markdown::code(&value.value), &value.docs));
    table(links, values)
}

/// The table of an intEnum's values.
pub(super) fn of_int_enum(links: &Links, shape: &IntEnum) -> Blocks {
    let values = shape.values.iter().map(|value| {
        let number = Markdown::code(&value.value.to_string());
        (&value.variant, number, &value.docs)
    });
    table(links, values)
}

fn table<'v>(
    links: &Links,
    values: impl Iterator<Item = (&'v Ident, Markdown, &'v Docs)>,
) -> Blocks {
    let mut table = Table::new(&["variant", "on the wire", "meaning"]);
    for (variant, on_the_wire, docs) in values {
        let docs = links.docs(docs, Folder::Root);
        // The fallback documentation repeats the value.
        let (summary, _) = describe::split(&docs);
        let trivial = summary.as_str().trim_end_matches('.') == on_the_wire.as_str();
        let skipped = usize::from(trivial);
        let meaning = docs.0.iter().skip(skipped).map(Block::to_line);
        let meaning: Vec<Markdown> = meaning.collect();
        table.row([
            markdown!("`{}`", variant),
            on_the_wire,
            Markdown::joined(&meaning, " "),
        ]);
    }
    table.blocks()
}
