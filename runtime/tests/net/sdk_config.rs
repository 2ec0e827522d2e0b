//! Settings from an `SdkConfig` of the AWS SDK for Rust.

use std::time::Duration;

use aws_credential_types::Credentials as SdkCredentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::region::Region;
use runtime::testing::{Answer, ManualClock, Replay, SetRandom};

use crate::support::{Client, FindBook, PutBook, success};

fn sdk_config() -> aws_types::sdk_config::Builder {
    let credentials = SdkCredentials::new("SDK", "se-cret", Some("token".to_owned()), None, "test");
    SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
}

fn client(sdk_config: &SdkConfig, replay: &Replay) -> Client {
    let builder = Client::builder()
        .clock(ManualClock::default())
        .random(SetRandom::default())
        .transport(replay.clone());
    builder.sdk_config(sdk_config).build().expect("complete")
}

#[tokio::test]
async fn takes_region_credentials_and_app_name() {
    let replay = Replay::new([success()]);
    let name = AppName::new("orders").expect("a name");
    client(&sdk_config().app_name(name).build(), &replay)
        .call::<FindBook>("x")
        .await
        .expect("succeeds");
    let request = replay.request();
    assert_eq!(request.uri.host(), Some("bookshop.eu-west-1.amazonaws.com"));
    let authorization = request.header("authorization").expect("signed");
    assert!(
        authorization.contains("Credential=SDK/20150830/eu-west-1/"),
        "{authorization}"
    );
    assert_eq!(request.header("x-amz-security-token"), Some("token"));
    assert!(
        request
            .header("user-agent")
            .expect("set")
            .ends_with(" app/orders")
    );
}

#[tokio::test]
async fn takes_endpoint_settings() {
    for (sdk_config, host) in [
        (
            sdk_config().use_fips(true),
            "bookshop-fips.eu-west-1.amazonaws.com",
        ),
        (
            sdk_config().use_dual_stack(true),
            "bookshop.eu-west-1.api.aws",
        ),
        (sdk_config().endpoint_url("http://localhost:1"), "localhost"),
    ] {
        let replay = Replay::new([success()]);
        client(&sdk_config.build(), &replay)
            .call::<FindBook>("x")
            .await
            .expect("succeeds");
        assert_eq!(replay.request().uri.host(), Some(host));
    }
}

#[tokio::test(start_paused = true)]
async fn takes_attempts_and_timeouts() {
    use aws_smithy_types::retry::RetryConfig;
    use aws_smithy_types::timeout::TimeoutConfig;

    let replay = Replay::always(Answer::status(503));
    let retries = RetryConfig::standard().with_max_attempts(5);
    let client_with_retries = client(&sdk_config().retry_config(retries).build(), &replay);
    client_with_retries
        .call::<FindBook>("x")
        .await
        .expect_err("fails");
    assert_eq!(replay.requests().len(), 5);

    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(5))
        .build();
    let replay = Replay::always(Answer::nothing());
    let client = client(&sdk_config().timeout_config(timeouts).build(), &replay);
    let start = tokio::time::Instant::now();
    let error = client.call::<PutBook>("x").await.expect_err("times out");
    assert_eq!((start.elapsed().as_secs(), error.attempts()), (5, 3));
}
