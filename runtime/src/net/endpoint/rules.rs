//! Endpoints that a model's rules choose (`smithy.rules#endpointRuleSet`):
//! what rules are told, and what comes of them.
//!
//! The generator writes the rules themselves as a function; what they call is
//! in [`functions`](super::functions).

use std::fmt;

/// The rules of a service, as generated code states them.
#[derive(Debug)]
pub struct RuleSet {
    /// The parameters whose values every client knows.
    pub built_ins: &'static [(&'static str, BuiltIn)],
    /// How often the rules are asked.
    pub scope: RuleScope,
    /// The rules.
    pub resolve: fn(&Parameters) -> Result<ResolvedEndpoint, RulesError>,
}

/// Whether what rules choose depends on the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleScope {
    /// All calls of a client have one endpoint.
    Client,
    /// Operations or their inputs are among the parameters.
    Call,
}

/// A setting of the client that rules may look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`.
    Region,
    /// `AWS::UseFIPS`.
    UseFips,
    /// `AWS::UseDualStack`.
    UseDualStack,
    /// `SDK::Endpoint`: the endpoint URL that is set instead.
    Endpoint,
}

/// What rules are told.
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
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// With this one, in place of one with the same name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Parameter>) -> Self {
        self.set(name, value.into());
        self
    }

    /// With this one, when there is a value.
    #[must_use]
    pub fn with_option(self, name: &'static str, value: Option<impl Into<Parameter>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The text of a parameter.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Parameter::Text(text) => Some(text),
            Parameter::Boolean(_) | Parameter::Texts(_) => None,
        }
    }

    /// Whether a parameter is true.
    #[must_use]
    pub fn boolean(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Parameter::Boolean(value) => Some(*value),
            Parameter::Text(_) | Parameter::Texts(_) => None,
        }
    }

    /// The texts of a parameter that is a list.
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

    /// These, and those of `other`, which win.
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

/// What rules have chosen.
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
    /// True or false.
    Boolean(bool),
    /// A whole number.
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
    /// The endpoint at a URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            headers: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// With a header that requests to it have.
    #[must_use]
    pub fn with_header(mut self, name: &str, values: Vec<String>) -> Self {
        self.headers.push((name.to_owned(), values));
        self
    }

    /// With a property.
    #[must_use]
    pub fn with_property(mut self, name: &str, value: Property) -> Self {
        self.properties.push((name.to_owned(), value));
        self
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that requests to it have.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// What it says of SigV4: the service and the region to sign for.
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

/// Why rules have chosen no endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError(String);

impl RulesError {
    /// The rules say so themselves.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// No rule applies.
    #[must_use]
    pub fn no_match() -> Self {
        Self::new("the service's rules for endpoints do not cover these settings")
    }

    /// A parameter is not set that must be.
    #[must_use]
    pub fn unset(parameter: &str) -> Self {
        Self(format!(
            "the service's rules for endpoints need the parameter `{parameter}`, which is not set"
        ))
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RulesError {}
