//! The paths for other processes.

use http::{Method, Request};
use runtime::Bytes;
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;

use crate::text;

async fn ask(emulator: &Emulator, method: Method, path: &str, body: Value) -> (u16, Value) {
    let body = match body {
        Value::Null => Bytes::new(),
        body => Bytes::from(body.to_string()),
    };
    let request = Request::builder()
        .method(method)
        .uri(format!("/_emulator/{path}"));
    let response = emulator
        .server()
        .handle(request.body(body).unwrap())
        .await
        .unwrap();
    let json = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), json)
}

#[tokio::test]
async fn faults_are_demanded_listed_and_cleared() {
    let emulator = Emulator::new();
    let demand = json!({"kind": "throttle", "operation": "SendWhatsAppMessage", "times": 2});
    let (status, _) = ask(&emulator, Method::POST, "faults", demand).await;
    assert_eq!(status, 200);
    let chance = json!({"kind": "delay", "milliseconds": 5, "probability": 0.5, "seed": 1});
    let (_, faults) = ask(&emulator, Method::POST, "faults", chance).await;
    assert_eq!(faults["faults"][0]["times"], 2);
    assert_eq!(faults["faults"][1]["probability"], 0.5);
    let (_, faults) = ask(&emulator, Method::DELETE, "faults", Value::Null).await;
    assert_eq!(faults, json!({"faults": []}));
}

#[tokio::test]
async fn messages_are_shown() {
    let emulator = Emulator::new();
    let now = json!({"time": 1_728_518_400});
    assert_eq!(ask(&emulator, Method::PUT, "clock", now).await.0, 200);
    text(&emulator.client(), "hi").send().await.unwrap();
    let (_, shown) = ask(&emulator, Method::GET, "messages", Value::Null).await;
    assert_eq!(shown["messages"][0]["metaApiVersion"], "v24.0");
    assert_eq!(shown["messages"][0]["time"], 1_728_518_400.0);
}

#[tokio::test]
async fn mistakes_are_told() {
    let emulator = Emulator::new();
    for (method, path, body, status) in [
        (Method::POST, "faults", json!({"kind": "flood"}), 400),
        (Method::POST, "faults", json!({"kind": "delay"}), 400),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "times": 1, "probability": 1}),
            400,
        ),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "probability": 2}),
            400,
        ),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "stage": "later"}),
            400,
        ),
        (Method::POST, "faults", Value::Null, 400),
        (Method::PUT, "clock", json!({"time": "noon"}), 400),
        (Method::GET, "secrets", Value::Null, 404),
    ] {
        let answer = ask(&emulator, method, path, body.clone()).await;
        assert_eq!(answer.0, status, "{path} {body}");
    }
}
