//! `cargo xtask upstream`: compares the model with AWS's own description.

mod files;
mod print;
mod write;

use std::path::PathBuf;

use ::codegen::upstream::{botocore_path, compare};
use ::codegen::{Source, Unsupported};
use anyhow::{Result, bail};
use clap::Args;

use crate::format::Format;
use crate::workspace::{self, SelectedModel};
use crate::{Console, Environment, Exit, codegen, progress};

const EXIT_CODES: &str = "\
Exit codes:
  0  the model has all operations and lists all differences with a reason; with --scaffold, the
     model was written
  1  the model lacks an operation, has an unlisted difference or lists one that does not exist,
     or the model or the description has errors
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  Get the newest description with pip, then compare:
    python3 -m pip download botocore --no-deps --dest target/upstream
    python3 -m zipfile -e target/upstream/botocore-*.whl target/upstream
    cargo xtask upstream target/upstream/botocore/data/SERVICE/VERSION/service-2.json.gz

  Write two missing operations and a changed limit into the model:
    cargo xtask upstream service-2.json --scaffold CreateFlow --scaffold GetFlow --scaffold FlowId

  A Smithy model:
    cargo xtask upstream model.json

  Without a file, print these commands for the model:
    cargo xtask upstream";

/// Compare the model with AWS's own description of the service
///
/// Prints how many of the description's operations the model has, and then each difference that
/// matters on the wire or to a caller, at its location in the model. Documentation, tests, names of
/// shapes, the order of members, and the rules of `codegen.rules` are not compared.
///
/// The description is a Smithy model in the JSON AST, or botocore's `service-2.json`, plain or
/// compressed with gzip; `paginators-1.json` in the same folder is read, too. `service-2.json` is
/// incomplete: defaults, waiters, endpoint rules, media types and unique items are not compared with
/// it, nor is `readonly` in files from before 2026.
///
/// With --scaffold, it writes missing operations into the model, with the shapes that they need, and
/// missing members and changed limits of existing shapes. It writes no prose, examples or tests, and
/// you decide whether an operation is readonly or idempotent: `cargo xtask validate` lists the
/// remaining work.
///
/// An intended difference belongs in `upstreamDifferences` of the model's metadata, with a reason;
/// see model/README.md. It is reported again when it changes or no longer exists.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Upstream {
    /// Description: `service-2.json`, `service-2.json.gz`, or a Smithy model
    file: Option<PathBuf>,

    /// Write an operation, shape or member of the description (`Shape$member`) into the model; may
    /// be repeated
    #[arg(long, value_name = "NAME", requires = "file")]
    scaffold: Vec<String>,

    /// Model file [default: model/socialmessaging.json, the model of the service]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(
    options: &Upstream,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let SelectedModel { path, name, .. } =
        workspace::service(environment, options.model.as_deref())?;
    let model = codegen::read_model(&path, &name)?;
    let Some(file) = &options.file else {
        bail!(advice(&model));
    };
    let file_name = file.display().to_string();
    let upstream = files::read(&environment.current_dir.join(file), &file_name)?;
    if !options.scaffold.is_empty() {
        let (names, format) = (&options.scaffold, options.format);
        return write::scaffold(&path, &model, &upstream, names, format, console);
    }
    let work = || compare(&model, &upstream);
    let report = match progress::with_progress("comparing", &console.error, work) {
        Ok(report) => report,
        Err(diagnostics) => {
            print::errors(&diagnostics, options.format, console)?;
            return Ok(Exit::Failed);
        }
    };
    if report.service != report.upstream_service {
        bail!(
            "`{file_name}` describes the service `{}`, but the model describes `{}`",
            report.upstream_service,
            report.service
        );
    }
    print::report(&report, &file_name, options.format, console)?;
    Ok(if report.diagnostics.is_empty() {
        Exit::Ok
    } else {
        Exit::Failed
    })
}

/// Explains how to get a description.
fn advice(model: &Source) -> String {
    let (model, _) = ::codegen::read(model, Unsupported::Skipped);
    let path = model.as_ref().map(botocore_path);
    let path = path.unwrap_or_else(|| "SERVICE/VERSION/service-2.json.gz".to_owned());
    format!(
        "no upstream description given\n\
         AWS publishes one with every release of botocore, the core of its SDK for Python:\n\
         \x20 python3 -m pip download botocore --no-deps --dest target/upstream\n\
         \x20 python3 -m zipfile -e target/upstream/botocore-*.whl target/upstream\n\
         \x20 cargo xtask upstream target/upstream/botocore/data/{path}"
    )
}
