//! The default credential provider chain.

mod container;
mod document;
mod exchange;
mod instance;
mod process;
mod profile;
mod sso;
mod sts;
mod xml;

use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use instance::region as instance_region;

use super::environment::{self, EnvironmentCredentials};
use crate::base::clock::{Clock, SystemClock};
use crate::base::disclosure::SettingValue;
use crate::base::future::BoxFuture;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};
use crate::base::region::Region;
use crate::net::endpoint::Endpoint;
use crate::net::transport::{HttpTransport, Transport};
use crate::settings::config::{Env, Profiles, SettingsSource};

/// The credential sources of AWS's tools, in their order: the environment; the
/// profile in use (a role, a web identity, keys, SSO, or a process); the web
/// identity in the environment; the container's endpoint; the instance's metadata
/// service.
///
/// The search skips a source that is not configured. A source that is configured
/// and fails ends the search, because the next one may belong to another identity.
/// A profile that the program names (with [`with_profile`](Self::with_profile), not with
/// `AWS_PROFILE`) takes precedence over the environment.
///
/// ```
/// # use runtime::Env;
/// # use runtime::{DefaultChain, ProvideCredentials};
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let env = Env::empty()
///     .with_home("/home/ada")
///     .with_file(
///         "/home/ada/.aws/credentials",
///         "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n",
///     );
/// let credentials = DefaultChain::new(env).provide().await?;
/// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
/// # Ok::<(), runtime::CredentialsError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Limits
/// A role with multi-factor authentication is an error, because a library cannot
/// ask for the code. FIPS and dual-stack do not apply to AWS STS and IAM Identity
/// Center; endpoint URLs do, by the SDK ids `STS`, `SSO` and `SSO OIDC`.
#[derive(Debug, Clone)]
pub struct DefaultChain {
    env: Env,
    profile: Option<String>,
    region: Option<Region>,
    session_name: String,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    /// The source that a search in progress waits for.
    waiting_for: Arc<Mutex<Option<String>>>,
}

/// The result of one source.
enum SourceOutcome {
    Found(Credentials),
    /// The source is not configured.
    Absent(String),
    /// The source is configured and failed.
    Failed(String),
}

/// The credentials of a source that is configured, or the reason of its failure.
type Attempt = Result<Credentials, String>;

impl From<Attempt> for SourceOutcome {
    fn from(attempt: Attempt) -> Self {
        match attempt {
            Ok(credentials) => Self::Found(credentials),
            Err(problem) => Self::Failed(problem),
        }
    }
}

impl DefaultChain {
    /// Creates a chain over this environment and its files.
    #[must_use]
    pub fn new(env: Env) -> Self {
        Self {
            env,
            profile: None,
            region: None,
            session_name: concat!(env!("CARGO_PKG_NAME"), "-session").to_owned(),
            transport: Arc::new(HttpTransport::new()),
            clock: Arc::new(SystemClock),
            waiting_for: Arc::default(),
        }
    }

    /// Uses this profile; it takes precedence over all other sources.
    #[must_use]
    pub fn with_profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Uses AWS STS in this region, unless a profile has a region.
    #[must_use]
    pub fn with_region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets the session name for roles without one.
    #[must_use]
    pub fn with_session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = name.into();
        self
    }

    /// Sends requests for credentials over this transport.
    #[must_use]
    pub fn with_transport(mut self, transport: impl Transport) -> Self {
        self.transport = Arc::new(transport);
        self
    }

    /// Signs requests for credentials at the time of this clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Records the source for which the search now waits.
    fn wait_for(&self, source: impl Into<String>) {
        let mut waiting_for = self
            .waiting_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *waiting_for = Some(source.into());
    }

    async fn search(&self) -> Result<Credentials, CredentialsError> {
        self.wait_for("the configuration files");
        let profiles = Profiles::load(&self.env, self.profile.as_deref())
            .await
            .map_err(|error| CredentialsError::new(error.to_string()))?;
        let profile_name = format!("profile {}", SettingValue(profiles.selected()));
        let mut search = Search::default();

        self.wait_for(&profile_name);
        if self.profile.is_some()
            && let Some(end) = search.add(&profile_name, self.profile_source(&profiles).await)
        {
            return end;
        }
        let outcome = match EnvironmentCredentials::new(self.env.clone()).read() {
            Ok(credentials) => SourceOutcome::Found(credentials),
            Err(missing) => SourceOutcome::Absent(missing),
        };
        if let Some(end) = search.add(environment::SOURCE, outcome) {
            return end;
        }
        if self.profile.is_none()
            && let Some(end) = search.add(&profile_name, self.profile_source(&profiles).await)
        {
            return end;
        }
        self.wait_for("the web identity (AWS STS)");
        if let Some(end) = search.add("web identity", self.web_identity_source(&profiles).await) {
            return end;
        }
        self.wait_for("the credentials endpoint of the container");
        if let Some(end) = search.add("container", self.container_source().await) {
            return end;
        }
        self.wait_for("the instance metadata service");
        if let Some(end) = search.add("instance", self.instance_source(&profiles).await) {
            return end;
        }
        Err(search.tried)
    }

    /// The endpoint URL of a service in the settings.
    fn custom_endpoint(
        &self,
        profiles: &Profiles,
        sdk_id: &str,
    ) -> Result<Option<Endpoint>, String> {
        let env = &self.env;
        let settings = SettingsSource { env, profiles };
        settings.endpoint(sdk_id).map_err(|error| error.to_string())
    }
}

impl ProvideCredentials for DefaultChain {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.search())
    }

    fn waiting_for(&self) -> Option<String> {
        self.waiting_for.lock().ok()?.clone()
    }
}

/// A search in progress, with the sources that have no credentials.
struct Search {
    tried: CredentialsError,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            tried: CredentialsError::new("no credential source is configured").advising(
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure` or \
                     `aws configure sso`",
            ),
        }
    }
}

impl Search {
    /// Adds the result of a source; returns the result of the search if it ends.
    fn add(
        &mut self,
        source: &str,
        outcome: SourceOutcome,
    ) -> Option<Result<Credentials, CredentialsError>> {
        match outcome {
            SourceOutcome::Found(credentials) => {
                tracing::debug!(source, "credentials found");
                Some(Ok(credentials.with_source(source)))
            }
            SourceOutcome::Absent(why) => {
                self.tried = self.tried.clone().tried(source, why);
                None
            }
            SourceOutcome::Failed(problem) => Some(Err(CredentialsError::new(
                "the configured credential source failed",
            )
            .tried(source, problem))),
        }
    }
}
