//! Error messages name the thing to change.

use runtime::testing::{Answer, Replay};
use runtime::transport::{HttpTransport, Limits, TransportErrorKind};
use runtime::{Retries, Timeouts};

use crate::support::server::{Server, Step, refusing_url};
use crate::support::{self, Client, FindBook, OrderBook};
use crate::transport::{TlsServer, send_with};

fn client(url: &str) -> Client {
    let builder = Client::builder_for(url).retries(Retries::none());
    builder.build().expect("complete")
}

fn replayed(replay: &Replay) -> Client {
    let builder = Client::builder_for("http://127.0.0.1:1").transport(replay.clone());
    builder.retries(Retries::none()).build().expect("complete")
}

/// Returns a response with these header lines.
fn head(lines: &str) -> Step {
    let body = "\"fine\"";
    let length = body.len();
    Step::ReplyAndClose(format!(
        "HTTP/1.1 200 OK\r\n{lines}Content-Length: {length}\r\n\r\n{body}"
    ))
}

#[tokio::test]
async fn accepts_unusual_response_heads() {
    let many: String = (0..150)
        .map(|number| format!("X-H{number}: v\r\n"))
        .collect();
    for lines in [
        "X-Fold: a\r\n b\r\n",
        "X-Space : a\r\n",
        "x-empty:\r\n",
        &many,
    ] {
        let server = Server::start([head(lines)]).await;
        let result = client(&server.url()).call::<OrderBook>("x").await;
        assert_eq!(result.expect(lines), "fine");
    }
}

#[tokio::test]
async fn distinguishes_invalid_heads_from_other_protocols() {
    let many: String = (0..300)
        .map(|number| format!("X-H{number}: v\r\n"))
        .collect();
    for (step, expected) in [
        (head(&many), "the head of the response is too large"),
        (head("no colon\r\n"), "HTTP with an invalid head"),
        (
            Step::ReplyAndClose("\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F".to_owned()),
            "does not speak HTTP; if it expects TLS, begin the endpoint URL with https://",
        ),
    ] {
        let server = Server::start([step]).await;
        let error = client(&server.url()).call::<OrderBook>("x").await;
        let error = error.expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(error.contains("TLS"), expected.contains("TLS"), "{error}");
    }
}

#[tokio::test]
async fn redirects_show_their_target() {
    let redirect = Answer::status(301).header("location", "https://other.example/x?token=se-cret");
    for (answer, expected) in [
        (
            redirect,
            "the server redirects to https://other.example/x?…; ",
        ),
        (
            Answer::status(307),
            "the server redirects, but does not say where; ",
        ),
    ] {
        let replay = Replay::always(answer);
        let client = replayed(&replay);
        let error = client.call::<OrderBook>("x").await.expect_err("a redirect");
        assert!(!error.maybe_sent(), "{error}");
        let text = error.to_string();
        assert!(text.contains(expected), "{text}");
        assert!(
            text.contains("check the region and the endpoint URL"),
            "{text}"
        );
        assert_eq!(replay.requests().len(), 1);
    }
}

#[tokio::test]
async fn names_content_codings() {
    for status in [200, 502] {
        let answer =
            Answer::response(status, "\u{1f}not text\u{0}").header("content-encoding", "br");
        let client = replayed(&Replay::always(answer));
        let error = client.call::<OrderBook>("x").await.expect_err("compressed");
        let expected = "the body has the content coding br, which the client did not request; \
        look for a proxy that compresses responses";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// `"fine"` in gzip.
const GZIP: [u8; 26] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x53, 0x4a, 0xcb, 0xcc, 0x4b, 0x55,
    0x02, 0x00, 0xd6, 0x07, 0x59, 0x24, 0x06, 0x00, 0x00, 0x00,
];

#[tokio::test]
async fn reads_gzip() {
    let answer = Answer::response(200, GZIP.to_vec()).header("content-encoding", "gzip");
    let client = replayed(&Replay::always(answer));
    assert_eq!(
        client.call::<OrderBook>("x").await.expect("decoded"),
        "fine"
    );
}

#[tokio::test]
async fn certificate_errors_are_plain_and_final() {
    let server = TlsServer::start().await;
    // The server's certificate is not a CA certificate.
    let bundle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/server.pem");
    let url = format!("https://localhost:{}/", server.port);
    let error = send_with(
        &HttpTransport::with_ca_bundle(bundle),
        &url,
        Limits::default(),
    )
    .await;
    let error = error.expect_err("untrusted");
    assert_eq!(error.kind(), TransportErrorKind::Certificate);
    assert!(!error.maybe_sent());
    assert_eq!(
        error.to_string(),
        "the server's certificate is not trusted: its authority is unknown; add the authority's \
         certificate with `ca_bundle` of the builder, AWS_CA_BUNDLE (for `build_from_env`) or \
         SSL_CERT_FILE"
    );
    let client = Client::builder_for(&url)
        .ca_bundle(bundle)
        .build()
        .expect("complete");
    let error = client.call::<FindBook>("x").await.expect_err("untrusted");
    assert_eq!(error.attempts(), 1, "{error}");
    assert!(error.is_connection() && !error.maybe_sent(), "{error}");
}

#[tokio::test]
async fn names_proxies_that_are_not_used() {
    let advice = "the environment variable ALL_PROXY sets a proxy, which this client does not \
    use; enable the feature `proxy` and set HTTPS_PROXY, or set a custom \
                  `Transport` on the builder";
    let url = refusing_url().await;
    let env = support::env("AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s ALL_PROXY=http://p:1");
    for (builder, shows) in [
        (Client::builder().env(env.clone()), true),
        // A custom transport may use it.
        (
            Client::builder().env(env).transport(HttpTransport::new()),
            false,
        ),
    ] {
        let builder = builder.endpoint_url(&url).retries(Retries::none());
        let client = builder.timeouts(Timeouts::none()).build_from_env().await;
        let error = client.expect("complete").call::<FindBook>("x").await;
        let error = error.expect_err("refused").to_string();
        assert_eq!(error.contains(advice), shows, "{error}");
        assert_eq!(error.contains("nothing listens there"), !shows, "{error}");
    }
}
