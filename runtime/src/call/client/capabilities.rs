//! Setters of the builder that only the clients of some models have.

use super::{Builder, ServiceClient};
#[cfg(feature = "compression")]
use crate::message::compression::Compression;
#[cfg(any(test, feature = "test-util"))]
use crate::net::auth::Token;
use crate::net::auth::{ApiKey, Login, ProvideToken, TokenSource};

/// Clients whose model has `httpBearerAuth`. Implemented by generated code.
pub trait UsesBearer: ServiceClient {}

/// Clients whose model has `httpApiKeyAuth`. Implemented by generated code.
pub trait UsesApiKey: ServiceClient {}

/// Clients whose model has `httpBasicAuth`. Implemented by generated code.
pub trait UsesBasic: ServiceClient {}

impl<C: UsesBearer> Builder<C> {
    /// The bearer token of requests: a [`Token`] that stays the same, or a
    /// source of them.
    pub fn bearer_token(self, source: impl ProvideToken) -> Self {
        self.with_setting(TokenSource::new(source))
    }
}

impl<C: UsesApiKey> Builder<C> {
    /// The API key of requests.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.with_setting(ApiKey::new(key))
    }
}

impl<C: UsesBasic> Builder<C> {
    /// The user and password of requests. A name with a colon cannot be sent.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.with_setting(Login::new(user, password))
    }
}

/// Clients whose model has `requestCompression`. Implemented by generated code.
#[cfg(feature = "compression")]
pub trait UsesCompression: ServiceClient {}

#[cfg(feature = "compression")]
impl<C: UsesCompression> Builder<C> {
    /// Which bodies are compressed, of the operations whose service takes them
    /// compressed; those of at least 10 KiB unless this is set.
    pub fn request_compression(self, compression: Compression) -> Self {
        self.with_setting(compression)
    }
}

/// Sets something for every scheme.
#[cfg(any(test, feature = "test-util"))]
pub(crate) fn set_every_scheme<C: ServiceClient>(builder: Builder<C>) -> Builder<C> {
    builder
        .with_setting(TokenSource::new(Token::new("token")))
        .with_setting(ApiKey::new("key"))
        .with_setting(Login::new("user", "password"))
}
