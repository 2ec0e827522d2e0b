//! Calls that are signed and sent.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http::{Request, Response, StatusCode};
use socialmessaging::transport::{Limits, Transport, TransportError};
use socialmessaging::{
    AsyncRuntime, BoxFuture, Bytes, Client, Clock, Credentials, CredentialsError,
    ProvideCredentials, Random, Timeouts,
};

use crate::threads::Threads;
use crate::{NUMBER, block_on, message};

/// Records requests, and responds with these statuses; afterwards, it does not
/// respond.
#[derive(Clone, Debug, Default)]
struct Scripted {
    statuses: Arc<Mutex<Vec<u16>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Scripted {
    fn new(statuses: &[u16]) -> Self {
        let statuses = statuses.iter().rev().copied().collect();
        Self {
            statuses: Arc::new(Mutex::new(statuses)),
            ..Self::default()
        }
    }
}

impl Transport for Scripted {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.requests.lock().unwrap().push(request);
        let Some(status) = self.statuses.lock().unwrap().pop() else {
            return Box::pin(std::future::pending());
        };
        let mut response = Response::new(Bytes::from_static(br#"{"messageId": "m1"}"#));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// The time of a request, and no randomness.
#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
    }
}

impl Random for Fixed {
    fn next(&self) -> u64 {
        u64::MAX
    }
}

fn builder(transport: &Scripted, threads: &Threads) -> socialmessaging::Builder {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
        .transport(transport.clone())
        .async_runtime(threads.clone())
        .clock(Fixed)
        .random(Fixed)
}

#[test]
fn signs_requests() {
    let transport = Scripted::new(&[200]);
    let client = builder(&transport, &Threads::default()).build().unwrap();
    let sent = block_on(client.sender(NUMBER).send(message())).unwrap();
    assert_eq!(sent.message_id(), Some("m1"));
    let requests = transport.requests.lock().unwrap();
    let authorization = requests[0].headers()["authorization"].to_str().unwrap();
    // The signature of both libraries.
    insta::assert_snapshot!(authorization);
}

#[test]
fn waits_between_attempts_by_its_timers() {
    let transport = Scripted::new(&[429, 200]);
    let threads = Threads::default();
    // Time limits are sleeps, too.
    let client = builder(&transport, &threads).timeouts(Timeouts::none());
    let client = client.build().unwrap();
    let sent = block_on(client.sender(NUMBER).send(message())).unwrap();
    assert_eq!(sent.response_metadata().attempts(), 2);
    assert!(threads.longest_sleep() > Duration::ZERO);
}

#[test]
fn ends_attempts_by_its_timers() {
    let transport = Scripted::new(&[]);
    // The limit of an operation could end the call before it is sent, on a slow machine.
    let limits = Timeouts::none().with_attempt(Duration::from_millis(20));
    let client = builder(&transport, &Threads::default()).timeouts(limits);
    let client = client.build().unwrap();
    let error = block_on(client.sender(NUMBER).send(message())).unwrap_err();
    assert!(error.is_timeout() && error.maybe_sent(), "{error}");
}

/// Credentials that another thread provides.
#[derive(Debug)]
struct Slow(Threads);

impl ProvideCredentials for Slow {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let waiting = self.0.sleep(Duration::from_millis(1));
        Box::pin(async {
            waiting.await;
            Ok(Credentials::new("AKIDOTHER", "wJalrXUtnFEMI"))
        })
    }
}

/// A runtime of one thread, which runs tasks at once.
#[derive(Debug, Default)]
struct OneThread(Threads);

impl AsyncRuntime for OneThread {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(time)
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        block_on(task);
    }
}

#[test]
fn finds_credentials_in_a_task_that_runs_at_once() {
    let transport = Scripted::new(&[200]);
    let slow = Slow(Threads::default());
    let client = builder(&transport, &Threads::default()).credentials(slow);
    let client = client.async_runtime(OneThread::default()).build().unwrap();
    block_on(client.sender(NUMBER).send(message())).unwrap();
    assert_eq!(transport.requests.lock().unwrap().len(), 1);
}

#[test]
fn finds_credentials_in_its_tasks() {
    let transport = Scripted::new(&[200]);
    let threads = Threads::default();
    let client = builder(&transport, &threads).credentials(Slow(threads.clone()));
    let client = client.build().unwrap();
    block_on(client.sender(NUMBER).send(message())).unwrap();
    let requests = transport.requests.lock().unwrap();
    let authorization = requests[0].headers()["authorization"].to_str().unwrap();
    assert!(
        authorization.contains("Credential=AKIDOTHER/"),
        "{authorization}"
    );
}

#[cfg(not(feature = "http"))]
#[test]
fn names_missing_parts() {
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"));
    let error = client.clone().build().unwrap_err().to_string();
    assert!(error.starts_with("`transport` is not set"), "{error}");
    let client = client.transport(Scripted::new(&[]));
    let error = client.build().unwrap_err().to_string();
    assert!(error.starts_with("`async_runtime` is not set"), "{error}");
}
