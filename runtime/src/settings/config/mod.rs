//! Settings of a client from the environment and from the shared configuration
//! files of AWS's tools.

mod env;
mod error;
mod ini;
mod profiles;
mod settings;

use env::ConfigFile;
pub use env::Env;
pub use error::{ConfigError, Searched};
#[cfg(feature = "credentials-chain")]
pub(crate) use ini::Section;
pub(crate) use profiles::Profiles;
pub(crate) use settings::SettingsSource;
