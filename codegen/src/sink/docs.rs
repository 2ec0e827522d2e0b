//! Documentation in Markdown that rustdoc accepts without warnings.

use std::fmt;

use super::blocks::{Blocks, Fence, Fenced};
use super::markdown::{Markdown, markdown};

/// Blocks of Markdown, separated by blank lines. Lines are wrapped on output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs(pub(crate) Vec<Block>);

/// A block of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Running text. May be wrapped at its spaces.
    Paragraph(Markdown),
    /// A heading with its level, 1 to 6.
    Heading(u8, Markdown),
    /// An entry of a list. Consecutive entries have no blank line in between.
    Item(Marker, Markdown),
    /// A code block.
    Code(Fenced),
}

/// The kind of an entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The number of enclosing lists.
    pub(crate) depth: usize,
    /// The number of the entry; `None` for a bullet.
    pub(crate) number: Option<u32>,
}

impl Block {
    /// The block as running text, for a cell of a table.
    pub(crate) fn to_line(&self) -> Markdown {
        match self {
            Self::Paragraph(text) | Self::Heading(_, text) => text.clone(),
            Self::Item(marker, text) => match marker.number {
                Some(number) => markdown!("{}\\. {}", number, text),
                None => markdown!("- {}", text),
            },
            Self::Code(code) => code.to_line(),
        }
    }
}

/// Our own words in blocks: headings, entries of a list, and paragraphs.
impl From<&'static str> for Docs {
    fn from(text: &'static str) -> Self {
        let mut docs = Self::default();
        let mut is_open = false;
        for line in text.lines() {
            let entry = line.strip_prefix("- ");
            let last = docs.0.last_mut().filter(|_| is_open && entry.is_none());
            is_open = !line.is_empty();
            match (line.strip_prefix("# "), entry, last) {
                (Some(title), _, _) => docs.heading(title),
                (_, Some(entry), _) => docs.item(entry),
                (_, _, Some(Block::Paragraph(text) | Block::Item(_, text))) => {
                    text.push_space();
                    text.push(&line.trim_start().into());
                }
                _ if is_open => docs.push(line),
                _ => {}
            }
        }
        docs
    }
}

