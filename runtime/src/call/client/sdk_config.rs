//! Settings of the AWS SDK for Rust.

use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_types::SdkConfig;

use super::{Builder, ServiceClient};
use crate::base::future::BoxFuture;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};
use crate::net::endpoint::{DualStack, Fips};

impl<C: ServiceClient> Builder<C> {
    /// Copies the settings of an [`SdkConfig`]: region, credentials, endpoint
    /// URL, FIPS, dual-stack, attempts, timeouts and the application name.
    ///
    /// Unset settings of the `SdkConfig` do not change the builder; later calls on
    /// the builder override it. The SDK's HTTP client, identity cache, clock and
    /// interceptors are not copied; every retry mode becomes `standard`.
    ///
    /// ```
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
    /// use aws_types::SdkConfig;
    /// use aws_types::region::Region;
    /// # use runtime::Credentials;
    ///
    /// let sdk = SdkConfig::builder().region(Region::new("eu-west-1")).build();
    /// let client = Client::builder()
    ///     .sdk_config(&sdk)
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
    ///     .build()?;
    /// # Ok::<(), runtime::ConfigError>(())
    /// ```
    pub fn sdk_config(mut self, sdk: &SdkConfig) -> Self {
        if let Some(region) = sdk.region() {
            self = self.region(region.as_ref());
        }
        if let Some(provider) = sdk.credentials_provider() {
            self = self.credentials(SdkCredentials(provider));
        }
        if let Some(url) = sdk.endpoint_url() {
            self = self.endpoint_url(url);
        }
        if let Some(on) = sdk.use_fips() {
            self = self.fips(if on { Fips::On } else { Fips::Off });
        }
        if let Some(on) = sdk.use_dual_stack() {
            self = self.dual_stack(if on { DualStack::On } else { DualStack::Off });
        }
        if let Some(retries) = sdk.retry_config() {
            let attempts = retries.max_attempts();
            let before = self.retries.unwrap_or_default();
            self.retries = Some(before.with_max_attempts(attempts));
        }
        if let Some(timeouts) = sdk.timeout_config() {
            if let Some(limit) = timeouts.connect_timeout() {
                self.timeouts = self.timeouts.with_connect(limit);
            }
            if let Some(limit) = timeouts.operation_attempt_timeout() {
                self.timeouts = self.timeouts.with_attempt(limit);
            }
            if let Some(limit) = timeouts.operation_timeout() {
                self.timeouts = self.timeouts.with_operation(limit);
            }
        }
        if let Some(name) = sdk.app_name() {
            self = self.app_name(name.as_ref());
        }
        self
    }
}

/// Credentials from a provider of the SDK.
#[derive(Debug)]
struct SdkCredentials(SharedCredentialsProvider);

impl ProvideCredentials for SdkCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            // The causes of the error may contain secrets.
            let found = self.0.provide_credentials().await;
            let found = found.map_err(|error| CredentialsError::new(error.to_string()))?;
            let mut credentials =
                Credentials::new(found.access_key_id(), found.secret_access_key());
            if let Some(token) = found.session_token() {
                credentials = credentials.with_session_token(token);
            }
            if let Some(expiry) = found.expiry() {
                credentials = credentials.with_expiry(expiry);
            }
            Ok(credentials)
        })
    }
}
