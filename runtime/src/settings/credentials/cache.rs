//! Credentials kept until shortly before they expire.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use crate::base::async_runtime::{AsyncRuntime, within};
use crate::base::clock::Clock;
use crate::base::future::BoxFuture;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};

/// The timeout of a search for credentials. A role chain with SSO makes a few
/// requests of up to 30 seconds; a credential process may prompt its user.
const SEARCH_LIMIT: Duration = Duration::from_secs(90);

/// The time before their expiry at which credentials are renewed.
const RENEWAL_WINDOW: Duration = Duration::from_secs(5 * 60);

/// The time that a call waits for a renewal while the old credentials are still
/// valid, and the time between a failed renewal and the next.
const RENEWAL_WAIT: Duration = Duration::from_secs(5);
const RENEWAL_RETRY_DELAY: Duration = Duration::from_secs(30);

const EXPIRED: &str = "the credentials that were found have expired: renew them, or set the \
                       machine's clock if it is wrong";

/// The credentials of a client.
///
/// One search serves all calls that wait for credentials; they share its result
/// and its failure. It runs in its own task, so it continues when a call gives
/// up, and a later call gets the result. It ends when the client is dropped.
pub(crate) struct CredentialsCache {
    source: Arc<dyn ProvideCredentials>,
    shared: Arc<Shared>,
}

/// The result of a search; `None` while it runs.
type Outcome = Option<Result<Credentials, CredentialsError>>;

struct Shared {
    clock: Arc<dyn Clock>,
    runtime: Arc<dyn AsyncRuntime>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<CachedCredentials>,
    /// The result of the search in progress.
    search: Option<watch::Receiver<Outcome>>,
}

#[derive(Clone)]
struct CachedCredentials {
    credentials: Credentials,
    /// When to search for new ones.
    renew_at: Option<SystemTime>,
}

/// The outcome of a search, and its task if it must still be started.
type JoinedSearch = (watch::Receiver<Outcome>, Option<BoxFuture<'static, ()>>);

/// The validity of the cached credentials.
enum Freshness {
    Fresh(Credentials),
    /// Valid, but about to expire.
    Expiring(Credentials),
    Unusable,
}

impl CredentialsCache {
    pub(crate) fn new(
        source: Arc<dyn ProvideCredentials>,
        clock: Arc<dyn Clock>,
        runtime: Arc<dyn AsyncRuntime>,
    ) -> Self {
        let shared = Shared {
            clock,
            runtime,
            state: Mutex::default(),
        };
        Self {
            source,
            shared: Arc::new(shared),
        }
    }

    /// Returns the cached credentials, unless they are about to expire.
    pub(crate) fn fresh(&self) -> Option<Credentials> {
        match self.shared.freshness(&self.shared.lock()) {
            Freshness::Fresh(credentials) => Some(credentials),
            Freshness::Expiring(_) | Freshness::Unusable => None,
        }
    }

    /// Returns credentials that are valid now. During a renewal, calls use the
    /// old ones as long as these are valid.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        // If a search has no result, it ended with the runtime that it ran on;
        // a second search runs on this runtime.
        for _ in 0..2 {
            let (old, (outcome, task)) = {
                let mut state = self.shared.lock();
                match self.shared.freshness(&state) {
                    Freshness::Fresh(credentials) => return Ok(credentials),
                    Freshness::Expiring(old) if state.is_searching() => return Ok(old),
                    Freshness::Expiring(old) => {
                        state.current = Some(self.shared.delay_renewal(old.clone()));
                        (Some(old), self.join_search(&mut state))
                    }
                    Freshness::Unusable => (None, self.join_search(&mut state)),
                }
            };
            if let Some(task) = task {
                // Without the lock: a runtime of one thread may run the task at once.
                self.shared.runtime.spawn(task);
            }
            if let Some(old) = old {
                let renewal = finished(outcome);
                let renewed = within(&*self.shared.runtime, RENEWAL_WAIT, renewal).await;
                // The search logs its own failure.
                return Ok(renewed.flatten().and_then(Result::ok).unwrap_or(old));
            }
            if let Some(outcome) = finished(outcome).await {
                return outcome;
            }
        }
        let problem = "the search for credentials ended without a result; its source panicked";
        Err(CredentialsError::new(problem))
    }

    /// Removes credentials that the service rejected as expired.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let mut state = self.shared.lock();
        let current = &mut state.current;
        current.take_if(|cached| cached.credentials == *credentials);
    }

    /// Returns the source that calls are waiting for.
    pub(crate) fn waiting_for(&self) -> String {
        waiting_for(&*self.source)
    }

    /// Joins the search in progress, or returns the task of a new one.
    fn join_search(&self, state: &mut State) -> JoinedSearch {
        if let Some(outcome) = &state.search
            && state.is_searching()
        {
            return (outcome.clone(), None);
        }
        let (sender, outcome) = watch::channel(None);
        let source = Arc::clone(&self.source);
        let shared = Arc::clone(&self.shared);
        state.search = Some(outcome.clone());
        let task = async move {
            if let Some(found) = unless_unwanted(shared.search(&*source), &sender).await {
                shared.finish(&found);
                sender.send_replace(Some(found));
            }
        };
        (outcome, Some(Box::pin(task)))
    }
}

