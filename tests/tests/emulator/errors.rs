//! The documented errors, by cause.

use runtime::{CallOptions, Validation};
use socialmessaging::emulator::{Account, Emulator, PhoneNumber};
use socialmessaging::types::WhatsAppBusinessAccountEventDestination as Destination;
use socialmessaging::types::{S3File, S3PresignedUrl, Tag};
use socialmessaging::{Client, Error};

use crate::{ACCOUNT, NUMBER};

const OTHER: &str = "phone-number-id-other";
const UNKNOWN_ARN: &str = "arn:aws:social-messaging:us-east-1:123456789012:waba/9";

/// Disables the client's validation.
fn unchecked() -> CallOptions {
    CallOptions::new().with_validation(Validation::Off)
}

fn file() -> S3File {
    S3File::new("bucket", "a.png")
}

fn url(headers: &[(&str, &str)]) -> S3PresignedUrl {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    S3PresignedUrl::new(
        "https://bucket.s3.amazonaws.com/a",
        headers.collect::<std::collections::BTreeMap<_, _>>(),
    )
}

fn code<T, E: runtime::OperationError>(outcome: Result<T, Error<E>>) -> String {
    outcome.map_or_else(
        |error| error.code().unwrap_or("none").to_owned(),
        |_| "accepted".to_owned(),
    )
}

async fn uploaded(client: &Client) -> String {
    let post = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    post.source_s3_file(file())
        .send()
        .await
        .unwrap()
        .media_id
        .unwrap()
}

fn emulator() -> Emulator {
    let number = PhoneNumber::new("+491").with_id(OTHER);
    let other = Account::new("Other").with_phone_numbers([number]);
    Emulator::builder()
        .accounts([Account::ready_made(), other])
        .build()
        .unwrap()
}

#[tokio::test]
async fn rejects_unknown_ids() {
    let client = emulator().client();
    let unknown = "waba-unknown";
    let number = "phone-number-id-unknown";
    let not_found = "ResourceNotFoundException";
    let invalid = "InvalidParametersException";
    let account = client.get_linked_whatsapp_business_account().id(unknown);
    assert_eq!(code(account.send().await), not_found);
    let phone = client
        .get_linked_whatsapp_business_account_phone_number()
        .id(number);
    assert_eq!(code(phone.send().await), not_found);
    let unlink = client.disassociate_whatsapp_business_account().id(unknown);
    assert_eq!(code(unlink.send().await), not_found);
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(unknown);
    let put = put.set_event_destinations(Some(Vec::new()));
    assert_eq!(code(put.send().await), invalid);
    let tag = client
        .tag_resource()
        .resource_arn(UNKNOWN_ARN)
        .tags([Tag::new("a")]);
    assert_eq!(code(tag.send().await), invalid);
    let untag = client
        .untag_resource()
        .resource_arn(UNKNOWN_ARN)
        .tag_keys(["a"]);
    assert_eq!(code(untag.send().await), invalid);
    let tags = client.list_tags_for_resource().resource_arn(UNKNOWN_ARN);
    assert_eq!(code(tags.send().await), invalid);
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(number);
    let send = send.message("{}").meta_api_version("v24.0");
    assert_eq!(code(send.send().await), not_found);
    let get = client
        .get_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    assert_eq!(code(get.media_id("1").send().await), not_found);
}

