//! Settings of a client from the environment and from the shared configuration
//! files of AWS's tools.

mod env;
mod error;
#[cfg(feature = "http")]
mod ini;
#[cfg(feature = "http")]
mod profiles;
#[cfg(feature = "http")]
mod settings;

#[cfg(feature = "http")]
use env::ConfigFile;
pub use env::Env;
pub use error::{ConfigError, Searched};
#[cfg(feature = "credentials-chain")]
pub(crate) use ini::Section;
#[cfg(feature = "http")]
pub(crate) use profiles::Profiles;
#[cfg(feature = "http")]
pub(crate) use settings::SettingsSource;