impl Docs {
    /// A single paragraph.
    pub(crate) fn paragraph(text: impl Into<Markdown>) -> Self {
        Self(vec![Block::Paragraph(text.into())])
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a paragraph.
    pub(crate) fn push(&mut self, text: impl Into<Markdown>) {
        self.0.push(Block::Paragraph(text.into()));
    }

    /// Adds a heading.
    pub(crate) fn heading(&mut self, text: impl Into<Markdown>) {
        self.0.push(Block::Heading(1, text.into()));
    }

    /// Adds an entry of a list.
    pub(crate) fn item(&mut self, text: impl Into<Markdown>) {
        let (depth, number) = (0, None);
        self.0
            .push(Block::Item(Marker { depth, number }, text.into()));
    }

    /// Adds a code block.
    pub(crate) fn code(&mut self, fence: Fence, code: &str) {
        self.0.push(Block::Code(Fenced::new(fence, code)));
    }

    /// Adds other documentation.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The first sentence of the first paragraph, or else of the first heading
    /// or entry.
    pub(crate) fn summary(&self) -> Markdown {
        let paragraph = self.0.iter().find_map(|block| match block {
            Block::Paragraph(text) => Some(text),
            _ => None,
        });
        let other = self.0.iter().find_map(|block| match block {
            Block::Heading(_, text) | Block::Item(_, text) => Some(text),
            _ => None,
        });
        let text = paragraph.or(other);
        text.map(Markdown::sentence).unwrap_or_default()
    }

    /// The lines, wrapped at `width`; longer words are not broken.
    pub(crate) fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        // The columns where the texts of the enclosing entries start.
        let mut columns: Vec<usize> = Vec::new();
        let mut blocks = self.0.iter().peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Paragraph(text) => wrap(&mut lines, "", "", text, width),
                Block::Heading(level, text) => {
                    let mark = "#".repeat(usize::from(*level).clamp(1, 6));
                    lines.push(format!("{mark} {}", text.words().join(" ")));
                }
                Block::Item(marker, text) => {
                    // More indentation would be code without enclosing entries.
                    columns.truncate(marker.depth.min(DEEPEST));
                    let indent = columns.last().copied().unwrap_or(0);
                    let marker = match marker.number {
                        Some(number) => format!("{}{number}. ", " ".repeat(indent)),
                        None => format!("{}- ", " ".repeat(indent)),
                    };
                    columns.push(marker.len());
                    wrap(&mut lines, &marker, &" ".repeat(marker.len()), text, width);
                }
                Block::Code(code) => lines.extend(code.lines()),
            }
            let is_item = matches!(block, Block::Item(..));
            match blocks.peek() {
                Some(Block::Item(..)) if is_item => {}
                Some(_) => {
                    columns.clear();
                    lines.push(String::new());
                }
                None => {}
            }
        }
        lines
    }

    /// The documentation of a module or crate, without a final line break.
    pub(crate) fn inner_doc(&self) -> InnerDoc {
        let lines = self.lines(INNER).into_iter();
        let lines = lines.map(|line| format!("//! {line}").trim_end().to_owned());
        InnerDoc(lines.collect::<Vec<_>>().join("\n"))
    }

    /// The blocks of a page.
    pub(crate) fn blocks(&self, width: usize) -> Blocks {
        Blocks::new(self.lines(width).join("\n"))
    }

    /// Replaces each text.
    pub(crate) fn map(&self, of: impl Fn(&Markdown) -> Markdown) -> Self {
        let blocks = self.0.iter().map(|block| match block {
            Block::Paragraph(text) => Block::Paragraph(of(text)),
            Block::Heading(level, text) => Block::Heading(*level, of(text)),
            Block::Item(marker, text) => Block::Item(*marker, of(text)),
            Block::Code(code) => Block::Code(code.clone()),
        });
        Self(blocks.collect())
    }
}

/// The lines of a doc comment of a module or crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InnerDoc(String);

impl fmt::Display for InnerDoc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The width of documentation of modules: 100 columns without `//! `.
const INNER: usize = 96;

/// The maximum depth of lists. The indentation of deeper ones would exceed the
/// width of a line.
const DEEPEST: usize = 8;

/// Breaks `text` at its spaces, but not inside code spans.
fn wrap(lines: &mut Vec<String>, first: &str, others: &str, text: &Markdown, width: usize) {
    let mut line = first.to_owned();
    let mut length = line.chars().count();
    let mut empty = true;
    let mut is_first = true;
    for word in text.words() {
        let added = word.chars().count();
        if !empty && length + 1 + added > width {
            lines.push(std::mem::replace(&mut line, others.to_owned()));
            length = others.len();
            empty = true;
        }
        if !empty {
            line.push(' ');
            length += 1;
        }
        let mark = if empty { block_mark(word) } else { None };
        match mark {
            // A line that starts like this would start another block.
            Some(at) if is_first || at == 0 || interrupts(word) => {
                let (before, after) = word.split_at(at);
                line.push_str(before);
                line.push('\\');
                line.push_str(after);
                length += 1;
            }
            _ => line.push_str(word),
        }
        length += added;
        (empty, is_first) = (false, false);
    }
    lines.push(line.trim_end().to_owned());
}

/// Whether an entry with this number ends a paragraph: only a list that begins
/// with 1 does.
fn interrupts(number: &str) -> bool {
    number.trim_start_matches('0').trim_end_matches(['.', ')']) == "1"
}

