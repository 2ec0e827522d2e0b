//! The generator's own traits, for rules for which Smithy has no trait.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::values::LENGTHS;
use super::{Kinds, Selector, Trait, ids};
use crate::model::ShapeType;

const GROUPS: Form = Form::List(&STRINGS);
const GROUP_SCHEMA: &str = r#"{ "items": {
    "type": "array", "items": { "type": "string" }, "minItems": 2, "uniqueItems": true
} }"#;

const LISTS: Kinds = Kinds::new(&[ShapeType::List]);
const PATHS: Form = Form::List(&Form::Text);
const PATHS_SCHEMA: &str = r#"{ "minItems": 1, "uniqueItems": true }"#;

const BOUNDS: Form = Form::Structure(&[
    optional("min", Form::Natural),
    optional("max", Form::Natural),
]);

/// The state of a member, other than its values.
const STATE: Form = Form::Structure(&[optional("length", BOUNDS), optional("pattern", Form::Text)]);

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(ids::EXACTLY_ONE_OF, GROUPS, Selector::STRUCTURE).compared()
        .docs("Groups of members of which exactly one must be set.")
        .schema(GROUP_SCHEMA),
    Trait::new(ids::AT_MOST_ONE_OF, GROUPS, Selector::STRUCTURE).compared()
        .docs("Groups of members of which at most one may be set.")
        .schema(GROUP_SCHEMA),
    Trait::new(
        ids::REQUIRED_KEYS,
        Form::Structure(&[
            optional("path", Form::Text),
            required("keys", Form::List(&Form::Text)),
            optional("ignoreCase", Form::Boolean),
        ]),
        Selector::FIELD,
    ).compared()
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
    ).compared()
    .docs(
        "Explanations of values that violate the constraints of the string. The error \
        has the `message` of the first entry with a `pattern` that the value matches.",
    )
    .schema(r#"{ "minItems": 1 }"#),
    Trait::new(
        ids::ARN_REGION,
        Form::Text,
        Selector::values(Kinds::new(&[ShapeType::String])),
    ).compared()
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
    Trait::new(ids::WORD_LIST, Form::List(&Form::Text), Selector::SERVICE).compared().docs(
        "Brand words that are one word when names are cased, such as `GitHub` in \
        `open_github_issue`.",
    ),
    Trait::new(ids::AT_LEAST_ONE_OF, GROUPS, Selector::STRUCTURE).compared()
        .docs("Groups of members of which at least one must be set.")
        .schema(GROUP_SCHEMA),
    Trait::new(
        ids::TOTALS,
        Form::List(&Form::Structure(&[
            required("path", Form::Text),
            optional("min", Form::Natural),
            optional("max", Form::Natural),
        ])),
        Selector::STRUCTURE,
    ).compared()
    .docs(
        "The number of entries that all lists at a path have together, such as the rows of \
        all sections at `sections.rows`. Both bounds are inclusive; one of them is optional.",
    )
    .schema(r#"{ "minItems": 1, "items": { "minProperties": 2 } }"#),
    Trait::new(ids::UNIQUE_BY, PATHS, Selector::values(LISTS)).compared()
        .docs(
            "Paths from an entry to a value, such as `reply.id`. Values at the same path must be \
            unique, across entries and in lists within an entry. Unset values are ignored.",
        )
        .schema(PATHS_SCHEMA),
    Trait::new(ids::UNIFORM, PATHS, Selector::values(LISTS)).compared()
        .docs(
            "Paths from an entry to a value that is the same in all entries: the value of an \
            enum, string, number or boolean, the member of a union. Unset values are ignored. \
            At paths to other types, all entries have a value, or none has.",
        )
        .schema(PATHS_SCHEMA),
    Trait::new(
        ids::CONDITIONS,
        Form::List(&Form::Structure(&[
            required("when", Form::Map(&Form::ListOr(&Form::Any, &STATE))),
            optional("require", Form::List(&Form::Text)),
            optional("forbid", Form::List(&Form::Text)),
            optional("reason", Form::Text),
            optional("advice", Form::Boolean),
        ])),
        Selector::STRUCTURE,
    ).compared()
    .docs(
        "Rules that apply when each member in `when` has one of the values, or any value for \
        `[]`. The values of a union are the names of its members. Instead of values, \
        `{\"length\": {\"min\": 2}}` tests the length of the member, and \
        `{\"pattern\": \"^\\\\+\"}` searches its text. Then the members in \
        `require` must be set, and those in `forbid` must not; without both, the values must \
        not be combined. Members of members have paths, such as `header.type`; paths in \
        `require` and `forbid` may go through lists and apply to each entry. With \
        `advice`, clients only warn.",
    )
    .schema(
        r#"{ "minItems": 1, "items": { "properties": {
            "when": { "minProperties": 1, "additionalProperties": {
                "items": { "type": ["string", "integer", "boolean"] }, "uniqueItems": true,
                "minProperties": 1, "maxProperties": 1,
                "properties": { "length": { "minProperties": 1 } }
            } },
            "require": { "minItems": 1, "uniqueItems": true },
            "forbid": { "minItems": 1, "uniqueItems": true }
        } } }"#,
    ),
    Trait::new(
        ids::ADVISED,
        Form::List(&Form::Structure(&[
            optional("length", BOUNDS),
            optional("utf16Length", BOUNDS),
            optional("bytes", BOUNDS),
            optional(
                "range",
                Form::Structure(&[optional("min", Form::Number), optional("max", Form::Number)]),
            ),
            optional("pattern", Form::String),
            optional("uniqueItems", MARK),
            required("message", Form::Text),
        ])),
        Selector::values(LENGTHS.or(Kinds::NUMBERS)),
    ).compared()
    .docs(
        "Limits on which sources disagree. Clients warn about values that exceed them, but send them. \
        An entry has one limit, of the form of Smithy's trait with its name; `bytes` is the \
        length of a string in UTF-8 and `utf16Length` that in UTF-16. The `message` is the \
        reason.",
    )
    .schema(
        r#"{ "minItems": 1, "items": { "minProperties": 2, "maxProperties": 2, "properties": {
            "length": { "minProperties": 1 },
            "utf16Length": { "minProperties": 1 },
            "bytes": { "minProperties": 1 },
            "range": { "minProperties": 1 }
        } } }"#,
    ),
    Trait::new(
        ids::JSON,
        Form::Structure(&[optional("root", Form::Any)]),
        Selector::shapes(Kinds::new(&[ShapeType::Blob])),
    ).compared()
    .docs(
        "The blob contains a JSON object. Clients accept text, bytes and JSON values for it, and \
        report content that is not an object. `root` is the id of the shape of the object in a \
        data model, or an array of ids.",
    )
    .schema(
        r##"{ "properties": { "root": {
            "anyOf": [{ "$ref": "#/$defs/id" }, {
                "type": "array", "items": { "$ref": "#/$defs/id" }, "minItems": 1, "uniqueItems": true
            }]
        } } }"##,
    )
    .conflicts(&[ids::STREAMING]),
];
