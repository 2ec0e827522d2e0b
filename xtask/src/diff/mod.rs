//! `cargo xtask diff`: shows how changes to models affect users.

mod changelog;
mod comment;
mod emulator;
mod human;
mod input;
mod lines;
mod machine;
mod report;
mod version;

use std::path::{Path, PathBuf};

use ::codegen::Unsupported;
use ::codegen::calls::Calls;
use ::codegen::diff::{self, Comparison, Rule, compare};
use ::codegen::model::Model;
use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::json;

use crate::format::{self, Format};
use crate::{Console, Environment, Exit, outcome, progress, workspace};

use input::{Input, Versions};
use report::{DiffReport, FailOn};

const EXIT_CODES: &str = "\
Exit codes:
  0  the versions were compared, and no change reaches the class of --fail-on
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

/// Show how changes to the models affect users of the client
///
/// Compares two versions of each model that the Cargo.toml of the workspace lists, or of one model
/// with --model, or two files. Prints one line per change, by class:
///
///   breaks the wire      clients and services of the two versions are incompatible
///   breaks Rust users    programs that use the client may no longer compile
///   changes behavior     a constraint or the retry policy changes
///   adds                 an addition without other changes
///   documentation only   no effect on programs
///
/// Each change is followed by code that uses the changed part, and its page of the API reference.
///
/// The last lines are the next version and the operations that the emulator does not simulate.
/// Changes of behavior that Smithy's rules for model evolution consider breaking are marked:
/// tightened constraints, fewer retries, different defaults. So are retries of requests that used
/// to be sent once. --accept removes the mark.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Diff {
    /// Old version: a git revision, or a file
    #[arg(default_value = "HEAD")]
    old: String,

    /// New version: a git revision, or a file [default: the working tree]
    new: Option<String>,

    /// Model file for revisions [default: all models of the workspace]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// Print a comment for a pull request, in Markdown
    #[arg(long, conflicts_with_all = ["format", "changelog"])]
    markdown: bool,

    /// Base URL of the repository's files in the links of --markdown, such as
    /// https://github.com/OWNER/NAME/blob/COMMIT
    #[arg(long, value_name = "URL", requires = "markdown")]
    links: Option<String>,

    /// Print a section of a changelog
    #[arg(long, conflicts_with = "format")]
    changelog: bool,

    /// Exit with 1 if there is a change of this class or a more severe one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,

    /// Do not treat changes of behavior with this rule as breaking, such as `pattern`: pattern
    /// changes that may reject more values. The rule is in brackets after each change
    #[arg(long, value_parser = rule(), hide_possible_values = true, value_name = "RULE")]
    accept: Vec<Rule>,
}

/// Parses the name of a rule.
fn rule() -> impl TypedValueParser<Value = Rule> {
    let names = Rule::ALL
        .iter()
        .map(|rule| PossibleValue::new(rule.as_str()));
    PossibleValuesParser::new(names).try_map(|name| {
        let mut rules = Rule::ALL.iter().copied();
        let found = rules.find(|rule| rule.as_str() == name);
        found.ok_or_else(|| format!("unknown rule `{name}`"))
    })
}

pub(crate) fn run(
    options: &Diff,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let arguments = (options.old.as_str(), options.new.as_deref());
    let all = input::find(arguments, options.model.as_deref(), environment)?;
    let now = version::workspace_version(&root)?;
    let mut exit = Exit::Ok;
    let mut read_models = Vec::new();
    for versions in &all {
        match Compared::read(versions, options, console)? {
            Reading::Compared(compared) => read_models.push(compared),
            Reading::Missing => {}
            Reading::Invalid => exit = Exit::Failed,
        }
    }
    let calls: Vec<Calls<'_>> = read_models
        .iter()
        .map(|compared| match &compared.versions.module {
            Some(module) => Calls::in_module(&compared.model, module),
            None => Calls::new(&compared.model),
        })
        .collect();
    let mut reports = Vec::new();
    for (compared, calls) in read_models.iter().zip(&calls) {
        let release = compared.comparison.release();
        reports.push(DiffReport {
            heading: heading(compared.versions, all.len()),
            versions: compared.versions,
            comparison: &compared.comparison,
            calls,
            not_simulated: compared.not_simulated(&root, options)?,
            release,
            now,
            next: now.next(release),
        });
    }
    // A section without the changes of a model with errors would be wrong.
    if exit == Exit::Ok || !options.changelog {
        print(&reports, options, console)?;
    }
    let rejected = |change| {
        let fail_on = options.fail_on;
        fail_on.is_some_and(|fail_on| fail_on.rejects(change))
    };
    let mut changes = reports
        .iter()
        .flat_map(|report| report.comparison.changes());
    Ok(if changes.any(rejected) {
        Exit::Failed
    } else {
        exit
    })
}

