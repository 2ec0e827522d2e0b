//! Many tasks on one client, and calls that are given up.

use std::time::Duration;

use runtime::CallOptions;
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
        .message(text)
        .meta_api_version("v24.0");
    let output = request.send().await.unwrap();
    assert_eq!(output.message_id(), Some("m"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_requests_from_32_tasks_share_kept_alive_connections() {
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
    // The pool may open a connection while another is about to come back, so
    // there are some more than tasks.
    let connections = server.connections();
    assert!(connections <= 3 * TASKS, "{connections} connections");
}

#[tokio::test]
async fn requests_in_flight_do_not_wait_for_each_other() {
    let gate = Gate::closed();
    let reply = Reply::json(200, r#"{"messageId":"m"}"#);
    let server = Server::start([Play::Held(gate.clone(), reply)]).await;
    let client = client(&server);
    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move { send(&client, number.to_string()).await });
    }
    // All are under way before the first is answered.
    server.received(TASKS).await;
    gate.open();
    tasks.join_all().await;
    assert_eq!(server.connections(), TASKS);
}

#[tokio::test]
async fn one_after_another_uses_one_connection() {
    let server = Server::start([Play::json(r#"{"messageId":"m"}"#)]).await;
    let client = client(&server);
    for number in 0..10 {
        send(&client.clone(), number.to_string()).await;
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_connection_closed_between_requests_is_replaced_unnoticed() {
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
async fn a_call_that_is_never_polled_sends_nothing() {
    let server = Server::start([Play::json("{}")]).await;
    drop((named("SendWhatsAppMessage").full)(
        client(&server),
        CallOptions::new(),
    ));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_timed_out_attempt_closes_its_connection() {
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
