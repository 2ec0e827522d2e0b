//! Access keys.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

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
    /// Creates credentials that do not expire.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self(Arc::new(Fields {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expiry: None,
            source: None.into(),
        }))
    }

    /// Sets the session token of temporary credentials.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).session_token = Some(token.into());
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
    /// calls name it when the service refuses the credentials; `==` ignores it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(source.into()).into();
        self
    }

    /// Returns the access key id, which is public.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// Returns the secret access key, which signatures are derived from.
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

    /// The name of the source of the credentials, if it is known.
    pub fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
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
    fn debug_output_hides_secrets() {
        let credentials = Credentials::new("AKIDEXAMPLE", "se-cret").with_session_token("to-ken");
        assert_eq!(
            format!("{credentials:?}"),
            "Credentials { access_key_id: \"AKIDEXAMPLE\", secret_access_key: ** redacted **, \
             session_token: Some(** redacted **), expiry: None, source: None }"
        );
    }
}
