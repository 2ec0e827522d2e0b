//! Errors: parsing them from responses, displaying and inspecting them.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::time::Duration;

use runtime::{
    AnyError, ConfigError, Error, RequestError, ResponseError, ResponseMetadata, TimeoutKind,
    Validate,
};

use crate::sample::{AddBookError, AddBookInput, OutOfStockException};
use crate::{response, response_with, snapshot};

type CallError = Error<AddBookError>;

fn out_of_stock() -> AddBookError {
    let error = OutOfStockException {
        message: Some("Three on order".to_owned()),
    };
    AddBookError::OutOfStockException(error)
}

/// An error with a chain of causes.
#[derive(Debug)]
struct ErrorChain(&'static [&'static str], Option<Box<ErrorChain>>);

impl ErrorChain {
    fn new(texts: &'static [&'static str]) -> Self {
        let rest = &texts[1..];
        let next = (!rest.is_empty()).then(|| Box::new(Self::new(rest)));
        Self(texts, next)
    }
}

impl std::fmt::Display for ErrorChain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0[0])
    }
}

impl std::error::Error for ErrorChain {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|chain| chain as _)
    }
}

#[test]
fn displays_errors_on_one_line() {
    let ids = [("x-amzn-requestid", "7a62")];
    let answer = |status, body: &'static str| {
        CallError::from_response(&response_with(status, &ids, body)).with_attempts(1)
    };
    let many = AddBookInput {
        pin: Some("12345678".to_owned()),
        tags: Some(vec!["a\nb".to_owned(), "x".repeat(21)]),
        ..AddBookInput::default()
    };
    let cases: Vec<(&str, CallError)> = vec![
        (
            "invalid input",
            CallError::invalid_input(AddBookInput::default().validate().unwrap_err()),
        ),
        (
            "more violations",
            CallError::invalid_input(many.validate().unwrap_err()),
        ),
        (
            "label",
            CallError::request(RequestError::Label { member: "bookId" }),
        ),
        (
            "header",
            CallError::request(RequestError::Header {
                name: "x-shelf".to_owned(),
            }),
        ),
        (
            "credentials",
            CallError::credentials("tried: environment, profile `default`"),
        ),
        (
            "connection",
            CallError::connection(ErrorChain::new(&[
                "cannot connect",
                "refused (os error 111)",
            ]))
            .with_attempts(3),
        ),
        (
            "connection, repeated cause",
            CallError::connection(ErrorChain::new(&["cannot connect: refused", "refused"]))
                .with_attempts(3),
        ),
        (
            "connection, broken",
            CallError::connection("reset by peer")
                .with_attempts(1)
                .with_maybe_sent(),
        ),
        (
            "connect timeout",
            CallError::timeout(TimeoutKind::Connect, Duration::from_secs(3)).with_attempts(1),
        ),
        (
            "attempt timeout",
            CallError::timeout(TimeoutKind::Attempt, Duration::from_secs(10))
                .with_attempts(1)
                .with_maybe_sent(),
        ),
        (
            "operation timeout",
            CallError::timeout(TimeoutKind::Operation, Duration::from_millis(1500))
                .with_attempts(2),
        ),
        (
            "modeled",
            answer(
                409,
                r#"{"__type":"OutOfStockException","message":"Three on order"}"#,
            )
            .with_attempts(3),
        ),
        (
            "modeled, no message",
            answer(409, r#"{"__type":"OutOfStockException"}"#),
        ),
        (
            "modeled, after a send",
            answer(409, r#"{"__type":"OutOfStockException"}"#).with_maybe_sent(),
        ),
        ("modeled, by a stub", out_of_stock().into()),
        (
            "modeled, unreadable",
            CallError::from_response(&response_with(
                409,
                &[("x-amzn-errortype", "OutOfStockException")],
                "<html>",
            )),
        ),
        (
            "modeled, mistyped",
            answer(409, r#"{"__type":"OutOfStockException","message":["a"]}"#),
        ),
        (
            "not modeled",
            answer(403, r#"{"code":"ExpiredToken","Message":"Renew it"}"#),
        ),
        (
            "forged",
            answer(
                400,
                r#"{"code":"A\nB","message":" one\r\ntwo\u001b[2K\u202e\u2028 "}"#,
            ),
        ),
        (
            "long",
            CallError::unmodeled(Some("C".repeat(500)), Some("ü".repeat(5000)))
                .with_response_metadata(ResponseMetadata::new().with_status(400)),
        ),
        ("no code", answer(403, r#"{"message":"Forbidden"}"#)),
        ("empty", answer(503, "")),
        ("empty object", answer(503, "{}")),
        ("redirect", answer(301, "")),
        (
            "html",
            answer(
                502,
                "<html>\r\n<head><title>502 Bad  Gateway</title></head>\n<body>secret</body></html>",
            ),
        ),
        (
            "html, long",
            CallError::from_response(&response(502, format!("<p>{}", "ü".repeat(2000)))),
        ),
        (
            "binary",
            CallError::from_response(&response(500, vec![0x1f, 0x8b, 0x08, 0, 0xff])),
        ),
        ("truncated", answer(500, r#"{"message":"sec"#)),
        (
            "unreadable",
            CallError::unreadable_response(ResponseError::new("the body exceeds 10 bytes"))
                .with_response_metadata(ResponseMetadata::new().with_status(200).with_attempts(1))
                .with_maybe_sent(),
        ),
        (
            "repeated token",
            CallError::repeated_token(format!("abc\n{}", "d".repeat(100))),
        ),
        ("not stubbed", CallError::not_stubbed()),
    ];
    let mut table = String::new();
    for (name, error) in &cases {
        let line = error.to_string();
        assert!(
            !line.contains(['\n', '\r', '\u{1b}', '\u{2028}', '\u{202e}']),
            "{name}"
        );
        assert!(line.len() < 4096, "{name}");
        let shown: String = line.chars().take(400).collect();
        let cut = if shown.len() < line.len() {
            " (cut here)"
        } else {
            ""
        };
        writeln!(table, "{name}\n    {shown}{cut}").unwrap();
    }
    let config: Error = Error::config("no region is set; set AWS_REGION");
    writeln!(table, "config, before any operation\n    {config}").unwrap();
    writeln!(
        table,
        "config, in an operation\n    {}",
        config.widen::<AddBookError>()
    )
    .unwrap();
    snapshot!("displays_errors_on_one_line", table);
}

#[test]
fn predicates_follow_the_kind_of_error() {
    let name = |error: &CallError| {
        let predicates = [
            ("invalid_input", error.is_invalid_input()),
            ("config", error.is_config()),
            ("credentials", error.is_credentials()),
            ("connection", error.is_connection()),
            ("timeout", error.is_timeout()),
            ("service", error.is_service()),
            ("throttled", error.is_throttled()),
            ("unreadable_response", error.is_unreadable_response()),
            ("not_stubbed", error.is_not_stubbed()),
        ];
        let names: Vec<_> = predicates
            .iter()
            .filter(|(_, is)| *is)
            .map(|(name, _)| *name)
            .collect();
        names.join(" ")
    };
    let violations = AddBookInput::default().validate().unwrap_err();
    let answer = |status, body| CallError::from_response(&response(status, body));
    let cases = [
        (CallError::invalid_input(violations), "invalid_input"),
        (
            CallError::request(RequestError::Label { member: "id" }),
            "invalid_input",
        ),
        (CallError::config("c"), "config"),
        (CallError::credentials("c"), "credentials"),
        (CallError::connection("c"), "connection"),
        (
            CallError::timeout(TimeoutKind::Connect, Duration::ZERO),
            "timeout",
        ),
        (out_of_stock().into(), "service"),
        (
            answer(400, r#"{"code":"ThrottlingException"}"#),
            "service throttled",
        ),
        (answer(429, r#"{"code":"Whatever"}"#), "service throttled"),
        (
            answer(409, r#"{"code":"BusyException"}"#),
            "service throttled",
        ),
        (
            answer(403, r#"{"code":"ExpiredToken"}"#),
            "credentials service",
        ),
        (
            answer(403, r#"{"code":"SignatureDoesNotMatch"}"#),
            "credentials service",
        ),
        (
            answer(403, r#"{"code":"AccessDeniedException"}"#),
            "service",
        ),
        (answer(503, ""), "service"),
        (answer(502, "<html>"), "unreadable_response"),
        (answer(429, "<html>"), "throttled unreadable_response"),
        (CallError::repeated_token("t"), "unreadable_response"),
        (CallError::not_stubbed(), "not_stubbed"),
    ];
    for (error, expected) in cases {
        assert_eq!(name(&error), expected, "{error}");
    }
}

#[test]
fn exposes_response_details() {
    let body = r#"{"__type":"OutOfStockException","message":"Three on order"}"#;
    let error = CallError::from_response(&response_with(409, &[("x-amzn-requestid", "7")], body))
        .with_attempts(2)
        .with_maybe_sent();
    assert_eq!(error.operation(), Some("AddBook"));
    assert_eq!(error.code(), Some("OutOfStockException"));
    assert_eq!(error.message(), Some("Three on order"));
    assert_eq!(error.status(), Some(409));
    assert_eq!(error.request_id(), Some("7"));
    assert_eq!(error.attempts(), 2);
    assert!(error.maybe_sent());
    assert_eq!(error.service_error(), Some(&out_of_stock()));
    assert_eq!(error.into_service_error().unwrap(), out_of_stock());

    let stubbed = CallError::from(out_of_stock());
    assert_eq!((stubbed.status(), stubbed.attempts()), (Some(409), 0));
    let other = CallError::connection("reset")
        .with_attempts(1)
        .with_maybe_sent();
    let other = other.into_service_error().unwrap_err();
    assert!(other.maybe_sent() && other.is_connection());
}

#[test]
fn widening_keeps_the_error() {
    let metadata = || {
        ResponseMetadata::new()
            .with_status(400)
            .with_request_id("7")
    };
    let all: Vec<fn() -> Error> = vec![
        || Error::invalid_input(AddBookInput::default().validate().unwrap_err()),
        || Error::request(RequestError::Label { member: "id" }),
        || Error::config("c"),
        || Error::credentials("c"),
        || Error::connection("c"),
        || Error::timeout(TimeoutKind::Attempt, Duration::from_secs(1)),
        || Error::repeated_token("t"),
        || Error::not_stubbed(),
    ];
    let mut errors: Vec<(Error, Error)> = all.iter().map(|make| (make(), make())).collect();
    let unmodeled =
        || Error::unmodeled(Some("A".to_owned()), None).with_response_metadata(metadata());
    let unreadable =
        || Error::unreadable_response(ResponseError::new("x")).with_response_metadata(metadata());
    errors.extend([(unmodeled(), unmodeled()), (unreadable(), unreadable())]);
    for (narrow, wide) in errors {
        let finish = |error: Error| error.with_attempts(2).with_maybe_sent();
        let narrow = finish(narrow.with_operation("AddBook"));
        let wide = finish(wide).widen::<AddBookError>();
        assert_eq!(wide.to_string(), narrow.to_string());
    }
}

#[test]
fn returns_the_cause_for_downcasts() {
    let service = CallError::from(out_of_stock());
    assert!(
        service
            .cause()
            .is_some_and(|cause| cause.is::<AddBookError>())
    );

    let connection = CallError::connection(ErrorChain::new(&["a", "b"]));
    let cause = connection.cause().unwrap();
    assert!(cause.is::<ErrorChain>());
    assert_eq!(cause.source().unwrap().to_string(), "b");

    let invalid = CallError::invalid_input(AddBookInput::default().validate().unwrap_err());
    assert!(invalid.cause().unwrap().is::<runtime::Violations>());
    assert!(CallError::not_stubbed().cause().is_none());
}

#[test]
fn any_error_keeps_everything_but_the_type() {
    let body = r#"{"__type":"OutOfStockException","message":"Three on order"}"#;
    let error = || {
        CallError::from_response(&response_with(409, &[("x-amzn-requestid", "7")], body))
            .with_attempts(2)
            .with_maybe_sent()
    };
    let any = AnyError::from(error());
    assert_eq!(any.to_string(), error().to_string());
    assert_eq!(any.response_metadata(), error().response_metadata());
    assert_eq!(any.code(), Some("OutOfStockException"));
    assert_eq!(any.message(), Some("Three on order"));
    assert_eq!(any.operation(), Some("AddBook"));
    assert!(any.maybe_sent() && any.is_service() && !any.is_throttled());
    let service = any.service_error().unwrap();
    assert_eq!(service.downcast_ref(), Some(&out_of_stock()));
    let structure = service.downcast_ref::<OutOfStockException>().unwrap();
    assert_eq!(structure.message.as_deref(), Some("Three on order"));
    assert!(service.downcast_ref::<ErrorChain>().is_none());

    // The model, not the code of the error, says that this error means
    // throttling.
    let busy = CallError::from_response(&response(409, r#"{"code":"BusyException"}"#));
    assert!(AnyError::from(busy).is_throttled());
    let invalid = CallError::invalid_input(AddBookInput::default().validate().unwrap_err());
    assert!(AnyError::from(invalid).violations().is_some());
}

#[test]
fn question_mark_converts_into_any_error() {
    fn config() -> Result<(), AnyError> {
        Err(ConfigError::MissingCredentials)?;
        Ok(())
    }
    fn operation(error: CallError) -> Result<(), AnyError> {
        Err(error)?;
        Ok(())
    }
    assert!(config().unwrap_err().is_config());
    assert!(
        operation(CallError::not_stubbed())
            .unwrap_err()
            .is_not_stubbed()
    );
}

#[test]
fn is_small_send_and_sync() {
    fn assert_send_sync<T: std::error::Error + Send + Sync + 'static>() {}
    assert_send_sync::<CallError>();
    assert_send_sync::<Error>();
    assert!(size_of::<CallError>() <= 16);
    assert!(size_of::<Result<(), Error<Infallible>>>() <= 16);

    fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err(CallError::not_stubbed())?;
        Ok(())
    }
    assert!(boxed().unwrap_err().is::<CallError>());
}