/// The position for a backslash in a word at the start of a line, if the word
/// would begin a block there: a heading, a quotation, an entry of a list, a
/// break, a fence, the line under a heading or under the header of a table.
fn block_mark(word: &str) -> Option<usize> {
    let begins = word.starts_with(['#', '>']) || word.starts_with("~~~");
    let only = |marks: &[char]| word.chars().all(|c| marks.contains(&c));
    let is_bullet = matches!(word, "-" | "+" | "*");
    let is_break = only(&['-']) || only(&['_']) || only(&['*']) || only(&['=']);
    let is_under_header = only(&['|', ':', '-']);
    if begins || is_bullet || is_break || is_under_header {
        return Some(0);
    }
    let digits = word.strip_suffix(['.', ')'])?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(docs: &Docs, width: usize) -> String {
        docs.lines(width).join("\n")
    }

    #[test]
    fn finds_the_first_sentence() {
        for (text, expected) in [
            ("One. Two.", "One."),
            ("One, e.g. this. Two.", "One, e.g. this."),
            ("At 1.5 s. Then", "At 1.5 s."),
            ("Only one", "Only one"),
            ("See `a. B` for it. C", "See `a. B` for it."),
            (
                "See [a. B](crate::x) for it. C",
                "See [a. B](crate::x) for it.",
            ),
            ("", ""),
        ] {
            let summary = Docs::paragraph(text).summary();
            assert_eq!(summary.as_str(), expected, "{text}");
        }
    }

    #[test]
    fn summarizes_a_list_by_its_first_entry() {
        let list = |paragraph: Option<&'static str>| {
            let mut docs = Docs::default();
            docs.item("Ready. To go");
            docs.item("Waiting");
            docs.0
                .extend(paragraph.map(|text| Block::Paragraph(text.into())));
            docs.summary().to_string()
        };
        assert_eq!(list(None), "Ready.");
        assert_eq!(list(Some("The state. It ends.")), "The state.");
    }

    #[test]
    fn wraps_and_separates_blocks() {
        let mut docs = Docs::paragraph("one two three `four five` six");
        docs.item("seven eight nine ten");
        docs.item("eleven");
        docs.heading("Errors");
        docs.code(Fence::Text, "a  very long line of code");
        docs.push("so 1 - 2 is # it");
        assert_eq!(
            lines(&docs, 14),
            "\
one two three
`four five`
six

- seven eight
  nine ten
- eleven

# Errors

```text
a  very long line of code
```

so 1 - 2 is #
it"
        );
    }

    #[test]
    fn words_start_no_blocks() {
        for word in [
            "#", "##x", ">", ">x", "-", "+", "*", "---", "___", "***", "===", "=", "~~~",
            "~~~rust", "|", "|--|", ":-:", "--|--",
        ] {
            let docs = Docs::paragraph(markdown!("a {}", Markdown::from(word)));
            assert_eq!(lines(&docs, 1), format!("a\n\\{word}"));
        }
        for (word, expected) in [
            ("1.", "1\\."),
            ("12)", "12\\)"),
            ("1.5", "1.5"),
            ("-x", "-x"),
        ] {
            let mut docs = Docs::default();
            docs.item(Markdown::from(word));
            assert_eq!(lines(&docs, 80), format!("- {expected}"));
        }
    }

    #[test]
    fn numbers_start_no_lists() {
        let docs = Docs::paragraph("status 429. At 1. end 01) x");
        assert_eq!(lines(&docs, 1), "status\n429.\nAt\n1\\.\nend\n01\\)\nx");
        assert_eq!(lines(&Docs::paragraph("429. x"), 80), "429\\. x");
    }

    #[test]
    fn entries_are_indented_only_below_others() {
        let item = |depth, number| Block::Item(Marker { depth, number }, "x".into());
        let docs = Docs(vec![
            item(4, None),
            item(3, Some(10)),
            item(2, None),
            item(9, None),
            item(0, None),
            Block::Paragraph("y".into()),
            item(1, None),
        ]);
        assert_eq!(
            lines(&docs, 80),
            "- x\n  10. x\n      - x\n        - x\n- x\n\ny\n\n- x"
        );
    }

    #[test]
    fn fences_are_longer_than_those_inside() {
        let mut docs = Docs::default();
        docs.code(Fence::Text, "```rust\n````");
        assert_eq!(lines(&docs, 80), "`````text\n```rust\n````\n`````");
    }
}
