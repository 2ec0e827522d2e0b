//! Examples and protocol tests.

use super::form::{Form, FormField, STRING_MAP, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};
use crate::model::{ShapeType, TestKind};

const RESPONSE_SELECTOR: Selector =
    Selector::shapes(Kinds::new(&[ShapeType::Operation, ShapeType::Structure]));

const APPLIES_TO: Form = Form::Choice(&["client", "server"]);

const REQUEST: &[FormField] = &[
    required("id", Form::Text),
    required("protocol", Form::Id),
    required("method", Form::Text),
    required("uri", Form::Text),
    optional("documentation", Form::String),
    optional("host", Form::String),
    optional("resolvedHost", Form::String),
    optional("authScheme", Form::String),
    optional("queryParams", STRINGS),
    optional("forbidQueryParams", STRINGS),
    optional("requireQueryParams", STRINGS),
    optional("headers", STRING_MAP),
    optional("forbidHeaders", STRINGS),
    optional("requireHeaders", STRINGS),
    optional("body", Form::String),
    optional("bodyMediaType", Form::String),
    optional("params", Form::Object),
    optional("vendorParams", Form::Object),
    optional("vendorParamsShape", Form::Id),
    optional("tags", STRINGS),
    optional("appliesTo", APPLIES_TO),
];

const RESPONSE: &[FormField] = &[
    required("id", Form::Text),
    required("protocol", Form::Id),
    required("code", Form::Natural),
    optional("documentation", Form::String),
    optional("authScheme", Form::String),
    optional("headers", STRING_MAP),
    optional("forbidHeaders", STRINGS),
    optional("requireHeaders", STRINGS),
    optional("body", Form::String),
    optional("bodyMediaType", Form::String),
    optional("params", Form::Object),
    optional("vendorParams", Form::Object),
    optional("vendorParamsShape", Form::Id),
    optional("tags", STRINGS),
    optional("appliesTo", APPLIES_TO),
];

/// The texts of the request may contain parameters: `$name:L` is the value, and
/// `$name:S` the value as a JSON string.
const MALFORMED_REQUEST: &[FormField] = &[
    required("id", Form::Text),
    required("protocol", Form::Id),
    optional("documentation", Form::String),
    required(
        "request",
        Form::Structure(&[
            required("method", Form::Text),
            required("uri", Form::Text),
            optional("host", Form::String),
            optional("queryParams", STRINGS),
            optional("headers", STRING_MAP),
            optional("body", Form::String),
            optional("bodyMediaType", Form::String),
        ]),
    ),
    required(
        "response",
        Form::Structure(&[
            required("code", Form::Natural),
            optional("headers", STRING_MAP),
            optional(
                "body",
                Form::Structure(&[
                    required("mediaType", Form::String),
                    required(
                        "assertion",
                        Form::Structure(&[
                            optional("contents", Form::String),
                            optional("messageRegex", Form::String),
                        ]),
                    ),
                ]),
            ),
        ]),
    ),
    optional("tags", STRINGS),
    optional("testParameters", Form::Map(&STRINGS)),
];

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::EXAMPLES,
        Form::List(&Form::Structure(&[
            required("title", Form::String),
            optional("documentation", Form::String),
            optional("input", Form::Object),
            optional("output", Form::Object),
            optional(
                "error",
                Form::Structure(&[
                    required("shapeId", Form::Id),
                    optional("content", Form::Object),
                ]),
            ),
            optional("allowConstraintErrors", Form::Boolean),
        ])),
        Selector::OPERATION,
    )
    .compared()
    .docs(
        "Inputs with responses of the operation. They become examples in the \
        documentation. Blobs are base64 here.",
    ),
    Trait::new(
        ids::HTTP_REQUEST_TESTS,
        Form::List(&Form::Structure(REQUEST)),
        Selector::OPERATION,
    )
    .compared()
    .docs(
        "The request that a client sends for an input. Each becomes a test. \
        Blobs among the parameters are plain text, timestamps seconds since 1970.",
    )
    .tests(TestKind::Request),
    Trait::new(
        ids::HTTP_RESPONSE_TESTS,
        Form::List(&Form::Structure(RESPONSE)),
        RESPONSE_SELECTOR,
    )
    .compared()
    .docs(
        "The output that a client reads from a response. Each becomes a test. Blobs among \
        the parameters are plain text, timestamps seconds since 1970.",
    )
    .tests(TestKind::Response),
    Trait::new(
        ids::OPEN_RESPONSE_TESTS,
        Form::List(&Form::Structure(RESPONSE)),
        RESPONSE_SELECTOR,
    )
    .compared()
    .docs("Response tests with values that the model does not list, such as a future enum value.")
    .tests(TestKind::Response),
    Trait::new(
        ids::HTTP_MALFORMED_REQUEST_TESTS,
        Form::List(&Form::Structure(MALFORMED_REQUEST)),
        Selector::OPERATION,
    )
    .compared()
    .docs(
        "Requests that a server must reject. Each becomes a test of the server side; with \
        `testParameters`, one for each set of values.",
    )
    .tests(TestKind::Malformed),
    Trait::new(ids::EVENT_STREAM_TESTS, Form::Any, Selector::OPERATION)
        .docs("Tests of event streams."),
    Trait::new(ids::SMOKE_TESTS, Form::Any, Selector::OPERATION)
        .docs("Smoke tests: calls to a deployed service."),
];
