//! The specification of a waiter, and its acceptors.

use std::time::Duration;

use serde_json::Value;

use crate::wire::jmespath::Expression;

/// A waiter of the model (`smithy.waiters#waitable`).
#[derive(Debug)]
pub struct WaiterSpec {
    /// The name in the model.
    pub name: &'static str,
    /// The minimum delay between two requests.
    pub min_delay: Duration,
    /// The maximum delay between two requests.
    pub max_delay: Duration,
    /// The acceptors. The first that matches a response applies.
    pub acceptors: &'static [Acceptor],
}

/// The state after matching responses.
#[derive(Debug)]
pub struct Acceptor {
    /// The state.
    pub state: WaiterState,
    /// The matching responses.
    pub matcher: Matcher,
}

/// The state of a waiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiterState {
    /// The state that the caller waits for is reached.
    Success,
    /// The state can no longer be reached.
    Failure,
    /// The state is not reached yet.
    Retry,
}

/// The responses that an acceptor matches.
#[derive(Debug)]
pub enum Matcher {
    /// Successes if true, errors if false.
    Success(bool),
    /// Errors with this code.
    ErrorType(&'static str),
    /// Outputs in which the value at a path is the expected one.
    Output(Expected),
    /// The same, with a path into `{"input": …, "output": …}`.
    InputOutput(Expected),
}

/// The expected value at a path.
#[derive(Debug)]
pub struct Expected {
    /// The path.
    pub path: Expression,
    /// The comparison.
    pub comparator: PathComparator,
    /// The expected text.
    pub expected: &'static str,
}

/// The comparison of the value at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathComparator {
    /// The value is this text.
    StringEquals,
    /// The value is `true`, or `false`.
    BooleanEquals,
    /// The value is a non-empty list in which every entry is this text.
    AllStringEquals,
    /// The value is a list that contains this text.
    AnyStringEquals,
}

/// The result of a request.
pub(super) enum ObservedResponse<'a> {
    /// `{"input": …, "output": …}`.
    Output(&'a Value),
    /// An error with this code.
    Error(Option<&'a str>),
}

impl WaiterSpec {
    /// The state after a response; `None` if no acceptor matches.
    pub(super) fn state(&self, observed: &ObservedResponse<'_>) -> Option<WaiterState> {
        let mut acceptors = self.acceptors.iter();
        let found = acceptors.find(|acceptor| acceptor.matcher.matches(observed));
        found.map(|acceptor| acceptor.state)
    }

    /// Whether any acceptor evaluates a path.
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
