//! `cargo xtask validate`: reports errors and warnings of models.

use std::path::PathBuf;

use ::codegen::{Diagnostics, Fix, Source, Unsupported};
use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::format::{self, Format};
use crate::workspace::{self, SelectedModel};
use crate::{Console, Environment, Exit, codegen, outcome, progress, tree};

const EXIT_CODES: &str = "\
Exit codes:
  0  no model has errors; they may have warnings, unless --deny warnings is set
  1  a model has errors, or warnings with --deny warnings; with --fix, after the fixes
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask validate
  cargo xtask validate bookshop.json --fix

  In CI, as annotations in a pull request, and failing on warnings:
    cargo xtask validate --format github --deny warnings";

/// Report all errors and warnings of the models
///
/// Without MODEL, validates all models that the Cargo.toml of the workspace lists.
///
/// Each diagnostic has a code, a position in the file, and a fix. If the model has no errors, it is
/// linted, too: for missing documentation, unused shapes, missing bounds and naming style.
/// `cargo xtask explain` lists all rules. A model suppresses warnings in its metadata or with the
/// trait smithy.api#suppress; see model/README.md.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Validate {
    /// Model file [default: all models of the workspace]
    model: Option<PathBuf>,

    /// Apply suggestions to the file, and report the remaining diagnostics. Suggestions that do not
    /// fix the problem or cause others are not applied
    #[arg(long)]
    fix: bool,

    /// Only warn about operations that `codegen --skip-unsupported` leaves out
    #[arg(long)]
    skip_unsupported: bool,

    /// Also fail on diagnostics less severe than errors
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<Denied>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Diagnostics that are not errors but fail the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Denied {
    /// All warnings that the model does not suppress
    Warnings,
}

pub(crate) fn run(
    options: &Validate,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let unsupported = if options.skip_unsupported {
        Unsupported::Skipped
    } else {
        Unsupported::Rejected
    };
    let mut exit = Exit::Ok;
    let models = workspace::selected(environment, options.model.as_deref())?;
    let others = others(options, environment)?;
    for model in models {
        let others = others.as_deref();
        let work = || examine(&model, options.fix, unsupported, others);
        let examined = progress::with_progress("validating", &console.error, work)?;
        print(&examined, options.format, console)?;
        let is_denied = options.deny.is_some() && !examined.diagnostics.is_empty();
        if is_denied || examined.diagnostics.has_errors() {
            exit = Exit::Failed;
        }
    }
    Ok(exit)
}

/// The applied fixes and the remaining diagnostics.
struct Examined {
    fixes: Vec<Fix>,
    diagnostics: Diagnostics,
}

/// The models of the workspace; `None` for a file outside it.
fn others(options: &Validate, environment: &Environment) -> Result<Option<Vec<Source>>> {
    if options.model.is_some() {
        return Ok(None);
    }
    let models = workspace::selected(environment, None)?;
    let sources = models
        .iter()
        .map(|model| codegen::read_model(&model.path, &model.name));
    sources.collect::<Result<_>>().map(Some)
}

fn examine(
    model: &SelectedModel,
    fix: bool,
    unsupported: Unsupported,
    others: Option<&[Source]>,
) -> Result<Examined> {
    let source = codegen::read_model(&model.path, &model.name)?;
    if !fix {
        return Ok(Examined {
            fixes: Vec::new(),
            diagnostics: match others {
                Some(others) => ::codegen::validate_with_models(&source, unsupported, others),
                None => ::codegen::validate(&source, unsupported),
            },
        });
    }
    let fixed = ::codegen::fix(&source, unsupported);
    if fixed.text != source.text {
        tree::replace(&model.path, &fixed.text)?;
    }
    Ok(Examined {
        fixes: fixed.fixes,
        diagnostics: fixed.diagnostics,
    })
}

fn print(examined: &Examined, format: Format, console: &mut Console) -> Result<()> {
    let Examined { fixes, diagnostics } = examined;
    let model = diagnostics.path();
    match format {
        Format::Human => {
            for fix in fixes {
                console.output.print(&line(model, fix))?;
            }
            outcome::print_diagnostics(diagnostics, console)?;
            if diagnostics.is_empty() {
                let summary = format!("{}\n", diagnostics.summary());
                console.output.print(&summary)?;
            }
            Ok(())
        }
        Format::Json => {
            let fixed: Vec<Value> = fixes.iter().map(json_of).collect();
            let value = json!({ "model": model, "fixed": fixed });
            let value = format::with(value, format::diagnostics(diagnostics));
            console.output.print(&format::text(&value))
        }
        Format::Github => {
            for fix in fixes {
                let properties = [
                    ("file", model.to_owned()),
                    ("line", fix.line.to_string()),
                    ("title", format!("{}: fixed", fix.code)),
                ];
                let message = format!("{}: {}", fix.title, change(fix));
                let text = format::annotation("notice", &properties, &message);
                console.output.print(&text)?;
            }
            let text = format::annotations(diagnostics);
            console.output.print(&text)
        }
    }
}

fn line(model: &str, fix: &Fix) -> String {
    let Fix { code, title, .. } = fix;
    format!(
        "fixed     {model}:{}  {code}: {title}; {}\n",
        fix.line,
        change(fix)
    )
}

/// Describes a fix, on one line.
fn change(fix: &Fix) -> String {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (flat(&fix.before), flat(&fix.after)) {
        (before, after) if after.is_empty() => format!("removed {before}"),
        (before, after) if before.is_empty() => format!("added {after}"),
        (before, after) => format!("changed {before} to {after}"),
    }
}

fn json_of(fix: &Fix) -> Value {
    json!({
        "code": fix.code.as_str(),
        "title": fix.title,
        "line": fix.line,
        "before": fix.before,
        "after": fix.after,
    })
}
