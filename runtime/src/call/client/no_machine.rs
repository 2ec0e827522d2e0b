//! No settings for the machine: a build without `http` reads nothing from it.

use std::sync::Arc;

use crate::net::transport::Transport;

/// The settings that choose what a client reads from the machine.
#[derive(Debug, Clone, Default)]
pub(super) struct MachineSettings;

impl MachineSettings {
    /// Returns the profile of the shared configuration files.
    pub(super) fn profile(&self) -> Option<&str> {
        None
    }

    /// Creates the default transport of a client, if this build has one.
    pub(super) fn default_transport(&self) -> Option<Arc<dyn Transport>> {
        #[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
        return Some(Arc::new(crate::net::transport::FetchTransport::new()));
        #[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
        None
    }
}
