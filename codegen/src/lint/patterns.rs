//! Patterns that do not match the whole text.

use super::LintContext;
use crate::ast::Traits;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::pattern;
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.shapes() {
        check(&shape.traits, report);
        for member in shape.members() {
            check(&member.traits, report);
        }
    }
}

/// Smithy searches for a pattern in the text; only anchors make it match all of it.
fn check(traits: &Traits<'_>, report: &mut DiagnosticReport) {
    let Some(value) = traits.value(ids::PATTERN) else {
        return;
    };
    let Some(text) = value.as_str() else { return };
    if alternatives(text).into_iter().all(is_complete) {
        return;
    }
    report.push(
        Diagnostic::new(
            Code::UnanchoredPattern,
            "pattern without anchors",
            value.span,
        )
        .label("matches if any part of the text does")
        .help("write `^` at the start and `$` at the end to match all of the text"),
    );
}

/// Whether an expression begins with `^` and ends with `$`, or matches every text.
fn is_complete(expression: &str) -> bool {
    let inner = expression
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .filter(|inner| is_balanced(inner));
    if let Some(inner) = inner {
        return alternatives(inner).into_iter().all(is_complete);
    }
    let starts = expression.starts_with('^') || expression.starts_with("\\A");
    let escapes = expression.strip_suffix('$').unwrap_or_default();
    let escapes = escapes.len() - escapes.trim_end_matches('\\').len();
    let ends = (expression.ends_with('$') && escapes.is_multiple_of(2))
        || expression.ends_with(".*")
        || expression.ends_with("\\z")
        || expression.ends_with("\\Z");
    let everything = ["", ".*", "[\\s\\S]*", "[\\S\\s]*", "(?s).*"];
    (starts && ends) || everything.contains(&expression)
}

fn is_balanced(expression: &str) -> bool {
    !expression.starts_with('?') && pattern::alternatives(expression).is_some()
}

/// The top-level alternatives; the whole expression if a group is not closed.
fn alternatives(expression: &str) -> Vec<&str> {
    pattern::alternatives(expression).unwrap_or_else(|| vec![expression])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_at_both_ends_of_each_alternative() {
        for (text, expected) in [
            ("^[a-z]+$", true),
            ("^a$|^b$", true),
            ("(^a.*$)|(^b$)", true),
            ("^(a|b)$", true),
            ("(^a$|^b$)", true),
            (".*", true),
            ("[a-z]+", false),
            ("^arn:.*", true),
            ("^[a-z]+", false),
            ("[a-z]+$", false),
            ("^a|b$", false),
            (r"^a\$", false),
            (r"^a\\$", true),
            ("(^a)(b$)", false),
        ] {
            let complete = alternatives(text).into_iter().all(is_complete);
            assert_eq!(complete, expected, "{text}");
        }
    }
}
