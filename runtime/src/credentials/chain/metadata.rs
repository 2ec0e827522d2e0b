//! Credentials from endpoints that the container or the instance offers.

use std::net::IpAddr;

use reqsign_aws_core::{ECSCredentialProvider, IMDSv2CredentialProvider};

use super::context::LOCAL;
use super::instance::metadata_endpoint;
use super::{DefaultChain, Outcome};

const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// The hosts beside loopback that a container's token may be sent to without
/// TLS: those of Amazon ECS and EKS.
const CONTAINER_HOSTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

impl DefaultChain {
    /// The container's endpoint, when the environment names one.
    pub(super) async fn of_container(&self) -> Outcome {
        let mut provider = ECSCredentialProvider::new();
        if let Some(path) = self.env.var(RELATIVE) {
            provider = provider.with_relative_uri(path);
        } else if let Some(url) = self.env.var(FULL) {
            if let Err(problem) = check_container_url(&url) {
                return Outcome::Failed(problem);
            }
            provider = provider.with_endpoint(url);
        } else {
            return Outcome::Absent(format!("{RELATIVE} and {FULL} are not set"));
        }
        // The file is renewed while the container runs, so it goes first.
        if let Some(file) = self.env.var(TOKEN_FILE) {
            provider = provider.with_auth_token_file(file);
        }
        match self.ask(&provider, LOCAL).await {
            Some(attempt) => attempt.into(),
            None => Outcome::Failed("the container's endpoint gave nothing".to_owned()),
        }
    }

    /// The instance's endpoint. Being last, it cannot stand in the way of any
    /// other source, so that no answer is no failure.
    pub(super) async fn of_instance(&self) -> Outcome {
        let endpoint = match metadata_endpoint(&self.env) {
            Ok(endpoint) => endpoint.to_string(),
            Err(why) => return Outcome::Absent(why),
        };
        let provider = IMDSv2CredentialProvider::new().with_endpoint(endpoint);
        match self.ask(&provider, LOCAL).await {
            Some(Ok(credentials)) => Outcome::Found(credentials),
            Some(Err(problem)) => Outcome::Absent(problem),
            None => Outcome::Absent("it has no role".to_owned()),
        }
    }
}

fn check_container_url(url: &str) -> Result<(), String> {
    let uri: http::Uri = url.parse().map_err(|_| format!("{FULL} is no URL"))?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_local = host == "localhost"
        || CONTAINER_HOSTS.contains(&host)
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if is_local => Ok(()),
        _ => Err(format!(
            "{FULL} must begin with https, or name the machine itself: a token is sent there"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_only_to_the_machine_itself_or_over_tls() {
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
            assert_eq!(check_container_url(url).is_ok(), expected, "{url}");
        }
    }
}
