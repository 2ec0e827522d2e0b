//! Statuses in any order, and the ids of messages.

use proptest::prelude::*;
use serde_json::{Value, json};
use socialmessaging::events::{
    Correlator, Deliveries, DeliveryState, ErrorClass, ErrorCode, Event, Outcome, Party, Progress,
    StatusEvent,
};
use socialmessaging::whatsapp::{MessageStatus, PlatformError};

use crate::carriers::parse;

fn status(value: Value) -> StatusEvent {
    let found = parse(&json!({"field": "messages", "value": {"statuses": [value]}}));
    only_status(found)
}

fn only_status(mut found: Vec<Event>) -> StatusEvent {
    match found.pop() {
        Some(Event::Status(status)) if found.is_empty() => status,
        other => panic!("{other:?}"),
    }
}

/// A status of AWS: the id of AWS with a wamid, or without one.
fn aws_status(aws: &str, value: Value) -> StatusEvent {
    let change = json!({"field": "messages", "value": {"statuses": [value]}});
    only_status(parse(
        &json!({"messageId": aws, "whatsAppWebhookEntry": {"changes": [change]}}),
    ))
}

fn event_bridge(aws: &str, kind: &str) -> StatusEvent {
    only_status(parse(&json!({
        "detail-type": format!("WhatsApp Message {kind}"), "detail": {"messageId": aws},
    })))
}

#[test]
fn outcomes_follow_the_furthest_status() {
    let reached = |step| Some(Outcome::Reached(step));
    for (statuses, expected) in [
        ("", None),
        ("sent", reached(Progress::Sent)),
        ("read delivered sent accepted", reached(Progress::Read)),
        ("delivered delivered", reached(Progress::Delivered)),
        ("read played", reached(Progress::Played)),
        ("failed", Some(Outcome::Failed)),
        ("sent failed", Some(Outcome::Failed)),
        ("failed sent accepted", Some(Outcome::Failed)),
        ("fail", Some(Outcome::Failed)),
        ("failed delivered", reached(Progress::Delivered)),
        ("delivered failed", reached(Progress::Delivered)),
        ("deleted warning captured pending unheard-of", None),
        ("read deleted", reached(Progress::Read)),
    ] {
        let mut state = DeliveryState::default();
        for name in statuses.split_whitespace() {
            state.apply(&MessageStatus::new().with_status(name));
        }
        assert_eq!(state.outcome(), expected, "{statuses}");
        assert_eq!(state.is_deleted(), statuses.contains("deleted"));
    }
}

#[test]
fn statuses_of_payments_are_not_about_delivery() {
    for name in ["failed", "captured", "pending"] {
        let payment = status(json!({"id": "w", "type": "payment", "status": name}));
        assert!(!payment.is_failed() && payment.error_class().is_none());
        assert_eq!(Deliveries::new(1).apply(&payment), None);
    }
}

#[test]
fn failures_have_a_class() {
    let dropped = "Message retries exhausted, dropping message.";
    for (name, codes, class) in [
        ("failed", vec![131_047], Some(ErrorClass::Window)),
        ("failed", vec![7, 131_026], Some(ErrorClass::Recipient)),
        ("failed", vec![7], Some(ErrorClass::Unknown)),
        ("failed", vec![], Some(ErrorClass::Unknown)),
        (dropped, vec![], Some(ErrorClass::Retry)),
        ("sent", vec![], None),
    ] {
        let errors: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
        let status = status(json!({"id": "w", "status": name, "errors": errors}));
        assert_eq!(status.error_class(), class, "{name} {codes:?}");
    }
}

#[test]
fn keeps_times_and_reasons() {
    let at = socialmessaging::Timestamp::from_secs;
    let mut state = DeliveryState::default();
    let sent = MessageStatus::new().with_status("sent");
    assert!(state.apply(&sent.clone().with_timestamp(at(20))));
    assert!(state.apply(&sent.clone().with_timestamp(at(10))));
    assert!(!state.apply(&sent.with_timestamp(at(30))));
    assert_eq!(state.reached_at(Progress::Sent), Some(at(10)));
    assert_eq!(state.reached_at(Progress::Read), None);
    let failed = MessageStatus::new()
        .with_status("Message retries exhausted, dropping message.")
        .with_timestamp(at(40))
        .with_errors((0..20).map(|code| PlatformError::new().with_code(code)));
    assert!(state.apply(&failed));
    assert!(!state.apply(&failed));
    assert!(state.is_dropped_by_aws());
    assert_eq!(state.failed_at(), Some(at(40)));
    assert_eq!(state.error_codes().count(), 8);
    state.apply(&MessageStatus::new().with_status("read"));
    assert!(!state.is_dropped_by_aws());
}

