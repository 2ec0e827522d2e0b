//! Credentials of IAM Identity Center.

use http::{HeaderValue, Request};

use super::document::Document;
use super::exchange::{self, SERVICE};
use super::{Attempt, DefaultChain};
use crate::base::disclosure::{Secrets, SettingValue};
use crate::base::hex::hex;
use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::net::endpoint::{DualStack, Endpoint, Fips};
use crate::settings::config::{Profiles, Section};
use crate::wire::document::Document as Json;
use crate::wire::percent::percent_encode;
use crate::wire::timestamp::Timestamp;

/// The role of a profile.
struct Role<'a> {
    region: Region,
    account: &'a str,
    name: &'a str,
}

impl DefaultChain {
    /// The role of a profile; `None` if it has none.
    ///
    /// A profile with only `sso_session` gets bearer tokens from it, but no AWS
    /// credentials ("IAM Identity Center credential provider" in the AWS SDKs
    /// and Tools Reference Guide).
    pub(super) async fn sso(
        &self,
        profiles: &Profiles,
        section: &Section,
        profile: &str,
    ) -> Option<Attempt> {
        let session_name = section.get("sso_session");
        // The file with the token is named after the session, or in older
        // profiles after the start URL.
        let token_name = session_name.or(section.get("sso_start_url"))?;
        let session = session_name.and_then(|name| profiles.sso_session(name));
        let has_role = ["sso_account_id", "sso_role_name"]
            .iter()
            .any(|key| section.get(key).is_some());
        if session_name.is_some() && !has_role {
            return None;
        }
        if let (Some(name), None) = (session_name, session) {
            let shown = SettingValue(name);
            return Some(Err(format!("its sso_session {shown} does not exist")));
        }
        let role = match role(section, session) {
            Ok(role) => role,
            Err(problem) => return Some(Err(problem)),
        };
        let credentials = self
            .sso_credentials(profiles, token_name, session_name.is_some(), &role)
            .await;
        Some(credentials.map_err(|problem| {
            let profile = SettingValue(profile).to_string();
            let profile = profile.trim_matches('`');
            format!("SSO: {problem}; log in with `aws sso login --profile {profile}`")
        }))
    }

    async fn sso_credentials(
        &self,
        profiles: &Profiles,
        token_name: &str,
        is_session: bool,
        role: &Role<'_>,
    ) -> Attempt {
        let token = self
            .sso_token(profiles, token_name, is_session, role)
            .await?;
        let endpoint = match self.custom_endpoint(profiles, "SSO")? {
            Some(endpoint) => endpoint,
            None => Endpoint::for_service("portal.sso", &role.region, Fips::Off, DualStack::Off)
                .map_err(|error| error.to_string())?,
        };
        let query = format!(
            "role_name={}&account_id={}",
            percent_encode(role.name),
            percent_encode(role.account),
        );
        let mut request = Request::default();
        *request.uri_mut() = endpoint
            .uri("/federation/credentials", &query)
            .map_err(|error| error.to_string())?;
        request
            .headers_mut()
            .insert("x-amz-sso_bearer_token", token);
        let secrets = Secrets::default();
        let response = exchange::fetch(&*self.transport, request, SERVICE, secrets).await?;
        role_credentials(&response)
            .ok_or_else(|| "the response of IAM Identity Center has no credentials".to_owned())
    }

    /// The token of the last `aws sso login`, refreshed if that is due.
    async fn sso_token(
        &self,
        profiles: &Profiles,
        name: &str,
        is_session: bool,
        role: &Role<'_>,
    ) -> Result<HeaderValue, String> {
        let home = self.env.home();
        let home = home.ok_or("cannot find the cached SSO token: there is no home directory")?;
        let file = format!("{}.json", hex(&sha1(name)));
        let file = home.join(".aws").join("sso").join("cache").join(file);
        let text = self.env.read(&file).await.map_err(|error| {
            let kind = error.kind();
            format!(
                "cannot read the cached SSO token, {}: {kind}",
                file.display()
            )
        })?;
        let no_token = |part: &str| format!("{} has no valid {part}", file.display());
        let document = Document::read(&text).ok_or_else(|| no_token("JSON object"))?;
        let expiry = document
            .time("expiresAt")
            .ok_or_else(|| no_token("expiresAt"))?;
        let token = document
            .text("accessToken")
            .ok_or_else(|| no_token("accessToken"))?;
        let now = Timestamp::from(self.clock.now());
        let is_valid = expiry > now;
        let is_due = Timestamp::from(self.clock.now() + REFRESH_WINDOW) >= expiry;
        // Only sessions have tokens to refresh with.
        let refreshed = match Registration::read(&document, now) {
            Some(registration) if is_session && is_due => {
                Some(self.refresh_sso_token(profiles, &registration, role).await)
            }
            _ => None,
        };
        let mut token = match refreshed {
            Some(Ok(refreshed)) => HeaderValue::from_str(&refreshed),
            Some(Err(problem)) if !is_valid => {
                return Err(format!(
                    "the cached SSO token has expired, and its refresh failed: {problem}"
                ));
            }
            Some(Err(problem)) => {
                tracing::warn!(
                    problem,
                    "refresh of the SSO token failed; the old one is valid"
                );
                HeaderValue::from_str(token)
            }
            None if !is_valid => return Err("the cached SSO token has expired".to_owned()),
            None => HeaderValue::from_str(token),
        }
        .map_err(|_| no_token("accessToken"))?;
        token.set_sensitive(true);
        Ok(token)
    }

