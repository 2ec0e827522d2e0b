//! The HTML in which AWS documents its own models.

use std::borrow::Cow;

use crate::sink::{Docs, markdown};

use super::super::context::LowerContext;
use super::reader::{Mark, Reader};

/// Whether a text is HTML rather than CommonMark.
pub(super) fn is_html(text: &str) -> bool {
    text.contains("</") || text.contains("<p>") || text.contains("<br")
}

/// The blocks of a text. Unknown tags are replaced with their text.
pub(super) fn read(context: &LowerContext<'_>, text: &str) -> Docs {
    let mut reader = HtmlReader {
        blocks: Reader::new(context),
        code: None,
        preformatted: None,
    };
    let mut rest = text;
    while !rest.is_empty() {
        let (before, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        reader.text(before);
        match tag(after) {
            Some((tag, after)) => {
                reader.tag(tag);
                rest = after;
            }
            // A `<` that begins no tag is text.
            None => {
                let (less, after) = after.split_at(after.len().min(1));
                reader.text(less);
                rest = after;
            }
        }
    }
    reader.finish()
}

/// A tag of `<tag …>`, without the angle brackets, and the text after it.
/// Placeholders, such as `<folder name>`, are not tags: the words after the name
/// of a tag are attributes. A tag contains no other `<`.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let begins = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let (tag, after) = inside.split_at(inside.find(['<', '>'])?);
    let after = after.strip_prefix('>')?;
    let (_, attributes) = parts(tag);
    let is_tag = begins && (attributes.is_empty() || attributes.contains('='));
    (is_tag || inside.starts_with('!')).then_some((tag, after))
}

/// The name of a tag and its attributes.
fn parts(tag: &str) -> (&str, &str) {
    let tag = tag.trim_end_matches('/').trim_end();
    tag.split_once(char::is_whitespace).unwrap_or((tag, ""))
}

struct HtmlReader<'r> {
    blocks: Reader<'r>,
    /// The text of `<code>`, while it is open.
    code: Option<String>,
    /// The text of `<pre>`, while it is open.
    preformatted: Option<String>,
}

impl HtmlReader<'_> {
    fn text(&mut self, text: &str) {
        let text = unescaped(text);
        match self.preformatted.as_mut().or(self.code.as_mut()) {
            Some(code) => code.push_str(&text),
            None => self.blocks.text(&text),
        }
    }

    fn tag(&mut self, tag: &str) {
        let (name, attributes) = parts(tag);
        match name.to_ascii_lowercase().as_str() {
            "p" | "/p" | "br" | "div" | "/div" | "/li" | "dd" | "/dd" | "dl" | "/dl" => {
                self.blocks.end();
            }
            "ul" => self.blocks.list(None),
            "ol" => self.blocks.list(Some(1)),
            "/ul" | "/ol" => self.blocks.end_list(),
            "li" => self.blocks.item(),
            "dt" => {
                self.blocks.end();
                self.blocks.open(Mark::Strong);
            }
            "/dt" => self.blocks.end(),
            "note" => self.lead("Note"),
            "important" => self.lead("Important"),
            "tip" => self.lead("Tip"),
            "caution" => self.lead("Caution"),
            "warning" => self.lead("Warning"),
            "i" | "em" => self.blocks.open(Mark::Emphasis),
            "/i" | "/em" => self.blocks.close(&Mark::Emphasis),
            "b" | "strong" => self.blocks.open(Mark::Strong),
            "/b" | "/strong" => self.blocks.close(&Mark::Strong),
            "code" if self.preformatted.is_none() => self.code = Some(String::new()),
            "/code" => {
                if let Some(text) = self.code.take() {
                    self.blocks.code(&text);
                }
            }
            "pre" => {
                self.blocks.end();
                self.preformatted = Some(String::new());
            }
            "/pre" => {
                if let Some(text) = self.preformatted.take() {
                    self.blocks.code_block(&text);
                }
            }
            "a" if self.code.is_none() => self.blocks.open(Mark::Link(address(attributes))),
            "/a" => self.blocks.close(&Mark::Link(None)),
            _ => {}
        }
    }

    fn lead(&mut self, word: &'static str) {
        self.blocks.lead(markdown!("**{}:** ", word));
    }

    /// The documentation. Unclosed code is kept as code.
    fn finish(mut self) -> Docs {
        if let Some(text) = self.code.take() {
            self.blocks.code(&text);
        }
        if let Some(text) = self.preformatted.take() {
            self.blocks.code_block(&text);
        }
        self.blocks.finish()
    }
}

/// The `href` among the attributes of a tag.
fn address(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next()?;
    let inside = value.strip_prefix(quote)?;
    let (address, _) = inside.split_once(quote)?;
    let usable = address.contains(':') && !address.contains(char::is_whitespace);
    usable.then(|| unescaped(address).into_owned())
}

/// The text with entities replaced by their characters.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    written.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let entity = piece.split_once(';');
        match entity.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((character, after)) => {
                written.push(character);
                written.push_str(after);
            }
            None => {
                written.push('&');
                written.push_str(piece);
            }
        }
    }
    Cow::Owned(written)
}

/// The character of an entity: a numeric one, or one that AWS's models use.
fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match entity {
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "times" => '×',
        "le" => '≤',
        "ge" => '≥',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}
