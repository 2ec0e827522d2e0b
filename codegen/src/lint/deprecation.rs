//! What should not be used any more, without a word on what to use instead.

use super::Context;
use crate::ast::Traits;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::traits::ids;

pub(super) fn lint(context: &Context<'_, '_>, report: &mut Report) {
    let operations = context.model.operations.keys();
    let operations = operations.filter_map(|id| context.ast.shape(id));
    for shape in operations.chain(context.shapes()) {
        look(shape.id.name(), &shape.traits, report);
        for member in shape.members() {
            let name = format!("{}${}", shape.id.name(), member.name);
            look(&name, &member.traits, report);
        }
    }
}

fn look(name: &str, traits: &Traits<'_>, report: &mut Report) {
    let Some(found) = traits.get(ids::DEPRECATED) else {
        return;
    };
    let message = found.value.str("message").unwrap_or_default();
    if !message.trim().is_empty() {
        return;
    }
    let title = format!("`{name}` is deprecated without a reason");
    report.push(
        Diagnostic::new(Code::SilentDeprecation, title, found.span)
            .label("no `message`")
            .note("the Rust compiler shows the message to whoever still uses it")
            .help("say what to use instead, as in `\"smithy.api#deprecated\": {\"message\": \"Use … instead.\"}`"),
    );
}
