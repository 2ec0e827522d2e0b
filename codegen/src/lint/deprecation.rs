//! Deprecations without a message.

use super::LintContext;
use crate::ast::Traits;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let operations = context.model.operations.keys();
    let operations = operations.filter_map(|id| context.ast.shape(id));
    for shape in operations.chain(context.shapes()) {
        check(shape.id.name(), &shape.traits, report);
        for member in shape.members() {
            let name = format!("{}${}", shape.id.name(), member.name);
            check(&name, &member.traits, report);
        }
    }
}

fn check(name: &str, traits: &Traits<'_>, report: &mut DiagnosticReport) {
    let Some(found) = traits.get(ids::DEPRECATED) else {
        return;
    };
    let message = found.value.str("message").unwrap_or_default();
    if !message.trim().is_empty() {
        return;
    }
    let title = format!("deprecation of `{name}` has no message");
    report.push(
        Diagnostic::new(Code::SilentDeprecation, title, found.span)
            .label("missing or empty `message`")
            .note("the Rust compiler shows the message to users")
            .help(format!(
                "name the replacement: `\"{deprecated}\": {{\"message\": \"Use … instead.\"}}`",
                deprecated = ids::DEPRECATED
            )),
    );
}
