//! The built-in functions of JMESPath. Arguments of the wrong type result in
//! `null`, not an error.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::values::same;

/// A built-in function, by its name in the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `abs(number)`.
    Abs,
    /// `avg(numbers)`.
    Avg,
    /// `ceil(number)`.
    Ceil,
    /// `contains(list or string, value)`.
    Contains,
    /// `ends_with(string, suffix)`.
    EndsWith,
    /// `floor(number)`.
    Floor,
    /// `join(glue, strings)`.
    Join,
    /// `keys(object)`.
    Keys,
    /// `length(string, list or object)`.
    Length,
    /// `map(&path, list)`.
    Map,
    /// `max(numbers or strings)`.
    Max,
    /// `max_by(list, &path)`.
    MaxBy,
    /// `merge(object, object, …)`.
    Merge,
    /// `min(numbers or strings)`.
    Min,
    /// `min_by(list, &path)`.
    MinBy,
    /// `not_null(value, value, …)`.
    NotNull,
    /// `reverse(list or string)`.
    Reverse,
    /// `sort(numbers or strings)`.
    Sort,
    /// `sort_by(list, &path)`.
    SortBy,
    /// `starts_with(string, prefix)`.
    StartsWith,
    /// `sum(numbers)`.
    Sum,
    /// `to_array(value)`.
    ToArray,
    /// `to_number(value)`.
    ToNumber,
    /// `to_string(value)`.
    ToString,
    /// `type(value)`.
    Type,
    /// `values(object)`.
    Values,
}

impl Function {
    /// Calls a function whose arguments are values.
    pub(super) fn call(self, arguments: &[Value]) -> Option<Value> {
        match self {
            Self::Merge => merged(arguments),
            Self::NotNull => arguments.iter().find(|value| !value.is_null()).cloned(),
            _ => match arguments {
                [one] => self.call_unary(one),
                [one, other] => self.call_binary(one, other),
                _ => None,
            },
        }
    }

    /// Calls a function that evaluates an expression on each element of a list.
    pub(super) fn call_on_elements(
        self,
        list: &Value,
        evaluate: impl Fn(&Value) -> Value,
    ) -> Option<Value> {
        match self {
            Self::Map => Some(list.as_array()?.iter().map(evaluate).collect()),
            Self::SortBy => sorted(list, evaluate),
            Self::MaxBy => extreme(list, evaluate, Ordering::Greater),
            Self::MinBy => extreme(list, evaluate, Ordering::Less),
            _ => None,
        }
    }

    fn call_unary(self, value: &Value) -> Option<Value> {
        match self {
            Self::Abs => Some(number(value.as_f64()?.abs())),
            Self::Ceil => Some(number(value.as_f64()?.ceil())),
            Self::Floor => Some(number(value.as_f64()?.floor())),
            Self::Sum => Some(number(numbers(value)?.iter().sum())),
            Self::Avg => {
                let numbers = numbers(value)?;
                let count = numbers.len();
                (count > 0).then(|| number(numbers.iter().sum::<f64>() / count as f64))
            }
            Self::Keys => Some(value.as_object()?.keys().cloned().collect()),
            Self::Values => Some(value.as_object()?.values().cloned().collect()),
            Self::Length => Some(Value::from(match value {
                Value::String(text) => text.chars().count(),
                Value::Array(elements) => elements.len(),
                Value::Object(entries) => entries.len(),
                _ => return None,
            })),
            Self::Max => extreme(value, Value::clone, Ordering::Greater),
            Self::Min => extreme(value, Value::clone, Ordering::Less),
            Self::Sort => sorted(value, Value::clone),
            Self::Reverse => match value {
                Value::String(text) => Some(text.chars().rev().collect::<String>().into()),
                Value::Array(elements) => Some(elements.iter().rev().cloned().collect()),
                _ => None,
            },
            Self::ToArray if value.is_array() => Some(value.clone()),
            Self::ToArray => Some(Value::Array(vec![value.clone()])),
            Self::ToNumber => match value {
                Value::Number(_) => Some(value.clone()),
                Value::String(text) => serde_json::from_str(text).ok().filter(Value::is_number),
                _ => None,
            },
            Self::ToString if value.is_string() => Some(value.clone()),
            Self::ToString => Some(value.to_string().into()),
            Self::Type => Some(Value::from(match value {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
            })),
            _ => None,
        }
    }

