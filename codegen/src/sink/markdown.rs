//! Running text of Markdown: the content of paragraphs, headings, list entries
//! and table cells.
//!
//! A text of the model only becomes [`Markdown`] through functions that escape
//! it, so that CommonMark and rustdoc's extensions (tables, strikethrough,
//! footnotes, tasks) show it unchanged. [`super::Docs`] escapes the start of a
//! line if it would begin a block.

use std::fmt;

use proc_macro2::Ident;

use super::visible::{is_hidden, visible};

/// Running text of Markdown.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Markdown(String);

/// Shows the text, for `inspect`.
impl fmt::Debug for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Our own words. Text of a model is not static.
impl From<&'static str> for Markdown {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&Self> for Markdown {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Values that [`markdown!`] can insert.
pub(crate) trait Inline: fmt::Display {}

impl Inline for Markdown {}
impl<T: Inline> Inline for &T {}
impl Inline for Ident {}
impl Inline for u16 {}
impl Inline for u32 {}
impl Inline for &'static str {}

/// The value itself, if it is [`Inline`].
pub(crate) fn checked<T: Inline>(value: &T) -> &T {
    value
}

/// Whether a format string only has positional arguments (`{}`). The types of
/// captured variables would not be checked.
pub(crate) const fn has_only_positions(mut format: &[u8]) -> bool {
    loop {
        match format {
            [b'{', b'{' | b'}', rest @ ..] => format = rest,
            [b'{', ..] => return false,
            [_, rest @ ..] => format = rest,
            [] => return true,
        }
    }
}

/// Formats our own words with values: `markdown!("Sets {}.", name)`. A value is
/// [`Markdown`], a name of Rust or a number; text of a model is not.
macro_rules! markdown {
    ($format:literal $(, $value:expr)* $(,)?) => {{
        const { assert!($crate::sink::has_only_positions($format.as_bytes())) };
        $crate::sink::Markdown::formatted(format_args!($format $(, $crate::sink::checked(&$value))*))
    }};
}
pub(crate) use markdown;

impl Markdown {
    /// The value of [`markdown!`].
    pub(crate) fn formatted(text: fmt::Arguments<'_>) -> Self {
        Self(text.to_string())
    }

