//! The client's credentials cache: expiry, refreshes and failing providers.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use runtime::testing::{Answer, ManualClock, Replay};
use runtime::{
    BoxFuture, CallOptions, Clock, Credentials, CredentialsError, ProvideCredentials, Timeouts,
    testing,
};

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
async fn next_call_joins_the_search_of_a_dropped_call() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let half_second = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half_second, fixture.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    assert_eq!(fixture.provider.calls(), 0);
    assert_eq!(fixture.signing_key().await, ok("A"));
    assert_eq!(fixture.provider.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn slow_refresh_delays_only_one_call() {
    let fixture = fixture([Ok(expiring_keys("A", 600)), Ok(expiring_keys("B", 7_200))]);
    assert_eq!(fixture.signing_key().await, ok("A"));
    fixture.clock.advance(Duration::from_secs(301));
    let half_second = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half_second, fixture.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    assert_eq!(fixture.signing_key().await, ok("A"), "does not wait");
    tokio::time::sleep(2 * half_second).await;
    assert_eq!(
        fixture.signing_key().await,
        ok("B"),
        "the refresh continued"
    );
    assert_eq!(fixture.provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn operation_timeout_covers_credentials() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let options = CallOptions::new().with_operation_timeout(Duration::from_millis(900));
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
    // The call that notices continues with the new credentials.
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
    let credentials = Credentials::new("AKID", "s").with_session_token("se-cret\nx");
    let builder = testing::builder::<Client>(&replay).credentials(credentials);
    let client = builder.build().expect("complete");
    let error = client.call::<FindBook>("x").await.expect_err("refused");
    assert!(error.is_credentials());
    for shown in [
        error.to_string(),
        format!("{error:#?}"),
        format!("{client:?}"),
    ] {
        assert!(!shown.contains("se-cret"), "{shown}");
    }
}

/// Never returns credentials. `dropped` is set when the search ends.
#[derive(Debug, Clone, Default)]
struct HangingProvider {
    dropped: Arc<AtomicBool>,
}

struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl ProvideCredentials for HangingProvider {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let _guard = SetOnDrop(Arc::clone(&self.dropped));
            std::future::pending().await
        })
    }

    fn waiting_for(&self) -> Option<String> {
        Some("the vault at vault.example".to_owned())
    }
}

fn client(provider: impl ProvideCredentials) -> Client {
    testing::builder::<Client>(&Replay::always(success()))
        .credentials(provider)
        .timeouts(Timeouts::none())
        .build()
        .expect("complete")
}

#[tokio::test(start_paused = true)]
async fn waiting_calls_share_one_failure() {
    let fixture = fixture([Err("the vault is sealed"), Ok(expiring_keys("A", 3_600))]);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let client = fixture.client.clone();
        calls.spawn(async move { client.call::<FindBook>("x").await });
    }
    for result in calls.join_all().await {
        let error = result.expect_err("no credentials");
        assert!(error.is_credentials(), "{error}");
        assert!(error.to_string().contains("the vault is sealed"), "{error}");
    }
    assert_eq!(fixture.provider.calls(), 1);
    assert_eq!(fixture.signing_key().await, ok("A"), "a new search");
}

#[tokio::test(start_paused = true)]
async fn search_continues_after_an_operation_timeout() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let call = || {
        let options = CallOptions::new().with_operation_timeout(Duration::from_millis(600));
        fixture.client.call_with::<FindBook>("x", options)
    };
    let error = call().await.expect_err("the search takes a second");
    assert!(error.is_timeout() && !error.maybe_sent(), "{error}");
    call().await.expect("the search has ended");
    assert_eq!(fixture.provider.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn operation_timeout_names_the_source_of_credentials() {
    let options = CallOptions::new().with_operation_timeout(Duration::from_secs(3));
    let client = client(HangingProvider::default());
    let call = client.call_with::<FindBook>("x", options);
    let error = call.await.expect_err("hangs");
    assert_eq!(
        error.to_string(),
        "FindBook failed: no credentials within 3s (operation timeout, `Timeouts::operation`): still \
         waiting for the vault at vault.example"
    );
}

#[tokio::test(start_paused = true)]
async fn search_ends_after_90_seconds() {
    let provider = HangingProvider::default();
    let started = tokio::time::Instant::now();
    let error = client(provider.clone()).call::<FindBook>("x").await;
    let error = error.expect_err("hangs");
    assert_eq!(started.elapsed().as_secs(), 90);
    assert!(error.is_credentials() && provider.dropped.load(Ordering::Relaxed));
    let part = "no credentials within 90s: still waiting for the vault at vault.example";
    assert!(error.to_string().contains(part), "{error}");
}

#[tokio::test(start_paused = true)]
async fn search_ends_with_its_client() {
    let provider = HangingProvider::default();
    let client = client(provider.clone());
    let second = Duration::from_secs(1);
    let dropped = tokio::time::timeout(second, client.call::<FindBook>("x")).await;
    assert!(dropped.is_err() && !provider.dropped.load(Ordering::Relaxed));
    drop(client);
    tokio::task::yield_now().await;
    assert!(provider.dropped.load(Ordering::Relaxed));
}

#[test]
fn search_starts_again_after_its_runtime_ended() {
    let fixture = fixture([Ok(expiring_keys("A", 3_600))]);
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let options = CallOptions::new().with_operation_timeout(Duration::from_millis(600));
    let call = fixture.client.call_with::<FindBook>("x", options);
    runtime()
        .block_on(call)
        .expect_err("the search takes a second");
    assert_eq!(runtime().block_on(fixture.signing_key()), ok("A"));
}

#[derive(Debug)]
struct PanickingProvider;

impl ProvideCredentials for PanickingProvider {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async { panic!("on purpose") })
    }
}

#[tokio::test]
async fn panic_of_the_provider_is_a_credentials_error() {
    let error = client(PanickingProvider).call::<FindBook>("x").await;
    let error = error.expect_err("no credentials");
    assert!(error.is_credentials(), "{error}");
    assert!(error.to_string().contains("panicked"), "{error}");
}
