//! A web service that receives WhatsApp events from Amazon SNS and answers messages.
//!
//! ```sh
//! TOPIC_ARN=arn:aws:sns:us-east-1:123456789012:whatsapp-events \
//!     cargo run -p examples --bin webhook -- 127.0.0.1:3000
//! ```
//!
//! Subscribe `https://YOUR-HOST/webhook` to the topic that is the event destination of
//! your account, without raw message delivery: only complete notifications have a
//! signature. The service confirms the subscription itself. Region and credentials come
//! from the usual AWS sources. It serves plain HTTP; a load balancer in front of it adds
//! TLS.
//!
//! To try it without AWS, start the emulator with `--deliver` and this URL, and the
//! service with these variables:
//!
//! ```sh
//! cargo run -p generated-client --features emulator-program \
//!     --bin social-messaging-emulator -- --deliver http://127.0.0.1:3000/webhook
//! export AWS_ENDPOINT_URL=http://127.0.0.1:8480 AWS_REGION=us-east-1
//! export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator
//! export CERTIFICATE_URL=http://127.0.0.1:8480/_emulator/sns/certificate.pem
//! ```
//!
//! Statuses of responses: 200 the event was handled, or cannot be; 403 it is not from
//! the topic; 503 it was not handled, and SNS sends it again.

use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use socialmessaging::events::sns::{SignatureError, SnsVerifier};
use socialmessaging::events::{self, Event, MessageEvent};
use socialmessaging::messages::Text;
use socialmessaging::operation::SendWhatsAppMessageError;
use socialmessaging::transport::{HttpTransport, Limits, Transport as _};
use socialmessaging::{Client, Error};

/// SNS limits a message to 256 KiB; a notification quotes it as JSON text.
const MAX_BODY: usize = 1024 * 1024;

/// The number of messages that are remembered, because SNS may deliver them again.
const REMEMBERED: usize = 10_000;

/// The parts of the service.
struct Service {
    client: Client,
    verifier: SnsVerifier,
    transport: HttpTransport,
    answered: Mutex<VecDeque<String>>,
}

impl Service {
    fn new(client: Client, verifier: SnsVerifier) -> Arc<Self> {
        Arc::new(Self {
            client,
            verifier,
            transport: HttpTransport::new(),
            answered: Mutex::default(),
        })
    }

    /// Returns whether this is the first delivery of the message, and remembers it.
    fn claim(&self, id: &str) -> bool {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.iter().rev().any(|known| known == id) {
            return false;
        }
        if answered.len() == REMEMBERED {
            answered.pop_front();
        }
        answered.push_back(id.to_owned());
        true
    }

    /// Forgets a message, so that the next delivery is handled.
    fn release(&self, id: &str) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.retain(|known| known != id);
    }

    /// Handles one request of SNS.
    async fn receive(&self, body: &[u8]) -> StatusCode {
        match self.verifier.verify(body, SystemTime::now()).await {
            Ok(_) => {}
            // The certificate could not be fetched; the notification may be genuine.
            Err(SignatureError::Fetch(error)) => {
                eprintln!("cannot fetch the certificate of a notification: {error}");
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            Err(error) => {
                eprintln!("rejected a request: {error}");
                return StatusCode::FORBIDDEN;
            }
        }
        let events = match events::parse(body) {
            Ok(events) => events,
            // Another delivery would have the same content.
            Err(error) => {
                eprintln!("cannot read a notification: {error}");
                return StatusCode::OK;
            }
        };
        let mut status = StatusCode::OK;
        for event in events {
            let handled = match &event {
                Event::Subscription(request) if !request.is_unsubscribe() => {
                    self.confirm(request.url()).await
                }
                Event::Message(message) => self.answer_once(message).await,
                Event::Status(report) => {
                    for code in report.error_codes() {
                        eprintln!("{code}: {}; {}", code.meaning(), code.advice());
                    }
                    true
                }
                _ => true,
            };
            if !handled {
                status = StatusCode::SERVICE_UNAVAILABLE;
            }
        }
        status
    }

    /// Visits the URL that starts the deliveries. The signature covers it.
    async fn confirm(&self, url: Option<&str>) -> bool {
        let request = Request::get(url.unwrap_or_default()).body(Bytes::new());
        let Ok(request) = request else {
            eprintln!("the URL of a subscription is invalid");
            return true;
        };
        match self.transport.send(request, Limits::default()).await {
            Ok(response) if response.status().is_success() => true,
            Ok(response) => {
                eprintln!("cannot confirm: status {}", response.status());
                false
            }
            Err(error) => {
                eprintln!("cannot confirm: {error}");
                false
            }
        }
    }

    /// Answers a message, unless an earlier delivery was answered.
    async fn answer_once(&self, message: &MessageEvent) -> bool {
        let Some(id) = message.message_id() else {
            return true;
        };
        if !self.claim(id) {
            return true;
        }
        match self.answer(message, id).await {
            Ok(()) => true,
            Err(error) => {
                eprintln!("cannot answer {id}: {error}");
                // A second answer would be worse than none.
                let repeat = !error.maybe_sent() && (error.is_throttled() || !error.is_service());
                if repeat {
                    self.release(id);
                }
                !repeat
            }
        }
    }

    /// Marks a message as read and replies to it.
    async fn answer(
        &self,
        message: &MessageEvent,
        id: &str,
    ) -> Result<(), Error<SendWhatsAppMessageError>> {
        let number = message.source().phone_number_arn();
        let (Some(chat), Some(number)) = (message.chat(), number) else {
            return Ok(());
        };
        let sender = self.client.sender(number);
        // Blue check marks are not worth a failure.
        if let Err(error) = sender.mark_read(id).typing().await {
            eprintln!("cannot mark {id} as read: {error}");
        }
        if let Some(text) = message.text() {
            let reply = Text::new(chat, format!("You wrote: {text}")).reply_to(id);
            sender.send(reply).await?;
        }
        Ok(())
    }
}

/// Returns the routes of the service.
fn routes(service: Arc<Service>) -> Router {
    let receive = |State(service): State<Arc<Service>>, body: Bytes| async move {
        service.receive(&body).await
    };
    Router::new()
        .route("/webhook", post(receive))
        .route("/health", get(|| async { StatusCode::OK }))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(service)
}

#[tokio::main]
async fn main() -> ExitCode {
    let address = std::env::args().nth(1);
    let (Some(address), Ok(topic)) = (address, std::env::var("TOPIC_ARN")) else {
        eprintln!("usage: TOPIC_ARN=ARN webhook ADDRESS");
        return ExitCode::from(2);
    };
    match serve(&address, topic).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(address: &str, topic: String) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;
    let mut verifier = SnsVerifier::new(HttpTransport::new(), [topic]);
    if let Ok(url) = std::env::var("CERTIFICATE_URL") {
        verifier = verifier.with_certificate_url(url);
    }
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let stop = async {
        // Without a handler, Ctrl+C ends the process at once.
        tokio::signal::ctrl_c().await.ok();
    };
    axum::serve(listener, routes(Service::new(client, verifier)))
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
