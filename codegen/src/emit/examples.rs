//! Examples in documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::format;
use crate::rust::{Call, Operation};
use crate::sink::{Docs, Fence};

use super::value::expression;

/// The documentation of the request builder.
pub(super) fn operation_docs(operation: &Operation, library: &str) -> Docs {
    let mut docs = operation.docs.intro.clone();
    for example in &operation.examples {
        docs.extend(example.lead.clone());
        docs.code(Fence::NoRun, &doctest(&example.call, library));
    }
    docs.extend(operation.docs.notes.clone());
    docs
}

/// The statement of a call; `client` is in scope.
pub(crate) fn example(call: &Call, library: &str) -> String {
    text(statement(call), library)
}

/// The creation of a client, and the statement of a call.
pub(crate) fn first_call(call: &Call, library: &str) -> String {
    let statement = statement(call);
    let client = quote! { let client = crate::Client::from_env().await?; };
    text(quote! { #client #statement }, library)
}

fn statement(call: &Call) -> TokenStream {
    let method = &call.method;
    let setters = call.setters.iter().map(|(setter, value)| {
        let value = expression(value);
        quote! { .#setter(#value) }
    });
    quote! { let output = client.#method() #(#setters)* .send().await?; }
}

fn text(statements: TokenStream, library: &str) -> String {
    // It is always valid Rust.
    format::example(statements, library).unwrap_or_default()
}

/// An example that is compiled as a doctest.
fn doctest(call: &Call, library: &str) -> String {
    let code = example(call, library);
    format!(
        "# async fn example(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{
{code}# Ok(())
# }}"
    )
}
