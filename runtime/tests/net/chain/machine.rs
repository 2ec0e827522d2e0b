//! Credentials from container endpoints, instance metadata and processes.

use std::time::{Duration, SystemTime};

use runtime::testing::{Answer, Replay};
use runtime::{DefaultChain, ProvideCredentials};

#[cfg(unix)]
use super::CONFIG;
use super::{no_network, resolve};
use crate::support::{env, instance_env};

const CONTAINER_RESPONSE: &str = r#"{"AccessKeyId": "TASK", "SecretAccessKey": "key",
     "Token": "t", "Expiration": "2126-01-01T00:00:00Z"}"#;

#[tokio::test]
async fn fetches_from_the_container_endpoint() {
    #[rustfmt::skip]
    let cases = [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x", "http://169.254.170.2/v2/x", None),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:9/y AWS_CONTAINER_AUTHORIZATION_TOKEN=direct", "http://127.0.0.1:9/y", Some("direct")),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=https://example.com/y AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/token AWS_CONTAINER_AUTHORIZATION_TOKEN=direct", "https://example.com/y", Some("from-file")),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:9/y", "http://169.254.170.2/v2/x", None),
    ];
    for (vars, uri, token) in cases {
        let env = env(vars).with_file("/token", "from-file\n");
        let replay = Replay::new([Answer::json(200, CONTAINER_RESPONSE)]);
        assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("TASK/key/t"));
        let request = replay.request();
        assert_eq!(request.uri, uri);
        assert_eq!(request.header("authorization"), token, "{vars}");
    }
}

#[tokio::test(start_paused = true)]
async fn container_errors_hide_response_bodies() {
    let vars = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x";
    for (answer, expected) in [
        (
            Answer::response(500, "se-cret"),
            "169.254.170.2 responded with status 500",
        ),
        (
            Answer::response(404, "se-cret"),
            "169.254.170.2 responded with status 404",
        ),
        (
            Answer::json(
                200,
                r#"{"AccessKeyId": "A", "SecretAccessKey": ["se-cret"]}"#,
            ),
            "invalid response from the endpoint: SecretAccessKey is missing",
        ),
        (
            Answer::json(200, r#"{"SecretAccessKey": "se-cret"}"#),
            "invalid response from the endpoint: AccessKeyId is missing",
        ),
    ] {
        let error = resolve(&env(vars), &Replay::always(answer))
            .await
            .expect_err("no credentials");
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn rejects_invalid_container_settings() {
    #[rustfmt::skip]
    let cases = [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=@evil/x", "must be a path that begins with a slash"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/none", "cannot read /none (set by AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x AWS_CONTAINER_AUTHORIZATION_TOKEN=se-cret\u{7f}", "has characters that HTTP does not allow"),
    ];
    for (vars, expected) in cases {
        let error = resolve(&env(vars), &no_network()).await.expect_err(vars);
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn fetches_from_instance_metadata() {
    let answer = r#"{"Code": "Success", "AccessKeyId": "EC2", "SecretAccessKey": "key", "Token": "t",
                     "Expiration": "2126-01-01T00:00:00Z"}"#;
    let answers = [
        Answer::response(200, "imds"),
        Answer::response(200, "role"),
        Answer::json(200, answer),
    ];
    let replay = Replay::new(answers);
    assert_eq!(
        resolve(&instance_env(), &replay).await.as_deref(),
        Ok("EC2/key/t")
    );
    let requests = replay.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target()).collect();
    let path = "/latest/meta-data/iam/security-credentials/";
    assert_eq!(targets, ["/latest/api/token", path, &format!("{path}role")]);
    assert_eq!(requests[2].header("x-aws-ec2-metadata-token"), Some("imds"));
}

#[tokio::test(start_paused = true)]
async fn skips_unreachable_instance_metadata() {
    for (answer, expected) in [
        (
            Answer::connect_error(),
            "instance: 127.0.0.1: the connection could not be established",
        ),
        (
            Answer::connect_timeout(),
            "instance: 127.0.0.1: the connection was not established in time",
        ),
        (
            Answer::status(404),
            "instance: 127.0.0.1 responded with status 404",
        ),
    ] {
        let error = resolve(&instance_env(), &Replay::always(answer))
            .await
            .expect_err("nothing");
        assert!(error.starts_with("no credential source "), "{error}");
        assert!(error.contains("there is no home directory"), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn skips_instances_without_a_usable_role() {
    for (roles, document, expected) in [
        ("", "", "the instance has no role"),
        ("role", "se-cret", "invalid response: not a JSON object"),
        (
            "role",
            r#"{"AccessKeyId": "se-cret"}"#,
            "invalid response: SecretAccessKey is missing",
        ),
        (
            "role",
            r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "se-cret"}"#,
            "cannot assume the role: AssumeRoleUnauthorizedAccess",
        ),
    ] {
        let answers = ["imds", roles, document].map(|body| Answer::response(200, body));
        let error = resolve(&instance_env(), &Replay::new(answers)).await;
        let error = error.expect_err("no credentials");
        assert!(error.contains(&format!("instance: {expected}")), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn reads_credentials_from_a_process() {
    let printed = |json: &str| format!("[default]\ncredential_process = printf '%s' '{json}'");
    let version = r#""Version": 1"#;
    let keys = r#""AccessKeyId": "PROC", "SecretAccessKey": "key""#;
    #[rustfmt::skip]
    let cases = [
        (printed(&format!("{{{version}, {keys}}}")), Ok("PROC/key/-")),
        (printed(&format!(r#"{{{version}, {keys}, "SessionToken": "t"}}"#)), Ok("PROC/key/t")),
        (printed(&format!(r#"{{"Version": 2, {keys}, "SessionToken": "se-cret"}}"#)), Err("invalid output of credential_process")),
        (printed(r#"{"Version": "se-cret"}"#), Err("invalid output of credential_process")),
        (printed("se-cret"), Err("invalid output of credential_process")),
        ("[default]\ncredential_process = echo se-cret >&2; exit 3".to_owned(), Err("credential_process ended with exit status: 3")),
        // Reading stops at the limit although the process prints forever.
        ("[default]\ncredential_process = while :; do echo se-cret-se-cret-se-cret; done".to_owned(), Err("credential_process printed more than 65536 bytes")),
    ];
    for (config, expected) in cases {
        let resolved = resolve(&env("").with_file(CONFIG, config.as_str()), &no_network()).await;
        match (resolved, expected) {
            (Ok(resolved), Ok(expected)) => assert_eq!(resolved, expected),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (resolved, expected) => panic!("{config}: {resolved:?} instead of {expected:?}"),
        }
    }
}

#[tokio::test]
async fn keeps_the_expiry_of_the_source() {
    let replay = Replay::new([Answer::json(200, CONTAINER_RESPONSE)]);
    let env = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x");
    let chain = DefaultChain::new(env).with_transport(replay);
    let expiry = chain.provide().await.expect("found").expiry();
    // 1 January 2126.
    let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(4_922_899_200);
    assert_eq!(expiry, Some(expected));
}
