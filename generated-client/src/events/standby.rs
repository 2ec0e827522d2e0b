//! Chats that another responder handles.

use super::received::Received;
use crate::whatsapp::{MessageEcho, MessageStatus, ReceivedMessage};

/// An event of a chat that another responder handles.
pub type StandbyEvent = Received<StandbyUpdate>;

/// An event of a chat that another responder handles. Do not reply to it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StandbyUpdate {
    /// A message from a person to the other responder.
    Message(ReceivedMessage),
    /// A status of a message from the other responder.
    Status(MessageStatus),
    /// A message from the other responder.
    Echo(MessageEcho),
}
