//! The Lambda function as a program, with the runtime API of Lambda on loopback.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::{Child, Command};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// The events to deliver, and the results of the function.
struct RuntimeApi {
    events: Mutex<Vec<(String, Value)>>,
    results: mpsc::Sender<(String, String)>,
}

async fn next(State(api): State<Arc<RuntimeApi>>) -> impl IntoResponse {
    let event = api.events.lock().unwrap().pop();
    let Some((id, event)) = event else {
        // Lambda freezes an instance without work.
        return std::future::pending().await;
    };
    let mut headers = HeaderMap::new();
    headers.insert("lambda-runtime-aws-request-id", id.parse().unwrap());
    headers.insert(
        "lambda-runtime-deadline-ms",
        "4000000000000".parse().unwrap(),
    );
    (headers, event.to_string())
}

async fn result(
    State(api): State<Arc<RuntimeApi>>,
    Path(id): Path<String>,
    body: String,
) -> StatusCode {
    api.results.send((id, body)).await.unwrap();
    StatusCode::ACCEPTED
}

/// Ends the program when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
async fn answers_the_events_of_the_runtime_api() {
    let emulator = Emulator::new();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    emulator.customer("+14255550199").says("Hello").unwrap();
    let body = json!({ "Type": "Notification", "Message": emulator.events()[0].envelope });
    let record = json!({ "messageId": "1", "eventSource": "aws:sqs", "body": body.to_string() });
    let (results, mut received) = mpsc::channel(10);
    let api = RuntimeApi {
        // The last is the first.
        events: Mutex::new(vec![
            ("second".to_owned(), json!("hello")),
            ("first".to_owned(), json!({ "Records": [record] })),
        ]),
        results,
    };
    let routes = Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(result))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(result))
        .with_state(Arc::new(api));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });

    let child = Command::new(env!("CARGO_BIN_EXE_lambda"))
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "answer")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_ENDPOINT_URL", running.url())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "emulator")
        .env("AWS_SECRET_ACCESS_KEY", "emulator")
        .spawn();
    let _program = Program(child.unwrap());

    let (id, result) = received.recv().await.unwrap();
    assert_eq!(
        (id.as_str(), result.as_str()),
        ("first", r#"{"batchItemFailures":[]}"#)
    );
    let (id, result) = received.recv().await.unwrap();
    assert_eq!(id, "second");
    let error: Value = serde_json::from_str(&result).unwrap();
    assert!(error["errorMessage"].is_string(), "{error}");
    let texts: Vec<String> = emulator
        .messages()
        .iter()
        .filter_map(|sent| sent.text())
        .collect();
    assert_eq!(texts, ["You wrote: Hello"]);
}
