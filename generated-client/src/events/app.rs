//! Events of numbers that also use the WhatsApp Business app.

use super::received::Received;
use crate::whatsapp::{ContactSyncUpdate, HistoryChunk, HistoryMessage, MessageEcho};

/// An event of a number that also uses the WhatsApp Business app.
pub type AppEvent = Received<AppUpdate>;

/// An event of a number that also uses the WhatsApp Business app.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AppUpdate {
    /// A message that the business sent from the app. It needs no reply.
    Echo(MessageEcho),
    /// Chats from before the number was connected.
    History(HistoryChunk),
    /// A message from before the number was connected. It needs no reply.
    HistoryMessage(HistoryMessage),
    /// A contact of the app.
    Contact(ContactSyncUpdate),
}
