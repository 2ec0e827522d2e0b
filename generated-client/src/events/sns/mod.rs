//! Signatures of Amazon SNS.
//!
//! Anyone can send an HTTP endpoint a request that looks like an SNS notification.
//! [`SnsVerifier`] checks that SNS signed a notification and that its topic is
//! yours:
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
//! To fetch certificates differently, or to read them from files, use
//! [`certificate_url`], [`Certificate`] and [`verify`] instead.
//!
//! Trust is based on the connection: the certificate is fetched over HTTPS from
//! an SNS host, which must prove its name with a certificate from a trusted
//! authority. The chain of the signing certificate itself is not checked,
//! because SNS publishes it without its issuer.

mod canonical;
mod certificate;
mod der;
mod error;
mod url;
mod verifier;
mod verify;

#[cfg(feature = "emulator")]
pub(crate) use canonical::string_to_sign;
pub use certificate::Certificate;
pub use error::SignatureError;
pub use url::certificate_url;
pub use verifier::SnsVerifier;
pub use verify::verify;
