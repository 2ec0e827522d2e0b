//! Endpoint rules, as a function.

use proc_macro2::Ident;

use super::ty::Path;
use super::value::Value;
use super::{BuiltIn, Position};
use crate::sink::Docs;

/// The rules of a service.
#[derive(Debug)]
pub(crate) struct EndpointRules {
    /// The parameters for which every client has a setting.
    pub(crate) built_ins: Vec<(String, BuiltIn)>,
    /// The parameters' scope, which decides how often the rules are resolved.
    pub(crate) scope: RuleScope,
    /// The parameters that the rules use.
    pub(crate) parameters: Vec<EndpointParameter>,
    pub(crate) rules: RuleBlock,
    /// The service-specific client settings.
    pub(crate) settings: Vec<EndpointSetting>,
    pub(crate) tests: Vec<EndpointCase>,
}

/// Whether the endpoint depends on the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleScope {
    /// No: all calls of a client have one endpoint.
    Client,
    /// Yes: operations or inputs bind parameters.
    Call,
}

/// A parameter that the rules use.
#[derive(Debug)]
pub(crate) struct EndpointParameter {
    pub(crate) variable: Ident,
    /// The name in the model.
    pub(crate) name: String,
    pub(crate) getter: ParameterGetter,
    /// The replacement for an unset value.
    pub(crate) unset: UnsetParameter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterGetter {
    /// `&str`.
    Text,
    /// `bool`.
    Boolean,
    /// `&[String]`.
    Texts,
}

/// The replacement for an unset parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UnsetParameter {
    /// None: the parameter is an `Option`.
    Optional,
    /// None: the rules return an error.
    Fails,
    Text(String),
    Boolean(bool),
    Texts(Vec<String>),
}

/// A sequence of rules.
#[derive(Debug)]
pub(crate) struct RuleBlock {
    /// The rules with conditions.
    pub(crate) branches: Vec<RuleBranch>,
    /// The result if no condition holds.
    pub(crate) last: RuleEnd,
}

/// Conditions, and the rules that apply if all hold.
#[derive(Debug)]
pub(crate) struct RuleBranch {
    /// At least one.
    pub(crate) conditions: Vec<RuleCondition>,
    /// The rules that apply.
    pub(crate) then: RuleBlock,
}

#[derive(Debug)]
pub(crate) enum RuleCondition {
    /// A boolean expression.
    Is(RuleValue),
    /// An optional value, and the name for the value.
    Some(Ident, RuleValue),
}

/// The result of rules.
#[derive(Debug)]
pub(crate) enum RuleEnd {
    Endpoint(EndpointTemplate),
    Error(RuleValue),
    /// No rule applies.
    NoMatch,
}

#[derive(Debug)]
pub(crate) struct EndpointTemplate {
    pub(crate) url: RuleValue,
    pub(crate) headers: Vec<(String, Vec<RuleValue>)>,
    pub(crate) properties: Vec<(String, EndpointProperty)>,
}

#[derive(Debug)]
pub(crate) enum EndpointProperty {
    Text(RuleValue),
    Boolean(bool),
    Integer(i64),
    List(Vec<Self>),
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
    /// `text.is_empty()`.
    IsEmpty(Box<Self>),
    /// `option.is_some()`.
    IsSome(Box<Self>),
    /// `option.is_none()`.
    IsNone(Box<Self>),
    /// A call of a function of the runtime.
    Call(&'static str, Vec<Self>),
    /// A variant of `runtime::codegen::endpoint::functions::Edge`.
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
    Literal(String),
    /// A variable, named in the string.
    Inline(Ident),
    /// A value passed as an argument.
    Argument(RuleValue),
}

/// A client setting that the rules use.
#[derive(Debug)]
pub(crate) struct EndpointSetting {
    /// The method of the builder.
    pub(crate) method: Ident,
    /// The name in the rules.
    pub(crate) name: String,
    pub(crate) getter: ParameterGetter,
    pub(crate) docs: Docs,
}

/// A test of rules.
#[derive(Debug)]
pub(crate) struct EndpointCase {
    pub(crate) name: Ident,
    pub(crate) docs: Docs,
    /// The parameters of each call.
    pub(crate) bindings: Vec<ParameterBinding>,
    pub(crate) expected: RuleEnd,
}

/// The parameters of a call in a test.
#[derive(Debug)]
pub(crate) struct ParameterBinding {
    /// The operation and the input that bind some of them.
    pub(crate) operation: Option<(Path, Value)>,
    /// The other parameters.
    pub(crate) parameters: Vec<(String, ParameterValue)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParameterValue {
    /// `"text"`.
    Text(String),
    /// `true`.
    Boolean(bool),
    /// A list of texts.
    Texts(Vec<String>),
}

/// A parameter that an operation binds.
#[derive(Debug)]
pub(crate) struct OperationParameter {
    /// The name in the rules.
    pub(crate) name: String,
    pub(crate) source: ParameterSource,
}

#[derive(Debug)]
pub(crate) enum ParameterSource {
    /// A constant.
    Static(ParameterValue),
    /// A field of the input.
    Field(super::FieldRef),
    /// A path in the input, and the type of the value.
    Path(super::PathExpr, ParameterGetter),
}
