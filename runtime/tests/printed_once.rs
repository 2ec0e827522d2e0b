//! Errors print everything once, under every tool that prints causes.

#![expect(
    clippy::unwrap_used,
    reason = "a panic in a test helper fails the test"
)]

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use runtime::transport::TransportError;
use runtime::{
    AnyError, ConfigError, CredentialsError, Document, Error, Region, RequestError, ResponseError,
    Searched, StreamError, TimeoutKind, Timestamp,
};

/// A cause with its own cause.
#[derive(Debug)]
struct Outer(io::Error);

impl Outer {
    fn boxed() -> Box<dyn StdError + Send + Sync> {
        Box::new(Self(io::Error::other("the innermost cause")))
    }
}

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the outer cause")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// The texts of an error and of its sources, as `anyhow`, `eyre` and `tracing`
/// print them.
fn printed(error: &dyn StdError) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut next = error.source();
    while let Some(source) = next {
        texts.push(source.to_string());
        next = source.source();
    }
    texts
}

fn assert_printed_once(error: &dyn StdError) {
    let texts = printed(error);
    for (index, text) in texts.iter().enumerate() {
        for before in &texts[..index] {
            assert!(
                !before.contains(text),
                "{text:?} is printed twice: {texts:?}"
            );
        }
    }
}

fn with_causes() -> Vec<Box<dyn StdError>> {
    let transport = || TransportError::connect(Outer::boxed());
    let response = || ResponseError::new("the innermost cause");
    vec![
        Box::new(Error::<std::convert::Infallible>::config(Outer::boxed())),
        Box::new(Error::<std::convert::Infallible>::credentials(
            Outer::boxed(),
        )),
        Box::new(Error::<std::convert::Infallible>::connection(Outer::boxed())),
        Box::new(Error::<std::convert::Infallible>::connection(transport())),
        Box::new(Error::<std::convert::Infallible>::unreadable_response(
            response(),
        )),
        Box::new(AnyError::from(
            Error::<std::convert::Infallible>::connection(transport()),
        )),
        Box::new(transport()),
        Box::new(TransportError::interrupted(Outer::boxed())),
        Box::new(TransportError::request_body(Outer::boxed())),
        Box::new(TransportError::setup(Outer::boxed())),
        Box::new(TransportError::interrupted(StreamError::Broken {
            cause: Outer::boxed(),
        })),
        Box::new(StreamError::Broken {
            cause: Outer::boxed(),
        }),
    ]
}

fn without_causes() -> Vec<Box<dyn StdError>> {
    let invalid_region = Region::new("US").unwrap_err();
    vec![
        Box::new(Error::<std::convert::Infallible>::timeout(
            TimeoutKind::Attempt,
            Duration::from_secs(1),
        )),
        Box::new(Error::<std::convert::Infallible>::request(
            RequestError::Label { member: "id" },
        )),
        Box::new(Error::<std::convert::Infallible>::unmodeled(
            Some("A".into()),
            None,
        )),
        Box::new(Error::<std::convert::Infallible>::repeated_token("t")),
        Box::new(Error::<std::convert::Infallible>::not_stubbed()),
        Box::new(Error::<std::convert::Infallible>::from(
            ConfigError::MissingCredentials,
        )),
        Box::new(AnyError::from(ConfigError::MissingCredentials)),
        Box::new(TransportError::timeout()),
        Box::new(TransportError::connect_timeout()),
        Box::new(TransportError::response_too_large(1)),
        Box::new(StreamError::Spent),
        Box::new(CredentialsError::new("none").tried("environment", "not set")),
        Box::new(ConfigError::Region {
            set_by: "AWS_REGION".to_owned(),
            error: invalid_region.clone(),
        }),
        Box::new(ConfigError::MissingRegion {
            searched: Searched::Builder,
        }),
        Box::new(invalid_region),
        Box::new(RequestError::Label { member: "id" }),
        Box::new(ResponseError::new("not JSON")),
        Box::new("x".parse::<Timestamp>().unwrap_err()),
        Box::new("{".parse::<Document>().unwrap_err()),
    ]
}

#[test]
fn prints_every_cause_once() {
    for error in with_causes() {
        assert_printed_once(&*error);
        assert!(error.to_string().contains("the innermost cause"), "{error}");
    }
    for error in without_causes() {
        assert_printed_once(&*error);
    }
}

/// `Display` shows the causes of an error, so an error with a source would
/// print them twice.
#[test]
fn no_error_has_a_source() {
    let mut errors = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            errors += text.matches("Error for ").count();
            let overrides = text.contains("fn source(&self) -> Option<&(dyn");
            assert!(!overrides, "{}", path.display());
        }
    }
    assert!(errors > 10, "found only {errors} errors");
}
