//! SNS signatures, created by this test with its own RSA key.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Request, Response};
use num_bigint::BigUint;
use rcgen::{
    CertificateParams, KeyPair, PKCS_ED25519, PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm,
    SigningKey, date_time_ymd,
};
use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde_json::{Value, json};
use socialmessaging::events::sns::{Certificate, SignatureError, SnsVerifier, verify};
use socialmessaging::transport::{Limits, Transport, TransportError};
use socialmessaging::whatsapp::SnsNotification;
use socialmessaging::{BoxFuture, Bytes, Timestamp};

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:events";
const URL: &str = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01.pem";

/// A 2048-bit RSA key with the public exponent 65537.
struct Key {
    modulus: BigUint,
    private_exponent: BigUint,
    public_der: Vec<u8>,
}

impl Key {
    fn new() -> Self {
        let number = |hex: &str| {
            let digits: String = hex.split_whitespace().collect();
            BigUint::parse_bytes(digits.as_bytes(), 16).unwrap()
        };
        let modulus = number(include_str!("data/modulus.hex"));
        // RFC 8017: a sequence of the modulus (257 bytes with its sign byte)
        // and the exponent.
        let mut public_der = vec![0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00];
        public_der.extend(modulus.to_bytes_be());
        public_der.extend([0x02, 0x03, 0x01, 0x00, 0x01]);
        Self {
            private_exponent: number(include_str!("data/private_exponent.hex")),
            modulus,
            public_der,
        }
    }

    /// Signs with RSASSA-PKCS1-v1_5 (RFC 8017).
    fn sign(&self, algorithm: &'static Algorithm, text: &[u8]) -> Vec<u8> {
        let prefix: &[u8] = if algorithm == &SHA256 {
            b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"
        } else {
            b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14"
        };
        let info = [prefix, digest(algorithm, text).as_ref()].concat();
        let padding = vec![0xff; 256 - 3 - info.len()];
        let padded = [&[0x00, 0x01], padding.as_slice(), &[0x00], &info].concat();
        let number = BigUint::from_bytes_be(&padded);
        let signature = number.modpow(&self.private_exponent, &self.modulus);
        let bytes = signature.to_bytes_be();
        [vec![0; 256 - bytes.len()], bytes].concat()
    }

    /// A certificate that is valid from 2026 to the end of 2027, or for other years.
    fn certificate(&self, years: [i32; 2]) -> String {
        let mut params = CertificateParams::new(["sns.amazonaws.com".to_owned()]).unwrap();
        params.not_before = date_time_ymd(years[0], 1, 1);
        params.not_after = date_time_ymd(years[1], 12, 31);
        params.serial_number = Some(7.into());
        pem(params.self_signed(self).unwrap().der())
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public_der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.sign(&SHA256, text))
    }
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|at| &text[at..text.len().min(at + 64)])
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

/// 2026-11-26T10:30:01Z.
fn now() -> Timestamp {
    Timestamp::from_secs(1_795_689_001)
}

fn notification() -> Value {
    json!({
        "Type": "Notification",
        "MessageId": "5d8e8633-fd03-4754-a9fe-696c35e48442",
        "TopicArn": TOPIC,
        "Subject": "a subject",
        "Message": "{\"a\": \"line\\nbreak é\"}",
        "Timestamp": "2026-11-26T10:30:01.401Z",
        "SigningCertURL": URL,
    })
}

fn confirmation(kind: &str) -> Value {
    json!({
        "Type": kind,
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "Token": "2336412f37fb",
        "TopicArn": TOPIC,
        "Message": "You have chosen to subscribe to the topic.",
        "SubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
        "Timestamp": "2026-11-26T10:30:01.401Z",
        "SigningCertURL": URL,
    })
}

/// Signs as documented by SNS, independently of the client.
fn signed(key: &Key, version: &str, mut body: Value) -> Value {
    let names: &[&str] = match body["Type"].as_str().unwrap() {
        "Notification" => &[
            "Message",
            "MessageId",
            "Subject",
            "Timestamp",
            "TopicArn",
            "Type",
        ],
        _ => &[
            "Message",
            "MessageId",
            "SubscribeURL",
            "Timestamp",
            "Token",
            "TopicArn",
            "Type",
        ],
    };
    let mut text = String::new();
    for name in names {
        if let Some(value) = body[*name].as_str() {
            text += &format!("{name}\n{value}\n");
        }
    }
    let algorithm = match version {
        "1" => &SHA1_FOR_LEGACY_USE_ONLY,
        _ => &SHA256,
    };
    body["SignatureVersion"] = json!(version);
    body["Signature"] = json!(STANDARD.encode(key.sign(algorithm, text.as_bytes())));
    body
}

