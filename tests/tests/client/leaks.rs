//! Foreign text that repeats secrets, which no error and no log may show, for
//! every operation and every failure.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use bytes::Bytes;
use runtime::transport::{Limits, TransportError};
use runtime::{BoxFuture, CallOptions, Credentials, Retries, Transport};
use socialmessaging::Client;
use socialmessaging::emulator::Emulator;
use tests::fixture;
use tests::log::Log;
use tests::operations::{Failure, OPERATIONS, Operation};

use super::secrets::assert_no_secret;

/// A response or failure that contains this text.
type Respond = fn(String) -> Result<http::Response<Bytes>, TransportError>;

/// A transport that repeats each request in its response.
#[derive(Clone, Debug)]
struct Echo {
    encode: fn(&str) -> String,
    respond: Respond,
    /// The signatures of the requests.
    signatures: Arc<Mutex<Vec<String>>>,
}

impl Transport for Echo {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut text = format!("{} {}\n", request.method(), request.uri());
        for (name, value) in request.headers() {
            text += &format!("{name}:{}\n", value.to_str().unwrap());
        }
        text += &format!("\n{}", String::from_utf8_lossy(request.body()));
        let authorization = request.headers()["authorization"].to_str().unwrap();
        let (_, signature) = authorization.split_once("Signature=").unwrap();
        self.signatures.lock().unwrap().push(signature.to_owned());
        // The secret key is not in the request, but a service may know it.
        text += fixture::SECRET_KEY;
        let response = (self.respond)((self.encode)(&text));
        Box::pin(std::future::ready(response))
    }
}

type Encode = fn(&str) -> String;

/// The encodings of text that repeats a request.
const ENCODINGS: [(&str, Encode); 7] = [
    ("plain", str::to_owned),
    ("percent", percent),
    ("percent, twice", |text| percent(&percent(text))),
    ("HTML", |text| {
        text.replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('/', "&#x2F;")
    }),
    ("base64", |text| BASE64.encode(text)),
    ("JSON", |text| {
        serde_json::to_string(text).unwrap().replace('/', "\\/")
    }),
    ("lines", |text| {
        let characters: Vec<char> = text.chars().collect();
        let lines = characters
            .chunks(11)
            .map(|line| line.iter().collect::<String>());
        lines.collect::<Vec<_>>().join("\n  ")
    }),
];

fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn response(status: u16, headers: &[(&str, &str)], body: String) -> http::Response<Bytes> {
    let builder = http::Response::builder().status(status);
    let builder = headers.iter().fold(builder, |builder, (name, value)| {
        builder.header(*name, *value)
    });
    builder.body(body.into()).unwrap()
}

fn error(status: u16, code: &str, text: &str) -> http::Response<Bytes> {
    let body = serde_json::json!({ "message": text }).to_string();
    response(status, &[("x-amzn-errortype", code)], body)
}

/// Text on one line, for headers.
fn line(text: &str) -> String {
    text.replace('\n', " ")
}

const FAILURES: [(&str, Respond); 22] = [
    ("modeled", |text| {
        Ok(error(400, "ValidationException", &text))
    }),
    ("unknown code", |text| {
        Ok(error(403, "SignatureDoesNotMatch", &text))
    }),
    ("throttled", |text| {
        Ok(error(429, "ThrottledRequestException", &text))
    }),
    ("server error", |text| {
        Ok(error(500, "InternalServiceException", &text))
    }),
    ("text as code", |text| {
        Ok(response(
            400,
            &[("x-amzn-errortype", &line(&text))],
            String::new(),
        ))
    }),
    ("code in the body", |text| {
        Ok(response(
            400,
            &[],
            serde_json::json!({ "__type": text, "x": 1 }).to_string(),
        ))
    }),
    ("request id", |text| {
        Ok(response(
            400,
            &[("x-amzn-requestid", &line(&text))],
            "{}".to_owned(),
        ))
    }),
    ("redirect", |text| {
        let location = format!("https://h/{}", line(&text).replace(' ', "+"));
        Ok(response(301, &[("location", &location)], String::new()))
    }),
    ("page", |text| {
        Ok(response(502, &[], format!("<html>{text}")))
    }),
    ("page with 200", |text| {
        Ok(response(200, &[], format!("<html>{text}")))
    }),
    ("text", |text| Ok(response(200, &[], text))),
    ("letter", |text| Ok(response(200, &[], format!("x{text}")))),
    ("byte order mark", |text| {
        Ok(response(200, &[], format!("\u{feff}{text}")))
    }),
    ("guard", |text| {
        Ok(response(200, &[], format!(")]}}'\n{text}")))
    }),
    ("keyword", |text| {
        Ok(response(200, &[], format!("true{text}")))
    }),
    ("quote", |text| Ok(response(200, &[], format!("'{text}")))),
    ("string", |text| {
        Ok(response(200, &[], serde_json::json!(text).to_string()))
    }),
    ("key", |text| {
        Ok(response(
            200,
            &[],
            serde_json::json!({ text: 1 }).to_string() + "x",
        ))
    }),
    ("zero", |text| Ok(response(400, &[], format!("\0{text}")))),
    ("no connection", |text| Err(TransportError::connect(text))),
    ("interrupted", |text| Err(TransportError::interrupted(text))),
    ("wrong setup", |text| Err(TransportError::setup(text))),
];

