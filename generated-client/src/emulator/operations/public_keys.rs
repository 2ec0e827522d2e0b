//! Public keys of phone numbers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::api_error::ApiError;
use super::input::required;
use super::media::sender;
use crate::emulator::account::PublicKey;
use crate::emulator::handle::Emulator;
use crate::emulator::state::Change;
use crate::input::{GetWhatsAppBusinessPublicKeyInput, PutWhatsAppBusinessPublicKeyInput};
use crate::output::{GetWhatsAppBusinessPublicKeyOutput, PutWhatsAppBusinessPublicKeyOutput};

pub(super) fn get(
    emulator: &Emulator,
    input: GetWhatsAppBusinessPublicKeyInput,
) -> Result<GetWhatsAppBusinessPublicKeyOutput, ApiError> {
    let state = emulator.state();
    let id = required(input.origination_phone_number_id);
    let (_, number) = state
        .phone_number(&id)
        .ok_or_else(|| ApiError::no_phone_number(&id))?;
    let mut output = GetWhatsAppBusinessPublicKeyOutput::new();
    if let Some(key) = &number.public_key {
        output.business_public_key_signature_status = Some("VALID".to_owned());
        output.business_public_key = match key {
            PublicKey::Pem(pem) => Some(pem.clone()),
            // The emulator does not call AWS KMS.
            PublicKey::KmsKeyArn(_) => None,
        };
    }
    Ok(output)
}

pub(super) fn put(
    emulator: &Emulator,
    input: PutWhatsAppBusinessPublicKeyInput,
) -> Result<PutWhatsAppBusinessPublicKeyOutput, ApiError> {
    let mut state = emulator.state();
    let id = sender(&state, &required(input.origination_phone_number_id))?;
    let key = match (input.business_public_key, input.kms_key_arn) {
        (Some(pem), None) if is_rsa_2048(&pem) => PublicKey::Pem(pem),
        (Some(_), None) => {
            return Err(ApiError::invalid(
                "businessPublicKey is not a 2048-bit RSA public key in PEM form: it must begin \
                with -----BEGIN PUBLIC KEY-----",
            ));
        }
        (None, Some(arn)) => PublicKey::KmsKeyArn(arn),
        // Validation rejects both.
        _ => return Err(ApiError::invalid("set businessPublicKey or kmsKeyArn")),
    };
    let account = state.with_phone_number(&id, |number| number.public_key = Some(key))?;
    state.commit(vec![Change::Account(account)])?;
    Ok(PutWhatsAppBusinessPublicKeyOutput::new())
}

/// The DER of the algorithm `rsaEncryption` (RFC 8017, appendix C).
const RSA: [u8; 11] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01,
];

/// The DER header of a modulus of 2048 bits: an INTEGER of 257 bytes, of which the
/// first is zero.
const MODULUS: [u8; 5] = [0x02, 0x82, 0x01, 0x01, 0x00];

/// Whether text is a SubjectPublicKeyInfo (RFC 7468, section 13) with an RSA key
/// of 2048 bits.
fn is_rsa_2048(pem: &str) -> bool {
    let body = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----");
    let body = body.and_then(|body| body.strip_suffix("-----END PUBLIC KEY-----"));
    let Some(body) = body else {
        return false;
    };
    let base64: String = body.split_ascii_whitespace().collect();
    let contains = |der: &[u8], part: &[u8]| der.windows(part.len()).any(|window| window == part);
    STANDARD
        .decode(base64)
        .is_ok_and(|der| contains(&der, &RSA) && contains(&der, &MODULUS))
}
