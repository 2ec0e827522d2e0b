//! The blocks of CommonMark that documentation uses.

use crate::rust::Block;

use super::super::context::Context;
use super::inline;

/// The blocks of a text. Code is shown and never compiled.
pub(super) fn blocks(context: &Context<'_>, text: &str) -> Vec<Block> {
    let blocks = raw_blocks(text).into_iter().map(|block| match block {
        Block::Paragraph(text) => Block::Paragraph(inline::markdown(context, &text)),
        Block::Heading(level, text) => Block::Heading(level, inline::markdown(context, &text)),
        Block::Item(marker, text) => Block::Item(marker, inline::markdown(context, &text)),
        code @ Block::Code(..) => code,
    });
    blocks.collect()
}

/// The blocks, with the inline text of the model.
fn raw_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    let mut open = false;
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            open = false;
        } else if let Some(fence) = fence(trimmed) {
            let code = lines
                .by_ref()
                .take_while(|line| !line.trim().starts_with(fence));
            blocks.push(Block::Code(
                "text".to_owned(),
                code.map(|line| line.trim_end().to_owned()).collect(),
            ));
            open = false;
        } else if let Some((level, title)) = heading(trimmed) {
            blocks.push(Block::Heading(level, title.to_owned()));
            open = false;
        } else if let Some((marker, text)) = item(line) {
            blocks.push(Block::Item(marker, text.to_owned()));
            open = true;
        } else if line.starts_with("    ") && !open {
            let mut code = vec![unindented(line)];
            while let Some(next) = lines.next_if(|next| next.starts_with("    ")) {
                code.push(unindented(next));
            }
            blocks.push(Block::Code("text".to_owned(), code));
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(last) | Block::Item(_, last)) if open => {
                    last.push(' ');
                    last.push_str(trimmed);
                }
                _ => blocks.push(Block::Paragraph(trimmed.to_owned())),
            }
            open = true;
        }
    }
    blocks
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"]
        .into_iter()
        .find(|fence| line.starts_with(fence))
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let title = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - title.len()).ok()?;
    let title = title.strip_prefix(' ')?.trim();
    (1..=6).contains(&level).then_some((level, title))
}

/// An entry of a list: its indentation with a marker, and its text.
fn item(line: &str) -> Option<(String, &str)> {
    let text = line.trim_start();
    let indent = " ".repeat((line.len() - text.len()) / 2 * 2);
    if let Some(text) = ["- ", "* ", "+ "]
        .into_iter()
        .find_map(|marker| text.strip_prefix(marker))
    {
        return Some((format!("{indent}- "), text.trim()));
    }
    let (number, text) = text.split_once(". ")?;
    let digits = !number.is_empty() && number.len() < 3;
    (digits && number.chars().all(|c| c.is_ascii_digit()))
        .then(|| (format!("{indent}{number}. "), text.trim()))
}

fn unindented(line: &str) -> String {
    line.strip_prefix("    ")
        .unwrap_or(line)
        .trim_end()
        .to_owned()
}
