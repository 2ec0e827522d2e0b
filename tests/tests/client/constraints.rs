//! The constraints of every member, as in AWS's API reference.

use runtime::Validate;
use socialmessaging::emulator::{ACCOUNT_ID, PHONE_NUMBER_ID};
use socialmessaging::input::*;
use socialmessaging::types::*;

const MEDIA_ID: &str = "1234567890";
const PIN: &str = "123456";

/// Whether an input is valid with this text in one of its members.
type Holds = fn(String) -> bool;

fn valid(input: impl Validate) -> bool {
    input.validate().is_ok()
}

fn send(id: String) -> SendWhatsAppMessageInput {
    let input = SendWhatsAppMessageInput::new().with_origination_phone_number_id(id);
    input.with_message("{}").with_meta_api_version("v")
}

fn delete(media_id: String) -> DeleteWhatsAppMessageMediaInput {
    let input = DeleteWhatsAppMessageMediaInput::new().with_media_id(media_id);
    input.with_origination_phone_number_id(PHONE_NUMBER_ID)
}

fn tag(tag: Tag) -> TagResourceInput {
    TagResourceInput::new()
        .with_resource_arn("arn:")
        .with_tags([tag])
}

fn post_file(bucket: &str, key: &str) -> PostWhatsAppMessageMediaInput {
    PostWhatsAppMessageMediaInput::new()
        .with_origination_phone_number_id(PHONE_NUMBER_ID)
        .with_source_s3_file(S3File::new(bucket, key))
}

fn post_url(url: String) -> PostWhatsAppMessageMediaInput {
    PostWhatsAppMessageMediaInput::new()
        .with_origination_phone_number_id(PHONE_NUMBER_ID)
        .with_source_s3_presigned_url(S3PresignedUrl::new(url, [("Content-Type", "a/b")]))
}

fn put(destination: WhatsAppBusinessAccountEventDestination) -> impl Validate {
    PutWhatsAppBusinessAccountEventDestinationsInput::new()
        .with_id(ACCOUNT_ID)
        .with_event_destinations([destination])
}

fn finish(setup: WhatsAppSetupFinalization) -> AssociateWhatsAppBusinessAccountInput {
    AssociateWhatsAppBusinessAccountInput::new().with_setup_finalization(setup)
}

fn phone(number: WabaPhoneNumberSetupFinalization) -> AssociateWhatsAppBusinessAccountInput {
    finish(WhatsAppSetupFinalization::new("", [number]))
}

fn setup() -> WhatsAppSetupFinalization {
    WhatsAppSetupFinalization::new("", [WabaPhoneNumberSetupFinalization::new("1", PIN)])
}

