//! Builds documentation from the parts of a text in HTML or CommonMark.

use crate::names::NameKind;
use crate::rust::Origin;
use crate::sink::{Address, Block, Docs, Fence, Markdown, Marker};

use super::super::context::LowerContext;

/// The documentation so far.
pub(super) struct Reader<'r> {
    context: &'r LowerContext<'r>,
    docs: Docs,
    /// The current paragraph or entry.
    current: Markdown,
    open: Vec<Open>,
    /// The first words of the next block: `**Note:** `.
    lead: Option<Markdown>,
    /// The marker of the current block, if it is a list entry.
    marker: Option<Marker>,
    /// The open lists, with the number of the next entry of numbered ones.
    lists: Vec<Option<u32>>,
}

/// An open mark, with the text before it.
struct Open {
    mark: Mark,
    before: Markdown,
    /// The text inside the mark without escapes.
    plain: String,
}

/// A mark around text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    /// A link; without an address, it may refer to a shape of the model.
    Link(Option<String>),
}

impl Mark {
    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl<'r> Reader<'r> {
    pub(super) fn new(context: &'r LowerContext<'r>) -> Self {
        Self {
            context,
            docs: Docs::default(),
            current: Markdown::default(),
            open: Vec::new(),
            lead: None,
            marker: None,
            lists: Vec::new(),
        }
    }

    /// The documentation, at the end of the text.
    pub(super) fn finish(mut self) -> Docs {
        self.end();
        self.docs
    }

    /// Adds text. White space counts as one space.
    pub(super) fn text(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let words = words.join(" ");
        self.note_plain(text);
        if text.starts_with(char::is_whitespace) {
            // Emphasis does not start with a space.
            match self.open.last_mut() {
                Some(open) if self.current.is_empty() => open.before.push_space(),
                _ => self.current.push_space(),
            }
        }
        self.current.push(&if self.is_linked() {
            Markdown::label(&words)
        } else {
            Markdown::plain(&words)
        });
        if text.ends_with(char::is_whitespace) && !words.is_empty() {
            self.current.push_space();
        }
    }

    /// Adds code. Names from the model are replaced by their Rust names.
    pub(super) fn code(&mut self, text: &str) {
        self.note_plain(text);
        let code = if self.is_linked() {
            code_span(text)
        } else {
            reference(self.context, text)
        };
        self.current.push(&code);
    }

    /// Opens a mark. Has no effect inside another mark of the same kind.
    pub(super) fn open(&mut self, mark: Mark) {
        if self.open.iter().any(|open| open.mark.is_like(&mark)) {
            return;
        }
        self.open.push(Open {
            mark,
            before: std::mem::take(&mut self.current),
            plain: String::new(),
        });
    }

    /// Closes a mark, and those inside it.
    pub(super) fn close(&mut self, mark: &Mark) {
        let Some(position) = self.open.iter().rposition(|open| open.mark.is_like(mark)) else {
            return;
        };
        while self.open.len() > position {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let mut inner = std::mem::replace(&mut self.current, open.before);
        let space = inner.pop_space();
        if !inner.is_empty() {
            let marked = match open.mark {
                Mark::Emphasis => Markdown::marked("*", &inner),
                Mark::Strong => Markdown::marked("**", &inner),
                Mark::Link(Some(url)) => link(&inner, &open.plain, &url),
                Mark::Link(None) if inner.as_str().starts_with('`') => inner,
                Mark::Link(None) => reference(self.context, &open.plain),
            };
            self.current.push(&marked);
        }
        if space {
            self.current.push_space();
        }
    }

    /// Begins a list, with the first number of a numbered one.
    pub(super) fn list(&mut self, first: Option<u32>) {
        self.end();
        self.lists.push(first);
    }

    pub(super) fn end_list(&mut self) {
        self.end();
        self.lists.pop();
    }

    /// Begins an entry of a list.
    pub(super) fn item(&mut self) {
        self.end();
        let depth = self.lists.len().saturating_sub(1);
        let number = self.lists.last_mut().and_then(|next| {
            let number = (*next)?;
            *next = Some(number.saturating_add(1));
            Some(number)
        });
        self.marker = Some(Marker { depth, number });
    }

    /// Sets the first words of the next block.
    pub(super) fn lead(&mut self, words: Markdown) {
        self.end();
        self.lead = Some(words);
    }

    /// Adds a code block, which is not compiled as a doctest.
    pub(super) fn code_block(&mut self, code: &str) {
        self.end();
        self.docs.code(Fence::Text, code.trim_matches(['\n', '\r']));
    }

    /// Ends the current block, if it has text.
    pub(super) fn end(&mut self) {
        if let Some(text) = self.take_text() {
            self.docs.0.push(match self.marker.take() {
                Some(marker) => Block::Item(marker, text),
                None => Block::Paragraph(text),
            });
        }
    }

    /// Ends the current block as a heading.
    pub(super) fn end_heading(&mut self, level: u8) {
        if let Some(text) = self.take_text() {
            self.docs.0.push(Block::Heading(level, text));
        }
    }

    fn take_text(&mut self) -> Option<Markdown> {
        while !self.open.is_empty() {
            self.close_last();
        }
        let mut text = std::mem::take(&mut self.current);
        text.pop_space();
        if text.is_empty() {
            return None;
        }
        let mut whole = self.lead.take().unwrap_or_default();
        whole.push(&text);
        Some(whole)
    }

    /// Returns whether this is inside a link; links do not nest.
    fn is_linked(&self) -> bool {
        let mut marks = self.open.iter().map(|open| &open.mark);
        marks.any(|mark| matches!(mark, Mark::Link(Some(_))))
    }

    fn note_plain(&mut self, text: &str) {
        for open in &mut self.open {
            if matches!(open.mark, Mark::Link(_)) {
                open.plain.push_str(text);
            }
        }
    }
}

/// A link to an address of the model.
fn link(label: &Markdown, plain: &str, url: &str) -> Markdown {
    match Address::web(url) {
        Some(address) if address.as_str() == plain.trim() => Markdown::autolink(&address),
        Some(address) => Markdown::link(label, &address),
        None => label.clone(),
    }
}

/// Code. A name from the model becomes a link or its Rust name; other code is
/// unchanged.
fn reference(context: &LowerContext<'_>, text: &str) -> Markdown {
    let text = text.trim();
    if let Some(path) = context.documented(text) {
        let module = match &path.origin {
            Origin::Operation => "operation",
            other => other.module(),
        };
        return Markdown::item(module, &path.name);
    }
    if context.is_member(text) {
        return Markdown::code(&context.names.name(text, NameKind::Member));
    }
    code_span(text)
}

/// Code of a text that may be wrapped.
fn code_span(text: &str) -> Markdown {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Markdown::default()
    } else {
        Markdown::code(&text)
    }
}