fn any_status() -> impl Strategy<Value = MessageStatus> {
    let names = [
        "accepted",
        "sent",
        "delivered",
        "read",
        "played",
        "failed",
        "fail",
        "deleted",
        "warning",
        "Message retries exhausted, dropping message.",
        "new",
    ];
    let name = prop::sample::select(names.to_vec());
    (
        name,
        prop::option::of(0i64..5),
        prop::collection::vec(0i32..30, 0..12),
    )
        .prop_map(|(name, at, codes)| {
            let errors = codes
                .into_iter()
                .map(|code| PlatformError::new().with_code(code));
            let status = MessageStatus::new().with_status(name).with_errors(errors);
            match at {
                Some(at) => status.with_timestamp(socialmessaging::Timestamp::from_secs(at)),
                None => status,
            }
        })
}

fn apply_all<'a>(statuses: impl IntoIterator<Item = &'a MessageStatus>) -> DeliveryState {
    let mut state = DeliveryState::default();
    for status in statuses {
        state.apply(status);
    }
    state
}

proptest! {
    #[test]
    fn order_and_duplicates_do_not_matter(
        (statuses, shuffled) in prop::collection::vec(any_status(), 0..8)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        split in 0usize..8,
    ) {
        let expected = apply_all(&statuses);
        prop_assert_eq!(&apply_all(&shuffled), &expected);
        prop_assert_eq!(&apply_all(shuffled.iter().chain(&statuses)), &expected);
        // Two programs that each saw a part.
        let (one, other) = shuffled.split_at(split.min(shuffled.len()));
        let mut merged = apply_all(one);
        merged.merge(&apply_all(other));
        prop_assert_eq!(&merged, &expected);
        prop_assert!(!merged.merge(&expected));
    }

    #[test]
    fn outcomes_never_go_back(statuses in prop::collection::vec(any_status(), 0..12)) {
        let mut state = DeliveryState::default();
        for status in &statuses {
            let before = state.clone();
            state.apply(status);
            prop_assert!(state.progress() >= before.progress());
            if let Some(Outcome::Reached(step)) = before.outcome() && step >= Progress::Delivered {
                prop_assert!(state.outcome() >= before.outcome() && state.outcome() != Some(Outcome::Failed));
            }
        }
    }

    #[test]
    fn the_order_of_observations_does_not_matter(
        order in Just((0usize..6).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut deliveries = Deliveries::new(10);
        for index in order {
            match index {
                0 => deliveries.sent("uuid", Some("tag")),
                1 => drop(deliveries.apply(&aws_status("uuid", json!({"id": "w", "status": "accepted"})))),
                2 => drop(deliveries.apply(&event_bridge("uuid", "Delivered"))),
                3 => drop(deliveries.apply(&status(json!({"id": "w", "status": "sent"})))),
                4 => drop(deliveries.apply(&status(json!({"id": "w", "status": "read"})))),
                _ => drop(deliveries.apply(&status(json!({"id": "other", "status": "sent"})))),
            }
        }
        prop_assert_eq!(deliveries.len(), 2);
        let state = deliveries.by_wamid("w", None).unwrap();
        prop_assert_eq!(state, deliveries.by_aws_message_id("uuid", None).unwrap());
        prop_assert_eq!(state.outcome(), Some(Outcome::Reached(Progress::Read)));
    }
}

proptest! {
    #[test]
    fn unique_tags_join_in_any_order(order in Just((0usize..4).collect::<Vec<_>>()).prop_shuffle()) {
        let mut deliveries = Deliveries::new(10).with_unique_tags();
        let meta = |name: &str| status(json!({"id": "w", "status": name, "biz_opaque_callback_data": "tag"}));
        for index in order {
            match index {
                0 => deliveries.sent("uuid", Some("tag")),
                1 => drop(deliveries.apply(&meta("sent"))),
                2 => drop(deliveries.apply(&meta("failed"))),
                _ => drop(deliveries.apply(&event_bridge("uuid", "Failed"))),
            }
        }
        prop_assert_eq!(deliveries.len(), 1);
        prop_assert_eq!(deliveries.by_wamid("w", None).unwrap().outcome(), Some(Outcome::Failed));
        prop_assert!(deliveries.by_aws_message_id("uuid", None).is_some());
    }
}

#[test]
fn reports_each_change_once() {
    let mut deliveries = Deliveries::new(10);
    deliveries.sent("uuid", Some("order-1"));
    let mut changes = Vec::new();
    for status in [
        aws_status("uuid", json!({"id": "w", "status": "accepted"})),
        status(json!({"id": "w", "status": "delivered"})),
        event_bridge("uuid", "Sent"),
        event_bridge("uuid", "Delivered"),
        status(json!({"id": "w", "status": "warning"})),
        status(json!({"id": "w", "status": "read"})),
    ] {
        changes.extend(deliveries.apply(&status));
    }
    let outcomes: Vec<Outcome> = changes.iter().map(|change| change.after()).collect();
    let steps = [Progress::Accepted, Progress::Delivered, Progress::Read];
    assert_eq!(outcomes, steps.map(Outcome::Reached));
    assert_eq!(
        changes[2].before(),
        Some(Outcome::Reached(Progress::Delivered))
    );
    let ids = changes[1].ids();
    assert_eq!(
        (ids.aws_message_id(), ids.wamid(), ids.tag()),
        (Some("uuid"), Some("w"), Some("order-1"))
    );
    // A failure without an id is not overlooked.
    let failed = deliveries
        .apply(&status(json!({"status": "failed"})))
        .unwrap();
    assert_eq!(failed.after(), Outcome::Failed);
}

#[test]
fn keeps_a_state_for_each_participant() {
    let mut deliveries = Deliveries::new(10);
    let read = |member: &str, id: &str| {
        status(
            json!({"id": "w", "status": "read", "recipient_type": "group", "recipient_id": "g", member: id}),
        )
    };
    assert!(
        deliveries
            .apply(&read("recipient_participant_id", "1"))
            .is_some()
    );
    assert!(
        deliveries
            .apply(&read("participant_recipient_id", "1"))
            .is_none()
    );
    assert!(
        deliveries
            .apply(&read("recipient_participant_user_id", "US.2"))
            .is_some()
    );
    assert!(deliveries.by_wamid("w", Some(Party::Phone("1"))).is_some());
    assert!(
        deliveries
            .by_wamid("w", Some(Party::User("US.2")))
            .is_some()
    );
    assert!(deliveries.by_wamid("w", None).is_none());
}

#[test]
fn joins_ids_by_tags_only_on_request() {
    for (mut correlator, joined) in [
        (Correlator::new(10), false),
        (Correlator::new(10).with_unique_tags(), true),
    ] {
        correlator.sent("uuid", Some("tag"));
        let sent = status(json!({"id": "w", "status": "sent", "biz_opaque_callback_data": "tag"}));
        let ids = correlator.observe(&sent);
        assert_eq!(ids.aws_message_id().is_some(), joined);
        assert_eq!(correlator.by_tag("tag").count(), if joined { 1 } else { 2 });
        assert_eq!(
            correlator
                .by_aws_message_id("uuid")
                .unwrap()
                .wamid()
                .is_some(),
            joined
        );
    }
}

#[test]
fn forgets_the_oldest_messages() {
    let mut deliveries = Deliveries::new(100);
    let mut correlator = Correlator::new(100);
    for index in 0..1000 {
        let sent = status(
            json!({"id": format!("w{index}"), "status": "sent", "biz_opaque_callback_data": "same"}),
        );
        deliveries.apply(&sent);
        correlator.observe(&sent);
    }
    assert_eq!((deliveries.len(), correlator.len()), (100, 100));
    assert_eq!(correlator.by_tag("same").count(), 100);
    assert!(deliveries.by_wamid("w899", None).is_none());
    assert!(deliveries.by_wamid("w900", None).is_some());
}

#[test]
fn errors_have_classes_and_advice() {
    for (code, class, not_sent) in [
        (0, ErrorClass::Account, false),
        (1, ErrorClass::Retry, false),
        (4, ErrorClass::SlowDown, true),
        (100, ErrorClass::Request, false),
        (250, ErrorClass::Account, false),
        (131_000, ErrorClass::Retry, false),
        (131_026, ErrorClass::Recipient, false),
        (131_047, ErrorClass::Window, false),
        (131_048, ErrorClass::Stop, false),
        (131_049, ErrorClass::WaitDay, false),
        (131_050, ErrorClass::OptedOut, false),
        (131_053, ErrorClass::Media, false),
        (131_056, ErrorClass::PairRate, true),
        (131_057, ErrorClass::Retry, true),
        (132_001, ErrorClass::Template, false),
        (133_010, ErrorClass::Setup, false),
        (134_101, ErrorClass::Retry, false),
        (138_006, ErrorClass::Feature, false),
        (130_501, ErrorClass::Informative, false),
        // By the block of numbers.
        (131_199, ErrorClass::Request, false),
        (131_299, ErrorClass::Feature, false),
        (131_900, ErrorClass::Request, false),
        (132_999, ErrorClass::Template, false),
        (133_999, ErrorClass::Setup, false),
        (138_999, ErrorClass::Feature, false),
        // In no table.
        (-1, ErrorClass::Unknown, false),
        (5, ErrorClass::Unknown, false),
        (999_999, ErrorClass::Unknown, false),
        (i32::MAX, ErrorClass::Unknown, false),
        (i32::MIN, ErrorClass::Unknown, false),
    ] {
        let code = ErrorCode::new(code);
        assert_eq!(code.class(), class, "{code}");
        assert_eq!(code.proves_not_sent(), not_sent, "{code}");
        assert!(!code.advice().is_empty() && !code.meaning().is_empty());
    }
    assert!(!ErrorCode::new(132_999).is_listed());
    assert!(ErrorCode::new(250).is_listed());
    // The code can come in quotes.
    let failed =
        status(json!({"status": "failed", "errors": [{"code": "131047"}, {"title": "x"}]}));
    assert_eq!(
        failed.error_codes().map(ErrorCode::get).collect::<Vec<_>>(),
        [131_047]
    );
}
