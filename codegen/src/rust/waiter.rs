//! Waiters.

use proc_macro2::Ident;

use super::docs::Docs;
use super::{Comparator, PathExpr, WaiterState};

/// A waiter of an operation.
#[derive(Debug)]
pub(crate) struct Waiter {
    /// The method of the request.
    pub(crate) method: Ident,
    /// The constant that says what it waits for.
    pub(crate) constant: Ident,
    /// The name in the model.
    pub(crate) name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// Seconds.
    pub(crate) min_delay: u32,
    /// Seconds.
    pub(crate) max_delay: u32,
    /// What responses mean.
    pub(crate) acceptors: Vec<Acceptor>,
}

/// What a response means.
#[derive(Debug)]
pub(crate) struct Acceptor {
    /// The state that it leads to.
    pub(crate) state: WaiterState,
    /// Which responses it is about.
    pub(crate) matcher: Matcher,
}

/// Which responses an acceptor is about.
#[derive(Debug)]
pub(crate) enum Matcher {
    /// Those that are a success, or those that are an error.
    Success(bool),
    /// Errors with this code.
    ErrorType(String),
    /// Outputs with what is expected.
    Output(Expected),
    /// Inputs and outputs with what is expected.
    InputOutput(Expected),
}

/// What a path leads to.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The path, with the names that members have in JSON.
    pub(crate) path: PathExpr,
    /// How it is compared.
    pub(crate) comparator: Comparator,
    /// With what.
    pub(crate) expected: String,
}
