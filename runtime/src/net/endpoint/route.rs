//! Routes: the endpoints of calls, from the settings of the client and the call.

use std::fmt;
use std::ops::Deref;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::rules::{BuiltIn, Parameters, ResolvedEndpoint, RuleScope, RuleSet, RulesError};
use super::{DualStack, Endpoint, EndpointError, Fips};
use crate::base::region::Region;

/// The endpoint of a call and the scope of its signature.
pub(crate) struct Route {
    pub(crate) endpoint: Endpoint,
    /// Additional headers of requests.
    pub(crate) headers: HeaderMap,
    /// The service to sign for, if different from the client's.
    pub(crate) signing_name: Option<String>,
    /// The region to sign for, if different from the client's.
    pub(crate) signing_region: Option<String>,
}

/// The route of a call: the client's, or its own, which is boxed because few
/// calls have one.
pub(crate) enum CallRoute<'a> {
    Shared(&'a Route),
    Own(Box<Route>),
}

impl Deref for CallRoute<'_> {
    type Target = Route;

    fn deref(&self) -> &Route {
        match self {
            Self::Shared(route) => route,
            Self::Own(route) => route,
        }
    }
}

/// The source of routes.
///
/// A trait, so that programs of services without rules do not contain the code
/// that evaluates rules.
pub(crate) trait Routing: fmt::Debug + Send + Sync {
    /// Returns the route of a call with these parameters.
    fn route(&self, of_call: Parameters) -> Result<CallRoute<'_>, RouteError>;
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.endpoint)
    }
}

impl Route {
    /// Creates the route to an endpoint without other settings.
    pub(crate) fn to(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            headers: HeaderMap::new(),
            signing_name: None,
            signing_region: None,
        }
    }

    fn resolved(resolved: &ResolvedEndpoint) -> Result<Self, RouteError> {
        let mut headers = HeaderMap::new();
        for (name, value) in resolved.headers() {
            let unusable = |_| RulesError::new(format!("the header `{name}` cannot be sent"));
            let key = HeaderName::try_from(name).map_err(|_| unusable(()))?;
            let value = HeaderValue::try_from(value).map_err(|_| unusable(()))?;
            headers.append(key, value);
        }
        let (signing_name, signing_region) = resolved.signing();
        Ok(Self {
            endpoint: Endpoint::custom(resolved.url())?,
            headers,
            signing_name: signing_name.map(str::to_owned),
            signing_region: signing_region.map(str::to_owned),
        })
    }
}

/// One route for all calls.
impl Routing for Route {
    fn route(&self, _: Parameters) -> Result<CallRoute<'_>, RouteError> {
        Ok(CallRoute::Shared(self))
    }
}

/// A route for each call, by the rules.
struct PerCall {
    rules: &'static RuleSet,
    of_client: Parameters,
}

impl fmt::Debug for PerCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("chosen for each call")
    }
}

impl Routing for PerCall {
    fn route(&self, of_call: Parameters) -> Result<CallRoute<'_>, RouteError> {
        let resolved = (self.rules.resolve)(&self.of_client.and(of_call))?;
        Route::resolved(&resolved).map(|route| CallRoute::Own(Box::new(route)))
    }
}

/// The settings of a client that rules use.
pub(crate) struct RouteSettings<'a> {
    pub(crate) region: &'a Region,
    pub(crate) fips: Fips,
    pub(crate) dual_stack: DualStack,
    pub(crate) custom: Option<&'a Endpoint>,
    /// The parameters that only this service has.
    pub(crate) own: Parameters,
}

/// Creates routes by rules. Rules that do not depend on the call are evaluated
/// at once, so that building the client reports invalid settings.
pub(crate) fn by_rules(
    rules: &'static RuleSet,
    settings: RouteSettings<'_>,
) -> Result<Box<dyn Routing>, RouteError> {
    let mut of_client = settings.own;
    for (name, built_in) in rules.built_ins {
        let value = match built_in {
            BuiltIn::Region => settings.region.as_str().into(),
            BuiltIn::UseFips => (settings.fips == Fips::On).into(),
            BuiltIn::UseDualStack => (settings.dual_stack == DualStack::On).into(),
            BuiltIn::Endpoint => match settings.custom {
                Some(endpoint) => endpoint.to_string().into(),
                None => continue,
            },
        };
        of_client.set(name, value);
    }
    Ok(match rules.scope {
        RuleScope::Client => {
            let resolved = (rules.resolve)(&of_client)?;
            Box::new(Route::resolved(&resolved)?)
        }
        RuleScope::Call => Box::new(PerCall { rules, of_client }),
    })
}

/// The error of a call without a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RouteError {
    /// The rules return an error.
    Rules(RulesError),
    /// The rules return an invalid endpoint.
    Endpoint(EndpointError),
}

impl From<RulesError> for RouteError {
    fn from(error: RulesError) -> Self {
        Self::Rules(error)
    }
}

impl From<EndpointError> for RouteError {
    fn from(error: EndpointError) -> Self {
        Self::Endpoint(error)
    }
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(error) => write!(f, "the service has no endpoint for this: {error}"),
            Self::Endpoint(error) => write!(f, "{error} (chosen by the service's rules)"),
        }
    }
}

impl std::error::Error for RouteError {}
