//! Data models.

use crate::model::{Constant, Member, RootUse, Shape, ShapeId, ShapeKind};
use crate::rust::{Codec, DataForm, DataMember, Field, Type, Value};

use super::context::LowerContext;

/// The wire format of a structure; `None` outside data models.
pub(super) fn form_of_structure(
    context: &LowerContext<'_>,
    shape: &Shape,
    own: &[Field],
) -> Option<DataForm> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return None;
    };
    if !context.model.is_data_model() {
        return None;
    }
    let mut own = own.iter();
    let members = structure.members.iter().filter_map(|member| {
        let wire_name = member.wire_name().to_owned();
        if let Some(constant) = &member.form.constant {
            return Some(DataMember::Constant(wire_name, value(constant)));
        }
        let field = own.next()?.reference();
        Some(if member.form.flattened {
            DataMember::Flattened(field)
        } else {
            DataMember::Field(field)
        })
    });
    Some(DataForm {
        expected: expected(&shape.name),
        members: members.collect(),
    })
}

/// The description of the expected object, for errors.
pub(super) fn expected(model_name: &str) -> String {
    format!("an object ({model_name})")
}

/// Returns whether callers write values of a shape as a whole.
pub(super) fn is_written_root(context: &LowerContext<'_>, id: &ShapeId) -> bool {
    let used = context
        .model
        .data
        .as_ref()
        .and_then(|data| data.roots.get(id));
    used == Some(&RootUse::Written)
}

/// A constant as a literal.
fn value(constant: &Constant) -> Value {
    match constant {
        Constant::Text(text) => Value::Text(text.clone()),
        Constant::Integer(number) => Value::Integer(*number),
        Constant::Bool(value) => Value::Bool(*value),
    }
}

/// Returns the members of a structure by their JSON names, each with a
/// description of the form of its values.
pub(super) fn forms(structure: &[Member], own: &[Field]) -> Vec<(String, String)> {
    let mut own = own.iter();
    let forms = structure.iter().filter_map(|member| {
        let form = match &member.form.constant {
            Some(constant) => constant.to_string(),
            None => {
                let field = own.next()?;
                if member.form.flattened {
                    return None;
                }
                form(&field.ty, &field.codec).to_owned()
            }
        };
        Some((member.wire_name().to_owned(), form))
    });
    forms.collect()
}

/// Describes the form of values.
fn form(ty: &Type, codec: &Codec) -> &'static str {
    match (codec, ty) {
        (Codec::JsonText(_), _) => "JSON in a string",
        (Codec::LooseText | Codec::LooseNumber(_) | Codec::NumberText(_), _) => {
            "a string or a number"
        }
        (Codec::DateTime, _) => "a time in RFC 3339",
        (Codec::HttpDate, _) => "an HTTP date",
        (Codec::EpochSeconds, _) => "seconds since 1970",
        (Codec::Base64, _) => "base64",
        (_, Type::Boxed(inner)) => form(inner, codec),
        (_, Type::Bool) => "true or false",
        (_, Type::String | Type::Enum(_)) => "a string",
        (_, Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::BigInteger | Type::IntEnum(_)) => {
            "an integer"
        }
        (_, Type::F32 | Type::F64 | Type::BigDecimal) => "a number",
        (_, Type::List(..)) => "a list",
        (_, Type::Struct(_) | Type::Union(_) | Type::Map(..)) => "an object",
        (_, Type::Bytes | Type::Json | Type::Stream | Type::Timestamp | Type::Document) => {
            "a value"
        }
    }
}
