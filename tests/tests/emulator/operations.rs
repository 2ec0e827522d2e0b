//! The emulator implements every operation of the model.

use runtime::CallOptions;
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
