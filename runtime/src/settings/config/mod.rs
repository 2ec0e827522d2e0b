//! Settings of a client from the environment and from the shared configuration
//! files of AWS's tools.

mod env;
mod error;
#[cfg(feature = "http")]
mod files;
#[cfg(feature = "http")]
mod ini;
#[cfg(feature = "http")]
mod profiles;
#[cfg(feature = "http")]
mod settings;

pub use env::Env;
pub use error::{ConfigError, Searched};
#[cfg(feature = "http")]
use files::ConfigFile;
#[cfg(feature = "credentials-chain")]
pub(crate) use ini::Section;
#[cfg(feature = "http")]
pub(crate) use profiles::Profiles;
#[cfg(feature = "http")]
pub(crate) use settings::SettingsSource;
