//! Types of values and their formats on the wire.

use crate::model::{Location, Member, Shape, ShapeId, ShapeKind, TimestampFormat, Written};
use crate::rust::{Codec, Sparsity, TextForm, Type};

use super::context::LowerContext;

/// The type of values of a shape.
pub(super) fn of_shape(context: &LowerContext<'_>, id: &ShapeId) -> Type {
    let shape = context.model.shape(id);
    match &shape.kind {
        ShapeKind::Boolean => Type::Bool,
        ShapeKind::Byte => Type::I8,
        ShapeKind::Short => Type::I16,
        ShapeKind::Integer => Type::I32,
        ShapeKind::Long => Type::I64,
        ShapeKind::Float => Type::F32,
        ShapeKind::Double => Type::F64,
        ShapeKind::Blob if shape.streaming => Type::Stream,
        ShapeKind::Blob if shape.json.is_some() => Type::Json,
        ShapeKind::Blob => Type::Bytes,
        ShapeKind::Timestamp => Type::Timestamp,
        ShapeKind::Enum(_) => Type::Enum(context.path(shape)),
        ShapeKind::IntEnum(_) => Type::IntEnum(context.path(shape)),
        ShapeKind::Structure(_) => Type::Struct(context.path(shape)),
        ShapeKind::Union(_) => Type::Union(context.path(shape)),
        ShapeKind::List(list) => Type::List(
            Box::new(of_shape(context, &list.member.target)),
            sparsity(list.sparse),
        ),
        ShapeKind::Map(map) => Type::Map(
            Box::new(of_shape(context, &map.value.target)),
            sparsity(map.sparse),
        ),
        ShapeKind::String => Type::String,
        ShapeKind::BigInteger => Type::BigInteger,
        ShapeKind::BigDecimal => Type::BigDecimal,
        ShapeKind::Document => Type::Document,
    }
}

/// The type of a member's values within its structure or union: boxed if the
/// structure would otherwise contain itself.
pub(super) fn of_member(context: &LowerContext<'_>, container: &Shape, member: &Member) -> Type {
    let ty = of_shape(context, &member.target);
    if context.cycles.are_connected(&container.id, &member.target) {
        Type::Boxed(Box::new(ty))
    } else {
        ty
    }
}

/// The format of a member in JSON.
pub(super) fn codec(context: &LowerContext<'_>, member: &Member) -> Codec {
    let plain = plain_codec(context, member);
    let is_text = context.model.shape(&member.target).kind == ShapeKind::String;
    let loose = match member.form.string_or_number {
        None => plain,
        Some(_) if is_text => Codec::LooseText,
        Some(Written::Number) => Codec::LooseNumber(Box::new(plain)),
        Some(Written::String) => Codec::NumberText(Box::new(plain)),
    };
    if member.form.json_text {
        Codec::JsonText(Box::new(loose))
    } else {
        loose
    }
}

/// The form without the traits of data models.
fn plain_codec(context: &LowerContext<'_>, member: &Member) -> Codec {
    match &context.model.shape(&member.target).kind {
        ShapeKind::Blob => Codec::Base64,
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => Codec::Integer,
        ShapeKind::Float | ShapeKind::Double => Codec::Float,
        ShapeKind::Timestamp => match member.timestamp_format {
            Some(TimestampFormat::DateTime) => Codec::DateTime,
            Some(TimestampFormat::HttpDate) => Codec::HttpDate,
            Some(TimestampFormat::EpochSeconds) | None => Codec::EpochSeconds,
        },
        ShapeKind::List(list) => Codec::List(
            Box::new(codec(context, &list.member)),
            sparsity(list.sparse),
        ),
        ShapeKind::Map(map) => {
            Codec::Map(Box::new(codec(context, &map.value)), sparsity(map.sparse))
        }
        _ => Codec::Plain,
    }
}

/// The format of a member that is not in the body, or of its elements: for
/// timestamps, the one of their trait or else the default of the location, and
/// base64 for strings with a media type in headers. `None` if it is the type's
/// own format.
pub(super) fn text_form(context: &LowerContext<'_>, member: &Member) -> Option<TextForm> {
    let mut innermost = member;
    while let ShapeKind::List(list) = &context.model.shape(&innermost.target).kind {
        innermost = &list.member;
    }
    let target = context.model.shape(&innermost.target);
    let in_header = matches!(member.location, Location::Header(_));
    match target.kind {
        ShapeKind::Timestamp => {
            let default = if in_header {
                TimestampFormat::HttpDate
            } else {
                TimestampFormat::DateTime
            };
            let format = innermost.timestamp_format.unwrap_or(default);
            Some(TextForm::Timestamp(format))
        }
        ShapeKind::String if in_header && target.media_type.is_some() => Some(TextForm::Base64),
        _ => None,
    }
}

/// Whether `Debug` of the owner must redact the value. Structures, unions and
/// enums redact themselves.
pub(super) fn redacted(context: &LowerContext<'_>, member: &Member) -> bool {
    let shape = context.model.shape(&member.target);
    match &shape.kind {
        ShapeKind::Structure(_) | ShapeKind::Union(_) => false,
        ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => false,
        ShapeKind::List(list) => shape.sensitive || redacted(context, &list.member),
        ShapeKind::Map(map) => {
            shape.sensitive || redacted(context, &map.key) || redacted(context, &map.value)
        }
        _ => shape.sensitive || member.sensitive,
    }
}

/// Whether entries may be null.
pub(super) fn sparsity(sparse: bool) -> Sparsity {
    if sparse {
        Sparsity::Sparse
    } else {
        Sparsity::Dense
    }
}
