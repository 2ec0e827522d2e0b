//! What all calls of a client share.

use std::fmt;
use std::sync::Arc;

use http::{Extensions, HeaderValue};

use crate::clock::Clock;
use crate::config::Region;
use crate::credentials::CredentialsCache;
use crate::endpoint::Routing;
use crate::options::{Retries, Timeouts, Validation};
use crate::random::Random;
use crate::retry::{ClockSkew, TokenBucket};
use crate::service::Service;
use crate::sigv4::KeyCache;
use crate::transport::Transport;

pub(crate) struct Core {
    pub(super) service: &'static Service,
    pub(super) routing: Box<dyn Routing>,
    pub(super) region: Region,
    pub(super) credentials: Option<CredentialsCache>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) timeouts: Timeouts,
    pub(super) retries: Retries,
    pub(super) validation: Validation,
    pub(super) response_limit: usize,
    pub(super) user_agent: HeaderValue,
    pub(super) bucket: TokenBucket,
    pub(super) skew: ClockSkew,
    pub(super) keys: KeyCache,
    /// Settings that only some clients have, by their type.
    pub(super) settings: Extensions,
}

impl fmt::Debug for Core {
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
