//! Chats that another responder has.

use super::received::Received;
use crate::whatsapp::{MessageEcho, MessageStatus, ReceivedMessage};

/// A part of a chat that another responder has.
pub type StandbyEvent = Received<StandbyUpdate>;

/// A part of a chat that another responder has. Do not answer it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StandbyUpdate {
    /// A message of a person to the other responder.
    Message(ReceivedMessage),
    /// A status of a message of the other responder.
    Status(MessageStatus),
    /// A message of the other responder.
    Echo(MessageEcho),
}
