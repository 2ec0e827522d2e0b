//! All operations in sequence, in one process and over HTTP.

use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, MediaState};
use socialmessaging::types::WhatsAppBusinessAccountEventDestination as Destination;
use socialmessaging::types::{RegistrationStatus, S3File, S3PresignedUrl, Tag};

use crate::{ACCOUNT, ACCOUNT_ARN, NUMBER, NUMBER_ARN, begin_signup, over_http, text};

#[tokio::test]
async fn in_process() {
    let emulator = Emulator::new();
    let client = emulator.client();
    every_operation(&emulator, &client).await;
}

#[tokio::test]
async fn over_a_socket() {
    let emulator = Emulator::new();
    let (running, client) = over_http(&emulator).await;
    every_operation(&emulator, &client).await;
    running.shutdown().await;
}

async fn every_operation(emulator: &Emulator, client: &Client) {
    accounts(client).await;
    tags(client).await;
    media(emulator, client).await;
    let sent = text(client, "hi").send().await.unwrap();
    let messages = emulator.messages();
    assert_eq!(sent.message_id(), Some(messages[0].id.as_str()));
    assert_eq!(messages[0].account_id, ACCOUNT);
    assert_eq!(messages[0].kind().as_deref(), Some("text"));
    assert_eq!(messages[0].text().as_deref(), Some("hi"));
    signup(client).await;
    let unlink = client.disassociate_whatsapp_business_account().id(ACCOUNT);
    unlink.send().await.unwrap();
    let error = text(client, "too late").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    assert_eq!(emulator.accounts().len(), 1);
}

async fn accounts(client: &Client) {
    let list = client.list_linked_whatsapp_business_accounts();
    let list = list.send().await.unwrap();
    assert_eq!(list.linked_accounts()[0].id(), ACCOUNT);
    assert_eq!(list.next_token(), None);

    let destination = Destination::new("arn:aws:sns:us-east-1:123456789012:events");
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(ACCOUNT_ARN);
    put.event_destinations([destination.clone()])
        .send()
        .await
        .unwrap();

    let details = client.get_linked_whatsapp_business_account().id(ACCOUNT);
    let details = details.send().await.unwrap();
    let account = details.account().unwrap();
    assert_eq!(account.arn(), ACCOUNT_ARN);
    assert_eq!(account.link_date().as_secs(), 1_728_518_400);
    assert_eq!(account.registration_status(), &RegistrationStatus::Complete);
    assert_eq!(account.event_destinations(), [destination]);
    assert_eq!(account.phone_numbers()[0].phone_number_id(), NUMBER);

    let number = client
        .get_linked_whatsapp_business_account_phone_number()
        .id(NUMBER_ARN);
    let number = number.send().await.unwrap();
    assert_eq!(number.linked_whatsapp_business_account_id(), Some(ACCOUNT));
    assert_eq!(
        number.phone_number().unwrap().phone_number(),
        "+14255550100"
    );
}

async fn tags(client: &Client) {
    for arn in [ACCOUNT_ARN, NUMBER_ARN] {
        let tag = client.tag_resource().resource_arn(arn);
        let tag = tag.tags([Tag::new("team").with_value("bookings"), Tag::new("pilot")]);
        assert_eq!(tag.send().await.unwrap().status_code(), Some(200));
        let untag = client
            .untag_resource()
            .resource_arn(arn)
            .tag_keys(["pilot"]);
        assert_eq!(untag.send().await.unwrap().status_code(), Some(200));
        let list = client.list_tags_for_resource().resource_arn(arn);
        let list = list.send().await.unwrap();
        assert_eq!(list.tags(), [Tag::new("team").with_value("bookings")]);
    }
}

async fn media(emulator: &Emulator, client: &Client) {
    let post = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    let post = post.source_s3_file(S3File::new("bucket", "menus/today.pdf"));
    let id = post.send().await.unwrap().media_id.unwrap();

    let presigned = "https://bucket.s3.us-east-1.amazonaws.com/photo?X-Amz-Signature=secret";
    let headers = [("content-type".to_owned(), "image/png".to_owned())];
    let presigned = S3PresignedUrl::new(
        presigned,
        headers
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>(),
    );
    let post = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    post.source_s3_presigned_url(presigned)
        .send()
        .await
        .unwrap();

    let get = client
        .get_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    let get = get
        .media_id(&id)
        .destination_s3_file(S3File::new("bucket", "copies/"));
    let got = get.send().await.unwrap();
    assert_eq!(
        (got.mime_type(), got.file_size()),
        (Some("application/pdf"), Some(1024))
    );

    let delete = client
        .delete_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    assert_eq!(
        delete.media_id(&id).send().await.unwrap().success(),
        Some(true)
    );

    let files = emulator.media();
    assert_eq!(files[0].source, "s3://bucket/menus/today.pdf");
    assert_eq!(files[0].copies, [format!("s3://bucket/copies/{id}")]);
    assert_eq!(files[0].state, MediaState::Deleted);
    assert_eq!(
        files[1].source,
        "https://bucket.s3.us-east-1.amazonaws.com/photo"
    );
    assert_eq!(files[1].mime_type, "image/png");
}

async fn signup(client: &Client) {
    use socialmessaging::types::{
        WabaPhoneNumberSetupFinalization as Number, WhatsAppSetupFinalization as Finalization,
    };
    let result = begin_signup(client).await;
    let offered = result.linked_accounts_with_incomplete_setup.unwrap();
    let offered = offered.values().next().unwrap();
    let number = offered.unregistered_whatsapp_phone_numbers()[0].phone_number_id();
    let token = result.associate_in_progress_token.unwrap();
    let finalization = Finalization::new(token, vec![Number::new(number, "482913")]);
    let finish = client.associate_whatsapp_business_account();
    let finished = finish
        .setup_finalization(finalization)
        .send()
        .await
        .unwrap();
    assert_eq!(finished.status_code(), Some(200));
    let list = client.list_linked_whatsapp_business_accounts();
    assert_eq!(list.send().await.unwrap().linked_accounts().len(), 2);
}
