//! What readers are told of an operation: what it does, an example, its
//! errors, and whether it may be repeated.

use proc_macro2::TokenStream;
use quote::quote;

use crate::format;
use crate::rust::{Block, Crate, Docs, ErrorVariant, Example, Idempotency, Operation, Retryable};

use super::value::expression;

/// The documentation of the type of requests.
pub(super) fn of(operation: &Operation, library: &str) -> Docs {
    let mut docs = operation.docs.clone();
    let examples = match operation.examples.as_slice() {
        [] => Vec::new(),
        [_] => vec!["Example"],
        _ => vec!["Examples"],
    };
    for title in examples {
        docs.heading(title);
    }
    for example in &operation.examples {
        docs.push(format!("{}:", example.title));
        docs.extend(example.docs.clone());
        docs.0.push(code(operation, example, library));
    }
    docs.heading("Errors");
    docs.push(format!(
        "[`{error}`](crate::operation::{error}) has these; a failure of another kind is told apart \
         by [`Error`](crate::Error).",
        error = operation.error
    ));
    for error in &operation.errors {
        docs.item(of_error(operation, error));
    }
    docs.heading("Repeating");
    docs.push(match operation.token {
        Some(_) if operation.idempotency == Idempotency::Idempotent => REPEATING_WITH_TOKEN,
        _ => repeating(operation.idempotency),
    });
    docs
}

/// The documentation of `send`.
pub(super) fn send(operation: &Operation) -> Docs {
    let mut docs = Docs::paragraph("Validates the input and sends the request.");
    docs.heading("Errors");
    docs.push(format!(
        "See [`{error}`](crate::operation::{error}) for those of the service. Input that the model \
         does not allow is refused before anything is sent.",
        error = operation.error
    ));
    docs
}

fn of_error(operation: &Operation, error: &ErrorVariant) -> String {
    let name = &error.variant;
    let summary = if error.summary.is_empty() {
        String::new()
    } else {
        format!(": {}", error.summary)
    };
    let retried = match retried(operation.idempotency, error) {
        Retried::Never => "",
        Retried::Always => " Retried after a wait.",
        Retried::OnlyOnDemand => " May succeed later, but is not retried.",
    };
    format!(
        "[`{name}`](crate::error::{name}) (HTTP {status}){summary}{retried}",
        status = error.status
    )
}

/// Whether a client sends a request again after an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retried {
    /// The same request has the same outcome.
    Never,
    /// After a wait.
    Always,
    /// Only when the caller prefers sending twice to not at all.
    OnlyOnDemand,
}

/// Whether the request of an operation is sent again after one of its errors.
pub(crate) fn retried(idempotency: Idempotency, error: &ErrorVariant) -> Retried {
    let throttled = error.status == 429 || error.retryable == Retryable::Throttling;
    let transient =
        error.retryable == Retryable::Yes || matches!(error.status, 500 | 502 | 503 | 504);
    match (throttled, transient, idempotency) {
        (true, _, _) => Retried::Always,
        (false, true, Idempotency::Readonly | Idempotency::Idempotent) => Retried::Always,
        (false, true, Idempotency::None) => Retried::OnlyOnDemand,
        (false, false, _) => Retried::Never,
    }
}

const REPEATING_WITH_TOKEN: &str = "Safe: every attempt carries the same idempotency token, by \
    which the service recognises what it has done already. The client repeats it after failures \
    that may pass.";

fn repeating(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Readonly => {
            "Safe: the operation changes nothing. The client repeats it after failures that may \
             pass."
        }
        Idempotency::Idempotent => {
            "Safe: doing it twice has the effect of doing it once. The client repeats it after \
             failures that may pass."
        }
        Idempotency::None => {
            "Not safe: done twice, it may do its work twice. The client repeats it only when it is \
             certain that nothing was done: no connection was made, or the service turned the \
             request away with status 429. After any other failure, \
             [`Error::maybe_sent`](crate::Error::maybe_sent) says whether it may have been done. \
             [`Delivery::AtLeastOnce`](crate::Delivery::AtLeastOnce) makes the client repeat it \
             all the same."
        }
    }
}

/// The statement of an example, for a reader who has a client.
pub(crate) fn example(operation: &Operation, example: &Example, library: &str) -> String {
    let statement = call(operation, &setters(example));
    // Tokens of an example are an expression between parentheses: it is Rust.
    format::example(statement, library).unwrap_or_default()
}

/// What a reader sees first of a client: how one is made and asked, with the
/// first example that the model has. Without any, what has to be set is called
/// like its setter. Empty for a service without operations.
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

/// An example that is compiled with the documentation's tests.
fn code(operation: &Operation, shown: &Example, library: &str) -> Block {
    let code = example(operation, shown, library);
    let mut lines = vec![format!(
        "# async fn example(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
    )];
    lines.extend(code.lines().map(str::to_owned));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    Block::Code("no_run".to_owned(), lines)
}