fn read(body: &Value) -> SnsNotification {
    serde_json::from_value(body.clone()).unwrap()
}

/// The name of an error without its details.
fn name(result: Result<(), SignatureError>) -> String {
    let shown = format!("{result:?}");
    let shown = shown.trim_start_matches("Err(").trim_end_matches(')');
    shown.split('(').next().unwrap().to_owned()
}

#[test]
fn accepts_signed_notifications() {
    let key = Key::new();
    let certificate = Certificate::from_pem(key.certificate([2026, 2027]).as_bytes()).unwrap();
    let mut without_subject = notification();
    without_subject.as_object_mut().unwrap().remove("Subject");
    let mut null_subject = notification();
    null_subject["Subject"] = Value::Null;
    for body in [
        notification(),
        without_subject,
        null_subject,
        confirmation("SubscriptionConfirmation"),
        confirmation("UnsubscribeConfirmation"),
    ] {
        for version in ["1", "2"] {
            let signed = signed(&key, version, body.clone());
            verify(&read(&signed), &certificate, now()).unwrap();
        }
    }
}

#[test]
fn rejects_every_change() {
    let key = Key::new();
    let certificate = Certificate::from_pem(key.certificate([2026, 2027]).as_bytes()).unwrap();
    for body in [notification(), confirmation("SubscriptionConfirmation")] {
        let good = signed(&key, "2", body);
        let names: Vec<String> = good.as_object().unwrap().keys().cloned().collect();
        for member in names {
            // The URL is not signed; the verifier checks it.
            if member == "SigningCertURL" {
                continue;
            }
            let text = good[&member].as_str().unwrap();
            for changed in [
                format!("{text}A"),
                format!("A{text}"),
                String::new(),
                text.replace('a', "b"),
            ] {
                if changed == *text {
                    continue;
                }
                let mut forged = good.clone();
                forged[&member] = json!(changed);
                assert!(
                    verify(&read(&forged), &certificate, now()).is_err(),
                    "{member}={changed}"
                );
            }
            let mut forged = good.clone();
            forged.as_object_mut().unwrap().remove(&member);
            assert!(
                verify(&read(&forged), &certificate, now()).is_err(),
                "without {member}"
            );
        }
    }
    // A hash of another version, another type, and a line that moves to another member.
    let good = signed(&key, "2", notification());
    for (member, value, error) in [
        ("SignatureVersion", "1", "Signature"),
        ("SignatureVersion", "3", "Version"),
        ("Type", "SubscriptionConfirmation", "Missing"),
        ("Type", "Other", "Missing"),
        ("Signature", "not base64", "Signature"),
    ] {
        let mut forged = good.clone();
        forged[member] = json!(value);
        assert_eq!(
            name(verify(&read(&forged), &certificate, now())),
            error,
            "{member}={value}"
        );
    }
}

#[test]
fn certificates_have_a_validity_and_an_rsa_key() {
    let key = Key::new();
    let body = read(&signed(&key, "2", notification()));
    // Years from 2050 on have a different format in certificates.
    for (years, valid) in [
        ([2026, 2026], true),
        ([2026, 2060], true),
        ([2027, 2028], false),
        ([2024, 2025], false),
        ([1975, 1980], false),
        ([2051, 2052], false),
    ] {
        let certificate = Certificate::from_pem(key.certificate(years).as_bytes()).unwrap();
        let expected = if valid { "Ok" } else { "Expired" };
        assert_eq!(
            name(verify(&body, &certificate, now())),
            expected,
            "{years:?}"
        );
    }
    let other = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let other = CertificateParams::default().self_signed(&other).unwrap();
    let good = key.certificate([2026, 2027]);
    for text in [
        "",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
        &pem(other.der()),
    ] {
        assert!(
            matches!(
                Certificate::from_pem(text.as_bytes()),
                Err(SignatureError::Certificate)
            ),
            "{text}"
        );
    }
    // Certificates that end anywhere, and with any byte changed, are read or
    // rejected.
    let der = STANDARD
        .decode(
            good.lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<String>(),
        )
        .unwrap();
    for at in 0..der.len() {
        let _any = Certificate::from_pem(pem(&der[..at]).as_bytes());
        let mut changed = der.clone();
        changed[at] ^= 0xff;
        if let Ok(certificate) = Certificate::from_pem(pem(&changed).as_bytes()) {
            let _any = verify(&body, &certificate, now());
        }
    }
}

