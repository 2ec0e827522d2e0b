//! The human- and machine-readable reports.

use std::fmt::Write as _;

use ::codegen::Color;
use anstyle::AnsiColor;
use serde_json::{Value, json};

use super::clients::ClientOutcome;
use crate::console::paint;
use crate::format;

/// Formats all clients as one table: a line per client, a row per check with a
/// column per client, and the problems. A dash marks checks of operations that
/// a client lacks.
pub(super) fn human(results: &[(&str, ClientOutcome)], color: Color) -> String {
    let paint = |ansi: AnsiColor, text: &str| paint(color, ansi.on_default(), text);
    let (mut clients, mut problems) = (String::new(), String::new());
    for (index, (client, outcome)) in results.iter().enumerate() {
        let column = index + 1;
        let line = match outcome {
            ClientOutcome::NotRun(reason) => {
                let verdict = paint(AnsiColor::Yellow, "not run");
                format!("{column}  {client}: {verdict} ({})\n", first_line(reason))
            }
            ClientOutcome::Run { version, checks } => {
                let passed = outcome.passed();
                format!(
                    "{column}  {client} {version}: {passed} of {} passed\n",
                    checks.len()
                )
            }
        };
        clients.push_str(&line);
        for check in outcome.checks() {
            if let Some(problem) = &check.problem {
                let _ = writeln!(problems, "{client}, {}: {problem}", check.name);
            }
        }
    }
    let columns = 1..=results.len();
    let columns: String = columns.map(|column| format!("{column:<8}")).collect();
    let mut table = format!("{:48}{}\n", "", columns.trim_end());
    for name in names(results) {
        let cells = results.iter().map(|(_, outcome)| {
            let mut checks = outcome.checks().iter();
            match checks.find(|check| check.name == name) {
                None => "-       ".to_owned(),
                Some(check) if check.problem.is_none() => {
                    format!("{}  ", paint(AnsiColor::Green, "passed"))
                }
                Some(_) => format!("{}  ", paint(AnsiColor::Red, "FAILED")),
            }
        });
        let cells: String = cells.collect();
        let _ = writeln!(table, "{name:48}{}", cells.trim_end());
    }
    let problems = match problems.as_str() {
        "" => String::new(),
        problems => format!("\n{problems}"),
    };
    format!("{clients}\n{table}{problems}")
}

/// Returns the names of all checks that ran, in the order of the clients.
fn names<'a>(results: &'a [(&str, ClientOutcome)]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (_, outcome) in results {
        for check in outcome.checks() {
            if !names.contains(&check.name.as_str()) {
                names.push(&check.name);
            }
        }
    }
    names
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
            (
                "boto3-2026",
                ClientOutcome::Run {
                    version: "1.3.0",
                    checks: vec![
                        check("TagResource", None),
                        check("pages", None),
                        check("CreateWhatsAppFlow", None),
                    ],
                },
            ),
        ];
        let human = human(&results, Color::Never);
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
