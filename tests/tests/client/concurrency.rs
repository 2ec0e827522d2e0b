//! Concurrent and canceled calls.

use std::time::Duration;

use runtime::CallOptions;
use serde_json::json;
use socialmessaging::Client;
use socialmessaging::emulator::PHONE_NUMBER_ID;
use tests::fixture::client;
use tests::operations::{FailureKind, named};
use tests::server::{Gate, Play, Reply, Server};
use tokio::task::JoinSet;

const TASKS: usize = 32;
const REQUESTS: usize = 1_000;

async fn send(client: &Client, text: String) {
    let request = client
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message(json!({ "text": text }))
        .meta_api_version("v24.0");
    let output = request.send().await.unwrap();
    assert_eq!(output.message_id(), Some("m"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_share_keep_alive_connections() {
    let server = Server::start([Play::json(r#"{"messageId":"m"}"#)]).await;
    let client = client(&server);
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            for number in (task..REQUESTS).step_by(TASKS) {
                send(&client, format!("message {number}")).await;
            }
        });
    }
    tasks.join_all().await;

    let mut messages: Vec<String> = server
        .requests()
        .iter()
        .map(|request| request.json()["message"].as_str().unwrap().to_owned())
        .collect();
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), REQUESTS, "every message arrives, and once");
    // The pool may open more connections than tasks.
    let connections = server.connections();
    assert!(connections <= 3 * TASKS, "{connections} connections");
}

#[tokio::test]
async fn sends_requests_concurrently() {
    let gate = Gate::closed();
    let reply = Reply::json(200, r#"{"messageId":"m"}"#);
    let server = Server::start([Play::Held(gate.clone(), reply)]).await;
    let client = client(&server);
    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move { send(&client, number.to_string()).await });
    }
    // All requests arrive before the first response.
    server.received(TASKS).await;
    gate.open();
    tasks.join_all().await;
    assert_eq!(server.connections(), TASKS);
}

#[tokio::test]
async fn reuses_the_connection() {
    let server = Server::start([Play::json(r#"{"messageId":"m"}"#)]).await;
    let client = client(&server);
    for number in 0..10 {
        send(&client.clone(), number.to_string()).await;
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn replaces_a_closed_connection() {
    let reply = Reply::json(200, r#"{"messageId":"m"}"#);
    let server = Server::start([Play::ReplyThenClose(reply)]).await;
    let client = client(&server);
    for number in 0..20 {
        send(&client, number.to_string()).await;
    }
    assert_eq!(server.requests().len(), 20, "each is sent once");
}

#[tokio::test]
async fn dropping_a_call_cancels_its_request() {
    for operation in ["SendWhatsAppMessage", "ListTagsForResource"] {
        for play in [Play::Silent, Play::Stalled(Reply::json(200, "{\"a\": 1}"))] {
            let server = Server::start([play]).await;
            let call = (named(operation).full)(client(&server), CallOptions::new());
            let task = tokio::spawn(call);
            server.received(1).await;
            task.abort();
            server.abandoned(1).await;
            assert_eq!(server.arrivals(), 1, "{operation} is not sent again");
        }
    }
}

#[tokio::test]
async fn sends_nothing_before_the_first_poll() {
    let server = Server::start([Play::json("{}")]).await;
    drop((named("SendWhatsAppMessage").full)(
        client(&server),
        CallOptions::new(),
    ));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn closes_the_connection_after_a_timeout() {
    let server = Server::start([Play::Silent]).await;
    let call = (named("SendWhatsAppMessage").full)(client(&server), CallOptions::new());
    let task = tokio::spawn(call);
    server.received(1).await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(11)).await;
    tokio::time::resume();
    let failure = task.await.unwrap().unwrap_err();
    assert_eq!(
        (failure.kind, failure.maybe_sent),
        (FailureKind::Timeout, true)
    );
    server.abandoned(1).await;
    assert_eq!(server.requests().len(), 1);
}
