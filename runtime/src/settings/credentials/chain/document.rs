//! The JSON documents of credential sources.

use crate::base::identity::Credentials;
use crate::wire::document::Document as Json;
use crate::wire::json;
use crate::wire::timestamp::Timestamp;

/// The maximum size of a document, in bytes. Credentials take a kilobyte or
/// two; the values of a document can take twenty times its size.
const SIZE_LIMIT: usize = 64 * 1024;

/// A JSON object. Errors never repeat its content, which may be secret.
pub(super) struct Document(Json);

impl Document {
    /// Parses text of at most 64 KiB; `None` if it is longer or not a JSON object.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        if text.len() > SIZE_LIMIT {
            return None;
        }
        let value: Json = json::from_slice(text)?;
        Self::new(value)
    }

    fn new(value: Json) -> Option<Self> {
        matches!(value, Json::Map(_)).then_some(Self(value))
    }

    /// The member that is an object itself.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        Self::new(self.0.get(name)?.clone())
    }

    /// The text of a member, without white space around it; an empty one counts
    /// as absent.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The number of a member.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_number()?.to_i64()
    }

    /// The time of a member in RFC 3339. AWS's tools have also written `UTC` for
    /// the offset in token files.
    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        let text = self.text(name)?;
        match text.strip_suffix("UTC") {
            Some(local) => format!("{}Z", local.trim_end()).parse().ok(),
            None => text.parse().ok(),
        }
    }

    /// The credentials in the members `AccessKeyId`, `SecretAccessKey` and
    /// `Expiration`, and in the member with the name `token`.
    ///
    /// # Errors
    /// A key is missing, or the expiry is invalid; the text names the member.
    pub(super) fn credentials(&self, token: &str) -> Result<Credentials, String> {
        let member = |name| self.text(name).ok_or_else(|| format!("{name} is missing"));
        let mut credentials = Credentials::new(member("AccessKeyId")?, member("SecretAccessKey")?);
        if let Some(token) = self.text(token) {
            credentials = credentials.with_session_token(token);
        }
        if self
            .0
            .get("Expiration")
            .is_some_and(|time| *time != Json::Null)
        {
            let expiry = self.time("Expiration").ok_or(
                "Expiration is not a time in RFC 3339, like 2030-01-31T12:00:00Z; leave it out \
                 for credentials that do not expire",
            )?;
            credentials = credentials.with_expiry(expiry.into());
        }
        Ok(credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_member() {
        let keys = r#""AccessKeyId": "A", "SecretAccessKey": "s""#;
        for (text, expected) in [
            (format!("{{{keys}}}"), Ok((None, false))),
            (
                format!("{{{keys}, \"Token\": null, \"Expiration\": null}}"),
                Ok((None, false)),
            ),
            (
                format!(
                    "{{{keys}, \"Token\": \"t\\n\", \"Expiration\": \"2030-01-01T00:00:00Z\"}}"
                ),
                Ok((Some("t"), true)),
            ),
            (
                format!("{{{keys}, \"Expiration\": \"2030-01-01T00:00:00+05:30\"}}"),
                Ok((None, true)),
            ),
            (
                format!("{{{keys}, \"Expiration\": \"2030-01-01T00:00:00UTC\"}}"),
                Ok((None, true)),
            ),
            (
                format!("{{{keys}, \"Expiration\": \"tomorrow\"}}"),
                Err("Expiration"),
            ),
            (
                format!("{{{keys}, \"Expiration\": \"\"}}"),
                Err("Expiration"),
            ),
            (
                format!("{{{keys}, \"Expiration\": \"2030-01-01T00:00:00\"}}"),
                Err("Expiration"),
            ),
            (format!("{{{keys}, \"Expiration\": 1}}"), Err("Expiration")),
            (r#"{"AccessKeyId": "A"}"#.to_owned(), Err("SecretAccessKey")),
            (
                r#"{"AccessKeyId": "A", "SecretAccessKey": ""}"#.to_owned(),
                Err("SecretAccessKey"),
            ),
            (
                r#"{"AccessKeyId": ["A"], "SecretAccessKey": "s"}"#.to_owned(),
                Err("AccessKeyId"),
            ),
        ] {
            let document = Document::read(text.as_bytes()).expect("an object");
            match (document.credentials("Token"), expected) {
                (Ok(found), Ok(expected)) => {
                    assert_eq!((found.session_token(), found.expiry().is_some()), expected);
                }
                (Err(error), Err(member)) => {
                    assert!(
                        error.starts_with(&format!("{member} is ")),
                        "{text}: {error}"
                    );
                }
                (found, expected) => panic!("{text}: {found:?} instead of {expected:?}"),
            }
        }
        assert!(Document::read(b"[{}]").is_none() && Document::read(b"").is_none());
    }
}
