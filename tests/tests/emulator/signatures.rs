//! Signatures, made by the client and verified by the emulator.

use std::time::{Duration, SystemTime};

use runtime::Credentials;
use runtime::testing::{ManualClock, SetRandom};
use socialmessaging::Client;
use socialmessaging::emulator::Emulator;

use crate::over_http;

fn emulator() -> Emulator {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    Emulator::builder()
        .verify_signatures(credentials)
        .build()
        .unwrap()
}

async fn code(emulator: &Emulator, client: Client) -> Option<String> {
    let list = client
        .list_linked_whatsapp_business_accounts()
        .next_token("a b+c/ü");
    let error = list.send().await.unwrap_err();
    assert!(emulator.messages().is_empty());
    error.code().map(str::to_owned)
}

#[tokio::test]
async fn verifies_signatures_of_the_client() {
    let emulator = emulator();
    let (running, client) = over_http(&emulator).await;
    // The signature is valid, but the token is not.
    let expected = Some("InvalidParametersException".to_owned());
    assert_eq!(code(&emulator, client).await, expected);
    assert_eq!(code(&emulator, emulator.client()).await, expected);
    for (key, secret, expected) in [
        ("AKIDOTHER", "secret", "UnrecognizedClientException"),
        ("AKIDEXAMPLE", "other", "InvalidSignatureException"),
    ] {
        let client = Client::builder()
            .region("us-east-1")
            .credentials(Credentials::new(key, secret))
            .endpoint_url(running.url())
            .build()
            .unwrap();
        assert_eq!(code(&emulator, client).await.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn corrects_the_clock_of_the_client() {
    let emulator = emulator();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_728_518_400);
    emulator.clock().set(now);
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    for offset in [-7_200_i64, 7_200] {
        let off = Duration::from_secs(offset.unsigned_abs());
        let wrong = if offset < 0 { now - off } else { now + off };
        let client = Client::builder()
            .region("us-east-1")
            .credentials(emulator.credentials())
            .endpoint_url(running.url())
            .clock(ManualClock::new(wrong))
            .random(SetRandom::default())
            .build()
            .unwrap();
        let list = client.list_linked_whatsapp_business_accounts();
        assert_eq!(
            list.send().await.unwrap().linked_accounts().len(),
            1,
            "{offset}"
        );
    }
}
