//! The carriers in which AWS and Meta wrap events.

use serde_json::{Value, json};
use socialmessaging::events::{self, Event, ParseError, UnknownPart};

use crate::examples::examples;

/// Wraps JSON, and lists the ids that its source must then have.
pub(crate) struct Carrier {
    pub(crate) name: &'static str,
    wrap: fn(Value) -> Value,
    record_id: Option<&'static str>,
    notification_id: Option<&'static str>,
}

impl Carrier {
    pub(crate) fn wrap(&self, inner: Value) -> Value {
        (self.wrap)(inner)
    }
}

fn sns(message: Value) -> Value {
    json!({
        "Type": "Notification",
        "MessageId": "n1",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:events",
        "Message": message.to_string(),
        "Timestamp": "2026-11-26T10:30:01.401Z",
        "SignatureVersion": "1",
    })
}

fn sqs(body: Value) -> Value {
    json!({"Records": [{
        "messageId": "r1",
        "receiptHandle": "handle",
        "body": body.to_string(),
        "eventSource": "aws:sqs",
    }]})
}

fn event_bridge(detail: Value) -> Value {
    json!({
        "id": "n2",
        "source": "aws.social-messaging",
        "detail-type": "WhatsApp Message Received",
        "detail": detail,
    })
}

/// Each carrier of an envelope, an entry or an EventBridge event.
pub(crate) const CARRIERS: &[Carrier] = &[
    Carrier {
        name: "alone",
        wrap: |inner| inner,
        record_id: None,
        notification_id: None,
    },
    Carrier {
        name: "SNS over HTTP",
        wrap: sns,
        record_id: None,
        notification_id: Some("n1"),
    },
    Carrier {
        name: "SNS to Lambda",
        wrap: |inner| json!({"Records": [{"EventSource": "aws:sns", "Sns": sns(inner)}]}),
        record_id: None,
        notification_id: Some("n1"),
    },
    Carrier {
        name: "SNS to SQS to Lambda",
        wrap: |inner| sqs(sns(inner)),
        record_id: Some("r1"),
        notification_id: Some("n1"),
    },
    Carrier {
        name: "SNS to SQS to Lambda, raw delivery",
        wrap: sqs,
        record_id: Some("r1"),
        notification_id: None,
    },
    Carrier {
        name: "SQS message",
        wrap: |inner| json!({"messageId": "r1", "body": sns(inner).to_string()}),
        record_id: Some("r1"),
        notification_id: Some("n1"),
    },
    Carrier {
        name: "response of ReceiveMessage",
        wrap: |inner| json!({"Messages": [{"MessageId": "r1", "Body": inner.to_string()}]}),
        record_id: Some("r1"),
        notification_id: None,
    },
    Carrier {
        name: "EventBridge with other content",
        wrap: event_bridge,
        record_id: None,
        notification_id: Some("n2"),
    },
    Carrier {
        name: "EventBridge to SQS to Lambda",
        wrap: |inner| sqs(event_bridge(inner)),
        record_id: Some("r1"),
        notification_id: Some("n2"),
    },
    Carrier {
        name: "list",
        wrap: |inner| json!([inner]),
        record_id: None,
        notification_id: None,
    },
    Carrier {
        name: "string",
        wrap: |inner| Value::String(inner.to_string()),
        record_id: None,
        notification_id: None,
    },
    Carrier {
        name: "list of SNS to SQS to Lambda",
        wrap: |inner| json!([sqs(sns(inner))]),
        record_id: Some("r1"),
        notification_id: Some("n1"),
    },
];

/// The JSON of an entry in each of its forms.
fn forms(entry: &Value) -> Vec<(&'static str, Value)> {
    let envelope = |entry: Value| {
        json!({
            "context": {
                "MetaWabaIds": [{"wabaId": "208800000000456", "arn": "arn:waba"}],
                "MetaPhoneNumberIds": [{"metaPhoneNumberId": "109900000000123", "arn": "arn:number"}],
            },
            "whatsAppWebhookEntry": entry,
            "aws_account_id": "123456789012",
            "message_timestamp": "2026-11-26T10:30:01Z",
            "messageId": "uuid",
        })
    };
    let body = json!({"object": "whatsapp_business_account", "entry": [entry]});
    vec![
        ("entry", entry.clone()),
        ("change", entry["changes"][0].clone()),
        ("body", body.clone()),
        ("envelope", envelope(Value::String(entry.to_string()))),
        ("envelope with an object", envelope(entry.clone())),
        (
            "envelope with a body",
            envelope(Value::String(body.to_string())),
        ),
    ]
}

