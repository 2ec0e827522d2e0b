//! The state that all calls of a client share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Extensions, HeaderValue};

use crate::base::async_runtime::AsyncRuntime;
use crate::base::clock::Clock;
use crate::base::random::Random;
use crate::base::region::Region;
use crate::call::finished_call::FinishedCall;
use crate::call::retry::{ClockSkew, TokenBucket};
use crate::call::service::Service;
use crate::net::endpoint::Routing;
use crate::net::sigv4::KeyCache;
use crate::net::transport::Transport;
use crate::settings::credentials::CredentialsCache;
use crate::settings::options::{Retries, Timeouts, Validation};

/// The function that receives reports of calls.
pub(super) type Observer = dyn Fn(&FinishedCall<'_>) + Send + Sync;

pub(crate) struct Shared {
    pub(super) service: &'static Service,
    pub(super) routing: Box<dyn Routing>,
    pub(super) region: Region,
    /// The Region that ARNs in inputs must have: the configured one, if any.
    pub(super) arn_region: Option<Region>,
    pub(super) credentials: Option<CredentialsCache>,
    pub(super) transport: Arc<dyn Transport>,
    /// The environment variable with a proxy that the transport does not use.
    pub(super) ignored_proxy: Option<&'static str>,
    pub(super) async_runtime: Arc<dyn AsyncRuntime>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) timeouts: Timeouts,
    pub(super) retries: Retries,
    pub(super) validation: Validation,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) response_limit: usize,
    pub(super) max_idle: Duration,
    pub(super) user_agent: HeaderValue,
    pub(super) bucket: TokenBucket,
    pub(super) skew: ClockSkew,
    pub(super) keys: KeyCache,
    /// Settings that only some clients have, by type.
    pub(super) settings: Extensions,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.service.sdk_id)
            .field("endpoint", &self.routing)
            .field("region", &format_args!("{}", self.region))
            .field("timeouts", &self.timeouts)
            .field("retries", &self.retries)
            .field("validation", &self.validation)
            .finish_non_exhaustive()
    }
}
