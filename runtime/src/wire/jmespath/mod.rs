//! Paths into inputs and outputs, as waiters and rules for endpoints have
//! them: [JMESPath](https://jmespath.org/specification.html). Generated code has
//! them parsed already.

mod functions;
mod slice;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

pub use functions::Function;
pub use slice::Slice;

/// An expression. Members go by their names on the wire.
#[derive(Debug)]
pub enum Path {
    /// `@`: the value itself.
    Current,
    /// A member.
    Field(&'static str),
    /// An element; negative numbers count from the end.
    Index(i64),
    /// Text, a number, `true`, `false` or `null`.
    Literal(Literal),
    /// The second, of what the first gives.
    Then(&'static Self, &'static Self),
    /// `list[*]`: the second of each element of the first.
    Each(&'static Self, &'static Self),
    /// `map.*`: the second of each value of the first.
    Values(&'static Self, &'static Self),
    /// `list[]`: as `Each`, of elements that are lists themselves.
    Flatten(&'static Self, &'static Self),
    /// `list[1:3]`: as `Each`, of a part of the list.
    Slice(&'static Self, Slice, &'static Self),
    /// `list[?condition]`: the third of each element of the first for which
    /// the second holds.
    Filter(&'static Self, &'static Self, &'static Self),
    /// `||`.
    Or(&'static Self, &'static Self),
    /// `&&`.
    And(&'static Self, &'static Self),
    /// `!`.
    Not(&'static Self),
    /// A comparison.
    Compare(&'static Self, Comparison, &'static Self),
    /// `[a, b]`.
    List(&'static [Self]),
    /// `{a: b}`.
    Object(&'static [(&'static str, Self)]),
    /// `function(a, b)`. What is written `&a` there is the path `a` here.
    Call(Function, &'static [Self]),
}

/// A value that is written in a path.
#[derive(Debug)]
pub enum Literal {
    /// Text.
    Text(&'static str),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A list.
    List(&'static [Self]),
    /// An object.
    Object(&'static [(&'static str, Self)]),
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

type Found<'v> = Cow<'v, Value>;

const NULL: Found<'static> = Cow::Owned(Value::Null);

impl Path {
    /// What the path leads to; `null` where it leads nowhere.
    pub(crate) fn of<'v>(&self, value: &'v Value) -> Found<'v> {
        match self {
            Self::Current => Cow::Borrowed(value),
            Self::Field(name) => value.get(name).map_or(NULL, Cow::Borrowed),
            Self::Index(position) => index(value, *position),
            Self::Literal(literal) => Cow::Owned(literal.value()),
            Self::Then(first, second) => then(first.of(value), second),
            Self::Each(list, each) => match list.of(value).as_array() {
                Some(elements) => project(elements.iter(), each),
                None => NULL,
            },
            Self::Values(map, each) => match map.of(value).as_object() {
                Some(entries) => project(entries.values(), each),
                None => NULL,
            },
            Self::Flatten(list, each) => match list.of(value).as_array() {
                Some(elements) => project(elements.iter().flat_map(flat), each),
                None => NULL,
            },
            Self::Slice(list, slice, each) => match list.of(value).as_array() {
                Some(elements) => project(slice.of(elements), each),
                None => NULL,
            },
            Self::Filter(list, condition, each) => match list.of(value).as_array() {
                Some(elements) => {
                    let holds = |element: &&Value| is_true(&condition.of(element));
                    project(elements.iter().filter(holds), each)
                }
                None => NULL,
            },
            Self::Or(one, other) => match one.of(value) {
                found if is_true(&found) => found,
                _ => other.of(value),
            },
            Self::And(one, other) => match one.of(value) {
                found if is_true(&found) => other.of(value),
                found => found,
            },
            Self::Not(of) => Cow::Owned(Value::Bool(!is_true(&of.of(value)))),
            Self::Compare(one, comparison, other) => {
                Cow::Owned(compare(&one.of(value), *comparison, &other.of(value)))
            }
            // Nothing is selected from nothing.
            Self::List(_) | Self::Object(_) if value.is_null() => NULL,
            Self::List(paths) => {
                let found = paths.iter().map(|path| path.of(value).into_owned());
                Cow::Owned(Value::Array(found.collect()))
            }
            Self::Object(entries) => {
                let found = entries.iter();
                let found = found.map(|(key, path)| (*key, path.of(value).into_owned()));
                Cow::Owned(found.collect())
            }
            Self::Call(function, arguments) => Cow::Owned(function.of(arguments, value)),
        }
    }
}

/// The text that a path leads to in an input.
pub fn text(path: &Path, input: &impl Serialize) -> Option<String> {
    match path.of(&seen(input)).into_owned() {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The boolean that a path leads to in an input.
pub fn boolean(path: &Path, input: &impl Serialize) -> Option<bool> {
    path.of(&seen(input)).as_bool()
}

/// The texts that a path leads to in an input.
pub fn texts(path: &Path, input: &impl Serialize) -> Option<Vec<String>> {
    match path.of(&seen(input)).into_owned() {
        Value::Array(found) => {
            let texts = found.into_iter().map(|text| match text {
                Value::String(text) => Some(text),
                _ => None,
            });
            texts.collect()
        }
        _ => None,
    }
}

/// An input or output as paths see it. What cannot be written as JSON has
/// nothing that a path could lead to.
pub(crate) fn seen(message: &impl Serialize) -> Value {
    serde_json::to_value(message).unwrap_or_default()
}

impl Literal {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::String((*text).to_owned()),
            Self::Number(number) => Value::from(*number),
            Self::Boolean(value) => Value::Bool(*value),
            Self::Null => Value::Null,
            Self::List(elements) => elements.iter().map(Self::value).collect(),
            Self::Object(entries) => {
                let entries = entries.iter();
                entries.map(|(key, value)| (*key, value.value())).collect()
            }
        }
    }
}

fn then<'v>(first: Found<'v>, second: &Path) -> Found<'v> {
    match first {
        Cow::Borrowed(value) => second.of(value),
        Cow::Owned(value) => Cow::Owned(second.of(&value).into_owned()),
    }
}

