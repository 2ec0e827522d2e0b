//! Reading an upstream description.

use crate::ast::{self, Ast};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport, Diagnostics, Severity};
use crate::json::{self, Value};
use crate::model::{Model, ShapeId, ShapeType};
use crate::resolve;
use crate::source::Source;

use super::botocore::{self, Pages};

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

/// The form of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DescriptionForm {
    Smithy,
    Botocore {
        /// Whether the description marks readonly operations.
        has_readonly: bool,
    },
}

/// Reads an upstream description and passes it to `work`.
pub(super) fn with_upstream<T>(
    upstream: &Upstream,
    service: &ShapeId,
    work: impl FnOnce(DescriptionForm, &Ast<'_>, Model) -> T,
) -> Result<T, Box<Diagnostics>> {
    let mut pages = Pages::default();
    if let Some(paginators) = &upstream.paginators {
        let mut problems = DiagnosticReport::default();
        let value = parse(paginators, &mut problems)?;
        pages.extend(Pages::read(&value));
    }
    let source = &upstream.description;
    let mut problems = DiagnosticReport::default();
    let description = parse(source, &mut problems)?;
    let (form, value) = if botocore::is_description(&description) {
        pages.extend(Pages::read(&description));
        let form = DescriptionForm::Botocore {
            has_readonly: botocore::has_readonly(&description),
        };
        let value = botocore::model(&description, &pages, service, &mut problems);
        (form, value)
    } else {
        (DescriptionForm::Smithy, description.clone())
    };
    if form == DescriptionForm::Smithy && value.get("smithy").is_none() {
        let title = "neither a Smithy model nor a service description of botocore";
        problems.push(
            Diagnostic::new(Code::Version, title, description.span.start_only())
                .label("`smithy` or `operations` is missing")
                .help("pass a model in Smithy's JSON AST, or a `service-2.json`"),
        );
        return Err(Box::new(Diagnostics::new(source, problems)));
    }
    let (ast, model) = read(&value, &mut problems);
    check::check_references(&ast, &model, &mut problems);
    nesting(&ast, &mut problems);
    let model = accepted(source, problems, model)?;
    Ok(work(form, &ast, model))
}

pub(super) fn parse<'a>(
    source: &'a Source,
    report: &mut DiagnosticReport,
) -> Result<Value<'a>, Diagnostics> {
    let value = json::read(source, report);
    let no_problem = !report
        .iter()
        .any(|found| found.severity() == Severity::Error);
    match value {
        Some(value) if no_problem => Ok(value),
        _ => Err(Diagnostics::new(source, std::mem::take(report))),
    }
}

pub(super) fn read<'a>(value: &'a Value<'a>, report: &mut DiagnosticReport) -> (Ast<'a>, Model) {
    let ast = ast::read(value, report);
    let model = resolve::resolve(&ast);
    (ast, model)
}

/// The maximum nesting of lists and maps. AWS's models have three levels; each
/// level uses a stack frame.
pub(super) const NESTING: usize = 64;

/// Reports lists and maps that nest too deeply to be compared.
pub(super) fn nesting(ast: &Ast<'_>, report: &mut DiagnosticReport) {
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
                    .help("pass the description of a service"),
            );
        }
    }
}

/// Returns the model if its only errors are undecided promises and unsupported
/// features.
pub(super) fn accepted(
    source: &Source,
    report: DiagnosticReport,
    model: Model,
) -> Result<Model, Box<Diagnostics>> {
    if report.has_valid_model() {
        Ok(model)
    } else {
        Err(Box::new(Diagnostics::new(source, report)))
    }
}
