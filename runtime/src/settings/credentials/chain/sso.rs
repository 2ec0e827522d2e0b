//! Credentials of IAM Identity Center, for the token of the last login.

use http::{HeaderValue, Request};

use super::document::Document;
use super::exchange::{self, SERVICE};
use super::{Attempt, DefaultChain};
use crate::base::hex::hex;
use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::net::endpoint::{DualStack, Endpoint, Fips};
use crate::settings::config::{Profiles, Section};
use crate::wire::percent::percent_encode;
use crate::wire::timestamp::Timestamp;

/// What a profile says of the role that is asked for.
struct Role<'a> {
    region: Region,
    account: &'a str,
    name: &'a str,
}

impl DefaultChain {
    /// The role that a profile names, if it names one.
    pub(super) async fn sso(
        &self,
        profiles: &Profiles,
        section: &Section,
        profile: &str,
    ) -> Option<Attempt> {
        let session_name = section.get("sso_session");
        let session = session_name.and_then(|name| profiles.sso_session(name));
        // The file with the token is named after the session, or after the start
        // URL where there is none.
        let token_name = session_name.or(section.get("sso_start_url"))?;
        if let (Some(name), None) = (session_name, session) {
            return Some(Err(format!("its sso_session `{name}` does not exist")));
        }
        let role = match role(section, session) {
            Ok(role) => role,
            Err(problem) => return Some(Err(problem)),
        };
        let credentials = self.sso_credentials(token_name, &role).await;
        Some(credentials.map_err(|problem| {
            format!("SSO: {problem}; log in with `aws sso login --profile {profile}`")
        }))
    }

    async fn sso_credentials(&self, token_name: &str, role: &Role<'_>) -> Attempt {
        let token = self.sso_token(token_name).await?;
        let host = Endpoint::for_service("portal.sso", &role.region, Fips::Off, DualStack::Off)
            .map_err(|error| error.to_string())?;
        let query = format!(
            "role_name={}&account_id={}",
            percent_encode(role.name),
            percent_encode(role.account),
        );
        let mut request = Request::default();
        *request.uri_mut() = host
            .uri("/federation/credentials", &query)
            .map_err(|error| error.to_string())?;
        request
            .headers_mut()
            .insert("x-amz-sso_bearer_token", token);
        let answer = exchange::fetch(&*self.transport, request, SERVICE).await?;
        role_credentials(&answer)
            .ok_or_else(|| "the answer of IAM Identity Center holds no credentials".to_owned())
    }

    /// The token that `aws sso login` has left.
    async fn sso_token(&self, name: &str) -> Result<HeaderValue, String> {
        let home = self.env.home();
        let home = home.ok_or("there is no home directory, where the token would be")?;
        let file = format!("{}.json", hex(&sha1(name)));
        let file = home.join(".aws/sso/cache").join(file);
        let text = self.env.read(&file).await.map_err(|error| {
            let kind = error.kind();
            format!(
                "the token of the last login cannot be read: {}: {kind}",
                file.display()
            )
        })?;
        let no_token = || format!("{} holds no token", file.display());
        let document = Document::read(&text).ok_or_else(no_token)?;
        let expiry = document.time("expiresAt").ok_or_else(no_token)?;
        if expiry <= Timestamp::from(self.clock.now()) {
            return Err("the token of the last login has expired".to_owned());
        }
        let token = document.text("accessToken").ok_or_else(no_token)?;
        let mut token = HeaderValue::from_str(token).map_err(|_| no_token())?;
        token.set_sensitive(true);
        Ok(token)
    }
}

fn role<'a>(section: &'a Section, session: Option<&'a Section>) -> Result<Role<'a>, String> {
    let get = |key: &str| {
        section
            .get(key)
            .or_else(|| session?.get(key))
            .ok_or_else(|| format!("has no {key}, which SSO needs"))
    };
    Ok(Role {
        region: Region::new(get("sso_region")?).map_err(|error| error.to_string())?,
        account: get("sso_account_id")?,
        name: get("sso_role_name")?,
    })
}

fn role_credentials(answer: &[u8]) -> Option<Credentials> {
    let role = Document::read(answer)?.object("roleCredentials")?;
    let expiry = Timestamp::from_millis(role.integer("expiration")?);
    let credentials = Credentials::new(role.text("accessKeyId")?, role.text("secretAccessKey")?)
        .with_session_token(role.text("sessionToken")?)
        .with_expiry(expiry.into());
    Some(credentials)
}

/// The tools that share these files name them by it; it protects nothing.
fn sha1(text: &str) -> Vec<u8> {
    let algorithm = &ring::digest::SHA1_FOR_LEGACY_USE_ONLY;
    ring::digest::digest(algorithm, text.as_bytes())
        .as_ref()
        .to_vec()
}
