//! Examples of every operation, for tests that loop over all of them.

use proc_macro2::Ident;

use super::ty::Path;
use super::value::Value;

/// The operations and errors of a service with examples of each.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// The operations, by name.
    pub(crate) operations: Vec<OperationExamples>,
    /// The errors, by name.
    pub(crate) errors: Vec<ErrorExample>,
}

/// An operation with inputs and responses.
#[derive(Debug)]
pub(crate) struct OperationExamples {
    /// The module, and file, of the examples.
    pub(crate) module: Ident,
    pub(crate) model_name: String,
    /// The type of its requests.
    pub(crate) path: Path,
    /// The method of the client.
    pub(crate) method: Ident,
    /// The codes of the errors that it lists.
    pub(crate) errors: Vec<String>,
    /// The valid input with the most members set.
    pub(crate) full: Value,
    /// An input that violates as many constraints as possible.
    pub(crate) invalid: Value,
    /// The sensitive texts in the valid input.
    pub(crate) secrets: Vec<String>,
    /// The response with the most members set.
    pub(crate) full_response: ExampleResponse,
    /// The response with the fewest members set.
    pub(crate) minimal_response: ExampleResponse,
}

/// An error with the response that has the most members set.
#[derive(Debug)]
pub(crate) struct ErrorExample {
    pub(crate) path: Path,
    pub(crate) response: ExampleResponse,
}

/// A received response.
#[derive(Clone, Debug)]
pub(crate) struct ExampleResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}
