//! Everything in this crate that generated code uses.
//!
//! Not part of the public API: it changes together with the generator.

// The items that users name: generated crates re-export them.
pub use crate::base::redaction::{Redacted, redact};
pub use crate::base::uncompared::Uncompared;
pub use crate::base::unknown::unknown_value;
#[cfg(feature = "api-key")]
pub use crate::call::client::UsesApiKey;
#[cfg(feature = "basic-auth")]
pub use crate::call::client::UsesBasic;
#[cfg(feature = "bearer-token")]
pub use crate::call::client::UsesBearer;
#[cfg(feature = "compression")]
pub use crate::call::client::UsesCompression;
pub use crate::call::client::{CredentialsUse, Handle, ServiceClient, check};
pub use crate::call::error::write_modeled;
pub use crate::call::operation::{Operation, Paginated, fill_idempotency_token};
pub use crate::call::service::{
    ErrorShape, Idempotency, Metadata, Retryable, SensitivePart, Sensitivity, Service,
};
pub use crate::call::stub::{Backend, DynStub, StubCall, StubResult};
pub use crate::call::telemetry::{CallEvent, CallSpan, Telemetry};
pub use crate::call::waiter::WaiterSpec;
pub use crate::message::request::{
    BodyWriter, HostPrefix, PayloadSigning, Request, RequestPath, method,
};
pub use crate::message::response::FromResponse;
#[cfg(all(feature = "server", feature = "test-util"))]
pub use crate::server::malformed;
pub use crate::telemetry;
#[cfg(any(test, feature = "test-util"))]
pub use crate::testing::protocol;
pub use crate::wire::encode::{Base64Text, FromText, HttpValue, ReadText, TextCodec};
pub use crate::wire::validation::{
    Check, Keys, Length, Mistake, Pattern, Piece, Scalar, Walk, unchecked,
};
pub use crate::wire::{data, jmespath, json};
pub use crate::*;
pub use http::{Extensions, Method};
pub use tracing;

/// Converts a value of a documented type to the JSON of a blob, and validates it.
#[must_use]
pub fn json_blob<T: serde::Serialize + Validate + ?Sized>(value: &T) -> JsonBlob {
    JsonBlob::new(value)
}

/// Authentication schemes.
pub mod auth {
    #[cfg(feature = "api-key")]
    pub use crate::net::auth::ApiKeyAuth;
    #[cfg(feature = "basic-auth")]
    pub use crate::net::auth::Basic;
    #[cfg(feature = "bearer-token")]
    pub use crate::net::auth::Bearer;
    pub use crate::net::auth::{Anonymous, Auth, Scheme};
}

/// Endpoint rules.
pub mod endpoint {
    pub use crate::net::endpoint::{
        BuiltIn, Parameter, Parameters, Property, ResolvedEndpoint, RuleScope, RuleSet, RulesError,
        functions,
    };
}

/// The server side of operations.
#[cfg(feature = "server")]
pub mod server {
    pub use crate::server::{
        Dispatch, Incoming, Nested, Rejection, Reply, RequiredMembers, Route, Segment, Serve,
        Server, ServerRequest,
    };
}

/// The acceptors of waiters.
pub mod waiter {
    pub use crate::call::waiter::{Acceptor, Expected, Matcher, PathComparator, WaiterState};
}
