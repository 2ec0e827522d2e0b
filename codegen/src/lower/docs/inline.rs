//! Running text: code spans, links, and what must be escaped.

use crate::rust::Origin;

use super::super::context::Context;
use crate::names::Kind;

/// Markdown of a model as Markdown of rustdoc: addresses become links, brackets
/// that are no link are escaped, and code that names something of the model
/// names it as Rust does.
pub(super) fn markdown(context: &Context<'_>, text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = match first {
            '`' => code(context, rest),
            '[' => link(context, rest),
            '<' => angle(rest),
            '\\' => split_at_char(rest, 2),
            'h' if begins_address(rest, &written) => address(rest),
            ']' => ("\\]".to_owned(), skip(rest, 1)),
            _ => split_at_char(rest, 1),
        };
        written.push_str(&piece);
        rest = after;
    }
    written
}

/// Plain text as Markdown that shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if begins_address(rest, &written) {
            let (piece, after) = address(rest);
            written.push_str(&piece);
            rest = after;
            continue;
        }
        push_escaped(&mut written, first);
        rest = skip(rest, first.len_utf8());
    }
    written
}

/// The same for the text of a link, in which addresses are no links.
pub(super) fn escaped_label(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        push_escaped(&mut written, character);
    }
    written
}

fn push_escaped(written: &mut String, character: char) {
    if matches!(character, '[' | ']' | '<' | '*' | '`' | '\\') {
        written.push('\\');
    }
    written.push(character);
}

/// Code that names a thing of the model as a link or as Rust names it, other
/// code as it is.
pub(super) fn reference(context: &Context<'_>, text: &str) -> String {
    let text = text.trim();
    if let Some(path) = context.documented(text) {
        let module = match path.origin {
            Origin::Operation => "operation",
            other => other.module(),
        };
        return format!("[`{name}`](crate::{module}::{name})", name = path.name);
    }
    if context.is_member(text) {
        return format!("`{}`", context.names.name(text, Kind::Member));
    }
    code_span(text)
}

/// A code span that may hold anything.
pub(super) fn code_span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        String::new()
    } else if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn code<'a>(context: &Context<'_>, rest: &'a str) -> (String, &'a str) {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let (fence, inside) = rest.split_at(ticks);
    match inside.find(fence) {
        Some(end) => {
            let (text, after) = inside.split_at(end);
            (reference(context, text), skip(after, ticks))
        }
        // Nothing closes it: it is no code.
        None => ("\\`".repeat(ticks), inside),
    }
}

fn link<'a>(context: &Context<'_>, rest: &'a str) -> (String, &'a str) {
    let inside = skip(rest, 1);
    let parts = inside.split_once("](").and_then(|(label, after)| {
        let (target, after) = after.split_once(')')?;
        let one_line = !label.contains(['[', ']']) && !target.contains(char::is_whitespace);
        (one_line && target.contains(':')).then_some((label, target, after))
    });
    match parts {
        Some((label, target, after)) => {
            // Inside of a link there is no other link, so code and addresses
            // stay as they are.
            let label = if label.contains('`') || label.contains("://") {
                label.to_owned()
            } else {
                markdown(context, label)
            };
            (format!("[{label}]({target})"), after)
        }
        None => ("\\[".to_owned(), inside),
    }
}

fn angle(rest: &str) -> (String, &str) {
    let inside = skip(rest, 1);
    match inside.split_once('>') {
        Some((target, after))
            if target.starts_with("http") && !target.contains(char::is_whitespace) =>
        {
            (format!("<{target}>"), after)
        }
        _ => ("\\<".to_owned(), inside),
    }
}

fn begins_address(rest: &str, before: &str) -> bool {
    let at_word = !before.ends_with(|c: char| c.is_alphanumeric());
    at_word && (rest.starts_with("http://") || rest.starts_with("https://"))
}

fn address(rest: &str) -> (String, &str) {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']'))
        .unwrap_or(rest.len());
    let (whole, _) = rest.split_at(end);
    let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'']);
    (format!("<{address}>"), skip(rest, address.len()))
}

/// The first `count` characters, and the rest.
fn split_at_char(text: &str, count: usize) -> (String, &str) {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    let (piece, after) = text.split_at(end);
    (piece.to_owned(), after)
}

/// What stands after the first `bytes` bytes.
fn skip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}
