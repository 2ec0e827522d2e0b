//! The two streams that a command talks to, and whether each has colour.

use std::io::{self, ErrorKind, IsTerminal, Write};

use ::codegen::Colour;
use anyhow::Context as _;

use crate::Exit;

/// When to colour, as `--color` says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// One stream: where text goes, and what is at its other end.
pub struct Stream {
    to: Box<dyn Write>,
    terminal: bool,
    colour: Colour,
}

impl Stream {
    /// A stream into a buffer or a file: no terminal, no colour.
    pub fn plain(to: impl Write + 'static) -> Self {
        Self {
            to: Box::new(to),
            terminal: false,
            colour: Colour::Never,
        }
    }

    fn of_process(to: impl Write + IsTerminal + 'static) -> Self {
        // One that calls itself dumb knows no escape sequences.
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let terminal = to.is_terminal() && !is_dumb;
        // https://no-color.org: any value but the empty one.
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = if terminal && !refused {
            Colour::Always
        } else {
            Colour::Never
        };
        Self {
            to: Box::new(to),
            terminal,
            colour,
        }
    }

    pub(crate) fn colour(&self) -> Colour {
        self.colour
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes the text as it is, line ends included.
    pub(crate) fn print(&mut self, text: &str) -> anyhow::Result<()> {
        let written = self
            .to
            .write_all(text.as_bytes())
            .and_then(|()| self.to.flush());
        written.context("cannot write to the output")
    }
}

/// Output and error stream of a command.
pub struct Console {
    /// Results: what was done, differences, help.
    pub output: Stream,
    /// Diagnostics of the model, errors, progress.
    pub error: Stream,
}

impl Console {
    /// The streams of this process. Colour only on a terminal, and not when
    /// `NO_COLOR` is set.
    pub fn of_process() -> Self {
        Self {
            output: Stream::of_process(io::stdout()),
            error: Stream::of_process(io::stderr()),
        }
    }

    pub(crate) fn choose_colour(&mut self, when: When) {
        for stream in [&mut self.output, &mut self.error] {
            stream.colour = match when {
                When::Auto => stream.colour,
                When::Always => Colour::Always,
                When::Never => Colour::Never,
            };
        }
    }

    /// Prints an error with its causes. Nothing is left to do when the error
    /// stream itself does not take it.
    pub(crate) fn error(&mut self, error: &anyhow::Error) {
        let (start, end) = match self.error.colour {
            Colour::Always => ("\u{1b}[1;31m", "\u{1b}[0m"),
            Colour::Never => ("", ""),
        };
        let _ = self.error.print(&format!("{start}error:{end} {error:#}\n"));
    }

    /// Prints what clap has to say: help and version to the output, a mistake
    /// in the command line to the error stream.
    pub(crate) fn usage(&mut self, error: &clap::Error) -> Exit {
        let (stream, exit) = if error.use_stderr() {
            (&mut self.error, Exit::Unusable)
        } else {
            (&mut self.output, Exit::Ok)
        };
        let text = match stream.colour {
            Colour::Always => error.render().ansi().to_string(),
            Colour::Never => error.render().to_string(),
        };
        let _ = stream.print(&text);
        exit
    }
}

/// Whether the reader of a pipe has gone, as `head` does.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
