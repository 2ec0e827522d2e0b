//! What is logged: a span for every call, an event for every attempt.

use runtime::{CallOptions, Validation};
use tests::fixture::client;
use tests::log::Log;
use tests::operations::named;
use tests::server::{Play, Server};

use crate::secrets::assert_no_secret;
use crate::snapshot;

#[test]
fn a_span_for_the_operation_and_an_event_for_every_attempt() {
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
    snapshot!("log", text);
}

#[test]
fn what_is_sent_in_spite_of_violations_is_warned_of() {
    let log = Log::default();
    log.during(async {
        let server = Server::start([Play::json("{}")]).await;
        for name in [
            "AssociateWhatsAppBusinessAccount",
            "PostWhatsAppMessageMedia",
        ] {
            let options = CallOptions::new().validation(Validation::Warn);
            (named(name).invalid)(client(&server), options)
                .await
                .unwrap();
        }
    });
    let mut lines = log.lines_of("runtime");
    lines.retain(|line| line.starts_with("WARN"));
    let text = lines.join("\n");
    assert_no_secret("warning", &text);
    snapshot!("log_of_violations", text);
}
