//! Compares a model with an upstream description of the same service: tells whether
//! the service has moved on, and writes new shapes into the model.
//!
//! The description is a Smithy model in the JSON AST, or has the form of botocore's
//! `service-2.json`, which `botocore` converts to one. Both become the model that the
//! rest of the generator reads. `align` gives upstream shapes the ids that the model
//! uses, `view` removes everything that does not matter on the wire or to a caller,
//! and [`crate::diff`] compares the rest. `report` turns the changes into diagnostics
//! of the model.

mod align;
mod botocore;
mod pattern;
mod report;
mod scaffold;

mod view;

use crate::ast::{self, Ast};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Report, Severity};
use crate::diff;
use crate::json::{self, Value};
use crate::model::{Model, ShapeId, ShapeType};
use crate::resolve;
use crate::source::Source;

use align::Ids;
use botocore::Pages;

pub use report::Listed;
pub use scaffold::{Scaffold, ScaffoldError, Written, scaffold};

/// An upstream description of a service.
///
/// ```
/// use codegen::Source;
/// use codegen::upstream::Upstream;
///
/// let upstream = Upstream::new(Source::new("service-2.json", "{}"))
///     .with_paginators(Source::new("paginators-1.json", r#"{"pagination": {}}"#));
/// assert_eq!(upstream.description.path, "service-2.json");
/// ```
#[derive(Clone, Debug)]
pub struct Upstream {
    /// A model in Smithy's JSON AST, or a `service-2.json`.
    pub description: Source,
    /// The `paginators-1.json` of a `service-2.json`.
    pub paginators: Option<Source>,
}

impl Upstream {
    /// A description without paginators.
    pub fn new(description: Source) -> Self {
        Self {
            description,
            paginators: None,
        }
    }

    /// Adds the paginators of a `service-2.json`.
    #[must_use]
    pub fn with_paginators(self, paginators: Source) -> Self {
        Self {
            paginators: Some(paginators),
            ..self
        }
    }
}

/// The result of a comparison.
#[derive(Clone, Debug)]
pub struct UpstreamReport {
    /// The differences that the model does not list, and listed differences that do not
    /// exist, at their places in the model.
    pub diagnostics: Diagnostics,
    /// The operations of the description.
    pub coverage: Coverage,
    /// The differences that the model lists with a reason.
    pub listed: Vec<Listed>,
    /// The SDK id of the service in the model, such as `S3`.
    pub service: String,
    /// The SDK id in the description. Another one means another service.
    pub upstream_service: String,
}

/// The operations of a description that a model has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The number of operations that both have.
    pub present: usize,
    /// The names of the other operations of the description, sorted.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Returns the number of operations of the description.
    pub fn total(&self) -> usize {
        self.present + self.missing.len()
    }
}

/// The form of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Smithy,
    Botocore {
        /// Whether the description says which operations are readonly.
        says_readonly: bool,
    },
}

/// Compares a model with an upstream description.
///
/// # Errors
/// The diagnostics of the model, the description or the paginators, when one of them
/// has errors. A model may have undecided promises ([`Code::Undecided`]).
pub fn compare(model: &Source, upstream: &Upstream) -> Result<UpstreamReport, Box<Diagnostics>> {
    let mut problems = Report::default();
    let value = parse(model, &mut problems).map_err(Box::new)?;
    let (ast, own) = read(&value, &mut problems);
    check::check(&ast, &own, &mut problems);
    let mut own = accepted(model, problems, own)?;
    with_upstream(upstream, &own.service.id.clone(), |form, _, other| {
        let ids = Ids::new(&own, &other);
        let mut other = ids.apply(&own, other);
        let coverage = coverage(&own, &other);
        view::reduce(&mut own, &mut other, form);
        let comparison = diff::compare(&own, &other);
        let mut found = Report::default();
        let listed = report::report(&ast, &own, comparison.changes(), &mut found);
        UpstreamReport {
            diagnostics: Diagnostics::new(model, found),
            coverage,
            listed,
            service: own.service.sdk_id.clone(),
            upstream_service: other.service.sdk_id.clone(),
        }
    })
}

