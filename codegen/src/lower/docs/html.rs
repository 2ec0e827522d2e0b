//! The HTML in which AWS documents its own models.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

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
    let text = &without_stray_brackets(text);
    let emitter = DefaultEmitter::<usize>::new_with_span();
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::StartTag(tag) => {
                let source = text.get(tag.span.start..tag.span.end).unwrap_or_default();
                // Placeholders, such as `<folder name>`, are not tags.
                if tag.attributes.is_empty() || source.contains('=') {
                    reader.start(&tag);
                } else {
                    reader.text(source);
                }
            }
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// Escapes each `<` that no `>` follows before the next `<`: the tokenizer would skip the text
/// after it.
fn without_stray_brackets(text: &str) -> String {
    let mut pieces = text.split('<');
    let mut escaped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        escaped.push_str(if piece.contains('>') { "<" } else { "&lt;" });
        escaped.push_str(piece);
    }
    escaped
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
        match self.preformatted.as_mut().or(self.code.as_mut()) {
            Some(code) => code.push_str(text),
            None => self.blocks.text(text),
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        match tag.name.as_slice() {
            b"p" | b"br" | b"div" | b"dd" | b"dl" => self.blocks.end(),
            b"ul" => self.blocks.list(None),
            b"ol" => self.blocks.list(Some(1)),
            b"li" => self.blocks.item(),
            b"dt" => {
                self.blocks.end();
                self.blocks.open(Mark::Strong);
            }
            b"note" => self.lead("Note"),
            b"important" => self.lead("Important"),
            b"tip" => self.lead("Tip"),
            b"caution" => self.lead("Caution"),
            b"warning" => self.lead("Warning"),
            b"i" | b"em" => self.blocks.open(Mark::Emphasis),
            b"b" | b"strong" => self.blocks.open(Mark::Strong),
            b"code" if self.preformatted.is_none() => self.code = Some(String::new()),
            b"pre" => {
                self.blocks.end();
                self.preformatted = Some(String::new());
            }
            b"a" if self.code.is_none() => self.blocks.open(Mark::Link(address(tag))),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"p" | b"div" | b"li" | b"dt" | b"dd" | b"dl" => self.blocks.end(),
            b"ul" | b"ol" => self.blocks.end_list(),
            b"i" | b"em" => self.blocks.close(&Mark::Emphasis),
            b"b" | b"strong" => self.blocks.close(&Mark::Strong),
            b"code" => {
                if let Some(text) = self.code.take() {
                    self.blocks.code(&text);
                }
            }
            b"pre" => {
                if let Some(text) = self.preformatted.take() {
                    self.blocks.code_block(&text);
                }
            }
            b"a" => self.blocks.close(&Mark::Link(None)),
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

/// The address of a link, if it is absolute.
fn address(tag: &StartTag<usize>) -> Option<String> {
    let address = String::from_utf8_lossy(tag.attributes.get(b"href".as_slice())?);
    let usable = address.contains(':') && !address.contains(char::is_whitespace);
    usable.then(|| address.into_owned())
}
