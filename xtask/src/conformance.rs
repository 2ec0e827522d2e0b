//! `cargo xtask conformance`: the protocol tests that a model carries, run
//! against the client that is generated from it.

mod harness;
mod model;
mod table;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode, Target};
use crate::{Console, Exit, Place, commands, progress, workspace};

use harness::Run;
use model::TestModel;

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
    cargo xtask conformance tests/models --filter header";

/// Run the protocol tests that a model carries against the client generated from it
///
/// Smithy models can say what a client has to send for an input, and what it has to make of a
/// response: the traits smithy.test#httpRequestTests and smithy.test#httpResponseTests. This
/// generates a crate with a Rust test for each below the target folder (conformance/<name>), builds
/// it, runs the tests and prints a table by feature, what differed in each test that failed, and
/// `N passed, M failed, K skipped`. Tests of operations that the generator does not support are
/// skipped, which a warning says for each such operation; they never count as passed.
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
}

pub(crate) fn run(options: &Conformance, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let models = if options.models.is_empty() {
        vec![model::official(&root, place)?]
    } else {
        let given = options.models.iter();
        given.map(|model| place.current.join(model)).collect()
    };
    let scratch = place.target(&root).join("conformance");
    let mut exit = Exit::Ok;
    for path in models {
        let model = model::read(&path, &scratch)?;
        let target = Target::new_crate(&root, &place.current, &model.path, &model.folder)?;
        let target = target.skipping_unsupported();
        let work = || codegen::run(&target, Mode::Write);
        let report = progress::shown("generating", &console.error, work)?;
        commands::say_diagnostics(&report.diagnostics, console)?;
        if report.changes.is_none() {
            exit = Exit::Failed;
            continue;
        }
        let work = || harness::run(&root, place, &model.folder, options.filter.as_deref());
        let run = progress::shown("building and testing", &console.error, work)?;
        if !say(&model, &run, console)? {
            exit = Exit::Failed;
        }
    }
    Ok(exit)
}

/// Says what came of a model's tests, and whether all is well.
fn say(model: &TestModel, run: &Run, console: &mut Console) -> Result<bool> {
    if let Some(problem) = &run.problem {
        console.error.print(problem)?;
        if run.tests.is_empty() {
            let said = format!(
                "the crate `{}` does not build: none of its {} tests has run\n",
                model.name,
                model.cases.len()
            );
            console.error.print(&said)?;
            return Ok(false);
        }
    }
    let colour = console.output.colour();
    let (text, failed) = table::render(&model.name, &model.cases, run, colour);
    console.output.print(&text)?;
    Ok(failed == 0 && run.problem.is_none())
}
