//! `cargo xtask explain`: the page of a rule, or the list of all rules.

use ::codegen::{Colour, explain};
use anyhow::{Result, anyhow};
use clap::Args;

use crate::{Console, Exit};

const EXIT_CODES: &str = "\
Exit codes:
  0  the page or the list was printed
  2  there is no such rule";

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain M0101
  cargo xtask explain          list all rules";

/// Show what a rule says, why, and a wrong and a right example
///
/// Without a code, lists all rules.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Explain {
    /// The code of the rule, as diagnostics show it
    code: Option<String>,
}

pub(crate) fn run(options: &Explain, console: &mut Console) -> Result<Exit> {
    let Some(code) = &options.code else {
        console.output.print(&explain::index())?;
        return Ok(Exit::Ok);
    };
    match explain::find(code) {
        Ok(code) => {
            let page = explain::page(code).to_string();
            let page = painted(&page, console.output.colour());
            console.output.print(&page)?;
            Ok(Exit::Ok)
        }
        Err(similar) => {
            let hint = match similar {
                Some(similar) => format!("did you mean {similar}, {}?", similar.title()),
                None => "`cargo xtask explain` lists all rules".to_owned(),
            };
            Err(anyhow!("there is no rule `{code}`\n{hint}"))
        }
    }
}

/// The page with its headings set off, for a terminal.
fn painted(page: &str, colour: Colour) -> String {
    if colour == Colour::Never {
        return page.to_owned();
    }
    let mut text = String::new();
    for line in page.lines() {
        let start = match line {
            _ if line.starts_with("# ") => "\u{1b}[1m",
            _ if line.starts_with("Wrong:") => "\u{1b}[1;31m",
            _ if line.starts_with("Right:") => "\u{1b}[1;32m",
            _ if line.starts_with("```") => "\u{1b}[2m",
            _ => "",
        };
        let end = if start.is_empty() { "" } else { "\u{1b}[0m" };
        text.push_str(&format!("{start}{line}{end}\n"));
    }
    text
}
