//! Documentation in Markdown that rustdoc takes without a warning.

/// Blocks of Markdown, which a blank line separates. Lines are wrapped on
/// output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs(pub(crate) Vec<Block>);

/// A block of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Running text. May be wrapped at its spaces.
    Paragraph(String),
    /// A heading with its level, 1 to 6.
    Heading(u8, String),
    /// An entry of a list: its marker (`- `, `1. `) behind its indentation, and
    /// its text. Entries that follow each other have no blank line between.
    Item(String, String),
    /// Lines in a fence, and the info string of the fence.
    Code(String, Vec<String>),
}

impl Docs {
    /// A single paragraph.
    pub(crate) fn paragraph(text: impl Into<String>) -> Self {
        Self(vec![Block::Paragraph(text.into())])
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a paragraph.
    pub(crate) fn push(&mut self, text: impl Into<String>) {
        self.0.push(Block::Paragraph(text.into()));
    }

    /// Adds a heading.
    pub(crate) fn heading(&mut self, text: &str) {
        self.0.push(Block::Heading(1, text.to_owned()));
    }

    /// Adds an entry of a list.
    pub(crate) fn item(&mut self, text: impl Into<String>) {
        self.0.push(Block::Item("- ".to_owned(), text.into()));
    }

    /// Adds other documentation.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The first sentence; without a paragraph, that of the first heading or
    /// entry.
    pub(crate) fn summary(&self) -> String {
        let paragraph = self.0.iter().find_map(|block| match block {
            Block::Paragraph(text) => Some(text.as_str()),
            _ => None,
        });
        let other = self.0.iter().find_map(|block| match block {
            Block::Heading(_, text) | Block::Item(_, text) => Some(text.as_str()),
            _ => None,
        });
        let text = paragraph.or(other).unwrap_or_default();
        let end = text.match_indices(". ").find_map(|(at, _)| {
            let before = text.get(..at)?;
            let after = text.get(at + 2..)?;
            let abbreviated = before.ends_with("e.g") || before.ends_with("i.e");
            let begins = after.starts_with(|c: char| !c.is_lowercase());
            (begins && !abbreviated).then_some(at + 1)
        });
        text.get(..end.unwrap_or(text.len()))
            .unwrap_or(text)
            .to_owned()
    }

    /// The lines, none wider than `width` unless a word is.
    pub(crate) fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut previous: Option<&Block> = None;
        for block in &self.0 {
            let in_list = matches!((previous, block), (Some(Block::Item(..)), Block::Item(..)));
            if previous.is_some() && !in_list {
                lines.push(String::new());
            }
            match block {
                Block::Paragraph(text) => wrap(&mut lines, "", "", text, width),
                Block::Heading(level, text) => {
                    lines.push(format!("{} {text}", "#".repeat(usize::from(*level))));
                }
                Block::Item(marker, text) => {
                    wrap(&mut lines, marker, &" ".repeat(marker.len()), text, width);
                }
                Block::Code(language, code) => {
                    lines.push(format!("```{language}"));
                    lines.extend(code.iter().cloned());
                    lines.push("```".to_owned());
                }
            }
            previous = Some(block);
        }
        lines
    }
}

/// Breaks `text` at its spaces, but not inside of code spans and links.
fn wrap(lines: &mut Vec<String>, first: &str, others: &str, text: &str, width: usize) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in words(text) {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, others.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        // A line that begins like this would begin another block.
        if empty && others.is_empty() && begins_block(&word) {
            line.push('\\');
        }
        line.push_str(&word);
        empty = false;
    }
    lines.push(line);
}

/// The unbreakable pieces of a text: words, code spans, links.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut code = false;
    for piece in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if code => {
                last.push(' ');
                last.push_str(piece);
            }
            _ => words.push(piece.to_owned()),
        }
        code ^= piece.matches('`').count() % 2 == 1;
    }
    words
}

fn begins_block(word: &str) -> bool {
    matches!(word, "-" | "+" | "*" | "=") || word.starts_with(['#', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_sentence() {
        for (text, expected) in [
            ("One. Two.", "One."),
            ("One, e.g. this. Two.", "One, e.g. this."),
            ("At 1.5 s. Then", "At 1.5 s."),
            ("Only one", "Only one"),
            ("", ""),
        ] {
            assert_eq!(Docs::paragraph(text).summary(), expected, "{text}");
        }
    }

    #[test]
    fn summarizes_a_list_by_its_first_entry() {
        let list = |paragraph: Option<&str>| {
            let mut docs = Docs::default();
            docs.item("Ready. To go");
            docs.item("Waiting");
            docs.0
                .extend(paragraph.map(|text| Block::Paragraph(text.to_owned())));
            docs.summary()
        };
        assert_eq!(list(None), "Ready.");
        assert_eq!(list(Some("The state. It ends.")), "The state.");
    }

    #[test]
    fn wraps_and_separates_blocks() {
        let docs = Docs(vec![
            Block::Paragraph("one two three `four five` six".to_owned()),
            Block::Item("- ".to_owned(), "seven eight nine ten".to_owned()),
            Block::Item("- ".to_owned(), "eleven".to_owned()),
            Block::Heading(1, "Errors".to_owned()),
            Block::Code(
                "text".to_owned(),
                vec!["a  very long line of code".to_owned()],
            ),
            Block::Paragraph("so 1 - 2 is # it".to_owned()),
        ]);
        assert_eq!(
            docs.lines(14).join("\n"),
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
}
