//! Endpoint rules. Every expression has a type, and every reference is valid.

use super::node::Node;

/// `smithy.rules#endpointRuleSet`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSet {
    pub parameters: Vec<RuleParameter>,
    /// The rules. The first one whose conditions hold applies.
    pub rules: Vec<EndpointRule>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RuleParameter {
    pub name: String,
    /// The type of its values.
    pub ty: RuleType,
    /// The client setting from which it gets its value.
    pub built_in: Option<BuiltIn>,
    /// Whether it must have a value.
    pub required: bool,
    /// The default value.
    pub default: Option<Node>,
}

/// The type of a parameter or expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleType {
    Text,
    /// A boolean.
    Boolean,
    /// An integer, only in function calls.
    Integer,
    /// A list of strings.
    Texts,
    /// The properties of an AWS partition.
    Partition,
    /// The parts of an ARN.
    Arn,
    /// The parts of a URL.
    Url,
    /// A value that may be absent.
    Optional(Box<Self>),
}

/// A client setting that rules may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`.
    Region,
    /// `AWS::UseFIPS`.
    UseFips,
    /// `AWS::UseDualStack`.
    UseDualStack,
    /// `SDK::Endpoint`.
    Endpoint,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EndpointRule {
    /// The conditions for the rule: all of them must hold.
    pub conditions: Vec<Condition>,
    /// The description.
    pub then: RuleBody,
}

/// A condition: a value is present and not `false`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub value: RuleExpr,
    /// The name of the result in later conditions and in the body of the rule.
    pub assign: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RuleBody {
    /// The rule resolves to this endpoint.
    Endpoint(RuleEndpoint),
    /// The rule fails with this message.
    Error(RuleExpr),
    /// The first of these rules whose conditions hold applies.
    Rules(Vec<EndpointRule>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct RuleEndpoint {
    pub url: RuleExpr,
    /// Headers with their values, by name.
    pub headers: Vec<(String, Vec<RuleExpr>)>,
    /// Properties by name.
    pub properties: Vec<(String, RuleProperty)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RuleProperty {
    Text(RuleExpr),
    Boolean(bool),
    Integer(i64),
    List(Vec<Self>),
    /// Properties by name.
    Map(Vec<(String, Self)>),
}

/// An expression with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleExpr {
    /// The expression.
    pub kind: RuleExprKind,
    pub ty: RuleType,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleExprKind {
    /// Text, with expressions in it.
    Template(Vec<TemplatePart>),
    Boolean(bool),
    Integer(i64),
    /// A parameter, or the result of a condition.
    Reference(String),
    Call(RuleFunction, Vec<RuleExpr>),
    /// `getAttr` with the name of an attribute.
    Attribute(Box<RuleExpr>, &'static Attribute),
    /// `getAttr` with a position in a list.
    Index(Box<RuleExpr>, Position),
}

/// A position in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// From the start; the first element is 0.
    FromStart(usize),
    /// From the end; the last element, written `[-1]`, is 0.
    FromEnd(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub enum TemplatePart {
    /// Literal text.
    Literal(String),
    /// The value of this expression.
    Expr(RuleExpr),
}

/// An attribute of a record.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    /// The name in rules.
    pub name: &'static str,
    /// The type of its values.
    pub ty: RuleType,
}

/// A function of Smithy's rules engine, except `getAttr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleFunction {
    IsSet,
    Not,
    /// `booleanEquals` and `stringEquals`.
    Equals,
    Coalesce,
    /// `ite`.
    IfElse,
    Substring,
    UriEncode,
    Split,
    ParseUrl,
    IsValidHostLabel,
    /// `aws.partition`.
    Partition,
    /// `aws.parseArn`.
    ParseArn,
    /// `aws.isVirtualHostableS3Bucket`.
    IsVirtualHostableS3Bucket,
}

/// A case of `smithy.rules#endpointTests`.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointTest {
    /// The description.
    pub documentation: Option<String>,
    /// The parameters of the rules.
    pub parameters: Vec<(String, Node)>,
    /// Calls that set the same parameters.
    pub calls: Vec<EndpointTestCall>,
    /// The expected result.
    pub expect: EndpointExpectation,
}

/// A call of an operation with the parameters of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointTestCall {
    pub operation: String,
    pub input: Node,
    /// The settings of the client, by the names of parameters.
    pub settings: Vec<(String, Node)>,
}

/// The expected result of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum EndpointExpectation {
    Endpoint(RuleEndpoint),
    /// An error with this message.
    Error(String),
}

/// `smithy.rules#clientContextParams`: a client setting that is a parameter of
/// the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientParameter {
    /// The name in the rules.
    pub name: String,
    /// The type of its values.
    pub ty: RuleType,
    /// The description.
    pub documentation: Option<String>,
}
