//! The statuses of messages: set by policy, by rules and manually.

use std::time::{Duration, SystemTime};

use socialmessaging::emulator::{
    Emulator, EventKind, SentMessage, StatusError, StatusPolicy, WindowRule,
};
use socialmessaging::events::{Correlator, Event};
use socialmessaging::messages::{Recipient, Template, Text};
use socialmessaging::whatsapp::DeliveryStatus;

use crate::{NUMBER, text};

const ADA: &str = "+14255550199";

/// Sends a text and returns the record of the message.
async fn send(emulator: &Emulator, to: impl Into<Recipient>) -> SentMessage {
    let sender = emulator.client().sender(NUMBER);
    sender
        .send(Text::new(to, "hi").tag("booking-1"))
        .await
        .unwrap();
    emulator.messages().pop().unwrap()
}

fn statuses(message: &SentMessage) -> Vec<&str> {
    let statuses = message.statuses.iter();
    statuses.map(|step| step.status.as_str()).collect()
}

/// Returns the statuses in the events, in order.
fn reported(emulator: &Emulator) -> Vec<String> {
    let mut found = Vec::new();
    for event in emulator.events() {
        for event in event.parse().unwrap() {
            if let Event::Status(status) = event {
                found.push(status.value().status().unwrap().as_str().to_owned());
            }
        }
    }
    found
}

fn stop(emulator: &Emulator) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_689_000);
    emulator.clock().set(time);
}

#[tokio::test]
async fn delivers_at_once_by_default() {
    let emulator = Emulator::new();
    let message = send(&emulator, ADA).await;
    assert_eq!(statuses(&message), ["accepted", "sent", "delivered"]);
    assert_eq!(reported(&emulator), ["accepted", "sent", "delivered"]);
    assert!(
        message
            .wamid
            .unwrap()
            .starts_with("wamid.HBgLMTQyNTU1NTAxOTkVAgARGBI")
    );
}

#[tokio::test]
async fn joins_the_ids_by_the_first_event() {
    let emulator = Emulator::new();
    let message = send(&emulator, ADA).await;
    let mut ids = Correlator::new(10);
    for event in emulator.events() {
        assert_eq!(event.kind, EventKind::Status);
        assert_eq!(event.message_id.as_deref(), Some(message.id.as_str()));
        assert_eq!(event.phone_number_id.as_deref(), Some(NUMBER));
        for event in event.parse().unwrap() {
            let Event::Status(status) = &event else {
                panic!("{event:?}")
            };
            assert_eq!(status.message_id(), message.wamid.as_deref());
            assert_eq!(status.tag(), Some("booking-1"));
            let is_accepted = status.value().status() == Some(&DeliveryStatus::Accepted);
            assert_eq!(status.aws_message_id().is_some(), is_accepted);
            ids.observe(status);
        }
    }
    let known = ids.by_aws_message_id(&message.id).unwrap();
    assert_eq!(known.wamid(), message.wamid.as_deref());
}

#[tokio::test]
async fn follows_the_clock() {
    let emulator = Emulator::builder()
        .statuses(StatusPolicy::Clock)
        .build()
        .unwrap();
    stop(&emulator);
    let message = send(&emulator, ADA).await;
    assert_eq!(statuses(&message), ["accepted"]);
    emulator.clock().advance(Duration::from_millis(999));
    assert_eq!(reported(&emulator), ["accepted"]);
    emulator.clock().advance(Duration::from_millis(1));
    assert_eq!(reported(&emulator), ["accepted", "sent"]);
    emulator.clock().advance(Duration::from_secs(60));
    let message = &emulator.messages()[0];
    assert_eq!(statuses(message), ["accepted", "sent", "delivered"]);
    let seconds = message.statuses.iter().map(|step| step.at.as_secs());
    assert_eq!(
        seconds.collect::<Vec<_>>(),
        [1_795_689_000, 1_795_689_001, 1_795_689_002]
    );
}

#[tokio::test]
async fn streams_statuses_by_the_clock() {
    let emulator = Emulator::builder()
        .statuses(StatusPolicy::Clock)
        .build()
        .unwrap();
    stop(&emulator);
    let mut events = emulator.event_stream();
    send(&emulator, ADA).await;
    assert_eq!(events.next().await.number, 1);
    let clock = emulator.clock().clone();
    let moving = async move {
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(2));
    };
    let (second, ()) = tokio::join!(events.next(), moving);
    assert_eq!((second.number, events.next().await.number), (2, 3));
}

#[tokio::test]
async fn waits_for_the_test() {
    let emulator = Emulator::builder()
        .statuses(StatusPolicy::Never)
        .build()
        .unwrap();
    let message = send(&emulator, ADA).await;
    emulator.clock().advance(Duration::from_secs(60));
    assert_eq!(reported(&emulator), ["accepted"]);
    emulator
        .set_status(&message.id, DeliveryStatus::Delivered)
        .unwrap();
    let wamid = message.wamid.unwrap();
    emulator.set_status(&wamid, DeliveryStatus::Read).unwrap();
    assert_eq!(reported(&emulator), ["accepted", "delivered", "read"]);

    let message = send(&emulator, ADA).await;
    emulator.fail(&message.id, 131_049).unwrap();
    let failed = emulator.messages().pop().unwrap();
    assert_eq!(statuses(&failed), ["accepted", "failed"]);
    assert_eq!(failed.failure.unwrap().code, 131_049);

    let unknown = emulator.set_status("wamid.x", DeliveryStatus::Read);
    assert!(matches!(unknown, Err(StatusError::UnknownMessage(_))));
}

