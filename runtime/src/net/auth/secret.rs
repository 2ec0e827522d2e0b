//! Secrets in headers.

use std::fmt;

use bytes::Bytes;
use http::Request;
use http::header::{HeaderName, HeaderValue};

use crate::base::identity::CredentialsError;
use crate::base::redaction::Redacted;

/// A secret text. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(pub(super) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(f)
    }
}

/// Sets a header to a secret. `label` names the secret in errors.
pub(super) fn set_header(
    request: &mut Request<Bytes>,
    name: HeaderName,
    value: &str,
    label: &str,
) -> Result<(), CredentialsError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| invalid(label))?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}

pub(super) fn invalid(label: &str) -> CredentialsError {
    CredentialsError::new(format!(
        "{label} has a character that HTTP does not allow: look for a line break or a stray \
         character where it is set"
    ))
}
