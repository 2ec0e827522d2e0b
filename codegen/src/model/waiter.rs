//! Waiters and their paths.

use super::shape::Deprecated;

/// A waiter of `smithy.waiters#waitable`.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    pub name: String,
    /// The description of the awaited state.
    pub documentation: Option<String>,
    /// The deprecation, if any.
    pub deprecated: Option<Deprecated>,
    /// The minimum number of seconds between two requests.
    pub min_delay: u32,
    /// The maximum number of seconds between two requests.
    pub max_delay: u32,
    /// The effects of responses. The first match applies.
    pub acceptors: Vec<Acceptor>,
}

/// The effect of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// The new state.
    pub state: WaiterState,
    /// The responses that match.
    pub matcher: Matcher,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiterState {
    /// The awaited state is reached.
    Success,
    /// The state can no longer be reached.
    Failure,
    /// The state is not reached yet.
    Retry,
}

/// The responses that an acceptor matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// Successes if true, errors if false.
    Success(bool),
    /// Errors with this code.
    ErrorType(String),
    /// Outputs with the expected value at a path.
    Output(PathMatch),
    /// The same, with a path that begins with `input` or `output`.
    InputOutput(PathMatch),
}

/// The expected result of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathMatch {
    pub path: PathExpr,
    /// The comparison.
    pub comparator: PathComparator,
    /// The expected text.
    pub expected: String,
}

/// The comparison of the result of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "Smithy's names")]
pub enum PathComparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// A JMESPath expression.
#[derive(Clone, Debug, PartialEq)]
pub enum PathExpr {
    /// `@`.
    Current,
    /// A member.
    Field(String),
    /// An element.
    Index(i64),
    Literal(PathLiteral),
    /// `a.b`: the second expression, evaluated on the result of the first.
    Subexpression(Box<Self>, Box<Self>),
    /// `a[*].b`.
    ListProjection(Box<Self>, Box<Self>),
    /// `a.*.b`.
    ValueProjection(Box<Self>, Box<Self>),
    /// `a[].b`.
    Flatten(Box<Self>, Box<Self>),
    /// `a[1:3].b`.
    SliceProjection(Box<Self>, PathSlice, Box<Self>),
    /// `a[?condition].b`: the list, the condition, and the path for each element.
    FilterProjection(Box<Self>, Box<Self>, Box<Self>),
    /// `||`.
    Or(Box<Self>, Box<Self>),
    /// `&&`.
    And(Box<Self>, Box<Self>),
    /// `!`.
    Not(Box<Self>),
    Comparison(Box<Self>, Comparator, Box<Self>),
    /// `[a, b]`.
    MultiSelectList(Vec<Self>),
    /// `{a: b}`.
    MultiSelectHash(Vec<(String, Self)>),
    /// `function(a, &b)`.
    Call(PathFunction, Vec<Self>),
}

/// `[start:stop:step]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathSlice {
    /// The first element.
    pub start: Option<i64>,
    /// The first element after the slice.
    pub stop: Option<i64>,
    /// The step; not zero.
    pub step: i64,
}

/// A JMESPath function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFunction {
    Abs,
    Avg,
    Ceil,
    Contains,
    EndsWith,
    Floor,
    Join,
    Keys,
    Length,
    Map,
    Max,
    MaxBy,
    Merge,
    Min,
    MinBy,
    NotNull,
    Reverse,
    Sort,
    SortBy,
    StartsWith,
    Sum,
    ToArray,
    ToNumber,
    ToString,
    Type,
    Values,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PathLiteral {
    String(String),
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    Null,
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
