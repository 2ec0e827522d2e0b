//! Endpoint rules of a model (`smithy.rules#endpointRuleSet`): their parameters
//! and results.
//!
//! The generator writes the rules as a function, which calls
//! [`functions`](super::functions).

use std::fmt;

/// The rules of a service. Generated.
#[derive(Debug)]
pub struct RuleSet {
    /// The built-in parameters, whose values are settings of the client.
    pub built_ins: &'static [(&'static str, BuiltIn)],
    /// Whether the rules are evaluated per client or per call.
    pub scope: RuleScope,
    /// The rules.
    pub resolve: fn(&Parameters) -> Result<ResolvedEndpoint, RulesError>,
}

/// Whether the endpoint depends on the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleScope {
    /// All calls of a client have one endpoint.
    Client,
    /// Operations or their inputs are among the parameters.
    Call,
}

/// A setting of the client that rules may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`.
    Region,
    /// `AWS::UseFIPS`.
    UseFips,
    /// `AWS::UseDualStack`.
    UseDualStack,
    /// `SDK::Endpoint`: a custom endpoint URL.
    Endpoint,
}

/// The parameters of rules.
///
/// ```
/// # use runtime::codegen::endpoint::Parameters;
/// let parameters = Parameters::new().with("Region", "us-east-1").with("UseFIPS", true);
/// assert_eq!(parameters.text("Region"), Some("us-east-1"));
/// assert_eq!(parameters.boolean("UseDualStack"), None);
/// assert_eq!(format!("{parameters:?}"), r#"{"Region", "UseFIPS"}"#);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Parameters(Vec<(&'static str, Parameter)>);

/// Shows names only: values may come from inputs, and be sensitive.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// `string`.
    Text(String),
    /// `boolean`.
    Boolean(bool),
    /// `stringArray`.
    Texts(Vec<String>),
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Parameter {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Vec<String>> for Parameter {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl Parameters {
    /// Creates an empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Parameter>) -> Self {
        self.set(name, value.into());
        self
    }

    /// Sets a parameter if there is a value.
    #[must_use]
    pub fn with_option(self, name: &'static str, value: Option<impl Into<Parameter>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Returns the text of a parameter.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Parameter::Text(text) => Some(text),
            Parameter::Boolean(_) | Parameter::Texts(_) => None,
        }
    }

    /// Returns the value of a boolean parameter.
    #[must_use]
    pub fn boolean(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Parameter::Boolean(value) => Some(*value),
            Parameter::Text(_) | Parameter::Texts(_) => None,
        }
    }

    /// Returns the strings of a list parameter.
    #[must_use]
    pub fn texts(&self, name: &str) -> Option<&[String]> {
        match self.get(name)? {
            Parameter::Texts(texts) => Some(texts),
            Parameter::Text(_) | Parameter::Boolean(_) => None,
        }
    }

    pub(crate) fn set(&mut self, name: &'static str, value: Parameter) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Combines two lists; `other` has precedence.
    pub(crate) fn and(&self, other: Self) -> Self {
        let mut all = self.clone();
        for (name, value) in other.0 {
            all.set(name, value);
        }
        all
    }

    fn get(&self, name: &str) -> Option<&Parameter> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }
}

/// The endpoint that rules resolve to.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedEndpoint {
    url: String,
    headers: Vec<(String, Vec<String>)>,
    properties: Vec<(String, Property)>,
}

/// A property of an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub enum Property {
    /// Text.
    Text(String),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A list.
    List(Vec<Self>),
    /// Properties by name, in the order of the names.
    Map(Vec<(&'static str, Self)>),
}

impl From<&str> for Property {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Property {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Property {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn entry(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                let found = entries.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    fn entries(&self) -> &[Self] {
        match self {
            Self::List(entries) => entries,
            _ => &[],
        }
    }
}

impl ResolvedEndpoint {
    /// Creates an endpoint without headers and properties.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            headers: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// Adds a header for requests to the endpoint.
    #[must_use]
    pub fn with_header(mut self, name: &str, values: Vec<String>) -> Self {
        self.headers.push((name.to_owned(), values));
        self
    }

    /// Adds a property.
    #[must_use]
    pub fn with_property(mut self, name: &str, value: Property) -> Self {
        self.properties.push((name.to_owned(), value));
        self
    }

    /// Returns the URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the headers for requests to the endpoint.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// Returns the service and the region to sign for with SigV4.
    pub(crate) fn signing(&self) -> (Option<&str>, Option<&str>) {
        let schemes = self
            .properties
            .iter()
            .filter(|(name, _)| name == "authSchemes")
            .flat_map(|(_, schemes)| schemes.entries());
        let is_sigv4 =
            |scheme: &&Property| scheme.entry("name").and_then(Property::text) == Some("sigv4");
        match schemes.into_iter().find(is_sigv4) {
            Some(scheme) => (
                scheme.entry("signingName").and_then(Property::text),
                scheme.entry("signingRegion").and_then(Property::text),
            ),
            None => (None, None),
        }
    }
}

/// The error of rules that resolve to no endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError(String);

impl RulesError {
    /// Creates the error that the rules state.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Creates the error of settings that no rule covers.
    #[must_use]
    pub fn no_match() -> Self {
        Self::new("the service's endpoint rules do not cover these settings")
    }

    /// Creates the error of a required parameter that is not set.
    #[must_use]
    pub fn unset(parameter: &str) -> Self {
        Self(format!(
            "the service's endpoint rules require the parameter `{parameter}`, which is not set"
        ))
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RulesError {}
