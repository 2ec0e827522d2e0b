//! The output and error stream of a command.

use std::io::{self, ErrorKind, Write};

use ::codegen::Color;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use anyhow::Context as _;

use crate::Exit;

/// The option `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorOption {
    /// On terminals, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Even for files and pipes.
    Always,
    Never,
}

/// An output stream.
pub struct Stream {
    to: Box<dyn Write>,
    terminal: bool,
    color: Color,
}

impl Stream {
    /// Creates a stream without colors, for a buffer or file.
    pub fn plain(to: impl Write + 'static) -> Self {
        Self {
            to: Box::new(to),
            terminal: false,
            color: Color::Never,
        }
    }

    /// Creates a stream of the process: colors follow the terminal, `NO_COLOR`
    /// and `CLICOLOR`.
    fn from_process(to: impl anstream::stream::RawStream + 'static) -> Self {
        // Dumb terminals do not support the escape sequences of the progress line.
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match AutoStream::choice(&to) {
            ColorChoice::Never => Color::Never,
            _ => Color::Always,
        };
        Self {
            terminal: to.is_terminal() && !is_dumb,
            color,
            to: Box::new(to),
        }
    }

    pub(crate) fn color(&self) -> Color {
        self.color
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text without adding a line break.
    pub(crate) fn print(&mut self, text: &str) -> anyhow::Result<()> {
        let written = self
            .to
            .write_all(text.as_bytes())
            .and_then(|()| self.to.flush());
        written.context("cannot write to the output")
    }
}

/// The streams of a command.
pub struct Console {
    /// Results: changes, differences, help.
    pub output: Stream,
    /// Diagnostics, errors, progress.
    pub error: Stream,
}

impl Console {
    /// Creates a console with the streams of the process.
    pub fn from_process() -> Self {
        Self {
            output: Stream::from_process(io::stdout()),
            error: Stream::from_process(io::stderr()),
        }
    }

    pub(crate) fn choose_color(&mut self, choice: ColorOption) {
        for stream in [&mut self.output, &mut self.error] {
            stream.color = match choice {
                ColorOption::Auto => stream.color,
                ColorOption::Always => Color::Always,
                ColorOption::Never => Color::Never,
            };
        }
    }

    /// Prints an error with its causes. Write errors are ignored: there is no
    /// other stream to report them on.
    pub(crate) fn error(&mut self, error: &anyhow::Error) {
        let label = paint(self.error.color, bold(AnsiColor::Red), "error:");
        let _ = self.error.print(&format!("{label} {error:#}\n"));
    }

    /// Prints help to the output, or an error of the command line to the error
    /// stream.
    pub(crate) fn usage(&mut self, error: &clap::Error) -> Exit {
        let (stream, exit) = if error.use_stderr() {
            (&mut self.error, Exit::Unusable)
        } else {
            (&mut self.output, Exit::Ok)
        };
        let text = match stream.color {
            Color::Always => error.render().ansi().to_string(),
            Color::Never => error.render().to_string(),
        };
        let _ = stream.print(&text);
        exit
    }
}

/// Returns `text` in a style, or unchanged without color.
pub(crate) fn paint(color: Color, style: Style, text: &str) -> String {
    match color {
        Color::Always => format!("{style}{text}{style:#}"),
        Color::Never => text.to_owned(),
    }
}

pub(crate) const fn bold(color: AnsiColor) -> Style {
    color.on_default().bold()
}

/// Whether the reader of a pipe has exited.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
