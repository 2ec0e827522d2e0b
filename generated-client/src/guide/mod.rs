//! How to send, receive, test and deploy.

/// Send messages.
///
#[doc = include_str!("send.md")]
pub mod send {}

/// Upload and download media files.
///
#[doc = include_str!("media.md")]
pub mod media {}

/// Receive messages and delivery reports.
///
#[doc = include_str!("receive.md")]
pub mod receive {}

/// Test without AWS.
///
#[doc = include_str!("test.md")]
#[cfg_attr(feature = "emulator", doc = include_str!("test_emulator.md"))]
pub mod test {}

/// Configure a deployment.
///
#[doc = include_str!("deploy.md")]
pub mod deploy {}
