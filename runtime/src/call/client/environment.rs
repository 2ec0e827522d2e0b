//! Settings from the environment and the shared configuration files.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Builder, ServiceClient};
use crate::base::identity::ProvideCredentials;
use crate::base::region::Region;
use crate::net::transport::Transport;
use crate::settings::config::{ConfigError, Env, Profiles, Searched, SettingsSource};
use crate::settings::options::Retries;

impl<C: ServiceClient> Builder<C> {
    /// Sets a PEM file with the root certificates to trust, instead of those of
    /// the machine. A custom [`transport`](Self::transport) ignores it.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.machine.ca_bundle = Some(path.into());
        self
    }

    /// Sets or unsets [`ca_bundle`](Self::ca_bundle).
    pub fn set_ca_bundle(mut self, value: Option<PathBuf>) -> Self {
        self.machine.ca_bundle = value;
        self
    }

    /// Sets the environment of [`build_from_env`](Self::build_from_env), instead of
    /// that of the process.
    pub fn env(mut self, env: Env) -> Self {
        self.machine.env = env;
        self
    }

    /// Sets the profile of [`build_from_env`](Self::build_from_env), instead of that
    /// of `AWS_PROFILE`. Its credentials take precedence over those of the
    /// environment.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.machine.profile = Some(name.into());
        self
    }

    /// Sets or unsets [`profile`](Self::profile).
    pub fn set_profile(mut self, value: Option<String>) -> Self {
        self.machine.profile = value;
        self
    }

    /// Builds the client with the settings of the builder, and reads unset ones from the
    /// environment. The builder takes precedence over environment variables, and these over the
    /// profile.
    ///
    /// | setting | variable | in the profile |
    /// |---|---|---|
    /// | profile | `AWS_PROFILE` | |
    /// | region | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region` |
    /// | endpoint URL | `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL` | the service's in `services`, `endpoint_url` |
    /// | no endpoint URL | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` |
    /// | FIPS | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` |
    /// | dual-stack | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` |
    /// | attempts | `AWS_MAX_ATTEMPTS` | `max_attempts` |
    /// | retry mode | `AWS_RETRY_MODE` | `retry_mode` |
    /// | root certificates | `AWS_CA_BUNDLE`, `SSL_CERT_FILE` | `ca_bundle` |
    /// | name of the program | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` |
    ///
    /// The only retry mode is `standard`; `legacy` and `adaptive` mean the same, with a warning.
    /// The files are `~/.aws/config` and `~/.aws/credentials`, or those in `AWS_CONFIG_FILE` and
    /// `AWS_SHARED_CREDENTIALS_FILE`. Without a region in the settings, the client asks the
    /// instance metadata service (with the feature `credentials-chain`). Outside AWS, the error for
    /// a missing region therefore takes a second; `AWS_EC2_METADATA_DISABLED=true` avoids that.
    ///
    /// A profile of `AWS_PROFILE` that does not exist, or an invalid line in another
    /// section, is an error only if a setting is missing.
    ///
    /// Credentials come from the default chain (with that feature), or else from environment
    /// variables. The first call that needs them resolves them.
    ///
    /// # Errors
    /// The region is missing, a setting or a file is invalid, or the profile of the
    /// builder does not exist.
    pub async fn build_from_env(mut self) -> Result<C, ConfigError> {
        let env = self.machine.env.clone();
        let profiles = Profiles::load(&env, self.machine.profile.as_deref()).await?;
        let source = SettingsSource {
            env: &env,
            profiles: &profiles,
        };
        if self.fips.is_none() {
            self.fips = source.fips()?;
        }
        if self.dual_stack.is_none() {
            self.dual_stack = source.dual_stack()?;
        }
        if self.retries.is_none() {
            source.retry_mode()?;
            self.retries = source
                .max_attempts()?
                .map(|attempts| Retries::default().with_max_attempts(attempts));
        }
        if self.app_name.is_none() {
            self.app_name = source.app_id();
        }
        let transport: Arc<dyn Transport> = match self.transport.take() {
            Some(transport) => transport,
            None => {
                #[cfg(feature = "proxy")]
                {
                    self.machine.proxy = source.proxy()?;
                }
                self.ignored_proxy = source.ignored_proxy();
                let bundle = self.machine.ca_bundle.take();
                self.machine.ca_bundle = bundle.or_else(|| source.ca_bundle().map(Into::into));
                self.machine.transport()
            }
        };
        let endpoint = match self.explicit_endpoint()? {
            Some(endpoint) => Some(endpoint),
            None => source.endpoint(C::SERVICE.sdk_id)?,
        };
        let region = match self.explicit_region()? {
            Some(region) => Some(region),
            None => source.region()?,
        };
        let region = match region {
            None if endpoint.is_none() => self.region_of_instance(&profiles, &*transport).await,
            region => region,
        };
        // The missing profile may have contained the region.
        if let (None, None, Some(problem)) = (&region, &endpoint, profiles.problem()) {
            return Err(problem);
        }
        if self.credentials.is_none() {
            self.credentials = Some(self.default_credentials(&transport, region.as_ref()));
        }
        self.transport = Some(transport);
        let searched = Searched::Environment {
            profile: profiles.selected().to_owned(),
        };
        self.finish(region, endpoint, &searched)
    }

    #[cfg(feature = "credentials-chain")]
    async fn region_of_instance(
        &self,
        profiles: &Profiles,
        transport: &dyn Transport,
    ) -> Option<Region> {
        crate::settings::credentials::instance_region(&self.machine.env, profiles, transport).await
    }

    #[cfg(not(feature = "credentials-chain"))]
    async fn region_of_instance(&self, _: &Profiles, _: &dyn Transport) -> Option<Region> {
        None
    }

    #[cfg(feature = "credentials-chain")]
    fn default_credentials(
        &self,
        transport: &Arc<dyn Transport>,
        region: Option<&Region>,
    ) -> Arc<dyn ProvideCredentials> {
        let mut chain = crate::settings::credentials::DefaultChain::new(self.machine.env.clone())
            .with_session_name(C::SERVICE.crate_name)
            .with_transport(Arc::clone(transport));
        if let Some(clock) = &self.clock {
            chain = chain.with_clock(Arc::clone(clock));
        }
        if let Some(profile) = &self.machine.profile {
            chain = chain.with_profile(profile);
        }
        if let Some(region) = region {
            chain = chain.with_region(region.clone());
        }
        Arc::new(chain)
    }

    #[cfg(not(feature = "credentials-chain"))]
    fn default_credentials(
        &self,
        _: &Arc<dyn Transport>,
        _: Option<&Region>,
    ) -> Arc<dyn ProvideCredentials> {
        Arc::new(crate::settings::credentials::EnvironmentCredentials::new(
            self.machine.env.clone(),
        ))
    }
}
