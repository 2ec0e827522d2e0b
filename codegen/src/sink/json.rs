//! Escapes invisible characters in JSON.

use super::visible::is_hidden;

/// Replaces invisible characters with JSON escapes. They only occur in strings,
/// whose values do not change.
///
/// The line breaks and spaces of the layout are kept.
pub(crate) fn visible_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if character == '\n' || !is_hidden(character) {
            shown.push(character);
            continue;
        }
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_only_hidden_characters() {
        for (json, expected) in [
            ("{\n  \"a\": \"ü 👍🏽\"\n}", "{\n  \"a\": \"ü 👍🏽\"\n}"),
            ("\"\u{202e}\u{9b}\"", "\"\\u202e\\u009b\""),
            ("\"\u{e0001}\"", "\"\\udb40\\udc01\""),
        ] {
            let shown = visible_json(json);
            assert_eq!(shown, expected);
            let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
            assert_eq!(value(&shown), value(json));
        }
    }
}
