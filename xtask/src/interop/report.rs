//! The reports, for people and machines.

use std::fmt::Write as _;

use ::codegen::Colour;
use anstyle::AnsiColor;
use serde_json::{Value, json};

use super::clients::ClientOutcome;
use crate::console::paint;
use crate::format;

/// Formats the checks of one client.
pub(super) fn human(client: &str, outcome: &ClientOutcome, colour: Colour) -> String {
    let paint = |ansi: AnsiColor, text: &str| paint(colour, ansi.on_default(), text);
    match outcome {
        ClientOutcome::NotRun(reason) => {
            let verdict = paint(AnsiColor::Yellow, "not run");
            format!("{client}: {verdict} ({})\n", first_line(reason))
        }
        ClientOutcome::Run { version, checks } => {
            let passed = outcome.passed();
            let mut text = format!("{client} {version}: {passed} of {} passed\n", checks.len());
            for check in checks {
                let verdict = match &check.problem {
                    None => paint(AnsiColor::Green, "passed"),
                    Some(problem) => format!("{} {problem}", paint(AnsiColor::Red, "FAILED")),
                };
                let _ = writeln!(text, "  {:45} {verdict}", check.name);
            }
            text
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Formats all clients as one JSON object.
pub(super) fn json(results: &[(&str, ClientOutcome)]) -> String {
    let clients: Vec<Value> = results
        .iter()
        .map(|(client, outcome)| {
            let (version, reason, checks) = match outcome {
                ClientOutcome::NotRun(reason) => (None, Some(reason), Vec::new()),
                ClientOutcome::Run { version, checks } => {
                    let checks = checks.iter().map(|check| {
                        json!({
                            "name": check.name,
                            "status": if check.problem.is_none() { "passed" } else { "failed" },
                            "problem": check.problem,
                        })
                    });
                    (Some(version), None, checks.collect())
                }
            };
            json!({
                "client": client,
                "version": version,
                "reason": reason,
                "passed": outcome.passed(),
                "failed": outcome.failed(),
                "checks": checks,
            })
        })
        .collect();
    let (passed, failed) = totals(results);
    format::text(&json!({ "clients": clients, "passed": passed, "failed": failed }))
}

fn totals(results: &[(&str, ClientOutcome)]) -> (usize, usize) {
    let outcomes = || results.iter().map(|(_, outcome)| outcome);
    (
        outcomes().map(ClientOutcome::passed).sum(),
        outcomes().map(ClientOutcome::failed).sum(),
    )
}

/// Formats each failed check and each skipped client as an annotation without a
/// line.
pub(super) fn annotations(results: &[(&str, ClientOutcome)]) -> String {
    let mut text = String::new();
    for (client, outcome) in results {
        match outcome {
            ClientOutcome::NotRun(reason) => {
                let title = [("title", format!("{client} was not run"))];
                text.push_str(&format::annotation("warning", &title, reason));
            }
            ClientOutcome::Run { version, checks } => {
                for check in checks {
                    if let Some(problem) = &check.problem {
                        let title = [("title", format!("{client} {version}: {}", check.name))];
                        text.push_str(&format::annotation("error", &title, problem));
                    }
                }
            }
        }
    }
    let (passed, failed) = totals(results);
    let title = [("title", "interop".to_owned())];
    text + &format::annotation(
        "notice",
        &title,
        &format!("{passed} passed, {failed} failed"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::checks::Check;
    use super::*;

    #[test]
    fn reports_each_check() {
        let check = |name: &str, problem: Option<&str>| Check {
            name: name.to_owned(),
            problem: problem.map(str::to_owned),
        };
        let results = [
            (
                "boto3",
                ClientOutcome::Run {
                    version: "1.2.3",
                    checks: vec![
                        check("TagResource", None),
                        check("pages", Some("the last is missing")),
                    ],
                },
            ),
            (
                "@aws-sdk/client",
                ClientOutcome::NotRun("npm failed: no network\nand more".to_owned()),
            ),
        ];
        let human: String = results
            .iter()
            .map(|(client, outcome)| human(client, outcome, Colour::Never))
            .collect();
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => "../../tests/snapshots",
        }, {
            insta::assert_snapshot!("interop.human", human);
            insta::assert_snapshot!("interop.json", json(&results));
            insta::assert_snapshot!("interop.github", annotations(&results));
        });
    }
}
