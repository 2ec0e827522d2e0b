//! Roles that are assumed through the security token service.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request};

use super::exchange::{self, SERVICE};
use super::{Attempt, DefaultChain, SourceOutcome, xml};
use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::net::endpoint::{DualStack, Endpoint, Fips};
use crate::net::sigv4::{self, KeyCache, Scope, Settings};
use crate::settings::config::Section;
use crate::wire::percent::percent_encode;
use crate::wire::timestamp::Timestamp;

/// The endpoint of callers without a region, and the region that requests to it
/// are signed for.
const GLOBAL: &str = "https://sts.amazonaws.com";
const GLOBAL_REGION: &str = "us-east-1";

const VERSION: &str = "2011-06-15";

/// The parameters of a request beside action and version.
type Parameters<'a> = Vec<(&'static str, &'a str)>;

impl DefaultChain {
    /// The web identity that the environment names.
    pub(super) async fn web_identity_source(&self) -> SourceOutcome {
        let role = self.env.var("AWS_ROLE_ARN");
        let token_file = self.env.var("AWS_WEB_IDENTITY_TOKEN_FILE");
        match (role, token_file) {
            (Some(role), Some(token_file)) => {
                let session = self.env.var("AWS_ROLE_SESSION_NAME");
                let region = self.region.as_ref();
                self.web_identity(&role, &token_file, session.as_deref(), region)
                    .await
                    .into()
            }
            (_, None) => SourceOutcome::Absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned()),
            (None, Some(_)) => SourceOutcome::Failed(
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not".to_owned(),
            ),
        }
    }

    /// The role that the token in a file stands for. The token is what proves
    /// who asks, so the request is not signed.
    pub(super) async fn web_identity(
        &self,
        role: &str,
        token_file: &str,
        session: Option<&str>,
        region: Option<&Region>,
    ) -> Attempt {
        let unreadable = |problem: &dyn std::fmt::Display| {
            format!("the web identity token file {token_file} cannot be read: {problem}")
        };
        let token = self.env.read(token_file.as_ref()).await;
        let token = token.map_err(|error| unreadable(&error))?;
        let token = String::from_utf8(token).map_err(|_| unreadable(&"it is not text"))?;
        let token = match token.trim() {
            "" => return Err(unreadable(&"it is empty")),
            token => token,
        };
        let parameters = vec![
            ("RoleArn", role),
            ("RoleSessionName", session.unwrap_or(&self.session_name)),
            ("WebIdentityToken", token),
        ];
        let request = request("AssumeRoleWithWebIdentity", parameters, region)?;
        self.role_credentials(request).await
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
                return Err("duration_seconds is no number of seconds".to_owned());
            }
            parameters.push(("DurationSeconds", seconds));
        }
        let mut request = request("AssumeRole", parameters, region)?;
        let scope = Scope {
            region: region.map_or(GLOBAL_REGION, Region::as_str),
            service: "sts",
        };
        sigv4::sign(
            &mut request,
            base,
            scope,
            self.clock.now(),
            Settings::default(),
            &KeyCache::default(),
        )
        .map_err(|error| error.to_string())?;
        self.role_credentials(request).await
    }

    async fn role_credentials(&self, request: Request<Bytes>) -> Attempt {
        let answer = exchange::fetch(&*self.transport, request, SERVICE).await?;
        credentials(&String::from_utf8_lossy(&answer)).ok_or_else(|| {
            "the security token service answered without credentials, or with some that make no \
             sense"
                .to_owned()
        })
    }
}

/// A request for temporary credentials, not signed yet.
fn request(
    action: &str,
    parameters: Parameters<'_>,
    region: Option<&Region>,
) -> Result<Request<Bytes>, String> {
    let endpoint = match region {
        Some(region) => Endpoint::for_service("sts", region, Fips::Off, DualStack::Off),
        None => Endpoint::custom(GLOBAL),
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

/// The credentials in an answer.
fn credentials(answer: &str) -> Option<Credentials> {
    let (_, rest) = answer.split_once("<Credentials>")?;
    let (credentials, _) = rest.split_once("</Credentials>")?;
    let part = |name| xml::text_of(credentials, name);
    let expiry: Timestamp = part("Expiration")?.parse().ok()?;
    Some(
        Credentials::new(part("AccessKeyId")?, part("SecretAccessKey")?)
            .with_session_token(part("SessionToken")?)
            .with_expiry(expiry.into()),
    )
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
        for (part, instead) in [
            ("</Credentials>", ""),
            ("<AccessKeyId>A</AccessKeyId>", ""),
            ("s/+=", ""),
            ("SessionToken", "Token"),
            ("2030-01-01T00:00:00Z", "tomorrow"),
        ] {
            assert_eq!(credentials(&whole.replace(part, instead)), None, "{part}");
        }
    }
}
