//! The service on loopback, with the emulator as its customers, SNS and AWS.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use socialmessaging::emulator::{
    DeliveryState, Destination, Emulator, Fault, FaultKind, FaultStage, Running,
};
use socialmessaging::operation::SendWhatsAppMessage;

use super::*;

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:whatsapp-events";
const ADA: &str = "+14255550199";

/// A served emulator that delivers events to a served webhook.
struct Setup {
    emulator: Emulator,
    url: String,
    _running: Running,
}

async fn set_up() -> Setup {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let emulator = Emulator::builder()
        .deliver(Destination::http(&url).for_topic(TOPIC))
        .unwrap()
        .build()
        .unwrap();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let certificate = format!("{}/_emulator/sns/certificate.pem", running.url());
    let verifier =
        SnsVerifier::new(HttpTransport::new(), [TOPIC]).with_certificate_url(certificate);
    let service = Service::new(emulator.client(), verifier);
    tokio::spawn(async { axum::serve(listener, routes(service)).await.unwrap() });
    Setup {
        emulator,
        url,
        _running: running,
    }
}

/// Returns the texts of the messages to customers.
fn texts(emulator: &Emulator) -> Vec<String> {
    let messages = emulator.messages();
    messages.iter().filter_map(|sent| sent.text()).collect()
}

async fn post(url: &str, body: &str) -> StatusCode {
    let request = Request::post(url)
        .body(Bytes::from(body.to_owned()))
        .unwrap();
    let response = HttpTransport::new().send(request, Limits::default()).await;
    response.unwrap().status()
}

#[tokio::test]
async fn confirms_the_subscription_marks_messages_read_and_answers() {
    let setup = set_up().await;
    let emulator = &setup.emulator;
    emulator
        .customer(ADA)
        .says("Is the shelf in stock?")
        .unwrap();
    emulator.wait_for_deliveries().await;

    assert_eq!(texts(emulator), ["You wrote: Is the shelf in stock?"]);
    let messages = emulator.messages();
    let [read, reply] = messages.as_slice() else {
        unreachable!("{messages:?}");
    };
    assert_eq!(read.json()["status"], "read");
    assert_eq!(
        reply.json()["context"]["message_id"],
        read.json()["message_id"]
    );
    for event in emulator.events() {
        assert_eq!(event.deliveries[0].state, DeliveryState::Delivered);
    }
}

#[tokio::test]
async fn answers_a_message_once_even_if_delivered_twice() {
    let setup = set_up().await;
    let emulator = &setup.emulator;
    emulator.customer(ADA).says("Hello").unwrap();
    let number = emulator.events()[0].number;
    emulator.redeliver(number).unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(texts(emulator), ["You wrote: Hello"]);
}

#[tokio::test]
async fn does_not_repeat_an_answer_that_may_have_been_sent() {
    let setup = set_up().await;
    let emulator = &setup.emulator;
    let lost = || {
        Fault::new(FaultKind::Reset)
            .with_operation::<SendWhatsAppMessage>()
            .with_stage(FaultStage::After)
    };
    // The read receipt and the answer.
    emulator.faults().add(lost().with_times(2));
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(texts(emulator), ["You wrote: Hello"]);
}

