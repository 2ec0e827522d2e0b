//! The HTTP transport against sockets on the loopback interface.

use std::time::Duration;

use bytes::Bytes;
use runtime::testing::SetRandom;
use runtime::transport::{HttpTransport, Limits, Transport, TransportError, TransportErrorKind};
use runtime::{Retries, Timeouts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::server::{Server, Step, listen, ok, refusing_url, response};
use crate::support::{Client, FindBook, OrderBook};

const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/authority.pem");

async fn send(url: &str, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
    send_with(&HttpTransport::new(), url, limits).await
}

pub(crate) async fn send_with(
    transport: &HttpTransport,
    url: &str,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = http::Request::post(url)
        .body(Bytes::from_static(b"text"))
        .expect("a request");
    transport.send(request, limits).await
}

fn client(url: &str) -> Client {
    Client::builder_for(url)
        .retries(Retries::none())
        .build()
        .expect("complete")
}

#[tokio::test]
async fn clones_share_kept_alive_connections() {
    let server = Server::start([ok("\"a\"")]).await;
    let client = client(&server.url());
    for _ in 0..3 {
        client
            .clone()
            .call::<OrderBook>("x")
            .await
            .expect("succeeds");
    }
    assert_eq!(server.connections(), 1);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    let host = format!("host: {}", server.url().trim_start_matches("http://"));
    for part in [
        "post /v1/orders http/1.1\r\n",
        "content-length: 3\r\n",
        &host,
        "\r\n\r\n\"x\"",
    ] {
        assert!(requests[0].contains(part), "{part} in {}", requests[0]);
    }
}

#[tokio::test]
async fn handles_concurrent_calls() {
    let server = Server::start([ok("\"a\"")]).await;
    let client = client(&server.url());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call::<OrderBook>("x").await })
        })
        .collect();
    for call in calls {
        call.await.expect("ends").expect("succeeds");
    }
    assert_eq!(server.requests().len(), 50);
}

#[tokio::test]
async fn replaces_closed_connections() {
    let reply = response("200 OK", "\"a\"");
    let server = Server::start([Step::ReplyAndClose(reply)]).await;
    let client = Client::builder_for(server.url())
        .random(SetRandom::default())
        .build()
        .expect("complete");
    for _ in 0..5 {
        // The request is sometimes written before the client notices the closed
        // connection, so the operation must be retryable.
        client.call::<FindBook>("x").await.expect("succeeds");
    }
    assert_eq!(server.connections(), 5);
}

#[tokio::test]
async fn refused_connection_is_not_maybe_sent() {
    let error = send(&refusing_url().await, Limits::default())
        .await
        .expect_err("refused");
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.maybe_sent());
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn failed_tls_handshake_is_not_maybe_sent() {
    let server = Server::start([Step::Close]).await;
    let url = server.url().replace("http://", "https://");
    let transport = HttpTransport::with_ca_bundle(AUTHORITY);
    let error = send_with(&transport, &url, Limits::default())
        .await
        .expect_err("no TLS");
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
    assert!(!error.maybe_sent());
}

