//! What came of the clients, for people and for machines.

use std::fmt::Write as _;

use ::codegen::Colour;
use serde_json::{Value, json};

use super::clients::Outcome;
use crate::format;

/// One client, check by check.
pub(super) fn human(client: &str, outcome: &Outcome, colour: Colour) -> String {
    let paint = |code: &str, text: &str| match colour {
        Colour::Always => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        Colour::Never => text.to_owned(),
    };
    match outcome {
        Outcome::NotRun(reason) => {
            let verdict = paint("33", "not run");
            format!("{client}: {verdict} ({})\n", first_line(reason))
        }
        Outcome::Run { version, checks } => {
            let passed = outcome.passed();
            let mut text = format!("{client} {version}: {passed} of {} passed\n", checks.len());
            for check in checks {
                let verdict = match &check.problem {
                    None => paint("32", "passed"),
                    Some(problem) => format!("{} {problem}", paint("31", "FAILED")),
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

/// All clients as one JSON object.
pub(super) fn json(results: &[(&str, Outcome)]) -> String {
    let clients: Vec<Value> = results
        .iter()
        .map(|(client, outcome)| {
            let (version, reason, checks) = match outcome {
                Outcome::NotRun(reason) => (None, Some(reason), Vec::new()),
                Outcome::Run { version, checks } => {
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

fn totals(results: &[(&str, Outcome)]) -> (usize, usize) {
    let outcomes = || results.iter().map(|(_, outcome)| outcome);
    (
        outcomes().map(Outcome::passed).sum(),
        outcomes().map(Outcome::failed).sum(),
    )
}

/// Each check that failed, and each client that has not run. They belong to no
/// line of a file.
pub(super) fn annotations(results: &[(&str, Outcome)]) -> String {
    let mut text = String::new();
    for (client, outcome) in results {
        match outcome {
            Outcome::NotRun(reason) => {
                let title = [("title", format!("{client} was not run"))];
                text.push_str(&format::annotation("warning", &title, reason));
            }
            Outcome::Run { version, checks } => {
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
    fn clients_are_reported_check_by_check() {
        let check = |name: &str, problem: Option<&str>| Check {
            name: name.to_owned(),
            problem: problem.map(str::to_owned),
        };
        let results = [
            (
                "boto3",
                Outcome::Run {
                    version: "1.2.3",
                    checks: vec![
                        check("TagResource", None),
                        check("pages", Some("the last is missing")),
                    ],
                },
            ),
            (
                "@aws-sdk/client",
                Outcome::NotRun("npm failed: no network\nand more".to_owned()),
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
