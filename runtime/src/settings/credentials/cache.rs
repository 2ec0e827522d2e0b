//! Credentials kept until shortly before they expire.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::Clock;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};

/// How long before their expiry credentials are renewed.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// How long renewing may take while the old credentials are still valid, and
/// how long it rests after it failed.
const PATIENCE: Duration = Duration::from_secs(5);
const REST: Duration = Duration::from_secs(30);

const EXPIRED: &str = "the credentials that were found have expired: renew them, or set the \
                       machine's clock if it is wrong";

/// The credentials of a client.
pub(crate) struct CredentialsCache {
    source: Arc<dyn ProvideCredentials>,
    clock: Arc<dyn Clock>,
    current: Mutex<Option<Kept>>,
    /// Held while the source is asked, so that it is asked once.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Kept {
    credentials: Credentials,
    /// When to ask for new ones.
    renew_at: Option<SystemTime>,
}

/// How good the kept credentials are.
enum State {
    Fresh(Credentials),
    /// Valid, and about to expire.
    Aging(Credentials),
    Unusable,
}

impl CredentialsCache {
    pub(crate) fn new(source: Arc<dyn ProvideCredentials>, clock: Arc<dyn Clock>) -> Self {
        Self {
            source,
            clock,
            current: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// Credentials that are valid now. While new ones are on their way, calls
    /// go on with the old ones as long as these are valid.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        match self.state() {
            State::Fresh(credentials) => Ok(credentials),
            State::Aging(credentials) => {
                let Ok(_asking) = self.asking.try_lock() else {
                    return Ok(credentials);
                };
                // Somebody else may have renewed them just before.
                if let State::Fresh(credentials) = self.state() {
                    return Ok(credentials);
                }
                // The future may be dropped while the source is asked. The rest
                // begins now, so that a slow source does not cost every call
                // with a short time limit its time, one after the other.
                self.rest(credentials.clone());
                Ok(self.renew(credentials).await)
            }
            State::Unusable => {
                let _asking = self.asking.lock().await;
                if let State::Fresh(credentials) | State::Aging(credentials) = self.state() {
                    return Ok(credentials);
                }
                let credentials = self.source.provide().await?;
                if self.is_expired(&credentials) {
                    return Err(CredentialsError::new(EXPIRED));
                }
                self.keep(credentials.clone());
                Ok(credentials)
            }
        }
    }

    /// Forgets credentials that the service said have expired.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.take_if(|kept| kept.credentials == *credentials);
    }

    fn state(&self) -> State {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Kept {
            credentials,
            renew_at,
        }) = current.clone()
        else {
            return State::Unusable;
        };
        drop(current);
        if self.is_expired(&credentials) {
            State::Unusable
        } else if renew_at.is_some_and(|at| at <= self.clock.now()) {
            State::Aging(credentials)
        } else {
            State::Fresh(credentials)
        }
    }

    async fn renew(&self, old: Credentials) -> Credentials {
        let problem = match tokio::time::timeout(PATIENCE, self.source.provide()).await {
            Ok(Ok(credentials)) if self.is_expired(&credentials) => EXPIRED.to_owned(),
            Ok(Ok(credentials)) => {
                self.keep(credentials.clone());
                return credentials;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the source of credentials did not answer in time".to_owned(),
        };
        tracing::warn!(
            problem,
            "credentials could not be renewed; the old ones are still valid"
        );
        self.rest(old.clone());
        old
    }

    /// Keeps old credentials, and leaves the source alone for a while.
    fn rest(&self, old: Credentials) {
        self.store(Kept {
            credentials: old,
            renew_at: self.clock.now().checked_add(REST),
        });
    }

    fn is_expired(&self, credentials: &Credentials) -> bool {
        credentials
            .expiry()
            .is_some_and(|expiry| expiry <= self.clock.now())
    }

    fn keep(&self, credentials: Credentials) {
        // Some sources hand out what they have until it expires. They are asked
        // again and again then, but not by every call.
        let soonest = self.clock.now().checked_add(REST);
        let early = credentials
            .expiry()
            .and_then(|expiry| expiry.checked_sub(EARLY));
        let renew_at = early.map(|early| soonest.map_or(early, |soonest| early.max(soonest)));
        self.store(Kept {
            credentials,
            renew_at,
        });
    }

    fn store(&self, kept: Kept) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsCache")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
