//! `cargo xtask diff`: how a change of a model affects users.

mod changelog;
mod comment;
mod emulator;
mod human;
mod input;
mod lines;
mod machine;
mod version;

use std::path::PathBuf;

use ::codegen::Unsupported;
use ::codegen::calls::Calls;
use ::codegen::diff::{Change, Class, Comparison, Release, Rule, Version, compare};
use ::codegen::model::Model;
use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::format::{self, Format};
use crate::{Console, Environment, Exit, outcome, progress, workspace};

use input::Input;

const EXIT_CODES: &str = "\
Exit codes:
  0  the models were compared, and no change reaches the class of --fail-on
  1  a change reaches the class of --fail-on, or a model has errors
  2  the command line is invalid, or a model cannot be read";

const EXAMPLES: &str = "\
Examples:
  Changes since the last commit:
    cargo xtask diff

  Changes since a release, as a section of CHANGELOG.md:
    cargo xtask diff v0.1.0 --changelog

  As a comment for a pull request:
    cargo xtask diff origin/main HEAD --markdown

  In CI, reject pull requests with breaking changes:
    cargo xtask diff origin/main HEAD --format github --fail-on breaking

  Two files:
    cargo xtask diff old.json new.json";

/// Show how a change of a model affects users of the client
///
/// Compares two models and prints one line per change, by class:
///
///   breaks the wire      clients and services of the two versions are incompatible
///   breaks Rust users    programs that use the client may no longer compile
///   changes behaviour    a constraint or the retry policy changes
///   adds                 an addition without other changes
///   documentation only   no effect on programs
///
/// Below each change is the code with which callers use the part, and its page of the reference.
///
/// The last lines are the next version and the operations that the emulator does not simulate.
/// Changes of behaviour that Smithy's rules for model evolution call breaking are marked: tightened
/// constraints, fewer retries, another default. So are retries of requests that were sent once.
/// --accept takes the mark away.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Diff {
    /// Old model: a file, or a git revision of the model
    #[arg(default_value = "HEAD")]
    old: String,

    /// New model: a file, or a git revision [default: the file in the working tree]
    new: Option<String>,

    /// Model file for revisions [default: model/socialmessaging.json]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// Print a comment for a pull request, in Markdown
    #[arg(long, conflicts_with_all = ["format", "changelog"])]
    markdown: bool,

    /// Address of the repository's files in front of the links of --markdown, such as
    /// https://github.com/OWNER/NAME/blob/COMMIT
    #[arg(long, value_name = "URL", requires = "markdown")]
    links: Option<String>,

    /// Print a section of a changelog
    #[arg(long, conflicts_with = "format")]
    changelog: bool,

    /// Exit with 1 if there is a change of this class or a worse one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,

    /// Do not treat changes of behaviour with this rule as breaking, such as `pattern`: patterns of
    /// which it is not known whether they allow less. The rule is in brackets after each change
    #[arg(long, value_parser = rule(), value_name = "RULE")]
    accept: Vec<Rule>,
}

/// Parses the name of a rule.
fn rule() -> impl TypedValueParser<Value = Rule> {
    let names = Rule::ALL
        .iter()
        .map(|rule| PossibleValue::new(rule.as_str()));
    PossibleValuesParser::new(names.map(|name| name.hide(true))).try_map(|name| {
        let mut rules = Rule::ALL.iter().copied();
        let found = rules.find(|rule| rule.as_str() == name);
        found.ok_or_else(|| format!("unknown rule `{name}`"))
    })
}

/// The class that fails the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Wire-breaking changes
    Wire,
    /// Changes that break the wire or Rust users, or are marked as breaking
    Breaking,
    /// Changes of behaviour, too
    Behaviour,
    /// Additions, too
    Addition,
    /// Any change
    Any,
}

impl FailOn {
    /// Returns the mildest class that fails.
    fn class(self) -> Class {
        match self {
            Self::Wire => Class::Wire,
            Self::Breaking => Class::Rust,
            Self::Behaviour => Class::Behaviour,
            Self::Addition => Class::Addition,
            Self::Any => Class::Documentation,
        }
    }

    fn rejects(self, change: &Change) -> bool {
        change.class <= self.class() || self == Self::Breaking && change.breaking
    }
}

/// The content of the report.
struct DiffReport<'a> {
    old: &'a Input,
    new: &'a Input,
    comparison: &'a Comparison,
    /// The callers' view of the new model.
    calls: &'a Calls<'a>,
    /// The operations of the new model that the emulator does not simulate.
    not_simulated: Vec<String>,
    release: Release,
    now: Version,
    next: Version,
}

impl DiffReport<'_> {
    /// Describes the next version.
    fn next_version(&self) -> String {
        let Self { now, next, .. } = self;
        match self.release {
            Release::None => format!("next version: {now}"),
            _ => format!("next version: {next}"),
        }
    }
}

pub(crate) fn run(
    options: &Diff,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let (model, model_name) = workspace::model(environment, options.model.as_deref())?;
    let old = Input::find(&options.old, &environment.current_dir, &model, &model_name)?;
    let new = match &options.new {
        Some(new) => Input::find(new, &environment.current_dir, &model, &model_name)?,
        None => Input::working_tree(&model, &model_name)?,
    };
    let Some(before) = read(&old, options.format, console)? else {
        return Ok(Exit::Failed);
    };
    let Some(after) = read(&new, options.format, console)? else {
        return Ok(Exit::Failed);
    };
    let work = || compare(&before, &after);
    let mut comparison = progress::with_progress("comparing", &console.error, work);
    comparison.accept(&options.accept);
    let release = comparison.release();
    let now = version::workspace_version(&root)?;
    let not_simulated = match &options.model {
        // Another model has no emulator here.
        Some(_) => Vec::new(),
        None => emulator::missing(&root, &after)?,
    };
    let report = DiffReport {
        old: &old,
        new: &new,
        comparison: &comparison,
        calls: &Calls::new(&after),
        not_simulated,
        release,
        now,
        next: now.next(release),
    };
    let text = if options.markdown {
        comment::comment(&report, options.links.as_deref())?
    } else if options.changelog {
        changelog::section(&report)?
    } else {
        match options.format {
            Format::Human => human::text(&report, console.output.colour()),
            Format::Json => machine::json(&report),
            Format::Github => machine::annotations(&report, options.fail_on),
        }
    };
    console.output.print(&text)?;
    let rejected = |change| {
        options
            .fail_on
            .is_some_and(|fail_on| fail_on.rejects(change))
    };
    Ok(if comparison.changes().iter().any(rejected) {
        Exit::Failed
    } else {
        Exit::Ok
    })
}

/// Reads a model and prints its errors. `validate` reports warnings. Operations that no
/// client can have are not compared.
fn read(input: &Input, format: Format, console: &mut Console) -> Result<Option<Model>> {
    let work = || ::codegen::read(&input.source, Unsupported::Skipped);
    let (model, diagnostics) = progress::with_progress("reading", &console.error, work);
    if model.is_none() {
        match format {
            Format::Human => outcome::print_diagnostics(&diagnostics, console)?,
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
