//! The emulator implements every operation of the model.

use runtime::{Bytes, CallOptions};
use serde_json::Value;
use socialmessaging::emulator::Emulator;
use tests::operations::{FailureKind, OPERATIONS};

#[tokio::test]
async fn implements_every_operation() {
    for operation in OPERATIONS {
        let client = Emulator::new().client();
        if let Err(failure) = (operation.full)(client, CallOptions::new()).await {
            assert_eq!(failure.kind, FailureKind::Service, "{failure:?}");
            let code = failure.code.as_deref().unwrap_or_default();
            assert!(operation.errors.contains(&code), "{}", failure.display);
        }
    }
}

#[tokio::test]
async fn coverage_lists_every_operation() {
    let request = http::Request::get("/_emulator/coverage").body(Bytes::new());
    let server = Emulator::new().server();
    let response = server.handle(request.unwrap()).await.unwrap();
    let coverage: Value = serde_json::from_slice(response.body()).unwrap();
    let listed: Vec<&str> = coverage["operations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|operation| operation["simulated"] == true)
        .map(|operation| operation["name"].as_str().unwrap())
        .collect();
    let mut modeled: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    modeled.sort_unstable();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, modeled);
    assert_eq!(coverage["simulated"], OPERATIONS.len());
    assert_eq!(coverage["total"], OPERATIONS.len());
}
