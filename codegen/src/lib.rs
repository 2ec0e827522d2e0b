//! Generates Rust clients from Smithy models: model text in, source files out.
//!
//! The crate is pure: it does no I/O. Data flows one way, and a module uses only those to its left:
//!
//! ```text
//! model text ─json─▶ values with spans ─ast─▶ AST ─resolve─▶ model ─check─▶ (model, diagnostics)
//!           ─lower─▶ rust ─emit─▶ tokens ─format─▶ text ─files─▶ a tree of files
//! ```
//!
//! Errors in a model are values, [`Diagnostics`]: all errors of a run, each with its
//! span in the text. No model makes this crate panic.

mod ast;
pub mod calls;
mod cases;
mod check;
mod diagnostic;
pub mod diff;
mod emit;
mod evolution;
mod examine;
pub mod explain;
mod files;
mod fix;
mod format;
pub mod inspect;
mod jmespath;
mod json;
pub mod layout;
mod lint;
mod lower;
pub mod model;
pub mod names;
mod pattern;
mod phrases;
mod reference;
mod resolve;
mod rust;
mod schema;
mod selector;
mod sink;
mod source;
mod stage;
mod suppress;
mod traits;
pub mod upstream;

pub use cases::{Case, case_positions, cases};
pub use check::Unsupported;
pub use diagnostic::{
    Code, Color, Diagnostic, Diagnostics, Label, LineColumn, Severity, Suggestion,
};
pub use examine::{read, validate, validate_with_models};
pub use files::{DraftSink, Files, Options, RuntimeSource, Scope, is_generated};
pub use fix::{Fix, Fixed, fix};
pub use format::{Draft, NotRust};
pub use lower::recursion_limit;
pub use rust::Module;
pub use schema::schema;
pub use sink::visible;
pub use source::{Source, Span};
pub use stage::{Observer, Stage};

use examine::{Depth, OtherModels, examine};
use model::Model;

/// The result of a generation.
#[derive(Clone, Debug)]
pub struct Generation {
    /// The files of the client; `None` if the model has errors.
    pub files: Option<Files>,
    /// The diagnostics of the model.
    pub diagnostics: Diagnostics,
    /// A bug in the generator: there are no files, although the model has no
    /// errors.
    pub defect: Option<String>,
    /// The [recursion limit](recursion_limit) of the client.
    pub recursion_limit: Option<usize>,
}

/// Generates the client of a model without errors.
pub fn generate(source: &Source, options: &Options) -> Generation {
    let mut texts = Ok(Files::default());
    let mut take = |path: String, draft: Draft| {
        if let Ok(files) = &mut texts {
            match draft.format() {
                Ok(text) => {
                    files.0.insert(path, text);
                }
                Err(error) => texts = Err(format!("{path}: {error}")),
            }
        }
    };
    let mut generation = generate_drafts(source, options, &mut take, &mut |_| {});
    match (texts, &mut generation.files) {
        (Ok(texts), Some(files)) => files.0.extend(texts.0),
        (Ok(_), None) => {}
        (Err(defect), files) => {
            *files = None;
            generation.defect = Some(defect);
        }
    }
    generation
}

/// Like [`generate`], but passes the Rust files to `drafts` before their layout; the
/// result has only other files. Calls the observer when a stage finishes, so that callers
/// can measure stages.
///
/// ```
/// use codegen::{Options, Scope, Source, Stage, Unsupported};
///
/// let options = Options {
///     scope: Scope::Sources,
///     model_path: "model.json".to_owned(),
///     unsupported: Unsupported::Rejected,
///     modules: Vec::new(),
/// };
/// let source = Source::new("model.json", "{}");
/// let mut stages = Vec::new();
/// codegen::generate_drafts(&source, &options, &mut |_, _| {}, &mut |stage| stages.push(stage));
/// assert_eq!(stages, [Stage::Source, Stage::Ast, Stage::Resolve, Stage::Check]);
/// ```
pub fn generate_drafts(
    source: &Source,
    options: &Options,
    drafts: &mut DraftSink<'_>,
    on_stage_finished: &mut Observer<'_>,
) -> Generation {
    generation(
        source,
        options.unsupported,
        on_stage_finished,
        |model, on_stage_finished| files::write(model, options, drafts, on_stage_finished),
    )
}

/// Writes the API reference of a model without errors: pages of Markdown in the
/// folder `docs` of a crate. A data model has its own folder inside it, which
/// also contains a JSON Schema for each root.
///
/// ```
/// use codegen::{Options, Scope, Source, Unsupported};
///
/// let options = Options {
///     scope: Scope::Sources,
///     model_path: "model.json".to_owned(),
///     unsupported: Unsupported::Rejected,
///     modules: Vec::new(),
/// };
/// let generation = codegen::document(&Source::new("model.json", "{}"), &options);
/// assert!(generation.files.is_none() && generation.diagnostics.has_errors());
/// ```
pub fn document(source: &Source, options: &Options) -> Generation {
    generation(source, options.unsupported, &mut |_| {}, |model, _| {
        let path = &options.model_path;
        match &options.scope {
            Scope::Module(module) => {
                let mut files = reference::write_module(model, module, path)?;
                files.0.extend(schema::data_schemas(model, module, path).0);
                Ok(files)
            }
            Scope::Sources | Scope::Crate { .. } => reference::write(model, path, &options.modules),
        }
    })
}

fn generation(
    source: &Source,
    unsupported: Unsupported,
    on_stage_finished: &mut Observer<'_>,
    write: impl FnOnce(&Model, &mut Observer<'_>) -> Result<Files, files::WriteError>,
) -> Generation {
    let (model, diagnostics) = examine(
        source,
        unsupported,
        OtherModels::Unknown,
        Depth::Errors,
        on_stage_finished,
    );
    let recursion_limit = model.as_ref().and_then(recursion_limit);
    let written = model
        .map(|model| write(&model, on_stage_finished))
        .transpose();
    let (files, defect) = match written {
        Ok(files) => (files, None),
        Err(error) => (None, Some(error.to_string())),
    };
    Generation {
        files,
        diagnostics,
        defect,
        recursion_limit,
    }
}
