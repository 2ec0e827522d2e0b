//! Unions.

use crate::model::{Content, Member, Shape};
use crate::names::NameKind;
use crate::rust::{DebugForm, TaggedForm, Union, UnionVariant};

use super::context::LowerContext;
use super::{check, data, docs, shown, ty};

/// A union.
pub(super) fn lower(context: &LowerContext<'_>, shape: &Shape, members: &[Member]) -> Union {
    let variants = members.iter().map(|member| variant(context, shape, member));
    let variants: Vec<UnionVariant> = variants.collect();
    let any_redacted = variants.iter().any(|variant| variant.redacted);
    Union {
        path: context.path(shape),
        module: context.module(shape),
        model_name: shape.name.clone(),
        docs: docs::lower_or(context, &shape.docs, "A union.".into()),
        unwritable: format!("an unknown member of {} cannot be sent", shape.name),
        tagged: shape.tagged.as_ref().map(|tagged| TaggedForm {
            expected: data::expected(&shape.name),
            tag: tagged.tag.clone(),
            ignore_case: tagged.ignore_case,
            inline: tagged.content == Content::Inline,
        }),
        is_written_root: data::is_written_root(context, &shape.id),
        debug: DebugForm::new(shape.sensitive, any_redacted),
        sensitive: shape.sensitive,
        validated: context.usage.input_reachable.contains(&shape.id),
        variants,
    }
}

fn variant(context: &LowerContext<'_>, shape: &Shape, member: &Member) -> UnionVariant {
    let has_value = shape.tagged.is_none() || !member.target.is_unit();
    let variant = context.member(shape, &member.name, NameKind::UnionVariant);
    UnionVariant {
        shown_name: shown::through_variant(shape, member, &variant),
        variant,
        wire_name: member.wire_name().to_owned(),
        docs: docs::of_member(context, member),
        ty: ty::of_member(context, shape, member),
        is_optional: shape
            .tagged
            .as_ref()
            .is_some_and(|tagged| tagged.optional.contains(&member.name)),
        has_value,
        codec: ty::codec(context, member),
        redacted: ty::redacted(context, member),
        rule: check::of_member(context, shape, member).filter(|_| has_value),
    }
}
