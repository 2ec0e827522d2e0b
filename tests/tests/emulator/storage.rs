//! State files.

use std::path::Path;

use redb::{Database, ReadableTable as _, TableDefinition, WriteTransaction};
use runtime::CallOptions;
use serde_json::Value;
use socialmessaging::emulator::{Account, Emulator, PhoneNumber, StatusPolicy};
use socialmessaging::types::WhatsAppBusinessAccountEventDestination as Destination;
use socialmessaging::types::{MetaFlowCategory, S3File, Tag, WhatsAppCallSettings};
use socialmessaging::whatsapp::DeliveryStatus;

use crate::{ACCOUNT, ACCOUNT_ARN, NUMBER, text};

#[tokio::test]
async fn restores_the_state_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let waiting = Account::new("Waiting").with_phone_numbers([PhoneNumber::waiting("+492")]);
    let first = Emulator::builder()
        .state(&file)
        .waiting_accounts([waiting])
        .build()
        .unwrap();
    let client = first.client();
    for number in 0..3 {
        text(&client, &format!("message {number}"))
            .send()
            .await
            .unwrap();
    }
    let tag = client
        .tag_resource()
        .resource_arn(ACCOUNT_ARN)
        .tags([Tag::new("team")]);
    tag.send().await.unwrap();
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(ACCOUNT);
    let put = put.event_destinations([Destination::new("arn:aws:sns:us-east-1:1:events")]);
    put.send().await.unwrap();
    let post = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    let post = post
        .source_s3_file(S3File::new("bucket", "a.png"))
        .send()
        .await
        .unwrap();
    let before = (first.accounts(), first.media(), first.messages());
    drop((client, first));

    let second = Emulator::builder().state(&file).build().unwrap();
    let after = (second.accounts(), second.media(), second.messages());
    assert_eq!(before, after);
    let client = second.client();
    let delete = client
        .delete_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    delete
        .media_id(post.media_id.unwrap())
        .send()
        .await
        .unwrap();
    let sent = text(&client, "another").send().await.unwrap();
    let ids: Vec<String> = second
        .messages()
        .into_iter()
        .map(|message| message.id)
        .collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(
        ids.iter()
            .filter(|id| Some(id.as_str()) == sent.message_id())
            .count(),
        1
    );
    drop((client, second));
    let third = Emulator::builder().state(&file).build().unwrap();
    assert_eq!(third.messages().len(), 4);
}

#[tokio::test]
async fn accepts_page_tokens_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let first = Emulator::builder()
        .state(&file)
        .accounts([Account::ready_made(), Account::new("B")])
        .build()
        .unwrap();
    let list = first
        .client()
        .list_linked_whatsapp_business_accounts()
        .max_results(1);
    let token = list.send().await.unwrap().next_token.unwrap();
    drop(first);
    let second = Emulator::builder().state(&file).build().unwrap();
    let list = second
        .client()
        .list_linked_whatsapp_business_accounts()
        .next_token(token);
    let options = CallOptions::new();
    assert_eq!(
        list.options(options)
            .send()
            .await
            .unwrap()
            .linked_accounts()
            .len(),
        1
    );
}

/// Adds a template, a Flow, a dataset, a call and a failed message.
async fn add_resources(emulator: &Emulator) {
    let client = emulator.client();
    let template = client.create_whatsapp_message_template().id(ACCOUNT);
    let definition = r#"{"name": "hello", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Hello."}]}"#;
    template
        .template_definition(definition)
        .send()
        .await
        .unwrap();
    let flow = client.create_whatsapp_flow().id(ACCOUNT).flow_name("form");
    let flow = flow.categories([MetaFlowCategory::Survey]).flow_json("{}");
    flow.send().await.unwrap();
    let dataset = client.create_whatsapp_dataset().id(ACCOUNT);
    dataset.send().await.unwrap();
    emulator.permit_calls(NUMBER, "+14255550123", None).unwrap();
    emulator.receive_call(NUMBER, "+14255550123").unwrap();
    let message = r#"{"messaging_product": "whatsapp", "to": "+14255550123", "type": "template", "template": {"name": "x", "language": {"code": "en"}}}"#;
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER)
        .meta_api_version("v24.0");
    send.message(message).send().await.unwrap();
    let settings = client
        .update_linked_whatsapp_business_account_phone_number()
        .id(NUMBER);
    let settings = settings.call_settings(WhatsAppCallSettings::new(true));
    settings.send().await.unwrap();
    let key = client
        .put_whatsapp_business_public_key()
        .origination_phone_number_id(NUMBER);
    let key = key.kms_key_arn("arn:aws:kms:us-east-1:123456789012:alias/flows");
    key.send().await.unwrap();
}