#[test]
fn enforces_lengths() {
    // The prefix of the text, its filler, its bounds, and the validation.
    #[rustfmt::skip]
    let cases: [(&str, &str, char, usize, usize, Holds); 17] = [
        ("phone number id", "phone-number-id-", '\u{e9}', 16, 115, |text| valid(send(text))),
        ("account id", "waba-", '\u{1f4ac}', 5, 115, |text| valid(GetLinkedWhatsAppBusinessAccountInput::new().with_id(text))),
        ("media id", "", 'a', 1, 100, |text| valid(delete(text))),
        ("page token", "", '\u{e9}', 1, 600, |text| valid(ListLinkedWhatsAppBusinessAccountsInput::new().with_next_token(text))),
        ("resource ARN", "arn:", 'a', 4, 2048, |text| valid(ListTagsForResourceInput::new().with_resource_arn(text))),
        ("tag key", "", '\u{1f4ac}', 1, 128, |text| valid(tag(Tag::new(text)))),
        ("tag value", "", '\u{1f4ac}', 0, 256, |text| valid(tag(Tag::new("k").with_value(text)))),
        ("bucket", "", 'b', 3, 63, |text| valid(post_file(&text, "k"))),
        ("key", "", '\u{e9}', 0, 1024, |text| valid(post_file("bucket", &text))),
        ("presigned URL", "https://s3.amazonaws.com/", 'x', 25, 2000, |text| valid(post_url(text))),
        ("event destination", "arn:a:b:", 'c', 9, 2048, |text| valid(put(WhatsAppBusinessAccountEventDestination::new(text)))),
        ("associate token", "", 't', 0, 50, |text| valid(finish(WhatsAppSetupFinalization::new(text, [])))),
        ("access token", "", 't', 0, 1000, |text| valid(AssociateWhatsAppBusinessAccountInput::new().with_signup_callback(WhatsAppSignupCallback::new(text)))),
        ("number to set up", "", 'n', 1, 100, |text| valid(phone(WabaPhoneNumberSetupFinalization::new(text, PIN)))),
        ("PIN", "", '1', 1, 6, |text| valid(phone(WabaPhoneNumberSetupFinalization::new("1", text)))),
        ("account to set up", "", 'w', 1, 100, |text| valid(finish(setup().with_waba(WabaSetupFinalization::new().with_id(text))))),
        ("parent account", "waba-", 'w', 5, 115, |text| valid(finish(setup().with_phone_number_parent(text)))),
    ];
    for (member, start, filler, least, most, holds) in cases {
        let of_length = |length: usize| {
            let filled = length - start.chars().count();
            start.to_owned() + &String::from(filler).repeat(filled)
        };
        assert!(holds(of_length(least)), "{member} of {least}");
        assert!(holds(of_length(most)), "{member} of {most}");
        assert!(!holds(of_length(most + 1)), "{member} of {}", most + 1);
        // With a pattern, the pattern determines the minimum length.
        if start.is_empty() && least > 0 {
            assert!(!holds(of_length(least - 1)), "{member} of {}", least - 1);
        }
    }
}

#[test]
fn enforces_patterns() {
    let region: Holds = |text| {
        let number = WabaPhoneNumberSetupFinalization::new("1", PIN);
        valid(phone(number.with_data_localization_region(text)))
    };
    let role: Holds = |text| {
        let destination = WhatsAppBusinessAccountEventDestination::new("arn:a:b");
        valid(put(destination.with_role_arn(text)))
    };
    let topic: Holds = |text| valid(put(WhatsAppBusinessAccountEventDestination::new(text)));
    let account: Holds = |id| valid(DisassociateWhatsAppBusinessAccountInput::new().with_id(id));
    let bucket: Holds = |text| valid(post_file(&text, "k"));
    #[rustfmt::skip]
    let cases: [(&str, Holds, &[&str], &[&str]); 9] = [
        ("phone number id", |text| valid(send(text)),
            &["phone-number-id-", "phone-number-id-a b", "arn:aws:x:y:1:phone-number-id/0aZ"],
            &["xphone-number-id-", "Phone-number-id-1", "arn:aws:x:y:1:phone-number-id/", "arn:aws:x:y:1:phone-number-id/a-b", "waba-1"]),
        ("account id", account,
            &["waba-", "waba-1", "arn:::waba/0"],
            &["xwaba-1", "arn:aws:waba/", "arn:aws:waba/a b", "phone-number-id-1"]),
        ("media id", |text| valid(delete(text)), &[MEDIA_ID, "aZ0"], &["a b", "a-b", "a\n", "\u{661}", "\u{e9}"]),
        ("resource ARN", |text| valid(ListTagsForResourceInput::new().with_resource_arn(text)),
            &["arn:", "arn:anything at all"], &["", "xarn:", "ARN:a", "arn"]),
        ("region", region, &["DE", "ZZ"], &["de", "D", "DEU", "D1", "", "\u{c4}\u{c4}", "DE\n"]),
        ("role", role,
            &["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/aZ0+=,.@-_", "arn:aws-cn:iam::123456789012:role/a"],
            &["arn:aws:iam::12345678901:role/a", "arn:aws:iam::123456789012:role/", "arn:aws:iam::123456789012:role/a/b", "aws:iam::123456789012:role/a", "arn:aws:iam::\u{661}23456789012:role/a"]),
        ("event destination", topic,
            &["arn:aws:sns", "arn:aws:sns:us-east-1:123456789012:topic", "arn:aws:connect:x:1:instance/2"],
            &["arn:aws:", "arn:", "sns", "arn:aws:SNS"]),
        ("bucket", bucket, &["abc", "a.b-c", "0-9"], &["Abc", "a_c", "-ab", "ab-", ".ab", "a/b"]),
        ("presigned URL", |text| valid(post_url(text)),
            &["https://b.s3.us-east-1.amazonaws.com/k", "https://s3.amazonaws.com/", "https://b.s3.amazonawsXcom/k"],
            &["http://b.s3.amazonaws.com/k", "https://b.s3.amazonaws.com", "https://b.example.com/k"]),
    ];
    for (member, holds, good, bad) in cases {
        for text in good {
            assert!(holds((*text).to_owned()), "{member}: {text:?} is valid");
        }
        for text in bad {
            assert!(
                !holds((*text).to_owned()),
                "{member}: {text:?} is not valid"
            );
        }
    }
}

