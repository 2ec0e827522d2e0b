//! The reply of the examples, which quotes a message.

/// The characters of a text that WhatsApp accepts. Meta may count UTF-16 code units, of
/// which an emoji has two.
const MAX_TEXT: usize = 4_096;

/// Quotes a received text. The reply is shortened to the limit of a text.
pub(crate) fn quote(text: &str) -> String {
    let reply = format!("You wrote: {text}");
    if reply.encode_utf16().count() <= MAX_TEXT {
        return reply;
    }
    let mut units = "…".encode_utf16().count();
    let kept = reply.chars().take_while(|character| {
        units += character.len_utf16();
        units <= MAX_TEXT
    });
    kept.chain(['…']).collect()
}
