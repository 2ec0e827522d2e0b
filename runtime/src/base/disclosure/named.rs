//! Values that a name before them marks as secret.

use super::view::View;

/// The names of secret values in requests, URLs and files, in lower case.
const NAMES: [&str; 15] = [
    "x-amz-signature",
    "x-amz-security-token",
    "x-amz-credential",
    "x-amz-sso_bearer_token",
    "x-api-key",
    "authorization",
    "signature",
    "secretaccesskey",
    "sessiontoken",
    "webidentitytoken",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_container_authorization_token",
    "client_secret",
    "password",
];

/// Adds the ranges of values that follow `name=` or `name:`.
///
/// A member of a JSON object has a quote after its name and is not found:
/// generated code reads such members, and knows which of them are sensitive.
pub(super) fn find(view: &View, text: &str, cuts: &mut Vec<(usize, usize)>) {
    let lower = view.bytes.to_ascii_lowercase();
    for (at, byte) in lower.iter().enumerate() {
        if !matches!(byte, b'=' | b':') {
            continue;
        }
        let before = lower.get(..at).unwrap_or_default();
        if !NAMES.iter().any(|name| before.ends_with(name.as_bytes())) {
            continue;
        }
        let (_, start) = view.range(at, at + 1);
        let value = text.get(start..).unwrap_or_default();
        let blank = value.len() - value.trim_start_matches([' ', '\t', '"', '\'']).len();
        let value = value.get(blank..).unwrap_or_default();
        // A header's value extends to the end of its line, any other to a
        // separator.
        let ends: &[char] = match byte {
            b':' => &['\n', '\r', '\\', '"', '<'],
            _ => &[
                '\n', '\r', '\\', '"', '<', ' ', '\t', '\'', '&', ',', ';', ')', '}',
            ],
        };
        let length = value.find(ends).unwrap_or(value.len());
        if length > 0 {
            cuts.push((start + blank, start + blank + length));
        }
    }
}
