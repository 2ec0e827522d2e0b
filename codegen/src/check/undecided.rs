//! Promises that the author of the model has not made yet: `codegen.rules#undecided`.

use super::CheckContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let Some(found) = shape.traits.get(ids::UNDECIDED) else {
            continue;
        };
        let title = format!(
            "`{}` is not decided to be readonly or idempotent",
            shape.id.name()
        );
        let proposal = match found.value.as_str() {
            Some("readonly") => "upstream, it is readonly",
            Some("idempotent") => "upstream, it is idempotent",
            Some("none") => "upstream, it is neither readonly nor idempotent",
            _ => "the upstream description does not say it",
        };
        report.push(
            Diagnostic::new(Code::Undecided, title, found.span)
                .label("a mark for the author")
                .note(proposal)
                .note(
                    "both are promises: clients repeat such an operation after any transient \
                     failure",
                )
                .help(format!(
                    "replace it by `\"{readonly}\": {{}}` if the operation changes \
                     nothing, by `\"{idempotent}\": {{}}` if a repetition changes nothing \
                     more, and else remove it",
                    readonly = ids::READONLY,
                    idempotent = ids::IDEMPOTENT
                )),
        );
    }
}
