//! Checks the roots of other models that `json` refers to.

use std::collections::BTreeSet;

use crate::ast::Ast;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{Model, ShapeId};
use crate::phrases::{closest, list};
use crate::traits::ids;

/// The other data models of the workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataModels {
    roots: BTreeSet<ShapeId>,
    /// All shapes, roots or not.
    shapes: BTreeSet<ShapeId>,
}

impl DataModels {
    /// Adds the roots of a model, if it is a data model.
    pub(crate) fn add(&mut self, model: &Model) {
        if let Some(data) = &model.data {
            self.roots.extend(data.roots.keys().cloned());
            self.shapes.extend(model.shapes.keys().cloned());
        }
    }
}

/// Reports ids that are not roots of these models.
pub(crate) fn check_json_roots(ast: &Ast<'_>, models: &DataModels, report: &mut DiagnosticReport) {
    for shape in ast.shapes.values() {
        let json = shape.traits.value(ids::JSON);
        let Some(roots) = json.and_then(|json| json.get("root")) else {
            continue;
        };
        let one = roots.as_str().map(|_| roots);
        for root in one.into_iter().chain(roots.elements()) {
            // `trait_values` reports texts that are not ids.
            let id = root.as_str().and_then(ShapeId::parse);
            if let Some(id) = id.filter(|id| !models.roots.contains(id)) {
                let may_search = report.may_search();
                report.push(unknown(&id, root, models, may_search));
            }
        }
    }
}

fn unknown(id: &ShapeId, value: &Value<'_>, models: &DataModels, may_search: bool) -> Diagnostic {
    if models.shapes.contains(id) {
        let title = format!("`{}` is not a root", id.name());
        return Diagnostic::new(Code::JsonRoot, title, value.span)
            .label(format!(
                "a shape of a data model without `{root}`",
                root = ids::ROOT
            ))
            .help("add the trait to the shape, or name a root");
    }
    let title = format!("unknown root `{id}`");
    let diagnostic = Diagnostic::new(Code::JsonRoot, title, value.span)
        .label("no data model of the workspace has this root");
    let known: Vec<String> = models.roots.iter().map(ToString::to_string).collect();
    let similar = may_search.then(|| closest(&id.to_string(), known.iter().map(String::as_str)));
    match similar.flatten() {
        Some(similar) => diagnostic.suggest(
            "a root with a similar id exists",
            value.span,
            format!("\"{similar}\""),
        ),
        None if known.is_empty() => diagnostic
            .note("the workspace has no data model")
            .help("list the data model in the manifest of the workspace, or remove `root`"),
        None => diagnostic.note(format!("known roots: {}", list(&known))),
    }
}
