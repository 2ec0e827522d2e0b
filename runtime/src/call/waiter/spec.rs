//! What a model says of a waiter, and what it says of a response.

use std::time::Duration;

use serde_json::Value;

use crate::wire::jmespath::Expression;

/// A waiter, as generated code states it (`smithy.waiters#waitable`).
#[derive(Debug)]
pub struct WaiterSpec {
    /// The name in the model.
    pub name: &'static str,
    /// The least time between two requests.
    pub min_delay: Duration,
    /// The greatest time between two requests.
    pub max_delay: Duration,
    /// What responses mean. The first that matches counts.
    pub acceptors: &'static [Acceptor],
}

/// What a response means.
#[derive(Debug)]
pub struct Acceptor {
    /// The state that it leads to.
    pub state: WaiterState,
    /// Which responses it is about.
    pub matcher: Matcher,
}

/// The state of a waiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiterState {
    /// What was waited for is there.
    Success,
    /// It will never be there.
    Failure,
    /// It is not there yet.
    Retry,
}

/// Which responses an acceptor is about.
#[derive(Debug)]
pub enum Matcher {
    /// Those that are a success, or those that are an error.
    Success(bool),
    /// Errors with this code.
    ErrorType(&'static str),
    /// Outputs in which a path leads to what is expected.
    Output(Expected),
    /// The same, with a path into `{"input": …, "output": …}`.
    InputOutput(Expected),
}

/// What a path is expected to lead to.
#[derive(Debug)]
pub struct Expected {
    /// The path.
    pub path: Expression,
    /// How it is compared.
    pub comparator: PathComparator,
    /// The text that it is compared with.
    pub expected: &'static str,
}

/// How what a path leads to is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathComparator {
    /// It is this text.
    StringEquals,
    /// It is `true`, or `false`.
    BooleanEquals,
    /// It is a list of at least one text, and all are this one.
    AllStringEquals,
    /// It is a list with this text in it.
    AnyStringEquals,
}

/// What came of a request.
pub(super) enum ObservedResponse<'a> {
    /// `{"input": …, "output": …}`.
    Output(&'a Value),
    /// An error with this code.
    Error(Option<&'a str>),
}

impl WaiterSpec {
    /// The state that a response leads to; `None` when no acceptor is about
    /// it.
    pub(super) fn state(&self, observed: &ObservedResponse<'_>) -> Option<WaiterState> {
        let mut acceptors = self.acceptors.iter();
        let found = acceptors.find(|acceptor| acceptor.matcher.matches(observed));
        found.map(|acceptor| acceptor.state)
    }

    /// Whether an acceptor looks into outputs.
    pub(super) fn looks_into_outputs(&self) -> bool {
        let looks = |acceptor: &Acceptor| {
            matches!(
                acceptor.matcher,
                Matcher::Output(_) | Matcher::InputOutput(_)
            )
        };
        self.acceptors.iter().any(looks)
    }
}

impl Matcher {
    fn matches(&self, observed: &ObservedResponse<'_>) -> bool {
        match (self, observed) {
            (Self::Success(success), ObservedResponse::Output(_)) => *success,
            (Self::Success(success), ObservedResponse::Error(_)) => !*success,
            (Self::ErrorType(name), ObservedResponse::Error(code)) => *code == Some(*name),
            (Self::Output(expected), ObservedResponse::Output(exchange)) => {
                expected.is_met_by(exchange.get("output").unwrap_or(&Value::Null))
            }
            (Self::InputOutput(expected), ObservedResponse::Output(exchange)) => {
                expected.is_met_by(exchange)
            }
            _ => false,
        }
    }
}

impl Expected {
    fn is_met_by(&self, value: &Value) -> bool {
        let found = self.path.search(value);
        let is_expected = |value: &Value| value.as_str() == Some(self.expected);
        match self.comparator {
            PathComparator::StringEquals => is_expected(&found),
            PathComparator::BooleanEquals => found
                .as_bool()
                .is_some_and(|found| found == (self.expected == "true")),
            PathComparator::AllStringEquals => found
                .as_array()
                .is_some_and(|found| !found.is_empty() && found.iter().all(is_expected)),
            PathComparator::AnyStringEquals => found
                .as_array()
                .is_some_and(|found| found.iter().any(is_expected)),
        }
    }
}