/// Fails if the text shows a secret of a call of the operation. A value that is
/// sensitive in one operation may be public in another.
fn assert_hides(source: &str, text: &str, operation: &Operation) {
    let own = [fixture::SECRET_KEY, fixture::SESSION_TOKEN];
    for secret in own.iter().chain(operation.secrets) {
        for secret in [*secret, &BASE64.encode(secret)] {
            assert!(!text.contains(secret), "{source} shows {secret}: {text}");
        }
    }
}

/// Everything that a failure shows.
fn shown(failure: &Failure) -> String {
    format!("{failure:?} {}", failure.sources.join(" "))
}

#[test]
fn failures_of_every_operation_hide_secrets() {
    for (encoding, encode) in ENCODINGS {
        for (case, respond) in FAILURES {
            let signatures = Arc::default();
            let echo = Echo {
                encode,
                respond,
                signatures: Arc::clone(&signatures),
            };
            let client = fixture::real_builder()
                .retries(Retries::none())
                .transport(echo)
                .build()
                .unwrap();
            for operation in OPERATIONS {
                let log = Log::default();
                let call = (operation.full)(client.clone(), CallOptions::new());
                let source = format!("{case}, {encoding}, {}", operation.name);
                let text = match log.during(call) {
                    // An operation without output does not read the body.
                    Ok(output) => output,
                    Err(failure) => shown(&failure),
                };
                let text = format!("{text}\n{}", log.lines().join("\n"));
                assert_hides(&source, &text, operation);
                for signature in signatures.lock().unwrap().drain(..) {
                    assert!(!text.contains(&signature), "{source}: {text}");
                }
            }
        }
    }
}

#[test]
fn other_text_stays_readable() {
    let echo = Echo {
        encode: |_| "Phone number phone-number-id-1 in us-east-1 is not yours".to_owned(),
        respond: |text| Ok(error(403, "AccessDeniedException", &text)),
        signatures: Arc::default(),
    };
    let client = fixture::real_builder().transport(echo).build().unwrap();
    for operation in OPERATIONS {
        let call = (operation.full)(client.clone(), CallOptions::new());
        let failure = Log::default().during(call).unwrap_err();
        let message = failure.message.unwrap();
        assert_eq!(
            message,
            "Phone number phone-number-id-1 in us-east-1 is not yours"
        );
    }
}

#[test]
fn excerpts_of_bodies_depend_on_the_operation() {
    let echo = Echo {
        encode: |_| "<h1>Sign in to WiFi</h1>".to_owned(),
        respond: |text| Ok(response(200, &[], text)),
        signatures: Arc::default(),
    };
    let client = fixture::real_builder().transport(echo).build().unwrap();
    for (name, shows) in [
        ("SendWhatsAppMessage", true),
        ("AssociateWhatsAppBusinessAccount", false),
    ] {
        let call = (tests::operations::named(name).full)(client.clone(), CallOptions::new());
        let display = Log::default().during(call).unwrap_err().display;
        assert!(display.contains("the body is not JSON"), "{display}");
        assert_eq!(display.contains("Sign in to WiFi"), shows, "{display}");
    }
}

/// A source repeats the program's credentials in its error.
#[test]
fn errors_of_credential_sources_hide_named_secrets() {
    let error = runtime::CredentialsError::new("aws_secret_access_key = se-cret is rejected")
        .tried("vault", "GET /?X-Amz-Security-Token=se-cret&b=1");
    let text = format!("{error} {error:?}");
    assert!(!text.contains("se-cret"), "{text}");
    assert!(text.contains("&b=1"), "{text}");
}

#[test]
fn the_emulator_hides_secrets() {
    let emulator = Emulator::new();
    let inputs: [fn(&Operation) -> tests::operations::StartCall; 3] =
        [|one| one.full, |one| one.empty, |one| one.invalid];
    for operation in OPERATIONS {
        for input in inputs {
            let log = Log::default();
            let options = || CallOptions::new();
            let unchecked = options().with_validation(runtime::Validation::Off);
            for options in [options(), unchecked] {
                let call = input(operation)(emulator.client(), options);
                let text = match log.during(call) {
                    Ok(output) => output,
                    Err(failure) => shown(&failure),
                };
                let text = format!("{text}\n{}", log.lines().join("\n"));
                assert_no_secret(operation.name, &text);
            }
        }
    }
    let debug = format!("{emulator:?} {:?}", emulator.client());
    assert_no_secret("emulator", &debug);
}

#[test]
fn white_space_around_keys_is_removed() {
    let echo = Echo {
        encode: |text| {
            text.lines()
                .filter(|line| line.contains("security-token"))
                .collect()
        },
        respond: |text| Ok(error(403, "Other", &text)),
        signatures: Arc::default(),
    };
    let credentials = Credentials::new("AKID\n", "secret\n").with_session_token("to-ken-1234\n");
    let client = Client::builder()
        .region("us-east-1")
        .credentials(credentials)
        .transport(echo)
        .build()
        .unwrap();
    let call = (tests::operations::named("ListTagsForResource").full)(client, CallOptions::new());
    let failure = Log::default().during(call).unwrap_err();
    assert_eq!(
        failure.message.as_deref(),
        Some("x-amz-security-token:** redacted **")
    );
}
