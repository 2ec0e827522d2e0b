//! Region, endpoint and credentials from an injected environment.

use runtime::testing::{ManualClock, SetRandom};
use runtime::{Builder, CallOptions, Env, Validation};
use socialmessaging::Client;
use tests::fixture::{self, now};
use tests::operations::{Failure, named};
use tests::server::{Play, Server};

use crate::snapshot;

/// Creates an environment from `NAME=value NAME=value`. The instance metadata
/// service is disabled because it is not on the loopback interface.
fn env(variables: &str) -> Env {
    let env = Env::empty().with_var("AWS_EC2_METADATA_DISABLED", "true");
    variables.split_whitespace().fold(env, |env, variable| {
        let (name, value) = variable.split_once('=').unwrap();
        env.with_var(name, value)
    })
}

const KEYS: &str = "AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret-key-of-the-tests";

fn from(env: Env) -> Builder<Client> {
    Client::builder()
        .env(env)
        .clock(ManualClock::new(now()))
        .random(SetRandom::default())
}

/// Returns the request of a client with this environment.
async fn request(env: Env) -> tests::server::Recorded {
    let server = Server::start([Play::json("{}")]).await;
    let client = from(env.with_var("AWS_ENDPOINT_URL_SOCIALMESSAGING", server.url()));
    let client = client.build_from_env().await.unwrap();
    // The example has an ARN of one Region.
    let options = CallOptions::new().with_validation(Validation::Off);
    (named("ListTagsForResource").full)(client, options)
        .await
        .unwrap();
    server.request()
}

fn scope(request: &tests::server::Recorded) -> String {
    let authorization = request.header("authorization").unwrap();
    let scope = authorization.split("Credential=").nth(1).unwrap();
    scope.split(',').next().unwrap().to_owned()
}

#[tokio::test]
async fn signs_with_region_and_keys_of_the_environment() {
    let config = "[default]\nregion = eu-west-1\n[profile ops]\nregion = sa-east-1\n";
    let credentials = "[default]\naws_access_key_id = FILE\naws_secret_access_key = x\n\
                       [ops]\naws_access_key_id = OPS\naws_secret_access_key = x\n";
    #[rustfmt::skip]
    let cases = [
        (format!("AWS_REGION=us-west-2 {KEYS}"), "AKIDEXAMPLE/20250515/us-west-2"),
        (format!("AWS_DEFAULT_REGION=us-west-1 {KEYS}"), "AKIDEXAMPLE/20250515/us-west-1"),
        (format!("AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-1 {KEYS}"), "AKIDEXAMPLE/20250515/us-west-2"),
        (KEYS.to_owned(), "AKIDEXAMPLE/20250515/eu-west-1"),
        (String::new(), "FILE/20250515/eu-west-1"),
        ("AWS_PROFILE=ops".to_owned(), "OPS/20250515/sa-east-1"),
        ("AWS_PROFILE=ops AWS_REGION=us-west-2".to_owned(), "OPS/20250515/us-west-2"),
    ];
    for (variables, expected) in cases {
        let env = env(&variables)
            .with_home("/home/ada")
            .with_file("/home/ada/.aws/config", config)
            .with_file("/home/ada/.aws/credentials", credentials);
        let scope = scope(&request(env).await);
        assert_eq!(
            scope,
            format!("{expected}/social-messaging/aws4_request"),
            "{variables}"
        );
    }
}

#[tokio::test]
async fn sends_the_session_token_of_the_environment() {
    let with_token = format!("AWS_REGION=us-east-1 {KEYS} AWS_SESSION_TOKEN=to-ken");
    let request = request(env(&with_token)).await;
    assert_eq!(request.header("x-amz-security-token"), Some("to-ken"));
}

/// Whether a request of a client with these settings arrives at the server; other
/// endpoints refuse connections.
async fn arrives(variables: &str, config: &str, explicit: Option<&str>) -> bool {
    let server = Server::start([Play::json("{}")]).await;
    let elsewhere = tests::server::RefusingPort::bind();
    let fill = |text: &str| {
        text.replace("HERE", &server.url())
            .replace("ELSEWHERE", &elsewhere.url())
    };
    let env = env(&fill(variables))
        .with_home("/home/ada")
        .with_file("/home/ada/.aws/config", fill(config));
    let mut builder = from(env)
        .region("us-east-1")
        .credentials(fixture::credentials());
    if let Some(url) = explicit {
        builder = builder.endpoint_url(fill(url));
    }
    let client = builder.build_from_env().await.unwrap();
    let _ = (named("ListTagsForResource").full)(client, CallOptions::new()).await;
    server.arrivals() == 1
}

