//! Settings of a builder for the machine: files, environment, root certificates.

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "proxy")]
use crate::net::transport::Proxy;
use crate::net::transport::{HttpTransport, Transport};
use crate::settings::config::Env;

/// The settings that choose what a client reads from the machine.
#[derive(Debug, Clone, Default)]
pub(super) struct MachineSettings {
    pub(super) env: Env,
    pub(super) profile: Option<String>,
    pub(super) ca_bundle: Option<PathBuf>,
    #[cfg(feature = "proxy")]
    pub(super) proxy: Option<Proxy>,
}

impl MachineSettings {
    /// Returns the profile of the shared configuration files.
    pub(super) fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// Creates the default transport of a client, if this build has one.
    pub(super) fn default_transport(&self) -> Option<Arc<dyn Transport>> {
        Some(self.transport())
    }

    /// Creates the default transport of a client.
    pub(super) fn transport(&self) -> Arc<dyn Transport> {
        let transport = match &self.ca_bundle {
            Some(path) => HttpTransport::with_ca_bundle(path),
            None => HttpTransport::new(),
        };
        #[cfg(feature = "proxy")]
        if let Some(proxy) = &self.proxy {
            return Arc::new(transport.with_proxy(proxy.clone()));
        }
        Arc::new(transport)
    }
}
