//! Setters of the builder for the clients of some models. Each is behind a feature,
//! which these clients enable, and behind a marker trait, because the clients of
//! other models may share the runtime.

#[cfg(feature = "compression")]
use crate::message::compression::Compression;
#[cfg(feature = "api-key")]
use crate::net::auth::ApiKey;
#[cfg(feature = "basic-auth")]
use crate::net::auth::Login;
#[cfg(feature = "bearer-token")]
use crate::net::auth::{ProvideToken, TokenSource};
#[cfg(feature = "endpoint-rules")]
use crate::net::endpoint::Parameter;

/// Clients whose model has `httpBearerAuth`. Implemented by generated code.
#[cfg(feature = "bearer-token")]
pub trait UsesBearer: super::ServiceClient {}

/// Clients whose model has `httpApiKeyAuth`. Implemented by generated code.
#[cfg(feature = "api-key")]
pub trait UsesApiKey: super::ServiceClient {}

/// Clients whose model has `httpBasicAuth`. Implemented by generated code.
#[cfg(feature = "basic-auth")]
pub trait UsesBasic: super::ServiceClient {}

#[cfg(feature = "bearer-token")]
impl<C: UsesBearer> super::Builder<C> {
    /// Sets the bearer token of requests: a static [`Token`](crate::Token), or a
    /// source of tokens.
    pub fn bearer_token(self, source: impl ProvideToken) -> Self {
        self.with_setting(TokenSource::new(source))
    }
}

#[cfg(feature = "api-key")]
impl<C: UsesApiKey> super::Builder<C> {
    /// Sets the API key of requests.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.with_setting(ApiKey::new(key))
    }
}

#[cfg(feature = "basic-auth")]
impl<C: UsesBasic> super::Builder<C> {
    /// Sets the user and password of requests. The user name must not have a
    /// colon.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.with_setting(Login::new(user, password))
    }
}

/// Clients whose model has `requestCompression`. Implemented by generated code.
#[cfg(feature = "compression")]
pub trait UsesCompression: super::ServiceClient {}

#[cfg(feature = "compression")]
impl<C: UsesCompression> super::Builder<C> {
    /// Sets which request bodies are compressed; by default, those of at least
    /// 10 KiB. It applies to operations that support compression.
    pub fn request_compression(self, compression: Compression) -> Self {
        self.with_setting(compression)
    }
}

#[cfg(feature = "endpoint-rules")]
impl<C: super::ServiceClient> super::Builder<C> {
    /// Sets a parameter of the endpoint rules other than region, FIPS,
    /// dual-stack and endpoint URL. The setters of generated clients call it.
    pub fn endpoint_parameter(mut self, name: &'static str, value: impl Into<Parameter>) -> Self {
        self.endpoint_parameters.set(name, value.into());
        self
    }
}

/// Sets a secret for every scheme.
#[cfg(any(test, feature = "test-util"))]
pub(crate) fn set_every_scheme<C: super::ServiceClient>(
    builder: super::Builder<C>,
) -> super::Builder<C> {
    #[cfg(feature = "bearer-token")]
    let builder = builder.with_setting(TokenSource::new(crate::Token::new("token")));
    #[cfg(feature = "api-key")]
    let builder = builder.with_setting(ApiKey::new("key"));
    #[cfg(feature = "basic-auth")]
    let builder = builder.with_setting(Login::new("user", "password"));
    builder
}
