//! Inline text: code spans, links and escapes.

use crate::rust::Origin;

use super::super::context::Context;
use crate::names::Kind;

/// Converts Markdown of a model to Markdown of rustdoc: addresses become links,
/// brackets outside of links are escaped, and code with a name of the model gets
/// its name in Rust.
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

/// Escapes plain text for Markdown.
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

/// The same for the text of a link, in which addresses are not links.
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

/// Converts code: a name of the model becomes a link or a name in Rust.
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

/// A code span with any content.
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
        // Without an end, it is not code.
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
            // Links cannot be nested, so code and addresses in a link are
            // unchanged.
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

/// The text after the first `bytes` bytes.
fn skip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}
