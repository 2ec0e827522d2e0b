//! Deliveries of events to receivers.

use http::{Method, Request, Response};
use runtime::transport::{Limits, Transport, TransportError};
use runtime::{BoxFuture, Bytes};
use serde_json::{Value, json};
use socialmessaging::emulator::{
    Account, DeliveryState, Destination, Emulator, EventDelivery, PhoneNumber,
};
use socialmessaging::events::sns::{Certificate, SnsVerifier, verify};
use socialmessaging::events::{self, Event};
use socialmessaging::transport::HttpTransport;
use socialmessaging::types::WhatsAppBusinessAccountEventDestination;
use socialmessaging::whatsapp::SnsNotification;
use tests::server::{Play, Reply, Server};

use crate::control::ask;
use crate::{NUMBER, text};

pub(crate) const ADA: &str = "+14255550199";
const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:whatsapp-events";

pub(crate) fn deliver(destination: Destination) -> Emulator {
    let builder = Emulator::builder().deliver(destination);
    builder.unwrap().build().unwrap()
}

pub(crate) async fn receiver() -> Server {
    Server::start([Play::reply(Reply::new(200))]).await
}

/// Returns the deliveries of the last event.
pub(crate) fn deliveries(emulator: &Emulator) -> Vec<EventDelivery> {
    emulator.events().pop().unwrap().deliveries
}

/// Returns the texts of the received messages, or the statuses, in order.
pub(crate) fn received(bodies: &[String]) -> Vec<String> {
    let events = bodies
        .iter()
        .flat_map(|body| events::parse(body.as_bytes()).unwrap());
    let shown = events.filter_map(|event| match event {
        Event::Message(message) => message.text().map(str::to_owned),
        Event::Status(status) => Some(status.value().status()?.as_str().to_owned()),
        Event::Subscription(_) => Some("subscription".to_owned()),
        other => panic!("{other:?}"),
    });
    shown.collect()
}

fn bodies(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests
        .iter()
        .map(|request| request.text().to_owned())
        .collect()
}

#[tokio::test]
async fn notifies_http_endpoints_like_sns() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(format!("{}/webhook", server.url())));
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(received(&bodies(&server)), ["subscription", "Hello"]);
    let requests = server.requests();
    let [confirmation, notification] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (notification.method(), notification.target()),
        ("POST", "/webhook")
    );
    for (request, kind) in [
        (confirmation, "SubscriptionConfirmation"),
        (notification, "Notification"),
    ] {
        assert_eq!(request.header("x-amz-sns-message-type"), Some(kind));
        assert_eq!(request.header("x-amz-sns-topic-arn"), Some(TOPIC));
        assert_eq!(
            request.header("content-type"),
            Some("text/plain; charset=UTF-8")
        );
        assert_eq!(request.header("x-amz-sns-rawdelivery"), None);
        let json = request.json();
        assert_eq!(json["SignatureVersion"], "2");
        assert_eq!(
            request.header("x-amz-sns-message-id"),
            json["MessageId"].as_str()
        );
        let url = format!("{}/_emulator/sns/certificate.pem", running.url());
        assert_eq!(json["SigningCertURL"], url);
        // The verifier of this crate fetches the certificate and accepts the signature.
        let verifier = SnsVerifier::new(HttpTransport::new(), [TOPIC]);
        let now = std::time::SystemTime::now();
        assert!(verifier.verify(&request.body, now).await.is_err());
        let verifier = verifier.with_certificate_url(url);
        verifier.verify(&request.body, now).await.unwrap();
        let forged = request
            .text()
            .replace("Hello", "Jello")
            .replace("You have", "I have");
        assert!(verifier.verify(forged.as_bytes(), now).await.is_err());
    }
    let [delivery] = &deliveries(&emulator)[..] else {
        panic!("one delivery")
    };
    assert_eq!(delivery.state, DeliveryState::Delivered);
    assert_eq!((delivery.attempts, delivery.topic.as_str()), (1, TOPIC));

    // The receiver visits the URL to confirm.
    let subscribe = confirmation.json()["SubscribeURL"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = HttpTransport::new()
        .send(
            Request::get(subscribe).body(Bytes::new()).unwrap(),
            Limits::default(),
        )
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let text = String::from_utf8_lossy(answer.body());
    assert!(
        text.contains(&format!("<SubscriptionArn>{TOPIC}:")),
        "{text}"
    );
    let (status, _) = ask(
        &emulator,
        Method::GET,
        "sns/confirm?Action=ConfirmSubscription&TopicArn=x&Token=y",
        Value::Null,
    )
    .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn asks_for_a_confirmation_before_the_first_event() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()));
    let _running = emulator.serve("127.0.0.1:0").await.unwrap();
    server.received(1).await;
    assert_eq!(received(&bodies(&server)), ["subscription"]);
}

