//! An input for every operation: one with everything set, one with nothing set,
//! and one that breaks as many rules as it can.

use runtime::CallOptions;
use socialmessaging::Client;
use socialmessaging::types::{
    S3File, S3PresignedUrl, Tag, WabaPhoneNumberSetupFinalization, WabaSetupFinalization,
    WhatsAppBusinessAccountEventDestination, WhatsAppSetupFinalization, WhatsAppSignupCallback,
};

use super::Call;

/// A phone number's id, of the form that the service gives.
pub const PHONE_NUMBER_ID: &str = "phone-number-id-01234567890123456789012345678901";
/// An account's id.
pub const WABA_ID: &str = "waba-01234567890123456789012345678901";
/// An account's ARN, which stands for its id.
pub const WABA_ARN: &str = "arn:aws:social-messaging:us-east-1:123456789012:waba/0123abc";
/// A media file's id.
pub const MEDIA_ID: &str = "1234567890";
/// Where events go.
pub const TOPIC_ARN: &str = "arn:aws:sns:us-east-1:123456789012:events";
/// Who may write them there.
pub const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/events";

/// A two-factor PIN: sensitive.
pub const PIN: &str = "pin739";
/// A token of a sign-up in progress: sensitive.
pub const ASSOCIATE_TOKEN: &str = "associate-token-of-the-tests";
/// Meta's access token: sensitive.
pub const ACCESS_TOKEN: &str = "access-token-of-the-tests";
/// A message: sensitive.
pub const MESSAGE: &str = "message-body-of-the-tests";
/// A URL that whoever reads it may use: sensitive.
pub const PRESIGNED_URL: &str = "https://b.s3.us-east-1.amazonaws.com/k?X-Amz-Signature=presigned";
/// The bucket of a file: sensitive.
pub const BUCKET: &str = "bucket-of-the-tests";
/// The key of a file: sensitive.
pub const KEY: &str = "key-of-the-tests/b \u{e9}.png";

/// Everything in the inputs that no log, error or `Debug` form may show.
pub const SECRETS: [&str; 7] = [
    PIN,
    ASSOCIATE_TOKEN,
    ACCESS_TOKEN,
    MESSAGE,
    PRESIGNED_URL,
    BUCKET,
    KEY,
];

/// Makes functions that call an operation and forget its types.
macro_rules! calls {
    ($(fn $name:ident($client:ident) { $builder:expr })*) => {$(
        pub(in crate::operations) fn $name($client: Client, options: CallOptions) -> Call {
            Box::pin(async move {
                let output = $builder.with_options(options).send().await?;
                Ok(format!("{output:?}"))
            })
        }
    )*};
}

/// Inputs with every member set, none of which breaks a rule.
pub(super) mod full {
    use super::*;

    calls! {
        fn associate(client) {
            client
                .associate_whatsapp_business_account()
                .setup_finalization(setup_finalization())
                .signup_callback(WhatsAppSignupCallback::new(ACCESS_TOKEN))
        }
        fn delete_media(client) {
            client
                .delete_whatsapp_message_media()
                .media_id(MEDIA_ID)
                .origination_phone_number_id(PHONE_NUMBER_ID)
        }
        fn disassociate(client) {
            client.disassociate_whatsapp_business_account().id(WABA_ID)
        }
        fn get_account(client) {
            client.get_linked_whatsapp_business_account().id(WABA_ARN)
        }
        fn get_phone(client) {
            client
                .get_linked_whatsapp_business_account_phone_number()
                .id(PHONE_NUMBER_ID)
        }
        fn get_media(client) {
            client
                .get_whatsapp_message_media()
                .media_id(MEDIA_ID)
                .origination_phone_number_id(PHONE_NUMBER_ID)
                .destination_s3_presigned_url(presigned_url())
                .metadata_only(false)
        }
        fn list_accounts(client) {
            client
                .list_linked_whatsapp_business_accounts()
                .max_results(100)
                .next_token("a b+c/d=&~\u{e9}")
        }
        fn list_tags(client) {
            client.list_tags_for_resource().resource_arn(WABA_ARN)
        }
        fn post_media(client) {
            client
                .post_whatsapp_message_media()
                .origination_phone_number_id(PHONE_NUMBER_ID)
                .source_s3_file(S3File::new(BUCKET, KEY))
        }
        fn put_destinations(client) {
            client
                .put_whatsapp_business_account_event_destinations()
                .id(WABA_ID)
                .event_destinations(event_destination())
        }
        fn send_message(client) {
            client
                .send_whatsapp_message()
                .origination_phone_number_id(PHONE_NUMBER_ID)
                .message(MESSAGE)
                .meta_api_version("v24.0")
        }
        fn tag(client) {
            client
                .tag_resource()
                .resource_arn(WABA_ARN)
                .tags(Tag::new("team").with_value("support"))
                .tags(Tag::new("bare"))
        }
        fn untag(client) {
            client
                .untag_resource()
                .resource_arn(WABA_ARN)
                .tag_keys("team")
                .tag_keys("bare")
        }
    }
}

