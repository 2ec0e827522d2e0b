//! Values of the model as expressions.

use crate::model::{EnumMember, Member, Node, Operation, Shape, ShapeId, ShapeKind};
use crate::names::Kind;
use crate::rust::{Construction, Field, Path, Type, Value};

use super::context::Context;
use super::{structure, ty};

/// A value of a shape. Blobs are given as plain text.
pub(super) fn of(context: &Context<'_>, target: &ShapeId, node: &Node) -> Value {
    let shape = context.model.shape(target);
    let empty = || Value::Empty(ty::of(context, target));
    match &shape.kind {
        ShapeKind::Boolean => node.as_bool().map_or_else(empty, Value::Bool),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => node
            .as_number()
            .and_then(|number| number.as_i64())
            .map_or_else(empty, Value::Integer),
        ShapeKind::Float | ShapeKind::Double => {
            let ty = ty::of(context, target);
            match node {
                Node::Number(number) => Value::Float(number.as_f64().to_string(), ty),
                Node::String(name) => Value::Float(name.clone(), ty),
                _ => empty(),
            }
        }
        ShapeKind::String => node
            .as_str()
            .map_or_else(empty, |text| Value::Text(text.to_owned())),
        ShapeKind::BigInteger | ShapeKind::BigDecimal => {
            let text = node.as_str().or_else(|| Some(node.as_number()?.as_str()));
            let ty = ty::of(context, target);
            text.map_or_else(empty, |text| Value::BigNumber(text.to_owned(), ty))
        }
        ShapeKind::Document => Value::Document(node.clone()),
        ShapeKind::Blob if shape.streaming => node
            .as_str()
            .map_or_else(empty, |text| Value::Stream(text.to_owned())),
        ShapeKind::Blob => node
            .as_str()
            .map_or_else(empty, |text| Value::Bytes(text.to_owned())),
        ShapeKind::Timestamp => millis(node).map_or_else(empty, Value::Timestamp),
        ShapeKind::Enum(values) => text_enum(context, shape, values, node),
        ShapeKind::IntEnum(values) => number_enum(context, shape, values, node),
        ShapeKind::List(list) => {
            let entries = node.as_array().unwrap_or_default();
            let entries = entries
                .iter()
                .map(|entry| entry_of(context, &list.member, entry));
            Value::List(entries.collect(), ty::of(context, target))
        }
        ShapeKind::Map(map) => {
            let entries = node.as_object().into_iter().flatten();
            let entries =
                entries.map(|(key, entry)| (key.clone(), entry_of(context, &map.value, entry)));
            Value::Map(entries.collect(), ty::of(context, target))
        }
        ShapeKind::Structure(parts) => {
            let fields = structure::fields(context, shape, &parts.members, Kind::Member);
            let construction = structure::nested_construction(context, shape, &fields);
            let path = context.path(shape);
            built(context, path, construction, &parts.members, &fields, node)
        }
        ShapeKind::Union(members) => union(context, shape, members, node),
    }
}

/// The default of a member. Those of blobs are in base64.
pub(super) fn default(context: &Context<'_>, target: &ShapeId, node: &Node) -> Value {
    let shape = context.model.shape(target);
    match (&shape.kind, node.as_str().and_then(decoded)) {
        (ShapeKind::Blob, Some(bytes)) => match String::from_utf8(bytes) {
            Ok(text) if shape.streaming => Value::Stream(text),
            Ok(text) => Value::Bytes(text),
            Err(error) => Value::Binary(error.into_bytes()),
        },
        _ => of(context, target, node),
    }
}

/// The input of an operation.
pub(super) fn input(context: &Context<'_>, operation: &Operation, node: &Node) -> Value {
    let path = context.input(operation);
    Value::Struct(path, Vec::new(), setters(context, operation, node))
}

/// The members of an input with the setters that take them.
pub(super) fn setters(
    context: &Context<'_>,
    operation: &Operation,
    node: &Node,
) -> Vec<(proc_macro2::Ident, Value)> {
    let shape = context.model.shape(&operation.input);
    let members = context.model.members(&operation.input);
    let fields = structure::fields(context, shape, members, Kind::InputMember);
    set(context, members, &fields, node, |_| true)
}

