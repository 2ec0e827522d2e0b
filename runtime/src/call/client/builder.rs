//! The builder of clients.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::Extensions;

use super::shared::{Observer, Shared};
use super::{CredentialsUse, Handle, MachineSettings, ServiceClient, user_agent};
use crate::base::async_runtime::AsyncRuntime;
use crate::base::clock::{Clock, default_clock};
use crate::base::hashing::Hashing;
use crate::base::host;
use crate::base::identity::ProvideCredentials;
use crate::base::random::{Random, default_random};
use crate::base::region::Region;
use crate::net::endpoint::{self, DualStack, Endpoint, Fips, Parameters, Route, Routing};
use crate::net::transport::{DEFAULT_RESPONSE_SIZE, Transport};
use crate::settings::config::{ConfigError, Searched};
use crate::settings::credentials::CredentialsCache;
use crate::settings::options::{Retries, Timeouts, Validation};

/// The region of signatures if there is an endpoint URL but no region. Such
/// URLs usually belong to emulators, which accept any region.
const REGION_OF_CUSTOM_ENDPOINTS: &str = "us-east-1";

/// The default of [`Builder::max_idle`]. Few servers close idle connections
/// sooner: Node.js and Apache after 5 seconds, the load balancers of AWS after
/// 60.
const MAX_IDLE: Duration = Duration::from_secs(4);

/// Builds a client.
///
/// [`build`](Self::build) only uses the settings of the builder.
/// `build_from_env` reads unset ones from the environment and the shared
/// configuration files of AWS's tools.
///
/// Without the feature `http`, a client needs a [`transport`](Self::transport), an
/// [`async_runtime`](Self::async_runtime), and the feature `signing`.
///
#[cfg_attr(feature = "http", doc = "```")]
#[cfg_attr(not(feature = "http"), doc = "```ignore")]
/// # use runtime::Builder;
/// # use runtime::codegen::{Handle, Service, ServiceClient};
/// # static SERVICE: Service = Service {
/// #     sdk_id: "Bookshop", endpoint_prefix: "bookshop", signing_name: "bookshop",
/// #     version: "2024-01-01", crate_name: "bookshop", crate_version: "0.1.0",
/// #     telemetry: runtime::codegen::telemetry!("bookshop"), errors: &[],
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
    pub(super) ignored_proxy: Option<&'static str>,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) async_runtime: Option<Arc<dyn AsyncRuntime>>,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) random: Option<Arc<dyn Random>>,
    pub(super) machine: MachineSettings,
    /// Settings that only some clients have, by type.
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
            ignored_proxy: None,
            observer: None,
            async_runtime: host::default_runtime(),
            clock: default_clock(),
            random: default_random(),
            machine: Default::default(),
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

    /// Sets the default timeouts of calls.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the default retries of calls.
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

    /// Sets the maximum memory, in bytes, for the body of a response and the
    /// values that are read from it; the default is 8 MiB. A larger response is
    /// an error.
    ///
    /// Values can need more memory than their JSON: each structure in a list
    /// takes a few hundred bytes, even if few members are set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sets the maximum idle time of a kept-alive connection for a request that the
    /// client must not send twice; 4 seconds by default, at most 20. After that,
    /// such a request gets a new connection. Zero always opens a new connection.
    ///
    /// A server may close an idle connection just as a request is written to
    /// it. The call then fails with [`maybe_sent`](crate::Error::maybe_sent),
    /// because the client cannot tell whether the service received the request.
    /// Set this below the idle timeout of your proxy or load balancer. A new
    /// connection costs a few round trips to the server.
    ///
    /// This applies to operations that are not idempotent, unless
    /// [`Delivery::AtLeastOnce`](crate::Delivery::AtLeastOnce) allows
    /// duplicates, and to requests whose body is a stream. Other requests use
    /// connections that were idle for up to 20 seconds. A custom transport
    /// finds the value in
    /// [`Limits::max_idle`](crate::transport::Limits::max_idle).
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

    /// Adds a setting that only some clients have.
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

    /// Builds the client without reading the environment, files or the network.
    ///
    /// # Errors
    /// Region or credentials are missing, or a setting is invalid. Without the
    /// feature `http`, a missing transport or other part is an error, too.
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
        if self.credentials.is_some() && Hashing::available().is_none() {
            return Err(ConfigError::SigningUnavailable);
        }
        let transport = self.transport.or_else(|| self.machine.default_transport());
        let transport = set(transport, "transport")?;
        let async_runtime = set(self.async_runtime, "async_runtime")?;
        let clock = set(self.clock, "clock")?;
        let random = set(self.random, "random")?;
        let credentials = self.credentials.map(|source| {
            CredentialsCache::new(source, Arc::clone(&clock), Arc::clone(&async_runtime))
        });
        let shared = Shared {
            service: C::SERVICE,
            routing,
            region,
            arn_region,
            credentials,
            transport,
            ignored_proxy: self.ignored_proxy,
            observer: self.observer,
            async_runtime,
            clock,
            random,
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
            let settings = endpoint::RouteSettings {
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

/// Returns a part that a client needs; `setter` sets it.
fn set<T>(part: Option<T>, setter: &'static str) -> Result<T, ConfigError> {
    part.ok_or(ConfigError::MissingPart { setter })
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
            async_runtime: self.async_runtime.clone(),
            observer: self.observer.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            machine: self.machine.clone(),
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
            .field("profile", &self.machine.profile())
            .finish_non_exhaustive()
    }
}
