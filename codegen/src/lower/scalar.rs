//! Values without members: defaults, and the leaves of other values.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;

use crate::model::{EnumMember, Node, Shape, ShapeId, ShapeKind};
use crate::names::NameKind;
use crate::rust::Value;

use super::context::LowerContext;
use super::ty;

/// The default of a member. Smithy allows defaults for simple shapes, and empty
/// ones for lists and maps. Defaults of blobs are in base64.
pub(super) fn default(context: &LowerContext<'_>, target: &ShapeId, node: &Node) -> Value {
    let shape = context.model.shape(target);
    match (&shape.kind, node.as_str().and_then(decoded)) {
        (ShapeKind::Blob, Some(bytes)) => match String::from_utf8(bytes) {
            Ok(text) if shape.streaming => Value::Stream(text),
            Ok(text) if shape.json.is_some() => Value::Json(text),
            Ok(text) => Value::Bytes(text),
            // JSON is text.
            Err(_) if shape.json.is_some() => Value::Empty(ty::of_shape(context, target)),
            Err(error) => Value::Binary(error.into_bytes()),
        },
        (ShapeKind::List(_), _) => Value::List(Vec::new(), ty::of_shape(context, target)),
        (ShapeKind::Map(_), _) => Value::Map(Vec::new(), ty::of_shape(context, target)),
        _ => lower(context, shape, node),
    }
}

/// A value of a shape that is not a list, map, structure or union. Blobs are
/// plain text. A value that does not match the shape becomes an empty one.
pub(super) fn lower(context: &LowerContext<'_>, shape: &Shape, node: &Node) -> Value {
    let ty = || ty::of_shape(context, &shape.id);
    let text = || node.as_str().map(str::to_owned);
    let integer = || node.as_number().and_then(|number| number.as_i64());
    let value = match &shape.kind {
        ShapeKind::Boolean => node.as_bool().map(Value::Bool),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            integer().map(Value::Integer)
        }
        ShapeKind::Float | ShapeKind::Double => match node {
            Node::Number(number) => Some(Value::Float(number.as_f64().to_string(), ty())),
            Node::String(name) => Some(Value::Float(name.clone(), ty())),
            _ => None,
        },
        ShapeKind::String => text().map(Value::Text),
        ShapeKind::BigInteger | ShapeKind::BigDecimal => {
            let text = node.as_str().or_else(|| Some(node.as_number()?.as_str()));
            text.map(|text| Value::BigNumber(text.to_owned(), ty()))
        }
        ShapeKind::Document => Some(Value::Document(node.clone())),
        ShapeKind::Blob if shape.streaming => text().map(Value::Stream),
        ShapeKind::Blob if shape.json.is_some() => text().map(Value::Json),
        ShapeKind::Blob => text().map(Value::Bytes),
        ShapeKind::Timestamp => milliseconds(node).map(Value::Timestamp),
        ShapeKind::Enum(values) => Some(string_enum(context, shape, values, node)),
        ShapeKind::IntEnum(values) => {
            let number = integer().unwrap_or_default();
            Some(int_enum(context, shape, values, number))
        }
        ShapeKind::List(_) | ShapeKind::Map(_) | ShapeKind::Structure(_) | ShapeKind::Union(_) => {
            None
        }
    };
    value.unwrap_or_else(|| Value::Empty(ty()))
}

fn string_enum(
    context: &LowerContext<'_>,
    shape: &Shape,
    values: &[EnumMember<String>],
    node: &Node,
) -> Value {
    let path = context.path(shape);
    let text = node.as_str().unwrap_or_default();
    match values.iter().find(|known| known.value == text) {
        Some(known) => Value::Variant(path, context.member(shape, &known.name, NameKind::Variant)),
        None => Value::UnknownText(path, text.to_owned()),
    }
}

fn int_enum(
    context: &LowerContext<'_>,
    shape: &Shape,
    values: &[EnumMember<i32>],
    number: i64,
) -> Value {
    let path = context.path(shape);
    match values.iter().find(|known| i64::from(known.value) == number) {
        Some(known) => Value::Variant(path, context.member(shape, &known.name, NameKind::Variant)),
        None => Value::UnknownNumber(path, number),
    }
}

/// Decodes base64, the form of blobs in examples; returns `text` if it is not
/// base64.
pub(super) fn unencoded(text: &str) -> String {
    decoded(text)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text).ok()
}

/// Milliseconds since 1970 of epoch seconds, or of a date and time in UTC.
fn milliseconds(node: &Node) -> Option<i64> {
    match node {
        Node::Number(number) => Some(match number.as_i64() {
            Some(seconds) => seconds.saturating_mul(1000),
            #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
            None => (number.as_f64() * 1000.0).round() as i64,
        }),
        Node::String(text) => date_time(text),
        _ => None,
    }
}

/// `2024-10-10T00:00:00.123Z` in milliseconds since 1970.
fn date_time(text: &str) -> Option<i64> {
    let timestamp: Timestamp = text.parse().ok()?;
    Some(timestamp.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_blobs_of_examples() {
        for (text, expected) in [
            ("aGk=", "hi"),
            ("e30=", "{}"),
            ("eyJhIjoxfQ==", r#"{"a":1}"#),
            ("not base64", "not base64"),
            ("/w==", "/w=="),
            ("", ""),
        ] {
            assert_eq!(unencoded(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_times_to_the_millisecond() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-10-10T00:00:00.123Z", Some(1_728_518_400_123)),
            ("2024-02-29T23:59:59.5Z", Some(1_709_251_199_500)),
            ("1969-12-31T23:59:59Z", Some(-1000)),
            ("2024-10-10", None),
            ("yesterday", None),
        ] {
            assert_eq!(date_time(text), expected, "{text}");
        }
    }
}
