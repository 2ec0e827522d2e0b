//! The endpoints of a client.

pub mod functions;
#[cfg(test)]
mod host_tests;
mod partition;
mod route;
mod rules;

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv4Addr;

use bytes::Bytes;
use http::Uri;
use http::header::HeaderValue;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::base::disclosure::SettingValue;
use crate::base::printable::RedactedUrl;
use crate::base::region::Region;
use crate::net::host::host_header_of;
use crate::wire::percent::percent_encode;

pub(crate) use route::{CallRoute, Route, RouteSettings, Routing, by_rules};
pub use rules::{
    BuiltIn, Parameter, Parameters, Property, ResolvedEndpoint, RuleScope, RuleSet, RulesError,
};

/// Whether requests go to the endpoints that use FIPS 140 validated
/// cryptography.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fips {
    /// The ordinary endpoints.
    #[default]
    Off,
    /// The FIPS endpoints.
    On,
}

/// Whether requests go to the endpoints that are reachable over IPv6 as well
/// as over IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DualStack {
    /// The ordinary endpoints.
    #[default]
    Off,
    /// The dual-stack endpoints.
    On,
}

/// The part of a URL that all requests of a client share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// Empty, or begins with a slash and does not end with one.
    base_path: String,
    /// The header `Host` of its requests.
    host: Option<HeaderValue>,
}

impl Endpoint {
    fn new(scheme: Scheme, authority: Authority, base_path: String) -> Self {
        Self {
            host: host_header_of(Some(&scheme), &authority),
            scheme,
            authority,
            base_path,
        }
    }

    /// The endpoint of a service in a region: host names are
    /// `{prefix}[-fips].{region}.{suffix}` with the suffix of the region's
    /// partition. Unknown regions are assumed to be in the partition `aws`.
    ///
    /// # Errors
    /// The prefix is not valid in a host name.
    pub(crate) fn for_service(
        prefix: &str,
        region: &Region,
        fips: Fips,
        dual_stack: DualStack,
    ) -> Result<Self, EndpointError> {
        let partition = partition::for_region(region.as_str());
        let suffix = match dual_stack {
            DualStack::Off => partition.dns_suffix,
            DualStack::On => partition.dual_stack_dns_suffix,
        };
        let fips = match fips {
            Fips::Off => "",
            Fips::On => "-fips",
        };
        let host = format!("{prefix}{fips}.{region}.{suffix}");
        match Authority::try_from(host.as_str()) {
            Ok(authority) => Ok(Self::new(Scheme::HTTPS, authority, String::new())),
            Err(_) => Err(EndpointError::new(&host, "it is not a valid host name")),
        }
    }

    /// Parses a URL: `http` or `https`, a host, and optionally a port and a path
    /// that precedes the path of every request.
    ///
    /// # Errors
    /// The URL is invalid, or has a user, a query, a fragment or dot segments.
    pub(crate) fn custom(url: &str) -> Result<Self, EndpointError> {
        let error = |problem| EndpointError::new(url, problem);
        if url.trim().is_empty() {
            return Err(error(
                "it is empty; leave it unset to use the service's own endpoint",
            ));
        }
        if url.contains('#') {
            return Err(error("it has a fragment (#…), which is never sent"));
        }
        let uri: Uri = url
            .parse()
            .map_err(|_| error("it is not a valid URL; write it like https://host:port/path"))?;
        let parts = uri.into_parts();
        let scheme = match parts.scheme {
            Some(scheme) if scheme == Scheme::HTTP || scheme == Scheme::HTTPS => scheme,
            Some(_) => return Err(error("its scheme is neither http nor https")),
            None => {
                return Err(error(
                    "it has no scheme; write it like https://host:port/path",
                ));
            }
        };
        let authority = match parts.authority {
            Some(authority) if authority.as_str().contains('@') => {
                return Err(error("it has a user or password before the host"));
            }
            Some(authority) if authority.host().is_empty() => return Err(error("it has no host")),
            // Without a 16-bit port number, the default port of the scheme
            // would be used.
            Some(authority) if has_port(&authority) && authority.port_u16().is_none() => {
                return Err(error("its port is not a number up to 65535"));
            }
            Some(authority) => authority,
            None => return Err(error("it has no host")),
        };
        let path = parts
            .path_and_query
            .unwrap_or(PathAndQuery::from_static("/"));
        if path.query().is_some() {
            return Err(error("it has a query (?…), which requests would lose"));
        }
        if path
            .path()
            .split('/')
            .any(|segment| matches!(segment, "." | ".."))
        {
            return Err(error("its path has a segment . or .."));
        }
        let base_path = ascii_path(path.path().trim_end_matches('/'));
        Ok(Self::new(scheme, authority, base_path))
    }

    /// Returns the endpoint with a prefix before its host name. Addresses and
    /// `localhost` have no subdomains and get no prefix.
    ///
    /// # Errors
    /// The prefix is not valid in a host name.
    pub(crate) fn prefixed(&self, prefix: &str) -> Result<Self, EndpointError> {
        let host = self.authority.host();
        let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
        if is_address || host == "localhost" {
            return Ok(self.clone());
        }
        let host = format!("{prefix}{}", self.authority);
        match Authority::try_from(host.as_str()) {
            Ok(authority) => Ok(Self::new(
                self.scheme.clone(),
                authority,
                self.base_path.clone(),
            )),
            Err(_) => Err(EndpointError::new(&host, "it is not a valid host name")),
        }
    }

    /// Returns the URL of a request. The path starts with a slash; the query may
    /// be empty. Both must be percent-encoded.
    ///
    /// # Errors
    /// Path or query have characters that are not allowed in a URL.
    pub(crate) fn uri(
        &self,
        path: impl Into<Cow<'static, str>>,
        query: &str,
    ) -> Result<Uri, http::Error> {
        let target = match (self.base_path.as_str(), path.into(), query) {
            ("", Cow::Borrowed(path), "") => Bytes::from_static(path.as_bytes()),
            ("", Cow::Owned(path), "") => path.into(),
            (base, path, "") => [base, &path].concat().into(),
            (base, path, query) => [base, &path, "?", query].concat().into(),
        };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(target)?);
        Ok(Uri::from_parts(parts)?)
    }

    /// Returns the header `Host` of requests.
    pub(crate) fn host(&self) -> Option<&HeaderValue> {
        self.host.as_ref()
    }
}

/// Percent-encodes non-ASCII characters, which a URI cannot have (RFC 3986,
/// section 2).
fn ascii_path(path: &str) -> String {
    let mut ascii = String::new();
    for character in path.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            ascii.push_str(&percent_encode(&character.to_string()));
        }
    }
    ascii
}

/// Returns whether a colon follows the host, with or without a number.
fn has_port(authority: &Authority) -> bool {
    authority.as_str() != authority.host()
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.base_path)
    }
}

/// A URL or host that cannot be an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointError {
    url: String,
    problem: &'static str,
}

impl EndpointError {
    fn new(url: &str, problem: &'static str) -> Self {
        Self {
            url: match url.contains("://") {
                true => format!("`{}`", RedactedUrl(url)),
                false => SettingValue(url).to_string(),
            },
            problem,
        }
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be an endpoint: {}", self.url, self.problem)
    }
}

impl std::error::Error for EndpointError {}