#[tokio::test]
async fn restores_templates_flows_and_calls() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let all = |emulator: &Emulator| {
        (
            emulator.accounts(),
            emulator.templates(),
            emulator.flows(),
            emulator.calls(),
            emulator.messages(),
        )
    };
    let first = Emulator::builder().state(&file).build().unwrap();
    add_resources(&first).await;
    let before = all(&first);
    assert!(before.4[0].failure.is_some());
    drop(first);
    let second = Emulator::builder().state(&file).build().unwrap();
    assert_eq!(all(&second), before);
    let permission = second
        .client()
        .get_whatsapp_call_permission()
        .origination_phone_number_id(NUMBER)
        .destination_phone_number("+14255550123");
    let permission = permission.send().await.unwrap();
    assert_eq!(permission.permission().status(), "permanent");
}

const RECORDS: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("records");
const SCHEMA: TableDefinition<'static, (), u64> = TableDefinition::new("schema");

/// Changes a state file with this transaction.
fn edit(file: &Path, change: impl FnOnce(&WriteTransaction)) {
    let database = Database::open(file).unwrap();
    let transaction = database.begin_write().unwrap();
    change(&transaction);
    transaction.commit().unwrap();
}

#[tokio::test]
async fn opens_a_state_without_a_version() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let first = Emulator::builder().state(&file).build().unwrap();
    text(&first.client(), "old").send().await.unwrap();
    let before = (first.accounts(), first.messages());
    drop(first);
    // Version 1 had neither table.
    edit(&file, |transaction| {
        assert!(transaction.delete_table(SCHEMA).unwrap());
        assert!(transaction.delete_table(RECORDS).unwrap());
    });
    let second = Emulator::builder().state(&file).build().unwrap();
    assert_eq!((second.accounts(), second.messages()), before);
    add_resources(&second).await;
    drop(second);
    let third = Emulator::builder().state(&file).build().unwrap();
    assert_eq!((third.templates().len(), third.messages().len()), (1, 2));
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static [u8],
);
const MESSAGES: TableDefinition<'static, u64, Row> = TableDefinition::new("messages");

/// Changes a state file to version 2, which had neither events nor customers. The
/// keys of messages were their positions, and only failures had a record.
fn downgrade(file: &Path) {
    edit(file, |transaction| {
        let mut rows = Vec::new();
        for row in transaction.open_table(MESSAGES).unwrap().iter().unwrap() {
            let row = row.unwrap().1;
            let (id, number, account, version, at, body) = row.value();
            let texts = [id, number, account, version].map(str::to_owned);
            rows.push((texts, at, body.to_vec()));
        }
        transaction.delete_table(MESSAGES).unwrap();
        let mut messages = transaction.open_table(MESSAGES).unwrap();
        let mut records = transaction.open_table(RECORDS).unwrap();
        for (key, (texts, at, body)) in (0..).zip(&rows) {
            let [id, number, account, version] = texts.each_ref().map(String::as_str);
            let row = (id, number, account, version, *at, &body[..]);
            messages.insert(key, row).unwrap();
            let progress = records
                .remove(format!("sent/{id}").as_str())
                .unwrap()
                .unwrap();
            let progress: Value = {
                let json = progress.value().to_vec();
                drop(progress);
                serde_json::from_slice(&json).unwrap()
            };
            if !progress["failure"].is_null() {
                let failure = progress["failure"].to_string();
                let key = format!("failure/{id}");
                records.insert(key.as_str(), failure.as_bytes()).unwrap();
            }
        }
        records
            .retain(|key, _| !key.starts_with("customer/"))
            .unwrap();
        for table in ["events", "inbox", "refused"] {
            let table: TableDefinition<'_, u64, &[u8]> = TableDefinition::new(table);
            transaction.delete_table(table).unwrap();
        }
        transaction
            .open_table(SCHEMA)
            .unwrap()
            .insert((), 2)
            .unwrap();
    });
}

#[tokio::test]
async fn opens_a_state_of_version_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let first = Emulator::builder().state(&file).build().unwrap();
    add_resources(&first).await;
    text(&first.client(), "old").send().await.unwrap();
    let before = first.messages();
    drop(first);
    downgrade(&file);
    for _ in 0..2 {
        let emulator = Emulator::builder().state(&file).build().unwrap();
        assert_eq!(emulator.messages(), before);
        assert!(emulator.events().is_empty() && emulator.customers().is_empty());
    }
    // A status of an old message replaces its record.
    let emulator = Emulator::builder().state(&file).build().unwrap();
    let id = &before[1].id;
    emulator.set_status(id, DeliveryStatus::Read).unwrap();
    let after = emulator.messages();
    drop(emulator);
    let emulator = Emulator::builder().state(&file).build().unwrap();
    assert_eq!(emulator.messages(), after);
    assert_eq!((after.len(), after[1].statuses.len()), (2, 4));
}

