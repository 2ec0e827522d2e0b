//! Sources and caching of credentials.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use runtime::testing::{Answer, ManualClock, Recorded, Replay, SetRandom};
use runtime::{BoxFuture, CallOptions, Credentials, CredentialsError, Env, ProvideCredentials};
use socialmessaging::Client;
use tests::fixture::{self, now};
use tests::operations::{Failure, FailureKind, named};
use tokio::task::JoinSet;

const READONLY: &str = "ListTagsForResource";
const SERVICE: &str = "social-messaging.us-east-1.amazonaws.com";

async fn call(client: &Client) -> Result<String, Failure> {
    (named(READONLY).full)(client.clone(), CallOptions::new()).await
}

/// Returns `METHOD host/path` of each request.
fn asked(replay: &Replay) -> Vec<String> {
    let line = |request: &Recorded| {
        let (uri, method) = (&request.uri, &request.method);
        format!("{method} {}{}", uri.host().unwrap(), uri.path())
    };
    replay.requests().iter().map(line).collect()
}

/// Returns the response of a container or instance.
const KEYS: &str = r#"{"Code": "Success", "AccessKeyId": "AKIDFOUNDBYCHAIN", "SecretAccessKey": "secret",
    "Token": "to-ken", "Expiration": "2099-01-01T00:00:00Z"}"#;

/// Returns the response of STS.
fn role(action: &str) -> Answer {
    Answer::response(
        200,
        format!(
            "<{action}Response><{action}Result><Credentials>\
             <AccessKeyId>AKIDFOUNDBYCHAIN</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
             <SessionToken>to-ken</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
             </Credentials></{action}Result></{action}Response>"
        ),
    )
}

fn json(body: &'static str) -> Answer {
    Answer::json(200, body)
}

fn text(body: &'static str) -> Answer {
    Answer::response(200, body)
}

const ROLE_PROFILE: &str = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\n\
    source_profile = base\n[profile base]\naws_access_key_id = AKIDBASE\n\
    aws_secret_access_key = secret\n";
const WEB_PROFILE: &str = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\n\
    web_identity_token_file = /token\n";
const SSO_PROFILE: &str = "[default]\nsso_session = corp\nsso_account_id = 123456789012\n\
    sso_role_name = r\n[sso-session corp]\nsso_region = eu-west-1\n\
    sso_start_url = https://corp.awsapps.com/start\n";
const SSO_KEYS: &str = r#"{"roleCredentials": {"accessKeyId": "AKIDFOUNDBYCHAIN",
    "secretAccessKey": "secret", "sessionToken": "to-ken", "expiration": 4070908800000}}"#;
/// The file name is the SHA-1 of `corp`.
const SSO_FILE: &str = "/home/ada/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const SSO_TOKEN: &str = r#"{"accessToken": "sso-token", "expiresAt": "2099-01-01T00:00:00Z"}"#;

#[tokio::test]
async fn uses_every_credentials_source() {
    let instance = || vec![text("imds-token"), text("my-role"), json(KEYS)];
    let sts = "POST sts.us-east-1.amazonaws.com/";
    let container = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/creds";
    let metadata = "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:2";
    let web = "AWS_WEB_IDENTITY_TOKEN_FILE=/token AWS_ROLE_ARN=arn:aws:iam::123456789012:role/r";
    #[rustfmt::skip]
    let cases = [
        ("container", container, "", vec![json(KEYS)], vec!["GET 127.0.0.1/creds"]),
        ("instance", metadata, "", instance(), vec![
            "PUT 127.0.0.1/latest/api/token",
            "GET 127.0.0.1/latest/meta-data/iam/security-credentials/",
            "GET 127.0.0.1/latest/meta-data/iam/security-credentials/my-role",
        ]),
        ("web identity", web, "", vec![role("AssumeRoleWithWebIdentity")], vec![sts]),
        ("web identity of a profile", "", WEB_PROFILE, vec![role("AssumeRoleWithWebIdentity")], vec![sts]),
        ("role of a profile", "", ROLE_PROFILE, vec![role("AssumeRole")], vec![sts]),
        ("SSO", "", SSO_PROFILE, vec![json(SSO_KEYS)], vec!["GET portal.sso.eu-west-1.amazonaws.com/federation/credentials"]),
    ];
    for (case, variables, config, mut answers, expected) in cases {
        answers.extend([json("{}"), json("{}")]);
        let replay = Replay::new(answers);
        let mut env = Env::empty()
            .with_home("/home/ada")
            .with_file("/home/ada/.aws/config", config)
            .with_file("/token", "web-token")
            .with_file(SSO_FILE, SSO_TOKEN);
        for (name, value) in variables.split(' ').filter_map(|pair| pair.split_once('=')) {
            env = env.with_var(name, value);
        }
        let client = Client::builder()
            .region("us-east-1")
            .env(env)
            .transport(replay.clone())
            .clock(ManualClock::new(now()))
            .random(SetRandom::default())
            .build_from_env()
            .await
            .unwrap();
        for _ in 0..2 {
            call(&client)
                .await
                .unwrap_or_else(|failure| panic!("{case}: {failure:?}"));
        }
        let mut asked = asked(&replay);
        let service = asked.split_off(expected.len());
        // The library of STS chooses the method.
        let asked: Vec<_> = asked
            .iter()
            .map(|line| line.replace("GET sts", "POST sts"))
            .collect();
        assert_eq!(asked, expected, "{case}");
        assert_eq!(
            service,
            vec![format!("GET {SERVICE}/v1/tags/list"); 2],
            "{case}: kept"
        );
        let request = replay.requests().pop().unwrap();
        let authorization = request.header("authorization").unwrap();
        assert!(
            authorization.contains("Credential=AKIDFOUNDBYCHAIN/20250515/us-east-1"),
            "{case}"
        );
        assert_eq!(
            request.header("x-amz-security-token"),
            Some("to-ken"),
            "{case}"
        );
    }
}