    /// Gets a new token with the refresh token (CreateToken of IAM Identity
    /// Center OIDC).
    ///
    /// The new token stays in memory: this program does not change the files of
    /// AWS's tools. The refresh token in the file stays valid until the session
    /// ends.
    async fn refresh_sso_token(
        &self,
        profiles: &Profiles,
        registration: &Registration<'_>,
        role: &Role<'_>,
    ) -> Result<String, String> {
        // The second spelling is that of the package in some SDKs.
        let sdk_id = match self.env.var("AWS_ENDPOINT_URL_SSOOIDC") {
            Some(_) => "SSOOIDC",
            None => "SSO OIDC",
        };
        let endpoint = match self.custom_endpoint(profiles, sdk_id)? {
            Some(endpoint) => endpoint,
            None => Endpoint::for_service("oidc", &role.region, Fips::Off, DualStack::Off)
                .map_err(|error| error.to_string())?,
        };
        let members = [
            ("clientId", registration.client_id),
            ("clientSecret", registration.client_secret),
            ("grantType", "refresh_token"),
            ("refreshToken", registration.refresh_token),
        ];
        let members = members.map(|(name, text)| (name.to_owned(), Json::from(text)));
        let body = Json::Map(members.into()).to_string();
        let mut request = Request::new(body.into());
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = endpoint
            .uri("/token", "")
            .map_err(|error| error.to_string())?;
        let json = HeaderValue::from_static("application/json");
        request
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        let mut secrets = Secrets::default();
        secrets.add(registration.client_secret.as_bytes());
        secrets.add(registration.refresh_token.as_bytes());
        let response = exchange::fetch(&*self.transport, request, SERVICE, secrets).await?;
        let token = Document::read(&response);
        let token = token
            .as_ref()
            .and_then(|document| document.text("accessToken"));
        let token = token.ok_or("the response has no accessToken")?;
        Ok(token.to_owned())
    }
}

/// The time before its expiry at which a token is refreshed.
const REFRESH_WINDOW: std::time::Duration = std::time::Duration::from_secs(5 * 60);

/// The members of a token file that a refresh needs.
struct Registration<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    refresh_token: &'a str,
}

impl<'a> Registration<'a> {
    /// Reads the members; `None` if one is missing or the registration has
    /// expired.
    fn read(document: &'a Document, now: Timestamp) -> Option<Self> {
        let expiry = document.time("registrationExpiresAt");
        if expiry.is_some_and(|expiry| expiry <= now) {
            return None;
        }
        Some(Self {
            client_id: document.text("clientId")?,
            client_secret: document.text("clientSecret")?,
            refresh_token: document.text("refreshToken")?,
        })
    }
}

fn role<'a>(section: &'a Section, session: Option<&'a Section>) -> Result<Role<'a>, String> {
    let get = |key: &str| {
        section
            .get(key)
            .or_else(|| session?.get(key))
            .ok_or_else(|| format!("has no {key}, which SSO requires"))
    };
    Ok(Role {
        region: Region::new(get("sso_region")?).map_err(|error| error.to_string())?,
        account: get("sso_account_id")?,
        name: get("sso_role_name")?,
    })
}

fn role_credentials(response: &[u8]) -> Option<Credentials> {
    let role = Document::read(response)?.object("roleCredentials")?;
    let expiry = Timestamp::from_millis(role.integer("expiration")?);
    let credentials = Credentials::new(role.text("accessKeyId")?, role.text("secretAccessKey")?)
        .with_session_token(role.text("sessionToken")?)
        .with_expiry(expiry.into());
    Some(credentials)
}

/// Hashes the name of a token file, as AWS's tools do. The hash is not used for
/// security.
fn sha1(text: &str) -> Vec<u8> {
    let algorithm = &ring::digest::SHA1_FOR_LEGACY_USE_ONLY;
    ring::digest::digest(algorithm, text.as_bytes())
        .as_ref()
        .to_vec()
}
