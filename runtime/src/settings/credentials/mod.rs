//! Sources of credentials.
//!
//! [`Credentials`](crate::Credentials) are themselves a source that never changes.
//! Other sources implement [`ProvideCredentials`](crate::ProvideCredentials); a
//! client caches their credentials until shortly before they expire.

mod cache;
#[cfg(feature = "credentials-chain")]
mod chain;
mod environment;

pub(crate) use cache::CredentialsCache;
#[cfg(feature = "credentials-chain")]
pub use chain::DefaultChain;
#[cfg(feature = "credentials-chain")]
pub(crate) use chain::instance_region;
pub use environment::EnvironmentCredentials;