/// A source that counts requests; its credentials expire after an hour.
#[derive(Debug)]
struct Hourly {
    clock: ManualClock,
    asked: Arc<AtomicUsize>,
}

impl ProvideCredentials for Hourly {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let expiry = runtime::Clock::now(&self.clock) + Duration::from_secs(3600);
        let credentials = Credentials::new(format!("AKID{number}"), "secret").with_expiry(expiry);
        Box::pin(async move {
            // Let other tasks request credentials at the same time.
            tokio::task::yield_now().await;
            Ok(credentials)
        })
    }
}

struct Hour {
    client: Client,
    replay: Replay,
    clock: ManualClock,
    asked: Arc<AtomicUsize>,
}

fn hour(replay: Replay) -> Hour {
    let clock = ManualClock::new(now());
    let asked = Arc::new(AtomicUsize::new(0));
    let source = Hourly {
        clock: clock.clone(),
        asked: Arc::clone(&asked),
    };
    let client = fixture::real_builder()
        .credentials(source)
        .clock(clock.clone())
        .transport(replay.clone())
        .build()
        .unwrap();
    Hour {
        client,
        replay,
        clock,
        asked,
    }
}

/// Returns the access key of the last request.
fn key(replay: &Replay) -> String {
    let request = replay.requests().pop().unwrap();
    let authorization = request.header("authorization").unwrap();
    let (_, credential) = authorization.split_once("Credential=").unwrap();
    credential.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn renews_credentials_before_expiry() {
    let hour = hour(Replay::always(json("{}")));
    // The minutes since the last step and the expected key: credentials are
    // renewed five minutes before they expire.
    for (minutes, expected) in [
        (0, "AKID1"),
        (54, "AKID1"),
        (2, "AKID2"),
        (54, "AKID2"),
        (90, "AKID3"),
    ] {
        hour.clock.advance(Duration::from_secs(minutes * 60));
        call(&hour.client).await.unwrap();
        assert_eq!(key(&hour.replay), expected);
    }
}

#[tokio::test]
async fn requests_credentials_once_for_all_tasks() {
    let hour = hour(Replay::always(json("{}")));
    let mut tasks = JoinSet::new();
    for _ in 0..32 {
        let client = hour.client.clone();
        tasks.spawn(async move { call(&client).await.unwrap() });
    }
    tasks.join_all().await;
    assert_eq!(hour.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn replaces_expired_credentials() {
    let expired = Answer::error(403, "ExpiredTokenException", "expired");
    let hour = hour(Replay::new([expired, json("{}")]));
    call(&hour.client).await.unwrap();
    assert_eq!(key(&hour.replay), "AKID2");
    assert_eq!(hour.replay.requests().len(), 2);
}

#[tokio::test]
async fn reports_expired_credentials_without_a_replacement() {
    let expired = || Answer::error(403, "ExpiredTokenException", "expired");
    // Static credentials stay the same.
    let replay = Replay::always(expired());
    let client = fixture::real_builder()
        .transport(replay.clone())
        .build()
        .unwrap();
    let failure = call(&client).await.unwrap_err();
    assert_eq!(failure.code.as_deref(), Some("ExpiredTokenException"));
    assert_eq!(replay.requests().len(), 1);
    // New credentials are tried once.
    let hour = hour(Replay::always(expired()));
    let failure = call(&hour.client).await.unwrap_err();
    assert_eq!(failure.code.as_deref(), Some("ExpiredTokenException"));
    assert_eq!(hour.replay.requests().len(), 2);
}

/// A source that fails.
#[derive(Debug)]
struct Broken;

impl ProvideCredentials for Broken {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async { Err(CredentialsError::new("the vault is closed")) })
    }
}

#[tokio::test]
async fn sends_nothing_without_credentials() {
    let replay = Replay::always(json("{}"));
    let client = fixture::real_builder()
        .credentials(Broken)
        .transport(replay.clone())
        .build()
        .unwrap();
    let failure = call(&client).await.unwrap_err();
    assert_eq!(
        (failure.kind, failure.attempts),
        (FailureKind::Credentials, 0)
    );
    assert_eq!(
        failure.display,
        "ListTagsForResource failed: no credentials: the vault is closed"
    );
    assert_eq!(replay.requests().len(), 0);
}
