//! The traits of data models: JSON that does not belong to an operation, in
//! forms for which Smithy has no traits.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};
use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeType;

const STRUCTURES: Kinds = Kinds::new(&[ShapeType::Structure]);
const UNIONS: Kinds = Kinds::new(&[ShapeType::Union]);

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::ROOT,
        Form::Choice(&["read", "written"]),
        Selector::shapes(STRUCTURES.or(UNIONS)),
    )
    .compared()
    .docs(
        "A value that callers read, or one that they write. Everything that a written \
        value contains is validated.",
    ),
    Trait::new(
        ids::TAGGED,
        Form::Structure(&[
            required("tag", Form::Text),
            optional("content", Form::Choice(&["member", "inline"])),
            optional("optional", STRINGS),
            optional("ignoreCase", Form::Boolean),
        ]),
        Selector::shapes(UNIONS),
    )
    .compared()
    .docs(
        "The variant is named by a member of the object, the tag. Its value is in a member of \
        the same name (`member`, the default), or its members are next to the tag (`inline`). \
        `optional` lists variants whose value may be absent, which means empty. `ignoreCase` \
        reads the tag in any case.",
    ),
    Trait::new(ids::FLATTENED, MARK, Selector::members(STRUCTURES, UNIONS))
        .exclusive(super::Exclusive::Member)
        .changes(
            Rule::WireForm,
            MarkChange::new(
                Class::Wire,
                "is now flattened: tag and content are among the other members, were in an object",
            ),
            MarkChange::new(
                Class::Wire,
                "is now an object: tag and content were among the other members",
            ),
        )
        .docs("The tag and the content of the union are among the other members."),
    Trait::new(
        ids::CONSTANT,
        Form::Any,
        Selector::members(
            STRUCTURES,
            Kinds::new(&[
                ShapeType::String,
                ShapeType::Boolean,
                ShapeType::Integer,
                ShapeType::Long,
            ]),
        ),
    )
    .compared()
    .conflicts(&[ids::REQUIRED, ids::DEFAULT])
    .docs("The member always has this value; callers do not set it.")
    .schema(r#"{ "type": ["string", "boolean", "integer"] }"#),
    Trait::new(
        ids::STRING_OR_NUMBER,
        Form::Structure(&[required("written", Form::Choice(&["number", "string"]))]),
        Selector::values(Kinds::NUMBERS.and(&[ShapeType::String, ShapeType::Timestamp])),
    )
    .compared()
    .docs("The value is read from a string or a number, and written in the given form."),
    Trait::new(ids::JSON_TEXT, MARK, Selector::FIELD)
        .compared()
        .docs("The value is JSON in a string. The JSON itself is read, too."),
];
