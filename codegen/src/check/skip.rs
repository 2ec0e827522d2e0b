//! Skips operations that use unsupported features.

use std::collections::BTreeSet;

use super::{CheckContext, OperationSite, support};
use crate::ast::Ast;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{Model, ShapeId};

/// How to treat operations that use unsupported features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsupported {
    /// Report an error and generate nothing.
    #[default]
    Rejected,
    /// Report a warning, and generate the client without them. Unsupported
    /// features of the service as a whole are still errors.
    Skipped,
}

/// Removes operations that use unsupported features from the model, and shapes
/// that only they use.
pub(crate) fn skip_unsupported(ast: &Ast<'_>, model: &mut Model, report: &mut DiagnosticReport) {
    let skipped = skipped(&CheckContext::new(ast, model), report);
    if skipped.is_empty() {
        return;
    }
    model.operations.retain(|id, _| !skipped.contains(id));
    model.connected = model.reached_from(model.operations.values());
}

fn skipped(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) -> BTreeSet<ShapeId> {
    let found = support::find(context);
    let mut skipped = BTreeSet::new();
    // Computing the closure of every operation is expensive.
    let sites = context.operations().filter(|_| !found.is_empty());
    for OperationSite { operation, shape } in sites {
        let reached = context.model.reached_from([operation]);
        let concerns = |id: &ShapeId| *id == operation.id || reached.contains(id);
        let Some(first) = found.iter().find(|found| concerns(&found.shape)) else {
            continue;
        };
        let title = format!(
            "skipped `{}`: {} are not supported",
            operation.name, first.feature
        );
        report.push(
            Diagnostic::new(Code::SkippedOperation, title, shape.span)
                .label("the client has no method for this operation")
                .secondary(first.diagnostic.primary.span, "not supported"),
        );
        skipped.insert(operation.id.clone());
    }
    skipped
}
