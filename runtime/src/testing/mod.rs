//! A transport that answers from a script, and a clock and a random source that
//! tests set, for exact tests that neither wait nor use a network.
//!
//! ```
//! # use runtime::Builder;
//! # use runtime::codegen::{Handle, Service, ServiceClient};
//! # static SERVICE: Service = Service {
//! #     sdk_id: "Bookshop", endpoint_prefix: "bookshop", signing_name: "bookshop",
//! #     version: "2024-01-01", crate_name: "bookshop", crate_version: "0.1.0", errors: &[],
//! # };
//! # struct Client(Handle);
//! # impl ServiceClient for Client {
//! #     const SERVICE: &'static Service = &SERVICE;
//! #     fn from_handle(handle: Handle) -> Self { Self(handle) }
//! # }
//! use runtime::testing;
//! use runtime::testing::{Answer, Replay};
//!
//! let replay = Replay::new([Answer::status(503), Answer::json(200, r#"{"title": "Dune"}"#)]);
//! let client: Client = testing::builder(&replay).build()?;
//! // … calls of the client, and then:
//! assert_eq!(replay.requests().len(), 0);
//! # Ok::<(), runtime::ConfigError>(())
//! ```
//!
//! Waits between attempts, and time limits, are timers of [`tokio::time`]: a
//! test with a paused clock (`#[tokio::test(start_paused = true)]`) passes them
//! at once.

mod fakes;
pub mod protocol;
mod replay;

pub use fakes::{ManualClock, SetRandom};
pub use replay::{Answer, Recorded, Replay};

use crate::base::identity::Credentials;
use crate::call::client::{Builder, ServiceClient};

/// A builder of a client that talks to a script, with a region, credentials, a
/// clock that stands still and a random source without randomness.
pub fn builder<C: ServiceClient>(replay: &Replay) -> Builder<C> {
    Builder::new()
        .region("us-east-1")
        .credentials(credentials())
        .transport(replay.clone())
        .clock(ManualClock::default())
        .random(SetRandom::default())
}

/// The credentials that AWS's documentation has in its examples.
#[must_use]
pub fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}
