//! Call settings, permissions and calls.

use std::time::{Duration, SystemTime};

use http::Method;
use runtime::Timestamp;
use serde_json::{Value, json};
use socialmessaging::Client;
use socialmessaging::emulator::{CallState, Emulator};
use socialmessaging::operation::SendWhatsAppCallEvent;
use socialmessaging::types::{
    WhatsAppCallHours, WhatsAppCallSettings, WhatsAppDayOfWeek, WhatsAppHolidayScheduleEntry,
    WhatsAppTimeOfDay, WhatsAppWeeklyOperatingHoursEntry,
};

use crate::NUMBER;
use crate::control::ask;

const PERSON: &str = "+14255550123";
const NOW: u64 = 1_795_564_800;

fn send(client: &Client, event: &Value) -> SendWhatsAppCallEvent {
    client
        .send_whatsapp_call_event()
        .origination_phone_number_id(NUMBER)
        .meta_api_version("v24.0")
        .call_event(event.to_string())
}

fn connect() -> Value {
    json!({
        "messaging_product": "whatsapp",
        "to": PERSON,
        "action": "connect",
        "session": { "sdp_type": "offer", "sdp": "v=0" },
    })
}

async fn set(client: &Client, settings: WhatsAppCallSettings) -> Result<(), String> {
    let update = client
        .update_linked_whatsapp_business_account_phone_number()
        .id(NUMBER);
    let result = update.call_settings(settings).send().await;
    let message = result.map_err(|error| error.message().unwrap().to_owned());
    message.map(|output| assert_eq!(output.phone_number_id(), NUMBER))
}

/// Returns an emulator with a stopped clock, and calls enabled.
async fn emulator() -> Emulator {
    let emulator = Emulator::new();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    emulator.clock().set(now);
    set(&emulator.client(), WhatsAppCallSettings::new(true))
        .await
        .unwrap();
    emulator
}

/// Returns the status of the permission, and for each action whether it is possible
/// and how often it was performed.
async fn permission(client: &Client) -> (String, Vec<(bool, i32)>) {
    let get = client
        .get_whatsapp_call_permission()
        .origination_phone_number_id(NUMBER)
        .destination_phone_number(PERSON);
    let got = get.send().await.unwrap();
    let actions = got.actions().iter();
    let actions = actions.map(|action| {
        (
            action.can_perform_action(),
            action.limits()[0].current_usage(),
        )
    });
    (got.permission().status().to_owned(), actions.collect())
}

#[tokio::test]
async fn permissions_expire_and_are_withdrawn() {
    let emulator = emulator().await;
    let client = emulator.client();
    let none = ("no_permission".to_owned(), vec![(true, 0), (false, 0)]);
    assert_eq!(permission(&client).await, none);
    let until = Timestamp::from_secs(i64::try_from(NOW).unwrap() + 60);
    emulator.permit_calls(NUMBER, PERSON, Some(until)).unwrap();
    let temporary = ("temporary".to_owned(), vec![(true, 0), (true, 0)]);
    assert_eq!(permission(&client).await, temporary);
    emulator.clock().advance(Duration::from_secs(60));
    assert_eq!(permission(&client).await, none);
    emulator.permit_calls(NUMBER, PERSON, None).unwrap();
    assert_eq!(permission(&client).await.0, "permanent");
    emulator.forbid_calls(NUMBER, PERSON).unwrap();
    assert_eq!(permission(&client).await, none);
}

#[tokio::test]
async fn limits_requests_for_permission() {
    let emulator = emulator().await;
    let client = emulator.client();
    let request = json!({
        "messaging_product": "whatsapp",
        "to": PERSON,
        "type": "interactive",
        "interactive": {
            "type": "call_permission_request",
            "action": { "name": "call_permission_request" },
        },
    });
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER);
    let send = send.meta_api_version("v24.0").message(request.to_string());
    send.send().await.unwrap();
    assert_eq!(permission(&client).await.1[0], (false, 1));
    // The limit ends after a day, or with the next call.
    emulator.clock().advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(permission(&client).await.1[0], (true, 0));
}

#[tokio::test]
async fn calls_start_and_end() {
    let emulator = emulator().await;
    let client = emulator.client();
    let error = send(&client, &connect()).send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("(#138006) the person did not permit calls; send a call_permission_request")
    );
    emulator.permit_calls(NUMBER, PERSON, None).unwrap();
    let call = send(&client, &connect()).send().await.unwrap().call_id;
    let end = json!({ "action": "terminate", "call_id": call });
    send(&client, &end).send().await.unwrap();
    let error = send(&client, &end).send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        (Some("ConflictException"), Some(409))
    );
    assert_eq!(emulator.calls()[0].actions, ["connect", "terminate"]);
    assert_eq!(permission(&client).await.1[1], (true, 1));
    for _ in 1..100 {
        send(&client, &connect()).send().await.unwrap();
    }
    let error = send(&client, &connect()).send().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("(#138012) "));
}