fn index(value: &Value, position: i64) -> Found<'_> {
    let Some(elements) = value.as_array() else {
        return NULL;
    };
    let from_start = match usize::try_from(position) {
        Ok(position) => Some(position),
        Err(_) => usize::try_from(position.unsigned_abs())
            .ok()
            .and_then(|back| elements.len().checked_sub(back)),
    };
    let found = from_start.and_then(|position| elements.get(position));
    found.map_or(NULL, Cow::Borrowed)
}

/// What a path leads to in each value, but for `null`.
fn project<'v>(values: impl Iterator<Item = &'v Value>, each: &Path) -> Found<'static> {
    let found = values.map(|value| each.of(value).into_owned());
    Cow::Owned(found.filter(|found| !found.is_null()).collect())
}

fn flat(value: &Value) -> &[Value] {
    match value {
        Value::Array(elements) => elements,
        other => std::slice::from_ref(other),
    }
}

/// What JMESPath takes for true: all but `false`, `null` and what is empty.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
    }
}

fn compare(one: &Value, comparison: Comparison, other: &Value) -> Value {
    match comparison {
        Comparison::Equal => return Value::Bool(same(one, other)),
        Comparison::NotEqual => return Value::Bool(!same(one, other)),
        _ => {}
    }
    // Only numbers have an order.
    let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else {
        return Value::Null;
    };
    Value::Bool(match comparison {
        Comparison::Less => one < other,
        Comparison::LessOrEqual => one <= other,
        Comparison::Greater => one > other,
        _ => one >= other,
    })
}

