//! Documentation of operations and of the client.

use proc_macro2::Ident;

use crate::model::{self, Operation};
use crate::rust::{ClientDocs, ErrorVariant, Idempotency, OperationDocs, Retry, Service};
use crate::sink::{Block, Docs, Fence, Markdown, markdown};

use super::context::LowerContext;
use super::{docs, retry};

/// The parts of an operation that its documentation needs.
pub(super) struct Subject<'a> {
    pub(super) context: &'a LowerContext<'a>,
    pub(super) operation: &'a Operation,
    /// The type of its requests.
    pub(super) name: &'a Ident,
    /// The enum of its errors.
    pub(super) error: &'a Ident,
    pub(super) errors: &'a [ErrorVariant],
    pub(super) idempotency: Idempotency,
    /// Whether requests have an idempotency token.
    pub(super) has_token: bool,
}

pub(super) fn lower(subject: &Subject<'_>) -> OperationDocs {
    let Subject { name, error, .. } = subject;
    let mut send = Docs::paragraph("Validates the input and sends the request.");
    send.heading("Errors");
    send.push(markdown!(
        "See {} for the errors of the service. Invalid input is rejected before a request is sent.",
        Markdown::item("operation", error)
    ));
    let intro = intro(subject);
    OperationDocs {
        stub: markdown!("Handles {}.", Markdown::item("operation", name)),
        client: markdown!(
            "{} See {}.",
            intro.summary(),
            Markdown::item("operation", name)
        ),
        intro,
        notes: notes(subject),
        send,
        error: markdown!(
            "The modeled errors of {}. [`Error::code`](crate::Error::code) has the code of any \
             other error.",
            Markdown::item("operation", name)
        ),
    }
}

fn intro(subject: &Subject<'_>) -> Docs {
    let Subject {
        context, operation, ..
    } = subject;
    let fallback = markdown!("Calls the operation {}.", Markdown::code(&operation.name));
    let mut intro = docs::lower_or(context, &operation.docs, fallback);
    for rule in docs::rules(context, context.model.shape(&operation.input)) {
        intro.push(rule);
    }
    intro
}

fn notes(subject: &Subject<'_>) -> Docs {
    let error = subject.error;
    let mut notes = Docs::default();
    notes.heading("Errors");
    notes.push(markdown!(
        "Modeled errors are variants of {}; [`Error`](crate::Error) covers all other failures.",
        Markdown::item("operation", error)
    ));
    for error in subject.errors {
        notes.item(modeled_error(subject.idempotency, error));
    }
    notes.heading("Retries");
    notes.push(retries(subject.idempotency, subject.has_token));
    notes
}

fn modeled_error(idempotency: Idempotency, error: &ErrorVariant) -> Markdown {
    let summary = if error.summary.is_empty() {
        Markdown::default()
    } else {
        markdown!(": {}", error.summary)
    };
    let retried = match (error.retry, idempotency) {
        (Retry::Never, _) => "",
        (Retry::Idempotent, Idempotency::None) => {
            " Retried with [`Delivery::AtLeastOnce`](crate::Delivery::AtLeastOnce) only."
        }
        (Retry::Always, _) | (Retry::Idempotent, _) => " Retried with backoff.",
    };
    let name = Markdown::item("error", &error.variant);
    markdown!("{} (HTTP {}){}{}", name, error.status, summary, retried)
}

fn retries(idempotency: Idempotency, has_token: bool) -> Markdown {
    match (idempotency, has_token) {
        (Idempotency::Readonly, _) => {
            markdown!("Read-only: the client retries the operation after transient failures.")
        }
        (Idempotency::Idempotent, true) => markdown!(
            "Idempotent: all attempts of a call carry the same idempotency token. The client \
             retries the operation after transient failures."
        ),
        (Idempotency::Idempotent, false) => {
            markdown!("Idempotent: the client retries the operation after transient failures.")
        }
        (Idempotency::None, _) => markdown!(
            "Not idempotent: a repeated request may take effect twice. The client retries it only \
             if it was certainly not processed: the connection failed, or the service throttled \
             the request with {}. After any other failure, \
             [`Error::maybe_sent`](crate::Error::maybe_sent) says whether the request may have \
             been processed. With [`Delivery::AtLeastOnce`](crate::Delivery::AtLeastOnce), the \
             client retries it after transient failures, too.",
            retry::denials()
        ),
    }
}

/// The documentation of `Client`.
pub(super) fn client(
    context: &LowerContext<'_>,
    service: &Service,
    authorization: Option<&Markdown>,
) -> ClientDocs {
    let mut client = Docs::paragraph(markdown!("A client for {}.", service.title));
    client.extend(service.docs.clone());
    client
        .0
        .extend(authorization.cloned().map(Block::Paragraph));
    client.push(
        "Clones are cheap and share connections, credentials and the retry quota. Create one client \
         for each region and keep it.",
    );
    let mut from_env = Docs::paragraph(
        "Creates a client with the region, credentials and endpoint from the usual AWS sources: \
         environment variables, the shared config and credentials files, and the credentials of \
         the machine.",
    );
    from_env.heading("Errors");
    from_env.push("No region and no endpoint is set, or a setting is invalid.");
    let mut from_stub = Docs::paragraph(
        "Creates a test double: a client that calls `stub` and sends nothing. It validates inputs as \
         a client of the service does. To inspect the stub afterwards, make it `Clone` with shared \
         state and keep a clone.",
    );
    // The shortest names make the clearest example.
    let operations = context.model.operations.values();
    if let Some(operation) = operations.min_by_key(|operation| operation.name.len()) {
        from_stub.heading("Example");
        let code = stub_example(context, &service.library, operation);
        from_stub.code(Fence::Doctest, &code);
    }
    ClientDocs {
        client,
        from_env,
        from_stub,
    }
}

/// A stub with one operation.
fn stub_example(context: &LowerContext<'_>, library: &str, operation: &model::Operation) -> String {
    let method = context.method(operation);
    let error = context.named_after(operation, "Error");
    let (input, output) = (
        context.input(operation).name,
        context.output(operation).name,
    );
    format!(
        "use {library}::input::{input};
use {library}::operation::{error};
use {library}::output::{output};
use {library}::{{Client, Error, Stub}};

struct Answers;

impl Stub for Answers {{
    async fn {method}(
        &self,
        input: {input},
    ) -> Result<{output}, Error<{error}>> {{
        Ok({output}::new())
    }}
}}

let client = Client::from_stub(Answers);"
    )
}