#[tokio::test]
async fn restores_chats_and_events() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let all = |emulator: &Emulator| {
        (
            emulator.messages(),
            emulator.customer_messages(),
            emulator.customers(),
            emulator.events(),
            emulator.rejected_messages(),
        )
    };
    let first = Emulator::builder().state(&file).build().unwrap();
    text(&first.client(), "hi").send().await.unwrap();
    first
        .customer("+14255550123")
        .named("Ada")
        .says("Hello")
        .unwrap();
    first.customer("+14255550123").reads().unwrap();
    let before = all(&first);
    drop(first);
    let second = Emulator::builder().state(&file).build().unwrap();
    assert_eq!(all(&second), before);
    second.customer("+14255550123").says("Again").unwrap();
    let last = second.events().pop().unwrap();
    assert_eq!(last.number, before.3.last().unwrap().number + 1);
    second.reset().unwrap();
    drop(second);
    let third = Emulator::builder().state(&file).build().unwrap();
    assert_eq!(third.accounts().len(), 1);
    let (messages, inbox, customers, events, _) = all(&third);
    assert!(messages.is_empty() && inbox.is_empty() && customers.is_empty() && events.is_empty());
}

#[tokio::test]
async fn continues_by_the_clock_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let open = || {
        let builder = Emulator::builder().statuses(StatusPolicy::Clock);
        builder.state(&file).build().unwrap()
    };
    let first = open();
    let now = std::time::SystemTime::now();
    first.clock().set(now);
    text(&first.client(), "hi").send().await.unwrap();
    assert_eq!(first.messages()[0].statuses.len(), 1);
    drop(first);
    let second = open();
    second.clock().set(now + std::time::Duration::from_secs(3));
    assert_eq!(second.messages()[0].statuses.len(), 3);
    assert_eq!(second.events().len(), 3);
}

#[tokio::test]
async fn limits_the_rows_of_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let emulator = Emulator::builder().state(&file).limit(2).build().unwrap();
    for number in 0..4 {
        let body = format!("message {number}");
        text(&emulator.client(), &body).send().await.unwrap();
    }
    drop(emulator);
    // The file contains only the newest ones.
    let emulator = Emulator::builder().state(&file).build().unwrap();
    let messages = emulator.messages();
    let texts: Vec<_> = messages
        .iter()
        .filter_map(|message| message.text())
        .collect();
    assert_eq!(texts, ["message 2", "message 3"]);
    assert_eq!(emulator.events().len(), 2);
    drop(emulator);
    // A smaller limit keeps the newest.
    let emulator = Emulator::builder().state(&file).limit(1).build().unwrap();
    assert_eq!(emulator.messages()[0].text().as_deref(), Some("message 3"));
}

#[test]
fn rejects_a_state_of_a_later_version() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    drop(Emulator::builder().state(&file).build().unwrap());
    edit(&file, |transaction| {
        let mut table = transaction.open_table(SCHEMA).unwrap();
        table.insert((), 4).unwrap();
    });
    assert_eq!(
        open_error(&file),
        "cannot read or write the state file FILE: the state has version 4, and this emulator \
         reads versions up to 3; use the emulator that wrote it, or choose another file"
    );
}

/// Returns the error for an invalid state file, with `FILE` instead of its path.
fn open_error(file: &Path) -> String {
    let error = Emulator::builder().state(file).build().unwrap_err();
    let file = file.display().to_string();
    error.to_string().replace(&file, "FILE")
}

#[test]
fn rejects_files_that_are_not_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let open = Emulator::builder().state(&file).build().unwrap();
    let prefix = "cannot read or write the state file FILE: ";
    let damaged = "the file is damaged or not a state file; choose another file, or remove it to \
                   start with a new state";
    assert_eq!(
        open_error(&file),
        format!(
            "{prefix}Database already open. Cannot acquire lock.; another emulator has the file \
             open; stop it, or choose another file"
        )
    );
    drop(open);

    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "these are notes, and no state").unwrap();
    let cut = folder.path().join("cut.redb");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let garbled = folder.path().join("garbled.redb");
    let garbage: Vec<u8> = whole.iter().map(|byte| byte ^ 0x55).collect();
    std::fs::write(&garbled, garbage).unwrap();
    for file in [&notes, &cut, &garbled] {
        let before = std::fs::read(file).unwrap();
        let error = open_error(file);
        assert!(error.starts_with(prefix), "{error}");
        assert!(error.ends_with(damaged), "{error}");
        assert_eq!(std::fs::read(file).unwrap(), before, "{}", file.display());
    }

    let nowhere = open_error(&folder.path().join("no-folder/state.redb"));
    assert!(
        nowhere.ends_with("; create the directory first"),
        "{nowhere}"
    );
}

/// Only the error is reported: the panic of the database code prints nothing.
#[test]
fn prints_nothing_about_damaged_files() {
    let test = std::env::current_exe().unwrap();
    let output = std::process::Command::new(test)
        .args(["--exact", "--nocapture"])
        .arg("storage::rejects_files_that_are_not_a_state")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
}

#[test]
fn accepts_an_empty_state_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    for _ in 0..2 {
        let emulator = Emulator::builder().state(file.path()).build().unwrap();
        assert_eq!(emulator.accounts().len(), 1);
    }
}

#[test]
fn leaves_no_temporary_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    drop(Emulator::builder().state(&file).build().unwrap());
    let found = std::fs::read_dir(folder.path()).unwrap();
    let found: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(found, [file]);
}