/// Whether two values mean the same: `1` and `1.0` do. Whole numbers are
/// compared to the last digit, which doubles do not have.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let inexact = one.is_f64() || other.is_f64();
            one == other || (inexact && one.as_f64() == other.as_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::Path::{
        And, Call, Compare, Current, Each, Field, Filter, Flatten, Index, Literal as Written, Not,
        Object, Or, Then, Values,
    };
    use super::*;
    use serde_json::json;

    #[test]
    fn evaluates_every_expression() {
        let value = json!({
            "state": "on", "none": null, "empty": [], "list": [1, 2, 3],
            "books": [{"title": "a", "tags": ["x"]}, {"title": "b", "tags": ["y", "z"]}, {}],
            "shelves": {"left": {"n": 1}, "right": {"n": 2}},
        });
        let text = |text| Written(Literal::Text(text));
        let cases: Vec<(Path, Value)> = vec![
            (Field("state"), json!("on")),
            (Field("absent"), json!(null)),
            (Then(&Field("state"), &Field("x")), json!(null)),
            (Then(&Field("list"), &Index(-1)), json!(3)),
            (Then(&Field("list"), &Index(3)), json!(null)),
            (Then(&Field("list"), &Index(-4)), json!(null)),
            (Each(&Field("books"), &Field("title")), json!(["a", "b"])),
            (Each(&Field("state"), &Current), json!(null)),
            (
                Flatten(&Each(&Field("books"), &Field("tags")), &Current),
                json!(["x", "y", "z"]),
            ),
            (Values(&Field("shelves"), &Field("n")), json!([1, 2])),
            (
                Call(Function::Keys, &[Field("shelves")]),
                json!(["left", "right"]),
            ),
            (
                Filter(
                    &Field("books"),
                    &Compare(
                        &Field("title"),
                        Comparison::Equal,
                        &Written(Literal::Text("b")),
                    ),
                    &Field("tags"),
                ),
                json!([["y", "z"]]),
            ),
            (Or(&Field("none"), &Field("state")), json!("on")),
            (And(&Field("empty"), &Field("state")), json!([])),
            (Not(&Field("empty")), json!(true)),
            (
                Compare(
                    &Call(Function::Length, &[Field("list")]),
                    Comparison::Greater,
                    &Written(Literal::Number(2.0)),
                ),
                json!(true),
            ),
            (
                Compare(
                    &Field("state"),
                    Comparison::Less,
                    &Written(Literal::Number(2.0)),
                ),
                json!(null),
            ),
            (
                Compare(&Field("none"), Comparison::Equal, &Written(Literal::Null)),
                json!(true),
            ),
            (
                Compare(
                    &Field("state"),
                    Comparison::NotEqual,
                    &Written(Literal::Boolean(true)),
                ),
                json!(true),
            ),
            (
                Path::List(&[Field("state"), Call(Function::Length, &[Field("state")])]),
                json!(["on", 2]),
            ),
            (
                Object(&[("is", Field("state")), ("was", Field("absent"))]),
                json!({"is": "on", "was": null}),
            ),
            (
                Then(&Field("absent"), &Path::List(&[Field("state")])),
                json!(null),
            ),
            (
                Then(&Field("none"), &Object(&[("is", Field("state"))])),
                json!(null),
            ),
            (
                Compare(
                    &Field("list"),
                    Comparison::Equal,
                    &Written(Literal::List(&[
                        Literal::Number(1.0),
                        Literal::Number(2.0),
                        Literal::Number(3.0),
                    ])),
                ),
                json!(true),
            ),
            (
                Compare(
                    &Then(&Field("shelves"), &Field("left")),
                    Comparison::Equal,
                    &Written(Literal::Object(&[("n", Literal::Number(1.0))])),
                ),
                json!(true),
            ),
            (
                Path::Slice(
                    &Field("books"),
                    Slice {
                        start: None,
                        stop: None,
                        step: -1,
                    },
                    &Field("title"),
                ),
                json!(["b", "a"]),
            ),
            (text("it"), json!("it")),
        ];
        for (path, expected) in cases {
            assert_eq!(*path.of(&value), expected, "{path:?}");
        }
    }

    #[test]
    fn compares_values_by_meaning() {
        for (one, other, same) in [
            (r#"{"a":1,"b":[2]}"#, r#"{ "b": [2.0], "a": 1 }"#, true),
            (r#"{"a":null}"#, "{}", false),
            ("[1,2]", "[2,1]", false),
            ("[1]", "[1,2]", false),
            (r#""1""#, "1", false),
            ("18446744073709551615", "18446744073709551614", false),
            ("[9007199254740993]", "[9007199254740992]", false),
            ("1e2", "100", true),
        ] {
            let read = |text| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(super::same(&read(one), &read(other)), same, "{one} {other}");
        }
    }
}
