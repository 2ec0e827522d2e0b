//! The metadata service of an instance: where it is, and the region that it
//! says.

use bytes::Bytes;
use http::{HeaderValue, Method, Request};

use super::context::{LOCAL, exchange};
use crate::config::{Env, Region};
use crate::endpoint::Endpoint;
use crate::transport::Transport;

const IPV4: &str = "http://169.254.169.254";
const IPV6: &str = "http://[fd00:ec2::254]";

/// Where the metadata service is, or why it is not to be asked.
pub(super) fn metadata_endpoint(env: &Env) -> Result<Endpoint, String> {
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

/// The region of the instance that this program runs on, if it does and the
/// metadata service may be asked.
pub(crate) async fn region(env: &Env, transport: &dyn Transport) -> Option<Region> {
    let endpoint = metadata_endpoint(env).ok()?;
    let ask = async |method: Method, path: &str, header: (&'static str, HeaderValue)| {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = endpoint.uri(path, "").ok()?;
        request.headers_mut().insert(header.0, header.1);
        let response = exchange(transport, request, LOCAL).await.ok()?;
        response.status().is_success().then(|| response.into_body())
    };
    let lifetime = (
        "x-aws-ec2-metadata-token-ttl-seconds",
        HeaderValue::from_static("60"),
    );
    let token = ask(Method::PUT, "/latest/api/token", lifetime).await?;
    let token = (
        "x-aws-ec2-metadata-token",
        HeaderValue::from_maybe_shared(token).ok()?,
    );
    let name = ask(Method::GET, "/latest/meta-data/placement/region", token).await?;
    Region::new(std::str::from_utf8(&name).ok()?.trim()).ok()
}
