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
async fn answers_a_message_once_although_it_is_delivered_twice() {
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
async fn rejects_requests_that_sns_did_not_sign() {
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
