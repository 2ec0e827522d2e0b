//! `cargo xtask diff`: what a change of a model does to those who use it.

mod changelog;
mod human;
mod input;
mod machine;
mod version;

use std::path::PathBuf;

use ::codegen::diff::{Change, Class, Comparison, Release, Version, compare};
use ::codegen::model::Model;
use ::codegen::{Colour, Unsupported};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::format::{self, Format};
use crate::{Console, Exit, Place, commands, progress, workspace};

use input::Input;

const EXIT_CODES: &str = "\
Exit codes:
  0  the models were compared, and nothing is as bad as --fail-on says
  1  a change is as bad as --fail-on says, or one of the models has errors
  2  the command line is wrong, or a model cannot be read";

const EXAMPLES: &str = "\
Examples:
  What the edits since the last commit do:
    cargo xtask diff

  What has changed since a release, as a section of CHANGELOG.md:
    cargo xtask diff v0.1.0 --markdown

  In CI, refuse a pull request that breaks users:
    cargo xtask diff origin/main HEAD --format github --fail-on breaking

  Two files:
    cargo xtask diff old.json new.json";

/// Say what a change of a model does to those who use the client
///
/// Compares two models by what they say, and prints each change in one line with what it does:
///
///   breaks the wire      clients and services of the two versions misunderstand each other
///   breaks Rust users    programs that use the client may no longer compile
///   changes behaviour    a constraint is tightened or loosened, a request is repeated or not
///   adds                 something is new, and nothing else changes
///   documentation only   only readers notice
///
/// and then what the next version number has to be. By the rules by which Smithy models evolve, changes
/// of behaviour can be breaking, too, and are marked so: when less is allowed than before, when requests
/// are no longer repeated, when a default is another one.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Diff {
    /// The model before: a file, or a git revision of the model
    #[arg(default_value = "HEAD")]
    old: String,

    /// The model after: a file, or a git revision; the file in the working tree when not given
    new: Option<String>,

    /// The model that revisions are of; model/socialmessaging.json when not given
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// Print a section of a changelog instead
    #[arg(long, conflicts_with = "format")]
    markdown: bool,

    /// Exit with 1 when there is a change of this class, or of one that is worse
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,
}

/// From which class on changes are too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// What breaks the wire
    Wire,
    /// What breaks the wire or Rust users, and what allows less than before
    Breaking,
    /// What changes behaviour, too
    Behaviour,
    /// What adds something, too
    Addition,
    /// Any change
    Any,
}

impl FailOn {
    /// The mildest class that is too much.
    fn class(self) -> Class {
        match self {
            Self::Wire => Class::Wire,
            Self::Breaking => Class::Rust,
            Self::Behaviour => Class::Behaviour,
            Self::Addition => Class::Addition,
            Self::Any => Class::Documentation,
        }
    }

    fn refuses(self, change: &Change) -> bool {
        change.class <= self.class() || self == Self::Breaking && change.breaking
    }
}

/// Everything that there is to print.
struct Report<'a> {
    old: &'a Input,
    new: &'a Input,
    comparison: &'a Comparison,
    release: Release,
    now: Version,
    next: Version,
}

impl Report<'_> {
    /// What the next version number has to be, in words.
    fn next_version(&self) -> String {
        let Self { now, next, .. } = self;
        match self.release {
            Release::None => format!("the version stays {now}"),
            _ => format!("the version after {now} is at least {next}"),
        }
    }
}

pub(crate) fn run(options: &Diff, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let (model, model_name) = workspace::model(place, options.model.as_deref())?;
    let old = Input::find(&options.old, &place.current, &model, &model_name)?;
    let new = match &options.new {
        Some(new) => Input::find(new, &place.current, &model, &model_name)?,
        None => Input::working_tree(&model, &model_name)?,
    };
    let Some(before) = read(&old, options.format, console)? else {
        return Ok(Exit::Failed);
    };
    let Some(after) = read(&new, options.format, console)? else {
        return Ok(Exit::Failed);
    };
    let work = || compare(&before, &after);
    let comparison = progress::shown("comparing", &console.error, work);
    let release = comparison.release();
    let now = version::of_workspace(&root)?;
    let report = Report {
        old: &old,
        new: &new,
        comparison: &comparison,
        release,
        now,
        next: now.next(release),
    };
    let text = if options.markdown {
        changelog::section(&report)?
    } else {
        match options.format {
            Format::Human => human::text(&report, console.output.colour()),
            Format::Json => machine::json(&report),
            Format::Github => machine::annotations(&report, options.fail_on),
        }
    };
    console.output.print(&text)?;
    let refused = |change| {
        options
            .fail_on
            .is_some_and(|fail_on| fail_on.refuses(change))
    };
    Ok(if comparison.changes().iter().any(refused) {
        Exit::Failed
    } else {
        Exit::Ok
    })
}

/// The model, unless it has errors; these are printed. What else there is to
/// say about it is left to `validate`.
fn read(input: &Input, format: Format, console: &mut Console) -> Result<Option<Model>> {
    let work = || ::codegen::read(&input.source, Unsupported::Refused);
    let (model, diagnostics) = progress::shown("reading", &console.error, work);
    if model.is_none() {
        match format {
            Format::Human => commands::say_diagnostics(&diagnostics, console)?,
            Format::Json => {
                let value = json!({ "model": diagnostics.path() });
                let value = format::with(value, format::diagnostics(&diagnostics));
                console.output.print(&format::text(&value))?;
            }
            Format::Github => {
                let text = format::annotations(&diagnostics);
                console.output.print(&text)?;
            }
        }
    }
    Ok(model)
}

/// An escape sequence, or nothing without colour.
fn paint(colour: Colour, sequence: &'static str) -> &'static str {
    match colour {
        Colour::Always => sequence,
        Colour::Never => "",
    }
}
