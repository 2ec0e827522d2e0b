//! The metadata service of an instance: its role's credentials, and its region.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request};

use super::document::Document;
use super::exchange::{self, LOCAL};
use super::{Attempt, DefaultChain, SourceOutcome};
use crate::base::printable::OneLine;
use crate::base::region::Region;
use crate::net::endpoint::Endpoint;
use crate::net::transport::Transport;
use crate::settings::config::Env;

const IPV4: &str = "http://169.254.169.254";
const IPV6: &str = "http://[fd00:ec2::254]";

const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
const TOKEN_LIFETIME: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");

impl DefaultChain {
    /// The instance's role. Being last, it cannot stand in the way of any other
    /// source, so that no answer is no failure.
    pub(super) async fn instance_source(&self) -> SourceOutcome {
        match self.role_of_instance().await {
            Ok(credentials) => SourceOutcome::Found(credentials),
            Err(problem) => SourceOutcome::Absent(problem),
        }
    }

    async fn role_of_instance(&self) -> Attempt {
        let metadata = Metadata::open(&self.env, &*self.transport).await?;
        let roles = "/latest/meta-data/iam/security-credentials/";
        let role = metadata.get(roles).await?;
        let role = match std::str::from_utf8(&role).unwrap_or_default().trim() {
            "" => return Err("it has no role".to_owned()),
            role => role,
        };
        let answer = metadata.get(&format!("{roles}{role}")).await?;
        let document = Document::read(&answer).ok_or("its answer is no JSON object")?;
        match document.text("Code") {
            None | Some("Success") => {}
            Some(code) => {
                return Err(format!("its role cannot be assumed: {}", OneLine(code)));
            }
        }
        let found = document.credentials("Token");
        found.ok_or_else(|| "its answer holds no credentials".to_owned())
    }
}

/// The region of the instance that this program runs on, if it does and the
/// metadata service may be asked.
pub(crate) async fn region(env: &Env, transport: &dyn Transport) -> Option<Region> {
    let metadata = Metadata::open(env, transport).await.ok()?;
    let name = metadata.get("/latest/meta-data/placement/region").await;
    Region::new(std::str::from_utf8(&name.ok()?).ok()?.trim()).ok()
}

/// A session with the metadata service.
struct Metadata<'a> {
    transport: &'a dyn Transport,
    endpoint: Endpoint,
    token: HeaderValue,
}

impl<'a> Metadata<'a> {
    async fn open(env: &Env, transport: &'a dyn Transport) -> Result<Self, String> {
        let mut metadata = Self {
            transport,
            endpoint: endpoint(env)?,
            token: HeaderValue::from_static(""),
        };
        let lifetime = HeaderValue::from_static("60");
        let token = metadata
            .ask(Method::PUT, "/latest/api/token", TOKEN_LIFETIME, lifetime)
            .await?;
        metadata.token = HeaderValue::from_maybe_shared(token)
            .map_err(|_| "its token cannot be sent back to it".to_owned())?;
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
        let uri = self.endpoint.uri(path, "");
        *request.uri_mut() = uri.map_err(|_| "its role has no usable name".to_owned())?;
        request.headers_mut().insert(name, value);
        exchange::fetch(self.transport, request, LOCAL).await
    }
}

/// Where the metadata service is, or why it is not to be asked.
fn endpoint(env: &Env) -> Result<Endpoint, String> {
    const DISABLED: &str = "AWS_EC2_METADATA_DISABLED";
    const ENDPOINT: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    const MODE: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
    let is = |name: &str, value: &str| {
        env.var(name)
            .is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    };
    if is(DISABLED, "true") {
        return Err(format!("switched off by {DISABLED}"));
    }
    let url = env.var(ENDPOINT).unwrap_or_else(|| {
        let url = if is(MODE, "ipv6") { IPV6 } else { IPV4 };
        url.to_owned()
    });
    Endpoint::custom(&url).map_err(|error| format!("{error} (set by {ENDPOINT})"))
}