    fn call_binary(self, one: &Value, other: &Value) -> Option<Value> {
        let holds = match self {
            Self::Contains => match one {
                Value::Array(elements) => elements.iter().any(|element| same(element, other)),
                Value::String(text) => other.as_str().is_some_and(|other| text.contains(other)),
                _ => return None,
            },
            Self::StartsWith => one.as_str()?.starts_with(other.as_str()?),
            Self::EndsWith => one.as_str()?.ends_with(other.as_str()?),
            Self::Join => {
                let texts = other.as_array()?.iter().map(Value::as_str);
                let texts: Option<Vec<&str>> = texts.collect();
                return Some(texts?.join(one.as_str()?).into());
            }
            _ => return None,
        };
        Some(Value::Bool(holds))
    }
}

/// Converts a double to a JSON number, without a fraction if it is whole.
fn number(value: f64) -> Value {
    // Doubles represent every integer below 2^53 exactly.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return Value::from(value as i64);
    }
    Value::from(value)
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

/// Compares two numbers or two strings.
fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64()?.partial_cmp(&other.as_f64()?),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

/// Pairs the elements with their keys; `None` unless all keys are numbers or
/// all are strings.
fn keyed(list: &Value, key: impl Fn(&Value) -> Value) -> Option<Vec<(Value, Value)>> {
    let elements = list.as_array()?.iter();
    let keyed: Vec<(Value, Value)> = elements
        .map(|element| (key(element), element.clone()))
        .collect();
    let alike = keyed.first().is_none_or(|(first, _)| {
        let mut keys = keyed.iter().map(|(key, _)| key);
        keys.all(|key| order(first, key).is_some())
    });
    alike.then_some(keyed)
}

fn sorted(list: &Value, key: impl Fn(&Value) -> Value) -> Option<Value> {
    let mut keyed = keyed(list, key)?;
    keyed.sort_by(|(one, _), (other, _)| order(one, other).unwrap_or(Ordering::Equal));
    Some(keyed.into_iter().map(|(_, element)| element).collect())
}

/// Returns the first element with the greatest or least key.
fn extreme(list: &Value, key: impl Fn(&Value) -> Value, wanted: Ordering) -> Option<Value> {
    let mut keyed = keyed(list, key)?.into_iter();
    let first = keyed.next()?;
    let (_, found) = keyed.fold(first, |best, next| {
        if order(&next.0, &best.0) == Some(wanted) {
            next
        } else {
            best
        }
    });
    Some(found)
}

