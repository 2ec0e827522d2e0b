//! Events of templates, Flows, calls and accounts, and events of the caller.

use serde_json::json;
use socialmessaging::emulator::{Account, Emulator, EventKind, PhoneNumber, TemplateStatus};
use socialmessaging::events::{Event, TemplateUpdate};
use socialmessaging::types::{MetaFlowCategory, WhatsAppCallSettings};
use socialmessaging::types::{WabaPhoneNumberSetupFinalization, WhatsAppSetupFinalization};

use crate::{ACCOUNT, NUMBER, begin_signup};

const ADA: &str = "+14255550199";

/// Returns the kind of each event, and the change in it.
fn changes(emulator: &Emulator) -> Vec<(EventKind, String)> {
    let mut changes = Vec::new();
    for event in emulator.events() {
        for parsed in event.parse().unwrap() {
            let change = match &parsed {
                Event::Template(template) => template.change(),
                Event::Account(account) => account.change(),
                Event::Call(call) => call.change(),
                Event::Flow(flow) => flow.value().new_status().map(|status| status.as_str()),
                other => panic!("{other:?}"),
            };
            changes.push((event.kind, change.unwrap().to_owned()));
        }
    }
    changes
}

fn all(kind: EventKind, changes: &[&str]) -> Vec<(EventKind, String)> {
    let changes = changes.iter();
    changes.map(|change| (kind, (*change).to_owned())).collect()
}

async fn create_template(emulator: &Emulator, name: &str) -> String {
    let definition = json!({
        "name": name, "language": "en", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "Hello." }],
    });
    let client = emulator.client();
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    create.send().await.unwrap().meta_template_id.unwrap()
}

#[tokio::test]
async fn reports_the_states_of_templates() {
    let emulator = Emulator::new();
    let id = create_template(&emulator, "hello").await;
    create_template(&emulator, "rejected_one").await;
    emulator
        .set_template_status(&id, TemplateStatus::Paused)
        .unwrap();
    let client = emulator.client();
    let delete = client.delete_whatsapp_message_template().id(ACCOUNT);
    delete.template_name("hello").send().await.unwrap();
    assert_eq!(
        changes(&emulator),
        all(
            EventKind::Template,
            &["APPROVED", "REJECTED", "PAUSED", "DELETED"]
        )
    );
    let event = &emulator.events()[0];
    assert_eq!(event.phone_number_id, None);
    let events = event.parse().unwrap();
    let Some(Event::Template(template)) = events.first() else {
        panic!("{events:?}")
    };
    assert_eq!(template.template_id(), Some(id.as_str()));
    assert_eq!(
        (template.name(), template.language()),
        (Some("hello"), Some("en"))
    );
    assert!(matches!(template.value(), TemplateUpdate::Status(_)));
}

#[tokio::test]
async fn reports_the_states_of_flows() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let create = client.create_whatsapp_flow().id(ACCOUNT).flow_name("form");
    let create = create.categories([MetaFlowCategory::Survey]);
    let id = create.send().await.unwrap().flow_id.unwrap();
    for status in ["PUBLISHED", "BLOCKED", "BLOCKED", "DEPRECATED"] {
        let change = json!({ "id": id, "status": status });
        let (status, answer) = crate::control::put(&emulator, "flows", change).await;
        assert_eq!(status, 200, "{answer}");
    }
    assert_eq!(
        changes(&emulator),
        all(EventKind::Flow, &["PUBLISHED", "BLOCKED", "DEPRECATED"])
    );
}

