//! Undecided promises of idempotency: `codegen.rules#undecided`.

use super::CheckContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let Some(found) = shape.traits.get(ids::UNDECIDED) else {
            continue;
        };
        let title = format!(
            "undecided whether `{}` is readonly or idempotent",
            shape.id.name()
        );
        let proposal = match found.value.as_str() {
            Some("readonly") => "upstream, it is readonly",
            Some("idempotent") => "upstream, it is idempotent",
            Some("none") => "upstream, it is neither readonly nor idempotent",
            _ => "the upstream description does not say",
        };
        report.push(
            Diagnostic::new(Code::Undecided, title, found.span)
                .label("a placeholder for the author's decision")
                .note(proposal)
                .note(
                    "both are promises: clients repeat such an operation after any transient \
                     failure",
                )
                .help(format!(
                    "replace it with `\"{readonly}\": {{}}` if the operation changes nothing, or \
                    with `\"{idempotent}\": {{}}` if repeating it has no further effect; \
                    otherwise, remove it",
                    readonly = ids::READONLY,
                    idempotent = ids::IDEMPOTENT
                )),
        );
    }
}
