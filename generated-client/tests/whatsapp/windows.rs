//! The customer service window.

use serde_json::{Value, json};
use socialmessaging::Timestamp;
use socialmessaging::events::ServiceWindows;

use crate::carriers::parse;

const DAY: i64 = 24 * 60 * 60;

fn windows(field: &str, value: Value) -> ServiceWindows {
    let mut value = value;
    value["metadata"] = json!({"phone_number_id": "p"});
    let mut windows = ServiceWindows::new(100);
    for event in parse(&json!({"field": field, "value": value})) {
        windows.observe(&event);
    }
    windows
}

#[test]
fn messages_and_calls_open_windows() {
    let message = |kind: &str| json!({"messages": [{"from": "1", "timestamp": "1000", "type": kind, kind: {}}]});
    let call = |call: Value| json!({"calls": [call]});
    for (field, value, opened) in [
        ("messages", message("text"), Some(1000)),
        ("messages", message("reaction"), Some(1000)),
        ("messages", message("unsupported"), Some(1000)),
        ("messages", message("request_welcome"), Some(1000)),
        ("messages", message("hologram"), Some(1000)),
        ("messages", message("system"), None),
        ("messages", message("edit"), None),
        ("messages", message("revoke"), None),
        (
            "messages",
            json!({"statuses": [{"recipient_id": "1", "timestamp": "1000", "status": "read"}]}),
            None,
        ),
        (
            "standby",
            json!({"standby": {"messages": [{"from": "1", "timestamp": "1000", "type": "text"}]}}),
            Some(1000),
        ),
        (
            "smb_message_echoes",
            json!({"message_echoes": [{"from": "1", "timestamp": "1000", "type": "text"}]}),
            None,
        ),
        (
            "calls",
            call(
                json!({"from": "1", "direction": "USER_INITIATED", "event": "connect", "timestamp": "1000"}),
            ),
            Some(1000),
        ),
        (
            "calls",
            call(
                json!({"from": "1", "direction": "USER_INITIATED", "event": "terminate", "timestamp": "1000"}),
            ),
            None,
        ),
        (
            "calls",
            call(
                json!({"to": "1", "direction": "BUSINESS_INITIATED", "event": "connect", "timestamp": "1000"}),
            ),
            None,
        ),
        (
            "calls",
            call(
                json!({"to": "1", "direction": "BUSINESS_INITIATED", "event": "terminate", "timestamp": "1000", "start_time": "900"}),
            ),
            Some(900),
        ),
        (
            "calls",
            json!({"statuses": [{"recipient_id": "1", "status": "ACCEPTED", "timestamp": "1000"}]}),
            Some(1000),
        ),
        (
            "calls",
            json!({"statuses": [{"recipient_id": "1", "status": "REJECTED", "timestamp": "1000"}]}),
            None,
        ),
        ("flows", json!({}), None),
    ] {
        let windows = windows(field, value.clone());
        let window = windows.get("p", "+1");
        let expected = opened.map(Timestamp::from_secs);
        assert_eq!(
            window.map(|window| window.last_contact()),
            expected,
            "{field} {value}"
        );
    }
}

#[test]
fn windows_close_after_a_day() {
    let windows = windows(
        "messages",
        json!({"messages": [
            {"from": "1", "from_user_id": "US.1", "timestamp": "2000", "type": "text"},
            {"from": "1", "timestamp": "1000", "type": "text"},
            {"from": "2", "group_id": "g", "timestamp": "3000", "type": "text"},
        ]}),
    );
    let at = Timestamp::from_secs;
    // The later message counts, by either id.
    for person in ["1", "+1", "US.1"] {
        let person = person
            .strip_prefix('+')
            .map_or(person.to_owned(), |it| format!("+{it}"));
        assert!(
            windows.is_open("p", &person, at(2000 + DAY - 1)),
            "{person}"
        );
        assert!(!windows.is_open("p", &person, at(2000 + DAY)), "{person}");
    }
    // A message to a group opens the group's window.
    assert!(windows.is_open("p", "g", at(3000)));
    assert!(!windows.is_open("p", "2", at(3000)));
    // Each number has its own window.
    assert!(!windows.is_open("q", "1", at(2000)));
    assert_eq!(windows.len(), 3);
    assert!(!format!("{windows:?}").contains("US.1"));
}

#[test]
fn windows_accept_any_time() {
    let mut windows = ServiceWindows::new(1);
    for at in [i64::MAX, i64::MIN] {
        windows.renew("p", "1", Timestamp::from_secs(at));
        let window = windows.get("p", "1").unwrap();
        assert_eq!(window.closes_at().as_secs(), i64::MAX);
        assert!(window.remaining(Timestamp::from_secs(i64::MIN)).as_secs() > 0);
    }
    windows.renew("p", "2", Timestamp::from_secs(0));
    assert_eq!((windows.len(), windows.get("p", "1")), (1, None));
}