#[tokio::test]
async fn respects_the_precedence_of_endpoints() {
    let own = "AWS_ENDPOINT_URL_SOCIALMESSAGING";
    let services = "[default]\nservices = s\nendpoint_url = ELSEWHERE\n[services s]\nsocialmessaging =\n  endpoint_url = HERE\n";
    let for_all = "[default]\nendpoint_url = HERE\n";
    #[rustfmt::skip]
    let cases = [
        (String::new(), "", Some("HERE")),
        (format!("{own}=ELSEWHERE AWS_ENDPOINT_URL=ELSEWHERE"), "", Some("HERE")),
        (format!("{own}=HERE AWS_ENDPOINT_URL=ELSEWHERE"), "", None),
        ("AWS_ENDPOINT_URL=HERE".to_owned(), "[default]\nendpoint_url = ELSEWHERE\n", None),
        (String::new(), services, None),
        (String::new(), for_all, None),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true".to_owned(), "", Some("HERE")),
    ];
    for (variables, config, explicit) in cases {
        assert!(
            arrives(&variables, config, explicit).await,
            "{variables} {config} {explicit:?}"
        );
    }
}

#[tokio::test]
async fn reads_max_attempts_from_the_environment() {
    for (variables, expected) in [
        ("AWS_MAX_ATTEMPTS=1", 1),
        ("AWS_MAX_ATTEMPTS=4", 4),
        ("", 3),
    ] {
        let server = Server::start([Play::error(503, "ServiceUnavailable", "")]).await;
        let client = from(env(&format!("{variables} AWS_REGION=us-east-1 {KEYS}")))
            .endpoint_url(server.url())
            .build_from_env()
            .await
            .unwrap();
        let call = (named("ListTagsForResource").full)(client, CallOptions::new());
        assert_eq!(call.await.unwrap_err().attempts, expected, "{variables}");
    }
}

#[tokio::test]
async fn explains_missing_and_invalid_settings() {
    #[rustfmt::skip]
    let cases = [
        ("no region", KEYS),
        ("wrong region", "AWS_REGION=us_east_1!"),
        ("wrong endpoint", "AWS_REGION=us-east-1 AWS_ENDPOINT_URL=localhost"),
        ("endpoint of another scheme", "AWS_REGION=us-east-1 AWS_ENDPOINT_URL=ftp://h/"),
        ("endpoint with a password", "AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://user:pass@h/"),
        ("FIPS with an endpoint", "AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://h/ AWS_USE_FIPS_ENDPOINT=true"),
        ("dual-stack with an endpoint", "AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://h/ AWS_USE_DUALSTACK_ENDPOINT=true"),
        ("missing profile", "AWS_PROFILE=nobody"),
        ("wrong number", "AWS_REGION=us-east-1 AWS_MAX_ATTEMPTS=many"),
        ("wrong switch", "AWS_REGION=us-east-1 AWS_USE_FIPS_ENDPOINT=1"),
        ("unknown retry mode", "AWS_REGION=us-east-1 AWS_RETRY_MODE=eager"),
    ];
    let mut lines = String::new();
    for (case, variables) in cases {
        let error = from(env(variables)).build_from_env().await.unwrap_err();
        let error = error.to_string();
        assert!(!error.contains("pass@"), "{error}");
        lines += &format!("{case}\n  {error}\n");
    }
    snapshot!("explains_missing_and_invalid_settings", lines);
}

#[test]
fn explains_missing_settings_of_a_builder() {
    let complete = || {
        Client::builder()
            .region("us-east-1")
            .credentials(fixture::credentials())
    };
    #[rustfmt::skip]
    let cases = [
        ("no region", Client::builder().credentials(fixture::credentials()).build()),
        ("no credentials", Client::builder().region("us-east-1").build()),
        ("empty region", complete().region("").build()),
        ("region with a slash", complete().region("evil.example/").build()),
        ("wrong endpoint", complete().endpoint_url("http://").build()),
        ("FIPS with an endpoint", complete().endpoint_url("http://h/").fips(runtime::Fips::On).build()),
        ("dual-stack with an endpoint", complete().endpoint_url("http://h/").dual_stack(runtime::DualStack::On).build()),
    ];
    let mut lines = String::new();
    for (case, result) in cases {
        lines += &format!("{case}\n  {}\n", result.unwrap_err());
    }
    snapshot!("explains_missing_settings_of_a_builder", lines);
}

#[tokio::test]
async fn lists_the_sources_without_credentials() {
    let server = Server::start([Play::json("{}")]).await;
    let env = env("AWS_REGION=us-east-1").with_home("/home/ada");
    let client = from(env)
        .endpoint_url(server.url())
        .build_from_env()
        .await
        .unwrap();
    let call = (named("SendWhatsAppMessage").full)(client, CallOptions::new());
    let failure: Failure = call.await.unwrap_err();
    assert!(!failure.maybe_sent);
    assert_eq!(server.connections(), 0);
    snapshot!("lists_the_sources_without_credentials", failure.display);
}
