//! Every operation of AWS End User Messaging Social through the official Rust
//! crate.
//!
//! Prints one line per check: its name, a tab, and `ok` or the problem. The
//! endpoint comes from AWS_ENDPOINT_URL_SOCIALMESSAGING.

#[cfg(feature = "added")]
mod added;
mod support;

use std::error::Error;

use aws_sdk_socialmessaging::Client;
use aws_sdk_socialmessaging::config::retry::RetryConfig;
use aws_sdk_socialmessaging::error::SdkError;
use aws_sdk_socialmessaging::operation::send_whats_app_message::{
    SendWhatsAppMessageError, SendWhatsAppMessageOutput,
};
use aws_sdk_socialmessaging::primitives::Blob;
use aws_sdk_socialmessaging::types::{
    S3File, S3PresignedUrl, Tag, WabaPhoneNumberSetupFinalization, WabaSetupFinalization,
    WhatsAppBusinessAccountEventDestination, WhatsAppSetupFinalization, WhatsAppSignupCallback,
};

use support::{
    Outcome, Unsigned, client, config, control, demand, fails, recorded, rejects, report, same,
};

const ACCOUNT: &str = "waba-01234567890123456789012345678901";
const NUMBER: &str = "phone-number-id-01234567890123456789012345678901";
const ACCOUNT_ARN: &str =
    "arn:aws:social-messaging:us-east-1:123456789012:waba/01234567890123456789012345678901";
const MESSAGE: &str =
    r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#;

type Sent = Result<SendWhatsAppMessageOutput, SdkError<SendWhatsAppMessageError>>;

async fn send_this(client: &Client, message: &str) -> Sent {
    let send = client.send_whats_app_message();
    let send = send.origination_phone_number_id(NUMBER);
    let send = send.message(Blob::new(message)).meta_api_version("v24.0");
    send.send().await
}

async fn send(client: &Client) -> Sent {
    send_this(client, MESSAGE).await
}

async fn message(client: &Client) -> Outcome {
    let sent = send(client).await?;
    let id = sent.message_id().ok_or("no message id")?;
    same(control("GET", "messages", "")?.contains(id), true)
}

async fn account(client: &Client) -> Outcome {
    let get = client.get_linked_whats_app_business_account().id(ACCOUNT);
    let found = get.send().await?;
    let account = found.account().ok_or("no account")?;
    same(account.arn(), ACCOUNT_ARN)?;
    same(account.link_date().secs(), 1_728_518_400)?;
    let numbers = account.phone_numbers();
    same(
        numbers.first().map(|number| number.phone_number_id()),
        Some(NUMBER),
    )
}

async fn number(client: &Client) -> Outcome {
    let get = client.get_linked_whats_app_business_account_phone_number();
    let found = get.id(NUMBER).send().await?;
    same(found.linked_whats_app_business_account_id(), Some(ACCOUNT))?;
    let number = found.phone_number().map(|number| number.phone_number());
    same(number, Some("+14255550100"))
}

async fn put(client: &Client) -> Outcome {
    let arn = "arn:aws:sns:us-east-1:123456789012:events";
    let destination = WhatsAppBusinessAccountEventDestination::builder();
    let destination = destination.event_destination_arn(arn).build()?;
    let put = client.put_whats_app_business_account_event_destinations();
    let put = put.id(ACCOUNT).event_destinations(destination.clone());
    put.send().await?;
    let get = client.get_linked_whats_app_business_account().id(ACCOUNT);
    let found = get.send().await?;
    let account = found.account().ok_or("no account")?;
    same(account.event_destinations(), &[destination])
}

async fn tag(client: &Client) -> Outcome {
    let tag = client.tag_resource().resource_arn(ACCOUNT_ARN);
    let tag = tag.tags(Tag::builder().key("team").value("bookings").build()?);
    let tag = tag.tags(Tag::builder().key("pilot").build()?);
    same(tag.send().await?.status_code(), Some(200))
}

async fn tags(client: &Client) -> Outcome {
    let list = client.list_tags_for_resource().resource_arn(ACCOUNT_ARN);
    let list = list.send().await?;
    let mut keys: Vec<&str> = list.tags().iter().map(|tag| tag.key()).collect();
    keys.sort_unstable();
    same(keys, vec!["pilot", "team"])
}

async fn untag(client: &Client) -> Outcome {
    let untag = client.untag_resource().resource_arn(ACCOUNT_ARN);
    same(
        untag.tag_keys("pilot").send().await?.status_code(),
        Some(200),
    )
}

