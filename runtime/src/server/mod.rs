//! A server for the operations of a service, such as an emulator. Behind the
//! feature `server`.
//!
//! Generated code describes the operations ([`Dispatch`], [`Serve`]). A [`Server`] does the rest
//! for all restJson1 services: routing, limits, Content-Type, JSON, constraints, signatures, and
//! error responses in AWS's format. Call it in the same process ([`Server::handle`],
//! [`Server::transport`]) or over HTTP/1.1 ([`Server::serve`]).
//!
//! | problem | status | code |
//! |---|---|---|
//! | no operation has the path | 404 | `UnknownOperationException` |
//! | no operation with this path has the method | 405, with `Allow` | `UnknownOperationException` |
//! | the operation has no implementation | 501 | `NotImplementedException` |
//! | Content-Type is not `application/json` or the media type in the model | 415 | `UnsupportedMediaTypeException` |
//! | Accept does not allow the media type of the output | 406 | `NotAcceptableException` |
//! | the operation does not accept a body | 415 | `UnsupportedMediaTypeException` |
//! | the body is larger than the limit | 413 | `RequestEntityTooLargeException` |
//! | the body is not received within 30 seconds | 408 | `RequestTimeoutException` |
//! | the body is not JSON, or a value has the wrong type | 400 | `SerializationException` |
//! | a constraint of the model is violated | 400 | `ValidationException`, with a `fieldList` |
//! | the signature is missing | 403 | `MissingAuthenticationTokenException` |
//! | the signature is incomplete | 403 | `IncompleteSignature` |
//! | the access key is unknown | 403 | `UnrecognizedClientException` |
//! | the session token is unknown | 403 | `ExpiredTokenException` |
//! | the signature is invalid | 403 | `InvalidSignatureException` |
//! | the time of the signature is off by more than five minutes | 400 | `RequestExpired` |

mod accept;
mod body;
mod cross_origin;
mod exchange;
mod fault;
mod incoming;
mod listen;
#[cfg(feature = "test-util")]
pub mod malformed;
mod observed;
mod operation;
mod query;
mod reply;
mod required;
mod route;
mod sign;
mod signature;
mod text;
mod transport;

pub use body::ResponseBody;
pub use cross_origin::{InvalidOrigin, Origin};
pub use exchange::{Control, Server};
pub use fault::{ErrorCode, Fault, FaultKind, FaultStage, Faults, Reset};
pub use incoming::Incoming;
pub use listen::Running;
pub use observed::ObservedRequest;
pub use operation::{Dispatch, Serve, ServerRequest, ViolationCode};
pub use query::{percent_decode, query_pairs};
pub use reply::{Rejection, Reply};
pub use required::{Nested, RequiredMembers};
pub use route::{Route, Segment};
pub use sign::sign;
pub use signature::Verifier;
pub use text::TextValues;
pub use transport::ServerTransport;
