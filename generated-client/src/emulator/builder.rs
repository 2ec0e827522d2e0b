//! The builder of an emulator.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use runtime::{Credentials, Random as _, SystemRandom};

use super::account::{Account, identify};
use super::clock::Clock;
use super::handle::{Emulator, Inner};
use super::state::State;
use super::store::Store;
use super::store_error::StoreError;
use super::token::Tokens;

/// A builder for an [`Emulator`].
///
/// ```
/// use socialmessaging::emulator::{Account, Emulator, PhoneNumber};
///
/// let second = Account::new("Second").with_phone_numbers([PhoneNumber::new("+4930123456")]);
/// let emulator = Emulator::builder()
///     .accounts([Account::ready_made(), second])
///     .build()?;
/// assert_eq!(emulator.accounts().len(), 2);
/// # Ok::<(), socialmessaging::emulator::StoreError>(())
/// ```
#[derive(Debug)]
pub struct Builder {
    accounts: Vec<Account>,
    waiting: Vec<Account>,
    state: Option<PathBuf>,
    verified: Option<Credentials>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            accounts: vec![Account::ready_made()],
            waiting: Vec::new(),
            state: None,
            verified: None,
        }
    }
}

impl Builder {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Sets the linked accounts, instead of [`Account::ready_made`] alone.
    #[must_use]
    pub fn accounts(mut self, accounts: impl IntoIterator<Item = Account>) -> Self {
        self.accounts = accounts.into_iter().collect();
        self
    }

    /// Sets the accounts for the first step of the sign-up. Their phone numbers
    /// should be [waiting](super::PhoneNumber::waiting).
    #[must_use]
    pub fn waiting_accounts(mut self, accounts: impl IntoIterator<Item = Account>) -> Self {
        self.waiting = accounts.into_iter().collect();
        self
    }

    /// Keeps the state in a file, across restarts. An existing state takes
    /// precedence over the accounts of this builder.
    #[must_use]
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// Rejects requests that are not signed with these credentials.
    #[must_use]
    pub fn verify_signatures(mut self, credentials: Credentials) -> Self {
        self.verified = Some(credentials);
        self
    }

    /// Builds the emulator.
    ///
    /// # Errors
    /// The state file cannot be read or written, or another process has it open.
    pub fn build(self) -> Result<Emulator, StoreError> {
        let Some(file) = &self.state else {
            return Ok(self.with_state(None, secret()));
        };
        let (store, stored) = Store::open(file)?;
        if let Some((mut state, secret)) = stored {
            state.journal = Some(Box::new(store));
            return Ok(self.with_state(Some(state), secret));
        }
        let secret = secret();
        let emulator = self.with_state(None, secret.clone());
        {
            let mut state = emulator.state();
            store.initialize(&state, &secret)?;
            state.journal = Some(Box::new(store));
        }
        Ok(emulator)
    }

    /// Builds an emulator with this state, or with the accounts of the builder.
    fn with_state(self, state: Option<State>, secret: Vec<u8>) -> Emulator {
        let clock = Clock::default();
        let state = state.unwrap_or_else(|| {
            let mut state = State::default();
            for mut account in self.accounts {
                identify(&mut account, || state.next());
                account.link_date.get_or_insert(clock.timestamp());
                state.accounts.insert(account.id.clone(), account);
            }
            for mut account in self.waiting {
                identify(&mut account, || state.next());
                state.waiting.insert(account.id.clone(), account);
            }
            state
        });
        Emulator::from_parts(Inner {
            state: Mutex::new(state),
            tokens: Tokens::new(&secret),
            clock,
            faults: Arc::default(),
            verified: self.verified,
        })
    }
}

/// Builds an in-memory emulator, which cannot fail.
pub(super) fn in_memory() -> Emulator {
    Builder::new().with_state(None, secret())
}

fn secret() -> Vec<u8> {
    (0..4)
        .flat_map(|_| SystemRandom.next().to_le_bytes())
        .collect()
}
