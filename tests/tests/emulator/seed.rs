//! Initial state from a seed.

use socialmessaging::emulator::{Emulator, Seed, TemplateStatus};

use super::NUMBER;

const SEED: &str = r#"{
    "accounts": [{
        "name": "Restaurant",
        "tags": {"team": "bookings", "empty": null},
        "eventDestinations": [{"eventDestinationArn": "arn:aws:sns:us-east-1:123456789012:topic"}],
        "phoneNumbers": [
            {"number": "+14255550100", "id": "phone-number-id-01234567890123456789012345678901"},
            {"number": "+14255550101", "registered": false}
        ],
        "templates": [
            {"name": "a", "language": "en", "category": "UTILITY",
                "components": [{"type": "BODY", "text": "A"}]},
            {"name": "b", "language": "en", "category": "UTILITY", "status": "PAUSED",
                "components": [{"type": "BODY", "text": "B"}]}
        ]
    }],
    "customers": [{"phone": "+14255550123", "name": "Ada", "reachable": false}]
}"#;

async fn send_template(emulator: &Emulator, name: &str) -> Option<i32> {
    let message = format!(
        r#"{{"messaging_product": "whatsapp", "to": "+14255550124", "type": "template",
            "template": {{"name": "{name}", "language": {{"code": "en"}}}}}}"#
    );
    let client = emulator.client();
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER);
    let send = send.message(message).meta_api_version("v24.0");
    send.send().await.unwrap();
    let message = emulator.messages().pop().unwrap();
    message
        .failure
        .map(|failure| failure.code.try_into().unwrap())
}

#[tokio::test]
async fn has_accounts_templates_and_customers() {
    let seed = Seed::from_json(SEED).unwrap();
    let emulator = Emulator::builder().seed(seed).build().unwrap();
    let account = &emulator.accounts()[0];
    assert_eq!(emulator.accounts().len(), 1);
    assert_eq!(account.tags["team"].as_deref(), Some("bookings"));
    assert_eq!(account.event_destinations.len(), 1);
    assert_eq!(account.phone_numbers.len(), 2);
    let templates = emulator.templates();
    let states: Vec<TemplateStatus> = templates.iter().map(|template| template.status).collect();
    assert_eq!(states, [TemplateStatus::Approved, TemplateStatus::Paused]);
    assert_eq!(send_template(&emulator, "a").await, None);
    assert_eq!(send_template(&emulator, "b").await, Some(132_015));

    let message = r#"{"messaging_product": "whatsapp", "to": "+14255550123", "type": "text",
        "text": {"body": "hi"}}"#;
    let client = emulator.client();
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER);
    send.message(message)
        .meta_api_version("v24.0")
        .send()
        .await
        .unwrap();
    let failure = emulator.messages().pop().unwrap().failure.unwrap();
    assert_eq!(failure.code, 131_026);
}

#[tokio::test]
async fn is_the_state_after_a_reset() {
    let seed = Seed::from_json(SEED).unwrap();
    let emulator = Emulator::builder().seed(seed).build().unwrap();
    let before = emulator.templates();
    emulator
        .set_template_status(&before[0].id, TemplateStatus::Rejected)
        .unwrap();
    send_template(&emulator, "a").await;
    emulator.reset().unwrap();
    assert_eq!(emulator.templates(), before);
    assert_eq!(emulator.messages().len(), 0);
    assert_eq!(emulator.customers().len(), 1);
}

#[test]
fn is_kept_in_the_state_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let seed = Seed::from_json(SEED).unwrap();
    let emulator = Emulator::builder().state(&file).seed(seed).build().unwrap();
    let before = (emulator.templates(), emulator.customers());
    drop(emulator);
    let emulator = Emulator::builder().state(&file).build().unwrap();
    assert_eq!((emulator.templates(), emulator.customers()), before);
    assert_eq!(emulator.templates().len(), 2);
}

#[test]
fn does_not_change_an_existing_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    Emulator::builder().state(&file).build().unwrap();
    let seed = Seed::from_json(SEED).unwrap();
    let emulator = Emulator::builder().state(&file).seed(seed).build().unwrap();
    assert_eq!(emulator.templates().len(), 0);
    assert_eq!(emulator.accounts()[0].name, "Example Restaurant");
}
