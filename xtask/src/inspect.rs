//! `cargo xtask inspect`: a stage of the generator, as text.

use std::path::PathBuf;

use ::codegen::Diagnostics;
use ::codegen::inspect::{self, InspectedStage, Inspection, InspectionResult};
use anyhow::{Result, anyhow};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::json;

use crate::format::{self, Format};
use crate::workspace::{self, SelectedModel};
use crate::{Console, Environment, Exit, codegen, outcome, progress};

const EXIT_CODES: &str = "\
Exit codes:
  0  the stage was printed
  1  a model has errors that prevent this stage
  2  the command line is invalid, the shape is unknown, or the file cannot be read";

const EXAMPLES: &str = "\
Examples:
  The names of members, and the routes of operations:
    cargo xtask inspect names Tag
    cargo xtask inspect routes

  The shapes of an operation, as an image:
    cargo xtask inspect graph TagResource | dot -Tsvg > tag-resource.svg

  A shape with its mixins and traits applied, and its Rust types:
    cargo xtask inspect model Tag
    cargo xtask inspect rust Tag";

/// Print a stage between the model and the client
///
/// Without --model, prints the stage for each model that the Cargo.toml of the workspace lists.
///
/// The stages `model` and `rust` leave out unset, empty and false values. The output is
/// deterministic, so that it can be compared.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Inspect {
    /// Stage to print
    #[arg(value_parser = stage())]
    stage: InspectedStage,

    /// Only this shape or operation, by id or name; with `graph`, including the shapes it uses
    shape: Option<String>,

    /// Model file [default: all models of the workspace; with SHAPE, those that have it]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Parses the name of a stage; the help lists all stages.
fn stage() -> impl TypedValueParser<Value = InspectedStage> {
    let names =
        InspectedStage::ALL.map(|stage| PossibleValue::new(stage.name()).help(stage.title()));
    PossibleValuesParser::new(names).try_map(|name| {
        let mut stages = InspectedStage::ALL.into_iter();
        let found = stages.find(|stage| stage.name() == name);
        found.ok_or_else(|| format!("unknown stage `{name}`"))
    })
}

pub(crate) fn run(
    options: &Inspect,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let models = workspace::selected(environment, options.model.as_deref())?;
    let mut inspections = Vec::new();
    for model in &models {
        let source = codegen::read_model(&model.path, &model.name)?;
        let work = || inspect::inspect(&source, options.stage, options.shape.as_deref());
        inspections.push(progress::with_progress("inspecting", &console.error, work));
    }
    let is_found =
        |inspection: &&Inspection| !matches!(inspection.found, InspectionResult::NoShape(_));
    if !inspections.iter().any(|inspection| is_found(&inspection)) {
        return Err(unknown_shape(options, &models, &inspections));
    }
    let mut exit = Exit::Ok;
    for inspection in inspections.iter().filter(is_found) {
        let text = match &inspection.found {
            InspectionResult::Text(text) => Some(text.as_str()),
            _ => {
                exit = Exit::Failed;
                None
            }
        };
        print(options, &inspection.diagnostics, text, console)?;
    }
    Ok(exit)
}

/// Explains that no model has the shape.
fn unknown_shape(
    options: &Inspect,
    models: &[SelectedModel],
    inspections: &[Inspection],
) -> anyhow::Error {
    let shape = options.shape.as_deref().unwrap_or_default();
    let similar = inspections.iter().find_map(|inspection| {
        let InspectionResult::NoShape(similar) = &inspection.found else {
            return None;
        };
        similar.as_ref()
    });
    let hint = match (similar, models) {
        (Some(similar), _) => format!("did you mean `{similar}`?"),
        (None, [model]) if options.model.is_some() => {
            let name = &model.name;
            format!("`cargo xtask inspect names --model {name}` lists them")
        }
        (None, _) => "`cargo xtask inspect names` lists them".to_owned(),
    };
    match models {
        [model] => anyhow!("`{}` has no shape `{shape}`\n{hint}", model.name),
        _ => anyhow!("no model of the workspace has a shape `{shape}`\n{hint}"),
    }
}

fn print(
    options: &Inspect,
    diagnostics: &Diagnostics,
    text: Option<&str>,
    console: &mut Console,
) -> Result<()> {
    match options.format {
        Format::Human => {
            outcome::print_diagnostics(diagnostics, console)?;
            console.output.print(text.unwrap_or_default())
        }
        Format::Json => {
            let value = json!({
                "model": diagnostics.path(),
                "stage": options.stage.name(),
                "shape": options.shape,
                "text": text,
            });
            let value = format::with(value, format::diagnostics(diagnostics));
            console.output.print(&format::text(&value))
        }
        Format::Github => {
            console.error.print(&format::annotations(diagnostics))?;
            console.output.print(text.unwrap_or_default())
        }
    }
}
