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
        "refused inputs are not sent"
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
