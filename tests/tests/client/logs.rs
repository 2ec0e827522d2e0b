//! Logs: a span per call, an event per attempt.

use runtime::codegen::{Check, json_blob};
use runtime::{CallOptions, Validate, Validation};
use serde::{Serialize, Serializer};
use socialmessaging::emulator::PHONE_NUMBER_ID;
use tests::fixture::client;
use tests::log::Log;
use tests::operations::named;
use tests::server::{Play, Server};

use crate::secrets::assert_no_secret;
use crate::snapshot;

#[test]
fn logs_a_span_per_call_and_an_event_per_attempt() {
    let busy = || Play::error(503, "ServiceUnavailable", "busy");
    #[rustfmt::skip]
    let cases = [
        ("answered", "ListTagsForResource", vec![Play::json("{}")]),
        ("tried again", "ListTagsForResource", vec![busy(), Play::ResetAfterRead, Play::json("{}")]),
        ("failed", "SendWhatsAppMessage", vec![Play::error(400, "ValidationException", "why")]),
        ("given up", "SendWhatsAppMessage", vec![Play::CloseAfterRead]),
    ];
    let mut text = String::new();
    for (case, operation, plays) in cases {
        let log = Log::default();
        let url = log.during(async {
            let server = Server::start(plays).await;
            let _ = (named(operation).full)(client(&server), CallOptions::new()).await;
            server.url()
        });
        let lines = log.lines_of("socialmessaging").join("\n  ");
        text += &format!("{case}\n  {}\n", lines.replace(&url, "SERVER"));
    }
    snapshot!("logs_a_span_per_call_and_an_event_per_attempt", text);
}

#[test]
fn warns_about_violations_that_are_sent() {
    let log = Log::default();
    log.during(async {
        let server = Server::start([Play::json("{}")]).await;
        for name in [
            "AssociateWhatsAppBusinessAccount",
            "PostWhatsAppMessageMedia",
        ] {
            let options = CallOptions::new().with_validation(Validation::Warn);
            (named(name).invalid)(client(&server), options)
                .await
                .unwrap();
        }
    });
    let mut lines = log.lines_of("socialmessaging");
    lines.retain(|line| line.starts_with("WARN"));
    let text = lines.join("\n");
    assert_no_secret("warning", &text);
    snapshot!("warns_about_violations_that_are_sent", text);
}

/// A message with an advised limit.
struct Text(&'static str);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::json!({ "body": self.0 }).serialize(serializer)
    }
}

impl Validate for Text {
    fn check(&self, check: &mut Check<'_>) {
        check.member("body", Some(self.0), |body: &str, check| {
            check.length(..=6, body);
            check.because("the guide says 2", |check| {
                check.advise(|check| check.length(..=2, body));
            });
        });
    }
}

#[test]
fn logs_warnings_of_requests_that_are_sent() {
    let log = Log::default();
    let mut sent = Vec::new();
    log.during(async {
        for validation in [Validation::Enforce, Validation::Warn, Validation::Off] {
            for text in ["four", "seven: 7"] {
                let server = Server::start([Play::json("{}")]).await;
                let send = client(&server)
                    .send_whatsapp_message()
                    .origination_phone_number_id(PHONE_NUMBER_ID)
                    .message(json_blob(&Text(text)))
                    .meta_api_version("v24.0")
                    .options(CallOptions::new().with_validation(validation));
                sent.push(send.send().await.is_ok());
            }
        }
    });
    assert_eq!(sent, [true, false, true, true, true, true]);
    let mut lines = log.lines_of("socialmessaging");
    lines.retain(|line| line.starts_with("WARN"));
    snapshot!("logs_warnings_of_requests_that_are_sent", lines.join("\n"));
}
