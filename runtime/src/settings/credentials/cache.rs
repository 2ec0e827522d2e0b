//! Credentials kept until shortly before they expire.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::Clock;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};

/// How long before their expiry credentials are renewed.
const RENEWAL_WINDOW: Duration = Duration::from_secs(5 * 60);

/// How long renewing may take while the old credentials are still valid, and
/// how long it rests after it failed.
const RENEWAL_TIMEOUT: Duration = Duration::from_secs(5);
const RENEWAL_RETRY_DELAY: Duration = Duration::from_secs(30);

const EXPIRED: &str = "the credentials that were found have expired: renew them, or set the \
                       machine's clock if it is wrong";

/// The credentials of a client.
pub(crate) struct CredentialsCache {
    source: Arc<dyn ProvideCredentials>,
    clock: Arc<dyn Clock>,
    current: Mutex<Option<CachedCredentials>>,
    /// Held while the source is asked, so that it is asked once.
    renewal: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct CachedCredentials {
    credentials: Credentials,
    /// When to ask for new ones.
    renew_at: Option<SystemTime>,
}

/// How good the kept credentials are.
enum Freshness {
    Fresh(Credentials),
    /// Valid, and about to expire.
    Expiring(Credentials),
    Unusable,
}

impl CredentialsCache {
    pub(crate) fn new(source: Arc<dyn ProvideCredentials>, clock: Arc<dyn Clock>) -> Self {
        Self {
            source,
            clock,
            current: Mutex::default(),
            renewal: tokio::sync::Mutex::default(),
        }
    }

    /// Credentials that are valid now. While new ones are on their way, calls
    /// go on with the old ones as long as these are valid.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        match self.state() {
            Freshness::Fresh(credentials) => Ok(credentials),
            Freshness::Expiring(credentials) => {
                let Ok(_renewal) = self.renewal.try_lock() else {
                    return Ok(credentials);
                };
                // Somebody else may have renewed them just before.
                if let Freshness::Fresh(credentials) = self.state() {
                    return Ok(credentials);
                }
                // The future may be dropped while the source is asked. The rest
                // begins now, so that a slow source does not cost every call
                // with a short time limit its time, one after the other.
                self.delay_renewal(credentials.clone());
                Ok(self.renew(credentials).await)
            }
            Freshness::Unusable => {
                let _renewal = self.renewal.lock().await;
                if let Freshness::Fresh(credentials) | Freshness::Expiring(credentials) =
                    self.state()
                {
                    return Ok(credentials);
                }
                let credentials = self.source.provide().await?;
                if self.is_expired(&credentials) {
                    return Err(CredentialsError::new(EXPIRED));
                }
                self.cache(credentials.clone());
                Ok(credentials)
            }
        }
    }

    /// Forgets credentials that the service said have expired.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.take_if(|kept| kept.credentials == *credentials);
    }

    fn state(&self) -> Freshness {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(CachedCredentials {
            credentials,
            renew_at,
        }) = current.clone()
        else {
            return Freshness::Unusable;
        };
        drop(current);
        if self.is_expired(&credentials) {
            Freshness::Unusable
        } else if renew_at.is_some_and(|at| at <= self.clock.now()) {
            Freshness::Expiring(credentials)
        } else {
            Freshness::Fresh(credentials)
        }
    }

    async fn renew(&self, old: Credentials) -> Credentials {
        let problem = match tokio::time::timeout(RENEWAL_TIMEOUT, self.source.provide()).await {
            Ok(Ok(credentials)) if self.is_expired(&credentials) => EXPIRED.to_owned(),
            Ok(Ok(credentials)) => {
                self.cache(credentials.clone());
                return credentials;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the source of credentials did not answer in time".to_owned(),
        };
        tracing::warn!(
            problem,
            "credentials could not be renewed; the old ones are still valid"
        );
        self.delay_renewal(old.clone());
        old
    }

    /// Keeps old credentials, and leaves the source alone for a while.
    fn delay_renewal(&self, old: Credentials) {
        self.store(CachedCredentials {
            credentials: old,
            renew_at: self.clock.now().checked_add(RENEWAL_RETRY_DELAY),
        });
    }

    fn is_expired(&self, credentials: &Credentials) -> bool {
        credentials
            .expiry()
            .is_some_and(|expiry| expiry <= self.clock.now())
    }

    fn cache(&self, credentials: Credentials) {
        // Some sources hand out what they have until it expires. They are asked
        // again and again then, but not by every call.
        let soonest = self.clock.now().checked_add(RENEWAL_RETRY_DELAY);
        let early = credentials
            .expiry()
            .and_then(|expiry| expiry.checked_sub(RENEWAL_WINDOW));
        let renew_at = early.map(|early| soonest.map_or(early, |soonest| early.max(soonest)));
        self.store(CachedCredentials {
            credentials,
            renew_at,
        });
    }

    fn store(&self, cached: CachedCredentials) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(cached);
    }
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsCache")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
