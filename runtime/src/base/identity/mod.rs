//! Credentials, and the sources that provide them.

mod credentials;
mod error;

use std::fmt;
use std::sync::Arc;

pub use credentials::Credentials;
pub use error::CredentialsError;

use crate::base::future::BoxFuture;

/// A source of credentials.
///
/// A client calls this when it needs credentials and those that it has are
/// about to expire; only one call is under way at a time. The future is dropped
/// when the operation that waits for it runs out of time.
///
/// ```
/// use runtime::{Credentials, CredentialsError, ProvideCredentials};
/// use runtime::BoxFuture;
///
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
    /// Credentials that are valid now.
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
