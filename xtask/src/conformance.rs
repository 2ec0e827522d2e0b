//! `cargo xtask conformance`: the protocol tests that a model carries, run
//! against the client that is generated from it.

mod harness;
mod machine;
mod model;
mod report;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode, Target};
use crate::format::Format;
use crate::{Console, Exit, Place, commands, progress, workspace};

use model::TestModel;
use report::Report;

const EXIT_CODES: &str = "\
Exit codes:
  0  every test that was run has passed
  1  a test has failed, the model has errors, or the generated crate does not build without a warning
  2  the command line is wrong, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  Smithy's own tests for restJson1, where they are installed:
    cargo xtask conformance

  The tests of this project, a folder of files that are one model:
    cargo xtask conformance tests/models

  One of them alone, while working on it:
    cargo xtask conformance tests/models --filter header

  In CI, as annotations of the tests in the model:
    cargo xtask conformance tests/models --format github";

/// Run the protocol tests that a model carries against the client generated from it
///
/// Smithy models can say what a client has to send for an input, and what it has to make of a
/// response: the traits smithy.test#httpRequestTests and smithy.test#httpResponseTests. This
/// generates a crate with a Rust test for each below the target folder (conformance/<name>), builds
/// it, runs the tests and prints a table by feature, what differed in each test that failed, and
/// `N passed, M failed, K skipped`. Tests of operations that the generator does not support are
/// skipped, which a warning says for each such operation; they never count as passed.
///
/// Rust files in the folder of a model are tests of its crate, too, which they can use with its
/// server side.
///
/// Without MODEL, the official tests are run: restjson1-protocol-tests.json, in the folder that
/// the environment variable SMITHY_TEST_MODELS names or in ../shared/smithy. It is the JSON form of
/// the package smithy-aws-protocol-tests; the project does not depend on it.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Conformance {
    /// A model, or a folder whose JSON files are one model; each becomes a crate of its own
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,

    /// Run only tests whose name contains this text; the others count as skipped
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(options: &Conformance, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let scratch = place.target(&root).join("conformance");
    let models = if options.models.is_empty() {
        let path = model::official(&root, place)?;
        vec![model::read(&path, &path.display().to_string(), &scratch)?]
    } else {
        let given = options.models.iter();
        let models = given.map(|path| {
            let label = path.display().to_string();
            model::read(&place.current.join(path), &label, &scratch)
        });
        models.collect::<Result<Vec<_>>>()?
    };
    let mut reports = Vec::new();
    for model in models {
        let report = test(model, options, &root, place, console)?;
        if options.format == Format::Human {
            say(&report, console)?;
        }
        reports.push(report);
    }
    match options.format {
        Format::Human => {}
        Format::Json => console.output.print(&machine::json(&reports))?,
        Format::Github => console.output.print(&machine::annotations(&reports))?,
    }
    Ok(if reports.iter().all(Report::is_well) {
        Exit::Ok
    } else {
        Exit::Failed
    })
}

/// Generates the crate of a model, and runs its tests.
fn test(
    model: TestModel,
    options: &Conformance,
    root: &Path,
    place: &Place,
    console: &Console,
) -> Result<Report> {
    let target = Target::new_crate(root, &place.current, &model.path, &model.folder)?;
    let mut target = target.skipping_unsupported();
    target.model_name.clone_from(&model.path_name);
    let work = || codegen::run(&target, Mode::Write);
    let generated = progress::shown("generating", &console.error, work)?;
    let work = || {
        model.add_written_tests()?;
        harness::run(root, place, &model.folder, options.filter.as_deref())
    };
    let run = match generated.changes {
        Some(_) => Some(progress::shown(
            "building and testing",
            &console.error,
            work,
        )?),
        // There is no crate, so nothing is left where it would be.
        None => None,
    };
    Ok(Report {
        model,
        diagnostics: generated.diagnostics,
        run,
    })
}

/// Says what came of a model's tests.
fn say(report: &Report, console: &mut Console) -> Result<()> {
    commands::say_diagnostics(&report.diagnostics, console)?;
    let Some(run) = &report.run else {
        return Ok(());
    };
    if let Some(problem) = &run.problem {
        console.error.print(problem)?;
        if run.tests.is_empty() {
            let model = &report.model;
            let said = format!(
                "the crate `{}` does not build: none of its {} tests has run\n",
                model.name,
                model.cases.len()
            );
            return console.error.print(&said);
        }
    }
    let colour = console.output.colour();
    console.output.print(&table::render(report, colour))
}
