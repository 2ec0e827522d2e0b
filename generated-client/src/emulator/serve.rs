//! Clients and servers of an emulator.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use runtime::codegen::Operation as _;
use runtime::server::{Running, Server, Verifier};
use runtime::{Rule, Violation};

use super::account::REGION;
use super::builder::{self, Builder};
use super::control::Controls;
use super::delivery::worker::start;
use super::handle::Emulator;
use super::rejections::record_request;
use super::resources;
use crate::Client;
use crate::operation::SendWhatsAppMessage;

impl Emulator {
    /// Creates an emulator with one account and one phone number,
    /// [`Account::ready_made`](super::Account::ready_made).
    #[must_use]
    pub fn new() -> Self {
        builder::in_memory()
    }

    /// Returns a builder for an emulator.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Returns a client of this emulator that does not use the network or wait
    /// between attempts.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = Client::builder()
            .region(REGION)
            .credentials(self.credentials())
            .transport(self.server().transport())
            .clock(self.clock().clone())
            .random(SmallNumbers::default())
            .build();
        // These settings are always valid. If they were not, the operations would
        // be the same without HTTP.
        client.unwrap_or_else(|_| Client::from_stub(self.clone()))
    }

    /// Returns the server, for further configuration. In a tokio runtime,
    /// deliveries of events start. Pass the URL of the server to
    /// [`set_url`](Self::set_url), because notifications contain it.
    #[must_use]
    pub fn server(&self) -> Server {
        start(self);
        let server = crate::server::server(self.clone());
        let total = server.operations().count();
        let server = server
            .with_not_implemented_message(move |operation| {
                resources::not_simulated(operation, total)
            })
            .with_clock(self.clock().clone())
            .with_faults(self.shared_faults())
            .with_violation_code(violation_code)
            .with_rejection_observer({
                let emulator = self.clone();
                move |operation, body, rejection| {
                    if operation == SendWhatsAppMessage::METADATA.name {
                        record_request(&emulator, body, rejection.code(), rejection.message());
                    }
                }
            })
            .with_allowed_origins(self.origins().iter().cloned())
            .with_control(Controls(self.clone()));
        match self.verified() {
            Some(credentials) => server.with_verifier(Verifier::new([credentials.clone()])),
            None => server,
        }
    }

    /// Listens for HTTP on an address like `127.0.0.1:8480`, until the returned
    /// value is dropped or shut down. Port 0 selects a free port.
    ///
    /// # Errors
    /// The server cannot listen on the address.
    pub async fn serve(&self, address: impl tokio::net::ToSocketAddrs) -> io::Result<Running> {
        let running = self.server().serve(address).await?;
        self.set_url(running.url());
        Ok(running)
    }
}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the documented error code, which is not `ValidationException` for
/// mutually exclusive members and invalid JSON.
fn violation_code(violation: &Violation) -> &'static str {
    match violation.rule() {
        Rule::ExactlyOneOf(_)
        | Rule::AtLeastOneOf(_)
        | Rule::AtMostOneOf(_)
        | Rule::JsonObject
        | Rule::RequiredKey(_) => "InvalidParametersException",
        _ => "ValidationException",
    }
}

/// A source of unique numbers for invocation ids, small enough for zero
/// backoff.
#[derive(Debug, Default)]
struct SmallNumbers(AtomicU64);

impl runtime::Random for SmallNumbers {
    fn next(&self) -> u64 {
        // Backoff uses the upper 53 bits.
        self.0.fetch_add(1, Ordering::Relaxed) & 0x7FF
    }
}
