//! The fixed sentences of generated documentation, and sentences about fields.

use syn::ext::IdentExt as _;

use crate::sink::{Docs, Markdown, markdown};

use super::{Construction, Field, Presence, Struct, StructRole, Type};

pub(crate) const INPUTS: &str = "Inputs of operations.";
pub(crate) const OUTPUTS: &str = "Outputs of operations.";
pub(crate) const ERRORS: &str = "Errors of the service.";
pub(crate) const TYPES: &str = "Types of members.";
pub(crate) const OPERATIONS: &str = "\
A request builder and an error enum for each operation.

# Setters

The same rules apply to all generated types, and for
[`Client::builder`](crate::Client::builder):

- **Builders**, which are the requests of this module and that of the client,
  have a setter with the name of each member or setting. `set_x` takes an
  `Option`; `None` unsets it. Settings that have a default instead, such as
  `timeouts`, have no `set_x`.
- **Values**, which are inputs, outputs, types, errors, and options such as
  [`Timeouts`](crate::Timeouts), come from `new` or `default` and change with
  `with_x`. `x()` returns the member.
- **Lists and maps** are set as a whole, from any iterator. A second call
  replaces the entries of the first.
- **Required members** are parameters of `new` in types that requests contain.
  A request has no such parameters: `send` reports all required members that
  are missing, before it sends anything. The same applies to inputs, because
  services may make a required member of an input optional.";
pub(crate) const SERVER: &str = "The server side, for emulators and tests.";
pub(crate) const PROTOCOL_TESTS: &str =
    "Protocol tests of the model: the requests of inputs, and the outputs of responses.";
pub(crate) const MALFORMED_TESTS: &str = "Requests that the server side must reject.";
pub(crate) const CATALOGUE: &str = "Every operation and error of the service, with examples.";
pub(crate) const CATALOGUE_OPERATIONS: &str = "The operations, by name.";
pub(crate) const CATALOGUE_ERRORS: &str = "The errors, by name.";

pub(crate) const WIRE_VALUE: &str = "Returns the value on the wire.";
pub(crate) const KNOWN_VALUES: &str = "Returns the values that the model lists.";
pub(crate) const UNKNOWN_VALUE: &str =
    "A value that the model does not list, from a response or from `From`. It is sent unchanged.";
pub(crate) const UNKNOWN_MEMBER: &str =
    "A member that the model does not list, by name. It cannot be sent.";

pub(crate) const UNKNOWN_VARIANT: &str = "A variant that the model does not list, or whose \
content has an unexpected form. It is written unchanged.";
pub(crate) const UNKNOWN_MEMBERS: &str = "The members that the model does not list, and those \
whose values have unexpected forms.";

pub(crate) const CLIENT_BUILDER: &str = "Builds a [`Client`].";
pub(crate) const BUILDER: &str =
    "Returns a builder: region, credentials, endpoint, timeouts, retries, validation.";

pub(crate) const RESPONSE_METADATA: &str = "Returns status, request id and number of attempts of \
    the response. `==` ignores them, and they are not serialized.";
pub(crate) const WITH_RESPONSE_METADATA: &str =
    "Sets [`response_metadata`](Self::response_metadata), for stubs and tests.";

pub(crate) const REPLACE_INPUT: &str = "Replaces the whole input.";
pub(crate) const AS_INPUT: &str = "Returns the input.";
pub(crate) const OPTIONS: &str =
    "Overrides the client's settings for this request: validation, timeouts, retries.";
pub(crate) const PAGES: &str = "Returns a stream of pages, each requested when it is polled. A \
    page may be empty without being the last.";
pub(crate) const ITEMS: &str = "Returns a stream of the entries of all pages.";

pub(crate) const ENDPOINT_RULES: &str = "The endpoint rules of the model.";
pub(crate) const ENDPOINT_SETTINGS: &str =
    "Settings of this service's clients, which its endpoint rules use.";

pub(crate) const STUB: &str = "A test double of the service, with a method for each operation. \
    Methods that are not implemented fail with an error that says so. See \
    [`Client::from_stub`](crate::Client::from_stub).";