impl Drop for CredentialsCache {
    fn drop(&mut self) {
        // Ends the search after the last waiting call gives up.
        self.shared.lock().search = None;
    }
}

/// Runs a search until it ends, or until nobody can receive its outcome any more.
async fn unless_unwanted<T>(
    search: impl Future<Output = T>,
    sender: &watch::Sender<Outcome>,
) -> Option<T> {
    let mut search = pin!(search);
    let mut unwanted = pin!(sender.closed());
    poll_fn(|context| match unwanted.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => search.as_mut().poll(context).map(Some),
    })
    .await
}

/// Waits for the end of a search; `None` if it ended without a result.
async fn finished(
    mut outcome: watch::Receiver<Outcome>,
) -> Option<Result<Credentials, CredentialsError>> {
    let finished = outcome.wait_for(Option::is_some).await;
    finished.ok()?.clone()
}

fn waiting_for(source: &dyn ProvideCredentials) -> String {
    let source = source.waiting_for();
    source.unwrap_or_else(|| "the credentials provider".to_owned())
}

impl State {
    /// Whether a search is in progress. Its sender is gone if its runtime ended.
    fn is_searching(&self) -> bool {
        let search = self.search.as_ref();
        search.is_some_and(|outcome| outcome.has_changed().is_ok())
    }
}

impl Shared {
    async fn search(
        &self,
        source: &dyn ProvideCredentials,
    ) -> Result<Credentials, CredentialsError> {
        let found = within(&*self.runtime, SEARCH_LIMIT, source.provide()).await;
        let found = found.unwrap_or_else(|| {
            Err(CredentialsError::new(format!(
                "no credentials within {SEARCH_LIMIT:?}: still waiting for {}",
                waiting_for(source)
            )))
        });
        match found {
            Ok(credentials) if self.is_expired(&credentials) => Err(CredentialsError::new(EXPIRED)),
            found => found,
        }
    }

    /// Ends the search in progress.
    fn finish(&self, found: &Result<Credentials, CredentialsError>) {
        let mut state = self.lock();
        state.search = None;
        match found {
            Ok(credentials) => state.current = Some(self.cached(credentials.clone())),
            Err(error) => {
                if let Freshness::Fresh(old) | Freshness::Expiring(old) = self.freshness(&state) {
                    tracing::warn!(
                        problem = %error,
                        "renewing the credentials failed; the old ones are still valid"
                    );
                    state.current = Some(self.delay_renewal(old));
                }
            }
        }
    }

    fn freshness(&self, state: &State) -> Freshness {
        let Some(cached) = &state.current else {
            return Freshness::Unusable;
        };
        let credentials = cached.credentials.clone();
        if self.is_expired(&credentials) {
            Freshness::Unusable
        } else if cached.renew_at.is_some_and(|at| at <= self.clock.now()) {
            Freshness::Expiring(credentials)
        } else {
            Freshness::Fresh(credentials)
        }
    }

    /// Old credentials that are not renewed for a while.
    fn delay_renewal(&self, credentials: Credentials) -> CachedCredentials {
        CachedCredentials {
            credentials,
            renew_at: self.clock.now().checked_add(RENEWAL_RETRY_DELAY),
        }
    }

    fn cached(&self, credentials: Credentials) -> CachedCredentials {
        // Some sources return the same credentials until they expire. The cache
        // asks such a source repeatedly, but not for every call.
        let soonest = self.clock.now().checked_add(RENEWAL_RETRY_DELAY);
        let early = credentials
            .expiry()
            .and_then(|expiry| expiry.checked_sub(RENEWAL_WINDOW));
        let renew_at = early.map(|early| soonest.map_or(early, |soonest| early.max(soonest)));
        CachedCredentials {
            credentials,
            renew_at,
        }
    }

    fn is_expired(&self, credentials: &Credentials) -> bool {
        credentials
            .expiry()
            .is_some_and(|expiry| expiry <= self.clock.now())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsCache")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
