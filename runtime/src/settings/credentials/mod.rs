//! The credentials that requests are signed with, and where they come from.
//!
//! [`Credentials`] themselves are a source that never changes. Another source
//! implements [`ProvideCredentials`]; a client keeps what it gets from one and
//! asks again before it expires.

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
