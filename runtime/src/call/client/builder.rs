//! The builder of clients.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::Extensions;

use super::shared::Shared;
use super::{CredentialsUse, Handle, ServiceClient, user_agent};
use crate::base::clock::{Clock, SystemClock};
use crate::base::identity::ProvideCredentials;
use crate::base::random::{Random, SystemRandom};
use crate::base::region::Region;
use crate::net::endpoint::{self, DualStack, Endpoint, Fips, Parameters, Route, Routing};
use crate::net::transport::{DEFAULT_RESPONSE_SIZE, HttpTransport, Transport};
use crate::settings::config::{ConfigError, Env, Searched};
use crate::settings::credentials::CredentialsCache;
use crate::settings::options::{Retries, Timeouts, Validation};

/// The region of signatures if there is an endpoint URL and no region. Such URLs
/// are mostly those of emulators, which accept it.
const REGION_OF_CUSTOM_ENDPOINTS: &str = "us-east-1";

/// The default of [`Builder::max_idle`]. Few servers close idle connections
/// sooner: Node.js and Apache after 5 seconds, the load balancers of AWS after
/// 60.
const MAX_IDLE: Duration = Duration::from_secs(4);

/// Builds a client.
///
/// [`build`](Self::build) uses the settings of the builder only. [`build_from_env`]
/// reads the others from the environment and the shared configuration files of
/// AWS's tools.
///
/// [`build_from_env`]: Self::build_from_env
///
/// ```
/// # use runtime::Builder;
/// # use runtime::codegen::{Handle, Service, ServiceClient};
/// # static SERVICE: Service = Service {
/// #     sdk_id: "Bookshop", endpoint_prefix: "bookshop", signing_name: "bookshop",
/// #     version: "2024-01-01", crate_name: "bookshop", crate_version: "0.1.0", errors: &[],
/// # };
/// # #[derive(Debug)]
/// # struct Client(Handle);
/// # impl ServiceClient for Client {
/// #     const SERVICE: &'static Service = &SERVICE;
/// #     fn from_handle(handle: Handle) -> Self { Self(handle) }
/// # }
/// # impl Client { fn builder() -> Builder<Self> { Builder::new() } }
/// use std::time::Duration;
/// # use runtime::{Credentials, Timeouts};
///
/// let client = Client::builder()
///     .region("eu-central-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
///     .timeouts(Timeouts::default().with_operation(Duration::from_secs(60)))
///     .build()?;
/// # Ok::<(), runtime::ConfigError>(())
/// ```
#[must_use]
pub struct Builder<C> {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) fips: Option<Fips>,
    pub(super) dual_stack: Option<DualStack>,
    pub(super) endpoint_parameters: Parameters,
    pub(super) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(super) timeouts: Timeouts,
    pub(super) retries: Option<Retries>,
    pub(super) validation: Validation,
    pub(super) response_limit: usize,
    pub(super) max_idle: Duration,
    pub(super) app_name: Option<String>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) ca_bundle: Option<PathBuf>,
    pub(super) ignored_proxy: Option<&'static str>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) env: Env,
    pub(super) profile: Option<String>,
    /// Settings of some clients only, by type.
    settings: Extensions,
    client: PhantomData<fn() -> C>,
}

