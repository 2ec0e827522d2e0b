//! Logs, errors and `Debug` output hide secrets.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use runtime::CallOptions;
use socialmessaging::Client;
use socialmessaging::emulator::PHONE_NUMBER_ID;
use tests::fixture::{self, SECRET_KEY, SESSION_TOKEN, client};
use tests::log::Log;
use tests::operations::{OPERATIONS, Operation, StartCall, named};
use tests::server::{Play, Reply, Server};

/// A sensitive message.
const MESSAGE: &str = "message-body-of-the-tests";
/// A sensitive token in responses.
const ASSOCIATE_TOKEN: &str = "associate-token-of-the-tests";

/// Fails if the text contains a secret of the tests or of the catalogue.
pub(crate) fn assert_no_secret(source: &str, text: &str) {
    let own = [SECRET_KEY, SESSION_TOKEN, MESSAGE, ASSOCIATE_TOKEN];
    let inputs = OPERATIONS.iter().flat_map(|operation| operation.secrets);
    for secret in own.iter().chain(inputs) {
        for secret in [*secret, &BASE64.encode(secret)] {
            assert!(!text.contains(secret), "{source} shows {secret}: {text}");
        }
    }
}

/// Calls every operation and returns the `Debug` output of the results.
async fn debug_forms(client: Client, input: fn(&Operation) -> StartCall) -> String {
    let mut text = format!("{client:?}\n");
    for operation in OPERATIONS {
        match input(operation)(client.clone(), CallOptions::new()).await {
            Ok(output) => text += &output,
            Err(failure) => text += &format!("{failure:?}"),
        }
        text.push('\n');
    }
    text
}

#[test]
fn outputs_errors_and_logs_hide_secrets() {
    #[rustfmt::skip]
    let plays = [
        ("success", Play::json("{}")),
        ("error", Play::error(400, "ValidationException", "why")),
        ("throttled", Play::error(429, "ThrottledRequestException", "why")),
        ("HTML", Play::reply(Reply::html(502))),
        ("reset", Play::ResetAfterRead),
        ("garbage", Play::Garbage),
        ("wrong JSON", Play::json("[1")),
    ];
    for (case, play) in plays {
        let log = Log::default();
        let text = log.during(async {
            let server = Server::start([play]).await;
            let full = debug_forms(client(&server), |operation| operation.full).await;
            full + &debug_forms(client(&server), |operation| operation.invalid).await
        });
        assert_no_secret(case, &text);
        assert_no_secret(case, &log.lines().join("\n"));
        assert!(log.lines().len() > OPERATIONS.len(), "the log is not empty");
    }
}

#[test]
fn builders_and_inputs_hide_secrets() {
    let client = Client::builder()
        .region("us-east-1")
        .credentials(fixture::credentials())
        .build()
        .unwrap();
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message(MESSAGE);
    let shown = format!("{send:?} {:?}", send.as_input());
    assert_no_secret("request builder", &shown);
    assert!(
        shown.contains(PHONE_NUMBER_ID),
        "the rest is there: {shown}"
    );
    let builder = Client::builder().credentials(fixture::credentials());
    assert_no_secret(
        "builder",
        &format!("{builder:?} {:?}", fixture::credentials()),
    );
}

#[test]
fn hides_secrets_in_responses() {
    let body = format!(
        r#"{{"signupCallbackResult":{{"associateInProgressToken":"{}"}}}}"#,
        ASSOCIATE_TOKEN
    );
    let log = Log::default();
    let text = log.during(async {
        let server = Server::start([Play::json(body)]).await;
        debug_forms(client(&server), |operation| operation.full).await
    });
    assert_no_secret("output", &text);
    assert_no_secret("log", &log.lines().join("\n"));
}

#[test]
fn hides_secrets_in_invalid_responses() {
    let token = ASSOCIATE_TOKEN;
    let bodies = [
        format!(r#"{{"signupCallbackResult":{{"associateInProgressToken":"{token}""#),
        format!(r#"{{"signupCallbackResult":{{"associateInProgressToken":["{token}"]}}}}"#),
        format!(
            r#"{{"signupCallbackResult":{{"associateInProgressToken":"{token}","associateInProgressToken":1}}}}"#
        ),
        format!(r#"{{"signupCallbackResult":"{token}"}}"#),
        format!(r#"{{"signupCallbackResult":{{"{token}":1,"associateInProgressToken":false}}}}"#),
        format!(
            r#"{{"signupCallbackResult":{{"associateInProgressToken":"{token}"}},"statusCode":"{token}"}}"#
        ),
    ];
    for body in bodies {
        let log = Log::default();
        let text = log.during(async {
            let server = Server::start([Play::json(body.clone())]).await;
            let call = named("AssociateWhatsAppBusinessAccount").full;
            let failure = call(client(&server), CallOptions::new()).await.unwrap_err();
            format!("{failure:?}")
        });
        assert_no_secret(&body, &text);
        assert_no_secret("log", &log.lines().join("\n"));
    }
}
