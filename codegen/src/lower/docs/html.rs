//! HTML documentation, as in the models of AWS.

use crate::rust::Block;

use super::super::context::Context;
use super::inline;

/// Whether a text is HTML rather than CommonMark.
pub(super) fn is_html(text: &str) -> bool {
    text.contains("</") || text.contains("<p>") || text.contains("<br")
}

/// The blocks of a text. Other tags are removed, and their text is kept.
pub(super) fn blocks(context: &Context<'_>, text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (before, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        reader.text(before);
        match tag(after) {
            Some((tag, after)) => {
                reader.tag(context, tag);
                rest = after;
            }
            // A `<` outside of a tag is text.
            None => {
                let (less, after) = after.split_at(after.len().min(1));
                reader.text(less);
                rest = after;
            }
        }
    }
    reader.end();
    reader.blocks
}

/// A tag, without the angle brackets, and the text after it. A placeholder such as
/// `<folder name>` is not a tag: only attributes follow the name of a tag.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let begins = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let (tag, after) = inside.split_once('>')?;
    let (_, attributes) = parts(tag);
    let is_tag = begins && (attributes.is_empty() || attributes.contains('='));
    (is_tag || inside.starts_with('!')).then_some((tag, after))
}

/// The name of a tag and its attributes.
fn parts(tag: &str) -> (&str, &str) {
    let tag = tag.trim_end_matches('/').trim_end();
    tag.split_once(char::is_whitespace).unwrap_or((tag, ""))
}

/// An open list, with the marker of its next entry.
enum List {
    Bullets,
    Numbers(usize),
}

/// The state of the reader.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The current paragraph or entry.
    current: String,
    /// Whether emphasis was opened last, so that no space follows.
    opened: bool,
    /// The prefix of the next block: `**Note:** `.
    lead: Option<String>,
    /// The marker of the current block, if it is an entry.
    marker: Option<String>,
    lists: Vec<List>,
    /// The text of `<code>`, while it is open.
    code: Option<String>,
    /// The text of `<pre>`, while it is open.
    preformatted: Option<String>,
    /// The addresses of the open `<a>`, with the offsets of their text.
    anchors: Vec<(Option<String>, usize)>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let text = unescaped(text);
        if let Some(code) = self.preformatted.as_mut().or(self.code.as_mut()) {
            code.push_str(&text);
            return;
        }
        let opened = std::mem::take(&mut self.opened);
        let begins = opened || self.current.is_empty() || self.current.ends_with(' ');
        if text.starts_with(char::is_whitespace) && !begins {
            self.current.push(' ');
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let words = words.join(" ");
        self.current.push_str(&if self.is_linked() {
            inline::escaped_label(&words)
        } else {
            inline::escaped(&words)
        });
        if text.ends_with(char::is_whitespace) && !words.is_empty() {
            self.current.push(' ');
        }
    }

    fn tag(&mut self, context: &Context<'_>, tag: &str) {
        let (name, attributes) = parts(tag);
        match name.to_ascii_lowercase().as_str() {
            "p" | "/p" | "br" | "div" | "/div" | "/li" | "/dd" | "dl" | "/dl" => self.end(),
            "ul" => self.list(List::Bullets),
            "ol" => self.list(List::Numbers(1)),
            "/ul" | "/ol" => {
                self.end();
                self.lists.pop();
            }
            "li" => self.item(),
            "dt" => {
                self.end();
                self.open("**");
            }
            "/dt" => {
                self.close("**");
                self.end();
            }
            "dd" => self.end(),
            "note" | "important" | "tip" | "caution" | "warning" => {
                self.end();
                let word = name.to_ascii_lowercase();
                let (first, others) = word.split_at(1);
                self.lead = Some(format!("**{}{others}:** ", first.to_ascii_uppercase()));
            }
            "i" | "em" => self.open("*"),
            "/i" | "/em" => self.close("*"),
            "b" | "strong" => self.open("**"),
            "/b" | "/strong" => self.close("**"),
            "code" if self.preformatted.is_none() => self.code = Some(String::new()),
            "/code" => {
                if let Some(text) = self.code.take() {
                    self.current.push_str(&if self.is_linked() {
                        inline::code_span(&text)
                    } else {
                        inline::reference(context, &text)
                    });
                }
            }
            "pre" => {
                self.end();
                self.preformatted = Some(String::new());
            }
            "/pre" => {
                if let Some(text) = self.preformatted.take() {
                    let lines = text.trim_matches('\n').lines();
                    let code = lines.map(|line| line.trim_end().to_owned()).collect();
                    self.blocks.push(Block::Code("text".to_owned(), code));
                }
            }
            "a" if self.code.is_none() => {
                self.anchors.push((address(attributes), self.current.len()));
            }
            "/a" => self.close_anchor(context),
            _ => {}
        }
    }

    /// Whether the reader is inside of a link. Links cannot be nested.
    fn is_linked(&self) -> bool {
        self.anchors.iter().any(|(address, _)| address.is_some())
    }

    fn open(&mut self, mark: &str) {
        self.current.push_str(mark);
        self.opened = true;
    }

    /// Ends emphasis. Empty emphasis, or a space at its end, would show the marks.
    fn close(&mut self, mark: &str) {
        let space = self.current.ends_with(' ');
        self.current.truncate(self.current.trim_end().len());
        match self.current.strip_suffix(mark) {
            Some(before) => self.current = before.to_owned(),
            None => self.current.push_str(mark),
        }
        if space {
            self.current.push(' ');
        }
    }

    fn close_anchor(&mut self, context: &Context<'_>) {
        let Some((address, begin)) = self.anchors.pop() else {
            return;
        };
        let Some(label) = self
            .current
            .get(begin..)
            .map(|label| label.trim().to_owned())
        else {
            return;
        };
        self.current.truncate(begin);
        if label.is_empty() {
            return;
        }
        match address {
            Some(address) if label == address => self.current.push_str(&format!("<{address}>")),
            Some(address) => self.current.push_str(&format!("[{label}]({address})")),
            None if label.starts_with('`') => self.current.push_str(&label),
            None => self.current.push_str(&inline::reference(context, &label)),
        }
    }

    fn list(&mut self, list: List) {
        self.end();
        self.lists.push(list);
    }

    fn item(&mut self) {
        self.end();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let marker = match self.lists.last_mut() {
            Some(List::Numbers(number)) => {
                *number += 1;
                format!("{indent}{}. ", *number - 1)
            }
            Some(List::Bullets) | None => format!("{indent}- "),
        };
        self.marker = Some(marker);
    }

    /// Ends the current block, if it has text.
    fn end(&mut self) {
        let text = std::mem::take(&mut self.current);
        self.anchors.clear();
        if text.trim().is_empty() {
            return;
        }
        let lead = self.lead.take().unwrap_or_default();
        let text = lead + text.trim();
        self.blocks.push(match self.marker.take() {
            Some(marker) => Block::Item(marker, text),
            None => Block::Paragraph(text),
        });
    }
}

/// The `href` among the attributes of a tag.
fn address(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next()?;
    let inside = value.strip_prefix(quote)?;
    let (address, _) = inside.split_once(quote)?;
    let usable = address.contains(':') && !address.contains(char::is_whitespace);
    usable.then(|| address.replace('(', "%28").replace(')', "%29"))
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.contains('&') {
        return text;
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&#x2013;", "–"),
        // The ampersand is last, because it could form new references.
        ("&amp;", "&"),
    ] {
        if text.contains(entity) {
            text = text.replace(entity, character);
        }
    }
    text
}
