//! Every operation of AWS End User Messaging Social through the official Rust
//! crate.
//!
//! Prints one line for each check: its name, a tab, and `ok` or what went
//! wrong. The endpoint comes from AWS_ENDPOINT_URL_SOCIALMESSAGING.

use std::error::Error;

use aws_sdk_socialmessaging::Client;
use aws_sdk_socialmessaging::config::retry::RetryConfig;
use aws_sdk_socialmessaging::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_socialmessaging::error::ProvideErrorMetadata;
use aws_sdk_socialmessaging::primitives::Blob;
use aws_sdk_socialmessaging::types::{
    S3File, Tag, WabaPhoneNumberSetupFinalization, WabaSetupFinalization,
    WhatsAppBusinessAccountEventDestination, WhatsAppSetupFinalization, WhatsAppSignupCallback,
};

const ACCOUNT: &str = "waba-01234567890123456789012345678901";
const NUMBER: &str = "phone-number-id-01234567890123456789012345678901";
const ACCOUNT_ARN: &str =
    "arn:aws:social-messaging:us-east-1:123456789012:waba/01234567890123456789012345678901";
const MESSAGE: &str =
    r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#;

type Outcome = Result<(), Box<dyn Error>>;

fn client(key: &str, secret: &str) -> Client {
    let endpoint = std::env::var("AWS_ENDPOINT_URL_SOCIALMESSAGING").unwrap_or_default();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(key, secret, None, None, "interop"))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

fn report(name: &str, outcome: Outcome) {
    let outcome = match outcome {
        Ok(()) => "ok".to_owned(),
        Err(error) => format!("{error:?}").replace(['\n', '\t'], " "),
    };
    println!("{name}\t{outcome}");
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Outcome {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{found:?} instead of {expected:?}").into())
    }
}

fn fails<T, E: ProvideErrorMetadata>(code: &str, outcome: Result<T, E>) -> Outcome {
    match outcome {
        Ok(_) => Err(format!("succeeded instead of {code}").into()),
        Err(error) => same(error.code(), Some(code)),
    }
}

async fn send(client: &Client) -> Outcome {
    let sent = client
        .send_whats_app_message()
        .origination_phone_number_id(NUMBER)
        .message(Blob::new(MESSAGE))
        .meta_api_version("v24.0")
        .send()
        .await?;
    same(sent.message_id().is_some(), true)
}

async fn accounts(client: &Client) -> Outcome {
    let list = client
        .list_linked_whats_app_business_accounts()
        .send()
        .await?;
    same(
        list.linked_accounts()
            .iter()
            .any(|account| account.id() == ACCOUNT),
        true,
    )
}

async fn account(client: &Client) -> Outcome {
    let found = client
        .get_linked_whats_app_business_account()
        .id(ACCOUNT)
        .send()
        .await?;
    let account = found.account().ok_or("no account")?;
    same(account.arn(), ACCOUNT_ARN)?;
    same(account.link_date().secs(), 1_728_518_400)
}

async fn number(client: &Client) -> Outcome {
    let found = client
        .get_linked_whats_app_business_account_phone_number()
        .id(NUMBER)
        .send()
        .await?;
    same(found.linked_whats_app_business_account_id(), Some(ACCOUNT))
}

async fn put(client: &Client) -> Outcome {
    let destination = WhatsAppBusinessAccountEventDestination::builder()
        .event_destination_arn("arn:aws:sns:us-east-1:123456789012:events")
        .build()?;
    client
        .put_whats_app_business_account_event_destinations()
        .id(ACCOUNT)
        .event_destinations(destination)
        .send()
        .await?;
    Ok(())
}

async fn tag(client: &Client) -> Outcome {
    let tag = Tag::builder().key("team").value("bookings").build()?;
    let tagged = client
        .tag_resource()
        .resource_arn(ACCOUNT_ARN)
        .tags(tag)
        .send()
        .await?;
    same(tagged.status_code(), Some(200))
}

async fn tags(client: &Client) -> Outcome {
    let tags = client
        .list_tags_for_resource()
        .resource_arn(ACCOUNT_ARN)
        .send()
        .await?;
    same(tags.tags().len(), 1)
}

async fn untag(client: &Client) -> Outcome {
    let untagged = client
        .untag_resource()
        .resource_arn(ACCOUNT_ARN)
        .tag_keys("team");
    same(untagged.send().await?.status_code(), Some(200))
}

