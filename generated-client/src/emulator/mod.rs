//! A stateful stand-in for the service, in memory: for tests without AWS.
//!
//! Three lines test a function that takes a `&Client`, without a change to it:
//!
//! ```
//! # use socialmessaging::{Client, Error, operation::SendWhatsAppMessageError};
//! # use socialmessaging::emulator::PHONE_NUMBER_ID;
//! # async fn remind(client: &Client) -> Result<(), Error<SendWhatsAppMessageError>> {
//! #     let send = client.send_whatsapp_message().origination_phone_number_id(PHONE_NUMBER_ID);
//! #     let message = r#"{"type":"text","to":"+1","text":{"body":"See you at six"}}"#;
//! #     send.message(message).meta_api_version("v24.0").send().await.map(drop)
//! # }
//! use socialmessaging::emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::new();
//! remind(&emulator.client()).await?;
//! assert_eq!(emulator.messages()[0].text().as_deref(), Some("See you at six"));
//! # Ok(())
//! # }
//! ```
//!
//! There is an account from the beginning, [`ACCOUNT_ID`], with a phone number
//! that sends, [`PHONE_NUMBER_ID`]; [`Emulator::builder`] sets up others. The
//! example `tested_reminder` of this crate is a whole file with such tests.
//!
//! The client of [`Emulator::client`] goes through everything that a real one
//! goes through but the network: validation, HTTP, signatures, retries, and
//! reading what comes back. [`Emulator::serve`] answers over HTTP, for programs
//! in other processes and languages.
//!
//! # What it does
//!
//! It keeps accounts, phone numbers, media files, event destinations, tags and
//! messages, and answers with the errors that the service documents:
//!
//! | when | error |
//! |---|---|
//! | the account, phone number or media file is not there, or not any more | `ResourceNotFoundException` |
//! | the same, in an operation that does not list that error | `InvalidParametersException` |
//! | both sources or none, both destinations, a presigned URL without Content-Type | `InvalidParametersException` |
//! | a message with a media file of another phone number | `InvalidParametersException` |
//! | a media file of another phone number is read or deleted | `AccessDeniedByMetaException` |
//! | a page token that was changed | `InvalidParametersException` |
//! | any other broken constraint, two event destinations among them | `ValidationException` |
//!
//! It reads no bucket and calls nobody: see [`MediaFile`].
//!
//! # Bad days
//!
//! [`Emulator::faults`] demands failures: throttling, errors, delays, garbage,
//! and connections that break before or after a message was taken.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use socialmessaging::emulator::{Emulator, Fault, FaultKind, PHONE_NUMBER_ID};
//!
//! let emulator = Emulator::new();
//! emulator.faults().add(Fault::new(FaultKind::Reset).on("SendWhatsAppMessage").after_processing());
//! let error = emulator
//!     .client()
//!     .send_whatsapp_message()
//!     .origination_phone_number_id(PHONE_NUMBER_ID)
//!     .message("{}")
//!     .meta_api_version("v24.0")
//!     .send()
//!     .await
//!     .unwrap_err();
//! assert!(error.maybe_sent());
//! assert_eq!(emulator.messages().len(), 1);
//! # }
//! ```
//!
//! # From other processes
//!
//! Over HTTP, and by the program `social-messaging-emulator`, these paths answer
//! beside those of the service. They ask for no signature.
//!
//! | request | does |
//! |---|---|
//! | `GET /_emulator/messages` | lists the messages that were taken |
//! | `GET /_emulator/faults` | lists the failures that are still to come |
//! | `POST /_emulator/faults` | demands a failure |
//! | `DELETE /_emulator/faults` | demands none any more |
//! | `PUT /_emulator/clock` | stops the time: `{"time": 1728518400}`; `{}` goes by the machine's again |
//!
//! A failure has a `kind`: `throttle`, a status such as `"500"` or `"502"`, the
//! code of an error of the service, `delay` with `milliseconds`, `reset`,
//! `garbage` or `html`. It may have an `operation`, a `stage` (`before` or
//! `after` the operation is carried out), and either `times`, 1 unless told
//! otherwise, or a `probability` from 0 to 1 with a `seed`.
//!
//! ```sh
//! curl -d '{"kind": "reset", "operation": "SendWhatsAppMessage", "stage": "after"}' \
//!     http://127.0.0.1:8480/_emulator/faults
//! ```

mod account;
mod builder;
mod clock;
mod control;
mod operations;
mod record;
mod state;
mod store;
mod stored;
mod token;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use runtime::Credentials;

pub use account::{ACCOUNT_ID, Account, PHONE_NUMBER_ID, PhoneNumber, Registration, Tags};
pub use builder::Builder;
pub use clock::Clock;
pub use record::{MediaFile, MediaState, SentMessage};
pub use runtime::server::{Fault, FaultKind, Faults, Observed, Running, Server, Stage};
pub use store::StoreError;

use crate::Client;
use state::State;
use token::Tokens;

/// A stand-in for the service. A handle: clones share their state.
///
/// See the [module](self) for what it does.
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    tokens: Tokens,
    clock: Clock,
    faults: Arc<Faults>,
    verified: Option<Credentials>,
}

/// The region of the emulator.
pub const REGION: &str = "us-east-1";

impl Emulator {
    /// An emulator with one account and one phone number,
    /// [`Account::ready_made`].
    #[must_use]
    pub fn new() -> Self {
        builder::in_memory()
    }

    /// An emulator to be set up.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// A client of this emulator that needs no network. It waits for nothing
    /// between attempts.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = Client::builder()
            .region(REGION)
            .credentials(self.credentials())
            .transport(self.server().transport())
            .clock(self.0.clock.clone())
            .random(builder::Unhurried::default())
            .build();
        // These settings always fit together; should they not, the operations
        // are the same without HTTP in between.
        client.unwrap_or_else(|_| Client::from_stub(self.clone()))
    }

    /// The service's side, to be set up further and served.
    #[must_use]
    pub fn server(&self) -> Server {
        let server = crate::server::server(self.clone())
            .with_clock(self.0.clock.clone())
            .with_faults(self.0.faults.clone())
            .with_violation_code(builder::violation_code)
            .with_control(control::Controls(self.clone()));
        match &self.0.verified {
            Some(credentials) => {
                server.with_verifier(runtime::server::Verifier::new([credentials.clone()]))
            }
            None => server,
        }
    }

    /// Answers over HTTP at an address like `127.0.0.1:8480`, until what it
    /// returns is dropped or shut down. Port 0 takes any that is free.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn serve(&self, address: impl tokio::net::ToSocketAddrs) -> io::Result<Running> {
        self.server().serve(address).await
    }

    /// The credentials that clients sign with: those that signatures are
    /// verified by, when they are.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let verified = self.0.verified.clone();
        verified.unwrap_or_else(|| Credentials::new("emulator", "emulator"))
    }

    /// The messages that were taken, in the order of arrival.
    #[must_use]
    pub fn messages(&self) -> Vec<SentMessage> {
        self.state().messages.clone()
    }

    /// The linked accounts, by identifier.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.state().accounts.values().cloned().collect()
    }

    /// The media files by identifier, deleted ones too.
    #[must_use]
    pub fn media(&self) -> Vec<MediaFile> {
        self.state().media.values().cloned().collect()
    }

    /// The failures on demand.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// The time that it goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Changes are applied as a whole, so what is there is consistent even
        // after a panic elsewhere.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }
}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").finish_non_exhaustive()
    }
}