fn print(reports: &[DiffReport<'_>], options: &Diff, console: &mut Console) -> Result<()> {
    if options.changelog {
        return console.output.print(&changelog::section(reports)?);
    }
    // In a comment about other models, the report of an unchanged model is of
    // no use.
    let is_changed = |report: &&DiffReport<'_>| !report.comparison.is_empty();
    let is_any_changed = reports.iter().any(|report| is_changed(&report));
    let shown: Vec<&DiffReport<'_>> = match reports {
        [first, ..] if options.markdown && !is_any_changed => vec![first],
        _ if options.markdown => reports.iter().filter(is_changed).collect(),
        _ => reports.iter().collect(),
    };
    for (position, report) in shown.into_iter().enumerate() {
        let text = if options.markdown {
            comment::comment(report, options.links.as_deref())?
        } else {
            match options.format {
                Format::Human => human::text(report, console.output.color()),
                Format::Json => machine::json(report),
                Format::Github => machine::annotations(report, options.fail_on),
            }
        };
        if position > 0 && (options.markdown || options.format == Format::Human) {
            console.output.print("\n")?;
        }
        console.output.print(&text)?;
    }
    Ok(())
}

/// Names the versions, and the model if there are several.
fn heading(versions: &Versions, models: usize) -> String {
    let Versions {
        model, old, new, ..
    } = versions;
    let heading = format!("{} → {}", old.name(), new.name());
    match model {
        Some(model) if models > 1 => format!("{model}: {heading}"),
        _ => heading,
    }
}

/// A model and its changes.
struct Compared<'a> {
    versions: &'a Versions,
    /// The new model, or the old one if it was removed.
    model: Model,
    comparison: Comparison,
}

/// The result of reading both versions of a model.
enum Reading<'a> {
    /// The model, compared.
    Compared(Box<Compared<'a>>),
    /// Neither version has the model.
    Missing,
    /// A version has errors, which were printed.
    Invalid,
}

impl<'a> Compared<'a> {
    /// Reads and compares both versions.
    fn read(versions: &'a Versions, options: &Diff, console: &mut Console) -> Result<Reading<'a>> {
        let mut models = Vec::new();
        for version in [&versions.old, &versions.new] {
            models.push(match version.input() {
                Some(input) => match read(input, options.format, console)? {
                    Some(model) => Some(model),
                    None => return Ok(Reading::Invalid),
                },
                None => None,
            });
        }
        let (new, old) = (models.pop().flatten(), models.pop().flatten());
        let work = || match (old, new) {
            (Some(old), Some(new)) => Some((compare(&old, &new), new)),
            (None, Some(new)) => Some((diff::added(&new), new)),
            (Some(old), None) => Some((diff::removed(&old), old)),
            (None, None) => None,
        };
        let compared = progress::with_progress("comparing", &console.error, work);
        let Some((mut comparison, model)) = compared else {
            return Ok(Reading::Missing);
        };
        comparison.accept(&options.accept);
        Ok(Reading::Compared(Box::new(Self {
            versions,
            model,
            comparison,
        })))
    }

    fn not_simulated(&self, root: &Path, options: &Diff) -> Result<Vec<String>> {
        match (&options.model, self.versions.new.input()) {
            // Another model has no emulator here.
            (Some(_), _) | (_, None) => Ok(Vec::new()),
            (None, Some(_)) => emulator::missing(root, &self.model),
        }
    }
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
