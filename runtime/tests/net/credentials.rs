//! The client's credentials cache: expiry, refreshes and failing providers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use runtime::testing::{Answer, ManualClock, Replay};
use runtime::{BoxFuture, Clock, Credentials, CredentialsError, ProvideCredentials, testing};

use crate::support::{Client, FindBook, success};

/// Returns the scripted results in order, each after a second.
#[derive(Debug, Clone, Default)]
struct ScriptedProvider(Arc<Mutex<ScriptState>>);

#[derive(Debug, Default)]
struct ScriptState {
    results: VecDeque<Result<Credentials, &'static str>>,
    calls: usize,
}

impl ScriptedProvider {
    fn new(results: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> Self {
        let results = results.into_iter().collect();
        Self(Arc::new(Mutex::new(ScriptState { results, calls: 0 })))
    }

    fn calls(&self) -> usize {
        self.0.lock().unwrap().calls
    }
}

impl ProvideCredentials for ScriptedProvider {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let mut state = self.0.lock().unwrap();
            state.calls += 1;
            let result = state
                .results
                .pop_front()
                .unwrap_or(Err("the script is empty"));
            result.map_err(CredentialsError::new)
        })
    }
}

/// Credentials that expire after this many seconds.
fn expiring_keys(id: &str, seconds: u64) -> Credentials {
    let expiry = ManualClock::default().now() + Duration::from_secs(seconds);
    Credentials::new(id, "se-cret").with_expiry(expiry)
}

struct Fixture {
    provider: ScriptedProvider,
    clock: ManualClock,
    replay: Replay,
    client: Client,
}

fn fixture(results: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> Fixture {
    let provider = ScriptedProvider::new(results);
    let clock = ManualClock::default();
    let replay = Replay::always(success());
    let builder = testing::builder::<Client>(&replay)
        .credentials(provider.clone())
        .clock(clock.clone());
    let client = builder.build().expect("complete");
    Fixture {
        provider,
        clock,
        replay,
        client,
    }
}

impl Fixture {
    /// Makes a call and returns the access key id that signed it, or the error.
    async fn signing_key(&self) -> Result<String, String> {
        let result = self.client.call::<FindBook>("x").await;
        result.map_err(|error| error.to_string())?;
        let request = self.replay.requests().pop().expect("a request");
        let authorization = request.header("authorization").expect("signed");
        let signing_key = authorization.split(['=', '/']).nth(1).expect("a key");
        Ok(signing_key.to_owned())
    }
}

fn ok(signing_key: &str) -> Result<String, String> {
    Ok(signing_key.to_owned())
}

#[tokio::test(start_paused = true)]
async fn caches_credentials_without_expiry() {
    let fixture = fixture([Ok(Credentials::new("A", "s"))]);
    for days in 0..3 {
        fixture.clock.advance(Duration::from_secs(days * 86_400));
        assert_eq!(fixture.signing_key().await, ok("A"));
    }
    assert_eq!(fixture.provider.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn refreshes_five_minutes_before_expiry() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600)), Ok(expiring_keys("B", 7_200))]);
    for (advance, signing_key, calls) in
        [(0, "A", 1), (3_299, "A", 1), (1, "B", 2), (3_000, "B", 2)]
    {
        fixture.clock.advance(Duration::from_secs(advance));
        assert_eq!(fixture.signing_key().await, ok(signing_key));
        assert_eq!(fixture.provider.calls(), calls);
    }
}

#[tokio::test(start_paused = true)]
async fn uses_cached_credentials_while_refreshes_fail() {
    let expired = Credentials::new("X", "s").with_expiry(SystemTime::UNIX_EPOCH);
    let fixture = fixture([
        Ok(expiring_keys("A", 600)),
        Err("the source is down"),
        Ok(expired),
        Ok(expiring_keys("B", 7_200)),
    ]);
    #[rustfmt::skip]
    let steps = [
        (0, "A", 1),
        (301, "A", 2),
        (1, "A", 2), // A failed refresh is repeated after 30 s at the earliest.
        (30, "A", 3),
        (30, "B", 4),
    ];
    for (advance, signing_key, calls) in steps {
        fixture.clock.advance(Duration::from_secs(advance));
        assert_eq!(fixture.signing_key().await, ok(signing_key));
        assert_eq!(fixture.provider.calls(), calls);
    }
}

