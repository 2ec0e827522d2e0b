//! Patterns that do not compile.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::pattern::{Verdict, judge};
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for subject in context.subjects() {
        let Some(found) = subject.traits().get(ids::PATTERN) else {
            continue;
        };
        let Some(expression) = found.value.as_str() else {
            continue;
        };
        report.push(match judge(expression) {
            Verdict::Checked => continue,
            Verdict::Broken(reason) => Diagnostic::new(
                Code::PatternSyntax,
                "the pattern is not a regular expression",
                found.value.span,
            )
            .label(reason)
            .help(r"correct the expression; in JSON a backslash is written twice, as in `\\d`"),
            Verdict::Unchecked(reason) => Diagnostic::new(
                Code::PatternUnchecked,
                "clients cannot check this pattern",
                found.value.span,
            )
            .label(reason)
            .note("the check is left out; the service still makes it")
            .help("an expression without look-around, back-references and classes of Unicode can be checked"),
        });
    }
}
