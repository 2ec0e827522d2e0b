//! The reply of the examples, which quotes a message.

/// The number of characters that WhatsApp accepts. Meta may count UTF-16 code units, of
/// which an emoji has two.
const MAX_TEXT: usize = 4_096;

/// Quotes received text, shortened to the limit of a message.
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