#[tokio::test]
async fn reports_calls() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let settings = client
        .update_linked_whatsapp_business_account_phone_number()
        .id(NUMBER);
    let settings = settings.call_settings(WhatsAppCallSettings::new(true));
    settings.send().await.unwrap();
    emulator.permit_calls(NUMBER, ADA, None).unwrap();
    let event = async |event: serde_json::Value| {
        let send = client
            .send_whatsapp_call_event()
            .origination_phone_number_id(NUMBER);
        let send = send.meta_api_version("v24.0").call_event(event.to_string());
        send.send().await.unwrap().call_id
    };
    let session = json!({ "sdp_type": "offer", "sdp": "v=0\r\n" });
    let connect = json!({
        "messaging_product": "whatsapp", "action": "connect", "to": ADA, "session": session,
    });
    let id = event(connect).await;
    let end = json!({ "messaging_product": "whatsapp", "action": "terminate", "call_id": id });
    event(end).await;
    assert_eq!(
        changes(&emulator),
        all(EventKind::Call, &["RINGING", "terminate"])
    );
}

#[tokio::test]
async fn reports_links_of_accounts() {
    let waiting = Account::new("New").with_phone_numbers([PhoneNumber::waiting("+4930123456")]);
    let emulator = Emulator::builder()
        .accounts([])
        .waiting_accounts([waiting])
        .build()
        .unwrap();
    let client = emulator.client();
    let result = begin_signup(&client).await;
    let offered = result.linked_accounts_with_incomplete_setup.unwrap();
    let offered = offered.values().next().unwrap();
    let number = offered.unregistered_whatsapp_phone_numbers()[0].phone_number_id();
    let number = WabaPhoneNumberSetupFinalization::new(number, "482913");
    let token = result.associate_in_progress_token.unwrap();
    let finish = client.associate_whatsapp_business_account();
    let finish = finish.setup_finalization(WhatsAppSetupFinalization::new(token, vec![number]));
    let finished = finish.send().await.unwrap();
    let id = finished.linked_whatsapp_business_account_id.unwrap();
    let unlink = client.disassociate_whatsapp_business_account().id(id);
    unlink.send().await.unwrap();
    assert_eq!(
        changes(&emulator),
        all(
            EventKind::Account,
            &["PARTNER_ADDED", "ONBOARDING", "PARTNER_REMOVED"]
        )
    );
}

#[test]
fn delivers_entries_of_the_caller() {
    let emulator = Emulator::new();
    let number = &emulator.accounts()[0].phone_numbers[0];
    for (entry, kind, number) in [
        (
            json!({ "changes": [{ "field": "account_update", "value": { "event": "DISABLED_UPDATE" } }] }),
            EventKind::Account,
            None,
        ),
        (
            json!({ "changes": [{ "field": "messages", "value": {
                "metadata": { "phone_number_id": number.meta_id },
                "messages": [{ "id": "wamid.1", "from": "14255550199", "type": "poll" }],
            } }] }),
            EventKind::Message,
            Some(NUMBER),
        ),
        (
            json!({ "changes": [{ "field": "new", "value": { "x": 1 } }] }),
            EventKind::Other,
            None,
        ),
        (json!({}), EventKind::Other, None),
    ] {
        let entry = serde_json::from_value(entry).unwrap();
        let given = emulator.deliver(entry).unwrap().unwrap();
        let event = emulator.events().pop().unwrap();
        assert_eq!((event.number, event.kind), (given, kind));
        assert_eq!(event.phone_number_id.as_deref(), number);
        assert_eq!(event.account_id, ACCOUNT);
    }
    let copy = emulator.redeliver(1).unwrap().unwrap();
    let events = emulator.events();
    assert_eq!((copy, events.len()), (5, 5));
    assert_eq!(events[0].envelope, events[4].envelope);
    assert_eq!(emulator.redeliver(9).unwrap(), None);
}

#[tokio::test]
async fn streams_events_from_now_on() {
    let emulator = Emulator::new();
    emulator.customer(ADA).says("before").unwrap();
    let mut events = emulator.event_stream();
    let late = emulator.clone();
    let (event, ()) = tokio::join!(events.next(), async move {
        tokio::task::yield_now().await;
        late.customer(ADA).says("after").unwrap();
    });
    assert_eq!(event.number, 2);
    assert!(event.envelope.contains("after"));
    // Debug output hides the text.
    assert!(!format!("{event:?}").contains("after"));
}
