//! Customers: their actions, and the resulting events.

use serde_json::{Value, json};
use socialmessaging::emulator::{
    CustomerAction, CustomerError, CustomerMedia, Emulator, EventKind, MediaState,
};
use socialmessaging::events::{Answer, Event, MediaKind, MessageEvent, ServiceWindows};
use socialmessaging::messages::{Buttons, CallPermission, Flow, List, Template, Text};
use socialmessaging::types::MetaFlowCategory;

use crate::{ACCOUNT, ACCOUNT_ARN, NUMBER, NUMBER_ARN, text};

const ADA: &str = "+14255550199";

/// Returns the message in the last event.
fn last(emulator: &Emulator) -> MessageEvent {
    let event = emulator.events().pop().unwrap();
    assert_eq!(event.kind, EventKind::Message);
    let mut events = event.parse().unwrap();
    match events.pop() {
        Some(Event::Message(message)) if events.is_empty() => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn writes_like_a_person() {
    let emulator = Emulator::new();
    let id = emulator.customer(ADA).named("Ada").says("STOP").unwrap();
    let message = last(&emulator);
    assert_eq!(message.message_id(), Some(id.as_str()));
    assert_eq!(message.text(), Some("STOP"));
    assert_eq!(message.profile_name(), Some("Ada"));
    assert_eq!(message.sender().unwrap().as_str(), "14255550199");
    assert_eq!(message.source().phone_number_arn(), Some(NUMBER_ARN));
    assert_eq!(message.source().aws_message_id(), None);
    let [customer] = &emulator.customers()[..] else {
        panic!("one customer")
    };
    assert_eq!(customer.phone, ADA);
    assert_eq!(customer.name.as_deref(), Some("Ada"));
    assert!(customer.window_until(NUMBER).is_some());
}

/// The envelope has AWS's format, with mixed case and the entry as text.
#[test]
fn builds_the_envelope_of_aws() {
    let emulator = Emulator::new();
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_795_689_000);
    emulator.clock().set(time);
    let id = emulator.customer(ADA).named("Ada").says("Hi").unwrap();
    let account = &emulator.accounts()[0];
    let number = &account.phone_numbers[0];
    let envelope: Value = serde_json::from_str(&emulator.events()[0].envelope).unwrap();
    let entry = envelope["whatsAppWebhookEntry"].as_str().unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(entry).unwrap(),
        json!({
            "id": account.meta_id,
            "changes": [{
                "field": "messages",
                "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {
                        "display_phone_number": "14255550100",
                        "phone_number_id": number.meta_id,
                    },
                    "contacts": [{ "profile": { "name": "Ada" }, "wa_id": "14255550199" }],
                    "messages": [{
                        "from": "14255550199",
                        "id": id,
                        "timestamp": "1795689000",
                        "type": "text",
                        "text": { "body": "Hi" },
                    }],
                },
            }],
        })
    );
    assert_eq!(
        envelope,
        json!({
            "context": {
                "MetaWabaIds": [{ "wabaId": account.meta_id, "arn": ACCOUNT_ARN }],
                "MetaPhoneNumberIds": [{ "metaPhoneNumberId": number.meta_id, "arn": NUMBER_ARN }],
            },
            "whatsAppWebhookEntry": entry,
            "aws_account_id": "123456789012",
            "message_timestamp": "2026-11-26T10:30:00Z",
        })
    );
}

#[tokio::test]
async fn presses_buttons_and_rows() {
    let emulator = Emulator::new();
    let sender = emulator.client().sender(NUMBER);
    let customer = emulator.customer(ADA);
    let question = Buttons::new(ADA, "Coming?")
        .reply("yes", "Yes, please")
        .reply("no", "No");
    sender.send(question).await.unwrap();
    let question = emulator.messages().pop().unwrap();
    for choice in ["yes", "Yes, please"] {
        customer.presses(choice).unwrap();
        let message = last(&emulator);
        let answer = message.answer().unwrap();
        assert_eq!(answer.id(), Some("yes"));
        assert_eq!(message.text(), Some("Yes, please"));
        assert_eq!(message.replied_to(), question.wamid.as_deref());
    }
    let list = List::new(ADA, "What happened?", "Choose")
        .row("late", "Late parcel")
        .row_with_description("none", "No parcel", "It never came");
    sender.send(list).await.unwrap();
    customer.presses("No parcel").unwrap();
    let message = last(&emulator);
    assert!(matches!(
        message.answer(),
        Some(Answer::Row { id: "none", .. })
    ));
    // The newest message with the choice counts, so older buttons work.
    customer.presses("no").unwrap();
    assert_eq!(last(&emulator).answer().unwrap().id(), Some("no"));
}