/// Inputs with nothing set.
pub(super) mod empty {
    use super::*;

    calls! {
        fn associate(client) { client.associate_whatsapp_business_account() }
        fn delete_media(client) { client.delete_whatsapp_message_media() }
        fn disassociate(client) { client.disassociate_whatsapp_business_account() }
        fn get_account(client) { client.get_linked_whatsapp_business_account() }
        fn get_phone(client) { client.get_linked_whatsapp_business_account_phone_number() }
        fn get_media(client) { client.get_whatsapp_message_media() }
        fn list_accounts(client) { client.list_linked_whatsapp_business_accounts() }
        fn list_tags(client) { client.list_tags_for_resource() }
        fn post_media(client) { client.post_whatsapp_message_media() }
        fn put_destinations(client) { client.put_whatsapp_business_account_event_destinations() }
        fn send_message(client) { client.send_whatsapp_message() }
        fn tag(client) { client.tag_resource() }
        fn untag(client) { client.untag_resource() }
    }
}

/// Inputs that break every rule that one input can break.
pub(super) mod bad {
    use super::*;

    calls! {
        fn associate(client) {
            client
                .associate_whatsapp_business_account()
                .setup_finalization(bad_setup_finalization())
                .signup_callback(WhatsAppSignupCallback::new(ACCESS_TOKEN.repeat(41)))
        }
        fn delete_media(client) {
            client
                .delete_whatsapp_message_media()
                .media_id("no-dashes")
                .origination_phone_number_id("phone")
        }
        fn disassociate(client) {
            client.disassociate_whatsapp_business_account().id("")
        }
        fn get_account(client) {
            client
                .get_linked_whatsapp_business_account()
                .id(format!("waba-{}", "0".repeat(96)))
        }
        fn get_phone(client) {
            client
                .get_linked_whatsapp_business_account_phone_number()
                .id(WABA_ID)
        }
        fn get_media(client) {
            client
                .get_whatsapp_message_media()
                .media_id("\u{661}")
                .origination_phone_number_id(PHONE_NUMBER_ID)
                .destination_s3_presigned_url(presigned_url())
                .destination_s3_file(S3File::new("UP", "k".repeat(1025)))
        }
        fn list_accounts(client) {
            client
                .list_linked_whatsapp_business_accounts()
                .max_results(101)
                .next_token("")
        }
        fn list_tags(client) {
            client.list_tags_for_resource().resource_arn("not-an-arn")
        }
        fn post_media(client) {
            client
                .post_whatsapp_message_media()
                .origination_phone_number_id(PHONE_NUMBER_ID)
                .source_s3_presigned_url(S3PresignedUrl::new(
                    "http://example.com/secret",
                    [("content-length", "1")],
                ))
        }
        fn put_destinations(client) {
            client
                .put_whatsapp_business_account_event_destinations()
                .id(WABA_ID)
                .event_destinations(event_destination())
                .event_destinations(
                    WhatsAppBusinessAccountEventDestination::new("arn")
                        .with_role_arn("arn:aws:iam::\u{661}:role/x"),
                )
        }
        fn send_message(client) {
            client
                .send_whatsapp_message()
                .origination_phone_number_id(format!("arn:{PHONE_NUMBER_ID}"))
                .message("")
                .meta_api_version("")
        }
        fn tag(client) {
            client
                .tag_resource()
                .resource_arn(format!("arn:{}", "x".repeat(2045)))
                .tags(Tag::new("").with_value("v".repeat(257)))
                .tags(Tag::new("\u{1f4ac}".repeat(128)))
        }
        fn untag(client) {
            client.untag_resource().resource_arn("").tag_keys("")
        }
    }
}

fn setup_finalization() -> WhatsAppSetupFinalization {
    let phone_number = WabaPhoneNumberSetupFinalization::new(PHONE_NUMBER_ID, PIN)
        .with_data_localization_region("DE")
        .with_tags([Tag::new("team")]);
    let waba = WabaSetupFinalization::new()
        .with_id(WABA_ID)
        .with_event_destinations([event_destination()])
        .with_tags([Tag::new("team").with_value("")]);
    WhatsAppSetupFinalization::new(ASSOCIATE_TOKEN, [phone_number]).with_waba(waba)
}

fn bad_setup_finalization() -> WhatsAppSetupFinalization {
    let phone_number = WabaPhoneNumberSetupFinalization::new("", PIN.repeat(2))
        .with_data_localization_region("de");
    let good = WabaPhoneNumberSetupFinalization::new(PHONE_NUMBER_ID, PIN);
    WhatsAppSetupFinalization::new(ASSOCIATE_TOKEN.repeat(2), [good, phone_number])
        .with_phone_number_parent(WABA_ID)
        .with_waba(WabaSetupFinalization::new())
}

fn presigned_url() -> S3PresignedUrl {
    S3PresignedUrl::new(PRESIGNED_URL, [("Content-Type", "image/png")])
}

fn event_destination() -> WhatsAppBusinessAccountEventDestination {
    WhatsAppBusinessAccountEventDestination::new(TOPIC_ARN).with_role_arn(ROLE_ARN)
}