    /// Escapes a text. Addresses in it become links.
    pub(crate) fn plain(text: &str) -> Self {
        let mut written = Self::default();
        let mut rest = text;
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|rest| rest.find("http")) {
            let (before, after) = rest.split_at(from + at);
            let at_word = !before.ends_with(char::is_alphanumeric);
            if at_word && (after.starts_with("http://") || after.starts_with("https://")) {
                written.escape(before);
                rest = written.address(after);
                from = 0;
            } else {
                from += at + 4;
            }
        }
        written.escape(rest);
        written
    }

    /// Escapes a text, without making links.
    pub(crate) fn label(text: &str) -> Self {
        let mut written = Self::default();
        written.escape(text);
        written
    }

    /// A code span.
    pub(crate) fn code(text: &str) -> Self {
        if text.is_empty() {
            return Self::from("\"\"");
        }
        let text = visible(text);
        let ticks = "`".repeat(longest_run(&text, '`') + 1);
        // CommonMark removes a space at both ends, unless there is nothing else.
        let is_padded = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
        let space = if text.contains('`') || is_padded {
            " "
        } else {
            ""
        };
        Self(format!("{ticks}{space}{text}{space}{ticks}"))
    }

    /// A link to an item of the crate, by its path.
    pub(crate) fn item(module: &str, name: &Ident) -> Self {
        Self(format!("[`{name}`](crate::{module}::{name})"))
    }

    /// A link.
    pub(crate) fn link(label: &Self, address: &Address) -> Self {
        Self(format!("[{label}]({})", address.0))
    }

    /// A link that shows its address.
    pub(crate) fn autolink(address: &Address) -> Self {
        Self(format!("<{}>", address.0))
    }

    /// The text between two marks, `*` or `**`.
    pub(crate) fn marked(mark: &'static str, text: &Self) -> Self {
        Self(format!("{mark}{text}{mark}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends a text without changing the meaning of either.
    pub(crate) fn push(&mut self, other: &Self) {
        if other.0.starts_with('`') && self.0.ends_with('`') {
            self.0.push(' ');
        }
        if other.0.starts_with('[') && self.0.ends_with('!') && !self.0.ends_with("\\!") {
            self.0.pop();
            self.0.push_str("\\!");
        }
        self.0.push_str(&other.0);
    }

    /// Adds a space, unless there is one.
    pub(crate) fn push_space(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    /// Removes the space at the end; returns whether there was one.
    pub(crate) fn pop_space(&mut self) -> bool {
        let has_space = self.0.ends_with(' ');
        if has_space {
            self.0.pop();
        }
        has_space
    }

    /// The texts with separators.
    pub(crate) fn joined<'m>(
        texts: impl IntoIterator<Item = &'m Self>,
        separator: &'static str,
    ) -> Self {
        let mut joined = Self::default();
        for (position, text) in texts.into_iter().enumerate() {
            if position > 0 {
                joined.0.push_str(separator);
            }
            joined.push(text);
        }
        joined
    }

    /// The text with its first letter in upper case.
    pub(crate) fn capitalized(mut self) -> Self {
        if let Some(first) = self.0.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self
    }

    /// The unbreakable pieces between spaces: words, and words with code spans.
    pub(crate) fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        let mut begin = 0;
        for (piece, at) in self.pieces() {
            if piece == Piece::Space {
                words.extend(self.0.get(begin..at).filter(|word| !word.is_empty()));
                begin = at + 1;
            }
        }
        words.extend(self.0.get(begin..).filter(|word| !word.is_empty()));
        words
    }

    /// The first sentence.
    pub(crate) fn sentence(&self) -> Self {
        let words = self.words();
        let mut open = 0_isize;
        for (position, pair) in words.windows(2).enumerate() {
            let [word, next] = pair else { break };
            for (piece, _) in Self((*word).to_owned()).pieces() {
                match piece {
                    Piece::Open => open += 1,
                    Piece::Close => open -= 1,
                    Piece::Space | Piece::Other => {}
                }
            }
            let abbreviated = word.ends_with("e.g.") || word.ends_with("i.e.");
            let begins = next.starts_with(|c: char| !c.is_lowercase());
            if word.ends_with('.') && begins && !abbreviated && open <= 0 {
                return Self(words.get(..=position).unwrap_or_default().join(" "));
            }
        }
        Self(words.join(" "))
    }

    /// The text with new addresses for the items of the crate. A link without
    /// an address is replaced with its label.
    pub(crate) fn relinked(&self, address: impl Fn(&str) -> Option<String>) -> Self {
        let mut written = String::with_capacity(self.0.len());
        let mut copied = 0;
        let mut openings = Vec::new();
        for (piece, at) in self.pieces() {
            // Inside a link that was replaced.
            if at < copied {
                continue;
            }
            match piece {
                Piece::Open => openings.push(written.len() + at - copied),
                Piece::Close => {
                    let opening = openings.pop();
                    let target = self
                        .0
                        .get(at..)
                        .and_then(|rest| rest.strip_prefix("](crate::"));
                    let Some((path, _)) = target.and_then(|rest| rest.split_once(')')) else {
                        continue;
                    };
                    written.push_str(self.0.get(copied..at).unwrap_or_default());
                    copied = at + "](crate::".len() + path.len() + 1;
                    match (address(path), opening) {
                        (Some(address), _) => {
                            written.push_str("](");
                            written.push_str(&address);
                            written.push(')');
                        }
                        (None, Some(opening)) if opening < written.len() => {
                            written.remove(opening);
                        }
                        (None, _) => {}
                    }
                }
                Piece::Space | Piece::Other => {}
            }
        }
        written.push_str(self.0.get(copied..).unwrap_or_default());
        Self(written)
    }

    /// The characters that matter for lines and links, outside code spans and
    /// escapes, with their positions.
    fn pieces(&self) -> impl Iterator<Item = (Piece, usize)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = self.0.get(at..)?;
            let begin = at;
            let (piece, length) = match rest.chars().next()? {
                '\\' => (Piece::Other, rest.chars().take(2).map(char::len_utf8).sum()),
                '`' => (Piece::Other, code_span(rest)),
                ' ' => (Piece::Space, 1),
                '[' => (Piece::Open, 1),
                ']' => (Piece::Close, 1),
                other => (Piece::Other, other.len_utf8()),
            };
            at += length;
            Some((piece, begin))
        })
    }

    /// Adds the address at the start of a text as a link; returns the rest.
    fn address<'t>(&mut self, text: &'t str) -> &'t str {
        let ends = |c: char| {
            c.is_whitespace()
                || is_hidden(c)
                || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '\\')
        };
        let (whole, _) = text.split_at(text.find(ends).unwrap_or(text.len()));
        let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'']);
        self.push(&Self::autolink(&Address(address.to_owned())));
        text.get(address.len()..).unwrap_or_default()
    }

    /// Adds a text with escapes. Line ends and other white space become a space.
    fn escape(&mut self, text: &str) {
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            match character {
                '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.0.push(' ');
                    continue;
                }
                hidden if is_hidden(hidden) => {
                    self.0.push('\\');
                    self.0.push_str(&visible(hidden.encode_utf8(&mut [0; 4])));
                    continue;
                }
                '[' | ']' | '<' | '*' | '`' | '\\' => self.0.push('\\'),
                '&' if begins_entity(rest.as_str()) => self.0.push('\\'),
                '_' | '~' if self.ends_emphasis(character, rest.as_str()) => self.0.push('\\'),
                _ => {}
            }
            self.0.push(character);
        }
    }

    /// Whether `_` or `~` could end emphasis or a strikethrough here. A
    /// character that only begins it is harmless.
    fn ends_emphasis(&self, mark: char, after: &str) -> bool {
        let is_word = |c: &char| c.is_alphanumeric();
        let before = self.0.chars().next_back();
        let follows_word = before.as_ref().is_some_and(is_word);
        let precedes_word = after.chars().next().as_ref().is_some_and(is_word);
        let follows_space = before.is_none_or(char::is_whitespace);
        match mark {
            // Two of them strike text through at any position.
            '~' => {
                before == Some('~') || after.starts_with('~') || follows_word || {
                    !follows_space && !precedes_word
                }
            }
            _ => !follows_space && !precedes_word,
        }
    }
}

