//! The other side of a client: a service that answers HTTP requests from
//! anything that implements the operations. Behind the feature `server`.
//!
//! Generated code describes the operations ([`Dispatch`], [`Serve`]); a
//! [`Server`] does what is the same for all services of restJson1: finding the
//! operation, limits, Content-Type, JSON, constraints, signatures, and answers
//! for whatever is malformed, in the form that AWS gives them. It can be asked
//! in the same process ([`Server::handle`], [`Server::transport`]) or over
//! HTTP/1.1 ([`Server::serve`]).
//!
//! | refused because | status | code |
//! |---|---|---|
//! | no operation has the path | 404 | `UnknownOperationException` |
//! | no operation has the path with this method | 405, with `Allow` | `UnknownOperationException` |
//! | Content-Type is not `application/json`, or what the model says of the body | 415 | `UnsupportedMediaTypeException` |
//! | there is a body, and the operation takes none | 415 | `UnsupportedMediaTypeException` |
//! | the body is larger than the limit | 413 | `RequestEntityTooLargeException` |
//! | the body does not come within 30 seconds | 408 | `RequestTimeoutException` |
//! | not JSON, or a value of a wrong type | 400 | `SerializationException` |
//! | a constraint of the model is broken | 400 | `ValidationException`, with a `fieldList` |
//! | the signature is missing | 403 | `MissingAuthenticationTokenException` |
//! | the signature is incomplete | 403 | `IncompleteSignature` |
//! | the access key is not known | 403 | `UnrecognizedClientException` |
//! | the session token is not known | 403 | `ExpiredTokenException` |
//! | the signature is wrong | 403 | `InvalidSignatureException` |
//! | the signature's time is more than five minutes off | 400 | `RequestExpired` |

mod exchange;
mod fault;
mod incoming;
mod listen;
mod operation;
mod query;
mod reply;
mod required;
mod route;
mod signature;
mod transport;

pub use exchange::{Control, Observed, Reset, Server};
pub use fault::{ErrorCode, Fault, FaultKind, FaultStage, Faults};
pub use incoming::{Incoming, Texts};
pub use listen::Running;
pub use operation::{Dispatch, Serve, ServerRequest, ViolationCode};
pub use reply::{Rejection, Reply};
pub use required::{Members, Nested};
pub use route::{Route, Segment};
pub use signature::Verifier;
pub use transport::ServerTransport;
