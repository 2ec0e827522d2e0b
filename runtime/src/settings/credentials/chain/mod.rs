//! The usual sources of credentials, one after the other.

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
use crate::base::future::BoxFuture;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};
use crate::base::region::Region;
use crate::net::transport::{HttpTransport, Transport};
use crate::settings::config::{Env, Profiles};

/// Looks for credentials where AWS's tools look: in the environment; in the
/// profile in use (a role, a web identity, keys, SSO, or a process); for the
/// web identity that the environment names; at the container's endpoint; at the
/// instance's.
///
/// A source that is not set up is passed over. One that is set up and fails
/// ends the search: to go on would be to act as somebody else than was meant. A
/// profile that the program names, rather than `AWS_PROFILE`, goes before the
/// environment.
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
/// SSO uses the token that `aws sso login` left and does not renew it. A role
/// that asks for a second factor is an error, as nobody is there to type it.
/// `AWS_ENDPOINT_URL`, FIPS and dual-stack do not apply to the services that are
/// asked here.
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

/// What became of asking one source.
enum SourceOutcome {
    Found(Credentials),
    /// The source is not set up.
    Absent(String),
    /// The source is set up and does not work.
    Failed(String),
}

/// What a source that is set up gives: credentials, or why it does not work.
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
    /// Looks in this environment and the files that it names.
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

    /// Uses this profile, before anything else.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Asks the security token service of this region, unless a profile names
    /// another.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Names the sessions of roles that nothing else names.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = name.into();
        self
    }

    /// Sends requests for credentials through this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Arc::new(transport);
        self
    }

    /// Signs requests for credentials as of this clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Names the source that the search waits for from now on.
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
        let profile_name = format!("profile `{}`", profiles.selected());
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
        if let Some(end) = search.add("web identity", self.web_identity_source().await) {
            return end;
        }
        self.wait_for("the credentials endpoint of the container");
        if let Some(end) = search.add("container", self.container_source().await) {
            return end;
        }
        self.wait_for("the instance metadata service");
        if let Some(end) = search.add("instance", self.instance_source().await) {
            return end;
        }
        Err(search.tried)
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

/// A search under way: what was tried in vain.
struct Search {
    tried: CredentialsError,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            tried: CredentialsError::new("none of the sources that AWS's tools use is set up")
                .advising(
                    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure` or \
                     `aws configure sso`",
                ),
        }
    }
}

impl Search {
    /// Adds the outcome of a source; `Some` when the search is over.
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
                "the source of credentials that is set up does not work",
            )
            .tried(source, problem))),
        }
    }
}