#[test]
fn enforces_ranges_and_list_lengths() {
    for (results, expected) in [
        (0, false),
        (1, true),
        (100, true),
        (101, false),
        (-1, false),
    ] {
        let input = ListLinkedWhatsAppBusinessAccountsInput::new().with_max_results(results);
        assert_eq!(valid(input), expected, "{results}");
    }
    for (count, expected) in [(0, true), (1, true), (2, false)] {
        let destination = WhatsAppBusinessAccountEventDestination::new("arn:a:b");
        let destinations = vec![destination; count];
        let input = PutWhatsAppBusinessAccountEventDestinationsInput::new()
            .with_id(ACCOUNT_ID)
            .with_event_destinations(destinations.clone());
        assert_eq!(valid(input), expected, "{count} destinations");
        let waba = WabaSetupFinalization::new().with_event_destinations(destinations);
        assert_eq!(
            valid(finish(setup().with_waba(waba))),
            expected,
            "{count} in a set-up"
        );
    }
}

#[test]
fn enforces_exclusive_members() {
    let file = || S3File::new("bucket", "k");
    let url = || S3PresignedUrl::new("https://s3.amazonaws.com/", [("content-TYPE", "a/b")]);
    for (with_file, with_url, may_post, may_get) in [
        (false, false, false, true),
        (true, false, true, true),
        (false, true, true, true),
        (true, true, false, false),
    ] {
        let mut post =
            PostWhatsAppMessageMediaInput::new().with_origination_phone_number_id(PHONE_NUMBER_ID);
        post.source_s3_file = with_file.then(file);
        post.source_s3_presigned_url = with_url.then(url);
        assert_eq!(valid(post), may_post, "{with_file} {with_url}");
        let mut get = GetWhatsAppMessageMediaInput::new()
            .with_media_id(MEDIA_ID)
            .with_origination_phone_number_id(PHONE_NUMBER_ID);
        get.destination_s3_file = with_file.then(file);
        get.destination_s3_presigned_url = with_url.then(url);
        assert_eq!(valid(get), may_get, "{with_file} {with_url}");
    }
    let waba = || WabaSetupFinalization::new().with_id("w");
    for (id, name, language, expected) in [
        (true, false, false, true),
        (false, true, true, true),
        (false, false, false, false),
        (false, true, false, false),
        (false, false, true, false),
        (true, true, true, false),
        (true, false, true, false),
    ] {
        let mut get = GetWhatsAppMessageTemplateInput::new().with_id(ACCOUNT_ID);
        let mut update = UpdateWhatsAppMessageTemplateInput::new().with_id(ACCOUNT_ID);
        if id {
            get = get.with_meta_template_id("1");
            update = update.with_meta_template_id("1");
        }
        if name {
            get = get.with_template_name("a");
            update = update.with_template_name("a");
        }
        if language {
            get = get.with_template_language_code("en");
            update = update.with_template_language_code("en");
        }
        assert_eq!(valid(get), expected, "{id} {name} {language}");
        assert_eq!(valid(update), expected, "{id} {name} {language}");
    }

    assert!(valid(finish(setup())));
    assert!(valid(finish(setup().with_waba(waba()))));
    assert!(!valid(finish(
        setup()
            .with_waba(waba())
            .with_phone_number_parent(ACCOUNT_ID)
    )));
}