/// Parses a value that must be valid.
pub(crate) fn parse(value: &Value) -> Vec<Event> {
    let text = value.to_string();
    events::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The entry inside an example; `None` for EventBridge events.
fn entry_of(example: &Value) -> Option<Value> {
    if example.get("changes").is_some() {
        return Some(example.clone());
    }
    if let Some(entry) = example.get("whatsAppWebhookEntry") {
        return Some(entry.as_str().unwrap().parse().unwrap());
    }
    let message = example["Records"][0]["Sns"]["Message"].as_str()?;
    entry_of(&message.parse().unwrap())
}

#[test]
fn finds_the_same_event_in_every_carrier() {
    let mut checked = 0;
    for (name, text) in examples("in-") {
        let example: Value = text.parse().unwrap();
        let forms = match entry_of(&example) {
            Some(entry) => forms(&entry),
            None => vec![("EventBridge", example.clone())],
        };
        let expected = parse(&example);
        let [expected] = expected.as_slice() else {
            panic!("{name}: {expected:?}");
        };
        assert!(!matches!(expected, Event::Unknown(_)), "{name}");
        for (form, json) in &forms {
            for carrier in CARRIERS {
                let at = format!("{name}, {form}, {}", carrier.name);
                let found = parse(&carrier.wrap(json.clone()));
                let [event] = found.as_slice() else {
                    panic!("{at}: {found:?}");
                };
                assert_eq!(event.kind(), expected.kind(), "{at}");
                assert_eq!(event.raw(), expected.raw(), "{at}");
                let source = event.source();
                assert_eq!(source.record_id(), carrier.record_id, "{at}");
                if *form != "EventBridge" {
                    assert_eq!(source.notification_id(), carrier.notification_id, "{at}");
                }
                if form.starts_with("envelope") {
                    assert_eq!(source.waba_arn(), Some("arn:waba"), "{at}");
                    assert_eq!(source.phone_number_arn(), Some("arn:number"), "{at}");
                    assert_eq!(source.aws_message_id(), Some("uuid"), "{at}");
                    assert_eq!(source.aws_account_id(), Some("123456789012"), "{at}");
                    assert_eq!(source.sent_at().unwrap().as_secs(), 1_795_689_001, "{at}");
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 1000, "{checked}");
}

#[test]
fn reads_lines_and_several_records() {
    let change = |id: &str| json!({"field": "messages", "value": {"messages": [{"id": id, "type": "text"}]}});
    let lines = format!("{}\n\n{}\nnot JSON\n", sns(change("1")), sns(change("2")));
    let kinds = |events: &[Event]| events.iter().map(Event::kind).collect::<Vec<_>>();
    let found = events::parse(lines.as_bytes()).unwrap();
    assert_eq!(kinds(&found), ["message", "message", "unknown"]);

    let list = json!([change("1"), {"other": 1}, change("2"), "text", change("3")]);
    let found = parse(&list);
    assert_eq!(
        kinds(&found),
        ["message", "unknown", "message", "unknown", "message"]
    );

    let marked = [
        b"\xef\xbb\xbf".as_slice(),
        change("1").to_string().as_bytes(),
    ]
    .concat();
    assert_eq!(events::parse(&marked).unwrap().len(), 1);

    let value = events::parse_value(&sqs(change("1"))).unwrap();
    assert_eq!(value, parse(&sqs(change("1"))));
}

#[test]
fn keeps_records_without_events() {
    for (record, id) in [
        (json!({"messageId": "r1", "body": "plain text"}), Some("r1")),
        (json!({"messageId": "r1", "body": "{\"a\": 1}"}), Some("r1")),
        (json!({"messageId": "r1"}), Some("r1")),
        (
            json!({"Sns": {"Type": "Notification", "Message": "test"}}),
            None,
        ),
        (json!({"Sns": {"Type": "Notification"}}), None),
        (json!({"eventSource": "aws:s3", "s3": {}}), None),
        (json!(null), None),
        (json!("text"), None),
    ] {
        let good = json!({"messageId": "r2", "body":
            json!({"field": "flows", "value": {"flow_id": "1"}}).to_string()});
        let found = parse(&json!({"Records": [good, record, good]}));
        let [Event::Flow(_), Event::Unknown(part), Event::Flow(flow)] = found.as_slice() else {
            panic!("{record}: {found:?}");
        };
        assert_eq!(*part.value(), UnknownPart::Carrier, "{record}");
        assert_eq!(part.source().record_id(), id, "{record}");
        assert_eq!(flow.source().record_id(), Some("r2"), "{record}");
    }
    assert!(parse(&json!({"Records": []})).is_empty());
    assert!(parse(&json!([])).is_empty());
}

#[test]
fn reads_requests_to_confirm_subscriptions() {
    for kind in ["SubscriptionConfirmation", "UnsubscribeConfirmation"] {
        let body = json!({
            "Type": kind,
            "Token": "t",
            "TopicArn": "arn:topic",
            "Message": "You have chosen to subscribe",
            "SubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
        });
        let found = parse(&sqs(body));
        let [Event::Subscription(request)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert!(request.url().unwrap().ends_with("ConfirmSubscription"));
        assert_eq!(request.is_unsubscribe(), kind.starts_with("Unsubscribe"));
        assert_eq!(request.source().topic_arn(), Some("arn:topic"));
    }
}

#[test]
fn reads_event_bridge_statuses() {
    for (kind, status, progress, failed) in [
        ("WhatsApp Message Sent", Some("sent"), Some("sent"), false),
        ("WhatsApp Message Delivered", None, Some("delivered"), false),
        ("WhatsApp Message Read", Some("read"), Some("read"), false),
        ("WhatsApp Message Failed", Some("failed"), None, true),
        ("WhatsApp Message Undeliverable", None, None, true),
        (
            "WhatsApp Message Played",
            Some("played"),
            Some("played"),
            false,
        ),
    ] {
        let mut event = json!({
            "id": "e1", "detail-type": kind, "source": "aws.social-messaging",
            "account": "123456789012", "time": "2026-11-26T10:30:03Z",
            "detail": {"wabaId": "w", "originationPhoneNumberId": "p", "messageId": "uuid",
                "eventTimestamp": "1795689003", "errors": [{"code": 131026, "title": "x"}]},
        });
        if let Some(status) = status {
            event["detail"]["status"] = json!(status);
        }
        let found = parse(&event);
        let [Event::Status(found)] = found.as_slice() else {
            panic!("{kind}: {found:?}");
        };
        assert_eq!(
            found.progress().map(|step| step.as_str()),
            progress,
            "{kind}"
        );
        assert_eq!(found.is_failed(), failed, "{kind}");
        assert_eq!(found.aws_message_id(), Some("uuid"));
        assert_eq!(found.source().waba_id(), Some("w"));
        assert_eq!(found.source().phone_number_id(), Some("p"));
        assert_eq!(found.value().timestamp().unwrap().as_secs(), 1_795_689_003);
        assert_eq!(found.error_codes().next().unwrap().get(), 131_026);
    }
    for (kind, detail) in [
        ("WhatsApp Message Handover Failed", json!({"reason": "x"})),
        ("WhatsApp Message Sent", json!("text")),
        ("Object Created", json!({})),
        (
            "Text Message Sent",
            json!({"messageId": "uuid", "status": "sent"}),
        ),
    ] {
        let found = parse(&json!({"detail-type": kind, "source": "aws.s3", "detail": detail}));
        let [Event::Unknown(part)] = found.as_slice() else {
            panic!("{kind}: {found:?}");
        };
        assert_eq!(*part.value(), UnknownPart::EventBridge);
        assert_eq!(part.raw().to_string(), detail.to_string());
    }
}

#[test]
fn tolerates_hand_written_envelopes() {
    let entry =
        json!({"id": 208, "changes": {"field": "messages", "value": {"messages": {"id": "1"}}}});
    let envelope = json!({
        "context": {"MetaWabaIds": ["208"], "MetaPhoneNumberIds": ["109"]},
        "whatsAppWebhookEntry": entry,
    });
    let found = parse(&envelope);
    let [Event::Message(message)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(message.message_id(), Some("1"));
    assert_eq!(message.source().waba_id(), Some("208"));
    assert_eq!(message.source().phone_number_id(), Some("109"));
    assert_eq!(message.source().entry_id(), Some("208"));
}

#[test]
fn reads_lone_surrogates() {
    let inner = r#"{"field":"messages","value":{"messages":[{"id":"1","type":"text","text":{"body":"cut \ud83d"}}]}}"#;
    for text in [
        inner.to_owned(),
        sns(Value::Null)
            .to_string()
            .replace("null", &inner.replace('\\', "\\\\").replace('"', "\\\"")),
    ] {
        let found = events::parse(text.as_bytes()).unwrap();
        let [Event::Message(message)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(message.text(), Some("cut \u{fffd}"));
    }
}

#[test]
fn limits_depth_size_and_number_of_values() {
    let mut deep = json!({"field": "flows", "value": {}});
    for _ in 0..20 {
        deep = json!([deep]);
    }
    let found = parse(&deep);
    assert!(
        matches!(found.as_slice(), [Event::Unknown(part)] if *part.value() == UnknownPart::TooDeep),
        "{found:?}"
    );
    // Within the limit of JSON.
    let mut text = "x".to_owned();
    for _ in 0..12 {
        text = Value::String(text).to_string();
    }
    assert!(events::parse(text.as_bytes()).is_err());

    let large = format!("[{}", " ".repeat(events::MAX_BYTES));
    let many = format!("[{}0]", "{},".repeat(events::MAX_VALUES));
    let nested = json!({"Records": [{"body": many}]}).to_string();
    let change =
        |parts: String| format!(r#"{{"field": "messages", "value": {{"messages": [{parts}]}}}}"#);
    let events = change(vec!["{}"; events::MAX_EVENTS + 1].join(","));
    assert!(events::parse(change(vec!["{}"; events::MAX_EVENTS].join(",")).as_bytes()).is_ok());
    for text in [large, many, nested, events] {
        let error = events::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ParseError::TooLarge { .. }), "{error}");
    }
}

/// Each part has the source of its carrier, whose texts must not be copied for
/// each part.
#[test]
fn large_carriers_of_many_parts_are_cheap() {
    let long = "x".repeat(1_000_000);
    let change = json!({"field": "messages", "value": {"messages": [{}]}});
    let entry = json!({"id": long, "changes": vec![change; 5000]});
    let envelope = json!({
        "context": {
            "MetaWabaIds": vec![json!({"wabaId": "1"}); 20_000],
            "MetaPhoneNumberIds": vec![json!({}); 20_000],
        },
        "aws_account_id": long,
        "whatsAppWebhookEntry": entry,
    });
    let found = parse(&json!({"detail-type": long, "id": long, "detail": envelope}));
    assert_eq!(found.len(), 5000);
    assert_eq!(found[4999].source().wabas().len(), 20_000);

    // Many people and many messages, and many parts of a list without events.
    let contacts = vec![json!({"wa_id": "1"}); 100_000];
    let messages = vec![json!({"from": "2"}); 15_000];
    let value = json!({"contacts": contacts, "messages": messages});
    assert_eq!(
        parse(&json!({"field": "messages", "value": value})).len(),
        15_000
    );
    let mut parts = vec![json!(1); 15_000];
    parts.push(json!({"field": "flows", "value": {}}));
    assert_eq!(parse(&json!(parts)).len(), 15_001);
}

#[test]
fn explains_inputs_without_events() {
    for (text, expected) in [
        ("", "not JSON: EOF while parsing a value at line 1 column 0"),
        (
            "{",
            "not JSON: EOF while parsing an object at line 1 column 1",
        ),
        ("hello", "not JSON: expected value at line 1 column 1"),
        ("\u{1}", "not JSON: expected value at line 1 column 1"),
        ("{}", "no events in an empty object"),
        ("null", "no events in null"),
        (
            "[1, 2]",
            "no events in a list without a part that contains events",
        ),
        ("\"text\"", "no events in a string"),
        ("7", "no events in a number"),
        ("true", "no events in a boolean"),
        (
            r#"{"to": "+14255550123", "a\nb": 1, "\u202e": 2, "d": 1, "e": 1, "f": 1}"#,
            "no events in an object with `a?b`, `d`, `e`, `f`, `to`, …",
        ),
    ] {
        let error = events::parse(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}: {error}");
        assert!(!error.contains("4255550123"), "{error}");
    }
    let error = events::parse(b"{\"a\": \"\xff\"}").unwrap_err();
    assert_eq!(error.to_string(), "not JSON: invalid UTF-8 at byte 7");
}