/// Answers every request with the certificate of the emulator.
#[derive(Debug)]
struct Certificates(Bytes);

impl Transport for Certificates {
    fn send(
        &self,
        _: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async { Ok(Response::new(self.0.clone())) })
    }
}

#[tokio::test]
async fn signs_without_its_own_url() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()));
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    let request = Request::get("/_emulator/sns/certificate.pem");
    let control = emulator.server();
    let answer = control.handle(request.body(Bytes::new()).unwrap());
    let pem = answer.await.unwrap().into_body();
    let verifier = SnsVerifier::new(Certificates(pem.clone()), [TOPIC]);
    let body = &server.requests()[1].body;
    verifier
        .verify(body, std::time::SystemTime::now())
        .await
        .unwrap();
    let notification: SnsNotification = serde_json::from_slice(body).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    verify(
        &notification,
        &certificate,
        std::time::SystemTime::UNIX_EPOCH,
    )
    .unwrap_err();
    verify(&notification, &certificate, std::time::SystemTime::now()).unwrap();
}

#[tokio::test]
async fn delivers_raw_messages() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()).raw());
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    let request = &server.requests()[1];
    assert_eq!(request.header("x-amz-sns-rawdelivery"), Some("true"));
    assert_eq!(request.text(), emulator.events()[0].envelope);
}

/// The AWS JSON 1.0 protocol of SQS.
#[tokio::test]
async fn sends_to_queues() {
    let message = json!({ "MessageId": "1", "MD5OfMessageBody": "2" });
    for is_raw in [false, true] {
        let server = Server::start([Play::json(message.to_string())]).await;
        let queue = format!("{}/000000000000/events", server.url());
        let destination = Destination::sqs(&queue)
            .with_credentials(runtime::Credentials::new("AKIDEXAMPLE", "secret"));
        let emulator = deliver(if is_raw {
            destination.raw()
        } else {
            destination
        });
        emulator.customer(ADA).says("Hello").unwrap();
        emulator.wait_for_deliveries().await;
        let request = server.request();
        assert_eq!((request.method(), request.target()), ("POST", "/"));
        assert_eq!(
            request.header("content-type"),
            Some("application/x-amz-json-1.0")
        );
        assert_eq!(
            request.header("x-amz-target"),
            Some("AmazonSQS.SendMessage")
        );
        let authorization = request.header("authorization").unwrap();
        assert!(
            authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                && authorization.contains("/us-east-1/sqs/aws4_request"),
            "{authorization}"
        );
        let body = request.json();
        assert_eq!(body["QueueUrl"], queue);
        assert_eq!(body.as_object().unwrap().len(), 2);
        let body = body["MessageBody"].as_str().unwrap().to_owned();
        assert_eq!(body == emulator.events()[0].envelope, is_raw);
        assert_eq!(received(&[body]), ["Hello"]);
        assert_eq!(deliveries(&emulator)[0].destination, queue);
    }
}

#[tokio::test]
async fn delivers_events_of_event_bridge() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()).event_bridge());
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.fail_next(131_047, 1);
    for _ in 0..2 {
        text(&emulator.client(), "hi").send().await.unwrap();
    }
    emulator.wait_for_deliveries().await;
    // `accepted` has no EventBridge event, and nothing is confirmed.
    let requests = server.requests();
    let types: Vec<_> = requests
        .iter()
        .map(|it| it.json()["detail-type"].clone())
        .collect();
    assert_eq!(
        types,
        [
            "WhatsApp Message Received",
            "WhatsApp Message Failed",
            "WhatsApp Message Sent",
            "WhatsApp Message Delivered",
        ]
    );
    let failed = requests[1].json();
    let account = &emulator.accounts()[0];
    let message = &emulator.messages()[0];
    let seconds = message.at.as_secs();
    assert_eq!(
        failed["detail"],
        json!({
            "wabaId": account.meta_id,
            "originationPhoneNumber": "14255550100",
            "originationPhoneNumberId": account.phone_numbers[0].meta_id,
            "messageId": message.id,
            "status": "failed",
            "eventTimestamp": seconds.to_string(),
            "errors": [{
                "code": 131_047,
                "title": "Re-engagement message",
                "message": "Re-engagement message",
            }],
        })
    );
    assert_eq!(failed["source"], "aws.social-messaging");
    let events = events::parse(&requests[1].body).unwrap();
    let Some(Event::Status(status)) = events.first() else {
        panic!("{events:?}")
    };
    assert_eq!(status.aws_message_id(), Some(message.id.as_str()));
    let accepted = &emulator.events()[1];
    assert!(accepted.deliveries.is_empty());
}

