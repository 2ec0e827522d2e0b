//! Client settings from builders, environments and profiles: precedence and errors.

use runtime::testing::{Answer, ManualClock, Recorded, Replay, SetRandom};
use runtime::{Builder, DualStack, Env, Error, Fips, Retries, testing};

use crate::support::{self, Client, FindBook, success};

const KEYS: &str = "AWS_ACCESS_KEY_ID=ENV AWS_SECRET_ACCESS_KEY=s";

/// An environment with keys and these variables.
fn env(vars: &str) -> Env {
    support::env(&format!("{KEYS} {vars}"))
}

fn builder(env: Env, replay: &Replay) -> Builder<Client> {
    Client::builder()
        .env(env)
        .transport(replay.clone())
        .clock(ManualClock::default())
        .random(SetRandom::default())
}

/// Sends a request with a client of these settings and returns it.
async fn request(configure: impl FnOnce(Builder<Client>) -> Builder<Client>, env: Env) -> Recorded {
    let replay = Replay::always(success());
    let client = configure(builder(env, &replay))
        .build_from_env()
        .await
        .expect("complete");
    client.call::<FindBook>("x").await.expect("succeeds");
    replay.request()
}

fn host_and_scope(request: &Recorded) -> String {
    let authorization = request.header("authorization").expect("signed");
    let scope: Vec<_> = authorization
        .split(['=', ','])
        .nth(1)
        .expect("a scope")
        .split('/')
        .collect();
    format!(
        "{} {} {}",
        request.uri.host().expect("a host"),
        scope[0],
        scope[2]
    )
}

#[tokio::test]
async fn builder_overrides_environment_overrides_profile() {
    let config = "[default]\nregion = eu-west-1\n[profile ops]\nregion = eu-west-2\nuse_fips_endpoint = true";
    let credentials = "[ops]\naws_access_key_id = OPS\naws_secret_access_key = s";
    let env = |vars: &str| {
        let env = env(vars).with_file("/h/.aws/config", config);
        env.with_file("/h/.aws/credentials", credentials)
    };
    let from_builder_or_env = "bookshop.us-east-1.amazonaws.com ENV us-east-1";
    let explicit = request(
        |builder| builder.region("us-east-1"),
        env("AWS_REGION=us-west-2"),
    )
    .await;
    assert_eq!(host_and_scope(&explicit), from_builder_or_env);
    let variable = request(|builder| builder, env("AWS_REGION=us-east-1")).await;
    assert_eq!(host_and_scope(&variable), from_builder_or_env);
    let file = request(|builder| builder, env("")).await;
    assert_eq!(
        host_and_scope(&file),
        "bookshop.eu-west-1.amazonaws.com ENV eu-west-1"
    );
    let off = request(|builder| builder.fips(Fips::Off), env("AWS_PROFILE=ops")).await;
    assert_eq!(
        host_and_scope(&off),
        "bookshop.eu-west-2.amazonaws.com ENV eu-west-2"
    );
    // A setting of the builder hides invalid values elsewhere.
    let overridden = request(
        |builder| builder.region("us-east-1"),
        env("AWS_REGION=no/region"),
    )
    .await;
    assert_eq!(host_and_scope(&overridden), from_builder_or_env);
}

#[cfg(feature = "credentials-chain")]
#[tokio::test]
async fn profile_of_the_builder_provides_credentials() {
    let env = env("")
        .with_file(
            "/h/.aws/config",
            "[profile ops]\nregion = eu-west-2\nuse_fips_endpoint = true",
        )
        .with_file(
            "/h/.aws/credentials",
            "[ops]\naws_access_key_id = OPS\naws_secret_access_key = s",
        );
    let request = request(|builder| builder.profile("ops"), env).await;
    assert_eq!(
        host_and_scope(&request),
        "bookshop-fips.eu-west-2.amazonaws.com OPS eu-west-2"
    );
}

