//! Errors of the service, for every operation and in every format.

use std::fmt::Write as _;

use runtime::{CallOptions, Retries};
use socialmessaging::Client;
use tests::fixture;
use tests::operations::{self, ERRORS, Failure, FailureKind, OPERATIONS};
use tests::server::{Play, Reply, Server};

use crate::snapshot;

fn client(server: &Server) -> Client {
    fixture::builder(server)
        .retries(Retries::none())
        .build()
        .unwrap()
}

/// The code and status of every error of the service.
fn errors() -> impl Iterator<Item = (&'static str, u16)> {
    ERRORS
        .iter()
        .map(|error| ((error.code)(), error.response.status))
}

/// Returns the failure of an operation for a response.
async fn failure(operation: &str, reply: Reply) -> Failure {
    let server = Server::start([Play::Reply(reply)]).await;
    let call = operations::named(operation).full;
    call(client(&server), CallOptions::new()).await.unwrap_err()
}

#[tokio::test]
async fn keeps_code_message_status_and_request_id_of_every_error() {
    for operation in OPERATIONS {
        let plays = errors().map(|(code, status)| Play::error(status, code, "why"));
        let server = Server::start(plays).await;
        let client = client(&server);
        for (code, status) in errors() {
            let failure = (operation.full)(client.clone(), CallOptions::new())
                .await
                .unwrap_err();
            let case = format!("{} {code}", operation.name);
            assert_eq!(failure.kind, FailureKind::Service, "{case}");
            assert_eq!(failure.operation.as_deref(), Some(operation.name), "{case}");
            assert_eq!(failure.code.as_deref(), Some(code), "{case}");
            assert_eq!(failure.message.as_deref(), Some("why"), "{case}");
            assert_eq!(failure.status, Some(status), "{case}");
            assert_eq!(failure.request_id.as_deref(), Some("req-1"), "{case}");
            assert_eq!(failure.attempts, 1, "{case}");
            assert!(failure.throttled || status != 429, "{case}");
            // Only errors that the operation lists are typed.
            assert_eq!(
                failure.typed.is_some(),
                operation.errors.contains(&code),
                "{case}"
            );
        }
        assert_eq!(server.connections(), 1, "{}", operation.name);
    }
}

/// Formats a failure for a snapshot.
fn line(case: &str, failure: &Failure) -> String {
    let mut line = format!("{case}\n  {}\n", failure.display);
    for source in &failure.sources {
        writeln!(line, "  source: {source}").unwrap();
    }
    line
}

#[tokio::test]
async fn displays_errors_on_one_line() {
    let mut lines = String::new();
    for (code, status) in errors() {
        let failure = failure(
            "PostWhatsAppMessageMedia",
            Reply::error(status, code, "why"),
        )
        .await;
        lines += &line(code, &failure);
    }
    snapshot!("displays_errors_on_one_line", lines);
}

/// Common errors of AWS, which models do not list.
#[rustfmt::skip]
const UNMODELED: [(&str, u16); 15] = [
    ("ExpiredTokenException", 403), ("IncompleteSignature", 403), ("InternalFailure", 500),
    ("MalformedHttpRequestException", 400), ("NotAuthorized", 401), ("OptInRequired", 403),
    ("RequestAbortedException", 400), ("RequestEntityTooLargeException", 413), ("RequestExpired", 400),
    ("RequestTimeoutException", 408), ("ServiceUnavailable", 503), ("ThrottlingException", 400),
    ("UnrecognizedClientException", 403), ("UnknownOperationException", 404), ("ValidationError", 400),
];

#[tokio::test]
async fn keeps_code_message_status_and_request_id_of_unknown_errors() {
    for (code, status) in UNMODELED {
        let failure = failure("SendWhatsAppMessage", Reply::error(status, code, "why")).await;
        assert_eq!(failure.kind, FailureKind::Service, "{code}");
        assert_eq!(failure.typed, None, "{code}");
        assert_eq!(failure.code.as_deref(), Some(code));
        assert_eq!(failure.message.as_deref(), Some("why"), "{code}");
        assert_eq!(failure.status, Some(status), "{code}");
        assert_eq!(failure.request_id.as_deref(), Some("req-1"), "{code}");
        assert_eq!(failure.throttled, code == "ThrottlingException", "{code}");
    }
}

