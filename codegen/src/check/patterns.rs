//! Patterns that do not compile, or that clients cannot check.

use super::CheckContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::pattern::{Verdict, classify};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let traits = subject.traits();
        if let Some(pattern) = traits.value(ids::PATTERN) {
            let effect = "clients omit the check; the service still makes it";
            expression(pattern, effect, report);
        }
        let advised = traits.value(ids::ADVISED).into_iter();
        for limit in advised.flat_map(|advised| advised.elements()) {
            if let Some(pattern) = limit.get("pattern") {
                expression(pattern, "clients omit the warning", report);
            }
        }
        for state in subject.condition_states() {
            if let Some(pattern) = state.get("pattern") {
                expression(pattern, "clients omit the rule", report);
            }
        }
        let mistakes = traits.value(ids::MISTAKES).into_iter();
        for mistake in mistakes.flat_map(|mistakes| mistakes.elements()) {
            if let Some(pattern) = mistake.get("pattern") {
                expression(pattern, "clients omit the message", report);
            }
        }
    }
}

/// Reports an expression that clients cannot check, with the effect on them.
fn expression(pattern: &Value<'_>, effect: &str, report: &mut DiagnosticReport) {
    let Some(text) = pattern.as_str() else { return };
    report.push(match classify(text) {
        Verdict::Checked => return,
        Verdict::Invalid(reason) => Diagnostic::new(
            Code::PatternSyntax,
            "invalid regular expression",
            pattern.span,
        )
        .label(reason)
        .help(r"fix the expression; in JSON, write `\\d` for `\d`"),
        Verdict::Unchecked(reason) => Diagnostic::new(
            Code::PatternUnchecked,
            "clients cannot check this pattern",
            pattern.span,
        )
        .label(reason)
        .note(effect)
        .help("rewrite it without look-around, backreferences and Unicode classes"),
    });
}
