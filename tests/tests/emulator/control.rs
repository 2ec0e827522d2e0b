//! The control paths.

use http::{Method, Request};
use runtime::Bytes;
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;

use crate::text;

/// Sends a control request and returns the status and the JSON.
pub(crate) async fn ask(
    emulator: &Emulator,
    method: Method,
    path: &str,
    body: Value,
) -> (u16, Value) {
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

/// Sends a PUT request.
pub(crate) async fn put(emulator: &Emulator, path: &str, body: Value) -> (u16, Value) {
    ask(emulator, Method::PUT, path, body).await
}

#[tokio::test]
async fn adds_lists_and_clears_faults() {
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
async fn suggests_paths_and_methods() {
    let emulator = Emulator::new();
    for (method, path, status, expected) in [
        (
            Method::GET,
            "mesages",
            404,
            "unknown control path `mesages`; did you mean `messages`?",
        ),
        (
            Method::GET,
            "x",
            404,
            "unknown control path `x`; use one of accounts, call-permissions, calls, ",
        ),
        (
            Method::DELETE,
            "clock",
            405,
            "/_emulator/clock does not accept DELETE; use GET or PUT",
        ),
    ] {
        let (found, json) = ask(&emulator, method, path, Value::Null).await;
        let message = json["message"].as_str().unwrap();
        assert_eq!(
            (found, message.starts_with(expected)),
            (status, true),
            "{message}"
        );
    }
}

#[tokio::test]
async fn lists_messages() {
    let emulator = Emulator::new();
    let now = json!({"time": 1_728_518_400});
    assert_eq!(ask(&emulator, Method::PUT, "clock", now).await.0, 200);
    text(&emulator.client(), "hi").send().await.unwrap();
    let (_, shown) = ask(&emulator, Method::GET, "messages", Value::Null).await;
    assert_eq!(shown["messages"][0]["metaApiVersion"], "v24.0");
    assert_eq!(shown["messages"][0]["time"], 1_728_518_400.0);
}

/// Calls SendWhatsAppMessage and returns the code or status of the failure.
async fn met(emulator: &Emulator) -> String {
    match text(&emulator.client(), "hi").send().await {
        Ok(_) => "sent".to_owned(),
        Err(error) => match (error.code(), error.status()) {
            (Some(code), _) => code.to_owned(),
            (None, Some(status)) => status.to_string(),
            (None, None) => "no answer".to_owned(),
        },
    }
}

#[tokio::test]
async fn injects_every_kind_by_count_and_probability() {
    for (kind, expected) in [
        (
            json!({"kind": "throttle", "times": 3}),
            "ThrottledRequestException",
        ),
        (json!({"kind": "500"}), "InternalServiceException"),
        (json!({"kind": "502"}), "DependencyException"),
        (json!({"kind": "503"}), "ServiceUnavailable"),
        (
            json!({"kind": "AccessDeniedException"}),
            "AccessDeniedException",
        ),
        (json!({"kind": "delay", "milliseconds": 1}), "sent"),
        (json!({"kind": "reset"}), "no answer"),
        (json!({"kind": "reset", "stage": "after"}), "no answer"),
        (json!({"kind": "garbage"}), "200"),
        (json!({"kind": "html"}), "502"),
    ] {
        let emulator = Emulator::new();
        let (status, faults) = ask(&emulator, Method::POST, "faults", kind.clone()).await;
        assert_eq!(status, 200, "{kind}: {faults}");
        assert_eq!(faults["faults"][0]["kind"], kind["kind"]);
        assert_eq!(met(&emulator).await, expected, "{kind}");
        assert_eq!(met(&emulator).await, "sent", "{kind}, once more");

        let mut certain = kind.clone();
        certain["times"] = Value::Null;
        certain["probability"] = json!(1);
        assert_eq!(ask(&emulator, Method::POST, "faults", certain).await.0, 200);
        for _ in 0..3 {
            assert_eq!(met(&emulator).await, expected, "{kind}, always");
        }
    }
}

#[tokio::test]
async fn rejects_invalid_control_requests() {
    let emulator = Emulator::new();
    let mut text = String::new();
    for (method, path, body) in [
        (Method::POST, "faults", json!({"kind": "flood"})),
        (Method::POST, "faults", json!({"kind": "404"})),
        (Method::POST, "faults", json!({"kind": 500})),
        (Method::POST, "faults", json!({"kind": "delay"})),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "milliseconds": 1}),
        ),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "times": 1, "probability": 1}),
        ),
        (Method::POST, "faults", json!({"kind": "500", "times": 0})),
        (Method::POST, "faults", json!({"kind": "500", "times": "3"})),
        (Method::POST, "faults", json!({"kind": "500", "time": 3})),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "probability": 2}),
        ),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "stage": "later"}),
        ),
        (
            Method::POST,
            "faults",
            json!({"kind": "500", "operation": "SendMessage"}),
        ),
        (Method::POST, "faults", json!([])),
        (Method::POST, "faults", Value::Null),
        (Method::PUT, "clock", json!({"time": "noon"})),
        (Method::GET, "secrets", Value::Null),
        (Method::PUT, "faults", json!({})),
    ] {
        let (status, answer) = ask(&emulator, method.clone(), path, body.clone()).await;
        let message = answer["message"].as_str().unwrap();
        text.push_str(&format!("{method} {path} {body}: {status} {message}\n"));
    }
    assert!(emulator.faults().list().is_empty());
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("rejects_invalid_control_requests", text) }
    );
}
