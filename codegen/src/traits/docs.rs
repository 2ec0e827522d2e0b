//! Traits that describe a shape to readers.

use super::form::{Form, MARK, STRING_MAP, STRINGS, optional};
use super::{Kinds, Selector, Trait, ids};
use crate::model::ShapeType;

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::TITLE,
        Form::Text,
        Selector::shapes(Kinds::new(&[ShapeType::Service, ShapeType::Resource])),
    )
    .compared()
    .docs("The name of the service for people."),
    Trait::new(ids::DOCUMENTATION, Form::String, Selector::ANYWHERE)
        .compared()
        .docs(
            "The documentation, in CommonMark. The first sentence is a summary. It \
        becomes the documentation of the client.",
        ),
    Trait::new(ids::EXTERNAL_DOCUMENTATION, STRING_MAP, Selector::ANYWHERE)
        .compared()
        .docs("Where to read more: titles and addresses."),
    Trait::new(
        ids::DEPRECATED,
        Form::Structure(&[
            optional("message", Form::String),
            optional("since", Form::String),
        ]),
        Selector::ANYWHERE,
    )
    .compared()
    .docs(
        "It should no longer be used. `message` names the replacement, `since` the \
        version or date.",
    ),
    Trait::new(ids::SINCE, Form::String, Selector::ANYWHERE)
        .compared()
        .docs("The version or date that brought it."),
    Trait::new(ids::UNSTABLE, MARK, Selector::ANYWHERE)
        .compared()
        .docs("It may change without notice."),
    Trait::new(ids::INTERNAL, MARK, Selector::ANYWHERE)
        .compared()
        .docs("It is not meant for customers."),
    Trait::new(
        ids::RECOMMENDED,
        Form::Structure(&[optional("reason", Form::String)]),
        Selector::FIELD,
    )
    .compared()
    .docs("The member should be set, although it need not be.")
    .conflicts(&[ids::REQUIRED]),
    Trait::new(ids::TAGS, STRINGS, Selector::ANYWHERE)
        .compared()
        .docs("Words to group shapes by, for tools."),
    Trait::new(ids::SUPPRESS, STRINGS, Selector::ANYWHERE).docs(
        "Warnings that are not reported here, by their codes. Ids of other forms are for other \
            Smithy tools.",
    ),
];
