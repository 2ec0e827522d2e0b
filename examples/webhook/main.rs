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
//! To try it without AWS, start the emulator:
//!
//! ```sh
//! cargo run -p generated-client --features emulator-program \
//!     --bin social-messaging-emulator -- --deliver http://127.0.0.1:3000/webhook
//! ```
//!
//! Then start the service in a second terminal:
//!
//! ```sh
//! export AWS_ENDPOINT_URL=http://127.0.0.1:8480 AWS_REGION=us-east-1
//! export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator
//! export CERTIFICATE_URL=http://127.0.0.1:8480/_emulator/sns/certificate.pem
//! TOPIC_ARN=arn:aws:sns:us-east-1:123456789012:whatsapp-events \
//!     cargo run -p examples --bin webhook -- 127.0.0.1:3000
//! ```
//!
//! Response statuses: 200 if the event was handled, or cannot be; 403 if it is
//! not from the topic; 503 if it was not handled, or another request is
//! handling it, so that SNS sends it again.

#[path = "../shared/quote.rs"]
mod quote;

use std::collections::{BTreeSet, VecDeque};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

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
use tokio::time::{Instant, timeout_at};

/// SNS limits a message to 256 KiB; a notification quotes it as JSON text.
const MAX_BODY: usize = 1024 * 1024;

/// The number of messages that are remembered, because SNS may deliver them again.
const REMEMBERED: usize = 10_000;

/// The time to handle a notification: SNS waits 15 seconds for the response.
const TIME_LIMIT: Duration = Duration::from_secs(12);

/// The parts of the service.
struct Service {
    client: Client,
    verifier: SnsVerifier,
    transport: HttpTransport,
    messages: Mutex<Messages>,
}

/// The ids of received messages.
#[derive(Default)]
struct Messages {
    in_progress: BTreeSet<String>,
    /// The oldest first.
    answered: VecDeque<String>,
}

/// The state of a message when it is delivered.
enum Delivery<'a> {
    /// It is in progress until the value is dropped.
    New(InProgress<'a>),
    InProgress,
    Answered,
}

/// A message in progress. It counts as answered when this is dropped, even if
/// SNS closes the connection, because the answer may have been sent.
struct InProgress<'a> {
    messages: &'a Mutex<Messages>,
    id: &'a str,
}

impl InProgress<'_> {
    /// Forgets the message, so that the next delivery is handled.
    fn forget(self) {
        lock(self.messages).in_progress.remove(self.id);
    }
}

impl Drop for InProgress<'_> {
    fn drop(&mut self) {
        let mut messages = lock(self.messages);
        if messages.in_progress.remove(self.id) {
            if messages.answered.len() == REMEMBERED {
                messages.answered.pop_front();
            }
            messages.answered.push_back(self.id.to_owned());
        }
    }
}

fn lock(messages: &Mutex<Messages>) -> MutexGuard<'_, Messages> {
    messages.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Service {
    fn new(client: Client, verifier: SnsVerifier) -> Arc<Self> {
        Arc::new(Self {
            client,
            verifier,
            transport: HttpTransport::new(),
            messages: Mutex::default(),
        })
    }

    /// Returns the state of a message. A new one is then in progress.
    fn claim<'a>(&'a self, id: &'a str) -> Delivery<'a> {
        let mut messages = lock(&self.messages);
        if messages.answered.iter().rev().any(|known| known == id) {
            return Delivery::Answered;
        }
        if !messages.in_progress.insert(id.to_owned()) {
            return Delivery::InProgress;
        }
        Delivery::New(InProgress {
            messages: &self.messages,
            id,
        })
    }

    /// Handles a request from SNS.
    async fn receive(&self, body: &[u8]) -> StatusCode {
        let deadline = Instant::now() + TIME_LIMIT;
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
                Event::Message(message) => self.answer_once(message, deadline).await,
                Event::Status(report) => {
                    for code in report.error_codes() {
                        eprintln!("{code}: {}; {}", code.meaning(), code.advice());
                    }
                    true
                }
                Event::Unknown(part) => {
                    let field = event.source().field().map(|field| field.as_str());
                    eprintln!("ignored an event: {:?}, field {field:?}", part.value());
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

    /// Answers a message, unless an earlier delivery was answered. Returns
    /// false if SNS must deliver it again.
    async fn answer_once(&self, message: &MessageEvent, deadline: Instant) -> bool {
        let Some(id) = message.message_id() else {
            return true;
        };
        if Instant::now() >= deadline {
            // Other events of the notification used up the time.
            return false;
        }
        let in_progress = match self.claim(id) {
            Delivery::New(in_progress) => in_progress,
            // The other request may fail.
            Delivery::InProgress => return false,
            Delivery::Answered => return true,
        };
        match timeout_at(deadline, self.answer(message, id)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                eprintln!("cannot answer {id}: {error}");
                let repeat = can_repeat(&error);
                if repeat {
                    in_progress.forget();
                }
                !repeat
            }
            Err(_) => {
                eprintln!("no response in time: the answer to {id} may have been sent");
                true
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
        // A missing read receipt is not worth a failure.
        if let Err(error) = sender.mark_read(id).typing().await {
            eprintln!("cannot mark {id} as read: {error}");
        }
        if let Some(text) = message.text() {
            let reply = Text::new(chat, quote::quote(text)).reply_to(id);
            sender.send(reply).await?;
        }
        Ok(())
    }
}

/// Whether to answer again after an error. A duplicate answer would be worse
/// than none, and invalid input stays invalid.
fn can_repeat(error: &Error<SendWhatsAppMessageError>) -> bool {
    !error.maybe_sent()
        && !error.is_invalid_input()
        && (error.is_throttled() || !error.is_service())
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
