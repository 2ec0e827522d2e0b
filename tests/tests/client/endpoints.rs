//! Hosts by region, partition and variant.

use runtime::testing::{Answer, Replay};
use runtime::{Builder, CallOptions, DualStack, Env, Fips, Validation};
use socialmessaging::Client;
use tests::fixture;
use tests::operations::named;

/// Returns the URL of a call with these settings.
async fn host(builder: Builder<Client>) -> String {
    let replay = Replay::always(Answer::json(200, "{}"));
    let builder = builder
        .credentials(fixture::credentials())
        .transport(replay.clone());
    let client = builder.build_from_env().await.unwrap();
    // The example has an ARN of one Region.
    let options = CallOptions::new().with_validation(Validation::Off);
    (named("ListTagsForResource").full)(client, options)
        .await
        .unwrap();
    let request = replay.request();
    assert_eq!(request.uri.scheme_str(), Some("https"));
    assert_eq!(request.header("host"), request.uri.host());
    request.uri.host().unwrap().to_owned()
}

fn empty() -> Builder<Client> {
    Client::builder().env(Env::empty().with_var("AWS_EC2_METADATA_DISABLED", "true"))
}

#[tokio::test]
async fn resolves_endpoints_of_every_partition() {
    #[rustfmt::skip]
    let cases = [
        ("us-east-1", "amazonaws.com", "api.aws"),
        ("mx-central-1", "amazonaws.com", "api.aws"),
        ("cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        ("us-gov-west-1", "amazonaws.com", "api.aws"),
        ("us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
        ("eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        ("us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        ("eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
        ("xx-moon-1", "amazonaws.com", "api.aws"),
    ];
    for (region, suffix, dual_stack_suffix) in cases {
        let in_region = || empty().region(region);
        let plain = host(in_region()).await;
        assert_eq!(plain, format!("social-messaging.{region}.{suffix}"));
        let fips = host(in_region().fips(Fips::On)).await;
        assert_eq!(fips, format!("social-messaging-fips.{region}.{suffix}"));
        let dual = host(in_region().dual_stack(DualStack::On)).await;
        assert_eq!(
            dual,
            format!("social-messaging.{region}.{dual_stack_suffix}")
        );
        let both = host(in_region().fips(Fips::On).dual_stack(DualStack::On)).await;
        assert_eq!(
            both,
            format!("social-messaging-fips.{region}.{dual_stack_suffix}")
        );
    }
}

#[tokio::test]
async fn builder_overrides_endpoint_variants_of_the_environment() {
    #[rustfmt::skip]
    let cases = [
        ("AWS_USE_FIPS_ENDPOINT=true", None, "social-messaging-fips.us-east-1.amazonaws.com"),
        ("AWS_USE_DUALSTACK_ENDPOINT=true", None, "social-messaging.us-east-1.api.aws"),
        ("AWS_USE_FIPS_ENDPOINT=false", None, "social-messaging.us-east-1.amazonaws.com"),
        ("AWS_USE_FIPS_ENDPOINT=true", Some(Fips::Off), "social-messaging.us-east-1.amazonaws.com"),
        ("AWS_USE_FIPS_ENDPOINT=false", Some(Fips::On), "social-messaging-fips.us-east-1.amazonaws.com"),
    ];
    for (variable, fips, expected) in cases {
        let (name, value) = variable.split_once('=').unwrap();
        let env = Env::empty()
            .with_var("AWS_REGION", "us-east-1")
            .with_var(name, value);
        let mut builder = Client::builder().env(env);
        if let Some(fips) = fips {
            builder = builder.fips(fips);
        }
        assert_eq!(host(builder).await, expected, "{variable} {fips:?}");
    }
}

#[tokio::test]
async fn ignores_configured_endpoints() {
    let env = Env::empty()
        .with_var("AWS_REGION", "us-east-1")
        .with_var("AWS_ENDPOINT_URL", "https://elsewhere.example")
        .with_var(
            "AWS_ENDPOINT_URL_SOCIALMESSAGING",
            "https://elsewhere.example",
        );
    let host_of = |env| host(Client::builder().env(env));
    assert_eq!(host_of(env.clone()).await, "elsewhere.example");
    let ignoring = env.with_var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(
        host_of(ignoring).await,
        "social-messaging.us-east-1.amazonaws.com"
    );
}

#[tokio::test]
async fn accepts_a_custom_endpoint_without_region() {
    let builder = empty().endpoint_url("https://elsewhere.example/base/");
    assert_eq!(host(builder).await, "elsewhere.example");
}

#[test]
fn debug_output_shows_region_and_endpoint() {
    let client = socialmessaging::Client::builder()
        .region("eu-west-1")
        .credentials(socialmessaging::Credentials::new("AKIDEXAMPLE", "se-cret"))
        .build()
        .unwrap();
    let shown = format!("{client:?}");
    for part in ["eu-west-1", "social-messaging.eu-west-1.amazonaws.com"] {
        assert!(shown.contains(part), "{shown}");
    }
    assert!(!shown.contains("se-cret"), "{shown}");
}