/// The output of an operation.
pub(super) fn output(context: &Context<'_>, operation: &Operation, node: &Node) -> Value {
    let shape = context.model.shape(&operation.output);
    let members = context.model.members(&operation.output);
    let fields = structure::fields(context, shape, members, Kind::Member);
    let path = context.output(operation);
    built(context, path, Construction::Empty, members, &fields, node)
}

/// A structure as its `new` and its setters make it.
fn built(
    context: &Context<'_>,
    path: Path,
    construction: Construction,
    members: &[Member],
    fields: &[Field],
    node: &Node,
) -> Value {
    let given =
        |field: &Field| construction == Construction::Required && structure::is_given(field);
    let arguments = members.iter().zip(fields).filter(|(_, field)| given(field));
    let arguments = arguments.map(|(member, field)| match node.get(&member.name) {
        Some(value) if !value.is_null() => of(context, &member.target, value),
        _ => Value::Empty(field.ty.clone()),
    });
    Value::Struct(
        path,
        arguments.collect(),
        set(context, members, fields, node, |field| !given(field)),
    )
}

/// The setters that give the members of `node`, and their arguments.
fn set(
    context: &Context<'_>,
    members: &[Member],
    fields: &[Field],
    node: &Node,
    wanted: impl Fn(&Field) -> bool,
) -> Vec<(proc_macro2::Ident, Value)> {
    members
        .iter()
        .zip(fields)
        .filter(|(_, field)| wanted(field))
        .filter_map(|(member, field)| {
            let value = node.get(&member.name).filter(|value| !value.is_null())?;
            Some((field.with.clone(), of(context, &member.target, value)))
        })
        .collect()
}

fn union(context: &Context<'_>, shape: &Shape, members: &[Member], node: &Node) -> Value {
    let path = context.path(shape);
    let chosen = members.iter().find_map(|member| {
        let value = node.get(&member.name).filter(|value| !value.is_null())?;
        Some((member, value))
    });
    match chosen {
        Some((member, value)) => {
            let variant = context.member(shape, &member.name, Kind::UnionVariant);
            let inner = of(context, &member.target, value);
            let inner = match ty::of_member(context, shape, member) {
                Type::Boxed(_) => Value::Boxed(Box::new(inner)),
                _ => inner,
            };
            Value::Union(path, variant, Box::new(inner))
        }
        None => Value::Empty(Type::Union(path)),
    }
}

fn text_enum(
    context: &Context<'_>,
    shape: &Shape,
    values: &[EnumMember<String>],
    node: &Node,
) -> Value {
    let path = context.path(shape);
    let text = node.as_str().unwrap_or_default();
    match values.iter().find(|known| known.value == text) {
        Some(known) => Value::Variant(path, context.member(shape, &known.name, Kind::Variant)),
        None => Value::UnknownText(path, text.to_owned()),
    }
}

fn number_enum(
    context: &Context<'_>,
    shape: &Shape,
    values: &[EnumMember<i32>],
    node: &Node,
) -> Value {
    let path = context.path(shape);
    let number = node
        .as_number()
        .and_then(|number| number.as_i64())
        .unwrap_or_default();
    match values.iter().find(|known| i64::from(known.value) == number) {
        Some(known) => Value::Variant(path, context.member(shape, &known.name, Kind::Variant)),
        None => Value::UnknownNumber(path, number),
    }
}

fn entry_of(context: &Context<'_>, member: &Member, node: &Node) -> Option<Value> {
    (!node.is_null()).then(|| of(context, &member.target, node))
}

/// The text that is written here in base64, as blobs are in examples; the
/// text itself, when it is something else.
pub(super) fn unencoded(text: &str) -> String {
    decoded(text)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for character in text.trim_end_matches('=').bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// Milliseconds since 1970 of epoch seconds, or of a date and time in UTC.
fn millis(node: &Node) -> Option<i64> {
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
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let numbers = |text: &str, by: char| -> Option<Vec<i64>> {
        text.split(by).map(|part| part.parse().ok()).collect()
    };
    let [year, month, day] = numbers(date, '-')?.try_into().ok()?;
    let [hour, minute, second] = numbers(time, ':')?.try_into().ok()?;
    let millis: i64 = format!("{fraction:0<3.3}").parse().ok()?;
    // Days since 1970 in the Gregorian calendar, with years from March on, so
    // that the leap day comes last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_of_examples_are_decoded() {
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
    fn times_are_read_to_the_millisecond() {
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