fn merged(objects: &[Value]) -> Option<Value> {
    let mut merged = Map::new();
    for object in objects {
        merged.extend(object.as_object()?.clone());
    }
    Some(Value::Object(merged))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::jmespath::{Expression, Literal, call};

    const LIST: Expression = Expression::Field("list");
    const WORDS: Expression = Expression::Field("words");
    const BOOKS: Expression = Expression::Field("books");
    const YEAR: Expression = Expression::Field("year");
    const MIXED: Expression = Expression::Field("mixed");
    const NUMBER: Expression = Expression::Field("number");

    const fn text(text: &'static str) -> Expression {
        Expression::Literal(Literal::String(text))
    }

    #[test]
    fn evaluates_every_function() {
        let value = json!({
            "list": [3, -1, 2.5], "words": ["b", "a"], "mixed": [1, "a"], "empty": [],
            "books": [{"title": "x", "year": 1965}, {"title": "y", "year": 1937}],
            "one": {"a": 1, "b": 2}, "two": {"b": 3}, "number": -1.5, "word": "abc",
        });
        let cases: &[(Function, &[Expression], Value)] = &[
            (Function::Abs, &[NUMBER], json!(1.5)),
            (Function::Abs, &[WORDS], json!(null)),
            (Function::Ceil, &[NUMBER], json!(-1)),
            (Function::Floor, &[NUMBER], json!(-2)),
            (Function::Avg, &[LIST], json!(1.5)),
            (Function::Avg, &[Expression::Field("empty")], json!(null)),
            (Function::Avg, &[MIXED], json!(null)),
            (Function::Sum, &[LIST], json!(4.5)),
            (Function::Sum, &[Expression::Field("empty")], json!(0)),
            (Function::Contains, &[WORDS, text("a")], json!(true)),
            (
                Function::Contains,
                &[Expression::Field("word"), text("bc")],
                json!(true),
            ),
            (
                Function::Contains,
                &[Expression::Field("word"), text("d")],
                json!(false),
            ),
            (Function::Contains, &[NUMBER, text("d")], json!(null)),
            (
                Function::StartsWith,
                &[Expression::Field("word"), text("ab")],
                json!(true),
            ),
            (
                Function::EndsWith,
                &[Expression::Field("word"), text("ab")],
                json!(false),
            ),
            (Function::EndsWith, &[NUMBER, text("ab")], json!(null)),
            (Function::Join, &[text("-"), WORDS], json!("b-a")),
            (Function::Join, &[text("-"), MIXED], json!(null)),
            (
                Function::Keys,
                &[Expression::Field("one")],
                json!(["a", "b"]),
            ),
            (Function::Values, &[Expression::Field("one")], json!([1, 2])),
            (Function::Keys, &[LIST], json!(null)),
            (Function::Length, &[Expression::Field("word")], json!(3)),
            (Function::Length, &[NUMBER], json!(null)),
            (Function::Max, &[LIST], json!(3)),
            (Function::Min, &[WORDS], json!("a")),
            (Function::Max, &[Expression::Field("empty")], json!(null)),
            (Function::Max, &[MIXED], json!(null)),
            (
                Function::MaxBy,
                &[BOOKS, YEAR],
                json!({"title": "x", "year": 1965}),
            ),
            (
                Function::MinBy,
                &[BOOKS, YEAR],
                json!({"title": "y", "year": 1937}),
            ),
            (
                Function::Merge,
                &[Expression::Field("one"), Expression::Field("two")],
                json!({"a": 1, "b": 3}),
            ),
            (
                Function::Merge,
                &[Expression::Field("one"), LIST],
                json!(null),
            ),
            (
                Function::NotNull,
                &[Expression::Field("absent"), NUMBER, LIST],
                json!(-1.5),
            ),
            (
                Function::NotNull,
                &[Expression::Field("absent")],
                json!(null),
            ),
            (Function::Reverse, &[WORDS], json!(["a", "b"])),
            (
                Function::Reverse,
                &[Expression::Field("word")],
                json!("cba"),
            ),
            (Function::Sort, &[LIST], json!([-1, 2.5, 3])),
            (Function::Sort, &[Expression::Field("empty")], json!([])),
            (Function::Sort, &[MIXED], json!(null)),
            (
                Function::SortBy,
                &[BOOKS, YEAR],
                json!([{"title": "y", "year": 1937}, {"title": "x", "year": 1965}]),
            ),
            (
                Function::Map,
                &[Expression::Field("absent"), BOOKS],
                json!([null, null]),
            ),
            (Function::ToArray, &[NUMBER], json!([-1.5])),
            (Function::ToArray, &[WORDS], json!(["b", "a"])),
            (Function::ToNumber, &[text("1.5")], json!(1.5)),
            (Function::ToNumber, &[text("x")], json!(null)),
            (Function::ToNumber, &[WORDS], json!(null)),
            (Function::ToString, &[LIST], json!("[3,-1,2.5]")),
            (Function::ToString, &[text("x")], json!("x")),
            (Function::Type, &[LIST], json!("array")),
            (
                Function::Type,
                &[Expression::Field("absent")],
                json!("null"),
            ),
        ];
        for (function, arguments, expected) in cases {
            let found = call(*function, arguments, &value);
            assert!(
                same(&found, expected),
                "{function:?} {arguments:?}: {found}"
            );
        }
    }
}