#[tokio::test]
async fn lists_the_choices_in_the_error() {
    let emulator = Emulator::new();
    let customer = emulator.customer(ADA);
    let error = customer.presses("Yes").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot press \"Yes\": no message to the customer has buttons, rows or a Flow; send one \
         first"
    );
    let sender = emulator.client().sender(NUMBER);
    let question = Buttons::new(ADA, "Coming?")
        .reply("y", "Yes")
        .reply("n", "No");
    sender.send(question).await.unwrap();
    let error = customer.presses("Maybe").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot press \"Maybe\": no message to the customer has it; press one of \"Yes\" (y), \
         \"No\" (n)"
    );
    assert!(matches!(
        error,
        CustomerError::NoSuchChoice { choice, available }
            if choice == "Maybe" && available == ["\"Yes\" (y)", "\"No\" (n)"]
    ));
    // Messages to others, and failed ones, cannot be answered.
    assert!(emulator.customer("+14255550188").presses("Yes").is_err());
    emulator.fail_next(131_000, 1);
    let lost = Buttons::new(ADA, "Really?").reply("sure", "Sure");
    sender.send(lost).await.unwrap();
    assert!(customer.presses("Sure").is_err());
}

#[tokio::test]
async fn presses_quick_replies_of_templates() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let definition = json!({
        "name": "visit", "language": "en", "category": "UTILITY",
        "components": [
            { "type": "BODY", "text": "Coming today?" },
            { "type": "BUTTONS", "buttons": [
                { "type": "QUICK_REPLY", "text": "Yes" },
                { "type": "QUICK_REPLY", "text": "No" },
            ] },
        ],
    });
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    create.send().await.unwrap();
    let template = Template::new(ADA, "visit", "en").quick_reply(0, "visit-yes");
    client.sender(NUMBER).send(template).await.unwrap();
    let customer = emulator.customer(ADA);
    for (choice, payload) in [
        ("Yes", "visit-yes"),
        ("visit-yes", "visit-yes"),
        ("No", "No"),
    ] {
        customer.presses(choice).unwrap();
        let message = last(&emulator);
        assert_eq!(message.content_type(), Some("button"));
        assert_eq!(message.answer().unwrap().id(), Some(payload));
    }
    // Its statuses have the pricing of the template.
    let events = emulator.events();
    let sent = events.iter().flat_map(|event| event.parse().unwrap());
    let categories = sent.filter_map(|event| match event {
        Event::Status(status) => {
            let pricing = status.value().pricing()?.clone();
            Some(pricing.category.unwrap().as_str().to_owned())
        }
        _ => None,
    });
    assert_eq!(categories.collect::<Vec<_>>(), ["utility", "utility"]);
}

#[tokio::test]
async fn submits_flows() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let create = client.create_whatsapp_flow().id(ACCOUNT).flow_name("form");
    let create = create.categories([MetaFlowCategory::Survey]);
    let id = create.send().await.unwrap().flow_id.unwrap();
    let flow = Flow::by_id(ADA, "Tell us", "Open", id)
        .draft()
        .token("visit-1");
    client.sender(NUMBER).send(flow).await.unwrap();
    let customer = emulator.customer(ADA);
    customer.submits("Open", json!({ "stars": 5 })).unwrap();
    let message = last(&emulator);
    let Some(Answer::Form { name, response }) = message.answer() else {
        panic!("no form")
    };
    assert_eq!(name, Some("flow"));
    let response = serde_json::to_value(response).unwrap();
    assert_eq!(response, json!({ "stars": 5, "flow_token": "visit-1" }));
}

