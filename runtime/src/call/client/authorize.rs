//! Authorization of requests: signatures and other schemes.

use std::time::SystemTime;

use bytes::Bytes;
use http::Request as HttpRequest;
use http::uri::Scheme as UriScheme;

use super::invoke::{Call, Identity};
use crate::base::async_runtime::within;
use crate::base::hashing::Hashing;
use crate::base::hex::HexHash;
use crate::base::identity::{Credentials, CredentialsError};
use crate::call::error::Error;
use crate::call::telemetry::CallEvent;
use crate::message::request::PayloadSigning;
use crate::net::auth::Auth;
use crate::net::sigv4::{self, PayloadHash, Scope, Signing, SigningSettings};
use crate::settings::config::ConfigError;

impl Call<'_> {
    /// The identity of the request: the first of the operation's schemes that the
    /// client has settings for.
    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        let mut failed = None;
        for auth in self.auth {
            match (auth, &self.shared.credentials) {
                (Auth::SigV4, Some(cache)) => {
                    if let Some(credentials) = cache.fresh() {
                        return Ok(Identity::SigV4(credentials));
                    }
                    // Boxed, because a call rarely waits for credentials.
                    let getting = self.in_time(cache.get(), || cache.waiting_for());
                    match Box::pin(getting).await {
                        Ok(credentials) => return Ok(Identity::SigV4(credentials)),
                        Err(error) => failed = Some(error),
                    }
                }
                (Auth::Scheme(scheme), _) if scheme.is_set(&self.shared.settings) => {
                    if let Some(error) = failed {
                        self.report(&CallEvent::OtherScheme {
                            error: &error,
                            scheme,
                        });
                    }
                    return Ok(Identity::Scheme(*scheme));
                }
                _ => {}
            }
        }
        Err(failed.unwrap_or_else(|| {
            let schemes = self.auth;
            let reason = format!(
                "the client has no settings for the authentication schemes of the operation; set \
                 one of them on the builder: {schemes:?}"
            );
            self.fail(Error::credentials(CredentialsError::new(reason)))
        }))
    }

    /// Waits for credentials within the limit of the call. The timeout error
    /// names `waiting_for`.
    pub(super) async fn in_time<T>(
        &self,
        getting: impl Future<Output = Result<T, CredentialsError>>,
        waiting_for: impl FnOnce() -> String,
    ) -> Result<T, Error> {
        let got = match self.deadline {
            Some(deadline) => within(self.runtime(), deadline.left(self.runtime().now()), getting)
                .await
                .ok_or_else(|| self.fail(deadline.error().with_waiting_for(waiting_for())))?,
            None => getting.await,
        };
        got.map_err(|error| self.fail(Error::credentials(error)))
    }

    /// Signs a request and returns the signature.
    pub(super) fn sign(
        &self,
        request: &mut HttpRequest<Bytes>,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Result<HexHash, Error> {
        let own_region = self.route.signing_region.as_deref();
        let own_name = self.route.signing_name.as_deref();
        let scope = Scope {
            region: own_region.unwrap_or(self.shared.region.as_str()),
            service: own_name.unwrap_or(self.shared.service.signing_name),
        };
        let mut settings = SigningSettings::default();
        let hashing = Hashing::available();
        let hashing =
            hashing.ok_or_else(|| self.fail(Error::config(ConfigError::SigningUnavailable)))?;
        let hash;
        let payload_hash = if self.is_payload_signed() {
            hash = sigv4::sha256_hex(hashing, &self.request.body);
            hash.as_str()
        } else {
            settings.payload_hash = PayloadHash::Sent;
            sigv4::UNSIGNED_PAYLOAD
        };
        let signing = Signing {
            credentials,
            scope,
            time,
            settings,
            keys: &self.shared.keys,
            hashing,
        };
        let signed = signing.sign(request, payload_hash);
        signed.map_err(|error| self.fail(Error::credentials(error)))
    }

    /// Whether the signature includes the body. A stream cannot be hashed before it
    /// is sent. Without TLS, every other body is signed.
    fn is_payload_signed(&self) -> bool {
        #[cfg(feature = "streaming")]
        if self.request.stream.is_some() {
            return false;
        }
        self.request.payload_signing == PayloadSigning::Signed
            || self.uri.scheme() != Some(&UriScheme::HTTPS)
    }
}
