//! Traits of resources. They have no effect on a client, beyond its documentation.

use super::form::{Form, MARK, STRING_MAP, optional, required};
use super::{Exclusive, Kinds, Selector, Trait, ids};
use crate::model::ShapeType;

const STRUCTURES: Kinds = Kinds::new(&[ShapeType::Structure]);
const RESOURCE: Selector = Selector::shapes(Kinds::new(&[ShapeType::Resource]));
/// Members of structures, and definitions of traits.
const NOT_PROPERTIES: Selector = Selector {
    shapes: Kinds::SIMPLE.or(Kinds::AGGREGATES),
    members_of: STRUCTURES,
    targets: Kinds::ALL,
};

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::REFERENCES,
        Form::List(&Form::Structure(&[
            required("resource", Form::Id),
            optional("ids", STRING_MAP),
            optional("service", Form::Id),
            optional("rel", Form::Text),
        ])),
        Selector::shapes(STRUCTURES.or(Kinds::STRINGS)),
    )
    .docs("Resources that the shape refers to, and the members that identify them."),
    Trait::new(
        ids::RESOURCE_IDENTIFIER,
        Form::Text,
        Selector::members(STRUCTURES, Kinds::STRINGS),
    )
    .docs("The member identifies a resource under this name.")
    .requires(&[ids::REQUIRED]),
    Trait::new(ids::NO_REPLACE, MARK, RESOURCE)
        .docs("The resource's `put` cannot replace an existing resource."),
    Trait::new(
        ids::PROPERTY,
        Form::Structure(&[optional("name", Form::Text)]),
        Selector::FIELD,
    )
    .docs("The member is a property of the resource, possibly under another name.")
    .conflicts(&[ids::RESOURCE_IDENTIFIER]),
    Trait::new(ids::NOT_PROPERTY, MARK, NOT_PROPERTIES)
        .docs("The member is not a property of the resource."),
    Trait::new(
        ids::NESTED_PROPERTIES,
        MARK,
        Selector::members(STRUCTURES, STRUCTURES),
    )
    .docs("The properties of the resource are inside this member.")
    .exclusive(Exclusive::Member),
    Trait::new(ids::ARN, Form::Object, RESOURCE).docs("The format of the resource's ARN."),
    Trait::new(
        ids::ARN_REFERENCE,
        Form::Structure(&[
            optional("type", Form::Text),
            optional("service", Form::Id),
            optional("resource", Form::Id),
        ]),
        Selector::values(Kinds::STRINGS),
    )
    .compared()
    .docs(
        "The text is the ARN of a resource. `type` is the type of the resource in \
        CloudFormation, such as `AWS::IAM::Role`, and part of the documentation.",
    ),
    Trait::new(ids::AWS_DATA, Form::String, Selector::ANYWHERE)
        .docs("The kind of data that the shape holds, for privacy reviews."),
    Trait::new(ids::TAGGABLE, Form::Object, RESOURCE).docs("The resource can be tagged."),
];
