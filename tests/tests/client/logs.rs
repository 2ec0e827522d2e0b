//! Logs: a span per call, an event per attempt.

use runtime::{CallOptions, Validation};
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
        log.during(async {
            let server = Server::start(plays).await;
            let _ = (named(operation).full)(client(&server), CallOptions::new()).await;
        });
        text += &format!("{case}\n  {}\n", log.lines_of("runtime").join("\n  "));
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
    let mut lines = log.lines_of("runtime");
    lines.retain(|line| line.starts_with("WARN"));
    let text = lines.join("\n");
    assert_no_secret("warning", &text);
    snapshot!("warns_about_violations_that_are_sent", text);
}