/// Reads an upstream description, and calls `work` with it.
fn with_upstream<T>(
    upstream: &Upstream,
    service: &ShapeId,
    work: impl FnOnce(Form, &Ast<'_>, Model) -> T,
) -> Result<T, Box<Diagnostics>> {
    let mut pages = Pages::default();
    if let Some(paginators) = &upstream.paginators {
        let mut problems = Report::default();
        let value = parse(paginators, &mut problems)?;
        pages.extend(Pages::read(&value));
    }
    let source = &upstream.description;
    let mut problems = Report::default();
    let description = parse(source, &mut problems)?;
    let (form, value) = if botocore::is_description(&description) {
        pages.extend(Pages::read(&description));
        let form = Form::Botocore {
            says_readonly: botocore::says_readonly(&description),
        };
        let value = botocore::model(&description, &pages, service, &mut problems);
        (form, value)
    } else {
        (Form::Smithy, description.clone())
    };
    if form == Form::Smithy && value.get("smithy").is_none() {
        let title = "neither a Smithy model nor a service description of botocore";
        problems.push(
            Diagnostic::new(Code::Version, title, description.span.start_only())
                .label("`smithy` or `operations` is missing")
                .help("give a model in Smithy's JSON AST, or a `service-2.json`"),
        );
        return Err(Box::new(Diagnostics::new(source, problems)));
    }
    let (ast, model) = read(&value, &mut problems);
    check::check_references(&ast, &model, &mut problems);
    nesting(&ast, &mut problems);
    let model = accepted(source, problems, model)?;
    Ok(work(form, &ast, model))
}

fn parse<'a>(source: &'a Source, report: &mut Report) -> Result<Value<'a>, Diagnostics> {
    let value = json::read(source, report);
    let no_problem = !report
        .iter()
        .any(|found| found.severity() == Severity::Error);
    match value {
        Some(value) if no_problem => Ok(value),
        _ => Err(Diagnostics::new(source, std::mem::take(report))),
    }
}

fn read<'a>(value: &'a Value<'a>, report: &mut Report) -> (Ast<'a>, Model) {
    let ast = ast::read(value, report);
    let model = resolve::resolve(&ast);
    (ast, model)
}

/// The maximum nesting of lists and maps. AWS's models have three levels; each
/// level uses a stack frame.
const NESTING: usize = 64;

/// Reports lists and maps that nest too deeply to be compared.
fn nesting(ast: &Ast<'_>, report: &mut Report) {
    let inner = |id: &ShapeId| {
        let shape = ast.shape(id)?;
        let is_collection = matches!(shape.kind(), ShapeType::List | ShapeType::Map);
        Some(&shape.members().last().filter(|_| is_collection)?.target.id)
    };
    for shape in ast.shapes.values() {
        let levels = std::iter::successors(Some(&shape.id), |id| inner(id));
        if levels.take(NESTING + 1).count() > NESTING {
            let title = format!(
                "`{}` nests more than {NESTING} lists and maps",
                shape.id.name()
            );
            report.push(
                Diagnostic::new(Code::Recursion, title, shape.span)
                    .help("give the description of a service"),
            );
        }
    }
}

/// Returns the model if it has no errors but undecided promises and features that the
/// generator does not support.
fn accepted(source: &Source, report: Report, model: Model) -> Result<Model, Box<Diagnostics>> {
    if report.has_valid_model() {
        Ok(model)
    } else {
        Err(Box::new(Diagnostics::new(source, report)))
    }
}

/// Returns the path of the description of a service among the data of botocore, which
/// names folders after the SDK id and the version: `lex-runtime/2016-11-28/service-2.json.gz`.
pub fn botocore_path(model: &Model) -> String {
    let folder = model.service.sdk_id.to_lowercase().replace(' ', "-");
    format!("{folder}/{}/service-2.json.gz", model.service.version)
}

fn coverage(model: &Model, upstream: &Model) -> Coverage {
    let operations = upstream.operations.values();
    let (present, missing): (Vec<_>, Vec<_>) =
        operations.partition(|operation| model.operations.contains_key(&operation.id));
    Coverage {
        present: present.len(),
        missing: missing
            .into_iter()
            .map(|operation| operation.name.clone())
            .collect(),
    }
}
