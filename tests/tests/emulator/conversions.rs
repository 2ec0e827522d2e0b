//! Datasets and conversion events.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;

use crate::ACCOUNT;

const NOW: u64 = 1_795_564_800;

fn event() -> Value {
    json!({
        "event_name": "Purchase",
        "event_time": NOW - 60,
        "action_source": "business_messaging",
        "messaging_channel": "whatsapp",
        "user_data": { "ctwa_clid": "ARAk" },
    })
}

#[tokio::test]
async fn records_events_of_a_dataset() {
    let emulator = Emulator::new();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    emulator.clock().set(now);
    let client = emulator.client();
    let create = || client.create_whatsapp_dataset().id(ACCOUNT).send();
    let dataset = create().await.unwrap().dataset_id;
    assert_eq!(create().await.unwrap().dataset_id, dataset);
    let account = client.get_linked_whatsapp_business_account().id(ACCOUNT);
    let account = account.send().await.unwrap().account.unwrap();
    assert_eq!(account.dataset_id(), Some(&*dataset));

    let send = |data: String| {
        let send = client.send_whatsapp_conversion_event().id(ACCOUNT);
        send.dataset_id(&*dataset).event_data(data)
    };
    send(event().to_string()).send().await.unwrap();
    let both = json!({ "data": [event(), event()] });
    let sent = send(both.to_string()).send().await.unwrap();
    let events = emulator.conversion_events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[1].request_id, sent.request_id());
    assert_eq!(events[1].json(), both);

    let with = |name: &str, value: Value| {
        let mut event = event();
        event[name] = value;
        event.to_string()
    };
    for (data, message) in [
        (json!({ "data": [] }).to_string(), "eventData has no events"),
        (
            json!({ "data": 1 }).to_string(),
            "data of eventData is not a list",
        ),
        (with("event_name", json!("")), "an event has no event_name"),
        (
            with("action_source", Value::Null),
            "an event has no action_source",
        ),
        (with("user_data", Value::Null), "an event has no user_data"),
        (
            with("event_time", json!("now")),
            "event_time of an event is not a number of seconds",
        ),
        (
            with("event_time", json!(NOW + 1)),
            "event_time 1795564801 is in the future or more than seven days ago",
        ),
        (
            with("event_time", json!(NOW - 7 * 24 * 60 * 60 - 1)),
            "event_time 1794959999 is in the future or more than seven days ago",
        ),
    ] {
        let error = send(data).send().await.unwrap_err();
        assert_eq!(error.message(), Some(message));
    }
    let other = client.send_whatsapp_conversion_event().id(ACCOUNT);
    let other = other
        .dataset_id("1234567890")
        .event_data(event().to_string());
    let error = other.send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}
