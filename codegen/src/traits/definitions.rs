//! Traits of shapes that define traits, and of mixins.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};

const DATA: Kinds = Kinds::SIMPLE.or(Kinds::AGGREGATES);

const VALIDATORS: Form = Form::Map(&Form::Structure(&[
    required("selector", Form::Text),
    optional("message", Form::String),
    optional(
        "severity",
        Form::Choice(&["NOTE", "WARNING", "DANGER", "ERROR"]),
    ),
]));

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::TRAIT,
        Form::Structure(&[
            optional("selector", Form::String),
            optional("structurallyExclusive", Form::Choice(&["member", "target"])),
            optional("conflicts", STRINGS),
            optional("breakingChanges", Form::List(&Form::Object)),
        ]),
        Selector::shapes(DATA),
    )
    .docs(
        "The shape defines a trait with the same id. Its type is that of the trait's value. \
        `selector` selects the shapes to which the trait applies.",
    ),
    Trait::new(ids::PROTOCOL_DEFINITION, Form::Object, Selector::STRUCTURE)
        .docs("The trait that this shape defines declares a protocol.")
        .requires(&[ids::TRAIT]),
    Trait::new(ids::AUTH_DEFINITION, Form::Object, Selector::STRUCTURE)
        .compared()
        .docs("The trait that this shape defines declares an authentication scheme.")
        .requires(&[ids::TRAIT]),
    Trait::new(ids::TRAIT_VALIDATORS, VALIDATORS, Selector::ANYWHERE)
        .docs("Rules for shapes with the trait that this shape defines."),
    Trait::new(
        ids::MIXIN,
        Form::Structure(&[
            optional("localTraits", STRINGS),
            optional("interface", Form::Boolean),
        ]),
        Selector::shapes(Kinds::ALL),
    )
    .docs("Shapes that list this one among their `mixins` inherit its members and traits."),
    Trait::new(ids::UNIT_TYPE, MARK, Selector::STRUCTURE)
        .docs("The structure has no value. Only `smithy.api#Unit` has this trait."),
    Trait::new(ids::PRIVATE, MARK, Selector::ANYWHERE)
        .docs("Only shapes in the same namespace may target the shape."),
    Trait::new(ids::ENDPOINTS_MODIFIER, Form::Object, Selector::STRUCTURE)
        .docs("The trait that this shape defines changes endpoints."),
];
