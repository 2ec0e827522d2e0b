//! The WhatsApp Business app beside the API.

use super::received::Received;
use crate::whatsapp::{ContactSyncUpdate, HistoryChunk, HistoryMessage, MessageEcho};

/// An event of a number that is used with the WhatsApp Business app, too.
pub type AppEvent = Received<AppUpdate>;

/// An event of a number that is used with the WhatsApp Business app, too.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AppUpdate {
    /// A message that the business sent with the app. It needs no answer.
    Echo(MessageEcho),
    /// Chats from before the number was connected.
    History(HistoryChunk),
    /// A message from before the number was connected. It needs no answer.
    HistoryMessage(HistoryMessage),
    /// A contact of the app.
    Contact(ContactSyncUpdate),
}
