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
/// concurrently, and in a separate task: the search continues when a call that
/// waits for it times out, and later calls get its result. It ends after 90
/// seconds, or when the client is dropped.
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

    /// Returns a description of what a search in progress waits for, such as
    /// "the vault at vault.example". Errors of calls that time out contain it.
    fn waiting_for(&self) -> Option<String> {
        None
    }
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

    fn waiting_for(&self) -> Option<String> {
        (**self).waiting_for()
    }
}
