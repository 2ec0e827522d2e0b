//! Semantic checks of a model, one file per family of rules. Every problem is
//! reported once.

mod advice;
mod bindings;
mod bounds;
mod collections;
mod context;
mod contradictions;
mod data;
mod defaults;
mod endpoint;
mod enums;
mod examples;
mod exclusive;
mod form;
mod groups;
mod headers;
mod http;
mod json_names;
mod json_roots;
mod limits;
mod mistakes;
mod names;
mod pagination;
mod paths;
mod patterns;
mod private;
mod protocol_tests;
mod recursion;
mod references;
mod relations;
mod resources;
mod routes;
mod selectors;
mod service;
mod skip;
mod streams;
mod support;
mod targets;
mod trait_values;
mod traits;
mod undecided;
mod value;
mod waiters;

pub(crate) use examples::remove_invalid as remove_invalid_examples;
pub(crate) use json_roots::{DataModels, check_json_roots};
pub use skip::Unsupported;
pub(crate) use skip::skip_unsupported;

use crate::ast::Ast;
use crate::diagnostic::DiagnosticReport;
use crate::model::Model;
use context::{CheckContext, OperationSite, Subject};

/// Runs every rule.
pub(crate) fn check(ast: &Ast<'_>, model: &Model, report: &mut DiagnosticReport) {
    let context = CheckContext::new(ast, model);
    for rule in RULES {
        rule(&context, report);
    }
}

/// Runs only the rules about targets, for models from which no code is
/// generated.
pub(crate) fn check_references(ast: &Ast<'_>, model: &Model, report: &mut DiagnosticReport) {
    let context = CheckContext::new(ast, model);
    targets::check(&context, report);
    recursion::check(&context, report);
}

type CheckRule = fn(&CheckContext<'_, '_>, &mut DiagnosticReport);

const RULES: &[CheckRule] = &[
    targets::check,
    private::check,
    recursion::check,
    resources::check,
    references::check,
    traits::check,
    selectors::check,
    exclusive::check,
    trait_values::check,
    defaults::check,
    http::check,
    routes::check,
    bindings::check,
    headers::check,
    streams::check,
    json_names::check,
    patterns::check,
    bounds::check,
    collections::check,
    enums::check,
    groups::check,
    data::check,
    relations::check,
    advice::check,
    mistakes::check,
    names::check,
    service::check,
    pagination::check,
    endpoint::check,
    waiters::check,
    protocol_tests::check,
    contradictions::check,
    examples::check,
    support::check,
    undecided::check,
];
