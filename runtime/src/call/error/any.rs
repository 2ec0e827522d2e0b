//! Errors of any operation in one type.

use std::error::Error as StdError;
use std::fmt;

use super::Error;
use crate::call::operation::{ModeledError, OperationError, ServiceError};
use crate::settings::config::ConfigError;

/// The error of a call of any operation.
///
/// `?` converts the [`Error`] of every operation into it, and a [`ConfigError`]
/// too. Only the type of the service's error is erased; [`code`](Error::code),
/// [`maybe_sent`](Error::maybe_sent), [`request_id`](Error::request_id) and all
/// other methods of [`Error`] are unaffected.
///
/// ```
/// # use std::convert::Infallible;
/// # use runtime::{AnyError, ConfigError, Error};
/// # async fn first() -> Result<(), Error<Infallible>> { Ok(()) }
/// # async fn second() -> Result<(), Error<Infallible>> { Ok(()) }
/// # fn client() -> Result<(), ConfigError> { Ok(()) }
/// async fn job() -> Result<(), AnyError> {
///     client()?;
///     first().await?;
///     second().await?;
///     Ok(())
/// }
/// ```
pub type AnyError = Error<AnyServiceError>;

/// An error response of the service, of any operation.
#[derive(Debug)]
pub struct AnyServiceError(Box<dyn ServiceError>);

impl AnyServiceError {
    /// The error as a `T`: the enum of an operation's errors, or the structure of
    /// one error of any operation.
    #[must_use]
    pub fn downcast_ref<T: StdError + 'static>(&self) -> Option<&T> {
        let operation: &(dyn StdError + 'static) = &*self.0;
        let modeled: &(dyn StdError + 'static) = self.0.modeled();
        operation.downcast_ref().or_else(|| modeled.downcast_ref())
    }
}

impl ServiceError for AnyServiceError {
    fn modeled(&self) -> &(dyn ModeledError + 'static) {
        self.0.modeled()
    }
}

impl fmt::Display for AnyServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for AnyServiceError {}

impl<E: OperationError> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        error.map_service(|service| AnyServiceError(Box::new(service)))
    }
}

impl From<ConfigError> for AnyError {
    fn from(error: ConfigError) -> Self {
        Error::<std::convert::Infallible>::config(error).into()
    }
}