/// Serves one certificate and records the requests.
#[derive(Clone, Debug)]
struct Certificates {
    response: Result<(u16, String), ()>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Certificates {
    fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            response: Ok((status, body.into())),
            requests: Arc::default(),
        }
    }
}

impl Transport for Certificates {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        assert!(limits.timeout.is_some() && limits.response_size < 1_000_000);
        self.requests
            .lock()
            .unwrap()
            .push(request.uri().to_string());
        let response = self.response.clone();
        Box::pin(async move {
            let (status, body) = response.map_err(|()| TransportError::timeout())?;
            let response = Response::builder().status(status);
            Ok(response.body(Bytes::from(body)).unwrap())
        })
    }
}

#[tokio::test]
async fn fetches_each_certificate_once() {
    let key = Key::new();
    let transport = Certificates::new(200, key.certificate([2026, 2027]));
    let verifier = SnsVerifier::new(transport.clone(), [TOPIC]);
    for _ in 0..3 {
        let body = signed(&key, "2", notification()).to_string();
        let notification = verifier.verify(body.as_bytes(), now()).await.unwrap();
        assert_eq!(notification.subject(), Some("a subject"));
    }
    // Lambda writes the name of the URL differently.
    let mut lambda = signed(&key, "1", notification());
    let url = lambda
        .as_object_mut()
        .unwrap()
        .remove("SigningCertURL")
        .unwrap();
    lambda["SigningCertUrl"] = url;
    verifier
        .verify_notification(&read(&lambda), now())
        .await
        .unwrap();
    assert_eq!(*transport.requests.lock().unwrap(), [URL]);
}

#[tokio::test]
async fn never_asks_other_hosts_or_for_other_topics() {
    let key = Key::new();
    let transport = Certificates::new(200, key.certificate([2026, 2027]));
    let verifier = SnsVerifier::new(transport.clone(), [TOPIC]);
    for (member, value, error) in [
        (
            "SigningCertURL",
            "https://example.com/a.pem",
            "CertificateUrl",
        ),
        (
            "SigningCertURL",
            "http://sns.us-east-1.amazonaws.com/a.pem",
            "CertificateUrl",
        ),
        (
            "TopicArn",
            "arn:aws:sns:us-east-1:666666666666:events",
            "Topic",
        ),
    ] {
        let mut body = notification();
        body[member] = json!(value);
        let body = signed(&key, "2", body);
        let result = verifier.verify_notification(&read(&body), now()).await;
        assert_eq!(name(result), error, "{value}");
    }
    for body in ["", "text", "[]", "{}", "{\"Type\": \"Notification\"}"] {
        let result = verifier.verify(body.as_bytes(), now()).await;
        assert_eq!(name(result.map(drop)), "Missing", "{body}");
    }
    assert!(transport.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn reports_certificates_that_cannot_be_fetched() {
    let key = Key::new();
    let body = read(&signed(&key, "2", notification()));
    let failing = Certificates {
        response: Err(()),
        requests: Arc::default(),
    };
    for (transport, error) in [
        (failing, "Fetch"),
        (Certificates::new(403, "no"), "Fetch"),
        (Certificates::new(200, "no certificate"), "Certificate"),
        (
            Certificates::new(200, key.certificate([2020, 2021])),
            "Expired",
        ),
    ] {
        let verifier = SnsVerifier::new(transport.clone(), [TOPIC]);
        let result = verifier.verify_notification(&body, now()).await;
        assert!(!result.as_ref().unwrap_err().to_string().is_empty());
        assert_eq!(name(result), error);
    }
}