pub(crate) const STUB_DISPATCH: &str = "Calls the method of a stub by the name of the operation.";
pub(crate) const NEW_SERVER: &str = "Creates a server that calls `stub`. Operations that the stub \
    does not implement fail with status 501.";

pub(crate) const NO_STUB: &str = "A service without an implementation.";
pub(crate) const UNIMPLEMENTED_SERVER: &str =
    "Creates a server whose operations fail with status 501.";

/// The message of `must_use` on requests.
pub(crate) const MUST_SEND: &str = "a request does nothing until it is sent";
/// The state of a union in violations, if the model does not list the member.
pub(crate) const UNKNOWN_VARIANT_STATE: &str = "an unknown member";
/// The reasons to allow lints of clippy.
pub(crate) const TOO_MANY_ARGUMENTS: &str = "the model requires each of them";
pub(crate) const WRONG_SELF_CONVENTION: &str = "it is the name of the operation";
pub(crate) const LARGE_ENUM_VARIANT: &str = "most values are read once and moved";

/// The documentation of the constant with the service's metadata.
pub(crate) fn service(title: &Markdown) -> Markdown {
    markdown!("Constants of {}.", title)
}

/// The documentation of a file of protocol tests.
pub(crate) fn protocol_tests(subject: &Markdown) -> Markdown {
    markdown!("Protocol tests of {}.", subject)
}

/// The documentation of a file of the catalogue.
pub(crate) fn examples(operation: &str) -> Markdown {
    markdown!("Examples of {}.", Markdown::code(operation))
}

/// The documentation of a field. The limits of an input are documented on the
/// setters of its request.
pub(crate) fn field(shape: &Struct, field: &Field) -> Docs {
    let mut docs = field.docs.clone();
    if shape.role != StructRole::Input
        && let Some(constraints) = constraints(field)
    {
        docs.push(constraints);
    }
    docs
}

/// The documentation of an accessor.
pub(crate) fn accessor(field: &Field) -> Markdown {
    let summary = field.docs.summary();
    match (&field.ty, &field.presence) {
        (Type::List(..), Presence::Optional) => markdown!("{} Empty when unset.", summary),
        _ => summary,
    }
}

/// The documentation of `with_x`.
pub(crate) fn with(field: &Field) -> Markdown {
    let name = field.name.unraw();
    markdown!("Sets [`{}`](Self::{}).", name, name)
}

/// The documentation of `set_x`.
pub(crate) fn set(field: &Field) -> Markdown {
    let name = field.name.unraw();
    markdown!("Sets or unsets [`{}`](Self::{}).", name, name)
}

/// The last paragraph in the documentation of a setter of a request.
pub(crate) fn setter(field: &Field) -> Markdown {
    let required: Markdown = if field.required {
        "Required.".into()
    } else {
        "Optional.".into()
    };
    let sentences = [Some(required), constraints(field)];
    Markdown::joined(sentences.iter().flatten(), " ")
}

/// `1 to 100 characters, matching …. Sensitive: …`.
fn constraints(field: &Field) -> Option<Markdown> {
    let mut sentences = Vec::new();
    if !field.limits.is_empty() {
        let limits = Markdown::joined(&field.limits, ", ").capitalized();
        sentences.push(markdown!("{}.", limits));
    }
    if field.redacted {
        sentences.push("Sensitive: redacted by `Debug`.".into());
    }
    (!sentences.is_empty()).then(|| Markdown::joined(&sentences, " "))
}

/// The documentation of `new`.
pub(crate) fn new(shape: &Struct) -> Markdown {
    let noun = match shape.role {
        StructRole::Input => "input",
        StructRole::Output => "output",
        StructRole::Nested => "structure",
        StructRole::Error(_) => "error",
    };
    match shape.construction {
        Construction::Derived => markdown!("Creates an empty {}.", noun),
        Construction::Empty if shape.checks.is_some() => {
            markdown!(
                "Creates an empty {} with the defaults of its members.",
                noun
            )
        }
        Construction::Empty => {
            markdown!(
                "Creates an empty {}, for tests: clients only receive it.",
                noun
            )
        }
        Construction::Required | Construction::RequiredOptions => {
            let article = if matches!(noun, "structure") {
                "a"
            } else {
                "an"
            };
            markdown!("Creates {} {} with its required members.", article, noun)
        }
    }
}
