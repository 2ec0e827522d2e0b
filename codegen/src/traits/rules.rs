//! The traits that the generator itself brings, for rules that Smithy has no
//! trait for.

use super::form::{Form, STRINGS, optional, required};
use super::{Place, Trait, ids};

const GROUPS: Form = Form::List(&STRINGS);

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(ids::EXACTLY_ONE_OF, GROUPS, Place::STRUCTURE)
        .says("Groups of members of which exactly one has to be set."),
    Trait::new(ids::AT_MOST_ONE_OF, GROUPS, Place::STRUCTURE)
        .says("Groups of members of which no more than one may be set."),
    Trait::new(
        ids::REQUIRED_KEYS,
        Form::Structure(&[
            optional("path", Form::Text),
            required("keys", Form::List(&Form::Text)),
            optional("ignoreCase", Form::Boolean),
        ]),
        Place::FIELD,
    )
    .says(
        "Keys that the map has to contain. `path` names the member that leads to the \
        map, `ignoreCase` lets upper and lower case of keys be the same.",
    ),
    Trait::new(ids::WORD_LIST, Form::List(&Form::Text), Place::SERVICE).says(
        "Brand words that are one word when names are cased, such as `WhatsApp` in \
        `send_whatsapp_message`.",
    ),
];