#[tokio::test]
async fn endpoint_url_needs_no_region() {
    for vars in [
        "AWS_ENDPOINT_URL_BOOK_SHOP=http://localhost:1/base/",
        "AWS_ENDPOINT_URL=http://localhost:1/base/",
    ] {
        let request = request(|builder| builder, env(vars)).await;
        assert_eq!(request.uri, "http://localhost:1/base/v1/books?text=x");
        assert_eq!(host_and_scope(&request), "localhost ENV us-east-1");
    }
}

#[tokio::test]
async fn reads_dual_stack_app_id_and_retries_from_the_environment() {
    let vars = "AWS_REGION=us-east-1 AWS_USE_DUALSTACK_ENDPOINT=true AWS_SDK_UA_APP_ID=orders";
    let request = request(|builder| builder, env(vars)).await;
    assert_eq!(request.uri.host(), Some("bookshop.us-east-1.api.aws"));
    let agent = request.header("user-agent").expect("set");
    assert!(agent.ends_with(" app/orders"), "{agent}");
    for (vars, retries, attempts) in [
        ("", None, 3),
        ("AWS_MAX_ATTEMPTS=5", None, 5),
        ("AWS_MAX_ATTEMPTS=5", Some(Retries::none()), 1),
        ("AWS_MAX_ATTEMPTS=many", Some(Retries::none()), 1),
        ("AWS_RETRY_MODE=adaptive", None, 3),
    ] {
        let replay = Replay::always(Answer::status(503));
        let mut builder = builder(env(vars), &replay).region("us-east-1");
        if let Some(retries) = retries {
            builder = builder.retries(retries);
        }
        let client = builder.build_from_env().await.expect("complete");
        client.call::<FindBook>("x").await.expect_err("fails");
        assert_eq!(replay.requests().len(), attempts, "{vars}");
    }
}

#[tokio::test]
async fn build_from_env_errors_suggest_a_fix() {
    let unknown_profile = "profile `nobody` not found in /h/.aws/config, /h/.aws/credentials; check \
                  AWS_PROFILE, or add the profile with `aws configure`";
    let fips = "FIPS endpoints cannot be combined with the endpoint URL `http://h`; unset one of \
                them";
    let no_region = "no region is set; set the environment variable AWS_REGION, or `region` in the \
                   profile `default` of ~/.aws/config, or call `.region(\"us-east-1\")` on the \
                   builder";
    for (vars, expected) in [
        ("", no_region),
        ("AWS_PROFILE=nobody", unknown_profile),
        ("AWS_ENDPOINT_URL=http://h AWS_USE_FIPS_ENDPOINT=true", fips),
        (
            "AWS_REGION=us-east-1 AWS_SDK_UA_APP_ID=a/b",
            "invalid value of the name of the program (`app_name`): `a/b`; expected 1 to 50 \
             letters, digits and characters of !#$%&'*+-.^_`|~",
        ),
    ] {
        let builder = builder(env(vars), &Replay::new([]));
        let error = builder.build_from_env().await.expect_err(vars);
        // The separators of Windows.
        assert_eq!(error.to_string().replace('\\', "/"), expected);
    }
}

