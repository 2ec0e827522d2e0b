//! Generates Rust clients from Smithy models: model text in, source files out.
//!
//! The crate is pure: it reads and writes nothing. Data flows one way, and a
//! module uses only what stands to its left:
//!
//! ```text
//! model text ─source─▶ spans ─parse─▶ ast ─resolve─▶ model ─check─▶ (model, diagnostics)
//!           ─lower─▶ rust ─emit─▶ tokens ─format─▶ text ─files─▶ a tree of files
//! ```
//!
//! Whatever is wrong with a model is a value, [`Diagnostics`]: all mistakes of
//! a run at once, each with its place in the text. Nothing that a model can
//! contain makes this crate panic.

mod ast;
mod cases;
mod check;
mod diagnostic;
pub mod diff;
mod emit;
pub mod explain;
mod files;
mod fix;
mod format;
pub mod inspect;
mod jmespath;
pub mod layout;
mod lint;
mod lower;
pub mod model;
pub mod names;
mod pattern;
mod reference;
mod resolve;
mod rust;
mod schema;
mod source;
mod suppress;
mod text;
mod traits;

pub use cases::{Case, cases};
pub use check::Unsupported;
pub use diagnostic::{
    Code, Colour, Diagnostic, Diagnostics, Label, Position, Severity, Suggestion,
};
pub use files::{Files, Options, Scope, is_generated};
pub use fix::{Fix, Fixed, fix};
pub use schema::schema;
pub use source::{Source, Span};

use diagnostic::Report;
use model::Model;
use suppress::Suppressions;

/// Looks for mistakes in a model, and for what reviewers of an API would ask
/// about ([`Code`]s that begin with `M09`), and generates nothing. The latter
/// only when the model has no mistakes.
///
/// ```
/// use codegen::{Code, Source, Unsupported};
///
/// let source = Source::new("model.json", r#"{"smithy": "1.0"}"#);
/// let diagnostics = codegen::validate(&source, Unsupported::Refused);
/// let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
/// assert_eq!(codes, [Code::NoService, Code::Version]);
/// ```
pub fn validate(source: &Source, unsupported: Unsupported) -> Diagnostics {
    examine(source, unsupported, Depth::Design).1
}

/// Reads a model: the model itself, when there is no error in it, and
/// the mistakes that were found on the way.
pub fn read(source: &Source, unsupported: Unsupported) -> (Option<Model>, Diagnostics) {
    examine(source, unsupported, Depth::Mistakes)
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// Whatever keeps a client from being generated or from being right.
    Mistakes,
    /// What could be better designed, too.
    Design,
}

fn examine(
    source: &Source,
    unsupported: Unsupported,
    depth: Depth,
) -> (Option<Model>, Diagnostics) {
    let mut report = Report::default();
    let model = source::read(source, &mut report).map(|spans| {
        let ast = ast::parse(&spans, &mut report);
        let graph = resolve::flatten(&ast, &mut report);
        let mut model = resolve::resolve(&graph);
        if unsupported == Unsupported::Skipped {
            check::skip_unsupported(&graph, &mut model, &mut report);
        }
        check::check(&graph, &model, &mut report);
        let designed = depth == Depth::Design && report.is_understood();
        if designed {
            lint::lint(&graph, &model, &mut report);
        }
        let suppressions = Suppressions::find(&ast, &graph);
        let unused = suppressions.take_from(&mut report);
        if designed {
            suppressions.check(&unused, &mut report);
        }
        model
    });
    let diagnostics = Diagnostics::new(source, report);
    let model = model.filter(|_| !diagnostics.has_errors());
    (model, diagnostics)
}

/// What came of a model.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The files of the client; `None` when the model has errors.
    pub files: Option<Files>,
    /// Everything that is to be said of the model.
    pub diagnostics: Diagnostics,
    /// What the generator itself did wrong. Whoever sees this has found a bug
    /// in it; there are no files then, although the model has no errors.
    pub defect: Option<String>,
}

/// Writes the client of a model, when there is no error in it.
pub fn generate(source: &Source, options: &Options) -> Outcome {
    outcome(source, options.unsupported, |model| {
        files::write(model, options)
    })
}

/// Writes the API reference of a model, when there is no error in it: pages of
/// Markdown in the folder `docs` of a crate. `model_path` is the path of the
/// model as the first line of each page names it.
///
/// ```
/// use codegen::Source;
///
/// let outcome = codegen::document(&Source::new("model.json", "{}"), "model.json");
/// assert!(outcome.files.is_none() && outcome.diagnostics.has_errors());
/// ```
pub fn document(source: &Source, model_path: &str) -> Outcome {
    outcome(source, Unsupported::Refused, |model| {
        reference::write(model, model_path)
    })
}

fn outcome(
    source: &Source,
    unsupported: Unsupported,
    write: impl Fn(&Model) -> Result<Files, files::WriteError>,
) -> Outcome {
    let (model, diagnostics) = read(source, unsupported);
    let written = model.map(|model| write(&model)).transpose();
    let (files, defect) = match written {
        Ok(files) => (files, None),
        Err(error) => (None, Some(error.to_string())),
    };
    Outcome {
        files,
        diagnostics,
        defect,
    }
}
