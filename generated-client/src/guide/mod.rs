//! How to send, receive, test and deploy.

/// Send messages: [`SendWhatsAppMessage`](crate::operation::SendWhatsAppMessage),
/// [`Validation`](crate::Validation), [`Violations`](crate::Violations),
/// [`Validate::validation_warnings`](crate::Validate::validation_warnings).
///
#[doc = include_str!("send.md")]
pub mod send {}

/// Handle failures: [`Error`](crate::Error), [`AnyError`](crate::AnyError),
/// [`ServiceError`](crate::ServiceError).
///
#[doc = include_str!("errors.md")]
pub mod errors {}

/// Upload and download media files:
/// [`PostWhatsAppMessageMedia`](crate::operation::PostWhatsAppMessageMedia),
/// [`GetWhatsAppMessageMedia`](crate::operation::GetWhatsAppMessageMedia),
/// [`S3File`](crate::types::S3File),
/// [`S3PresignedUrl`](crate::types::S3PresignedUrl).
///
#[doc = include_str!("media.md")]
pub mod media {}

/// Receive messages and delivery reports:
/// [`PutWhatsAppBusinessAccountEventDestinations`](crate::operation::PutWhatsAppBusinessAccountEventDestinations).
///
#[doc = include_str!("receive.md")]
pub mod receive {}

/// Test without AWS: [`Stub`](crate::Stub),
/// [`Client::from_stub`](crate::Client::from_stub), and the module `emulator`.
///
#[doc = include_str!("test.md")]
#[cfg_attr(feature = "emulator", doc = include_str!("test_emulator.md"))]
pub mod test {}

/// Configure a deployment: [`Client::builder`](crate::Client::builder),
/// [`Timeouts`](crate::Timeouts), [`Retries`](crate::Retries),
/// [`CallOptions`](crate::CallOptions),
/// [`ProvideCredentials`](crate::ProvideCredentials).
///
#[doc = include_str!("deploy.md")]
pub mod deploy {}
