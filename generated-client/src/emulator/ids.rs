//! The ids of messages: AWS's and Meta's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The direction of a message, which is part of Meta's id.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    /// From the business.
    Outgoing,
    /// From the customer.
    Incoming,
}

/// Returns the id that the caller of `SendWhatsAppMessage` receives: a UUID.
pub(super) fn message_id(number: u64) -> String {
    format!("{:08x}-0000-4000-8000-{number:012x}", number >> 48)
}

/// Returns the number in a [`message_id`]; 0 for other text.
pub(super) fn number_of(id: &str) -> u64 {
    let digits = id.rsplit_once('-').map(|(_, digits)| digits);
    digits
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .unwrap_or_default()
}

/// Returns Meta's id of a message. Like a real one, it contains the other party
/// in base64.
pub(super) fn wamid(number: u64, customer: &str, direction: Direction) -> String {
    let customer = customer.trim_start_matches('+').as_bytes();
    let length = u8::try_from(customer.len()).unwrap_or(u8::MAX);
    let direction = match direction {
        Direction::Outgoing => 0x11,
        Direction::Incoming => 0x12,
    };
    let mut bytes = vec![0x1c, 0x18, length];
    bytes.extend(customer.iter().take(usize::from(length)));
    bytes.extend([0x15, 0x02, 0x00, direction, 0x18, 0x12]);
    // Distinct numbers stay distinct: the factor is odd.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes.extend(format!("3E{mixed:016X}").bytes());
    bytes.push(0);
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// Returns a person's phone number in E.164 format, or the id of a person or group
/// unchanged.
pub(super) fn customer_id(text: &str) -> String {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_phone = text
        .strip_prefix('+')
        .unwrap_or(text)
        .chars()
        .all(|c| c.is_ascii_digit() || " -().".contains(c));
    match is_phone && !digits.is_empty() {
        true => format!("+{digits}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_in_message_ids() {
        for number in [0, 1, 0xffff_ffff_ffff, 1 << 48, u64::MAX] {
            assert_eq!(number_of(&message_id(number)), number);
        }
        assert_eq!(number_of("no id"), 0);
    }

    #[test]
    fn wamids_have_the_format_of_meta() {
        let id = wamid(1, "+14255550123", Direction::Outgoing);
        assert!(id.starts_with("wamid.HBgLMTQyNTU1NTAxMjMVAgARGBIz"), "{id}");
        let id = wamid(1, "+14255550123", Direction::Incoming);
        assert!(id.starts_with("wamid.HBgLMTQyNTU1NTAxMjMVAgASGBIz"), "{id}");
        assert_ne!(id, wamid(2, "+14255550123", Direction::Incoming));
    }

    #[test]
    fn phone_numbers_have_one_format() {
        for text in ["+14255550123", "14255550123", "+1 (425) 555-0123"] {
            assert_eq!(customer_id(text), "+14255550123");
        }
        for text in ["US.1349", "Y2FwaV9ncm91cDo="] {
            assert_eq!(customer_id(text), text);
        }
    }
}
