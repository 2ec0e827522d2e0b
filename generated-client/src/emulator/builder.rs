//! The builder of an emulator.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use runtime::server::Origin;
use runtime::{Credentials, Random as _, SystemRandom};

use super::account::{Account, identify};
use super::clock::Clock;
use super::customer_record::CustomerRecord;
use super::delivery::destination::{Destination, InvalidDestination};
use super::delivery::retry::DeliveryFaults;
use super::delivery::worker::start;
use super::handle::{Emulator, Initial, Inner};
use super::policy::{Rules, StatusPolicy, WindowRule};
use super::seed::{Seed, SeedAccount};
use super::state::{Change, LIMIT, State};
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
    accounts: Vec<SeedAccount>,
    customers: Vec<CustomerRecord>,
    waiting: Vec<Account>,
    state: Option<PathBuf>,
    verified: Option<Credentials>,
    origins: Vec<Origin>,
    rules: Rules,
    limit: usize,
    destinations: Vec<Destination>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            accounts: vec![Account::ready_made().into()],
            customers: Vec::new(),
            waiting: Vec::new(),
            state: None,
            verified: None,
            origins: Vec::new(),
            rules: Rules::default(),
            limit: LIMIT,
            destinations: Vec::new(),
        }
    }
}

impl Builder {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Sets the linked accounts, replacing [`Account::ready_made`].
    #[must_use]
    pub fn accounts(mut self, accounts: impl IntoIterator<Item = Account>) -> Self {
        self.accounts = accounts.into_iter().map(SeedAccount::from).collect();
        self
    }

    /// Sets accounts, templates and customers from JSON. The accounts of the seed, if it
    /// has any, replace those of this builder.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        if let Some(accounts) = seed.accounts {
            self.accounts = accounts;
        }
        self.customers = seed.customers;
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
    /// precedence over the accounts, templates and customers of this builder.
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

    /// Lets web pages of this origin use the emulator, and its control paths, too. By
    /// default, browsers let no page of another website do so: any page that a developer
    /// opens could otherwise read and change the state of the emulator.
    ///
    /// The control paths also reject the emulator's own page under a name with a dot, such
    /// as `emulator.example.com`, because a website could give such a name the address of
    /// this machine. Allow its origin, too.
    ///
    /// ```
    /// # use socialmessaging::emulator::Emulator;
    /// let builder = Emulator::builder().allow_origin("http://localhost:5173".parse()?);
    /// # Ok::<(), socialmessaging::emulator::InvalidOrigin>(())
    /// ```
    #[must_use]
    pub fn allow_origin(mut self, origin: Origin) -> Self {
        self.origins.push(origin);
        self
    }

    /// Sets when messages get the statuses after `accepted`. The default is
    /// [`StatusPolicy::Immediate`].
    #[must_use]
    pub fn statuses(mut self, policy: StatusPolicy) -> Self {
        self.rules.statuses = policy;
        self
    }

    /// Sets whether free-form messages fail outside the customer service
    /// window. The default is [`WindowRule::AfterContact`].
    #[must_use]
    pub fn windows(mut self, rule: WindowRule) -> Self {
        self.rules.windows = rule;
        self
    }

    /// Sets the maximum number of sent messages that are kept; the same limit
    /// applies to messages of customers, rejected messages, events, customers,
    /// calls and conversion events. Each new one replaces the oldest. The
    /// default is 10,000.
    ///
    /// A destination that falls behind by more than this number of events
    /// misses the replaced ones.
    #[must_use]
    pub fn limit(mut self, messages: usize) -> Self {
        self.limit = messages;
        self
    }

    /// Delivers events to this destination, too.
    ///
    /// # Errors
    /// The URL is invalid, or is on another machine and not
    /// [allowed](Destination::allow_remote).
    pub fn deliver(mut self, destination: Destination) -> Result<Self, InvalidDestination> {
        destination.check()?;
        self.destinations.push(destination);
        Ok(self)
    }

    /// Sets the probabilities of duplicate and out-of-order deliveries.
    #[must_use]
    pub fn delivery_faults(mut self, faults: DeliveryFaults) -> Self {
        self.rules.deliveries = faults;
        self
    }

    /// Builds the emulator. In a tokio runtime, it starts to deliver events; otherwise,
    /// it starts when the emulator is served or a client is created in one.
    ///
    /// # Errors
    /// The state file cannot be read or written, or another process has it open.
    pub fn build(self) -> Result<Emulator, StoreError> {
        let Some(file) = &self.state else {
            return Ok(self.with_state(None, secret()));
        };
        let (store, stored) = Store::open(file, self.limit)?;
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
    fn with_state(mut self, state: Option<State>, secret: Vec<u8>) -> Emulator {
        let clock = Clock::default();
        let mut state = state.unwrap_or_else(|| State::new(self.limit));
        let is_new = state.counter == 0 && state.accounts.is_empty();
        let mut changes = Vec::new();
        for SeedAccount { account, templates } in &mut self.accounts {
            identify(account, || state.next());
            account.link_date.get_or_insert(clock.timestamp());
            changes.push(Change::Account(account.clone()));
            for (definition, status) in templates.drain(..) {
                let (id, account_id) = (state.next(), account.id.clone());
                let template = definition.into_template(id, account_id, status, clock.timestamp());
                changes.push(Change::Template(template));
            }
        }
        changes.extend(self.customers.drain(..).map(Change::Customer));
        for account in &mut self.waiting {
            identify(account, || state.next());
            changes.push(Change::Waiting(account.clone()));
        }
        if is_new {
            changes.iter().cloned().for_each(|it| state.apply(it));
        }
        state.destinations = self.destinations;
        state.rules.clone_from(&self.rules);
        state.set_policy(self.rules.statuses);
        let initial = Initial {
            changes,
            rules: self.rules,
        };
        let emulator = Emulator::from_parts(Inner {
            initial: Mutex::new(initial),
            feed: state.feed.clone(),
            state: Mutex::new(state),
            tokens: Tokens::new(&secret),
            clock,
            faults: Arc::default(),
            verified: self.verified,
            origins: self.origins,
            url: Mutex::default(),
            delivers: AtomicBool::new(false),
        });
        start(&emulator);
        emulator
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
