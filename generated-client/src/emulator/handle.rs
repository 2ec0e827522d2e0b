//! The handle of an emulator.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use runtime::Credentials;
use runtime::server::{Faults, Origin};

use super::account::Account;
use super::clock::Clock;
use super::feed::{Feed, Notice};
use super::policy::Rules;
use super::record::MediaFile;
use super::state::{Change, State};
use super::token::Tokens;

/// An emulator of the service. Clones share their state.
///
/// The [module](super) documents its behavior.
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

/// The parts of an emulator.
pub(super) struct Inner {
    /// The changes that create the initial state.
    pub(super) initial: Mutex<Initial>,
    pub(super) feed: Feed,
    /// The URL at which receivers of events reach the emulator.
    pub(super) url: Mutex<Option<String>>,
    /// Whether the tasks that deliver events are running.
    pub(super) delivers: AtomicBool,
    pub(super) state: Mutex<State>,
    pub(super) tokens: Tokens,
    pub(super) clock: Clock,
    pub(super) faults: Arc<Faults>,
    pub(super) verified: Option<Credentials>,
    /// The origins of web pages that may use the emulator.
    pub(super) origins: Vec<Origin>,
}

/// The state to which [`Emulator::reset`](super::Emulator::reset) returns.
#[derive(Clone, Debug, Default)]
pub(super) struct Initial {
    pub(super) changes: Vec<Change>,
    pub(super) rules: Rules,
}

impl Emulator {
    pub(super) fn from_parts(parts: Inner) -> Self {
        Self(Arc::new(parts))
    }

    /// Returns the credentials that clients must sign with.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let verified = self.0.verified.clone();
        verified.unwrap_or_else(|| Credentials::new("emulator", "emulator"))
    }

    /// Returns the linked accounts, by identifier.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.state().accounts.values().cloned().collect()
    }

    /// Returns the media files by identifier, including deleted ones.
    #[must_use]
    pub fn media(&self) -> Vec<MediaFile> {
        self.state().media.values().cloned().collect()
    }

    /// Returns the injected faults.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Returns the clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Changes are atomic, so the state is consistent even after a panic.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the initial state.
    pub(super) fn initial(&self) -> MutexGuard<'_, Initial> {
        // The value is replaced as a whole, so it is valid even after a panic.
        self.0
            .initial
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the URL at which receivers of events reach the emulator, such as
    /// `http://127.0.0.1:8480`, for the URLs in notifications.
    /// [`serve`](Self::serve) sets it.
    pub fn set_url(&self, url: impl Into<String>) {
        let mut known = self.0.url.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(url.into());
        drop(known);
        self.feed().publish(Notice::Url);
    }

    pub(super) fn url(&self) -> Option<String> {
        let url = self.0.url.lock().unwrap_or_else(PoisonError::into_inner);
        url.clone()
    }

    /// Returns whether the caller is the first to start the deliveries.
    pub(super) fn begin_deliveries(&self) -> bool {
        !self.0.delivers.swap(true, Ordering::Relaxed)
    }

    /// Returns a reference that does not keep the emulator alive.
    pub(super) fn downgrade(&self) -> WeakEmulator {
        WeakEmulator(Arc::downgrade(&self.0))
    }

    /// Returns the notices of changes.
    pub(super) fn feed(&self) -> &Feed {
        &self.0.feed
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    /// Returns the credentials with which requests are verified, if they are.
    pub(super) fn verified(&self) -> Option<&Credentials> {
        self.0.verified.as_ref()
    }

    /// Returns the origins of web pages that may use the emulator.
    pub(super) fn origins(&self) -> &[Origin] {
        &self.0.origins
    }

    /// Returns the faults, to share them.
    pub(super) fn shared_faults(&self) -> Arc<Faults> {
        self.0.faults.clone()
    }
}

/// A reference to an emulator that does not keep it alive.
pub(super) struct WeakEmulator(Weak<Inner>);

impl WeakEmulator {
    pub(super) fn upgrade(&self) -> Option<Emulator> {
        self.0.upgrade().map(Emulator)
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").finish_non_exhaustive()
    }
}
