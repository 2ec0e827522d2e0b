//! Credentials from the endpoint of a container.

use std::net::IpAddr;

use http::header::{AUTHORIZATION, HeaderValue};
use http::{Request, Uri};

use super::document::Document;
use super::exchange::{self, LOCAL};
use super::{Attempt, DefaultChain, SourceOutcome};
use crate::base::disclosure::{PathValue, Secrets};

const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// The endpoint of relative URIs.
const BASE: &str = "http://169.254.170.2";

/// The hosts, besides loopback, to which a token may be sent without TLS: those
/// of Amazon ECS and EKS.
const CONTAINER_HOSTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

impl DefaultChain {
    /// The endpoint in the environment.
    pub(super) async fn container_source(&self) -> SourceOutcome {
        let uri = if let Some(path) = self.env.var(RELATIVE) {
            let uri = format!("{BASE}{path}").parse::<Uri>();
            uri.ok()
                .filter(|_| path.starts_with('/'))
                .ok_or_else(|| format!("{RELATIVE} must be a path that begins with a slash"))
        } else if let Some(url) = self.env.var(FULL) {
            container_uri(&url)
        } else {
            return SourceOutcome::Absent(format!("{RELATIVE} and {FULL} are not set"));
        };
        match uri {
            Ok(uri) => self.ask_container(uri).await.into(),
            Err(problem) => SourceOutcome::Failed(problem),
        }
    }

    async fn ask_container(&self, uri: Uri) -> Attempt {
        let mut request = Request::default();
        *request.uri_mut() = uri;
        if let Some(token) = self.container_token().await? {
            request.headers_mut().insert(AUTHORIZATION, token);
        }
        let response =
            exchange::fetch(&*self.transport, request, LOCAL, Secrets::default()).await?;
        let invalid = |problem: &str| format!("invalid response from the endpoint: {problem}");
        let document = Document::read(&response).ok_or_else(|| invalid("not a JSON object"))?;
        let credentials = document.credentials("Token");
        credentials.map_err(|problem| invalid(&problem))
    }

    /// The token that the endpoint expects. The file takes precedence, because it
    /// is renewed while the container runs.
    async fn container_token(&self) -> Result<Option<HeaderValue>, String> {
        let (token, variable) = if let Some(file) = self.env.var(TOKEN_FILE) {
            let read = self.env.read(file.as_ref()).await;
            let read = read.map_err(|error| {
                format!(
                    "cannot read {} (set by {TOKEN_FILE}): {}",
                    PathValue(&file),
                    error.kind()
                )
            })?;
            (String::from_utf8_lossy(&read).trim().to_owned(), TOKEN_FILE)
        } else if let Some(token) = self.env.var(TOKEN) {
            (token, TOKEN)
        } else {
            return Ok(None);
        };
        let mut token = HeaderValue::try_from(token.trim()).map_err(|_| {
            format!("the token of {variable} has characters that HTTP does not allow")
        })?;
        token.set_sensitive(true);
        Ok(Some(token))
    }
}

/// The URI of an endpoint to which a token may be sent.
fn container_uri(url: &str) -> Result<Uri, String> {
    let uri: Uri = url
        .parse()
        .map_err(|_| format!("{FULL} is not a valid URL"))?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_local = host == "localhost"
        || CONTAINER_HOSTS.contains(&host)
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_local => Ok(uri),
        _ => Err(format!(
            "{FULL} must begin with https:// or be on this machine, because a token is sent there"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_https_and_local_hosts() {
        for (url, expected) in [
            ("https://example.com/x", true),
            ("http://localhost:80/x", true),
            ("http://127.0.0.1:1/x", true),
            ("http://[::1]/x", true),
            ("http://169.254.170.2/x", true),
            ("http://169.254.170.23/v1/credentials", true),
            ("http://[fd00:ec2::23]/v1/credentials", true),
            ("http://169.254.169.254/x", false),
            ("http://example.com/x", false),
            ("http://localhost.example.com/x", false),
            ("ftp://localhost/x", false),
            ("/x", false),
            ("", false),
        ] {
            assert_eq!(container_uri(url).is_ok(), expected, "{url}");
        }
    }
}
