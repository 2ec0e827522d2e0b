//! `cargo xtask conformance`: runs the protocol tests of a model against its
//! generated client.

mod harness;
mod machine;
mod model;
mod report;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use crate::codegen::{self, Mode, Target};
use crate::format::Format;
use crate::{Console, Environment, Exit, outcome, progress, workspace};

use harness::{Selection, Side};
use model::TestModel;
use report::ConformanceReport;

const EXIT_CODES: &str = "\
Exit codes:
  0  all tests passed
  1  a test failed, the model has errors, or the generated crate does not build without warnings
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  Smithy's tests for restJson1:
    cargo xtask conformance

  The tests of this project, a model in several files:
    cargo xtask conformance tests/models

  Selected tests:
    cargo xtask conformance tests/models --filter header

  The server side, with Smithy's malformed requests:
    cargo xtask conformance --server

  In CI, as annotations of the model:
    cargo xtask conformance tests/models --format github";

/// Run the protocol tests of a model against its generated client
///
/// Protocol tests are the traits smithy.test#httpRequestTests and smithy.test#httpResponseTests.
/// The command generates a crate with a Rust test for each in the target folder
/// (conformance/<name>), builds it, runs the tests, and prints the differences of failed tests, a
/// table by feature, and `N passed, M failed, K skipped`. Tests of unsupported operations are
/// skipped, with a warning for each operation.
///
/// With --server, runs the tests of the trait smithy.test#httpMalformedRequestTests instead:
/// requests that the server side of the same crate must reject, with a test for each set of
/// parameter values.
///
/// Rust files in the folder of a model are tests of its crate, too. They can use its server side.
///
/// Without MODEL, runs the official tests: restjson1-protocol-tests.json, the JSON format of the
/// package smithy-aws-protocol-tests, in the folder of the environment variable SMITHY_TEST_MODELS
/// or in ../shared/smithy.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Conformance {
    /// Model file, or folder whose JSON files are one model; each is tested in its own crate
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,

    /// Run the tests of the server side
    #[arg(long)]
    server: bool,

    /// Run only tests whose name contains this text; others count as skipped
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(
    options: &Conformance,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let scratch = environment.target_dir(&root).join("conformance");
    let side = Side::new(options.server);
    let models = if options.models.is_empty() {
        let path = model::official(&root, environment)?;
        vec![model::read(
            &path,
            &path.display().to_string(),
            &scratch,
            side,
        )?]
    } else {
        let given = options.models.iter();
        let models = given.map(|path| {
            let label = path.display().to_string();
            model::read(&environment.current_dir.join(path), &label, &scratch, side)
        });
        models.collect::<Result<Vec<_>>>()?
    };
    let mut reports = Vec::new();
    for model in models {
        let report = test(model, options, &root, environment, console)?;
        if options.format == Format::Human {
            print_report(&report, console)?;
        }
        reports.push(report);
    }
    match options.format {
        Format::Human => {}
        Format::Json => console.output.print(&machine::json(&reports))?,
        Format::Github => console.output.print(&machine::annotations(&reports))?,
    }
    Ok(if reports.iter().all(ConformanceReport::is_success) {
        Exit::Ok
    } else {
        Exit::Failed
    })
}

/// Generates the crate of a model and runs its tests.
fn test(
    model: TestModel,
    options: &Conformance,
    root: &Path,
    environment: &Environment,
    console: &Console,
) -> Result<ConformanceReport> {
    let target = Target::new_crate(root, &environment.current_dir, &model.path, &model.folder)?;
    let mut target = target.skipping_unsupported(true);
    target.model_name.clone_from(&model.path_name);
    let work = || codegen::run(&target, Mode::Write);
    let generated = progress::with_progress("generating", &console.error, work)?;
    if generated.changes.is_some() && options.server && model.cases.is_empty() {
        bail!(
            "no operation in `{}` has tests of malformed requests\n\
             to run the tests of its client, leave out --server",
            model.label
        );
    }
    let work = || {
        model.add_written_tests()?;
        let tests = Selection {
            side: Side::new(options.server),
            filter: options.filter.as_deref(),
        };
        harness::run(root, environment, &model.folder, tests)
    };
    let run = match generated.changes {
        Some(_) => Some(progress::with_progress(
            "building and testing",
            &console.error,
            work,
        )?),
        // The model has errors.
        None => None,
    };
    Ok(ConformanceReport {
        model,
        diagnostics: generated.diagnostics,
        run,
    })
}

/// Prints the test results of a model.
fn print_report(report: &ConformanceReport, console: &mut Console) -> Result<()> {
    outcome::print_diagnostics(&report.diagnostics, console)?;
    let Some(run) = &report.run else {
        return Ok(());
    };
    if let Some(problem) = &run.problem {
        console.error.print(problem)?;
        if run.tests.is_empty() {
            let model = &report.model;
            let text = format!(
                "cannot build the crate `{}`: its {} tests were not run\n",
                model.name,
                model.cases.len()
            );
            return console.error.print(&text);
        }
    }
    let color = console.output.color();
    console.output.print(&table::render(report, color))
}
