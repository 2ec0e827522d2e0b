//! The lower bound for a call: a hand-written request with hyper and ring,
//! without retries, timeouts, validation or error handling. See `harness::run`.

mod sign;

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use harness::{META_API_VERSION, SENDER};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use sign::Signer;
use tokio::net::TcpStream;

type Connection = SendRequest<Full<Bytes>>;

#[derive(Clone)]
struct Floor(Arc<Shared>);

struct Shared {
    host: String,
    signer: Signer,
    idle: Mutex<Vec<Connection>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    message_id: Option<String>,
}

impl Floor {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connection(&self) -> anyhow::Result<Connection> {
        let kept = self.idle().pop();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let stream = TcpStream::connect(&self.0.host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(sender)
    }
}

impl harness::Client for Floor {
    fn new(endpoint: &str) -> anyhow::Result<Self> {
        let host = endpoint.trim_start_matches("http://").to_owned();
        Ok(Self(Arc::new(Shared {
            signer: Signer::new(&host),
            host,
            idle: Mutex::default(),
        })))
    }

    async fn send(&self, message: &Bytes) -> anyhow::Result<()> {
        let mut body = String::with_capacity(192 + message.len().div_ceil(3) * 4);
        body.push_str(r#"{"originationPhoneNumberId":""#);
        body.push_str(SENDER);
        body.push_str(r#"","message":""#);
        BASE64_STANDARD.encode_string(message, &mut body);
        body.push_str(r#"","metaApiVersion":""#);
        body.push_str(META_API_VERSION);
        body.push_str(r#""}"#);

        let mut request = Request::new(Full::new(Bytes::new()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = http::Uri::from_static(sign::PATH);
        self.0.signer.sign(request.headers_mut(), body.as_bytes())?;
        *request.body_mut() = Full::new(body.into());

        let mut connection = self.connection().await?;
        connection.ready().await?;
        let response = connection.send_request(request).await?;
        anyhow::ensure!(response.status().is_success(), "{}", response.status());
        let body = response.into_body().collect().await?.to_bytes();
        self.idle().push(connection);
        let output: Output = serde_json::from_slice(&body)?;
        anyhow::ensure!(output.message_id.is_some(), "no message id");
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    harness::run::<Floor>(&harness::arguments())
}