#[test]
fn build_errors_suggest_a_fix() {
    let complete = || {
        Client::builder()
            .region("us-east-1")
            .credentials(testing::credentials())
    };
    #[rustfmt::skip]
    let cases = [
        (Client::builder().credentials(testing::credentials()), "no region is set; call `.region(\"us-east-1\")` (or another) on the builder, or read it from the environment with `.build_from_env().await`"),
        (Client::builder().region("us-east-1"), "no credentials are set; call `.credentials(…)` on the builder, or use those of the environment with `.build_from_env().await`"),
        (complete().region("evil.example/"), "invalid region: `evil.example/`; use lower-case letters, digits and hyphens, like us-east-1 (set by `region` of the builder)"),
        (complete().endpoint_url(""), "`` cannot be an endpoint: it is empty; leave it unset to use the service's own endpoint (set by `endpoint_url` of the builder)"),
        (complete().endpoint_url("localhost"), "`localhost` cannot be an endpoint: it has no scheme; write it like https://host:port/path (set by `endpoint_url` of the builder)"),
        (complete().endpoint_url("http://h").dual_stack(DualStack::On), "dual-stack endpoints cannot be combined with the endpoint URL `http://h`; unset one of them"),
        (complete().app_name("a b"), "invalid value of the name of the program (`app_name`): `a b`; expected 1 to 50 letters, digits and characters of !#$%&'*+-.^_`|~"),
    ];
    for (builder, expected) in cases {
        assert_eq!(builder.build().expect_err(expected).to_string(), expected);
    }
    assert!(complete().build().is_ok(), "the environment is optional");
    assert!(
        complete()
            .fips(Fips::On)
            .dual_stack(DualStack::On)
            .build()
            .is_ok()
    );
}

#[test]
fn config_errors_convert_to_call_errors() {
    fn build() -> Result<(), Error<support::ShopError>> {
        Client::builder().build()?;
        Ok(())
    }
    let error = build().expect_err("nothing is set");
    assert!(error.is_config() && !error.maybe_sent());
    assert!(error.to_string().contains("no region is set"), "{error}");
}

#[test]
fn debug_output_hides_secrets() {
    let credentials = runtime::Credentials::new("AKID", "se-cret");
    let builder = Client::builder()
        .credentials(credentials)
        .endpoint_url("http://user:se-cret@h")
        .env(Env::empty().with_var("AWS_SECRET_ACCESS_KEY", "se-cret"));
    let shown = format!(
        "{builder:?} {:?}",
        builder.clone().build().expect_err("a password")
    );
    assert!(!shown.contains("se-cret"), "{shown}");
}

#[cfg(feature = "credentials-chain")]
#[tokio::test]
async fn falls_back_to_the_region_of_the_instance() {
    let on_instance = || {
        support::instance_env()
            .with_var("AWS_ACCESS_KEY_ID", "ENV")
            .with_var("AWS_SECRET_ACCESS_KEY", "s")
    };
    let replay = Replay::new([
        Answer::response(200, "imds"),
        Answer::response(200, "eu-west-3\n"),
        success(),
    ]);
    let client = builder(on_instance(), &replay)
        .build_from_env()
        .await
        .expect("complete");
    client.call::<FindBook>("x").await.expect("succeeds");
    let requests = replay.requests();
    assert_eq!(requests[0].target(), "/latest/api/token");
    assert_eq!(requests[1].target(), "/latest/meta-data/placement/region");
    assert_eq!(requests[1].header("x-aws-ec2-metadata-token"), Some("imds"));
    assert_eq!(
        host_and_scope(&requests[2]),
        "bookshop.eu-west-3.amazonaws.com ENV eu-west-3"
    );

    for answers in [
        vec![Answer::connect_error()],
        vec![Answer::response(200, "imds"), Answer::status(404)],
        vec![
            Answer::response(200, "imds"),
            Answer::response(200, "no/region"),
        ],
        vec![Answer::response(200, "im\nds")],
    ] {
        let replay = Replay::new(answers);
        let error = builder(on_instance(), &replay)
            .build_from_env()
            .await
            .expect_err("no region");
        assert!(
            matches!(error, runtime::ConfigError::MissingRegion { .. }),
            "{error}"
        );
    }
    // A region or an endpoint URL makes the lookup unnecessary.
    for vars in ["AWS_REGION", "AWS_ENDPOINT_URL"] {
        let replay = Replay::new([success()]);
        let value = if vars == "AWS_REGION" {
            "us-east-1"
        } else {
            "http://localhost:1"
        };
        let client = builder(on_instance().with_var(vars, value), &replay);
        let client = client.build_from_env().await.expect("complete");
        client.call::<FindBook>("x").await.expect("succeeds");
        assert_eq!(replay.requests().len(), 1);
    }
}