async fn post(client: &Client, number: &str) -> Result<String, Box<dyn Error>> {
    let file = S3File::builder()
        .bucket_name("bucket")
        .key("a.png")
        .build()?;
    let post = client.post_whats_app_message_media();
    let post = post
        .origination_phone_number_id(number)
        .source_s3_file(file);
    Ok(post
        .send()
        .await?
        .media_id()
        .ok_or("no media id")?
        .to_owned())
}

async fn get_media(client: &Client, id: &str) -> Outcome {
    let get = client.get_whats_app_message_media();
    let get = get.origination_phone_number_id(NUMBER).media_id(id);
    let found = get.metadata_only(true).send().await?;
    same(
        (found.mime_type(), found.file_size()),
        (Some("image/png"), Some(1024)),
    )
}

async fn delete(client: &Client, id: &str) -> Outcome {
    let delete = client.delete_whats_app_message_media();
    let delete = delete.origination_phone_number_id(NUMBER).media_id(id);
    same(delete.send().await?.success(), Some(true))
}

/// The identifiers of a linked account and its phone number.
struct Linked {
    account: String,
    number: String,
}

async fn associate(client: &Client) -> Result<Linked, Box<dyn Error>> {
    let callback = WhatsAppSignupCallback::builder().access_token("meta-token");
    let begin = client.associate_whats_app_business_account();
    let begun = begin.signup_callback(callback.build()?).send().await?;
    let result = begun.signup_callback_result().ok_or("no result")?;
    let waiting = result
        .linked_accounts_with_incomplete_setup()
        .ok_or("no accounts")?;
    let waiting = waiting.values().next().ok_or("no account")?;
    let account = waiting.waba_id().ok_or("no id")?.to_owned();
    let numbers = waiting.unregistered_whats_app_phone_numbers();
    let number = numbers
        .first()
        .ok_or("no number")?
        .phone_number_id()
        .to_owned();
    let chosen = WabaPhoneNumberSetupFinalization::builder().id(&number);
    let finalization = WhatsAppSetupFinalization::builder()
        .associate_in_progress_token(result.associate_in_progress_token().ok_or("no token")?)
        .phone_numbers(chosen.two_factor_pin("482913").build()?)
        .waba(WabaSetupFinalization::builder().id(&account).build())
        .build()?;
    let finish = client.associate_whats_app_business_account();
    let finished = finish.setup_finalization(finalization).send().await?;
    same(finished.status_code(), Some(200))?;
    Ok(Linked { account, number })
}

async fn associate_three(client: &Client) -> Result<Linked, Box<dyn Error>> {
    associate(client).await?;
    associate(client).await?;
    associate(client).await
}

async fn accounts(client: &Client) -> Outcome {
    let list = client
        .list_linked_whats_app_business_accounts()
        .send()
        .await?;
    let mut accounts = list.linked_accounts().iter();
    same(accounts.any(|account| account.id() == ACCOUNT), true)
}

async fn pages(client: &Client) -> Outcome {
    let list = client.list_linked_whats_app_business_accounts();
    let mut pages = list.into_paginator().page_size(1).send();
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        same(page.linked_accounts().len(), 1)?;
        ids.extend(
            page.linked_accounts()
                .iter()
                .map(|account| account.id().to_owned()),
        );
    }
    ids.sort();
    ids.dedup();
    same(ids.len(), 4)
}

async fn disassociate(client: &Client, id: &str) -> Outcome {
    let unlink = client.disassociate_whats_app_business_account().id(id);
    unlink.send().await?;
    let get = client.get_linked_whats_app_business_account().id(id);
    rejects("ResourceNotFoundException", 404, get.send().await)
}

async fn operations(client: &Client) {
    report("SendWhatsAppMessage", message(client).await);
    report("GetLinkedWhatsAppBusinessAccount", account(client).await);
    report(
        "GetLinkedWhatsAppBusinessAccountPhoneNumber",
        number(client).await,
    );
    report(
        "PutWhatsAppBusinessAccountEventDestinations",
        put(client).await,
    );
    report("TagResource", tag(client).await);
    report("ListTagsForResource", tags(client).await);
    report("UntagResource", untag(client).await);
    let media = post(client, NUMBER).await;
    let id = media.as_deref().unwrap_or("0").to_owned();
    report("PostWhatsAppMessageMedia", media.map(drop));
    report("GetWhatsAppMessageMedia", get_media(client, &id).await);
    report("DeleteWhatsAppMessageMedia", delete(client, &id).await);
    let (linked, associated) = match associate_three(client).await {
        Ok(linked) => (linked, Ok(())),
        Err(error) => {
            let (account, number) = ("waba-0".to_owned(), "phone-number-id-0".to_owned());
            (Linked { account, number }, Err(error))
        }
    };
    report("AssociateWhatsAppBusinessAccount", associated);
    report("ListLinkedWhatsAppBusinessAccounts", accounts(client).await);
    report("pages", pages(client).await);
    let list = client.list_linked_whats_app_business_accounts();
    let changed = list.next_token("AAAA").send().await;
    report(
        "changed page token",
        rejects("InvalidParametersException", 400, changed),
    );
    let foreign = post(client, &linked.number).await;
    let foreign = foreign.unwrap_or_else(|_| "0".to_owned());
    let get = client.get_whats_app_message_media();
    let get = get.origination_phone_number_id(NUMBER).media_id(&foreign);
    let denied = rejects("AccessDeniedByMetaException", 403, get.send().await);
    report("AccessDeniedByMetaException", denied);
    let image = format!(
        r#"{{"messaging_product":"whatsapp","to":"+14255550123","type":"image","image":{{"id":"{foreign}"}}}}"#
    );
    let sent = send_this(client, &image).await;
    report(
        "media of another phone number",
        rejects("InvalidParametersException", 400, sent),
    );
    report(
        "DisassociateWhatsAppBusinessAccount",
        disassociate(client, &linked.account).await,
    );
}

