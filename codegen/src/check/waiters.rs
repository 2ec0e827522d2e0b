//! Waiters and the JMESPath expressions of their acceptors.

use super::{CheckContext, OperationSite};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::jmespath::{Root, walk};
use crate::json::Value;
use crate::model::Matcher;
use crate::resolve::waiters as resolve_waiters;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for site in context.operations() {
        if let Some(found) = site.shape.traits.value(ids::WAITABLE) {
            operation(context, &site, found, report);
        }
    }
}

fn operation(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    found: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let (waiters, errors) = resolve_waiters(Some(found));
    for (span, title) in errors {
        report.push(
            Diagnostic::new(Code::Waiter, title, span).secondary(site.shape.span, "the operation"),
        );
    }
    let output = &site.operation.output;
    for waiter in &waiters {
        for (position, acceptor) in waiter.acceptors.iter().enumerate() {
            let (kind, path, root) = match &acceptor.matcher {
                Matcher::Output(output_path) => ("output", output_path, Root::Shape(output)),
                Matcher::InputOutput(both) => {
                    let root = Root::Exchange(&site.operation.input, output);
                    ("inputOutput", both, root)
                }
                Matcher::Success(_) | Matcher::ErrorType(_) => continue,
            };
            let Err(problem) = walk(context.model, root, &path.path) else {
                continue;
            };
            let place = found.get(&waiter.name).and_then(|waiter| {
                let acceptor = waiter.get("acceptors")?.elements().get(position)?;
                acceptor.get("matcher")?.get(kind)?.get("path")
            });
            report.push(
                Diagnostic::new(
                    Code::Waiter,
                    format!("invalid path: {problem}"),
                    place.map_or(found.span, |place| place.span),
                )
                .secondary(site.shape.span, "the operation"),
            );
        }
    }
}
