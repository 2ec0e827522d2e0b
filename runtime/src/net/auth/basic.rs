//! Users and passwords (`smithy.api#httpBasicAuth`).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Extensions, Request};

use super::Scheme;
use super::secret::{Secret, set_header};
use crate::base::future::BoxFuture;
use crate::base::identity::CredentialsError;

/// `smithy.api#httpBasicAuth` (RFC 7617).
#[derive(Debug)]
pub struct Basic;

/// The user and password of a client.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    user: String,
    password: Secret,
}

impl Login {
    pub(crate) fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: Secret(password.into()),
        }
    }
}

impl Scheme for Basic {
    fn is_set(&self, settings: &Extensions) -> bool {
        settings.get::<Login>().is_some()
    }

    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        let added = match settings.get::<Login>() {
            Some(Login { user, .. }) if user.contains(':') => Err(CredentialsError::new(
                "the user name has a colon, which HTTP basic authentication does not allow \
                 (RFC 7617): check whether the password was set together with it",
            )),
            Some(Login { user, password }) => {
                let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.0));
                set_header(
                    request,
                    AUTHORIZATION,
                    &format!("Basic {pair}"),
                    "the password",
                )
            }
            None => Ok(()),
        };
        Box::pin(std::future::ready(added))
    }
}