#[tokio::test]
async fn finds_the_code_in_header_and_body() {
    let bare = || Reply::new(400);
    let typed = |value: &str| bare().header("x-amzn-errortype", value);
    #[rustfmt::skip]
    let cases = [
        ("header", typed("ValidationException")),
        ("header, with a link", typed("ValidationException:http://internal.amazon.com/x/")),
        ("header, with a namespace", typed("com.amazonaws#ValidationException")),
        ("header, with both", typed("com.amazonaws#ValidationException:http://internal/#x")),
        ("body code", bare().body(r#"{"code":"ValidationException"}"#)),
        ("body code, with a namespace", bare().body(r#"{"code":"a.b#ValidationException:x"}"#)),
        ("body __type", bare().body(r#"{"__type":"com.amazonaws#ValidationException"}"#)),
        ("header before body", typed("ValidationException").body(r#"{"code":"Other","__type":"Third"}"#)),
        ("code before __type", bare().body(r#"{"__type":"Third","code":"ValidationException"}"#)),
        ("null code", bare().body(r#"{"code":null,"__type":"ValidationException"}"#)),
        ("number as code", bare().body(r#"{"code":400,"__type":"ValidationException"}"#)),
    ];
    for (case, reply) in cases {
        let failure = failure("SendWhatsAppMessage", reply).await;
        assert_eq!(
            failure.code.as_deref(),
            Some("ValidationException"),
            "{case}"
        );
        assert!(failure.typed.is_some(), "{case}");
    }
}

#[tokio::test]
async fn finds_the_message_in_either_spelling() {
    let reply = |body: &str| {
        Reply::json(400, body.to_owned()).header("x-amzn-errortype", "ValidationException")
    };
    #[rustfmt::skip]
    let cases = [
        (r#"{"message":"why"}"#, Some("why")),
        (r#"{"Message":"why"}"#, Some("why")),
        (r#"{"message":null,"Message":"why"}"#, Some("why")),
        (r#"{"message":""}"#, Some("")),
        (r#"{"reason":"other","fieldList":[{"name":"x"}]}"#, None),
        ("{}", None),
        ("", None),
    ];
    for (body, message) in cases {
        let failure = failure("SendWhatsAppMessage", reply(body)).await;
        assert_eq!(
            failure.code.as_deref(),
            Some("ValidationException"),
            "{body}"
        );
        assert_eq!(failure.message.as_deref(), message, "{body}");
        assert!(failure.typed.is_some(), "{body}");
    }
}

#[tokio::test]
async fn keeps_the_status_of_foreign_responses() {
    let json = |body: &str| Reply::json(400, body.to_owned());
    #[rustfmt::skip]
    let cases = [
        ("HTML page of a proxy", Reply::html(502)),
        ("HTML page, not found", Reply::html(404)),
        ("empty body", Reply::new(500)),
        ("empty body, throttled", Reply::new(429)),
        ("empty object", json("{}")),
        ("null", json("null")),
        ("array", json(r#"["ValidationException"]"#)),
        ("cut JSON", json(r#"{"message": "wh"#)),
        ("binary", Reply::new(400).body(&b"\xff\xfe\x00"[..])),
        ("code that no model knows", Reply::error(418, "Teapot", "short and stout")),
        ("line breaks in the message", Reply::error(400, "ValidationException", "one\ntwo\r\n\u{1b}[31mred")),
        ("redirect", Reply::redirect("http://127.0.0.1:9/elsewhere")),
        ("not modified", Reply::new(304)),
        ("HTML page of a captive portal", Reply::html(200)),
    ];
    let mut lines = String::new();
    for (case, reply) in cases {
        let failure = failure("SendWhatsAppMessage", reply).await;
        assert!(failure.status.is_some(), "{case}");
        assert_eq!(failure.display.lines().count(), 1, "{case}");
        assert!(!failure.display.contains('\u{1b}'), "{case}");
        lines += &line(case, &failure);
    }
    snapshot!("keeps_the_status_of_foreign_responses", lines);
}

#[tokio::test]
async fn limits_the_length_of_error_lines() {
    let code = r#"{"code":"CODE"}"#.replace("CODE", &"Code".repeat(5000));
    #[rustfmt::skip]
    let cases = [
        ("message", Reply::error(400, "ValidationException", &"why ".repeat(5000))),
        ("code", Reply::json(400, code)),
        ("page", Reply::new(502).body("<p>why".repeat(5000))),
    ];
    for (case, reply) in cases {
        let failure = failure("SendWhatsAppMessage", reply).await;
        let length = failure.display.len();
        assert!(length < 2000, "{case}: {length}");
    }
}
