//! A state that survives.

use runtime::CallOptions;
use socialmessaging::emulator::{Account, Emulator, PhoneNumber};
use socialmessaging::types::WhatsAppBusinessAccountEventDestination as Destination;
use socialmessaging::types::{S3File, Tag};

use crate::{ACCOUNT, ACCOUNT_ARN, NUMBER, text};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let waiting = Account::new("Waiting").with_phone_number(PhoneNumber::waiting("+492"));
    let first = Emulator::builder()
        .state(&file)
        .waiting_account(waiting)
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
        .tags(Tag::new("team"));
    tag.send().await.unwrap();
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(ACCOUNT);
    let put = put.event_destinations(Destination::new("arn:aws:sns:us-east-1:1:events"));
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
async fn page_tokens_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let first = Emulator::builder()
        .state(&file)
        .account(Account::new("B"))
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
        list.with_options(options)
            .send()
            .await
            .unwrap()
            .linked_accounts()
            .len(),
        1
    );
}

#[test]
fn a_file_that_is_no_state_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "these are notes, and no state").unwrap();
    let error = Emulator::builder().state(&file).build().unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("the emulator's state cannot be read or written: "),
        "{text}"
    );
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "these are notes, and no state"
    );
}
