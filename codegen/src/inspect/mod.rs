//! The stages between a model and a client, as text.

mod ast;
mod debug;
mod graph;
mod model;
mod names;
mod routes;
mod rust;
mod selection;

use crate::check::Unsupported;
use crate::diagnostic::{DiagnosticReport, Diagnostics};
use crate::examine;
use crate::json;
use crate::model::ShapeId;
use crate::sink::visible_except;
use crate::source::Source;
use selection::{Selection, chosen, ids};

/// A stage to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectedStage {
    /// The shapes of the file, before mixins and `apply` statements are
    /// resolved, with their positions.
    Ast,
    /// The resolved service: typed traits, and all inheritance applied.
    Model,
    /// The client's Rust types and operations.
    Rust,
    /// The names in Rust.
    Names,
    /// Method and path of every operation.
    Routes,
    /// The references between shapes, as DOT for Graphviz.
    Graph,
}

impl InspectedStage {
    /// All stages, in order from the file to the client.
    pub const ALL: [Self; 6] = [
        Self::Ast,
        Self::Model,
        Self::Rust,
        Self::Names,
        Self::Routes,
        Self::Graph,
    ];

    /// The name for command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ast => "ast",
            Self::Model => "model",
            Self::Rust => "rust",
            Self::Names => "names",
            Self::Routes => "routes",
            Self::Graph => "graph",
        }
    }

    /// The title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ast => "The shapes of the file, with their positions",
            Self::Model => "The service with all traits resolved",
            Self::Rust => "The client's Rust types and operations",
            Self::Names => "The names in Rust",
            Self::Routes => "Method and path of every operation",
            Self::Graph => "The references between shapes, as DOT for Graphviz",
        }
    }
}

/// The result of an inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The diagnostics of the model.
    pub diagnostics: Diagnostics,
    /// The text, or why there is none.
    pub found: InspectionResult,
}

/// The text, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InspectionResult {
    /// The text, which ends with a line break.
    Text(String),
    /// The model has errors that prevent this stage.
    Invalid,
    /// The model has no shape with this name; a similar name, if any.
    NoShape(Option<String>),
}

/// Prints a stage: all of it, or only one shape or operation, by id or name. The output is
/// deterministic.
///
/// ```
/// use codegen::Source;
/// use codegen::inspect::{InspectionResult, InspectedStage, inspect};
///
/// let source = Source::new("model.json", r##"{
///   "smithy": "2.0",
///   "shapes": { "com.example#Isbn": { "type": "string" } }
/// }"##);
/// let found = inspect(&source, InspectedStage::Ast, Some("Isbn")).found;
/// assert_eq!(found, InspectionResult::Text("com.example#Isbn  string, 3:15\n".to_owned()));
/// ```
pub fn inspect(source: &Source, stage: InspectedStage, shape: Option<&str>) -> Inspection {
    let mut inspection = inspect_stage(source, stage, shape);
    if let InspectionResult::Text(text) = &mut inspection.found {
        *text = visible_except(text, |character| character == '\n').into_owned();
    }
    inspection
}

fn inspect_stage(source: &Source, stage: InspectedStage, shape: Option<&str>) -> Inspection {
    if stage == InspectedStage::Ast {
        return inspect_ast(source, shape);
    }
    let (model, diagnostics) = examine::read(source, Unsupported::Skipped);
    let Some(model) = model else {
        return Inspection {
            diagnostics,
            found: InspectionResult::Invalid,
        };
    };
    let ids: Vec<&ShapeId> = ids(&model).collect();
    let found = match chosen(shape, &ids) {
        Err(similar) => InspectionResult::NoShape(similar),
        Ok(chosen) => {
            let selection = Selection(chosen);
            InspectionResult::Text(match stage {
                InspectedStage::Ast => String::new(),
                InspectedStage::Model => model::dump(&model, &selection),
                InspectedStage::Rust => rust::dump(&model, &selection),
                InspectedStage::Names => names::dump(&model, &selection),
                InspectedStage::Routes => routes::dump(&model, &selection),
                InspectedStage::Graph => graph::dump(&model, &selection),
            })
        }
    };
    Inspection { diagnostics, found }
}

fn inspect_ast(source: &Source, shape: Option<&str>) -> Inspection {
    let mut report = DiagnosticReport::default();
    let spans = json::read(source, &mut report);
    let parsed = spans
        .as_ref()
        .map(|spans| crate::ast::parse(spans, &mut report));
    let diagnostics = Diagnostics::new(source, report);
    let found = match parsed {
        None => InspectionResult::Invalid,
        Some(parsed) => {
            let statements = parsed.statements.iter().map(|statement| &statement.shape);
            let ids: Vec<&ShapeId> = parsed.shapes.keys().chain(statements).collect();
            match chosen(shape, &ids) {
                Err(similar) => InspectionResult::NoShape(similar),
                Ok(chosen) => {
                    InspectionResult::Text(ast::dump(&parsed, &Selection(chosen), &diagnostics))
                }
            }
        }
    };
    Inspection { diagnostics, found }
}
