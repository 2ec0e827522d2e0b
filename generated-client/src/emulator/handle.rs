//! The handle of an emulator, and what users inspect through it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use runtime::Credentials;
use runtime::server::Faults;

use super::account::Account;
use super::clock::Clock;
use super::record::{MediaFile, SentMessage};
use super::state::State;
use super::token::Tokens;

/// An emulator of the service. Clones share their state.
///
/// The [module](super) documents its behavior.
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

/// The parts of an emulator.
pub(super) struct Inner {
    pub(super) state: Mutex<State>,
    pub(super) tokens: Tokens,
    pub(super) clock: Clock,
    pub(super) faults: Arc<Faults>,
    pub(super) verified: Option<Credentials>,
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

    /// Returns the accepted messages, in the order of arrival.
    #[must_use]
    pub fn messages(&self) -> Vec<SentMessage> {
        self.state().messages.clone()
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

    pub(super) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    /// Returns the credentials that requests are verified with, if they are.
    pub(super) fn verified(&self) -> Option<&Credentials> {
        self.0.verified.as_ref()
    }

    /// Returns the faults, to share them.
    pub(super) fn shared_faults(&self) -> Arc<Faults> {
        self.0.faults.clone()
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").finish_non_exhaustive()
    }
}
