//! Traits of resources. They have no effect on a client.

use super::form::{Form, MARK, optional};
use super::{Selector, Trait, ids};

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(ids::REFERENCES, Form::Any, Selector::ANYWHERE)
        .docs("Resources that the shape refers to, and the members that identify them."),
    Trait::new(ids::RESOURCE_IDENTIFIER, Form::Text, Selector::FIELD)
        .docs("The member identifies a resource under this name."),
    Trait::new(ids::NO_REPLACE, MARK, Selector::ANYWHERE)
        .docs("The resource's `put` cannot replace what exists."),
    Trait::new(
        ids::PROPERTY,
        Form::Structure(&[optional("name", Form::Text)]),
        Selector::FIELD,
    )
    .docs("The member is a property of the resource, possibly under another name."),
    Trait::new(ids::NOT_PROPERTY, MARK, Selector::ANYWHERE)
        .docs("The member is not a property of the resource."),
    Trait::new(ids::NESTED_PROPERTIES, MARK, Selector::FIELD)
        .docs("The properties of the resource are inside of this member."),
    Trait::new(ids::ARN, Form::Object, Selector::ANYWHERE).docs("The form of the resource's ARN."),
    Trait::new(ids::ARN_REFERENCE, Form::Object, Selector::ANYWHERE)
        .docs("The text is the ARN of a resource."),
    Trait::new(ids::AWS_DATA, Form::String, Selector::ANYWHERE)
        .docs("Which kind of data it holds, for reviews of privacy."),
    Trait::new(ids::TAGGABLE, Form::Object, Selector::ANYWHERE).docs("The resource can be tagged."),
];
