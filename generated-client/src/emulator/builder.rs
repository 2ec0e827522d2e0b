//! Setting an emulator up.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use runtime::validation::Rule;
use runtime::{Credentials, Random as _, SystemRandom, Violation};

use super::account::{Account, identify};
use super::clock::Clock;
use super::state::State;
use super::store::{Store, StoreError};
use super::token::Tokens;
use super::{Emulator, Inner};

/// An emulator to be set up.
///
/// ```
/// use socialmessaging::emulator::{Account, Emulator, PhoneNumber};
///
/// let emulator = Emulator::builder()
///     .account(Account::new("Second").with_phone_number(PhoneNumber::new("+4930123456")))
///     .build()?;
/// assert_eq!(emulator.accounts().len(), 2);
/// # Ok::<(), socialmessaging::emulator::StoreError>(())
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    accounts: Vec<Account>,
    waiting: Vec<Account>,
    ready_made: ReadyMade,
    state: Option<PathBuf>,
    verified: Option<Credentials>,
}

/// Whether the ready-made account is there.
#[derive(Debug, Default, PartialEq)]
enum ReadyMade {
    #[default]
    Present,
    Absent,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds an account that is linked from the beginning.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.accounts.push(account);
        self
    }

    /// Adds an account that the first step of the sign-up offers. Its phone
    /// numbers should be [waiting](super::PhoneNumber::waiting).
    #[must_use]
    pub fn waiting_account(mut self, account: Account) -> Self {
        self.waiting.push(account);
        self
    }

    /// Leaves the ready-made account out.
    #[must_use]
    pub fn without_ready_made_account(mut self) -> Self {
        self.ready_made = ReadyMade::Absent;
        self
    }

    /// Keeps the state in this file, so that it survives the process. What the
    /// file holds already wins over the accounts that are set here.
    #[must_use]
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// Takes only requests that are signed with these credentials.
    #[must_use]
    pub fn verify_signatures(mut self, credentials: Credentials) -> Self {
        self.verified = Some(credentials);
        self
    }

    /// The emulator.
    ///
    /// # Errors
    /// The file of the state cannot be read or written, or another process has
    /// it open.
    pub fn build(self) -> Result<Emulator, StoreError> {
        let Some(file) = &self.state else {
            return Ok(self.with_state(None, secret()));
        };
        let (store, stored) = Store::open(file)?;
        if let Some((mut state, secret)) = stored {
            state.store = Some(store);
            return Ok(self.with_state(Some(state), secret));
        }
        let secret = secret();
        let emulator = self.with_state(None, secret.clone());
        {
            let mut state = emulator.state();
            store.initialize(&state, &secret)?;
            state.store = Some(store);
        }
        Ok(emulator)
    }

    /// The emulator with this state, or one of the accounts that were set.
    fn with_state(self, state: Option<State>, secret: Vec<u8>) -> Emulator {
        let clock = Clock::default();
        let state = state.unwrap_or_else(|| {
            let mut state = State::default();
            let ready_made = (self.ready_made == ReadyMade::Present).then(Account::ready_made);
            for mut account in ready_made.into_iter().chain(self.accounts) {
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
        Emulator(Arc::new(Inner {
            state: Mutex::new(state),
            tokens: Tokens::new(&secret),
            clock,
            faults: Arc::default(),
            verified: self.verified,
        }))
    }
}

/// An emulator that keeps nothing, which cannot fail.
pub(super) fn in_memory() -> Emulator {
    Builder::new().with_state(None, secret())
}

fn secret() -> Vec<u8> {
    (0..4)
        .flat_map(|_| SystemRandom.next().to_le_bytes())
        .collect()
}

/// The documents give another error than `ValidationException` to members that
/// exclude each other.
pub(super) fn violation_code(violation: &Violation) -> &'static str {
    match violation.rule() {
        Rule::ExactlyOneOf(_) | Rule::AtMostOneOf(_) | Rule::RequiredKey(_) => {
            "InvalidParametersException"
        }
        _ => "ValidationException",
    }
}

/// Numbers that differ, for names of invocations, and are all so small that no
/// time passes between attempts.
#[derive(Debug, Default)]
pub(super) struct Unhurried(AtomicU64);

impl runtime::Random for Unhurried {
    fn next(&self) -> u64 {
        // Fractions are made of the upper 53 bits.
        self.0.fetch_add(1, Ordering::Relaxed) & 0x7FF
    }
}
