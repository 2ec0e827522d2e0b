//! Undocumented inputs.

use proptest::prelude::*;
use serde_json::{Value, json};
use socialmessaging::events::{self, Event};

use crate::carriers::CARRIERS;
use crate::examples::examples;

/// Any JSON of a small size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1e300)),
        ".{0,6}".prop_map(Value::from),
        Just(json!("[{}]")),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        // Names that the parser knows are more useful than others.
        let name = prop::sample::select(vec![
            "Records",
            "Sns",
            "body",
            "Type",
            "Message",
            "detail-type",
            "detail",
            "entry",
            "whatsAppWebhookEntry",
            "context",
            "MetaWabaIds",
            "changes",
            "field",
            "value",
            "messages",
            "statuses",
            "contacts",
            "errors",
            "metadata",
            "type",
            "text",
            "standby",
            "interactive",
            "edit",
            "x",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members = members.into_iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

/// The pointers of all nested values.
pub(crate) fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                places(entry, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// The examples, with JSON strings decoded so that mutations reach everything.
fn decoded() -> Vec<Value> {
    let decode = |(_, text): &(String, String)| {
        let mut value: Value = text.parse().unwrap();
        for at in ["/whatsAppWebhookEntry", "/Records/0/Sns/Message"] {
            if let Some(place) = value.pointer_mut(at) {
                *place = place.as_str().unwrap().parse().unwrap();
            }
        }
        value
    };
    examples("in-").iter().map(decode).collect()
}

/// A message before and after each part, and their number.
fn neighbors(part: Value) -> (Value, usize) {
    let good = json!({"id": "wamid.good", "type": "text", "text": {"body": "good"}});
    let change = |messages: Value| json!({"field": "messages", "value": {"messages": messages}});
    let entry = json!({"id": "1", "changes": [
        change(json!([good])),
        change(json!([good, part, good])),
        part,
        change(json!([good])),
    ]});
    let body = json!({"entry": [{"changes": [change(json!([good]))]}, part, entry]});
    (body, 5)
}

fn good(events: &[Event]) -> usize {
    let good = |event: &&Event| matches!(event, Event::Message(it) if it.message_id() == Some("wamid.good") && it.text() == Some("good"));
    events.iter().filter(good).count()
}

proptest! {
    #[test]
    fn rejects_bytes_that_are_not_json(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let is_json = serde_json::from_slice::<Value>(&bytes).is_ok();
        prop_assert!(is_json || events::parse(&bytes).is_err());
    }

    #[test]
    fn never_panics_on_json(value in any_json()) {
        let found = events::parse_value(&value);
        prop_assert_eq!(found, events::parse(value.to_string().as_bytes()));
    }

    #[test]
    fn never_loses_neighbors(part in any_json(), carrier in 0..CARRIERS.len()) {
        let (body, expected) = neighbors(part);
        let wrapped = CARRIERS[carrier].wrap(body);
        let found = events::parse(wrapped.to_string().as_bytes()).unwrap();
        prop_assert!(good(&found) >= expected, "{:?}", found);
    }

    #[test]
    fn mutated_examples_keep_their_neighbors(
        example in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let examples = decoded();
        let mut mutated = examples[example.index(examples.len())].clone();
        let mut all = Vec::new();
        places(&mutated, "", &mut all);
        *mutated.pointer_mut(&all[place.index(all.len())]).unwrap() = value;
        let good = json!({"messageId": "r", "body": {"field": "flows", "value": {"flow_id": "good"}}});
        let record = json!({"messageId": "m", "body": mutated.to_string()});
        let found = events::parse_value(&json!({"Records": [good, record, good]})).unwrap();
        let is_good = |event: Option<&Event>| matches!(event, Some(Event::Flow(flow)) if flow.value().flow_id() == Some("good"));
        prop_assert!(is_good(found.first()) && is_good(found.last()));
        // The convenience methods handle whatever was read.
        for event in &found {
            prop_assert!(!event.kind().is_empty());
            let _shown = format!("{event:?}");
            if let Event::Message(message) = event {
                let _any = (message.text(), message.sender(), message.profile_name(), message.answer());
                let _any = (message.media(), message.reaction(), message.replied_to());
            }
        }
    }

    #[test]
    fn truncated_examples_are_errors_or_lines(example in any::<prop::sample::Index>(), end in any::<prop::sample::Index>()) {
        let examples = examples("in-");
        let text = &examples[example.index(examples.len())].1;
        let bytes = &text.as_bytes()[..end.index(text.trim_end().len())];
        prop_assert!(events::parse(bytes).is_err());
    }
}
