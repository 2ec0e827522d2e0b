//! Access keys.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::base::disclosure::Secrets;
use crate::base::uncompared::Uncompared;

/// An access key; a temporary one has a session token and an expiry.
///
/// Cloning is cheap. `Debug` shows the access key id, which AWS itself logs,
/// but never the secret or the token.
///
/// ```
/// # use runtime::Credentials;
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI").with_session_token("token");
/// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
/// assert!(!format!("{credentials:?}").contains("wJalr"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(Arc<Fields>);

#[derive(Clone, PartialEq, Eq)]
struct Fields {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiry: Option<SystemTime>,
    source: Uncompared<Option<String>>,
}

impl Credentials {
    /// Creates credentials that do not expire. White space around a key, such
    /// as the line end of a file, is removed, because keys have none.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self(Arc::new(Fields {
            access_key_id: trimmed(access_key_id),
            secret_access_key: trimmed(secret_access_key),
            session_token: None,
            expiry: None,
            source: None.into(),
        }))
    }

    /// Sets the session token of temporary credentials, without white space around
    /// it.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).session_token = Some(trimmed(token));
        self
    }

    /// Sets the time when the credentials expire. A client gets new ones from
    /// their provider five minutes earlier.
    #[must_use]
    pub fn with_expiry(mut self, expiry: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expiry = Some(expiry);
        self
    }

    /// Names the source of the credentials, such as "profile `dev`". Errors of
    /// calls name it when the service rejects the credentials; `==` ignores it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(source.into()).into();
        self
    }

    /// Returns the access key id, which is public.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// Returns the secret access key, from which signatures are derived.
    pub fn secret_access_key(&self) -> &str {
        &self.0.secret_access_key
    }

    /// Returns the session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    /// Returns the time when the credentials expire; `None` for never.
    pub fn expiry(&self) -> Option<SystemTime> {
        self.0.expiry
    }

    /// Adds the secret access key and the session token to the secrets of a
    /// call.
    pub(crate) fn add_to(&self, secrets: &mut Secrets) {
        secrets.add(self.secret_access_key().as_bytes());
        if let Some(token) = self.session_token() {
            secrets.add(token.as_bytes());
        }
    }

    /// The name of the source of the credentials, if it is known.
    pub fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }
}

fn trimmed(key: impl Into<String>) -> String {
    let key = key.into();
    match key.trim() {
        trimmed if trimmed.len() == key.len() => key,
        trimmed => trimmed.to_owned(),
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = format_args!("** redacted **");
        let token: Option<fmt::Arguments<'_>> = self.session_token().map(|_| redacted);
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id())
            .field("secret_access_key", &redacted)
            .field("session_token", &token)
            .field("expiry", &self.expiry())
            .field("source", &self.source())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_white_space_around_keys() {
        let credentials = Credentials::new("AKID ", "se-cret\n").with_session_token("\tto-ken\r\n");
        let expected = Credentials::new("AKID", "se-cret").with_session_token("to-ken");
        assert_eq!(credentials, expected);
    }

    #[test]
    fn debug_output_hides_secrets() {
        let credentials = Credentials::new("AKIDEXAMPLE", "se-cret").with_session_token("to-ken");
        assert_eq!(
            format!("{credentials:?}"),
            "Credentials { access_key_id: \"AKIDEXAMPLE\", secret_access_key: ** redacted **, \
             session_token: Some(** redacted **), expiry: None, source: None }"
        );
    }
}