async fn post(client: &Client) -> Result<String, Box<dyn Error>> {
    let file = S3File::builder()
        .bucket_name("bucket")
        .key("a.png")
        .build()?;
    let posted = client
        .post_whats_app_message_media()
        .origination_phone_number_id(NUMBER)
        .source_s3_file(file)
        .send()
        .await?;
    Ok(posted.media_id().ok_or("no media id")?.to_owned())
}

async fn get_media(client: &Client, id: &str) -> Outcome {
    let found = client
        .get_whats_app_message_media()
        .origination_phone_number_id(NUMBER)
        .media_id(id)
        .metadata_only(true)
        .send()
        .await?;
    same(found.mime_type(), Some("image/png"))
}

async fn delete(client: &Client, id: &str) -> Outcome {
    let deleted = client
        .delete_whats_app_message_media()
        .origination_phone_number_id(NUMBER)
        .media_id(id)
        .send()
        .await?;
    same(deleted.success(), Some(true))
}

async fn associate(client: &Client) -> Result<String, Box<dyn Error>> {
    let callback = WhatsAppSignupCallback::builder()
        .access_token("meta-token")
        .build()?;
    let begun = client
        .associate_whats_app_business_account()
        .signup_callback(callback)
        .send()
        .await?;
    let result = begun.signup_callback_result().ok_or("no result")?;
    let waiting = result
        .linked_accounts_with_incomplete_setup()
        .ok_or("no accounts")?;
    let waiting = waiting.values().next().ok_or("no account")?;
    let id = waiting.waba_id().ok_or("no id")?.to_owned();
    let numbers = waiting.unregistered_whats_app_phone_numbers();
    let number = WabaPhoneNumberSetupFinalization::builder()
        .id(numbers.first().ok_or("no number")?.phone_number_id())
        .two_factor_pin("482913")
        .build()?;
    let finalization = WhatsAppSetupFinalization::builder()
        .associate_in_progress_token(result.associate_in_progress_token().ok_or("no token")?)
        .phone_numbers(number)
        .waba(WabaSetupFinalization::builder().id(&id).build())
        .build()?;
    let finish = client.associate_whats_app_business_account();
    let finished = finish.setup_finalization(finalization).send().await?;
    same(finished.status_code(), Some(200))?;
    Ok(id)
}

async fn pagination(client: &Client) -> Outcome {
    let list = client
        .list_linked_whats_app_business_accounts()
        .into_paginator();
    let mut pages = list.page_size(1).send();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        same(page?.linked_accounts().len(), 1)?;
        count += 1;
    }
    same(count, 2)
}

async fn disassociate(client: &Client, id: &str) -> Outcome {
    client
        .disassociate_whats_app_business_account()
        .id(id)
        .send()
        .await?;
    let again = client
        .disassociate_whats_app_business_account()
        .id(id)
        .send()
        .await;
    fails("ResourceNotFoundException", again)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let emulated = client("emulator", "emulator");
    let client = &emulated;
    report("SendWhatsAppMessage", send(client).await);
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
    let media = post(client).await;
    let id = media.as_deref().unwrap_or("0").to_owned();
    report("PostWhatsAppMessageMedia", media.map(drop));
    report("GetWhatsAppMessageMedia", get_media(client, &id).await);
    report("DeleteWhatsAppMessageMedia", delete(client, &id).await);
    let linked = associate(client).await;
    let id = linked.as_deref().unwrap_or("waba-0").to_owned();
    report("AssociateWhatsAppBusinessAccount", linked.map(drop));
    report("ListLinkedWhatsAppBusinessAccounts", accounts(client).await);
    report("pagination", pagination(client).await);
    report(
        "DisassociateWhatsAppBusinessAccount",
        disassociate(client, &id).await,
    );
    let unknown = client
        .get_linked_whats_app_business_account()
        .id("waba-unknown");
    report(
        "ResourceNotFoundException",
        fails("ResourceNotFoundException", unknown.send().await),
    );
    let wrong = client
        .get_linked_whats_app_business_account()
        .id("no-account");
    report(
        "ValidationException",
        fails("ValidationException", wrong.send().await),
    );
    let token = client
        .list_linked_whats_app_business_accounts()
        .next_token("AAAA");
    report(
        "changed page token",
        fails("InvalidParametersException", token.send().await),
    );
    let list = self::client("emulator", "wrong").list_linked_whats_app_business_accounts();
    report(
        "wrong secret",
        fails("InvalidSignatureException", list.send().await),
    );
    let list = self::client("other", "emulator").list_linked_whats_app_business_accounts();
    report(
        "unknown key",
        fails("UnrecognizedClientException", list.send().await),
    );
}
