//! Properties of the messages that constructors create, and of arbitrary JSON.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use socialmessaging::messages::{
    Audio, Body, Buttons, Catalog, Contacts, Document, Flow, Image, LinkButton, List, Location,
    Products, Reaction, Recipient, Template, Text,
};
use socialmessaging::whatsapp::Message;

use crate::examples::examples;
use crate::mutations::places;

/// Texts on both sides of limits, and of all characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,12}",
        2 => any::<String>(),
        1 => (0_usize..5000).prop_map(|length| "ä".repeat(length)),
        1 => prop::sample::select(vec!["", " ", "+14255550123", "1234567890", "https://example.com/a", "US.1"])
            .prop_map(str::to_owned),
    ]
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![
        8 => Just(Recipient::from("+14255550123")),
        1 => Just(Recipient::from("US.13491208655302741918")),
        1 => Just(Recipient::group("Y2FwaV9ncm91cDox")),
        1 => text().prop_map(Recipient::from),
    ]
}

/// The kinds of `message`.
const KINDS: u8 = 15;

/// A message of the kind with this number, with these texts.
fn message(kind: u8, to: Recipient, texts: &[String], places: (f64, f64)) -> Message {
    let mut next = texts.iter().cycle().cloned();
    let mut text = || next.next().unwrap_or_default();
    let count = texts.len();
    match kind {
        0 => Text::new(to, text()).preview_links().into(),
        1 => Text::new(to, text()).reply_to(text()).tag(text()).into(),
        2 => Image::new(to, text()).caption(text()).into(),
        3 => Document::new(to, text())
            .file_name(text())
            .caption(text())
            .into(),
        4 => Audio::voice(to, text()).into(),
        5 => Location::new(to, places.0, places.1).name(text()).into(),
        6 => Contacts::person(to, text(), text(), text()).into(),
        7 => Reaction::new(to, text(), text()).into(),
        8 => {
            let buttons = Buttons::new(to, text()).header_text(text()).footer(text());
            let buttons = (0..count).fold(buttons, |buttons, _| buttons.reply(text(), text()));
            buttons.into()
        }
        9 => {
            let list = List::new(to, text(), text()).section(text());
            let list = (0..count).fold(list, |list, _| {
                list.row_with_description(text(), text(), text())
            });
            list.into()
        }
        10 => LinkButton::new(to, text(), text(), text()).into(),
        11 => Flow::by_id(to, text(), text(), text())
            .screen(text(), [(text(), text())])
            .into(),
        12 => Products::new(to, text(), text(), text())
            .section(text(), texts.iter().cloned())
            .into(),
        13 => Catalog::new(to, text()).thumbnail(text()).into(),
        _ => Template::new(to, text(), "en_US")
            .header_text(text())
            .body(texts.iter().cloned())
            .url_button(0, text())
            .quick_reply(1, text())
            .into(),
    }
}

/// Any JSON of a small size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1.5)),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The JSON of a body.
fn written(body: &Body) -> Value {
    match body {
        Body::Message(message) => serde_json::to_value(message),
        Body::ReadReceipt(receipt) => serde_json::to_value(receipt),
        Body::CallEvent(event) => serde_json::to_value(event),
        _ => panic!("a new kind of body"),
    }
    .unwrap()
}

fn read(json: &Value) -> Body {
    Body::from_json(json.to_string().as_bytes()).unwrap()
}

/// One of the outbound examples.
fn example() -> impl Strategy<Value = Value> {
    let found = examples("out-").into_iter();
    let found: Vec<Value> = found
        .map(|(_, json)| serde_json::from_str(&json).unwrap())
        .collect();
    prop::sample::select(found)
}

proptest! {
    #[test]
    fn valid_messages_round_trip(
        kind in 0..KINDS,
        to in recipient(),
        texts in prop::collection::vec(text(), 1..6),
        latitude in -100.0..100.0,
        longitude in -200.0..200.0,
    ) {
        let message = message(kind, to, &texts, (latitude, longitude));
        let json = serde_json::to_value(&message).unwrap();
        let body = read(&json);
        prop_assert_eq!(&body, &Body::Message(Box::new(message.clone())));
        // The violations must be equal, so that a valid message is still valid
        // after it is read.
        let violations = |result: Result<(), socialmessaging::Violations>| {
            result.err().map(|violations| violations.to_string())
        };
        let message = socialmessaging::Validate::validate(&message);
        prop_assert_eq!(violations(body.validate()), violations(message));
        prop_assert_eq!(written(&body), json);
    }

    #[test]
    fn unknown_members_are_written_or_reported(
        example in example(),
        at in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let mut all = Vec::new();
        places(&example, "", &mut all);
        let objects: Vec<&String> = all
            .iter()
            .filter(|place| example.pointer(place).is_some_and(Value::is_object))
            .collect();
        let mut changed = example.clone();
        let place = objects[at.index(objects.len())];
        let object = changed.pointer_mut(place).unwrap();
        // Null is the same as an unset member.
        let value = if value.is_null() { json!(0) } else { value };
        object.as_object_mut().unwrap().insert("of_tomorrow".to_owned(), value);
        let body = read(&changed);
        if written(&body) != changed {
            // Variants that are text have no place for other members.
            prop_assert_eq!(written(&body), example);
            // The members of an object are reported one by one.
            let violations = body.validate().unwrap_err().to_string();
            let path = format!("{place}/of_tomorrow");
            prop_assert!(violations.lines().all(|line| {
                line.starts_with(&path) && line.ends_with("the model has no such member")
            }), "{}", violations);
        }
    }

    #[test]
    fn changed_messages_are_read_and_written(
        example in example(),
        at in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let mut all = Vec::new();
        places(&example, "", &mut all);
        let mut changed = example.clone();
        *changed.pointer_mut(&all[at.index(all.len())]).unwrap() = value;
        if let Ok(body) = Body::from_json(changed.to_string().as_bytes()) {
            let _ = (body.validate(), body.warnings(), format!("{body:?}"));
            // Values in a wrong format are reported, and not written.
            let json = written(&body);
            prop_assert_eq!(written(&read(&json)), json);
        } else {
            prop_assert!(!changed.is_object());
        }
    }

    #[test]
    fn all_objects_are_bodies(members in prop::collection::btree_map("[a-z_]{1,8}", any_json(), 0..6)) {
        let json = Value::Object(Map::from_iter(members));
        let body = read(&json);
        prop_assert!(body.validate().is_err());
        let json = written(&body);
        prop_assert_eq!(written(&read(&json)), json);
    }

    #[test]
    fn only_objects_are_bodies(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        any_json().prop_map(|value| value.to_string().into_bytes()),
    ]) {
        let is_object = serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value.is_object());
        prop_assert_eq!(Body::from_json(&bytes).is_ok(), is_object);
    }
}