#[tokio::test]
async fn resumes_when_the_policy_changes() {
    let emulator = Emulator::builder()
        .statuses(StatusPolicy::Never)
        .build()
        .unwrap();
    stop(&emulator);
    send(&emulator, ADA).await;
    emulator.set_status_policy(StatusPolicy::Clock);
    emulator.clock().advance(Duration::from_secs(2));
    assert_eq!(reported(&emulator), ["accepted", "sent", "delivered"]);
}

/// Returns the code with which a message to this recipient fails.
async fn code(emulator: &Emulator, to: impl Into<Recipient>) -> Option<u32> {
    let message = send(emulator, to).await;
    let failure = message.failure.as_ref();
    assert_eq!(
        statuses(&message).last() == Some(&"failed"),
        failure.is_some()
    );
    failure.map(|failure| failure.code)
}

#[tokio::test]
async fn fails_by_rules() {
    let emulator = Emulator::new();
    emulator.fail_next(131_056, 2);
    assert_eq!(code(&emulator, ADA).await, Some(131_056));
    assert_eq!(code(&emulator, ADA).await, Some(131_056));
    assert_eq!(code(&emulator, ADA).await, None);

    let customer = emulator.customer(ADA);
    customer.unreachable().unwrap();
    assert_eq!(code(&emulator, ADA).await, Some(131_026));
    assert_eq!(code(&emulator, "+14255550188").await, None);
    customer.reachable().unwrap();
    assert_eq!(code(&emulator, ADA).await, None);
}

#[tokio::test]
async fn reports_the_error_of_a_failure() {
    let emulator = Emulator::new();
    emulator.fail_next(131_047, 1);
    let message = send(&emulator, ADA).await;
    let event = &emulator.events()[1];
    let events = event.parse().unwrap();
    let Some(Event::Status(status)) = events.first() else {
        panic!("{events:?}")
    };
    assert!(status.is_failed());
    assert_eq!(status.aws_message_id(), Some(message.id.as_str()));
    let code = status.error_codes().next().unwrap();
    assert_eq!(code.get(), 131_047);
    assert_eq!(
        status.value().errors()[0].title(),
        Some("Re-engagement message")
    );
}

#[tokio::test]
async fn closes_the_window_after_a_day() {
    let emulator = Emulator::new();
    stop(&emulator);
    // A stranger has no window; by default, that matters only after a message.
    assert_eq!(code(&emulator, ADA).await, None);
    emulator.customer(ADA).says("Hello").unwrap();
    let almost = Duration::from_secs(24 * 60 * 60 - 1);
    emulator.clock().advance(almost);
    assert_eq!(code(&emulator, ADA).await, None);
    emulator.clock().advance(Duration::from_secs(1));
    assert_eq!(code(&emulator, ADA).await, Some(131_047));
    assert_eq!(code(&emulator, "+14255550188").await, None);
    emulator.customer(ADA).calls().unwrap();
    assert_eq!(code(&emulator, ADA).await, None);
}

#[tokio::test]
async fn closes_the_window_of_strangers_on_demand() {
    let emulator = Emulator::builder()
        .windows(WindowRule::Always)
        .build()
        .unwrap();
    assert_eq!(code(&emulator, ADA).await, Some(131_047));
    assert_eq!(code(&emulator, Recipient::group("Y2FwaQ")).await, None);
    let sender = emulator.client().sender(NUMBER);
    sender.send(Template::new(ADA, "none", "en")).await.unwrap();
    let template = emulator.messages().pop().unwrap();
    assert_eq!(template.failure.unwrap().code, 132_001);
    emulator.customer(ADA).says("Hello").unwrap();
    assert_eq!(code(&emulator, ADA).await, None);
}

#[tokio::test]
async fn keeps_a_limited_number_of_messages() {
    let emulator = Emulator::builder().limit(3).build().unwrap();
    for number in 0..5 {
        let body = format!("message {number}");
        text(&emulator.client(), &body).send().await.unwrap();
    }
    let messages = emulator.messages();
    let texts: Vec<_> = messages.iter().map(|message| message.text()).collect();
    assert_eq!(texts.len(), 3);
    assert_eq!(texts[2].as_deref(), Some("message 4"));
    let numbers = emulator.events().into_iter().map(|event| event.number);
    assert_eq!(numbers.collect::<Vec<_>>(), [13, 14, 15]);
    for number in 0..5 {
        let phone = format!("+1425555010{number}");
        emulator.customer(&phone).says("Hello").unwrap();
    }
    assert_eq!(emulator.customers().len(), 3);
    assert_eq!(emulator.customer_messages().len(), 3);
}
