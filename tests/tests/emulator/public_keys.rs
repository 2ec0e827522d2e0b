//! Public keys of phone numbers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use socialmessaging::emulator::Emulator;

use crate::NUMBER;

/// Returns a key with a modulus of this many bytes, in PEM format. It is not a
/// real key.
fn pem(modulus: usize) -> String {
    let number = [&[0][..], &vec![0xAB; modulus]].concat();
    let length = u16::try_from(number.len()).unwrap().to_be_bytes();
    let algorithm = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0];
    let der = [&algorithm[..], &[2, 0x82], &length, &number].concat();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(der)
    )
}

#[tokio::test]
async fn stores_keys() {
    let client = Emulator::new().client();
    let get = || {
        let get = client.get_whatsapp_business_public_key();
        get.origination_phone_number_id(NUMBER)
    };
    let put = || {
        let put = client.put_whatsapp_business_public_key();
        put.origination_phone_number_id(NUMBER)
    };
    assert_eq!(get().send().await.unwrap().business_public_key(), None);
    put().business_public_key(pem(256)).send().await.unwrap();
    let got = get().send().await.unwrap();
    assert_eq!(got.business_public_key(), Some(&*pem(256)));
    assert_eq!(got.business_public_key_signature_status(), Some("VALID"));

    put()
        .kms_key_arn("arn:aws:kms:us-east-1:123456789012:alias/flows")
        .send()
        .await
        .unwrap();
    let got = get().send().await.unwrap();
    assert_eq!(got.business_public_key(), None);
    assert_eq!(got.business_public_key_signature_status(), Some("VALID"));

    for invalid in [pem(128), pem(512), "key".to_owned()] {
        let error = put().business_public_key(invalid).send().await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidParametersException"));
    }
    let error = put().send().await.unwrap_err();
    assert_eq!(error.message(), Some("set businessPublicKey or kmsKeyArn"));
}
