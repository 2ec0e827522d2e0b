//! Documentation traits.

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
    .docs("The human-readable name of the service."),
    Trait::new(ids::DOCUMENTATION, Form::String, Selector::ANYWHERE)
        .compared()
        .docs(
            "The documentation, in CommonMark. The first sentence is a summary. It \
        becomes the documentation of the client.",
        ),
    Trait::new(ids::EXTERNAL_DOCUMENTATION, STRING_MAP, Selector::ANYWHERE)
        .compared()
        .docs("Links to further documentation: titles and URLs."),
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
        .docs("The version or date that introduced it."),
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
    .docs("Setting the member is recommended, but not required.")
    .conflicts(&[ids::REQUIRED]),
    Trait::new(ids::TAGS, STRINGS, Selector::ANYWHERE)
        .compared()
        .docs("Tags by which tools can group shapes."),
    Trait::new(ids::SUPPRESS, STRINGS, Selector::ANYWHERE).docs(
        "Warnings that are not reported here, by their codes. Ids of other forms are for other \
            Smithy tools.",
    ),
];