#[tokio::test]
async fn permits_calls() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let ask = CallPermission::new(ADA, "May we call you?");
    client.sender(NUMBER).send(ask).await.unwrap();
    emulator.customer(ADA).presses("Allow").unwrap();
    let message = last(&emulator);
    assert!(matches!(message.answer(), Some(Answer::CallPermission(_))));
    let permission = client
        .get_whatsapp_call_permission()
        .origination_phone_number_id(NUMBER)
        .destination_phone_number(ADA);
    let permission = permission.send().await.unwrap();
    assert_eq!(permission.permission().status(), "temporary");
}

#[tokio::test]
async fn sends_files_locations_and_cards() {
    let emulator = Emulator::new();
    let customer = emulator.customer(ADA);
    customer.sends_image("Our table").unwrap();
    let message = last(&emulator);
    assert_eq!(message.text(), Some("Our table"));
    let id = message.media().unwrap().file.id().unwrap().to_owned();
    // The file can be fetched, like an uploaded one.
    let get = emulator
        .client()
        .get_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    let got = get.media_id(&id).metadata_only(true).send().await.unwrap();
    assert_eq!(got.mime_type(), Some("image/jpeg"));
    assert_eq!(emulator.media()[0].state, MediaState::Stored);

    let file = CustomerMedia::new(MediaKind::Document).with_filename("menu.pdf");
    customer.sends_media(file).unwrap();
    let message = last(&emulator);
    assert_eq!(message.media().unwrap().file.filename(), Some("menu.pdf"));
    for kind in [MediaKind::Video, MediaKind::Audio, MediaKind::Sticker] {
        customer.sends_media(CustomerMedia::new(kind)).unwrap();
        assert_eq!(last(&emulator).media().unwrap().kind, kind);
    }
    customer.sends_location(47.6, -122.3).unwrap();
    assert_eq!(last(&emulator).content_type(), Some("location"));
    let cards = serde_json::from_value(json!([{ "name": { "formatted_name": "Bob" } }])).unwrap();
    customer.acts(CustomerAction::Contacts(cards)).unwrap();
    assert_eq!(last(&emulator).content_type(), Some("contacts"));
}

#[tokio::test]
async fn reacts_quotes_edits_and_deletes() {
    let emulator = Emulator::new();
    let sender = emulator.client().sender(NUMBER);
    sender.send(Text::new(ADA, "hi")).await.unwrap();
    let sent = emulator.messages().pop().unwrap();
    let wamid = sent.wamid.as_deref();
    let customer = emulator.customer(ADA);
    customer.reacts(&sent.id, "👍").unwrap();
    let message = last(&emulator);
    assert_eq!(message.reaction().unwrap().message_id, wamid);
    customer.reacts(&sent.id, "").unwrap();
    assert!(last(&emulator).is_reaction_removed());
    let own = customer.replies(wamid.unwrap(), "Hello").unwrap();
    assert_eq!(last(&emulator).replied_to(), wamid);
    customer.edits(&own, "Hello!").unwrap();
    assert_eq!(last(&emulator).text(), Some("Hello!"));
    customer.deletes(&own).unwrap();
    assert_eq!(last(&emulator).content_type(), Some("revoke"));
    assert!(matches!(
        customer.edits(&sent.id, "x"),
        Err(CustomerError::NotOwn(_))
    ));
    let unknown = customer.reacts("wamid.x", "👍");
    assert!(matches!(unknown, Err(CustomerError::UnknownMessage(_))));
    let other = emulator.customer("+14255550188");
    assert!(matches!(
        other.edits(&own, "x"),
        Err(CustomerError::NotOwn(_))
    ));
}

