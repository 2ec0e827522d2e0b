//! The instance metadata service: the credentials of the instance's role, and its
//! region.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request};

use super::document::Document;
use super::exchange::{self, LOCAL};
use super::{Attempt, DefaultChain, SourceOutcome};
use crate::base::disclosure::{Secrets, SettingValue};
use crate::base::future::BoxFuture;
use crate::base::printable::OneLine;
use crate::base::region::Region;
use crate::net::endpoint::Endpoint;
use crate::net::transport::Transport;
use crate::settings::config::{Env, Profiles};

const IPV4: &str = "http://169.254.169.254";
const IPV6: &str = "http://[fd00:ec2::254]";

const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
const TOKEN_LIFETIME: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");

impl DefaultChain {
    /// The role of the instance. It is the last source, so an error does not end
    /// the search.
    pub(super) async fn instance_source(&self, profiles: &Profiles) -> SourceOutcome {
        match self.role_of_instance(profiles).await {
            Ok(credentials) => SourceOutcome::Found(credentials),
            Err(problem) => SourceOutcome::Absent(problem),
        }
    }

    async fn role_of_instance(&self, profiles: &Profiles) -> Attempt {
        let metadata = Metadata::open(&self.env, profiles, &*self.transport).await?;
        let roles = "/latest/meta-data/iam/security-credentials/";
        let role = metadata.get(roles).await?;
        let role = match std::str::from_utf8(&role).unwrap_or_default().trim() {
            "" => return Err("the instance has no role".to_owned()),
            role => role,
        };
        let response = metadata.get(&format!("{roles}{role}")).await?;
        let invalid = |problem: &str| format!("invalid response: {problem}");
        let document = Document::read(&response).ok_or_else(|| invalid("not a JSON object"))?;
        match document.text("Code") {
            None | Some("Success") => {}
            Some(code) => {
                return Err(format!("cannot assume the role: {}", OneLine::new(code)));
            }
        }
        let credentials = document.credentials("Token");
        credentials.map_err(|problem| invalid(&problem))
    }
}

/// The region of the instance on which this program runs, if there is one and
/// its metadata service is enabled.
pub(crate) fn region<'a>(
    env: &'a Env,
    profiles: &'a Profiles,
    transport: &'a dyn Transport,
) -> BoxFuture<'a, Option<Region>> {
    Box::pin(async move {
        let metadata = Metadata::open(env, profiles, transport).await.ok()?;
        let name = metadata.get("/latest/meta-data/placement/region").await;
        Region::new(std::str::from_utf8(&name.ok()?).ok()?.trim()).ok()
    })
}

/// A session with the metadata service.
struct Metadata<'a> {
    transport: &'a dyn Transport,
    endpoint: Endpoint,
    token: HeaderValue,
}

impl<'a> Metadata<'a> {
    async fn open(
        env: &Env,
        profiles: &Profiles,
        transport: &'a dyn Transport,
    ) -> Result<Self, String> {
        let mut metadata = Self {
            transport,
            endpoint: endpoint(env, profiles)?,
            token: HeaderValue::from_static(""),
        };
        let lifetime = HeaderValue::from_static("60");
        let token = metadata
            .ask(Method::PUT, "/latest/api/token", TOKEN_LIFETIME, lifetime)
            .await?;
        metadata.token = HeaderValue::from_maybe_shared(token)
            .map_err(|_| "the token has characters that HTTP does not allow".to_owned())?;
        metadata.token.set_sensitive(true);
        Ok(metadata)
    }

    async fn get(&self, path: &str) -> Result<Bytes, String> {
        self.ask(Method::GET, path, TOKEN, self.token.clone()).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        name: HeaderName,
        value: HeaderValue,
    ) -> Result<Bytes, String> {
        let mut request = Request::default();
        *request.method_mut() = method;
        let uri = self.endpoint.uri(path.to_owned(), "");
        *request.uri_mut() = uri.map_err(|_| "the role has an invalid name".to_owned())?;
        request.headers_mut().insert(name, value);
        exchange::fetch(self.transport, request, LOCAL, Secrets::default()).await
    }
}

/// The endpoint of the metadata service, or the reason not to use it.
///
/// According to "IMDS credential provider" in the AWS SDKs and Tools Reference
/// Guide, an endpoint takes precedence over a mode, and for both, the
/// environment takes precedence over the profile.
fn endpoint(env: &Env, profiles: &Profiles) -> Result<Endpoint, String> {
    const DISABLED: &str = "AWS_EC2_METADATA_DISABLED";
    if env
        .var(DISABLED)
        .is_some_and(|on| on.trim().eq_ignore_ascii_case("true"))
    {
        return Err(format!("disabled by {DISABLED}"));
    }
    let setting = |variable: &'static str, key: &'static str| {
        let of_env = env
            .var(variable)
            .map(|value| (value.trim().to_owned(), variable));
        of_env.or_else(|| Some((profiles.get(key)?.to_owned(), key)))
    };
    let endpoint = setting(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "ec2_metadata_service_endpoint",
    );
    let mode = setting(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode",
    );
    let (url, set_by) = match (endpoint, mode) {
        (Some(endpoint), _) => endpoint,
        (None, None) => (IPV4.to_owned(), "default"),
        (None, Some((mode, set_by))) => match mode.to_ascii_lowercase().as_str() {
            "ipv4" => (IPV4.to_owned(), set_by),
            "ipv6" => (IPV6.to_owned(), set_by),
            _ => {
                return Err(format!(
                    "invalid value of {set_by}: {}; expected IPv4 or IPv6",
                    SettingValue(&mode)
                ));
            }
        },
    };
    Endpoint::custom(&url).map_err(|error| format!("{error} (set by {set_by})"))
}
