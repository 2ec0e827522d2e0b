//! [JMESPath](https://jmespath.org/specification.html) expressions of waiters
//! and endpoint rules. Generated code contains their syntax trees.

mod functions;
mod slice;
mod values;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

pub use functions::Function;
pub use slice::Slice;
pub(crate) use values::same;

/// An expression. Fields have wire names.
///
/// Evaluation recurses into expressions. The generator rejects those that are
/// more than 64 levels deep, and those whose result could contain the input
/// more than 256 times.
#[derive(Debug)]
pub enum Expression {
    /// `@`: the value itself.
    Current,
    /// A field of an object.
    Field(&'static str),
    /// An element; negative numbers count from the end.
    Index(i64),
    /// A literal value.
    Literal(Literal),
    /// `a.b`: the second expression, evaluated on the result of the first.
    Subexpression(&'static Self, &'static Self),
    /// `list[*]`: the second expression, evaluated on each element of the
    /// first.
    ListProjection(&'static Self, &'static Self),
    /// `map.*`: the second expression, evaluated on each value of the first.
    ValueProjection(&'static Self, &'static Self),
    /// `list[]`: like `ListProjection`, after flattening nested lists.
    Flatten(&'static Self, &'static Self),
    /// `list[1:3]`: like `ListProjection`, on a slice of the list.
    SliceProjection(&'static Self, Slice, &'static Self),
    /// `list[?condition]`: the third expression, evaluated on each element of
    /// the first for which the second is true.
    FilterProjection(&'static Self, &'static Self, &'static Self),
    /// `||`.
    Or(&'static Self, &'static Self),
    /// `&&`.
    And(&'static Self, &'static Self),
    /// `!`.
    Not(&'static Self),
    /// A comparison.
    Comparison(&'static Self, Comparator, &'static Self),
    /// `[a, b]`.
    MultiSelectList(&'static [Self]),
    /// `{a: b}`.
    MultiSelectHash(&'static [(&'static str, Self)]),
    /// `function(a, b)`. An expression reference `&a` is the expression `a` here.
    Call(Function, &'static [Self]),
}

/// A literal value in an expression.
#[derive(Debug)]
pub enum Literal {
    /// A string.
    String(&'static str),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// An array.
    Array(&'static [Self]),
    /// An object.
    Object(&'static [(&'static str, Self)]),
}

/// The comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
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

const NULL: Cow<'static, Value> = Cow::Owned(Value::Null);

impl Expression {
    /// Evaluates the expression on a value. Missing fields evaluate to `null`.
    pub(crate) fn search<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        match self {
            Self::Current => Cow::Borrowed(value),
            Self::Field(name) => value.get(name).map_or(NULL, Cow::Borrowed),
            Self::Index(position) => index(value, *position),
            Self::Literal(literal) => Cow::Owned(literal.value()),
            Self::Subexpression(first, second) => then(first.search(value), second),
            Self::ListProjection(list, each) => match list.search(value).as_array() {
                Some(elements) => project(elements.iter(), each),
                None => NULL,
            },
            Self::ValueProjection(map, each) => match map.search(value).as_object() {
                Some(entries) => project(entries.values(), each),
                None => NULL,
            },
            Self::Flatten(list, each) => match list.search(value).as_array() {
                Some(elements) => project(elements.iter().flat_map(flat), each),
                None => NULL,
            },
            Self::SliceProjection(list, slice, each) => match list.search(value).as_array() {
                Some(elements) => project(slice.select(elements), each),
                None => NULL,
            },
            Self::FilterProjection(list, condition, each) => match list.search(value).as_array() {
                Some(elements) => {
                    let holds = |element: &&Value| is_true(&condition.search(element));
                    project(elements.iter().filter(holds), each)
                }
                None => NULL,
            },
            Self::Or(one, other) => match one.search(value) {
                found if is_true(&found) => found,
                _ => other.search(value),
            },
            Self::And(one, other) => match one.search(value) {
                found if is_true(&found) => other.search(value),
                found => found,
            },
            Self::Not(of) => Cow::Owned(Value::Bool(!is_true(&of.search(value)))),
            Self::Comparison(one, comparison, other) => Cow::Owned(compare(
                &one.search(value),
                *comparison,
                &other.search(value),
            )),
            // A multi-select on `null` is `null`.
            Self::MultiSelectList(_) | Self::MultiSelectHash(_) if value.is_null() => NULL,
            Self::MultiSelectList(paths) => {
                let found = paths.iter().map(|path| path.search(value).into_owned());
                Cow::Owned(Value::Array(found.collect()))
            }
            Self::MultiSelectHash(entries) => {
                let found = entries.iter();
                let found = found.map(|(key, path)| (*key, path.search(value).into_owned()));
                Cow::Owned(found.collect())
            }
            Self::Call(function, arguments) => Cow::Owned(call(*function, arguments, value)),
        }
    }
}

/// Searches an input for a string.
pub fn text(expression: &Expression, input: &impl Serialize) -> Option<String> {
    match expression.search(&to_value(input)).into_owned() {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Searches an input for a boolean.
pub fn boolean(expression: &Expression, input: &impl Serialize) -> Option<bool> {
    expression.search(&to_value(input)).as_bool()
}

/// Searches an input for a list of strings.
pub fn texts(expression: &Expression, input: &impl Serialize) -> Option<Vec<String>> {
    match expression.search(&to_value(input)).into_owned() {
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

/// An input or output as JSON; `null` if it cannot be written as JSON.
pub(crate) fn to_value(message: &impl Serialize) -> Value {
    serde_json::to_value(message).unwrap_or_default()
}

impl Literal {
    fn value(&self) -> Value {
        match self {
            Self::String(text) => Value::String((*text).to_owned()),
            Self::Number(number) => Value::from(*number),
            Self::Boolean(value) => Value::Bool(*value),
            Self::Null => Value::Null,
            Self::Array(elements) => elements.iter().map(Self::value).collect(),
            Self::Object(entries) => {
                let entries = entries.iter();
                entries.map(|(key, value)| (*key, value.value())).collect()
            }
        }
    }
}

fn call(function: Function, arguments: &[Expression], value: &Value) -> Value {
    let on_elements = |list: &Expression, each: &Expression| {
        let evaluate = |element: &Value| each.search(element).into_owned();
        function.call_on_elements(&list.search(value), evaluate)
    };
    let result = match (function, arguments) {
        (Function::Map, [each, list]) => on_elements(list, each),
        (Function::SortBy | Function::MaxBy | Function::MinBy, [list, key]) => {
            on_elements(list, key)
        }
        _ => {
            let arguments = arguments.iter().map(|one| one.search(value).into_owned());
            function.call(&arguments.collect::<Vec<_>>())
        }
    };
    result.unwrap_or_default()
}

fn then<'v>(first: Cow<'v, Value>, second: &Expression) -> Cow<'v, Value> {
    match first {
        Cow::Borrowed(value) => second.search(value),
        Cow::Owned(value) => Cow::Owned(second.search(&value).into_owned()),
    }
}

fn index(value: &Value, position: i64) -> Cow<'_, Value> {
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

/// Evaluates an expression on each value and drops `null`.
fn project<'v>(values: impl Iterator<Item = &'v Value>, each: &Expression) -> Cow<'static, Value> {
    let found = values.map(|value| each.search(value).into_owned());
    Cow::Owned(found.filter(|found| !found.is_null()).collect())
}

fn flat(value: &Value) -> &[Value] {
    match value {
        Value::Array(elements) => elements,
        other => std::slice::from_ref(other),
    }
}

/// Implements JMESPath's truthiness: `false`, `null` and empty values are
/// false.
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

fn compare(one: &Value, comparison: Comparator, other: &Value) -> Value {
    match comparison {
        Comparator::Equal => return Value::Bool(same(one, other)),
        Comparator::NotEqual => return Value::Bool(!same(one, other)),
        _ => {}
    }
    // Ordering comparisons are defined only for numbers.
    let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else {
        return Value::Null;
    };
    Value::Bool(match comparison {
        Comparator::Less => one < other,
        Comparator::LessOrEqual => one <= other,
        Comparator::Greater => one > other,
        _ => one >= other,
    })
}

#[cfg(test)]
mod tests {
    use super::Expression::{
        And, Call, Comparison, Current, Field, FilterProjection, Flatten, Index, ListProjection,
        Literal as Written, MultiSelectHash, MultiSelectList, Not, Or, Subexpression,
        ValueProjection,
    };
    use super::*;
    use serde_json::json;

    /// The deepest expressions of the generator fit on the stack of an ordinary
    /// thread.
    #[test]
    fn evaluates_deep_expressions() {
        fn leaked(expression: Expression) -> &'static Expression {
            Box::leak(Box::new(expression))
        }
        type Step = fn(&'static Expression) -> Expression;
        let steps: [Step; 5] = [
            |inner| Or(inner, &Field("none")),
            |inner| Not(leaked(Not(inner))),
            |inner| Subexpression(&Current, inner),
            |inner| MultiSelectList(std::slice::from_ref(inner)),
            |inner| Call(Function::NotNull, std::slice::from_ref(inner)),
        ];
        let thread = std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(move || {
                for step in steps {
                    let deep = (0..64).fold(leaked(Field("state")), |inner, _| leaked(step(inner)));
                    let value = json!({ "state": "on" });
                    assert!(is_true(&deep.search(&value)));
                }
            });
        thread.unwrap().join().unwrap();
    }

    #[test]
    fn evaluates_every_expression() {
        let value = json!({
            "state": "on", "none": null, "empty": [], "list": [1, 2, 3],
            "books": [{"title": "a", "tags": ["x"]}, {"title": "b", "tags": ["y", "z"]}, {}],
            "shelves": {"left": {"n": 1}, "right": {"n": 2}},
        });
        let text = |text| Written(Literal::String(text));
        let cases: Vec<(Expression, Value)> = vec![
            (Field("state"), json!("on")),
            (Field("absent"), json!(null)),
            (Subexpression(&Field("state"), &Field("x")), json!(null)),
            (Subexpression(&Field("list"), &Index(-1)), json!(3)),
            (Subexpression(&Field("list"), &Index(3)), json!(null)),
            (Subexpression(&Field("list"), &Index(-4)), json!(null)),
            (
                ListProjection(&Field("books"), &Field("title")),
                json!(["a", "b"]),
            ),
            (ListProjection(&Field("state"), &Current), json!(null)),
            (
                Flatten(&ListProjection(&Field("books"), &Field("tags")), &Current),
                json!(["x", "y", "z"]),
            ),
            (
                ValueProjection(&Field("shelves"), &Field("n")),
                json!([1, 2]),
            ),
            (
                Call(Function::Keys, &[Field("shelves")]),
                json!(["left", "right"]),
            ),
            (
                FilterProjection(
                    &Field("books"),
                    &Comparison(
                        &Field("title"),
                        Comparator::Equal,
                        &Written(Literal::String("b")),
                    ),
                    &Field("tags"),
                ),
                json!([["y", "z"]]),
            ),
            (Or(&Field("none"), &Field("state")), json!("on")),
            (And(&Field("empty"), &Field("state")), json!([])),
            (Not(&Field("empty")), json!(true)),
            (
                Comparison(
                    &Call(Function::Length, &[Field("list")]),
                    Comparator::Greater,
                    &Written(Literal::Number(2.0)),
                ),
                json!(true),
            ),
            (
                Comparison(
                    &Field("state"),
                    Comparator::Less,
                    &Written(Literal::Number(2.0)),
                ),
                json!(null),
            ),
            (
                Comparison(&Field("none"), Comparator::Equal, &Written(Literal::Null)),
                json!(true),
            ),
            (
                Comparison(
                    &Field("state"),
                    Comparator::NotEqual,
                    &Written(Literal::Boolean(true)),
                ),
                json!(true),
            ),
            (
                MultiSelectList(&[Field("state"), Call(Function::Length, &[Field("state")])]),
                json!(["on", 2]),
            ),
            (
                MultiSelectHash(&[("is", Field("state")), ("was", Field("absent"))]),
                json!({"is": "on", "was": null}),
            ),
            (
                Subexpression(&Field("absent"), &MultiSelectList(&[Field("state")])),
                json!(null),
            ),
            (
                Subexpression(&Field("none"), &MultiSelectHash(&[("is", Field("state"))])),
                json!(null),
            ),
            (
                Comparison(
                    &Field("list"),
                    Comparator::Equal,
                    &Written(Literal::Array(&[
                        Literal::Number(1.0),
                        Literal::Number(2.0),
                        Literal::Number(3.0),
                    ])),
                ),
                json!(true),
            ),
            (
                Comparison(
                    &Subexpression(&Field("shelves"), &Field("left")),
                    Comparator::Equal,
                    &Written(Literal::Object(&[("n", Literal::Number(1.0))])),
                ),
                json!(true),
            ),
            (
                Expression::SliceProjection(
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
            assert_eq!(*path.search(&value), expected, "{path:?}");
        }
    }

    #[test]
    fn compares_values_by_meaning() {
        for (one, other, expected) in [
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
            assert_eq!(same(&read(one), &read(other)), expected, "{one} {other}");
        }
    }
}
