//! `cargo xtask explain`: the page of a rule, or the list of rules.

use ::codegen::explain::Page;
use ::codegen::{Code, Color, explain};
use anstyle::{AnsiColor, Style};
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::console::{bold, paint};
use crate::{Console, Exit, format};

const EXIT_CODES: &str = "\
Exit codes:
  0  the page or the list was printed
  2  the command line is invalid, or the rule is unknown";

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain M0101
  cargo xtask explain                  list all rules
  cargo xtask explain --format json    all pages, for an editor or a web page";

/// Explain a rule, with a wrong and a right example
///
/// Without a code, lists all rules. There is no --format github because annotations need a line of a
/// file.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Explain {
    /// Code of the rule, such as M0101
    code: Option<String>,

    /// Output format; xtask/FORMATS.md describes `json`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: PageFormat,
}

/// The output format of pages.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum PageFormat {
    /// Human-readable text
    #[default]
    Human,
    /// One JSON object
    Json,
}

pub(crate) fn run(options: &Explain, console: &mut Console) -> Result<Exit> {
    let code = options.code.as_deref().map(find).transpose()?;
    let text = match (options.format, code) {
        (PageFormat::Human, None) => explain::index(),
        (PageFormat::Human, Some(code)) => {
            let page = explain::page(code).to_string();
            painted(&page, console.output.color())
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
        anyhow!("unknown rule `{code}`\n{hint}")
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

/// Adds colors to a page.
fn painted(page: &str, color: Color) -> String {
    let mut text = String::new();
    for line in page.lines() {
        let style = match line {
            _ if line.starts_with("# ") => Style::new().bold(),
            _ if line.starts_with("Wrong:") => bold(AnsiColor::Red),
            _ if line.starts_with("Right:") => bold(AnsiColor::Green),
            _ if line.starts_with("```") => Style::new().dimmed(),
            _ => Style::new(),
        };
        text += &paint(color, style, line);
        text.push('\n');
    }
    text
}