#[tokio::test]
async fn answers_calls_of_people() {
    let emulator = emulator().await;
    let client = emulator.client();
    let id = emulator.receive_call(NUMBER, PERSON).unwrap();
    for action in ["pre_accept", "accept", "terminate"] {
        let event = json!({ "action": action, "call_id": id });
        send(&client, &event).send().await.unwrap();
    }
    let event = json!({ "action": "accept", "call_id": "wacid.0" });
    let error = send(&client, &event).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    for (event, message) in [
        (
            json!({ "action": "sing" }),
            "the action of callEvent is invalid: use connect, pre_accept, accept, reject or terminate",
        ),
        (json!({ "action": "accept" }), "callEvent has no call_id"),
        (
            json!({ "action": "connect" }),
            "callEvent has no to or recipient",
        ),
        (
            json!({ "action": "connect", "to": PERSON }),
            "callEvent has no session with an sdp",
        ),
    ] {
        let error = send(&client, &event).send().await.unwrap_err();
        assert_eq!(error.message(), Some(message));
    }
    set(&client, WhatsAppCallSettings::new(false))
        .await
        .unwrap();
    let error = send(&client, &connect()).send().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("(#138000) "));
}

/// Returns the events about calls: the status of a call, or the event with its status
/// and the kind of its session.
fn reported(emulator: &Emulator) -> Vec<String> {
    let events = emulator.events();
    let values = events.iter().flat_map(|event| {
        let envelope: Value = serde_json::from_str(&event.envelope).unwrap();
        let entry = envelope["whatsAppWebhookEntry"].as_str().unwrap();
        let entry: Value = serde_json::from_str(entry).unwrap();
        let changes = entry["changes"].as_array().unwrap().clone();
        changes.into_iter().filter(|it| it["field"] == "calls")
    });
    let text = |json: &Value| json.as_str().unwrap_or_default().to_owned();
    values
        .map(|change| {
            let value = &change["value"];
            let (status, call) = (&value["statuses"][0], &value["calls"][0]);
            match call["event"].as_str() {
                None => text(&status["status"]),
                Some(event) => {
                    let details = [&call["session"]["sdp_type"], &call["status"]];
                    let duration = call["duration"].as_i64().map(|it| it.to_string());
                    let details = details.map(text).into_iter().chain(duration);
                    let details = details.filter(|it| !it.is_empty());
                    let details = [event.to_owned()].into_iter().chain(details);
                    details.collect::<Vec<_>>().join(" ")
                }
            }
        })
        .collect()
}

#[tokio::test]
async fn people_accept_and_end_calls() {
    let emulator = emulator().await;
    let client = emulator.client();
    emulator.permit_calls(NUMBER, PERSON, None).unwrap();
    let customer = emulator.customer(PERSON);
    let error = customer.accepts_call().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no call from the business to the customer is ringing; start one with SendWhatsAppCallEvent"
    );
    let error = customer.ends_call().unwrap_err().to_string();
    assert_eq!(error, "no call with the customer is ringing or in progress");

    let id = send(&client, &connect()).send().await.unwrap().call_id;
    assert_eq!(emulator.calls()[0].state(), CallState::Ringing);
    emulator.clock().advance(Duration::from_secs(7));
    assert_eq!(customer.accepts_call().unwrap(), id);
    assert_eq!(emulator.calls()[0].state(), CallState::Answered);
    customer.rejects_call().unwrap_err();
    emulator.clock().advance(Duration::from_secs(40));
    customer.ends_call().unwrap();
    let call = &emulator.calls()[0];
    assert_eq!(call.actions, ["connect", "accept", "terminate"]);
    assert_eq!(call.state(), CallState::Ended);
    let seconds = |at: Option<Timestamp>| at.unwrap().as_secs() - call.at.as_secs();
    assert_eq!((seconds(call.answered_at), seconds(call.ended_at)), (7, 47));
    assert_eq!(
        reported(&emulator),
        [
            "RINGING",
            "connect answer",
            "ACCEPTED",
            "terminate COMPLETED 40"
        ]
    );
    // A call that the customer accepts opens the customer service window.
    let customers = emulator.customers();
    assert!(customers[0].window_until(NUMBER).is_some());
    let end = json!({ "action": "terminate", "call_id": id });
    let error = send(&client, &end).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ConflictException"));
}

