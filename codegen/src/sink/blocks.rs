//! Blocks of Markdown: parts of a page.

use std::fmt;

use super::markdown::{Markdown, longest_run};
use super::visible::lines;

/// Blocks of Markdown, separated by blank lines, without a final line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks(String);

impl Blocks {
    /// Wraps blocks that a writer in this module has produced.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds blocks.
    pub(crate) fn append(&mut self, other: &Self) {
        if !self.is_empty() && !other.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(&other.0);
    }
}

impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language of a code block. Rustdoc compiles and runs code without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fence {
    /// Code of the model, which is never compiled.
    Text,
    /// An HTTP message.
    Http,
    /// Our own Rust, which doctests ignore.
    Rust,
    /// Our own Rust, which doctests run.
    Doctest,
    /// Our own Rust, which doctests compile.
    NoRun,
}

/// A code block. Its fence is longer than any in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fenced {
    fence: Fence,
    code: Vec<String>,
}

impl Fenced {
    /// A code block with the lines of a text.
    pub(crate) fn new(fence: Fence, code: &str) -> Self {
        let code = lines(code);
        Self { fence, code }
    }

    /// The code as a code span.
    pub(super) fn to_line(&self) -> Markdown {
        Markdown::code(&self.code.join(" "))
    }

    /// The lines with the fences.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let runs = self.code.iter().map(|line| longest_run(line, '`'));
        let ticks = "`".repeat(runs.max().map_or(3, |longest| (longest + 1).max(3)));
        let info = match self.fence {
            Fence::Text => "text",
            Fence::Http => "http",
            Fence::Rust => "rust",
            Fence::Doctest => "",
            Fence::NoRun => "no_run",
        };
        let first = format!("{ticks}{info}");
        let code = self.code.iter().cloned();
        std::iter::once(first).chain(code).chain([ticks])
    }
}

impl From<&Fenced> for Blocks {
    fn from(code: &Fenced) -> Self {
        Self(code.lines().collect::<Vec<_>>().join("\n"))
    }
}
