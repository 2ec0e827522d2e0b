//! The JSON documents that credentials, and tokens for them, come in.

use serde_json::Value;

use crate::base::identity::Credentials;
use crate::wire::timestamp::Timestamp;

/// A JSON object of which some members are read. Nothing of it is ever
/// repeated in an error: any of it may be a secret.
pub(super) struct Document(Value);

impl Document {
    /// Reads a text; `None` when it is no JSON object.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(text).ok()?;
        value.is_object().then_some(Self(value))
    }

    /// The member that is an object itself.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        let value = self.0.get(name)?.clone();
        value.is_object().then_some(Self(value))
    }

    /// A member's text; one that is empty counts as absent.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A member's number.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    /// A member's time in RFC 3339.
    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        self.text(name)?.parse().ok()
    }

    /// The credentials in the members `AccessKeyId`, `SecretAccessKey` and
    /// `Expiration`, and the one that the token has here. `None` when a key is
    /// missing, or the expiry is no time.
    pub(super) fn credentials(&self, token: &str) -> Option<Credentials> {
        let (id, secret) = (self.text("AccessKeyId")?, self.text("SecretAccessKey")?);
        let mut credentials = Credentials::new(id, secret);
        if let Some(token) = self.text(token) {
            credentials = credentials.with_session_token(token);
        }
        if self.0.get("Expiration").is_some_and(|time| !time.is_null()) {
            credentials = credentials.with_expiry(self.time("Expiration")?.into());
        }
        Some(credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_incomplete_credentials() {
        let keys = r#""AccessKeyId": "A", "SecretAccessKey": "s""#;
        for (text, expected) in [
            (format!("{{{keys}}}"), Some((None, false))),
            (
                format!("{{{keys}, \"Token\": null, \"Expiration\": null}}"),
                Some((None, false)),
            ),
            (
                format!("{{{keys}, \"Token\": \"t\", \"Expiration\": \"2030-01-01T00:00:00Z\"}}"),
                Some((Some("t"), true)),
            ),
            (format!("{{{keys}, \"Expiration\": \"tomorrow\"}}"), None),
            (format!("{{{keys}, \"Expiration\": 1}}"), None),
            (format!("[{{{keys}}}]"), None),
            (r#"{"AccessKeyId": "A"}"#.to_owned(), None),
            (
                r#"{"AccessKeyId": "A", "SecretAccessKey": ""}"#.to_owned(),
                None,
            ),
            (
                r#"{"AccessKeyId": ["A"], "SecretAccessKey": "s"}"#.to_owned(),
                None,
            ),
            (String::new(), None),
        ] {
            let document = Document::read(text.as_bytes());
            let found = document.and_then(|document| document.credentials("Token"));
            let found = found
                .as_ref()
                .map(|c| (c.session_token(), c.expiry().is_some()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
