//! Credentials and their providers.

mod credentials;
mod error;

use std::fmt;
use std::sync::Arc;

pub use credentials::Credentials;
pub use error::CredentialsError;

use crate::base::future::BoxFuture;

/// A source of credentials.
///
/// A client calls it when its credentials are missing or about to expire, never
/// twice at a time. The future is dropped when the operation that waits for it
/// times out.
///
/// ```
/// # use runtime::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
///         Box::pin(async { Err(CredentialsError::new("the vault is sealed")) })
///     }
/// }
/// ```
pub trait ProvideCredentials: fmt::Debug + Send + Sync + 'static {
    /// Returns credentials that are currently valid.
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;
}

impl ProvideCredentials for Credentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<T: ProvideCredentials + ?Sized> ProvideCredentials for Arc<T> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        (**self).provide()
    }
}
