//! A deterministic client: fixed clock, fixed credentials, no jitter, and no
//! environment.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use runtime::testing::{ManualClock, SetRandom};
use runtime::{Builder, Credentials, Random};
use socialmessaging::Client;

use crate::server::Server;

/// Thu, 15 May 2025 12:34:56 GMT.
pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_747_312_496)
}

/// The secret key of the tests.
pub const SECRET_KEY: &str = "secret-key-of-the-tests";
/// The session token of the tests.
pub const SESSION_TOKEN: &str = "session-token-of-the-tests";

/// A source of ascending small numbers: almost no backoff, but distinct ids.
#[derive(Debug, Default)]
pub struct Counting(AtomicU64);

impl Random for Counting {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Temporary credentials.
pub fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET_KEY).with_session_token(SESSION_TOKEN)
}

/// Returns settings for a client of `server`.
pub fn builder(server: &Server) -> Builder<Client> {
    builder_for(&server.url())
}

/// Returns settings for a client of this address.
pub fn builder_for(url: &str) -> Builder<Client> {
    real_builder().endpoint_url(url)
}

/// Returns settings for a client of the real service; tests replace its
/// transport.
pub fn real_builder() -> Builder<Client> {
    Client::builder()
        .region("us-east-1")
        .credentials(credentials())
        .clock(ManualClock::new(now()))
        .random(SetRandom::default())
}

/// Returns a client of `server`.
pub fn client(server: &Server) -> Client {
    builder(server).build().expect("complete settings")
}