#[tokio::test]
async fn writes_lines_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.jsonl");
    let emulator = deliver(Destination::file(&file));
    text(&emulator.client(), "hi").send().await.unwrap();
    emulator.customer(ADA).says("two\nlines").unwrap();
    emulator.wait_for_deliveries().await;
    let lines = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<String> = lines.lines().map(str::to_owned).collect();
    assert_eq!(
        received(&lines),
        ["accepted", "sent", "delivered", "two\nlines"]
    );
}

#[tokio::test]
async fn writes_many_lines_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.jsonl");
    let emulator = deliver(Destination::file(&file));
    let texts: Vec<String> = (0..600).map(|number| number.to_string()).collect();
    for text in &texts {
        emulator.customer(ADA).says(text).unwrap();
    }
    emulator.wait_for_deliveries().await;
    let lines = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<String> = lines.lines().map(str::to_owned).collect();
    assert_eq!(received(&lines), texts);
    let events = emulator.events();
    let mut deliveries = events.iter().flat_map(|event| &event.deliveries);
    assert!(deliveries.all(|it| it.state == DeliveryState::Delivered && it.attempts == 1));
}

#[tokio::test]
async fn delivers_by_topic() {
    let topic = "arn:aws:sns:us-east-1:123456789012:second";
    let second = Account::new("Second")
        .with_phone_numbers([PhoneNumber::new("+4930123456").with_id("phone-number-id-2")])
        .with_event_destinations([WhatsAppBusinessAccountEventDestination::new(topic)]);
    let (server, all) = (receiver().await, receiver().await);
    let emulator = Emulator::builder()
        .accounts([Account::ready_made(), second])
        .deliver(Destination::http(server.url()).for_topic(topic))
        .unwrap()
        .deliver(Destination::http(all.url()))
        .unwrap()
        .build()
        .unwrap();
    emulator.customer(ADA).at(NUMBER).says("first").unwrap();
    let number = "phone-number-id-2";
    emulator.customer(ADA).at(number).says("second").unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(received(&bodies(&server)), ["subscription", "second"]);
    for request in server.requests() {
        assert_eq!(request.header("x-amz-sns-topic-arn"), Some(topic));
    }
    assert_eq!(received(&bodies(&all)), ["subscription", "first", "second"]);
    let topics = all.requests();
    let topics: Vec<_> = topics[1..]
        .iter()
        .map(|it| it.json()["TopicArn"].clone())
        .collect();
    assert_eq!(topics, [TOPIC, topic]);
}

#[tokio::test]
async fn redelivers_events() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()).raw());
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.redeliver(1).unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(
        received(&bodies(&server)),
        ["subscription", "Hello", "Hello"]
    );
    let (_, events) = ask(&emulator, Method::GET, "events", Value::Null).await;
    assert_eq!(
        events["events"][1]["deliveries"],
        json!([{ "destination": server.url(), "attempts": 1, "status": "delivered" }])
    );
}

#[test]
fn rejects_other_machines() {
    for (url, problem) in [
        ("http://example.com/", "it is not on this machine"),
        ("http://10.0.0.1/", "it is not on this machine"),
        ("http://localhost.example.com/", "it is not on this machine"),
        ("http://127.0.0.1@example.com/", "it is not on this machine"),
        (
            "ftp://127.0.0.1/",
            "use a URL that begins with http:// or https://",
        ),
        ("/webhook", "use a URL that begins with http:// or https://"),
        ("http://a b/", "it is not a URL"),
    ] {
        for destination in [Destination::http(url), Destination::sqs(url)] {
            let error = Emulator::builder()
                .deliver(destination)
                .unwrap_err()
                .to_string();
            assert!(error.contains(problem), "{error}");
        }
    }
    for url in [
        "http://127.0.0.1:3000/x",
        "http://localhost/",
        "http://[::1]:80/",
    ] {
        Emulator::builder().deliver(Destination::http(url)).unwrap();
    }
    let remote = Destination::http("http://app:3000/").allow_remote();
    Emulator::builder().deliver(remote).unwrap();
}

/// The tasks do not keep a dropped emulator alive.
#[tokio::test]
async fn ends_with_the_emulator() {
    let server = receiver().await;
    let emulator = deliver(Destination::http(server.url()));
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let builder = Emulator::builder().state(&file);
    let emulator = builder.deliver(Destination::http(server.url())).unwrap();
    let emulator = emulator.build().unwrap();
    tokio::task::yield_now().await;
    drop(emulator);
    // The state file is free again.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    Emulator::builder().state(&file).build().unwrap();
}
