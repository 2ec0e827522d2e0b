//! The traits of the generator itself, for rules that Smithy has no trait for.

use super::form::{Form, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};
use crate::model::ShapeType;

const GROUPS: Form = Form::List(&STRINGS);
const GROUP_SCHEMA: &str = r#"{ "items": {
    "type": "array", "items": { "type": "string" }, "minItems": 2, "uniqueItems": true
} }"#;

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(ids::EXACTLY_ONE_OF, GROUPS, Selector::STRUCTURE)
        .docs("Groups of members of which exactly one must be set.")
        .schema(GROUP_SCHEMA),
    Trait::new(ids::AT_MOST_ONE_OF, GROUPS, Selector::STRUCTURE)
        .docs("Groups of members that must not be set together.")
        .schema(GROUP_SCHEMA),
    Trait::new(
        ids::REQUIRED_KEYS,
        Form::Structure(&[
            optional("path", Form::Text),
            required("keys", Form::List(&Form::Text)),
            optional("ignoreCase", Form::Boolean),
        ]),
        Selector::FIELD,
    )
    .docs(
        "Keys that the map must contain. `path` is the member with the map, and \
        `ignoreCase` ignores the case of keys.",
    ),
    Trait::new(
        ids::MISTAKES,
        Form::List(&Form::Structure(&[
            required("pattern", Form::Text),
            required("message", Form::Text),
        ])),
        Selector::values(Kinds::new(&[ShapeType::String])),
    )
    .docs(
        "Explanations of values that violate the constraints of the string. The error \
        has the `message` of the first entry with a `pattern` that the value matches.",
    )
    .schema(r#"{ "minItems": 1 }"#),
    Trait::new(
        ids::ARN_REGION,
        Form::Text,
        Selector::values(Kinds::new(&[ShapeType::String])),
    )
    .docs(
        "The Region of an ARN in the string must be that of the client. The value says what \
        to use instead, and is the end of the error.",
    ),
    Trait::new(ids::UNDECIDED, Form::Text, Selector::OPERATION)
        .docs(
            "Marks an operation whose author has not decided about `readonly` and \
            `idempotent`. `cargo xtask upstream --scaffold` writes it with the promise of the \
            upstream description; no client is generated until it is replaced.",
        )
        .conflicts(&[ids::READONLY, ids::IDEMPOTENT]),
    Trait::new(ids::WORD_LIST, Form::List(&Form::Text), Selector::SERVICE).docs(
        "Brand words that are one word when names are cased, such as `WhatsApp` in \
        `send_whatsapp_message`.",
    ),
];
