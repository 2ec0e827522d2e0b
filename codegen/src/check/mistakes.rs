//! `codegen.rules#mistakes`: messages that are never shown.

use super::{CheckContext, Subject};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::ValueKind;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let Some(mistakes) = subject.traits().get(ids::MISTAKES) else {
            continue;
        };
        let target = match subject {
            Subject::Shape(_) => None,
            Subject::Member(_, member) => context.ast.shape(&member.target.id),
        };
        let find = |id| {
            let own = subject.traits().get(id);
            own.or_else(|| target?.traits.get(id))
        };
        let (pattern, length) = (find(ids::PATTERN), find(ids::LENGTH));
        if matches!(&mistakes.value.kind, ValueKind::Array(entries) if entries.is_empty()) {
            report.push(
                Diagnostic::new(Code::Mistakes, "`mistakes` is empty", mistakes.value.span)
                    .help("add a `pattern` and a `message`, or remove the trait"),
            );
        } else if pattern.is_none() && length.is_none() {
            report.push(
                Diagnostic::new(
                    Code::Mistakes,
                    "`mistakes` without a constraint",
                    mistakes.span,
                )
                .label("all values are valid, so no message is ever shown")
                .help("add `pattern` or `length`, or remove the trait"),
            );
        }
        let Some(pattern) = pattern.filter(|_| length.is_none()) else {
            continue;
        };
        for entry in mistakes.value.elements() {
            let Some(expression) = entry.get("pattern") else {
                continue;
            };
            if expression.as_str().is_some() && expression.as_str() == pattern.value.as_str() {
                report.push(
                    Diagnostic::new(
                        Code::Mistakes,
                        "the pattern matches only valid values",
                        expression.span,
                    )
                    .secondary(pattern.value.span, "matching values are valid")
                    .help("write a pattern that matches the invalid values"),
                );
            }
        }
    }
}
