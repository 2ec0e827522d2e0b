//! Unions.

use crate::model::{Member, Shape};
use crate::names::Kind;
use crate::rust::{Union, UnionVariant};

use super::context::Context;
use super::{check, docs, ty};

/// A union.
pub(super) fn lower(context: &Context<'_>, shape: &Shape, members: &[Member]) -> Union {
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
        docs: docs::lower_or(context, &shape.docs, "A union.".into()),
        variants: variants.collect(),
        redacted: shape.sensitive,
        validated: context.usage.input_reachable.contains(&shape.id),
    }
}
