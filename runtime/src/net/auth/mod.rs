//! Authentication schemes other than SigV4.
//!
//! The model lists the schemes of an operation in order of preference. Each
//! scheme is behind a feature, which the clients of models with its trait
//! enable.

#[cfg(feature = "api-key")]
mod api_key;
#[cfg(feature = "basic-auth")]
mod basic;
#[cfg(feature = "bearer-token")]
mod bearer;
#[cfg(any(feature = "api-key", feature = "basic-auth", feature = "bearer-token"))]
mod secret;

use std::fmt;

use bytes::Bytes;
use http::{Extensions, Request};

use crate::base::future::BoxFuture;
use crate::base::identity::CredentialsError;

#[cfg(feature = "api-key")]
pub(crate) use api_key::ApiKey;
#[cfg(feature = "api-key")]
pub use api_key::ApiKeyAuth;
#[cfg(feature = "basic-auth")]
pub use basic::Basic;
#[cfg(feature = "basic-auth")]
pub(crate) use basic::Login;
#[cfg(feature = "bearer-token")]
pub(crate) use bearer::TokenSource;
#[cfg(feature = "bearer-token")]
pub use bearer::{Bearer, ProvideToken, Token};

/// An authentication scheme of an operation.
#[derive(Debug, Clone, Copy)]
pub enum Auth {
    /// A signature: `aws.auth#sigv4`.
    SigV4,
    /// Any other scheme.
    Scheme(&'static dyn Scheme),
}

/// An authentication scheme other than SigV4.
pub trait Scheme: fmt::Debug + Send + Sync {
    /// Whether the client has the settings that the scheme needs.
    fn is_set(&self, settings: &Extensions) -> bool;

    /// Authorizes a request.
    ///
    /// # Errors
    /// The source of tokens fails, or the secret has a character that HTTP
    /// does not allow.
    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>>;
}

/// No authentication: `optionalAuth`, and `auth` without a scheme.
#[derive(Debug)]
pub struct Anonymous;

impl Scheme for Anonymous {
    fn is_set(&self, _: &Extensions) -> bool {
        true
    }

    fn authorize<'a>(
        &'a self,
        _: &'a Extensions,
        _: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
