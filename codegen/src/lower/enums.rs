//! Enums and intEnums.

use crate::model::{EnumMember, Shape};
use crate::names::NameKind;
use crate::rust::{Enum, EnumValue, IntEnum, IntEnumValue};

use crate::sink::{Markdown, markdown};

use super::context::LowerContext;
use super::docs;

/// An enum.
pub(super) fn string_enum(
    context: &LowerContext<'_>,
    shape: &Shape,
    values: &[EnumMember<String>],
) -> Enum {
    let values = values.iter().map(|value| EnumValue {
        variant: context.member(shape, &value.name, NameKind::Variant),
        value: value.value.clone(),
        docs: docs::lower_or(
            context,
            &value.docs,
            markdown!("{}.", Markdown::code(&value.value)),
        ),
    });
    Enum {
        path: context.path(shape),
        module: context.module(shape),
        docs: docs::lower_or(context, &shape.docs, "An enum of strings.".into()),
        values: values.collect(),
        redacted: shape.sensitive,
    }
}

/// An intEnum.
pub(super) fn int_enum(
    context: &LowerContext<'_>,
    shape: &Shape,
    values: &[EnumMember<i32>],
) -> IntEnum {
    let values = values.iter().map(|value| IntEnumValue {
        variant: context.member(shape, &value.name, NameKind::Variant),
        value: value.value,
        docs: docs::lower_or(
            context,
            &value.docs,
            markdown!("{}.", Markdown::code(&value.value.to_string())),
        ),
    });
    IntEnum {
        path: context.path(shape),
        module: context.module(shape),
        docs: docs::lower_or(context, &shape.docs, "An enum of integers.".into()),
        values: values.collect(),
        redacted: shape.sensitive,
    }
}
