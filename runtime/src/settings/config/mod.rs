//! Settings of a client, and where they come from: what the program says, the
//! environment, and the shared configuration files of the AWS tools.

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
