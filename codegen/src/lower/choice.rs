//! Enums and unions.

use crate::model::{EnumMember, Member, Shape};
use crate::names::Kind;
use crate::rust::{Enum, EnumValue, IntEnum, IntEnumValue, Union, UnionVariant};

use super::context::Context;
use super::{check, docs, ty};

/// An enum of text.
pub(super) fn text(context: &Context<'_>, shape: &Shape, values: &[EnumMember<String>]) -> Enum {
    let values = values.iter().map(|value| EnumValue {
        variant: context.member(shape, &value.name, Kind::Variant),
        value: value.value.clone(),
        docs: docs::lower_or(context, &value.docs, &format!("`{}`.", value.value)),
    });
    Enum {
        path: context.path(shape),
        module: context.module(shape),
        docs: docs::lower_or(context, &shape.docs, "One of several known values."),
        values: values.collect(),
        redacted: shape.sensitive,
    }
}

/// An enum of numbers.
pub(super) fn number(context: &Context<'_>, shape: &Shape, values: &[EnumMember<i32>]) -> IntEnum {
    let values = values.iter().map(|value| IntEnumValue {
        variant: context.member(shape, &value.name, Kind::Variant),
        value: value.value,
        docs: docs::lower_or(context, &value.docs, &format!("{}.", value.value)),
    });
    IntEnum {
        path: context.path(shape),
        module: context.module(shape),
        docs: docs::lower_or(context, &shape.docs, "One of several known numbers."),
        values: values.collect(),
        redacted: shape.sensitive,
    }
}

/// A union.
pub(super) fn union(context: &Context<'_>, shape: &Shape, members: &[Member]) -> Union {
    let variants = members.iter().map(|member| UnionVariant {
        variant: context.member(shape, &member.name, Kind::UnionVariant),
        model_name: member.name.clone(),
        wire_name: member.wire_name().to_owned(),
        docs: docs::of_member(context, member),
        ty: ty::of_member(context, shape, member),
        codec: ty::codec(context, member),
        redacted: ty::redacted(context, member),
        rule: check::of_member(context, shape, member),
    });
    Union {
        path: context.path(shape),
        module: context.module(shape),
        model_name: shape.name.clone(),
        docs: docs::lower_or(context, &shape.docs, "One of several members."),
        variants: variants.collect(),
        redacted: shape.sensitive,
        validated: context.usage.sent.contains(&shape.id),
    }
}
