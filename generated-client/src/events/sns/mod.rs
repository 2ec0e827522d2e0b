//! Signatures of Amazon SNS.
//!
//! SNS delivers notifications to any HTTP endpoint, and anybody can send a request
//! that looks like one. [`SnsVerifier`] checks that a notification is signed by SNS
//! and of a topic of yours:
//!
//! ```no_run
//! # async fn example(body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::SystemTime;
//!
//! use socialmessaging::events::{self, sns::SnsVerifier};
//! use socialmessaging::transport::HttpTransport;
//!
//! let topic = "arn:aws:sns:us-east-1:123456789012:whatsapp-events";
//! let verifier = SnsVerifier::new(HttpTransport::new(), [topic]);
//! // For each request:
//! verifier.verify(body, SystemTime::now()).await?;
//! for event in events::parse(body)? {
//!     // …
//! }
//! # Ok(())
//! # }
//! ```
//!
//! To get certificates in another way, or to read them from files, use
//! [`certificate_url`], [`Certificate`] and [`verify`] instead.
//!
//! Trust comes from the connection: the certificate is read over HTTPS from a host
//! of SNS, which must prove its name with a certificate of a trusted authority. The
//! chain of the signing certificate itself is not checked, because SNS publishes
//! it without its issuer.

mod canonical;
mod certificate;
mod der;
mod error;
mod url;
mod verifier;
mod verify;

pub use certificate::Certificate;
pub use error::SignatureError;
pub use url::certificate_url;
pub use verifier::SnsVerifier;
pub use verify::verify;
