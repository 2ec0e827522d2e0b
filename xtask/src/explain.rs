//! `cargo xtask explain`: the page of a rule, or the list of all rules.

use ::codegen::explain::Page;
use ::codegen::{Code, Colour, explain};
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::{Console, Exit, format};

const EXIT_CODES: &str = "\
Exit codes:
  0  the page or the list was printed
  2  the command line is wrong, or there is no such rule";

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain M0101
  cargo xtask explain                  list all rules
  cargo xtask explain --format json    all pages, for an editor or a web page";

/// Show what a rule says, why, and a wrong and a right example
///
/// Without a code, lists all rules. There is no --format github: annotations belong to lines of a file,
/// and a page to none.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Explain {
    /// The code of the rule, as diagnostics show it
    code: Option<String>,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: PageFormat,
}

/// For whom pages are printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum PageFormat {
    /// People
    #[default]
    Human,
    /// Programs: one JSON object
    Json,
}

pub(crate) fn run(options: &Explain, console: &mut Console) -> Result<Exit> {
    let code = options.code.as_deref().map(find).transpose()?;
    let text = match (options.format, code) {
        (PageFormat::Human, None) => explain::index(),
        (PageFormat::Human, Some(code)) => {
            let page = explain::page(code).to_string();
            painted(&page, console.output.colour())
        }
        (PageFormat::Json, None) => json(Code::ALL),
        (PageFormat::Json, Some(code)) => json(&[code]),
    };
    console.output.print(&text)?;
    Ok(Exit::Ok)
}

fn find(code: &str) -> Result<Code> {
    explain::find(code).map_err(|similar| {
        let hint = match similar {
            Some(similar) => format!("did you mean {similar}, {}?", similar.title()),
            None => "`cargo xtask explain` lists all rules".to_owned(),
        };
        anyhow!("there is no rule `{code}`\n{hint}")
    })
}

fn json(codes: &[Code]) -> String {
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            let page = explain::page(*code);
            let Page { text, .. } = page;
            json!({
                "code": code.as_str(),
                "severity": code.severity().to_string(),
                "title": code.title(),
                "family": explain::family(*code),
                "text": text,
                "wrong": page.wrong(),
                "right": page.right(),
            })
        })
        .collect();
    format::text(&json!({ "rules": rules }))
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
