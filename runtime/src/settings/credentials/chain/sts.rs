//! Roles from AWS Security Token Service.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request};

use super::exchange::{self, SERVICE};
use super::{Attempt, DefaultChain, SourceOutcome, xml};
use crate::base::disclosure::{PathValue, Secrets, SettingValue};
use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::net::endpoint::{DualStack, Endpoint, Fips};
use crate::net::sigv4::{self, KeyCache, Scope, SigningSettings};
use crate::settings::config::{Profiles, Section};
use crate::wire::percent::percent_encode;
use crate::wire::timestamp::Timestamp;

/// The global endpoint, for callers without a region, and the region of its
/// signatures.
const GLOBAL: &str = "https://sts.amazonaws.com";
const GLOBAL_REGION: &str = "us-east-1";

const VERSION: &str = "2011-06-15";

/// The parameters of a request, without action and version.
type Parameters<'a> = Vec<(&'static str, &'a str)>;

impl DefaultChain {
    /// The web identity in the environment.
    pub(super) async fn web_identity_source(&self, profiles: &Profiles) -> SourceOutcome {
        let role = self.env.var("AWS_ROLE_ARN");
        let token_file = self.env.var("AWS_WEB_IDENTITY_TOKEN_FILE");
        match (role, token_file) {
            (Some(role), Some(token_file)) => {
                let session = self.env.var("AWS_ROLE_SESSION_NAME");
                let region = self.region.as_ref();
                self.web_identity(profiles, &role, &token_file, session.as_deref(), region)
                    .await
                    .into()
            }
            (_, None) => SourceOutcome::Absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned()),
            (None, Some(_)) => SourceOutcome::Failed(
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not".to_owned(),
            ),
        }
    }

    /// Assumes a role with the token in a file. The request is not signed,
    /// because the token proves the identity.
    pub(super) async fn web_identity(
        &self,
        profiles: &Profiles,
        role: &str,
        token_file: &str,
        session: Option<&str>,
        region: Option<&Region>,
    ) -> Attempt {
        let unreadable = |problem: &dyn std::fmt::Display| {
            format!(
                "cannot read the web identity token file {}: {problem}",
                PathValue(token_file)
            )
        };
        let token = self.env.read(token_file.as_ref()).await;
        let token = token.map_err(|error| unreadable(&error))?;
        let token = String::from_utf8(token).map_err(|_| unreadable(&"not UTF-8"))?;
        let token = match token.trim() {
            "" => return Err(unreadable(&"the file is empty")),
            token => token,
        };
        let parameters = vec![
            ("RoleArn", role),
            ("RoleSessionName", session.unwrap_or(&self.session_name)),
            ("WebIdentityToken", token),
        ];
        let request =
            self.sts_request(profiles, "AssumeRoleWithWebIdentity", parameters, region)?;
        let mut secrets = Secrets::default();
        secrets.add(token.as_bytes());
        self.role_credentials(request, secrets).await
    }

    /// Assumes the role of a profile as `base`.
    pub(super) async fn assume_role(
        &self,
        profiles: &Profiles,
        role: &str,
        profile: &Section,
        base: &Credentials,
        region: Option<&Region>,
    ) -> Attempt {
        if profile.get("mfa_serial").is_some() {
            return Err(format!(
                "the role {} needs multi-factor authentication (mfa_serial), and a library \
                cannot ask for the code; use a credential_process that can",
                SettingValue(role)
            ));
        }
        let session = profile.get("role_session_name");
        let mut parameters = vec![
            ("RoleArn", role),
            ("RoleSessionName", session.unwrap_or(&self.session_name)),
        ];
        if let Some(id) = profile.get("external_id") {
            parameters.push(("ExternalId", id));
        }
        if let Some(seconds) = profile.get("duration_seconds") {
            if seconds.parse::<u32>().is_err() {
                return Err(format!(
                    "invalid duration_seconds: {}; expected a number of seconds",
                    SettingValue(seconds)
                ));
            }
            parameters.push(("DurationSeconds", seconds));
        }
        let mut request = self.sts_request(profiles, "AssumeRole", parameters, region)?;
        let scope = Scope {
            region: region.map_or(GLOBAL_REGION, Region::as_str),
            service: "sts",
        };
        sigv4::sign(
            &mut request,
            base,
            scope,
            self.clock.now(),
            SigningSettings::default(),
            &KeyCache::default(),
        )
        .map_err(|error| error.to_string())?;
        let mut secrets = Secrets::default();
        base.add_to(&mut secrets);
        self.role_credentials(request, secrets).await
    }

    /// Creates an unsigned request for temporary credentials.
    fn sts_request(
        &self,
        profiles: &Profiles,
        action: &str,
        parameters: Parameters<'_>,
        region: Option<&Region>,
    ) -> Result<Request<Bytes>, String> {
        let endpoint = match (self.custom_endpoint(profiles, "STS")?, region) {
            (Some(endpoint), _) => Ok(endpoint),
            (None, Some(region)) => Endpoint::for_service("sts", region, Fips::Off, DualStack::Off),
            (None, None) => Endpoint::custom(GLOBAL),
        };
        let endpoint = endpoint.map_err(|error| error.to_string())?;
        let mut form = format!("Action={action}&Version={VERSION}");
        for (name, value) in parameters {
            form.extend(["&", name, "=", &percent_encode(value)]);
        }
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.uri("/", "").map_err(|error| error.to_string())?;
        request.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        Ok(request)
    }

    async fn role_credentials(&self, request: Request<Bytes>, secrets: Secrets) -> Attempt {
        let response = exchange::fetch(&*self.transport, request, SERVICE, secrets).await?;
        let found = credentials(&String::from_utf8_lossy(&response));
        found.map_err(|part| format!("the response of AWS STS has no valid {part}"))
    }
}

/// The credentials in a response, or the part that is missing or invalid.
fn credentials(response: &str) -> Result<Credentials, &'static str> {
    let credentials = response
        .split_once("<Credentials>")
        .and_then(|(_, rest)| rest.split_once("</Credentials>"));
    let (credentials, _) = credentials.ok_or("Credentials")?;
    let part = |name: &'static str| xml::text_of(credentials, name).ok_or(name);
    let expiry: Timestamp = part("Expiration")?.parse().map_err(|_| "Expiration")?;
    let found = Credentials::new(part("AccessKeyId")?, part("SecretAccessKey")?)
        .with_session_token(part("SessionToken")?)
        .with_expiry(expiry.into());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_incomplete_credentials() {
        let whole = "<R><Credentials><AccessKeyId>A</AccessKeyId>\n\
                     <SecretAccessKey>s/+=</SecretAccessKey><SessionToken>t&amp;u</SessionToken>\
                     <Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></R>";
        let found = credentials(whole).expect("credentials");
        assert_eq!(found.access_key_id(), "A");
        assert_eq!(found.secret_access_key(), "s/+=");
        assert_eq!(found.session_token(), Some("t&u"));
        assert!(found.expiry().is_some());
        for (part, instead, name) in [
            ("</Credentials>", "", "Credentials"),
            ("<AccessKeyId>A</AccessKeyId>", "", "AccessKeyId"),
            ("s/+=", "", "SecretAccessKey"),
            ("SessionToken", "Token", "SessionToken"),
            ("2030-01-01T00:00:00Z", "tomorrow", "Expiration"),
        ] {
            assert_eq!(credentials(&whole.replace(part, instead)), Err(name));
        }
    }
}