#[tokio::test(start_paused = true)]
async fn never_uses_expired_credentials() {
    let fixture = fixture([Ok(expiring_keys("A", 600)), Err("the source is down")]);
    assert_eq!(fixture.signing_key().await, ok("A"));
    fixture.clock.advance(Duration::from_secs(600));
    let error = fixture.signing_key().await.expect_err("expired");
    assert!(error.contains("the source is down"), "{error}");
    assert_eq!(fixture.replay.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn rejects_expired_credentials_from_the_provider() {
    let fixture = fixture([Ok(expiring_keys("A", 0))]);
    let error = fixture.signing_key().await.expect_err("expired");
    assert!(error.contains("have expired"), "{error}");
    assert!(!error.contains("se-cret"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn limits_refreshes_of_short_lived_credentials() {
    let fixture = fixture([
        Ok(expiring_keys("A", 200)),
        Ok(expiring_keys("A", 200)),
        Ok(expiring_keys("B", 7_200)),
    ]);
    for (advance, signing_key, calls) in [(0, "A", 1), (1, "A", 1), (29, "A", 2), (30, "B", 3)] {
        fixture.clock.advance(Duration::from_secs(advance));
        assert_eq!(fixture.signing_key().await, ok(signing_key));
        assert_eq!(fixture.provider.calls(), calls);
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_share_one_refresh() {
    let fixture = Arc::new(fixture([
        Ok(expiring_keys("A", 3_600)),
        Ok(expiring_keys("B", 7_200)),
    ]));
    for (advance, refreshes) in [(0, 1), (3_300, 2)] {
        fixture.clock.advance(Duration::from_secs(advance));
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let fixture = Arc::clone(&fixture);
                tokio::spawn(async move { fixture.client.call::<FindBook>("x").await })
            })
            .collect();
        for call in calls {
            call.await.expect("ends").expect("succeeds");
        }
        assert_eq!(fixture.provider.calls(), refreshes);
    }
}

#[tokio::test(start_paused = true)]
async fn next_call_refreshes_after_a_dropped_call() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let half_second = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half_second, fixture.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    assert_eq!(fixture.provider.calls(), 0);
    assert_eq!(fixture.signing_key().await, ok("A"));
}

#[tokio::test(start_paused = true)]
async fn slow_refresh_delays_only_one_call() {
    let fixture = fixture([Ok(expiring_keys("A", 600)), Ok(expiring_keys("B", 7_200))]);
    assert_eq!(fixture.signing_key().await, ok("A"));
    fixture.clock.advance(Duration::from_secs(301));
    let half_second = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half_second, fixture.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    for (advance, signing_key) in [(0, "A"), (29, "A"), (1, "B")] {
        fixture.clock.advance(Duration::from_secs(advance));
        assert_eq!(fixture.signing_key().await, ok(signing_key), "{advance}");
    }
}

#[tokio::test(start_paused = true)]
async fn operation_timeout_covers_credentials() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let options = runtime::CallOptions::new().operation_timeout(Duration::from_millis(900));
    let error = fixture
        .client
        .call_with::<FindBook>("x", options)
        .await
        .expect_err("timed out");
    assert!(error.is_timeout() && !error.maybe_sent(), "{error}");
    assert_eq!(error.attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn drops_credentials_that_the_service_rejects_as_expired() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600)), Ok(expiring_keys("B", 3_600))]);
    assert_eq!(fixture.signing_key().await, ok("A"));
    fixture
        .replay
        .push(Answer::error(403, "ExpiredTokenException", "expired"));
    fixture.signing_key().await.expect_err("expired");
    assert_eq!(fixture.signing_key().await, ok("B"));
}

#[tokio::test(start_paused = true)]
async fn provider_failure_is_a_credentials_error() {
    let fixture = fixture([Err("the vault is sealed")]);
    let error = fixture
        .client
        .call::<FindBook>("x")
        .await
        .expect_err("no credentials");
    assert!(error.is_credentials() && !error.maybe_sent());
    assert_eq!(error.attempts(), 0);
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[tokio::test]
async fn errors_hide_an_invalid_session_token() {
    let replay = Replay::new([]);
    let credentials = Credentials::new("AKID", "s").with_session_token("se-cret\n");
    let builder = testing::builder::<Client>(&replay).credentials(credentials);
    let client = builder.build().expect("complete");
    let error = client.call::<FindBook>("x").await.expect_err("refused");
    assert!(error.is_credentials());
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{client:?}"),
    ] {
        assert!(!shown.contains("se-cret"), "{shown}");
    }
}