#[tokio::test]
async fn reads_delivered_messages() {
    let emulator = Emulator::new();
    let sender = emulator.client().sender(NUMBER);
    for _ in 0..2 {
        sender.send(Text::new(ADA, "hi")).await.unwrap();
    }
    emulator.fail_next(131_000, 1);
    sender.send(Text::new(ADA, "hi")).await.unwrap();
    sender.send(Text::new("+14255550188", "hi")).await.unwrap();
    emulator.customer(ADA).reads().unwrap();
    emulator.customer(ADA).reads().unwrap();
    let messages = emulator.messages();
    let last = messages
        .iter()
        .map(|message| message.status().unwrap().as_str());
    assert_eq!(
        last.collect::<Vec<_>>(),
        ["read", "read", "failed", "delivered"]
    );
    // `accepted`, `sent` and `delivered` of three messages, `accepted` and
    // `failed` of one, and `read` twice.
    assert_eq!(emulator.events().len(), 3 + 3 + 2 + 3 + 2);
}

#[tokio::test]
async fn marks_messages_of_customers_as_read() {
    let emulator = Emulator::new();
    let id = emulator.customer(ADA).says("Hello").unwrap();
    let before = emulator.events().len();
    emulator
        .client()
        .sender(NUMBER)
        .mark_read(&id)
        .await
        .unwrap();
    assert!(emulator.customer_messages()[0].read);
    assert_eq!(emulator.events().len(), before);
    let receipt = emulator.messages().pop().unwrap();
    assert_eq!((receipt.wamid, receipt.statuses.len()), (None, 0));
}

#[test]
fn calls() {
    let emulator = Emulator::new();
    let id = emulator.customer(ADA).calls().unwrap();
    let event = emulator.events().pop().unwrap();
    assert_eq!(event.kind, EventKind::Call);
    let events = event.parse().unwrap();
    let Some(Event::Call(call)) = events.first() else {
        panic!("{events:?}")
    };
    assert_eq!(call.call_id(), Some(id.as_str()));
    assert_eq!(call.change(), Some("connect"));
    assert_eq!(call.person().unwrap().as_str(), "14255550199");
    // The call opens the window, for the receiver as for the emulator.
    let mut windows = ServiceWindows::new(1);
    windows.observe(&events[0]);
    let meta_id = &emulator.accounts()[0].phone_numbers[0].meta_id;
    assert!(windows.get(meta_id, ADA).is_some());
    assert!(emulator.customers()[0].window_until(NUMBER).is_some());
}

#[tokio::test]
async fn people_without_a_phone_number_have_an_id() {
    let emulator = Emulator::new();
    let id = "US.13491208655302741918";
    emulator.customer(id).says("Hello").unwrap();
    let message = last(&emulator);
    assert_eq!(message.sender().unwrap().as_str(), id);
    let sender = emulator.client().sender(NUMBER);
    sender
        .send(Text::new(message.chat().unwrap(), "hi"))
        .await
        .unwrap();
    assert_eq!(emulator.messages()[0].recipient().as_deref(), Some(id));
    assert_eq!(emulator.customers().len(), 1);
}

#[test]
fn needs_a_phone_number() {
    let emulator = Emulator::builder().accounts([]).build().unwrap();
    let error = emulator.customer(ADA).says("Hello").unwrap_err();
    assert!(matches!(error, CustomerError::NoPhoneNumber(None)));
    let emulator = Emulator::new();
    let error = emulator.customer(ADA).at("phone-number-id-1").says("Hello");
    assert_eq!(
        error.unwrap_err().to_string(),
        "no phone number of a linked account has the id phone-number-id-1"
    );
}

#[tokio::test]
async fn resets_to_the_initial_state() {
    let emulator = Emulator::new();
    let accounts = emulator.accounts();
    emulator.customer(ADA).named("Ada").says("Hello").unwrap();
    emulator.set_initial_state();
    text(&emulator.client(), "hi").send().await.unwrap();
    emulator.fail_next(131_000, 1);
    emulator.reset().unwrap();
    assert_eq!(emulator.accounts(), accounts);
    assert_eq!(emulator.customers()[0].name.as_deref(), Some("Ada"));
    assert!(emulator.messages().is_empty() && emulator.events().is_empty());
    assert!(emulator.customer_messages().is_empty());
    text(&emulator.client(), "hi").send().await.unwrap();
    assert!(emulator.messages()[0].failure.is_none());
}
