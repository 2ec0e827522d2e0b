//! Requests of web pages of other origins.

use http::{Method, Request, Response};
use runtime::Bytes;
use runtime::server::Server;
use socialmessaging::emulator::{Emulator, Origin};

const PAGE: &str = "http://localhost:5173";
const OTHER: &str = "http://localhost:5174";
const SEND: &str = "/v1/whatsapp/send";

fn server() -> Server {
    let builder = Emulator::builder().allow_origin(PAGE.parse().unwrap());
    builder.build().unwrap().server()
}

/// Sends what a browser sends for a page of `origin`.
async fn ask(
    server: &Server,
    method: Method,
    path: &str,
    origin: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<Bytes> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:8480")
        .header("origin", origin);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Bytes::from(body.to_owned());
    server.handle(request.body(body).unwrap()).await.unwrap()
}

const PREFLIGHT: &[(&str, &str)] = &[
    ("access-control-request-method", "POST"),
    (
        "access-control-request-headers",
        "authorization,content-type,x-amz-date",
    ),
];

fn cross_origin_headers(response: &Response<Bytes>) -> Vec<String> {
    let headers = response.headers().iter();
    let mut lines: Vec<String> = headers
        .filter(|(name, _)| name.as_str().starts_with("access-control-") || *name == "vary")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn answers_preflight_requests_of_allowed_pages() {
    let server = server();
    for path in [SEND, "/_emulator/customers"] {
        let response = ask(&server, Method::OPTIONS, path, PAGE, PREFLIGHT, "").await;
        assert_eq!(response.status(), 204, "{path}");
        assert_eq!(
            cross_origin_headers(&response),
            [
                "access-control-allow-headers: authorization,content-type,x-amz-date",
                "access-control-allow-methods: DELETE, GET, HEAD, PATCH, POST, PUT",
                "access-control-allow-origin: http://localhost:5173",
                "access-control-expose-headers: x-amzn-RequestId, x-amzn-ErrorType, \
                 x-amzn-ErrorMessage, Date",
                "access-control-max-age: 600",
                "vary: Origin",
            ]
        );
    }
}

#[tokio::test]
async fn lets_allowed_pages_read_responses_and_errors() {
    let server = server();
    let json = [("content-type", "application/json")];
    for (method, path, status) in [
        (Method::GET, "/v1/whatsapp/waba/list", 200),
        (Method::POST, SEND, 400),
        (Method::GET, "/_emulator/messages", 200),
        (Method::GET, "/unknown", 404),
    ] {
        let body = if method == Method::POST { "{}" } else { "" };
        let headers = if method == Method::POST {
            &json[..]
        } else {
            &[]
        };
        let response = ask(&server, method, path, PAGE, headers, body).await;
        assert_eq!(response.status(), status, "{response:?}");
        let headers = cross_origin_headers(&response);
        let allowed = format!("access-control-allow-origin: {PAGE}");
        assert!(headers.contains(&allowed), "{headers:?}");
    }
}

#[tokio::test]
async fn allows_no_other_page() {
    for (server, origin) in [(server(), OTHER), (Emulator::new().server(), PAGE)] {
        for path in [SEND, "/_emulator/customers"] {
            let response = ask(&server, Method::OPTIONS, path, origin, PREFLIGHT, "").await;
            assert!(response.status().is_client_error(), "{response:?}");
            assert_eq!(cross_origin_headers(&response), [] as [String; 0]);
        }
        let path = "/_emulator/messages";
        let response = ask(&server, Method::GET, path, origin, &[], "").await;
        assert_eq!(response.status(), 403);
        let body = String::from_utf8_lossy(response.body());
        assert!(body.contains("--allow-origin"), "{body}");
    }
}

#[test]
fn origins_are_those_of_browsers() {
    for (text, origin) in [
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://localhost:5173/", "http://localhost:5173"),
        ("HTTPS://App.Example.com:443", "https://app.example.com"),
        ("http://[::1]:80", "http://[::1]"),
    ] {
        assert_eq!(text.parse::<Origin>().unwrap().to_string(), origin);
    }
    for text in [
        "",
        "*",
        "null",
        "localhost:5173",
        "ftp://a",
        "http://a/b",
        "http://u@a",
    ] {
        let error = text.parse::<Origin>().unwrap_err().to_string();
        assert!(error.contains("such as http://localhost:5173"), "{error}");
    }
}
