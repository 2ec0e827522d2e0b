//! Operations that are left out because of what they use.

use std::collections::BTreeSet;

use super::{Context, OperationSite, support};
use crate::ast::Ast;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Model, ShapeId};

/// What becomes of operations that use something unsupported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsupported {
    /// They are an error, and nothing is generated.
    #[default]
    Refused,
    /// They are left out with a warning each, and the others are generated.
    /// What concerns the service as a whole is still an error.
    Skipped,
}

/// Takes the operations out of the model that use something unsupported, and
/// what only these lead to.
pub(crate) fn skip_unsupported(ast: &Ast<'_>, model: &mut Model, report: &mut Report) {
    let skipped = skipped(
        &Context {
            ast,
            model: &*model,
        },
        report,
    );
    if skipped.is_empty() {
        return;
    }
    model.operations.retain(|id, _| !skipped.contains(id));
    model.connected = model.reached_from(model.operations.values());
}

fn skipped(context: &Context<'_, '_>, report: &mut Report) -> BTreeSet<ShapeId> {
    let found = support::find(context);
    let mut skipped = BTreeSet::new();
    // What an operation leads to is looked up only when there is a reason.
    let sites = context.operations().filter(|_| !found.is_empty());
    for OperationSite { operation, shape } in sites {
        let reached = context.model.reached_from([operation]);
        let concerns = |id: &ShapeId| *id == operation.id || reached.contains(id);
        let Some(first) = found.iter().find(|found| concerns(&found.shape)) else {
            continue;
        };
        let title = format!(
            "`{}` is left out: {} are not supported",
            operation.name, first.what
        );
        report.push(
            Diagnostic::new(Code::SkippedOperation, title, shape.span)
                .label("the client has no such method")
                .secondary(first.diagnostic.primary.span, "because of this"),
        );
        skipped.insert(operation.id.clone());
    }
    skipped
}
