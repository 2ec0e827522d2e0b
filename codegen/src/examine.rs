//! Reading and checking a model.

use crate::check::{self, DataModels, Unsupported};
use crate::diagnostic::{DiagnosticReport, Diagnostics};
use crate::model::Model;
use crate::source::Source;
use crate::stage::{Observer, Stage};
use crate::suppress::Suppressions;
use crate::{ast, json, lint, resolve};

/// Checks a model without generating anything. A model without errors is linted,
/// too ([`Code`](crate::Code)s that begin with `M09`).
///
/// ```
/// use codegen::{Code, Source, Unsupported};
///
/// let source = Source::new("model.json", r#"{"smithy": "1.0"}"#);
/// let diagnostics = codegen::validate(&source, Unsupported::Rejected);
/// let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
/// assert_eq!(codes, [Code::NoService, Code::Version]);
/// ```
pub fn validate(source: &Source, unsupported: Unsupported) -> Diagnostics {
    let others = OtherModels::Unknown;
    examine(source, unsupported, others, Depth::Lints, &mut |_| {}).1
}

/// Like [`validate`], for a model in a workspace with these other models: roots
/// of data models that it refers to must exist. Models with errors have no
/// roots.
///
/// ```
/// use codegen::{Code, Source, Unsupported};
///
/// let model = Source::new("model.json", r##"{
///     "smithy": "2.0",
///     "metadata": { "codegen.rules#dataModel": { "title": "Messages" } },
///     "shapes": {
///         "com.example#Message": {
///             "type": "structure",
///             "members": { "body": { "target": "com.example#Body" } },
///             "traits": { "codegen.rules#root": "read" }
///         },
///         "com.example#Body": {
///             "type": "blob",
///             "traits": { "codegen.rules#json": { "root": "com.example.bodies#Body" } }
///         },
///         "codegen.rules#json": {
///             "type": "document", "traits": { "smithy.api#trait": {} }
///         },
///         "codegen.rules#root": {
///             "type": "document", "traits": { "smithy.api#trait": {} }
///         }
///     }
/// }"##);
/// let diagnostics = codegen::validate_with_models(&model, Unsupported::Rejected, &[]);
/// assert!(diagnostics.iter().any(|found| found.code == Code::JsonRoot));
/// ```
pub fn validate_with_models(
    source: &Source,
    unsupported: Unsupported,
    others: &[Source],
) -> Diagnostics {
    let mut models = DataModels::default();
    for other in others {
        if let (Some(model), _) = read(other, Unsupported::Skipped) {
            models.add(&model);
        }
    }
    let others = OtherModels::Models(&models);
    examine(source, unsupported, others, Depth::Lints, &mut |_| {}).1
}

/// Reads a model. Returns the model, if it has no errors, and its diagnostics.
pub fn read(source: &Source, unsupported: Unsupported) -> (Option<Model>, Diagnostics) {
    let others = OtherModels::Unknown;
    examine(source, unsupported, others, Depth::Errors, &mut |_| {})
}

/// The other models of the workspace.
#[derive(Clone, Copy)]
pub(crate) enum OtherModels<'m> {
    /// Unknown: references to other models are not checked.
    Unknown,
    /// These models.
    Models(&'m DataModels),
}

/// The depth of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Only errors, which prevent a correct client.
    Errors,
    /// Errors and lints.
    Lints,
}

/// Reads and checks a model. Returns the model, if it has no errors, and its
/// diagnostics.
pub(crate) fn examine(
    source: &Source,
    unsupported: Unsupported,
    others: OtherModels<'_>,
    depth: Depth,
    on_stage_finished: &mut Observer<'_>,
) -> (Option<Model>, Diagnostics) {
    let mut report = DiagnosticReport::default();
    let model = json::read(source, &mut report).map(|spans| {
        on_stage_finished(Stage::Source);
        let ast = ast::read(&spans, &mut report);
        on_stage_finished(Stage::Ast);
        let mut model = resolve::resolve(&ast);
        on_stage_finished(Stage::Resolve);
        if unsupported == Unsupported::Skipped {
            check::skip_unsupported(&ast, &mut model, &mut report);
        }
        check::check(&ast, &model, &mut report);
        if let OtherModels::Models(models) = others {
            check::check_json_roots(&ast, models, &mut report);
        }
        check::remove_invalid_examples(&ast, &mut model, &report);
        let suppressions = Suppressions::find(&ast);
        let mut unused = suppressions.take_from(&mut report);
        let lints = depth == Depth::Lints && report.has_valid_model();
        if lints {
            lint::lint(&ast, &model, &mut report);
            let unused_by_lints = suppressions.take_from(&mut report);
            unused.retain(|position| unused_by_lints.contains(position));
            suppressions.check(&unused, &mut report);
        }
        model
    });
    let diagnostics = Diagnostics::new(source, report);
    on_stage_finished(Stage::Check);
    let model = model.filter(|_| !diagnostics.has_errors());
    (model, diagnostics)
}
