//! The delivery of events to receivers, like AWS.

pub(super) mod destination;
pub(super) mod event_bridge;
pub(super) mod retry;
pub(super) mod send;
pub(super) mod sns;
pub(super) mod worker;