async fn demanded(client: &Client, kind: &str, code: &str, status: u16) -> Outcome {
    demand(kind, "")?;
    rejects(code, status, send(client).await)
}

async fn both_sources(client: &Client) -> Outcome {
    let url = S3PresignedUrl::builder().url("https://a.s3.amazonaws.com/b");
    let url = url.set_headers(Some(Default::default())).build()?;
    let file = S3File::builder().bucket_name("bucket").key("a").build()?;
    let post = client.post_whats_app_message_media();
    let post = post.origination_phone_number_id(NUMBER);
    let post = post.source_s3_file(file).source_s3_presigned_url(url);
    rejects("InvalidParametersException", 400, post.send().await)
}

async fn errors(client: &Client) {
    for (code, kind, status) in [
        ("AccessDeniedException", "AccessDeniedException", 403),
        ("DependencyException", "502", 502),
        ("InternalServiceException", "500", 500),
        ("ThrottledRequestException", "throttle", 429),
    ] {
        report(code, demanded(client, kind, code, status).await);
    }
    report("InvalidParametersException", both_sources(client).await);
    for (code, id, status) in [
        ("ResourceNotFoundException", "waba-unknown", 404),
        ("ValidationException", "no-account", 400),
    ] {
        let get = client.get_linked_whats_app_business_account().id(id);
        report(code, rejects(code, status, get.send().await));
    }
}

/// Checks that a call fails, and the number of accepted messages.
async fn breaks(client: &Client, kind: &str, more: &str, messages: usize) -> Outcome {
    let before = recorded()?;
    demand(kind, more)?;
    same(send(client).await.is_err(), true)?;
    same(recorded()? - before, messages)
}

async fn retried() -> Outcome {
    demand("throttle", "")?;
    let twice = RetryConfig::standard().with_max_attempts(2);
    let config = config("emulator", "emulator", None).retry_config(twice);
    let config = config.sleep_impl(aws_smithy_async::rt::sleep::TokioSleep::new());
    send(&Client::from_conf(config.build())).await?;
    Ok(())
}

async fn late(client: &Client) -> Outcome {
    demand("delay", r#", "milliseconds": 50"#)?;
    send(client).await?;
    Ok(())
}

async fn faults(client: &Client) {
    let after = r#", "stage": "after""#;
    report("retry after throttling", retried().await);
    report("late answer", late(client).await);
    report(
        "reset before processing",
        breaks(client, "reset", "", 0).await,
    );
    report(
        "reset after processing",
        breaks(client, "reset", after, 1).await,
    );
    report("garbage", breaks(client, "garbage", after, 1).await);
    report("HTML of a proxy", breaks(client, "html", "", 0).await);
}

async fn signatures() {
    let known = || config("emulator", "emulator", None);
    for (name, config, code) in [
        (
            "unsigned",
            known().interceptor(Unsigned),
            "MissingAuthenticationTokenException",
        ),
        (
            "wrong secret",
            config("emulator", "wrong", None),
            "InvalidSignatureException",
        ),
        (
            "unknown key",
            config("other", "emulator", None),
            "UnrecognizedClientException",
        ),
        (
            "unknown session token",
            config("emulator", "emulator", Some("expired")),
            "ExpiredTokenException",
        ),
    ] {
        let sent = send(&Client::from_conf(config.build())).await;
        report(name, fails(code, 403, sent).map(drop));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = client();
    operations(&client).await;
    errors(&client).await;
    faults(&client).await;
    signatures().await;
    #[cfg(feature = "added")]
    added::run(&client).await;
}
