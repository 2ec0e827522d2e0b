//! Sources of the machine: a container's endpoint, an instance's, a process.

use std::time::{Duration, SystemTime};

use runtime::credentials::DefaultChain;
use runtime::testing::{Answer, Replay};
use runtime::{Env, ProvideCredentials};

use super::{CONFIG, env, find, no_network};

const CONTAINER_ANSWER: &str = r#"{"AccessKeyId": "TASK", "SecretAccessKey": "key",
     "Token": "t", "Expiration": "2126-01-01T00:00:00Z"}"#;

#[tokio::test]
async fn a_container_asks_its_endpoint() {
    #[rustfmt::skip]
    let cases = [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x", "http://169.254.170.2/v2/x", None),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:9/y AWS_CONTAINER_AUTHORIZATION_TOKEN=direct", "http://127.0.0.1:9/y", Some("direct")),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=https://example.com/y AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/token AWS_CONTAINER_AUTHORIZATION_TOKEN=direct", "https://example.com/y", Some("of-file")),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:9/y", "http://169.254.170.2/v2/x", None),
    ];
    for (vars, uri, token) in cases {
        let env = env(vars).with_file("/token", "of-file\n");
        let replay = Replay::new([Answer::json(200, CONTAINER_ANSWER)]);
        assert_eq!(find(&env, &replay).await.as_deref(), Ok("TASK/key/t"));
        let request = replay.request();
        assert_eq!(request.uri, uri);
        assert_eq!(request.header("authorization"), token, "{vars}");
    }
}

#[tokio::test]
async fn answers_of_a_container_are_never_repeated() {
    let vars = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x";
    for (answer, expected) in [
        (
            Answer::response(500, "se-cret"),
            "169.254.170.2 answered with status 500",
        ),
        (
            Answer::response(404, "se-cret"),
            "169.254.170.2 answered with status 404",
        ),
        (
            Answer::json(
                200,
                r#"{"AccessKeyId": "A", "SecretAccessKey": ["se-cret"]}"#,
            ),
            "holds no credentials",
        ),
        (
            Answer::json(200, r#"{"SecretAccessKey": "se-cret"}"#),
            "holds no credentials",
        ),
    ] {
        let error = find(&env(vars), &Replay::always(answer))
            .await
            .expect_err("no credentials");
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_container_that_is_set_up_wrongly_is_told() {
    #[rustfmt::skip]
    let cases = [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=@evil/x", "is no path that begins with a slash"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/none", "/none, which AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names, cannot be read"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x AWS_CONTAINER_AUTHORIZATION_TOKEN=se-cret\u{7f}", "holds characters that cannot be sent"),
    ];
    for (vars, expected) in cases {
        let error = find(&env(vars), &no_network()).await.expect_err(vars);
        assert!(error.contains(expected), "{error}");
    }
}

fn on_instance() -> Env {
    Env::empty().with_var("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
}

#[tokio::test]
async fn an_instance_asks_its_metadata_service() {
    let answer = r#"{"Code": "Success", "AccessKeyId": "EC2", "SecretAccessKey": "key", "Token": "t",
                     "Expiration": "2126-01-01T00:00:00Z"}"#;
    let answers = [
        Answer::response(200, "imds"),
        Answer::response(200, "role"),
        Answer::json(200, answer),
    ];
    let replay = Replay::new(answers);
    assert_eq!(
        find(&on_instance(), &replay).await.as_deref(),
        Ok("EC2/key/t")
    );
    let requests = replay.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target()).collect();
    let path = "/latest/meta-data/iam/security-credentials/";
    assert_eq!(targets, ["/latest/api/token", path, &format!("{path}role")]);
    assert_eq!(requests[2].header("x-aws-ec2-metadata-token"), Some("imds"));
}

#[tokio::test]
async fn an_instance_that_does_not_answer_is_one_more_source_without_credentials() {
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
            "instance: 127.0.0.1 answered with status 404",
        ),
    ] {
        let error = find(&on_instance(), &Replay::always(answer))
            .await
            .expect_err("nothing");
        assert!(error.starts_with("none of the sources "), "{error}");
        assert!(error.contains("there is no home directory"), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn an_instance_without_a_usable_role_is_one_more_source_without_credentials() {
    for (roles, document, expected) in [
        ("", "", "it has no role"),
        ("role", "se-cret", "its answer is no JSON object"),
        (
            "role",
            r#"{"AccessKeyId": "se-cret"}"#,
            "its answer holds no credentials",
        ),
        (
            "role",
            r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "se-cret"}"#,
            "its role cannot be assumed: AssumeRoleUnauthorizedAccess",
        ),
    ] {
        let answers = ["imds", roles, document].map(|body| Answer::response(200, body));
        let error = find(&on_instance(), &Replay::new(answers)).await;
        let error = error.expect_err("no credentials");
        assert!(error.contains(&format!("instance: {expected}")), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_process_prints_credentials() {
    let printed = |json: &str| format!("[default]\ncredential_process = printf '%s' '{json}'");
    let version = r#""Version": 1"#;
    let keys = r#""AccessKeyId": "PROC", "SecretAccessKey": "key""#;
    #[rustfmt::skip]
    let cases = [
        (printed(&format!("{{{version}, {keys}}}")), Ok("PROC/key/-")),
        (printed(&format!(r#"{{{version}, {keys}, "SessionToken": "t"}}"#)), Ok("PROC/key/t")),
        (printed(&format!(r#"{{"Version": 2, {keys}, "SessionToken": "se-cret"}}"#)), Err("did not print what it should")),
        (printed(r#"{"Version": "se-cret"}"#), Err("did not print what it should")),
        (printed("se-cret"), Err("did not print what it should")),
        ("[default]\ncredential_process = echo se-cret >&2; exit 3".to_owned(), Err("credential_process ended with exit status: 3")),
        // It prints without end, and is not waited for.
        ("[default]\ncredential_process = while :; do echo se-cret-se-cret-se-cret; done".to_owned(), Err("credential_process printed more than 65536 bytes")),
    ];
    for (config, expected) in cases {
        let found = find(&env("").with_file(CONFIG, config.as_str()), &no_network()).await;
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (found, expected) => panic!("{config}: {found:?} instead of {expected:?}"),
        }
    }
}

#[tokio::test]
async fn expiry_is_taken_over() {
    let replay = Replay::new([Answer::json(200, CONTAINER_ANSWER)]);
    let env = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x");
    let chain = DefaultChain::new(env).transport(replay);
    let expiry = chain.provide().await.expect("found").expiry();
    // 1 January 2126.
    let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(4_922_899_200);
    assert_eq!(expiry, Some(expected));
}
