//! Roles that are assumed through the security token service.

use std::sync::Arc;
use std::time::Duration;

use http::request::Parts;
use reqsign_aws_core::{
    AssumeRoleCredentialProvider, AssumeRoleWithWebIdentityCredentialProvider, Credential,
    StaticCredentialProvider,
};
use reqsign_core::{Context, SignRequest, Signer};

use super::context::SERVICE;
use super::{Attempt, DefaultChain, Outcome};
use crate::clock::Clock;
use crate::config::{Region, Section};
use crate::credentials::Credentials;
use crate::sigv4::{KeyCache, PayloadHash, Scope, Settings, Signing};

/// Where the one endpoint of all regions of the partition `aws` is.
const GLOBAL: &str = "us-east-1";

impl DefaultChain {
    /// The web identity that the environment names.
    pub(super) async fn of_web_identity(&self) -> Outcome {
        let role = self.env.var("AWS_ROLE_ARN");
        let token_file = self.env.var("AWS_WEB_IDENTITY_TOKEN_FILE");
        match (role, token_file) {
            (Some(role), Some(token_file)) => {
                let session = self.env.var("AWS_ROLE_SESSION_NAME");
                let region = self.region.as_ref();
                self.web_identity(&role, &token_file, session, region)
                    .await
                    .into()
            }
            (_, None) => Outcome::Absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned()),
            (None, Some(_)) => Outcome::Failed(
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not".to_owned(),
            ),
        }
    }

    pub(super) async fn web_identity(
        &self,
        role: &str,
        token_file: &str,
        session: Option<String>,
        region: Option<&Region>,
    ) -> Attempt {
        let mut provider = AssumeRoleWithWebIdentityCredentialProvider::new()
            .with_role_arn(role)
            .with_web_identity_token_file(token_file)
            .with_role_session_name(session.unwrap_or_else(|| self.session_name.clone()));
        if let Some(region) = region {
            provider = provider
                .with_region(region.to_string())
                .with_regional_sts_endpoint();
        }
        let nothing = || Err("the security token service gave nothing".to_owned());
        self.ask(&provider, SERVICE).await.unwrap_or_else(nothing)
    }

    /// The role that a profile names, assumed as `base`.
    pub(super) async fn assume_role(
        &self,
        role: &str,
        profile: &Section,
        base: &Credentials,
        region: Option<&Region>,
    ) -> Attempt {
        if profile.get("mfa_serial").is_some() {
            return Err(format!(
                "the role {role} asks for a second factor (mfa_serial), which cannot be typed \
                 here; use a credential_process that takes care of it"
            ));
        }
        let mut source =
            StaticCredentialProvider::new(base.access_key_id(), base.secret_access_key());
        if let Some(token) = base.session_token() {
            source = source.with_session_token(token);
        }
        let signer = StsSigner {
            region: region.map_or(GLOBAL, Region::as_str).to_owned(),
            clock: Arc::clone(&self.clock),
        };
        let signer = Signer::new(Context::new(), source, signer);
        let session = profile
            .get("role_session_name")
            .unwrap_or(&self.session_name);
        let mut provider = AssumeRoleCredentialProvider::new(role.to_owned(), signer)
            .with_role_session_name(session.to_owned());
        if let Some(id) = profile.get("external_id") {
            provider = provider.with_external_id(id.to_owned());
        }
        if let Some(seconds) = profile.get("duration_seconds") {
            let seconds = seconds
                .parse()
                .map_err(|_| "duration_seconds is no number of seconds".to_owned())?;
            provider = provider.with_duration_seconds(seconds);
        }
        if let Some(region) = region {
            provider = provider
                .with_region(region.to_string())
                .with_regional_sts_endpoint();
        }
        let nothing = || Err("the security token service gave nothing".to_owned());
        self.ask(&provider, SERVICE).await.unwrap_or_else(nothing)
    }
}

/// Signs requests to the security token service with the runtime's own signer.
#[derive(Debug)]
struct StsSigner {
    region: String,
    clock: Arc<dyn Clock>,
}

impl SignRequest for StsSigner {
    type Credential = Credential;

    async fn sign_request<'a>(
        &'a self,
        _: &'a Context,
        request: &'a mut Parts,
        credential: Option<&'a Credential>,
        _: Option<Duration>,
    ) -> reqsign_core::Result<()> {
        let missing = |what| reqsign_core::Error::unexpected(what);
        let credential = credential.ok_or_else(|| missing("no credentials to sign with"))?;
        let mut credentials =
            Credentials::new(&credential.access_key_id, &credential.secret_access_key);
        if let Some(token) = &credential.session_token {
            credentials = credentials.with_session_token(token);
        }
        // The library has put the hash of the body there.
        let payload_hash = request
            .headers
            .get("x-amz-content-sha256")
            .and_then(|hash| hash.to_str().ok())
            .ok_or_else(|| missing("no hash of the body"))?
            .to_owned();
        let signing = Signing {
            credentials: &credentials,
            scope: Scope {
                region: &self.region,
                service: "sts",
            },
            time: self.clock.now(),
            settings: Settings {
                payload_hash: PayloadHash::Sent,
                ..Settings::default()
            },
            keys: &KeyCache::default(),
        };
        signing
            .add(
                &request.method,
                &request.uri,
                &mut request.headers,
                &payload_hash,
            )
            .map_err(|error| reqsign_core::Error::request_invalid(error.to_string()))
    }
}
