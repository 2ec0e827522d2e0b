//! Checks WhatsApp messages in files before they are sent:
//!
//!     cargo run -p generated-client --example check_message -- FILE…
//!
//! Prints `FILE: ok`, or each violation with its path.

mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use socialmessaging::messages::Body;
use terminal::one_line;

/// The maximum number of characters shown of a file's name.
const NAME: usize = 1000;

const HELP: &str = "\
Check WhatsApp messages, read receipts and call events: the JSON that is the `message` of
SendWhatsAppMessage, or the `callEvent` of SendWhatsAppCallEvent.

Usage: check_message [--warn] FILE...

Arguments:
  FILE...  Files with one JSON object each; `-` reads standard input

Options:
  --warn   Print warnings, too: limits on which Meta's documents disagree
  --help   Print this help

Prints `FILE: ok`, or a line for each violation: `FILE: /path/in/the/JSON: limit, actual value`.
Sensitive values are not shown.

Exit codes:
  0  no violations
  1  a file has violations, or is not a JSON object
  2  the command line is invalid, or a file cannot be read";

fn main() -> ExitCode {
    let mut warn = false;
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--help" | "-h" => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
            "--warn" => warn = true,
            option if option.starts_with('-') && option != "-" => {
                let option = one_line(option, NAME);
                eprintln!("unknown option `{option}`; --help lists the options");
                return ExitCode::from(2);
            }
            _ => files.push(argument),
        }
    }
    if files.is_empty() {
        eprintln!("no files; usage: check_message [--warn] FILE...");
        return ExitCode::from(2);
    }
    let mut exit = 0;
    for file in &files {
        let code = match terminal::read(file) {
            Ok(json) => u8::from(!check(file, &json, warn)),
            Err(error) => {
                eprintln!("{}: cannot read the file: {error}", one_line(file, NAME));
                2
            }
        };
        exit = exit.max(code);
    }
    ExitCode::from(exit)
}

/// Prints the violations of a file; returns whether there are none.
fn check(file: &str, json: &[u8], warn: bool) -> bool {
    let body = match Body::from_json(json) {
        Ok(body) => body,
        Err(error) => {
            print(file, &error.to_string());
            return false;
        }
    };
    let rejected = body.validate().err();
    for violation in rejected.iter().flatten() {
        print(file, &violation.to_string());
    }
    if warn {
        for warning in body.warnings() {
            print(file, &format!("warning: {warning}"));
        }
    }
    if rejected.is_none() {
        print(file, "ok");
    }
    rejected.is_none()
}

/// Prints a line. A closed pipe ends the output without an error.
fn print(file: &str, text: &str) {
    drop(writeln!(io::stdout(), "{}: {text}", one_line(file, NAME)));
}
