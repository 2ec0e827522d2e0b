//! The record of rejected messages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::handle::Emulator;
use super::received::RejectedMessage;
use super::record::recipient;
use super::state::Change;

/// The maximum size of a recorded message in bytes.
const MESSAGE: usize = 64 * 1024;

/// The maximum length of each recorded text in characters.
const TEXT: usize = 2000;

/// A rejected call of `SendWhatsAppMessage`.
pub(super) struct Attempt<'a> {
    pub(super) phone_number_id: Option<&'a str>,
    pub(super) meta_api_version: Option<&'a str>,
    /// The bytes of the message.
    pub(super) message: &'a [u8],
    pub(super) code: &'a str,
    pub(super) reason: &'a str,
}

impl Attempt<'_> {
    /// Records the attempt. The response is an error in any case, so a failure
    /// to write the state file makes no difference to the caller.
    pub(super) fn record(&self, emulator: &Emulator) {
        let at = emulator.clock().timestamp();
        let message = match self.message {
            message if message.len() <= MESSAGE => serde_json::from_slice(message),
            _ => Ok(Value::Null),
        };
        let message: Value = message.unwrap_or_default();
        let mut state = emulator.state();
        // An ARN becomes the identifier, by which chats are grouped.
        let id = self.phone_number_id.map(|id| {
            let known = state.phone_number(id).map(|(_, number)| &number.id);
            known.cloned().unwrap_or_else(|| short(id))
        });
        let rejected = RejectedMessage {
            phone_number_id: id,
            customer: recipient(&message),
            meta_api_version: self.meta_api_version.map(short),
            message,
            code: self.code.to_owned(),
            reason: short(self.reason),
            at,
            number: state.next(),
        };
        let _ = state.commit(vec![Change::Rejected(rejected)]);
    }
}

/// Truncates text.
fn short(text: &str) -> String {
    text.chars().take(TEXT).collect()
}

/// Records a request that was rejected before the operation handled it.
pub(super) fn record_request(emulator: &Emulator, body: &[u8], code: &str, reason: &str) {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let message = request["message"].as_str().unwrap_or_default();
    let message = STANDARD.decode(message).unwrap_or_default();
    let attempt = Attempt {
        phone_number_id: request["originationPhoneNumberId"].as_str(),
        meta_api_version: request["metaApiVersion"].as_str(),
        message: &message,
        code,
        reason,
    };
    attempt.record(emulator);
}
