//! The command `codegen`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use semver::VersionReq;

use crate::codegen::{self, Mode, Target};
use crate::format::Format;
use crate::outcome::{CommandOutcome, Output, ReportOptions, print_report};
use crate::report::Detail;
use crate::timings::Timings;
use crate::{Console, Environment, Exit, progress, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  --check found differences, or the model has errors
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  After an edit of model/socialmessaging.json:
    cargo xtask codegen

  In CI, or before a commit:
    cargo xtask codegen --check

  Generate a crate for another restJson1 service:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client

  The same, with the published runtime (to publish the crate, add `license` to its manifest):
    cargo xtask codegen --model bookshop.json --out ../bookshop-client --runtime-version 0.1

  Without unsupported operations:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client --skip-unsupported";

/// Generate the client from the model
///
/// Writes changed files in generated-client/src/generated, tests/catalogue and tests/protocol, and
/// removes stale ones. If these folders contain files that were not generated, codegen fails and
/// writes nothing. Results of earlier runs are reused; `cargo clean` removes them.
///
/// With --model and --out, writes a complete crate for another model. The crate is its own workspace
/// and depends on the runtime of this workspace by path, or with --runtime-version on a published
/// one.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Codegen {
    /// Write nothing: print the differences as a unified diff, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,

    /// Also list unchanged files
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// Smithy 2.0 model in JSON, to generate a crate from
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) model: Option<PathBuf>,

    /// Folder of the crate: new, empty, or written by an earlier run
    #[arg(long, value_name = "DIR", requires = "model")]
    pub(crate) out: Option<PathBuf>,

    /// Published version of the package `restjson-runtime` that the crate depends on, such as 0.1
    #[arg(long, value_name = "VERSION", requires = "out")]
    pub(crate) runtime_version: Option<VersionReq>,

    /// Leave out operations that use unsupported features, with a warning for each
    #[arg(long)]
    pub(crate) skip_unsupported: bool,

    /// Print how long each stage of the generator takes, without reusing results of earlier runs
    #[arg(long)]
    pub(crate) timings: bool,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// Runs the command.
pub(crate) fn run(
    options: &Codegen,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let targets = match (&options.model, &options.out) {
        (Some(model), Some(out)) => {
            vec![Target::new_crate(
                &root,
                &environment.current_dir,
                model,
                out,
            )?]
        }
        _ => Target::of_workspace(&root)?,
    };
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let detail = if options.verbose {
        Detail::Every
    } else {
        Detail::Changed
    };
    let report_options = ReportOptions {
        mode,
        detail,
        format: options.format,
    };
    let mut timings = Timings::start();
    let mut exit = Exit::Ok;
    for target in targets {
        let target = target
            .with_runtime_version(options.runtime_version.as_ref())
            .skipping_unsupported(options.skip_unsupported)
            .repeating_all(options.timings);
        let work = || codegen::run_observed(&target, mode, &mut |stage| timings.finished(stage));
        let report = progress::with_progress("generating", &console.error, work)?;
        let outcome = CommandOutcome::from_report(&report);
        let output = Output::from_target(&target);
        exit = exit.max(print_report(&output, &outcome, report_options, console)?);
    }
    if options.timings {
        console.error.print(&timings.finish())?;
    }
    Ok(exit)
}