/// A part of Markdown, see [`Markdown::pieces`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Space,
    Open,
    Close,
    Other,
}

/// The length of the code span at the start of a text, or of its backticks if
/// they are unclosed.
fn code_span(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut at = ticks;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        let begin = at + found;
        let rest = text.get(begin..).unwrap_or_default();
        let run = rest.len() - rest.trim_start_matches('`').len();
        at = begin + run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    let runs = text.split(|c| c != of).map(str::len);
    runs.max().unwrap_or(0)
}

/// Whether the text after an `&` makes it an entity, such as `&lt;`. At the end
/// of a text, appended text could.
fn begins_entity(after: &str) -> bool {
    let name = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    name.is_none_or(|end| end > 0 && after.get(end..).is_some_and(|rest| rest.starts_with(';')))
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    /// An address in the model, if it is a web or e-mail address: others, such as
    /// `javascript:`, do not become links. Characters that end links are
    /// percent-encoded.
    pub(crate) fn web(url: &str) -> Option<Self> {
        let (scheme, _) = url.split_once(':')?;
        let is_known = ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        if !is_known || url.contains(char::is_whitespace) {
            return None;
        }
        let mut address = String::with_capacity(url.len());
        for character in url.chars() {
            if is_hidden(character) || "()<>[]\\`|\"".contains(character) {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    address.push_str(&format!("%{byte:02X}"));
                }
            } else {
                address.push(character);
            }
        }
        Some(Self(address))
    }

    /// A page of the reference, whose path consists of Rust names.
    pub(crate) fn page(path: String) -> Self {
        Self(path)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