impl<C: ServiceClient> Builder<C> {
    /// Creates a builder with the defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            fips: None,
            dual_stack: None,
            endpoint_parameters: Parameters::new(),
            credentials: None,
            timeouts: Timeouts::default(),
            retries: None,
            validation: Validation::default(),
            response_limit: DEFAULT_RESPONSE_SIZE,
            max_idle: MAX_IDLE,
            app_name: None,
            transport: None,
            ca_bundle: None,
            ignored_proxy: None,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            env: Env::process(),
            profile: None,
            settings: Extensions::new(),
            client: PhantomData,
        }
    }

    /// Sets the region of the endpoint and of signatures, such as `us-east-1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets or unsets [`region`](Self::region).
    pub fn set_region(mut self, value: Option<String>) -> Self {
        self.region = value;
        self
    }

    /// Sets the credentials of signatures: static [`Credentials`], or a source of
    /// credentials.
    ///
    /// [`Credentials`]: crate::Credentials
    pub fn credentials(mut self, source: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(source));
        self
    }

    /// Sets or unsets [`credentials`](Self::credentials).
    pub fn set_credentials(mut self, source: Option<Arc<dyn ProvideCredentials>>) -> Self {
        self.credentials = source;
        self
    }

    /// Sets the endpoint URL, instead of the service's own endpoint. A path in it
    /// precedes the path of every request.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Sets or unsets [`endpoint_url`](Self::endpoint_url).
    pub fn set_endpoint_url(mut self, value: Option<String>) -> Self {
        self.endpoint = value;
        self
    }

    /// Selects endpoints with FIPS 140 validated cryptography.
    pub fn fips(mut self, fips: Fips) -> Self {
        self.fips = Some(fips);
        self
    }

    /// Sets or unsets [`fips`](Self::fips).
    pub fn set_fips(mut self, value: Option<Fips>) -> Self {
        self.fips = value;
        self
    }

    /// Selects endpoints with IPv6 and IPv4.
    pub fn dual_stack(mut self, dual_stack: DualStack) -> Self {
        self.dual_stack = Some(dual_stack);
        self
    }

    /// Sets or unsets [`dual_stack`](Self::dual_stack).
    pub fn set_dual_stack(mut self, value: Option<DualStack>) -> Self {
        self.dual_stack = value;
        self
    }

    /// Sets the time limits of calls without their own.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the retries of calls without their own.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Sets or unsets [`retries`](Self::retries).
    pub fn set_retries(mut self, value: Option<Retries>) -> Self {
        self.retries = value;
        self
    }

    /// Sets the handling of inputs that break a constraint of the model.
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// Sets the memory in bytes that the body of a response may take, and the values
    /// that are read from it; the default is 8 MiB. A larger response is an error.
    ///
    /// A small value needs more memory than its JSON: a list of structures needs some
    /// hundred bytes for each, however few members are set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sets the maximum idle time of a kept-alive connection for a request that the
    /// client must not send twice; 4 seconds by default, at most 20. After that,
    /// such a request gets a new connection. Zero always opens a new connection.
    ///
    /// A server may close an idle connection at the moment at which a request is
    /// written to it. The call then fails with
    /// [`maybe_sent`](crate::Error::maybe_sent), because the client cannot tell
    /// whether the service received the request. Set this below the time after
    /// which your proxy or load balancer closes idle connections. A new
    /// connection costs a few round trips to the server.
    ///
    /// This applies to operations that are not idempotent, unless
    /// [`Delivery::AtLeastOnce`](crate::Delivery::AtLeastOnce) allows duplicates,
    /// and to requests whose body is a stream. Other requests use connections
    /// that were idle for up to 20 seconds. A transport of your own finds the
    /// value in [`Limits::max_idle`](crate::transport::Limits::max_idle).
    pub fn max_idle(mut self, time: Duration) -> Self {
        self.max_idle = time;
        self
    }

    /// Adds the name of the program to the user agent: 1 to 50 characters of an HTTP
    /// token.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets or unsets [`app_name`](Self::app_name).
    pub fn set_app_name(mut self, value: Option<String>) -> Self {
        self.app_name = value;
        self
    }

    /// Sets the transport of all requests, including those for credentials.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets a PEM file with the root certificates to trust, instead of those of the
    /// machine. A transport of [`transport`](Self::transport) ignores it.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_bundle = Some(path.into());
        self
    }

    /// Sets the clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the source of random numbers.
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// Sets the environment of [`build_from_env`](Self::build_from_env), instead of
    /// that of the process.
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// Sets the profile of [`build_from_env`](Self::build_from_env), instead of that
    /// of `AWS_PROFILE`. Its credentials take precedence over those of the
    /// environment.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets or unsets [`profile`](Self::profile).
    pub fn set_profile(mut self, value: Option<String>) -> Self {
        self.profile = value;
        self
    }

    /// Adds a setting of some clients only.
    #[cfg(any(
        feature = "api-key",
        feature = "basic-auth",
        feature = "bearer-token",
        feature = "compression",
    ))]
    pub(crate) fn with_setting<T: Clone + Send + Sync + 'static>(mut self, setting: T) -> Self {
        self.settings.insert(setting);
        self
    }

    /// Builds the client without the environment, files and network.
    ///
    /// # Errors
    /// Region or credentials are missing, or a setting is invalid.
    pub fn build(self) -> Result<C, ConfigError> {
        let region = self.explicit_region()?;
        let endpoint = self.explicit_endpoint()?;
        self.finish(region, endpoint, &Searched::Builder)
    }

    pub(super) fn explicit_region(&self) -> Result<Option<Region>, ConfigError> {
        let region = self.region.as_deref().map(Region::new).transpose();
        region.map_err(|error| ConfigError::Region {
            set_by: "`region` of the builder".to_owned(),
            error,
        })
    }

    pub(super) fn explicit_endpoint(&self) -> Result<Option<Endpoint>, ConfigError> {
        let endpoint = self.endpoint.as_deref().map(Endpoint::custom).transpose();
        endpoint.map_err(|error| ConfigError::Endpoint {
            set_by: "`endpoint_url` of the builder".to_owned(),
            error,
        })
    }

    /// Builds the client with the resolved region and endpoint.
    pub(super) fn finish(
        self,
        region: Option<Region>,
        custom: Option<Endpoint>,
        searched: &Searched,
    ) -> Result<C, ConfigError> {
        let fips = self.fips.unwrap_or_default();
        let dual_stack = self.dual_stack.unwrap_or_default();
        if let Some(url) = &custom {
            let variant = match (fips, dual_stack) {
                (Fips::On, _) => Some("FIPS"),
                (_, DualStack::On) => Some("dual-stack"),
                (Fips::Off, DualStack::Off) => None,
            };
            if let Some(variant) = variant {
                let url = url.to_string();
                return Err(ConfigError::EndpointVariant { variant, url });
            }
        }
        let invalid_region = |error| ConfigError::Region {
            set_by: "the runtime".to_owned(),
            error,
        };
        let arn_region = region.clone();
        let region = match (region, &custom) {
            (Some(region), _) => region,
            (None, Some(_)) => Region::new(REGION_OF_CUSTOM_ENDPOINTS).map_err(invalid_region)?,
            (None, None) => {
                let searched = searched.clone();
                return Err(ConfigError::MissingRegion { searched });
            }
        };
        let routing = self.routing(&region, custom)?;
        if let Some(name) = &self.app_name {
            user_agent::check_app_name(name, "the name of the program (`app_name`)")?;
        }
        if self.credentials.is_none() && C::CREDENTIALS == CredentialsUse::Required {
            return Err(ConfigError::MissingCredentials);
        }
        let clock = &self.clock;
        let credentials = self
            .credentials
            .map(|source| CredentialsCache::new(source, Arc::clone(clock)));
        let shared = Shared {
            service: C::SERVICE,
            routing,
            region,
            arn_region,
            credentials,
            transport: match (self.transport, self.ca_bundle) {
                (Some(transport), _) => transport,
                (None, Some(path)) => Arc::new(HttpTransport::with_ca_bundle(path)),
                (None, None) => Arc::new(HttpTransport::new()),
            },
            ignored_proxy: self.ignored_proxy,
            clock: self.clock,
            random: self.random,
            timeouts: self.timeouts,
            retries: self.retries.unwrap_or_default(),
            validation: self.validation,
            response_limit: self.response_limit,
            max_idle: self.max_idle,
            user_agent: user_agent::user_agent(C::SERVICE, self.app_name.as_deref()),
            bucket: Default::default(),
            skew: Default::default(),
            keys: Default::default(),
            settings: self.settings,
        };
        let shared = Arc::new(shared);
        Ok(C::from_handle(Handle { shared }))
    }

    /// The routes of calls: to the endpoint URL, or to the service's own endpoint.
    /// Endpoint rules apply to both.
    fn routing(
        &self,
        region: &Region,
        custom: Option<Endpoint>,
    ) -> Result<Box<dyn Routing>, ConfigError> {
        let fips = self.fips.unwrap_or_default();
        let dual_stack = self.dual_stack.unwrap_or_default();
        if let Some(rules) = C::ENDPOINT_RULES {
            let settings = endpoint::Settings {
                region,
                fips,
                dual_stack,
                custom: custom.as_ref(),
                own: self.endpoint_parameters.clone(),
            };
            return endpoint::by_rules(rules, settings).map_err(|error| ConfigError::NoEndpoint {
                problem: error.to_string(),
            });
        }
        let endpoint = match custom {
            Some(endpoint) => endpoint,
            None => {
                let prefix = C::SERVICE.endpoint_prefix;
                Endpoint::for_service(prefix, region, fips, dual_stack).map_err(|error| {
                    ConfigError::Endpoint {
                        set_by: "the service's endpoint prefix".to_owned(),
                        error,
                    }
                })?
            }
        };
        Ok(Box::new(Route::to(endpoint)))
    }
}

impl<C: ServiceClient> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for Builder<C> {
    fn clone(&self) -> Self {
        Self {
            region: self.region.clone(),
            endpoint: self.endpoint.clone(),
            endpoint_parameters: self.endpoint_parameters.clone(),
            credentials: self.credentials.clone(),
            app_name: self.app_name.clone(),
            transport: self.transport.clone(),
            ca_bundle: self.ca_bundle.clone(),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            env: self.env.clone(),
            profile: self.profile.clone(),
            settings: self.settings.clone(),
            ..*self
        }
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self
            .endpoint
            .as_deref()
            .map(crate::base::printable::RedactedUrl);
        f.debug_struct("Builder")
            .field("region", &self.region)
            .field("endpoint", &endpoint.map(|url| url.to_string()))
            .field("credentials", &self.credentials)
            .field("timeouts", &self.timeouts)
            .field("retries", &self.retries)
            .field("validation", &self.validation)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
