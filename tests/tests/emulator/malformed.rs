//! Malformed requests.

use http::{Method, Request};
use proptest::prelude::*;
use runtime::Bytes;
use socialmessaging::emulator::Emulator;

/// Formats status, code, message and relevant headers.
async fn answer(method: &str, target: &str, content_type: Option<&str>, body: Bytes) -> String {
    let server = Emulator::new().server().with_body_limit(100);
    let mut request = Request::builder()
        .method(method.parse::<Method>().unwrap())
        .uri(target);
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    let response = server.handle(request.body(body).unwrap()).await.unwrap();
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    assert!(header("x-amzn-requestid").is_some_and(|id| id.len() == 36));
    assert_eq!(header("content-type").as_deref(), Some("application/json"));
    let json: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    let mut text = format!(
        "{} {}: {}",
        response.status().as_u16(),
        header("x-amzn-errortype").unwrap_or_default(),
        json["message"].as_str().unwrap_or_default(),
    );
    if let Some(allow) = header("allow") {
        text.push_str(&format!(" (Allow: {allow})"));
    }
    for field in json["fieldList"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n    {field}"));
    }
    text
}

#[tokio::test]
async fn returns_aws_errors_for_malformed_requests() {
    let json = Some("application/json");
    let long = "x".repeat(101);
    let mut answers = String::new();
    for (case, method, target, content_type, body) in [
        ("unknown path", "GET", "/v2/whatsapp", None, ""),
        ("wrong method", "PATCH", "/v1/whatsapp/media", json, "{}"),
        ("no Content-Type", "POST", "/v1/whatsapp/send", None, "{}"),
        (
            "wrong Content-Type",
            "POST",
            "/v1/whatsapp/send",
            Some("text/plain"),
            "{}",
        ),
        (
            "a body where none belongs",
            "GET",
            "/v1/whatsapp/waba/list",
            json,
            "{}",
        ),
        (
            "bad JSON",
            "POST",
            "/v1/whatsapp/send",
            json,
            "{\"message\":",
        ),
        ("not JSON", "POST", "/v1/whatsapp/send", json, "<xml/>"),
        (
            "wrong type",
            "POST",
            "/v1/whatsapp/send",
            json,
            r#"{"metaApiVersion": 24}"#,
        ),
        (
            "not base64",
            "POST",
            "/v1/whatsapp/send",
            json,
            r#"{"message": "%"}"#,
        ),
        ("a list", "POST", "/v1/whatsapp/send", json, "[]"),
        (
            "wrong query",
            "GET",
            "/v1/whatsapp/waba/list?maxResults=ten",
            None,
            "",
        ),
        (
            "over the limit",
            "POST",
            "/v1/whatsapp/send",
            json,
            long.as_str(),
        ),
        ("nothing set", "POST", "/v1/whatsapp/send", json, "{}"),
        (
            "out of range",
            "GET",
            "/v1/whatsapp/waba/list?maxResults=0",
            None,
            "",
        ),
        ("empty body", "POST", "/v1/tags/tag-resource", None, ""),
        (
            "no key",
            "POST",
            "/v1/tags/tag-resource",
            json,
            r#"{"resourceArn":"arn:","tags":[{}]}"#,
        ),
        (
            "no token",
            "POST",
            "/v1/whatsapp/signup",
            json,
            r#"{"signupCallback":{}}"#,
        ),
    ] {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let answer = answer(method, target, content_type, body).await;
        answers.push_str(&format!("{case}: {answer}\n"));
    }
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("returns_aws_errors_for_malformed_requests", answers) }
    );
}

/// Generates known and unknown paths.
const TARGETS: &str = "/v1/whatsapp/(send|media|media/get|signup|waba/list|waba/details|eventDestinations)|\
                       /v1/tags/(tag-resource|untag-resource|list)|/_emulator/(faults|clock|customers|events|policy|reset|messages/x)|/[!-~&&[^#]]{0,20}";

/// Generates bodies similar to those of the service.
const BODIES: &str = r#"\{("(message|id|resourceArn|tags|mediaId|kind|time|milliseconds|times|nextToken|phone|action|entry|redeliver|statuses|failNext|advance|status|code)":("[a-zA-Z0-9+/=]{0,4}"|[0-9e\-]{1,20}|\[\{?\}?\]|\{\}|null),?){0,4}\}|.{0,20}"#;

proptest! {
    #[test]
    fn any_request_is_answered(
        method in "GET|POST|PUT|DELETE|[A-Z]{1,4}",
        target in TARGETS,
        query in "(\\?[a-zA-Z0-9=&%]{0,20}(maxResults=[0-9]{1,20})?)?",
        body in BODIES,
    ) {
        let target = format!("{target}{query}");
        let Ok(request) = Request::builder()
            .method(method.as_str())
            .uri(&target)
            .header("content-type", "application/json")
            .body(Bytes::from(body))
        else {
            return Ok(());
        };
        let emulator = Emulator::new();
        let answered = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
            .block_on(emulator.server().handle(request));
        let response = answered.unwrap();
        prop_assert!(!response.status().is_server_error(), "{}", response.status());
        if response.headers()["content-type"] != "application/json" {
            // The page.
            prop_assert!(target == "/" || target.starts_with("/?"), "{target}");
            return Ok(());
        }
        let json = serde_json::from_slice::<serde_json::Value>(response.body());
        prop_assert!(json.is_ok_and(|json| json.is_object()), "{:?}", response.body());
    }
}
