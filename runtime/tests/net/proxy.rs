//! Proxies for `https` URLs.

use std::io;
use std::sync::{Arc, Mutex};

use runtime::transport::{HttpTransport, Limits, Proxy, TransportErrorKind};
use runtime::{ConfigError, Env};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::support::Client;
use crate::support::server::listen;
use crate::transport::{TlsServer, send_with};

const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/authority.pem");

/// A proxy that connects everything to this machine, if the user is `ada:l ovelace`.
struct Tunnels {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnels {
    async fn start() -> Self {
        let (listener, address) = listen().await;
        let heads = Arc::default();
        tokio::spawn(accept(listener, Arc::clone(&heads)));
        Self {
            address: address.to_string(),
            heads,
        }
    }

    fn url(&self) -> String {
        format!("http://ada:l%20ovelace@{}", self.address)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn accept(listener: TcpListener, heads: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(tunnel(stream, Arc::clone(&heads)));
    }
}

async fn tunnel(mut client: TcpStream, heads: Arc<Mutex<Vec<String>>>) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    heads.lock().unwrap().push(head.clone());
    // `ada:l ovelace` in base64.
    if !head.contains("Proxy-Authorization: Basic YWRhOmwgb3ZlbGFjZQ==\r\n") {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
        return client.write_all(refusal).await;
    }
    let (_, port) = head.split(' ').nth(1).unwrap().rsplit_once(':').unwrap();
    let mut server = TcpStream::connect(format!("127.0.0.1:{port}")).await?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

fn transport(proxy: Proxy) -> HttpTransport {
    HttpTransport::with_ca_bundle(AUTHORITY).with_proxy(proxy)
}

#[tokio::test]
async fn https_goes_through_the_proxy() {
    let server = TlsServer::start().await;
    let proxy = Tunnels::start().await;
    let transport = transport(Proxy::new(proxy.url()).unwrap());
    let url = format!("https://localhost:{}/", server.port);
    let response = send_with(&transport, &url, Limits::default())
        .await
        .unwrap();
    assert_eq!(response.into_body(), "secure");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    let line = format!("CONNECT localhost:{} HTTP/1.1\r\n", server.port);
    assert!(heads[0].starts_with(&line), "{heads:?}");
}

#[tokio::test]
async fn excepted_hosts_and_http_are_reached_directly() {
    let server = TlsServer::start().await;
    let proxy = Tunnels::start().await;
    let direct = Proxy::new(proxy.url())
        .unwrap()
        .except("10.0.0.0/8, localhost");
    let url = format!("https://localhost:{}/", server.port);
    let response = send_with(&transport(direct.clone()), &url, Limits::default()).await;
    assert_eq!(response.unwrap().into_body(), "secure");
    // The server expects TLS: only the route is of interest.
    let url = format!("http://127.0.0.1:{}/", server.port);
    let _ = send_with(&transport(direct), &url, Limits::default()).await;
    assert_eq!(proxy.heads(), [""; 0]);
}

#[tokio::test]
async fn a_rejection_names_the_proxy_but_not_the_password() {
    let proxy = Tunnels::start().await;
    let wrong = proxy.url().replace("ovelace", "isp");
    let transport = transport(Proxy::new(wrong).unwrap());
    let error = send_with(&transport, "https://localhost:1/", Limits::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.maybe_sent());
    let text = error.to_string();
    let expected = format!(
        "the connection could not be established: cannot connect through the proxy {}: tunnel error: \
         proxy authorization required (check the address, user and password of the proxy, and \
         that it allows the host)",
        proxy.address
    );
    assert_eq!(text, expected);
    assert!(!format!("{error:?}").contains("isp"), "{error:?}");
}

#[tokio::test]
async fn clients_from_the_environment_use_its_proxy() {
    let server = TlsServer::start().await;
    let proxy = Tunnels::start().await;
    let env = |variables: &[(&str, &str)]| {
        let env = Env::empty()
            .with_var("AWS_REGION", "eu-west-1")
            .with_var("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .with_var("AWS_SECRET_ACCESS_KEY", "secret")
            .with_var("AWS_CA_BUNDLE", AUTHORITY)
            .with_var(
                "AWS_ENDPOINT_URL",
                format!("https://localhost:{}", server.port),
            );
        let variables = variables.iter();
        variables.fold(env, |env, (name, value)| env.with_var(*name, *value))
    };
    let url = proxy.url();
    // The lower-case variable wins.
    let variables = [
        ("https_proxy", &*url),
        ("HTTPS_PROXY", "http://other.invalid:1"),
    ];
    for (variables, tunnels) in [
        (&variables[..], 1),
        (&[("HTTPS_PROXY", &*url), ("NO_PROXY", "localhost")], 1),
        (&[("HTTPS_PROXY", &*url), ("no_proxy", "*")], 1),
        (&[("HTTPS_PROXY", &*url), ("https_proxy", "")], 1),
        (&[("HTTPS_PROXY", &*url), ("NO_PROXY", "localhost:1")], 2),
        (
            &[
                ("HTTPS_PROXY", &*url),
                ("NO_PROXY", "localhost"),
                ("no_proxy", ""),
            ],
            3,
        ),
    ] {
        let client = Client::builder().env(env(variables)).build_from_env().await;
        // The response is not JSON: only the route is of interest.
        let _ = client.unwrap().call::<crate::support::FindBook>("x").await;
        assert_eq!(proxy.heads().len(), tunnels);
    }

    for wrong in [
        "socks5://ada:secret@host:1080",
        "http://",
        "https://ada:secret@host",
    ] {
        let built = Client::builder().env(env(&[("HTTPS_PROXY", wrong)]));
        let error = built.build_from_env().await.unwrap_err();
        assert!(matches!(error, ConfigError::Setting { .. }), "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(
            text.contains("HTTPS_PROXY") && !text.contains("secret"),
            "{text}"
        );
    }
}

#[test]
fn debug_hides_user_and_password() {
    let proxy = Proxy::new("http://ada:secret@proxy.example.com:3128").unwrap();
    assert_eq!(
        format!("{proxy:?}"),
        "Proxy(http://…@proxy.example.com:3128)"
    );
}
