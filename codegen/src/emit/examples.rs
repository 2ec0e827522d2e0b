//! Examples in documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::format;
use crate::rust::{Crate, Example, Operation};
use crate::sink::{Docs, Fence, markdown};

use super::value::expression;

/// The documentation of the request builder.
pub(super) fn operation_docs(operation: &Operation, library: &str) -> Docs {
    let mut docs = operation.docs.intro.clone();
    if let Some(heading) = operation.docs.examples {
        docs.heading(heading);
    }
    for example in &operation.examples {
        docs.push(markdown!("{}:", example.title));
        docs.extend(example.docs.clone());
        docs.code(Fence::NoRun, &code(operation, example, library));
    }
    docs.extend(operation.docs.notes.clone());
    docs
}

/// The statement of an example; `client` is in scope.
pub(crate) fn example(operation: &Operation, example: &Example, library: &str) -> String {
    let statement = call(operation, &setters(example));
    // It is always valid Rust.
    format::example(statement, library).unwrap_or_default()
}

/// The first example of a README: creates a client and sends the first example
/// of the model. Without examples, required arguments have the names of their
/// setters. Empty for a service without operations.
pub(crate) fn first_call(client: &Crate) -> String {
    let mut operations = client.operations.iter();
    let shown = operations.find_map(|operation| Some((operation, operation.examples.first()?)));
    let statement = match (shown, client.operations.first(), client.inputs.first()) {
        (Some((operation, example)), _, _) => call(operation, &setters(example)),
        (None, Some(operation), Some(input)) => {
            let required = input.fields.iter().filter(|field| field.required);
            let setters = required.map(|field| &field.name);
            let setters: Vec<TokenStream> = setters.map(|name| quote! { .#name(#name) }).collect();
            call(operation, &setters)
        }
        _ => return String::new(),
    };
    let statements = quote! {
        let client = crate::Client::from_env().await?;
        #statement
    };
    format::example(statements, &client.service.library).unwrap_or_default()
}

fn setters(example: &Example) -> Vec<TokenStream> {
    let setters = example.setters.iter().map(|(setter, value)| {
        let value = expression(value);
        quote! { .#setter(#value) }
    });
    setters.collect()
}

fn call(operation: &Operation, setters: &[TokenStream]) -> TokenStream {
    let method = &operation.method;
    quote! { let output = client.#method() #(#setters)* .send().await?; }
}

/// An example that is compiled as a doctest.
fn code(operation: &Operation, shown: &Example, library: &str) -> String {
    let code = example(operation, shown, library);
    format!(
        "# async fn example(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{
{code}# Ok(())
# }}"
    )
}
