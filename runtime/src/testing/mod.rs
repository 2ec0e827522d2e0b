//! A scripted transport, and a clock and a random source under the control of tests: for
//! deterministic tests without delays or network.
//!
//! ```
//! # use runtime::Builder;
//! # use runtime::codegen::{Handle, Service, ServiceClient};
//! # static SERVICE: Service = Service {
//! #     sdk_id: "Bookshop", endpoint_prefix: "bookshop", signing_name: "bookshop",
//! #     version: "2024-01-01", crate_name: "bookshop", crate_version: "0.1.0",
//! #     telemetry: runtime::codegen::telemetry!("bookshop"), errors: &[],
//! # };
//! # struct Client(Handle);
//! # impl ServiceClient for Client {
//! #     const SERVICE: &'static Service = &SERVICE;
//! #     fn from_handle(handle: Handle) -> Self { Self(handle) }
//! # }
//! # use runtime::testing::{self, Answer, Replay};
//! let replay = Replay::new([Answer::status(503), Answer::json(200, r#"{"title": "Dune"}"#)]);
//! let client: Client = testing::builder(&replay).build()?;
//! // … calls of the client, and then:
//! assert_eq!(replay.requests().len(), 0);
//! # Ok::<(), runtime::ConfigError>(())
//! ```
//!
//! Backoff and timeouts use the timers of [`tokio::time`]: a test with a paused
//! clock (`#[tokio::test(start_paused = true)]`) skips them.

mod fakes;
pub mod protocol;
mod replay;

pub use fakes::{ManualClock, SetRandom};
pub use replay::{Answer, Recorded, Replay};

use crate::base::async_runtime::TokioRuntime;
use crate::base::identity::Credentials;
use crate::call::client::{Builder, ServiceClient};

/// Returns a client builder with the scripted transport, a region, example
/// credentials, a fixed clock and a random source that returns 0.
pub fn builder<C: ServiceClient>(replay: &Replay) -> Builder<C> {
    Builder::new()
        .region("us-east-1")
        .credentials(credentials())
        .transport(replay.clone())
        .async_runtime(TokioRuntime::default())
        .clock(ManualClock::default())
        .random(SetRandom::default())
}

/// Returns the example credentials of AWS's documentation.
#[must_use]
pub fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}
