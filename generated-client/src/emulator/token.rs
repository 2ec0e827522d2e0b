//! Authenticated page tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

/// The length of the authentication code in a token, in bytes.
const TAG_LENGTH: usize = 16;

/// Issues and verifies page tokens.
#[derive(Clone)]
pub(super) struct Tokens(hmac::Key);

impl Tokens {
    pub(super) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Returns the token of the page after `cursor`.
    pub(super) fn issue(&self, cursor: &str) -> String {
        let tag = hmac::sign(&self.0, cursor.as_bytes());
        let tag = tag.as_ref().get(..TAG_LENGTH).unwrap_or_default();
        URL_SAFE_NO_PAD.encode([tag, cursor.as_bytes()].concat())
    }

    /// Returns the cursor of a token; `None` if it is not authentic.
    pub(super) fn read(&self, token: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (_, cursor) = bytes.split_at_checked(TAG_LENGTH)?;
        let cursor = String::from_utf8(cursor.to_vec()).ok()?;
        (self.issue(&cursor) == token).then_some(cursor)
    }
}

/// Hides the secret.
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_foreign_tokens() {
        let tokens = Tokens::new(b"secret");
        let token = tokens.issue("waba-1");
        assert_eq!(tokens.read(&token).as_deref(), Some("waba-1"));
        assert!(!token.contains("waba"));
        assert_eq!(Tokens::new(b"other").read(&token), None);
        for tampered in ["", "x", "AAAA", &format!("{token}A"), &token[1..]] {
            assert_eq!(tokens.read(tampered), None, "{tampered}");
        }
        for index in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(tokens.read(&changed), None, "{changed}");
        }
    }
}