#[tokio::test]
async fn connect_errors_suggest_a_fix() {
    let (plain, plain_address) = listen().await;
    // Servers answer a malformed request with an error and close the connection.
    tokio::spawn(async move {
        let (mut stream, _) = plain.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let secure = TlsServer::start().await;
    // A label this long is invalid, so no resolver is queried.
    let unknown = format!("http://{}.invalid/", "a".repeat(64));
    for (case, url, hint) in [
        ("refused", refusing_url().await, "nothing listens there"),
        ("no such host", unknown, "unknown host"),
        (
            "TLS to a plain port",
            format!("https://{plain_address}/"),
            "does not speak TLS",
        ),
        (
            "plain HTTP to a port for TLS",
            format!("http://127.0.0.1:{}/", secure.port),
            "begin the endpoint URL with https://",
        ),
    ] {
        let transport = HttpTransport::with_ca_bundle(AUTHORITY);
        let mut limits = Limits::default();
        limits.timeout = Some(Duration::from_secs(20));
        let error = send_with(&transport, &url, limits).await;
        let error = error.expect_err(case).to_string();
        assert!(error.contains(hint), "{case}: {error}");
    }
}

#[tokio::test]
async fn broken_response_is_maybe_sent() {
    let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";
    for (case, play) in [
        ("truncated body", Step::ReplyAndClose(truncated.to_owned())),
        (
            "truncated head",
            Step::ReplyAndClose("HTTP/1.1 20".to_owned()),
        ),
        ("garbage", Step::ReplyAndClose("garbage\r\n\r\n".to_owned())),
        ("nothing", Step::ReplyAndClose(String::new())),
    ] {
        let server = Server::start([play]).await;
        let error = send(&server.url(), Limits::default())
            .await
            .expect_err(case);
        assert_eq!(
            error.kind(),
            TransportErrorKind::Interrupted,
            "{case}: {error}"
        );
        assert!(error.maybe_sent(), "{case}");
    }
}

#[tokio::test]
async fn enforces_the_response_size_limit() {
    let chunked = |body: &str| {
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        )
    };
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 100000000000\r\n\r\n";
    for (case, text, limit, expected) in [
        ("exact", response("200 OK", "12345"), 5, Some("12345")),
        ("over", response("200 OK", "123456"), 5, None),
        ("chunked", chunked("12345"), 5, Some("12345")),
        ("chunked over", chunked("123456"), 5, None),
        ("announced", announced.to_owned(), 5, None),
        ("empty", response("200 OK", ""), 0, Some("")),
    ] {
        let server = Server::start([Step::Reply(text)]).await;
        let mut limits = Limits::default();
        limits.response_size = limit;
        match (send(&server.url(), limits).await, expected) {
            (Ok(response), Some(expected)) => assert_eq!(response.into_body(), expected, "{case}"),
            (Err(error), None) => {
                assert_eq!(
                    error.kind(),
                    TransportErrorKind::ResponseTooLarge { limit },
                    "{case}"
                );
                assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            }
            (result, expected) => panic!("{case}: {result:?} instead of {expected:?}"),
        }
    }
}

#[tokio::test]
async fn does_not_follow_redirects() {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
    let server = Server::start([Step::Reply(redirect.to_owned()), ok("\"a\"")]).await;
    let error = client(&server.url())
        .call::<FindBook>("x")
        .await
        .expect_err("an error");
    assert_eq!((error.status(), server.requests().len()), (Some(302), 1));
}

/// The paused clock jumps to the deadline as soon as every task is idle.
#[tokio::test(start_paused = true)]
async fn times_out_when_the_server_is_silent() {
    let server = Server::start([Step::Silent]).await;
    let mut limits = Limits::default();
    limits.timeout = Some(Duration::from_secs(3600));
    let error = send(&server.url(), limits).await.expect_err("silent");
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn sends_nothing_after_the_deadline() {
    let server = Server::start([ok("\"a\"")]).await;
    let mut limits = Limits::default();
    limits.timeout = Some(Duration::ZERO);
    let error = send(&server.url(), limits).await.expect_err("too late");
    assert!(error.is_timeout() && !error.maybe_sent(), "{error}");
    assert!(server.requests().is_empty());
}

/// The connect timeout includes the TLS handshake, which this server ignores. The
/// paused clock jumps to the timeout as soon as every task is idle.
#[tokio::test(start_paused = true)]
async fn times_out_during_the_tls_handshake() {
    let server = Server::start([Step::Silent]).await;
    let url = server.url().replace("http://", "https://");
    let transport = HttpTransport::with_ca_bundle(AUTHORITY);
    let mut limits = Limits::default();
    limits.connect = Some(Duration::from_secs(3600));
    let error = send_with(&transport, &url, limits)
        .await
        .expect_err("timed out");
    assert_eq!(error.kind(), TransportErrorKind::ConnectTimeout);
    assert!(!error.maybe_sent());
    // The deadline of the whole exchange guarantees the same.
    limits.connect = None;
    limits.timeout = Some(Duration::from_secs(3600));
    let error = send_with(&transport, &url, limits)
        .await
        .expect_err("timed out");
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(!error.maybe_sent());
}

#[tokio::test]
async fn rejects_untrusted_certificates() {
    let server = TlsServer::start().await;
    let trusting = HttpTransport::with_ca_bundle(AUTHORITY);
    for host in ["localhost", "127.0.0.1"] {
        let url = format!("https://{host}:{}/", server.port);
        let response = send_with(&trusting, &url, Limits::default())
            .await
            .expect("trusted");
        assert_eq!(response.into_body(), "secure");
    }
    let url = format!("https://localhost:{}/", server.port);
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/server.pem");
    let distrusting = HttpTransport::with_ca_bundle(other);
    let error = send_with(&distrusting, &url, Limits::default())
        .await
        .expect_err("distrusted");
    assert_eq!(error.kind(), TransportErrorKind::Certificate);
    assert!(!error.maybe_sent());
    assert!(error.to_string().contains("AWS_CA_BUNDLE"), "{error}");
}

/// A TLS server that answers every request with `secure`.
pub(crate) struct TlsServer {
    pub(crate) port: u16,
    task: tokio::task::JoinHandle<()>,
}

impl TlsServer {
    pub(crate) async fn start() -> Self {
        use tokio_rustls::rustls::pki_types::pem::PemObject;
        use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
        use tokio_rustls::rustls::{ServerConfig, crypto::ring};

        let pem = include_bytes!("../data/tls/server.pem");
        let certificate = CertificateDer::from_pem_slice(pem).expect("a certificate");
        let key = include_bytes!("../data/tls/server-key.pem");
        let key = PrivateKeyDer::from_pem_slice(key).expect("a key");
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("a matching key");
        let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
        let (listener, address) = listen().await;
        let port = address.port();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request).await;
                    let _ = stream
                        .write_all(response("200 OK", "secure").as_bytes())
                        .await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { port, task }
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test]
async fn dropped_call_closes_its_connection() {
    let server = Server::start([Step::Silent, ok("\"a\"")]).await;
    let client = client(&server.url());
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.call::<OrderBook>("x").await }
    });
    while server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.expect_err("cancelled").is_cancelled());
    client
        .call::<OrderBook>("y")
        .await
        .expect("a new connection is used");
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn missing_ca_bundle_suggests_a_fix() {
    let server = Server::start([Step::Close]).await;
    let url = server.url().replace("http://", "https://");
    let transport = HttpTransport::with_ca_bundle("/no/such/bundle.pem");
    let client = Client::builder_for(url)
        .transport(transport)
        .timeouts(Timeouts::none())
        .build()
        .expect("complete");
    let error = client.call::<OrderBook>("x").await.expect_err("no roots");
    assert!(error.is_config() && !error.maybe_sent());
    assert_eq!(error.attempts(), 1, "a retry cannot help");
    assert!(error.to_string().contains("ca-certificates"), "{error}");
    assert_eq!(server.requests().len(), 0);
}
