//! Violations end to end: all are reported, and nothing is sent.

use runtime::{CallOptions, Validation};
use socialmessaging::input::SendWhatsAppMessageInput;
use tests::fixture::{self, client};
use tests::operations::{FailureKind, OPERATIONS, Operation, StartCall};
use tests::server::{Play, Server};

use crate::secrets::assert_no_secret;
use crate::snapshot;

/// Returns the violations of an input of every operation, and checks that invalid
/// inputs are not sent.
async fn violations(input: fn(&Operation) -> StartCall) -> String {
    let server = Server::start([Play::json("{}")]).await;
    let client = client(&server);
    let mut lines = String::new();
    for operation in OPERATIONS {
        match input(operation)(client.clone(), CallOptions::new()).await {
            Ok(_) => lines += &format!("{}: valid\n", operation.name),
            Err(failure) => {
                assert_eq!(
                    failure.kind,
                    FailureKind::InvalidInput,
                    "{}",
                    operation.name
                );
                assert!(!failure.maybe_sent, "{}", operation.name);
                assert_eq!(failure.attempts, 0, "{}", operation.name);
                assert_eq!(failure.operation.as_deref(), Some(operation.name));
                lines += &format!("{}\n", failure.display);
                for violation in failure.violations {
                    lines += &format!("  {violation}\n");
                }
            }
        }
    }
    assert_eq!(
        server.arrivals(),
        valid(&lines),
        "rejected inputs are not sent"
    );
    lines
}

/// Returns the number of valid inputs.
fn valid(lines: &str) -> usize {
    lines
        .lines()
        .filter(|line| line.ends_with(": valid"))
        .count()
}

#[tokio::test]
async fn reports_violations_of_empty_inputs() {
    let lines = violations(|operation| operation.empty).await;
    snapshot!("reports_violations_of_empty_inputs", lines);
}

#[tokio::test]
async fn reports_violations_of_invalid_inputs() {
    let lines = violations(|operation| operation.invalid).await;
    assert_no_secret("violations", &lines);
    snapshot!("reports_violations_of_invalid_inputs", lines);
}

#[tokio::test]
async fn validation_of_a_call_overrides_the_client() {
    use Validation::{Enforce, Off, Warn};
    #[rustfmt::skip]
    let cases = [
        (None, None, false),
        (Some(Enforce), None, false),
        (Some(Warn), None, true),
        (Some(Off), None, true),
        (Some(Off), Some(Enforce), false),
        (Some(Warn), Some(Enforce), false),
        (Some(Enforce), Some(Warn), true),
        (Some(Enforce), Some(Off), true),
        (None, Some(Off), true),
    ];
    for (of_client, of_call, sent) in cases {
        let server = Server::start([Play::json("{}")]).await;
        let mut builder = fixture::builder(&server);
        if let Some(validation) = of_client {
            builder = builder.validation(validation);
        }
        let client = builder.build().unwrap();
        let mut options = CallOptions::new();
        if let Some(validation) = of_call {
            options = options.with_validation(validation);
        }
        for operation in OPERATIONS {
            let result = (operation.invalid)(client.clone(), options.clone()).await;
            let case = format!("{} {of_client:?} {of_call:?}", operation.name);
            assert_eq!(result.is_ok(), sent, "{case}");
        }
        assert_eq!(
            server.requests().len(),
            if sent { OPERATIONS.len() } else { 0 }
        );
    }
}

#[tokio::test]
async fn sends_valid_inputs() {
    let server = Server::start([Play::json("{}")]).await;
    let client = client(&server);
    for operation in OPERATIONS {
        (operation.full)(client.clone(), CallOptions::new())
            .await
            .unwrap();
    }
    assert_eq!(server.requests().len(), OPERATIONS.len());
}

#[tokio::test]
async fn rejects_arns_of_other_regions() {
    let account = "arn:aws:social-messaging:us-east-1:123456789012:waba/0123456789";
    for (region, arn, sent) in [
        (Some("us-east-1"), account, true),
        (Some("eu-west-1"), account, false),
        (Some("eu-west-1"), "waba-0123456789", true),
        // The endpoint has no Region, so requests are signed for a default.
        (None, account, true),
    ] {
        let server = Server::start([Play::json("{}")]).await;
        let builder = fixture::builder(&server).set_region(region.map(str::to_owned));
        let client = builder.build().unwrap();
        let get = client.get_linked_whatsapp_business_account().id(arn);
        let result = get.send().await;
        assert_eq!(result.is_ok(), sent, "{region:?} {arn}");
        assert_eq!(server.requests().len(), usize::from(sent));
        if let Err(error) = result {
            let violation = error.violations().unwrap().iter().next().unwrap();
            assert_eq!(
                violation.to_string(),
                "/id: must be an ARN in the client's Region eu-west-1, is in us-east-1; use the id \
                 that ListLinkedWhatsAppBusinessAccounts returns in the client's Region, or create \
                 a client for the Region of the ARN"
            );
        }
    }
    let other = socialmessaging::input::GetLinkedWhatsAppBusinessAccountInput::new()
        .with_id("arn:aws:social-messaging:eu-west-1:123456789012:waba/0123456789");
    assert!(runtime::Validate::validate(&other).is_ok());
}

#[tokio::test]
async fn names_members_as_callers_write_them() {
    use runtime::Validate as _;
    use socialmessaging::types::S3File;

    let input = socialmessaging::input::PostWhatsAppMessageMediaInput::new()
        .with_source_s3_file(S3File::new("B", "key"));
    let violations = input.validate().unwrap_err();
    let found: Vec<_> = violations
        .iter()
        .map(|violation| (violation.path(), violation.field()))
        .collect();
    assert_eq!(
        found,
        [
            ("/originationPhoneNumberId", "origination_phone_number_id"),
            ("/sourceS3File/bucketName", "source_s3_file.bucket_name"),
            ("/sourceS3File/bucketName", "source_s3_file.bucket_name"),
        ]
    );
    let group = socialmessaging::input::PostWhatsAppMessageMediaInput::new()
        .with_origination_phone_number_id("phone-number-id-0");
    assert_eq!(
        group.validate().unwrap_err().to_string(),
        "exactly one of sourceS3File (source_s3_file) and sourceS3PresignedUrl \
         (source_s3_presigned_url) must be set, none is"
    );
}

#[tokio::test]
async fn validates_inputs_without_a_client() {
    use runtime::Validate as _;
    let input = SendWhatsAppMessageInput::new();
    let violations = input.validate().unwrap_err();
    let paths: Vec<_> = violations
        .iter()
        .map(|violation| violation.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        ["/originationPhoneNumberId", "/message", "/metaApiVersion"]
    );
}
