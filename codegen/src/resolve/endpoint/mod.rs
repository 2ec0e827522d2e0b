//! Parses endpoint rules from JSON into typed expressions. Errors are
//! returned with their spans; the checks report them.

mod endpoint_tests;
mod expr;
mod functions;
mod parameters;
mod rules;
mod template;

use crate::source::Span;

pub(crate) use endpoint_tests::tests;
pub(crate) use parameters::{client_parameters, path_parameters, static_parameters};
pub(crate) use rules::{PARAMETER_TYPES, built_in, is_of, parameter_type, rule_set, type_name};

/// An error in rules.
#[derive(Clone, Debug)]
pub(crate) struct RuleError {
    /// The location.
    pub(crate) span: Span,
    /// The title, in one line.
    pub(crate) title: String,
    /// The fix.
    pub(crate) help: Option<String>,
}

/// A value and its errors.
type Read<T> = (T, Vec<RuleError>);

/// The errors so far.
#[derive(Debug, Default)]
struct RuleErrors(Vec<RuleError>);

impl RuleErrors {
    /// Adds an error, and returns `None`.
    fn add<T>(&mut self, span: Span, title: impl Into<String>) -> Option<T> {
        self.0.push(RuleError {
            span,
            title: title.into(),
            help: None,
        });
        None
    }

    /// Adds an error with a fix, and returns `None`.
    fn add_with_help<T>(
        &mut self,
        span: Span,
        title: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        self.0.push(RuleError {
            span,
            title: title.into(),
            help: Some(help.into()),
        });
        None
    }
}