#[tokio::test]
async fn rejects_media_of_other_numbers_and_deleted_media() {
    let client = emulator().client();
    let id = uploaded(&client).await;
    let denied = "AccessDeniedByMetaException";
    let get = |number: &str| {
        let get = client
            .get_whatsapp_message_media()
            .origination_phone_number_id(number);
        get.media_id(&id).send()
    };
    let delete = |number: &str| {
        let delete = client
            .delete_whatsapp_message_media()
            .origination_phone_number_id(number);
        delete.media_id(&id).send()
    };
    let send = |number: &str| {
        let message = format!(
            r#"{{"messaging_product":"whatsapp","to":"+14255550123","type":"image","image":{{"id":"{id}"}}}}"#
        );
        let send = client
            .send_whatsapp_message()
            .origination_phone_number_id(number);
        send.message(message).meta_api_version("v24.0").send()
    };
    assert_eq!(code(get(OTHER).await), denied);
    assert_eq!(code(delete(OTHER).await), denied);
    assert_eq!(code(send(OTHER).await), "InvalidParametersException");
    assert_eq!(code(send(NUMBER).await), "accepted");
    assert_eq!(code(delete(NUMBER).await), "accepted");
    for gone in [
        code(get(NUMBER).await),
        code(delete(NUMBER).await),
        code(send(NUMBER).await),
    ] {
        assert_eq!(gone, "ResourceNotFoundException");
    }
}

#[tokio::test]
async fn enforces_exclusive_members() {
    let client = emulator().client();
    let typed = || url(&[("Content-Type", "image/png")]);
    for (case, file, url, expected) in [
        ("neither", None, None, "InvalidParametersException"),
        (
            "both",
            Some(file()),
            Some(typed()),
            "InvalidParametersException",
        ),
        (
            "untyped",
            None,
            Some(url(&[])),
            "InvalidParametersException",
        ),
        ("file", Some(file()), None, "accepted"),
        ("url", None, Some(typed()), "accepted"),
    ] {
        let post = client
            .post_whatsapp_message_media()
            .origination_phone_number_id(NUMBER);
        let post = post
            .set_source_s3_file(file)
            .set_source_s3_presigned_url(url);
        assert_eq!(
            code(post.options(unchecked()).send().await),
            expected,
            "{case}"
        );
    }
    let id = uploaded(&client).await;
    let get = client
        .get_whatsapp_message_media()
        .origination_phone_number_id(NUMBER);
    let get = get.media_id(id).destination_s3_file(file());
    let get = get
        .destination_s3_presigned_url(url(&[]))
        .options(unchecked());
    assert_eq!(code(get.send().await), "InvalidParametersException");
}

#[tokio::test]
async fn rejects_other_violations() {
    let client = emulator().client();
    let destination = Destination::new("arn:aws:sns:us-east-1:123456789012:events");
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(ACCOUNT);
    let put = put.event_destinations([destination.clone(), destination]);
    assert_eq!(
        code(put.options(unchecked()).send().await),
        "ValidationException"
    );
    let account = client
        .get_linked_whatsapp_business_account()
        .options(unchecked());
    assert_eq!(code(account.send().await), "ValidationException");
    let text = r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#;
    let read = r#"{"messaging_product":"whatsapp","status":"read","message_id":"wamid.1"}"#;
    for (message, version, expected) in [
        ("no JSON", "v24.0", "InvalidParametersException"),
        ("[]", "v24.0", "InvalidParametersException"),
        ("{}", "v24.0", "InvalidParametersException"),
        (
            r#"{"to":"+14255550123","type":"text"}"#,
            "v24.0",
            "InvalidParametersException",
        ),
        (
            r#"{"messaging_product":"whatsapp","type":"text"}"#,
            "v24.0",
            "InvalidParametersException",
        ),
        (
            r#"{"messaging_product":"whatsapp","to":"+14255550123"}"#,
            "v24.0",
            "InvalidParametersException",
        ),
        (text, "24", "InvalidParametersException"),
        (text, "v", "InvalidParametersException"),
        (text, "v24", "accepted"),
        (read, "v24.0", "accepted"),
    ] {
        let send = client
            .send_whatsapp_message()
            .origination_phone_number_id(NUMBER);
        let send = send.message(message).meta_api_version(version);
        let send = send.options(unchecked());
        assert_eq!(code(send.send().await), expected, "{message} {version}");
    }
    let nothing = client.associate_whatsapp_business_account();
    assert_eq!(code(nothing.send().await), "InvalidParametersException");
}