#[tokio::test]
async fn people_reject_calls() {
    let emulator = emulator().await;
    let client = emulator.client();
    emulator.permit_calls(NUMBER, PERSON, None).unwrap();
    send(&client, &connect()).send().await.unwrap();
    emulator.customer(PERSON).rejects_call().unwrap();
    assert_eq!(emulator.calls()[0].state(), CallState::Rejected);
    assert_eq!(
        reported(&emulator),
        ["RINGING", "REJECTED", "terminate FAILED"]
    );
    assert!(
        emulator.customers().is_empty() || emulator.customers()[0].window_until(NUMBER).is_none()
    );
}

#[tokio::test]
async fn people_hang_up_before_an_answer() {
    let emulator = emulator().await;
    let customer = emulator.customer(PERSON);
    let id = customer.calls().unwrap();
    // It is not a call of the business.
    customer.accepts_call().unwrap_err();
    assert_eq!(customer.ends_call().unwrap(), id);
    assert_eq!(emulator.calls()[0].state(), CallState::Missed);
    assert_eq!(reported(&emulator), ["connect offer", "terminate FAILED"]);
}

#[tokio::test]
async fn chats_show_calls() {
    let emulator = emulator().await;
    emulator.permit_calls(NUMBER, PERSON, None).unwrap();
    let id = send(&emulator.client(), &connect()).send().await.unwrap();
    let id = id.call_id;
    let act = json!({ "phone": PERSON, "action": { "type": "accept-call", "call": id } });
    let (status, acted) = ask(&emulator, Method::POST, "customers", act).await;
    assert_eq!((status, &acted["id"]), (200, &json!(id)));
    let (_, chats) = ask(&emulator, Method::GET, "chats", Value::Null).await;
    let entry = &chats["entries"][0];
    assert_eq!(
        (&entry["kind"], &entry["direction"], &entry["status"]),
        (&json!("call"), &json!("out"), &json!("answered"))
    );
    let path = format!("messages/{id}");
    let (status, details) = ask(&emulator, Method::GET, &path, Value::Null).await;
    assert_eq!((status, &details["json"]), (200, &entry["message"]));
    let act = json!({ "phone": PERSON, "action": { "type": "end-call", "call": "wacid.0" } });
    let (status, _) = ask(&emulator, Method::POST, "customers", act).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn keeps_the_last_calls() {
    let emulator = Emulator::builder().limit(3).build().unwrap();
    let customer = emulator.customer(PERSON);
    let ids: Vec<String> = (0..5).map(|_| customer.calls().unwrap()).collect();
    let kept = emulator.calls();
    let kept: Vec<&str> = kept.iter().map(|call| call.id.as_str()).collect();
    assert_eq!(kept, ids[2..]);
}

fn entry(
    day: WhatsAppDayOfWeek,
    from: (i32, i32),
    to: (i32, i32),
) -> WhatsAppWeeklyOperatingHoursEntry {
    let time = |(hours, minutes)| WhatsAppTimeOfDay::new(hours, minutes);
    WhatsAppWeeklyOperatingHoursEntry::new(day, time(from), time(to))
}

#[tokio::test]
async fn checks_and_returns_call_settings() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let week = |entries: Vec<WhatsAppWeeklyOperatingHoursEntry>| {
        let hours = WhatsAppCallHours::new(true, "Europe/Berlin", entries);
        WhatsAppCallSettings::new(true).with_call_hours(hours)
    };
    use WhatsAppDayOfWeek::{Friday, Monday};
    for (settings, message) in [
        (
            week(vec![entry(Monday, (9, 0), (9, 0))]),
            "openTime of MONDAY is not before closeTime",
        ),
        (
            week(vec![
                entry(Monday, (9, 0), (12, 0)),
                entry(Monday, (11, 59), (17, 0)),
            ]),
            "the hours of MONDAY overlap",
        ),
    ] {
        assert_eq!(set(&client, settings).await.unwrap_err(), message);
    }
    let time = || WhatsAppTimeOfDay::new(0, 0);
    let holiday = || WhatsAppHolidayScheduleEntry::new("2026-12-24", time(), time());
    let hours = WhatsAppCallHours::new(true, "UTC", Vec::new());
    let twice = hours.with_holiday_schedule([holiday(), holiday()]);
    let twice = WhatsAppCallSettings::new(true).with_call_hours(twice);
    assert_eq!(
        set(&client, twice).await.unwrap_err(),
        "holidaySchedule has the date 2026-12-24 twice"
    );

    let valid = week(vec![
        entry(Monday, (9, 0), (12, 0)),
        entry(Monday, (12, 0), (17, 0)),
        entry(Friday, (9, 0), (12, 0)),
    ]);
    set(&client, valid.clone()).await.unwrap();
    let get = client
        .get_linked_whatsapp_business_account_phone_number()
        .id(NUMBER);
    assert_eq!(get.send().await.unwrap().call_settings(), Some(&valid));
}
