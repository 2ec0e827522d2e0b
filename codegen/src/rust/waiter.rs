//! Waiters.

use proc_macro2::Ident;

use super::{PathComparator, PathExpr, WaiterState};
use crate::sink::Docs;

/// A waiter of an operation.
#[derive(Debug)]
pub(crate) struct Waiter {
    /// The method of the request.
    pub(crate) method: Ident,
    /// The constant with the specification.
    pub(crate) constant: Ident,
    /// The name in the model.
    pub(crate) name: String,
    pub(crate) docs: Docs,
    /// The minimum delay, in seconds.
    pub(crate) min_delay: u32,
    /// The maximum delay, in seconds.
    pub(crate) max_delay: u32,
    pub(crate) acceptors: Vec<Acceptor>,
}

#[derive(Debug)]
pub(crate) struct Acceptor {
    /// The next state.
    pub(crate) state: WaiterState,
    /// The responses that it matches.
    pub(crate) matcher: Matcher,
}

/// The responses that an acceptor matches.
#[derive(Debug)]
pub(crate) enum Matcher {
    /// Successes, or errors.
    Success(bool),
    /// Errors with this code.
    ErrorType(String),
    /// Outputs with the expected value.
    Output(Expected),
    /// Inputs and outputs with the expected value.
    InputOutput(Expected),
}

/// The expected value of a path.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The path, with the JSON names of members.
    pub(crate) path: PathExpr,
    pub(crate) comparator: PathComparator,
    pub(crate) expected: String,
}