#[test]
fn requires_a_content_type_for_uploads_only() {
    let url = || S3PresignedUrl::new("https://s3.amazonaws.com/", [("Content-Length", "1")]);
    let post = PostWhatsAppMessageMediaInput::new()
        .with_origination_phone_number_id(PHONE_NUMBER_ID)
        .with_source_s3_presigned_url(url());
    assert!(!valid(post));
    let get = GetWhatsAppMessageMediaInput::new()
        .with_media_id(MEDIA_ID)
        .with_origination_phone_number_id(PHONE_NUMBER_ID)
        .with_destination_s3_presigned_url(url());
    assert!(valid(get));
}

#[test]
fn accepts_a_sign_up_without_steps() {
    assert!(valid(AssociateWhatsAppBusinessAccountInput::new()));
    let callback = WhatsAppSignupCallback::new("token");
    assert!(valid(
        AssociateWhatsAppBusinessAccountInput::new().with_signup_callback(callback)
    ));
}

#[test]
fn explains_common_mistakes() {
    let explanations = |input: &dyn Fn() -> Result<(), runtime::Violations>| {
        let violations = input().unwrap_err();
        violations
            .iter()
            .filter_map(|one| one.explanation())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let phone = |id: &str| explanations(&|| send(id.to_owned()).validate());
    let account = |id: &str| {
        explanations(&|| {
            GetLinkedWhatsAppBusinessAccountInput::new()
                .with_id(id)
                .validate()
        })
    };
    let media = |id: &str| explanations(&|| delete(id.to_owned()).validate());
    let resource = |arn: &str| {
        explanations(&|| {
            ListTagsForResourceInput::new()
                .with_resource_arn(arn)
                .validate()
        })
    };
    let destination = |arn: &str| {
        explanations(&|| put(WhatsAppBusinessAccountEventDestination::new(arn)).validate())
    };
    let role = |arn: &str| {
        let destination = WhatsAppBusinessAccountEventDestination::new("arn:a:b");
        explanations(&|| put(destination.clone().with_role_arn(arn)).validate())
    };
    let template = |id: &str| {
        let input = GetWhatsAppMessageTemplateInput::new().with_id(ACCOUNT_ID);
        explanations(&|| input.clone().with_meta_template_id(id).validate())
    };
    let flow = |id: &str| {
        let input = GetWhatsAppFlowInput::new().with_id(ACCOUNT_ID);
        explanations(&|| input.clone().with_flow_id(id).validate())
    };
    let dataset = |id: &str| {
        let input = SendWhatsAppConversionEventInput::new().with_id(ACCOUNT_ID);
        let input = input.with_event_data("{}").with_dataset_id(id);
        explanations(&|| input.clone().validate())
    };
    let person = |number: &str| {
        let input = GetWhatsAppCallPermissionInput::new();
        let input = input.with_origination_phone_number_id(PHONE_NUMBER_ID);
        explanations(&|| {
            input
                .clone()
                .with_destination_phone_number(number)
                .validate()
        })
    };
    let key = |arn: &str| {
        let input = PutWhatsAppBusinessPublicKeyInput::new();
        let input = input.with_origination_phone_number_id(PHONE_NUMBER_ID);
        explanations(&|| input.clone().with_kms_key_arn(arn).validate())
    };
    let gov = "arn:aws-us-gov:social-messaging:us-gov-west-1:123456789012";
    let long = format!("{gov}:phone-number-id/{}", "0".repeat(60));
    let iam = "arn:aws:iam::123456789012";
    let cases = [
        (phone("+14255550123"), "is a phone number; use the id"),
        (phone("(425) 555-0123"), "is a phone number; use the id"),
        (phone("106540352242922"), "is Meta's id of a phone number; "),
        (
            phone(ACCOUNT_ID),
            "is the id of a WhatsApp Business Account; ",
        ),
        (
            phone(&format!("{gov}:waba/1")),
            "is the ARN of a WhatsApp Business Account; ",
        ),
        (
            phone("arn:aws:sns:us-east-1:1:x"),
            "is the ARN of another resource; ",
        ),
        (phone(&long), "is an ARN that is too long or malformed; "),
        (account(PHONE_NUMBER_ID), "is the id of a phone number; "),
        (account("+14255550123"), "is a phone number; "),
        (account("102290129340398"), "is Meta's id of an account; "),
        (account(&long), "is the ARN of a phone number; "),
        (
            account("arn:aws:sns:us-east-1:1:x"),
            "is the ARN of another resource; ",
        ),
        (
            account(&format!("{gov}:waba/")),
            "is an ARN that is too long or malformed; ",
        ),
        (media("https://example.com/a.png"), "is a URL; "),
        (media(PHONE_NUMBER_ID), "is a phone number's id; "),
        (
            media(ACCOUNT_ID),
            "is the id of a WhatsApp Business Account; ",
        ),
        (media("arn:aws:s3:::bucket/a.png"), "is an ARN; "),
        (media("wamid.HBgL=="), "is the id of a message; "),
        (media("photo.png"), "is a file name; "),
        (resource(PHONE_NUMBER_ID), "is an id; use the ARN"),
        (resource("102290129340398"), "is a number; use the ARN"),
        (destination("https://example.com"), "is a URL; "),
        (destination("my-topic"), "is a name; use the ARN"),
        (
            role("arn:aws:sts::123456789012:assumed-role/a/b"),
            "is the ARN of a session; ",
        ),
        (
            role(&format!("{iam}:role/a/b")),
            "is the ARN of a role with a path; ",
        ),
        (
            role(&format!("{iam}:user/a")),
            "is the ARN of another IAM resource; ",
        ),
        (role("my-role"), "is a name; use the role's ARN"),
        (
            template("table_ready"),
            "looks like the name of a template; ",
        ),
        (
            template(ACCOUNT_ID),
            "is the id of a WhatsApp Business Account; ",
        ),
        (flow("book a table"), "looks like the name of a Flow; "),
        (
            flow(ACCOUNT_ID),
            "is the id of a WhatsApp Business Account; ",
        ),
        (
            dataset(ACCOUNT_ID),
            "is the id of a WhatsApp Business Account; ",
        ),
        (person("14255550123"), "has no plus sign; "),
        (person("+1 425 555 0123"), "is not in E.164 format; "),
        (person("US.123"), "is a business-scoped user id; "),
        (key("alias/flows"), "is the name of an alias; "),
        (
            key("1234abcd-12ab-34cd-56ef-1234567890ab"),
            "is the id of a key; ",
        ),
    ];
    for (explanation, start) in &cases {
        assert!(
            explanation.starts_with(start),
            "{explanation:?} instead of {start:?}"
        );
    }
    let violations = send("+14255550123".to_owned()).validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "/originationPhoneNumberId (origination_phone_number_id): is a phone number; use the id that \
         GetLinkedWhatsAppBusinessAccount returns, such as \
         phone-number-id-01234567890123456789012345678901"
    );
}
