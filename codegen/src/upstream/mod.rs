//! Compares a model with an upstream description of the same service, and
//! writes new shapes into the model.
//!
//! The description is a Smithy model in the JSON AST, or botocore's
//! `service-2.json`, which `botocore` converts to one. Both become the model
//! that the rest of the generator uses. `align` gives upstream shapes the ids
//! that the model uses, `view` removes everything that does not matter on the
//! wire or to a caller, and [`crate::diff`] compares the rest. `report` turns
//! the changes into diagnostics of the model.

mod align;
mod botocore;
mod description;
mod pattern;
mod report;
mod scaffold;

mod view;

use crate::check;
use crate::diagnostic::{DiagnosticReport, Diagnostics};
use crate::diff;
use crate::model::Model;
use crate::source::Source;

use align::Ids;

pub use description::Upstream;
use description::{DescriptionForm, accepted, parse, read, with_upstream};
pub use report::Listed;
pub use scaffold::{Scaffold, ScaffoldError, Written, scaffold};

/// The result of a comparison.
#[derive(Clone, Debug)]
pub struct UpstreamReport {
    /// The differences that the model does not list, and listed differences
    /// that do not exist, at their locations in the model.
    pub diagnostics: Diagnostics,
    /// The operations of the description.
    pub coverage: Coverage,
    /// The differences that the model lists with a reason.
    pub listed: Vec<Listed>,
    /// The SDK id of the service in the model, such as `S3`.
    pub service: String,
    /// The SDK id in the description. A different one means a different
    /// service.
    pub upstream_service: String,
}

/// The operations of a description that a model covers.
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

/// Compares a model with an upstream description.
///
/// # Errors
/// The diagnostics of the model, the description or the paginators, if one of them has errors. A
/// model may have undecided promises ([`Code::Undecided`](crate::Code::Undecided)).
pub fn compare(model: &Source, upstream: &Upstream) -> Result<UpstreamReport, Box<Diagnostics>> {
    let mut problems = DiagnosticReport::default();
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
        let mut found = DiagnosticReport::default();
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

/// Returns the path of the description of a service in botocore's data, whose folders are named
/// after the SDK id and the version: `lex-runtime/2016-11-28/service-2.json.gz`.
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
