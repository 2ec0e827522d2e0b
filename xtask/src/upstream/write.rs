//! `--scaffold`: writes upstream shapes into the model.

use std::path::Path;

use ::codegen::Source;
use ::codegen::upstream::{ScaffoldError, Upstream, Written};
use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::print;
use crate::format::{self, Format};
use crate::{Console, Exit, progress, tree};

pub(super) fn scaffold(
    path: &Path,
    model: &Source,
    upstream: &Upstream,
    names: &[String],
    format: Format,
    console: &mut Console,
) -> Result<Exit> {
    let work = || ::codegen::upstream::scaffold(model, upstream, names);
    let scaffold = match progress::with_progress("writing", &console.error, work) {
        Ok(scaffold) => scaffold,
        Err(ScaffoldError::Invalid(diagnostics)) => {
            print::errors(&diagnostics, format, console)?;
            return Ok(Exit::Failed);
        }
        Err(ScaffoldError::Unknown { name, similar }) => {
            let file = &upstream.description.path;
            match similar {
                Some(similar) => bail!(
                    "`{file}` does not have `{name}`; did you mean \
                `{similar}`?"
                ),
                None => bail!("`{file}` does not have `{name}`"),
            }
        }
    };
    if scaffold.text != model.text {
        tree::replace(path, &scaffold.text)?;
    }
    let text = match format {
        Format::Human => human(&scaffold.written, &model.path),
        Format::Json => {
            let written: Vec<Value> = scaffold.written.iter().map(json_of).collect();
            format::text(&json!({ "model": model.path, "written": written }))
        }
        Format::Github => {
            let lines = scaffold.written.iter().map(|written| {
                let title = [
                    ("file", model.path.clone()),
                    ("title", verb(written).to_owned()),
                ];
                format::annotation("notice", &title, &written.path)
            });
            lines.collect()
        }
    };
    console.output.print(&text)?;
    Ok(Exit::Ok)
}

fn verb(written: &Written) -> &'static str {
    if written.is_new { "created" } else { "updated" }
}

fn human(written: &[Written], model: &str) -> String {
    let lines = written
        .iter()
        .map(|written| format!("{:<9} {}\n", verb(written), written.path));
    let mut text: String = lines.collect();
    text.push_str(&match written {
        [] => format!("{model} already has these shapes\n"),
        _ => format!("wrote {model}; run `cargo xtask validate` to see the remaining work\n"),
    });
    text
}

fn json_of(written: &Written) -> Value {
    json!({ "path": written.path, "new": written.is_new })
}
