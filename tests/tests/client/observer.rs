//! Reports of finished calls, for metrics.

use std::sync::{Arc, Mutex, PoisonError};

use socialmessaging::{CallOptions, FinishedCall};
use tests::fixture::builder;
use tests::operations::named;
use tests::server::{Play, Server};

use crate::snapshot;

fn describe(call: &FinishedCall<'_>) -> String {
    assert_eq!(call.service(), "SocialMessaging");
    assert_eq!(call.region(), "us-east-1");
    format!(
        "{}: {} attempts, {} throttled, status {:?}, error {:?}, maybe sent {}",
        call.operation(),
        call.response_metadata().attempts(),
        call.response_metadata().throttled_attempts(),
        call.response_metadata().status(),
        call.error_kind(),
        call.maybe_sent(),
    )
}

#[tokio::test]
async fn reports_each_call_once() {
    let throttled = || Play::error(429, "ThrottledRequestException", "slow down");
    let busy = || Play::error(503, "ServiceUnavailable", "busy");
    let cases = [
        ("ListTagsForResource", vec![Play::json("{}")]),
        (
            "ListTagsForResource",
            vec![throttled(), busy(), Play::json("{}")],
        ),
        (
            "SendWhatsAppMessage",
            vec![throttled(), throttled(), throttled()],
        ),
        (
            "SendWhatsAppMessage",
            vec![Play::error(400, "ValidationException", "why")],
        ),
        ("SendWhatsAppMessage", vec![Play::CloseAfterRead]),
        ("ListTagsForResource", vec![Play::json("[]")]),
    ];
    let mut reports = Vec::new();
    for (operation, plays) in cases {
        let server = Server::start(plays).await;
        let found = Arc::new(Mutex::new(Vec::new()));
        let observed = Arc::clone(&found);
        let client = builder(&server).observer(move |call: &FinishedCall<'_>| {
            let mut observed = observed.lock().unwrap_or_else(PoisonError::into_inner);
            observed.push(describe(call));
        });
        let client = client.build().unwrap();
        let _ = (named(operation).full)(client, CallOptions::new()).await;
        let found = found.lock().unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        reports.extend(found.iter().cloned());
    }
    snapshot!("reports_each_call_once", reports.join("\n"));
}