#[tokio::test]
async fn rejects_requests_not_signed_by_sns() {
    let setup = set_up().await;
    for body in [
        "hello",
        r#"{"Type": "Notification", "MessageId": "1", "Message": "{}"}"#,
        &format!(r#"{{"Type": "Notification", "MessageId": "1", "TopicArn": "{TOPIC}"}}"#),
    ] {
        assert_eq!(
            post(&setup.url, body).await,
            StatusCode::FORBIDDEN,
            "{body}"
        );
    }
    assert_eq!(texts(&setup.emulator), [""; 0]);
}

#[tokio::test]
async fn asks_for_another_delivery_if_the_certificate_is_not_available() {
    let url = "http://127.0.0.1:1/certificate.pem";
    let verifier = SnsVerifier::new(HttpTransport::new(), [TOPIC]).with_certificate_url(url);
    let service = Service::new(Emulator::new().client(), verifier);
    let body =
        format!(r#"{{"Type": "Notification", "TopicArn": "{TOPIC}", "SigningCertURL": "{url}"}}"#);
    let status = service.receive(body.as_bytes()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

/// Returns a service without SNS, and a message from Ada.
fn service_and_message(emulator: &Emulator, change: impl Fn(String) -> String) -> Received {
    let verifier = SnsVerifier::new(HttpTransport::new(), [TOPIC]);
    emulator.customer(ADA).says("Hello").unwrap();
    let envelope = change(emulator.events().remove(0).envelope);
    let Event::Message(message) = events::parse(envelope.as_bytes()).unwrap().remove(0) else {
        unreachable!("{envelope}");
    };
    Received {
        service: Service::new(emulator.client(), verifier),
        message,
    }
}

struct Received {
    service: Arc<Service>,
    message: MessageEvent,
}

impl Received {
    async fn answer(&self) -> bool {
        let deadline = Instant::now() + TIME_LIMIT;
        self.service.answer_once(&self.message, deadline).await
    }
}

fn delay(seconds: u64) -> Fault {
    Fault::new(FaultKind::Delay(Duration::from_secs(seconds)))
        .with_operation::<SendWhatsAppMessage>()
        .with_stage(FaultStage::Before)
}

#[tokio::test(start_paused = true)]
async fn asks_for_another_delivery_while_the_first_is_in_progress() {
    let emulator = Emulator::new();
    let received = service_and_message(&emulator, |envelope| envelope);
    emulator.faults().add(delay(1).with_times(2));
    let both = tokio::join!(received.answer(), received.answer());
    assert_eq!(both, (true, false));
    assert!(received.answer().await, "it was answered");
    assert_eq!(texts(&emulator), ["You wrote: Hello"]);
}

#[tokio::test(start_paused = true)]
async fn answers_within_the_timeout_of_sns() {
    let emulator = Emulator::new();
    let received = service_and_message(&emulator, |envelope| envelope);
    // The read receipt takes most of the time.
    emulator.faults().add(delay(7).with_times(2));
    let started = Instant::now();
    assert!(received.answer().await);
    assert_eq!(started.elapsed(), TIME_LIMIT);
    assert!(received.answer().await, "the answer may have been sent");
    assert_eq!(texts(&emulator), [""; 0]);
    // The time for the notification is over.
    let other = service_and_message(&Emulator::new(), |envelope| envelope);
    assert!(
        !other
            .service
            .answer_once(&other.message, Instant::now())
            .await
    );
}

#[tokio::test(start_paused = true)]
async fn a_closed_connection_does_not_block_the_message() {
    let emulator = Emulator::new();
    let received = service_and_message(&emulator, |envelope| envelope);
    emulator.faults().add(delay(2).with_times(1));
    let closed = tokio::time::timeout(Duration::from_secs(1), received.answer()).await;
    assert!(closed.is_err());
    assert!(received.answer().await, "the answer may have been sent");
}

#[tokio::test]
async fn asks_for_another_delivery_only_after_certain_failures() {
    let emulator = Emulator::new();
    // An id that no reply can quote.
    let invalid = service_and_message(&emulator, |text| text.replace("wamid.", "none."));
    assert!(invalid.answer().await);
    assert_eq!(texts(&emulator), [""; 0]);

    let emulator = Emulator::new();
    let received = service_and_message(&emulator, |envelope| envelope);
    let throttled = Fault::new(FaultKind::Status(429)).with_operation::<SendWhatsAppMessage>();
    emulator.faults().add(throttled.with_probability(1.0, 1));
    assert!(!received.answer().await);
    emulator.faults().clear();
    assert!(received.answer().await);
    assert_eq!(texts(&emulator), ["You wrote: Hello"]);
}

#[tokio::test]
async fn shortens_quoted_text() {
    let setup = set_up().await;
    let emulator = &setup.emulator;
    emulator.customer(ADA).says("😀".repeat(2_048)).unwrap();
    emulator.wait_for_deliveries().await;
    let expected = format!("You wrote: {}…", "😀".repeat(2_042));
    assert_eq!(texts(emulator), [expected]);
}
