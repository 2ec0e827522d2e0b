//! Retries, and delayed and duplicate deliveries.

use std::time::Duration;

use serde_json::json;
use socialmessaging::emulator::{
    DeliveryFaults, DeliveryState, Destination, Emulator, EventDelivery,
};
use tests::server::{Play, RefusingPort, Reply, Server};

use crate::control::put;
use crate::deliveries::{ADA, deliver, deliveries, received, receiver};
use crate::text;

/// Delivers an event to a server with these statuses, the first for the confirmation of
/// the subscription. Returns the server and the delivery.
async fn delivered<const N: usize>(statuses: [u16; N]) -> (Server, EventDelivery) {
    let server = Server::start(statuses.map(|status| Play::reply(Reply::new(status)))).await;
    let emulator = deliver(Destination::http(server.url()));
    emulator.customer(ADA).says("Hello").unwrap();
    emulator.wait_for_deliveries().await;
    let delivery = deliveries(&emulator).swap_remove(0);
    (server, delivery)
}

#[tokio::test]
async fn repeats_failed_deliveries() {
    let (server, delivery) = delivered([200, 500, 503, 429, 200]).await;
    assert_eq!(
        (delivery.state, delivery.attempts),
        (DeliveryState::Delivered, 4)
    );
    assert_eq!(delivery.error, None);
    // All attempts have the same id, so that receivers can drop copies.
    let requests = server.requests();
    let ids: Vec<_> = requests[1..]
        .iter()
        .map(|it| it.json()["MessageId"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn gives_up_when_the_receiver_rejects_an_event() {
    let (_, delivery) = delivered([200, 400]).await;
    assert_eq!(
        (delivery.state, delivery.attempts),
        (DeliveryState::Failed, 1)
    );
    assert_eq!(delivery.error.as_deref(), Some("status 400"));
}

#[tokio::test]
async fn fails_if_the_receiver_rejects_the_subscription() {
    let (server, delivery) = delivered([404]).await;
    assert_eq!(delivery.state, DeliveryState::Failed);
    let error = delivery.error.as_deref();
    assert_eq!(
        error,
        Some("the SubscriptionConfirmation failed: status 404")
    );
    assert_eq!(server.requests().len(), 1);
}

/// Waits until the last event had this many attempts.
async fn attempts(emulator: &Emulator, count: u32) {
    while deliveries(emulator)[0].attempts < count {
        tokio::task::yield_now().await;
    }
}

/// Retries follow the clock of the emulator, so the test does not sleep.
#[tokio::test]
async fn waits_by_the_clock_between_attempts() {
    let port = RefusingPort::bind();
    let queue = format!("{}/000000000000/events", port.url());
    let emulator = deliver(Destination::sqs(queue));
    emulator.clock().set(std::time::SystemTime::now());
    emulator.customer(ADA).says("Hello").unwrap();
    for (count, seconds) in [(4, 1), (5, 1), (6, 1), (7, 2), (8, 4)] {
        attempts(&emulator, count).await;
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let delivery = &deliveries(&emulator)[0];
        assert_eq!(
            (delivery.attempts, delivery.state),
            (count, DeliveryState::Pending)
        );
        assert!(
            delivery.error.as_deref().unwrap().contains("refused"),
            "{delivery:?}"
        );
        emulator.clock().advance(Duration::from_secs(seconds));
    }
    // An hour later, nothing is left to try.
    for _ in 0..60 {
        emulator.clock().advance(Duration::from_secs(20));
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
    }
    while deliveries(&emulator)[0].state == DeliveryState::Pending {
        emulator.clock().advance(Duration::from_secs(20));
        tokio::task::yield_now().await;
    }
    let delivery = &deliveries(&emulator)[0];
    assert_eq!(
        (delivery.attempts, delivery.state),
        (51, DeliveryState::Failed)
    );
}

#[tokio::test]
async fn delivers_twice_and_out_of_order_on_demand() {
    let server = receiver().await;
    let queue = format!("{}/000000000000/events", server.url());
    let emulator = deliver(Destination::sqs(queue).raw());
    let faults = json!({ "deliveries": { "duplicates": 1, "disorder": 1, "seed": 7 } });
    let (status, policy) = put(&emulator, "policy", faults).await;
    assert_eq!((status, &policy["deliveries"]["seed"]), (200, &json!(7)));
    text(&emulator.client(), "hi").send().await.unwrap();
    server.received(6).await;
    let requests = server.requests();
    let bodies = requests
        .iter()
        .map(|it| it.json()["MessageBody"].as_str().unwrap().to_owned());
    let bodies: Vec<String> = bodies.collect();
    assert_eq!(
        received(&bodies),
        [
            "sent",
            "sent",
            "accepted",
            "accepted",
            "delivered",
            "delivered"
        ]
    );
    emulator.set_delivery_faults(DeliveryFaults::default());
    text(&emulator.client(), "hi").send().await.unwrap();
    emulator.wait_for_deliveries().await;
    assert_eq!(server.requests().len(), 9);
}
