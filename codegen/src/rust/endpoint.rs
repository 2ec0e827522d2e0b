//! Rules for endpoints, as a function.

use proc_macro2::Ident;

use super::docs::Docs;
use super::ty::Path;
use super::value::Value;
use super::{BuiltIn, Position};

/// The rules of a service.
#[derive(Debug)]
pub(crate) struct EndpointRules {
    /// The parameters that every client has a setting for.
    pub(crate) built_ins: Vec<(String, BuiltIn)>,
    /// How often the rules are asked.
    pub(crate) scope: RuleScope,
    /// What the function begins with: the parameters that it looks at.
    pub(crate) parameters: Vec<EndpointParameter>,
    /// The rules.
    pub(crate) rules: RuleBlock,
    /// The settings of the client that the service has of its own.
    pub(crate) settings: Vec<EndpointSetting>,
    /// The tests.
    pub(crate) tests: Vec<EndpointCase>,
}

/// Whether what rules choose depends on the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleScope {
    /// All calls of a client have one endpoint.
    Client,
    /// Operations or their inputs are among the parameters.
    Call,
}

/// A parameter that rules look at.
#[derive(Debug)]
pub(crate) struct EndpointParameter {
    /// The variable.
    pub(crate) variable: Ident,
    /// The name in the model.
    pub(crate) name: String,
    /// What it is asked for with.
    pub(crate) getter: ParameterGetter,
    /// What happens when it is not set.
    pub(crate) unset: UnsetParameter,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterGetter {
    /// `&str`.
    Text,
    /// `bool`.
    Boolean,
    /// `&[String]`.
    Texts,
}

/// What happens when a parameter is not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UnsetParameter {
    /// It is an option.
    Optional,
    /// The rules fail.
    Fails,
    /// It is this text.
    Text(String),
    /// It is this.
    Boolean(bool),
    /// It is these texts.
    Texts(Vec<String>),
}

/// Rules one after the other.
#[derive(Debug)]
pub(crate) struct RuleBlock {
    /// Those with conditions.
    pub(crate) branches: Vec<RuleBranch>,
    /// What holds when none of them applies.
    pub(crate) last: RuleEnd,
}

/// Conditions, and what follows when all of them hold.
#[derive(Debug)]
pub(crate) struct RuleBranch {
    /// At least one.
    pub(crate) conditions: Vec<RuleCondition>,
    /// What follows.
    pub(crate) then: RuleBlock,
}

/// A condition.
#[derive(Debug)]
pub(crate) enum RuleCondition {
    /// This is true.
    Is(RuleValue),
    /// This option has a value, which gets this name.
    Some(Ident, RuleValue),
}

/// What rules say in the end.
#[derive(Debug)]
pub(crate) enum RuleEnd {
    /// An endpoint.
    Endpoint(RuleTarget),
    /// An error.
    Error(RuleValue),
    /// No rule applies.
    Exhausted,
}

/// An endpoint.
#[derive(Debug)]
pub(crate) struct RuleTarget {
    /// The URL.
    pub(crate) url: RuleValue,
    /// Headers with their values.
    pub(crate) headers: Vec<(String, Vec<RuleValue>)>,
    /// Properties.
    pub(crate) properties: Vec<(String, TargetProperty)>,
}

/// A property of an endpoint.
#[derive(Debug)]
pub(crate) enum TargetProperty {
    /// Text.
    Text(RuleValue),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A list.
    List(Vec<Self>),
    /// By name.
    Map(Vec<(String, Self)>),
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum RuleValue {
    /// `"text"`.
    Text(String),
    /// `true`.
    Boolean(bool),
    /// `1`.
    Integer(usize),
    /// `name`.
    Variable(Ident),
    /// `format!`.
    Format(Vec<FormatPart>),
    /// `value.field`.
    Field(Box<Self>, Ident),
    /// `values.first()`, `values.get(1)`, `values.last()`.
    Get(Box<Self>, Position),
    /// `values.into_iter().nth(1)`.
    Take(Box<Self>, Position),
    /// `!value`.
    Not(Box<Self>),
    /// `one == other`.
    Equal(Box<Self>, Box<Self>),
    /// `one != other`.
    Unequal(Box<Self>, Box<Self>),
    /// `option.is_some()`.
    IsSome(Box<Self>),
    /// `option.is_none()`.
    IsNone(Box<Self>),
    /// A call of a function of the runtime.
    Call(&'static str, Vec<Self>),
    /// A variant of `runtime::endpoint::functions::Edge`.
    Edge(&'static str),
    /// `&value`.
    Borrow(Box<Self>),
    /// `value.as_str()`.
    AsStr(Box<Self>),
    /// `option.map(String::as_str)`.
    MapAsStr(Box<Self>),
    /// `value.to_owned()`.
    ToOwned(Box<Self>),
    /// `option.map(str::to_owned)`.
    MapToOwned(Box<Self>),
    /// `Some(value)`.
    Some(Box<Self>),
    /// `option.map(|name| value)`.
    Map(Box<Self>, Ident, Box<Self>),
    /// `option.and_then(|name| value)`.
    AndThen(Box<Self>, Ident, Box<Self>),
    /// `option.or_else(|| other)`.
    OrElse(Box<Self>, Box<Self>),
    /// `option.unwrap_or_else(|| other)`.
    UnwrapOrElse(Box<Self>, Box<Self>),
    /// `if condition { one } else { other }`.
    If(Box<Self>, Box<Self>, Box<Self>),
}

/// A part of a format string.
#[derive(Clone, Debug)]
pub(crate) enum FormatPart {
    /// Text as it is.
    Literal(String),
    /// A variable, named in the string.
    Inline(Ident),
    /// A value that is an argument.
    Argument(RuleValue),
}

/// A setting of the client that rules look at.
#[derive(Debug)]
pub(crate) struct EndpointSetting {
    /// The method of the builder.
    pub(crate) method: Ident,
    /// The name in the rules.
    pub(crate) name: String,
    /// The type.
    pub(crate) getter: ParameterGetter,
    /// What readers are told of it.
    pub(crate) docs: Docs,
}

/// A test of rules.
#[derive(Debug)]
pub(crate) struct EndpointCase {
    /// The function.
    pub(crate) name: Ident,
    /// What it shows.
    pub(crate) docs: Docs,
    /// What the rules are told.
    pub(crate) told: Vec<Told>,
    /// What they say.
    pub(crate) expected: RuleEnd,
}

/// Parameters of a test.
#[derive(Debug)]
pub(crate) struct Told {
    /// The operation and the input that tell some of them.
    pub(crate) by: Option<(Path, Value)>,
    /// Parameters as they are.
    pub(crate) parameters: Vec<(String, ParameterValue)>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParameterValue {
    /// `"text"`.
    Text(String),
    /// `true`.
    Boolean(bool),
    /// A list of texts.
    Texts(Vec<String>),
}

/// What an operation tells the rules.
#[derive(Debug)]
pub(crate) struct OperationParameter {
    /// The name in the rules.
    pub(crate) name: String,
    /// The value.
    pub(crate) source: ParameterSource,
}

/// Where a parameter comes from.
#[derive(Debug)]
pub(crate) enum ParameterSource {
    /// It is always this.
    Static(ParameterValue),
    /// It is in a field of the input.
    Field(super::FieldRef),
    /// A path leads to it in the input; and its type.
    Path(super::PathExpr, ParameterGetter),
}
