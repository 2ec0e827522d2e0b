//! Lints: problems of API design in a valid model, one file per subject. All
//! lints can be suppressed, see `suppress`.

mod context;
mod deprecation;
mod documentation;
mod lists;
mod names;
mod operations;
mod pages;
mod patterns;
mod retries;
mod secrets;
mod unused;

use crate::ast::Ast;
use crate::diagnostic::DiagnosticReport;
use crate::model::Model;
use context::LintContext;

/// Runs every rule on a valid model.
pub(crate) fn lint(ast: &Ast<'_>, model: &Model, report: &mut DiagnosticReport) {
    let context = LintContext { ast, model };
    for rule in RULES {
        rule(&context, report);
    }
}

type LintRule = fn(&LintContext<'_, '_>, &mut DiagnosticReport);

const RULES: &[LintRule] = &[
    deprecation::lint,
    documentation::lint,
    lists::lint,
    names::lint,
    operations::lint,
    pages::lint,
    patterns::lint,
    retries::lint,
    secrets::lint,
    unused::lint,
];
