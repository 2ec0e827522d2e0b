//! Changes of each field, and their parts.

use serde_json::{Value, json};
use socialmessaging::events::{
    AccountChange, Answer, AppUpdate, CallUpdate, Event, MediaKind, Party, StandbyUpdate,
    TemplateUpdate, UnknownPart,
};
use socialmessaging::messages::Recipient;
use socialmessaging::whatsapp::{ReceivedContent, WebhookField};

use crate::carriers::parse;

fn change(field: &str, value: Value) -> Vec<Event> {
    parse(&json!({"field": field, "value": value}))
}

/// The kind of an event with its variant.
fn kind(event: &Event) -> String {
    let variant = match event {
        Event::Template(part) => match part.value() {
            TemplateUpdate::Status(_) => "status",
            TemplateUpdate::Quality(_) => "quality",
            TemplateUpdate::Components(_) => "components",
            TemplateUpdate::Category(_) => "category",
            TemplateUpdate::CategoryDetection(_) => "detection",
            _ => "?",
        },
        Event::Account(part) => match part.value() {
            AccountChange::Account(_) => "account",
            AccountChange::Alert(_) => "alert",
            AccountChange::Review(_) => "review",
            AccountChange::Capability(_) => "capability",
            AccountChange::Username(_) => "username",
            AccountChange::PhoneNumberName(_) => "name",
            AccountChange::PhoneNumberQuality(_) => "quality",
            AccountChange::Security(_) => "security",
            AccountChange::PartnerSolution(_) => "partner",
            AccountChange::PaymentConfiguration(_) => "payment",
            _ => "?",
        },
        Event::Call(part) => match part.value() {
            CallUpdate::Call(_) => "call",
            CallUpdate::Status(_) => "status",
            _ => "?",
        },
        Event::App(part) => match part.value() {
            AppUpdate::Echo(_) => "echo",
            AppUpdate::History(_) => "history",
            AppUpdate::HistoryMessage(_) => "message",
            AppUpdate::Contact(_) => "contact",
            _ => "?",
        },
        Event::Standby(part) => match part.value() {
            StandbyUpdate::Message(_) => "message",
            StandbyUpdate::Status(_) => "status",
            StandbyUpdate::Echo(_) => "echo",
            _ => "?",
        },
        Event::Unknown(part) => return format!("unknown {:?}", part.value()),
        _ => return event.kind().to_owned(),
    };
    format!("{} {variant}", event.kind())
}

#[test]
fn reads_each_field() {
    let table = [
        (
            "messages",
            json!({"messages": [{"id": "1"}], "statuses": [{"id": "2"}], "errors": [{"code": 1}]}),
            "message, status, error",
        ),
        (
            "calls",
            json!({"calls": [{"id": "1"}], "statuses": [{"id": "1"}], "errors": [{}]}),
            "call call, call status, error",
        ),
        ("flows", json!({"event": "FLOW_STATUS_CHANGE"}), "flow"),
        (
            "message_template_status_update",
            json!({"event": "APPROVED"}),
            "template status",
        ),
        (
            "message_template_status_update",
            json!({"new_quality_score": "RED"}),
            "template quality",
        ),
        (
            "message_template_quality_update",
            json!({}),
            "template quality",
        ),
        (
            "message_template_components_update",
            json!({}),
            "template components",
        ),
        ("template_category_update", json!({}), "template category"),
        (
            "template_correct_category_detection",
            json!({}),
            "template detection",
        ),
        (
            "user_preferences",
            json!({"user_preferences": [{}, {}]}),
            "preference, preference",
        ),
        ("user_id_update", json!({"user_id_update": [{}]}), "user-id"),
        ("account_alerts", json!({}), "account alert"),
        ("account_review_update", json!({}), "account review"),
        ("account_settings_update", json!({}), "unknown Field"),
        ("account_update", json!({}), "account account"),
        (
            "business_capability_update",
            json!({}),
            "account capability",
        ),
        ("business_username_update", json!({}), "account username"),
        ("business_username_updates", json!({}), "account username"),
        ("phone_number_name_update", json!({}), "account name"),
        ("phone_number_quality_update", json!({}), "account quality"),
        ("security", json!({}), "account security"),
        ("partner_solutions", json!({}), "account partner"),
        ("payment_configuration_update", json!({}), "account payment"),
        (
            "automatic_events",
            json!({"automatic_events": [{}]}),
            "conversion",
        ),
        ("group_lifecycle_update", json!({"groups": [{}]}), "group"),
        (
            "group_participants_update",
            json!({"groups": [{}]}),
            "group",
        ),
        ("group_participant_update", json!({"groups": [{}]}), "group"),
        ("group_participant_change", json!({"groups": [{}]}), "group"),
        (
            "group_membership_approval_request",
            json!({"groups": [{}]}),
            "group",
        ),
        ("group_settings_update", json!({"groups": [{}]}), "group"),
        ("group_status_update", json!({"groups": [{}]}), "group"),
        (
            "history",
            json!({"history": [{}], "messages": [{}]}),
            "app history, app message",
        ),
        (
            "smb_message_echoes",
            json!({"message_echoes": [{}]}),
            "app echo",
        ),
        (
            "message_echoes",
            json!({"message_echoes": [{}]}),
            "app echo",
        ),
        (
            "smb_app_state_sync",
            json!({"state_sync": [{}]}),
            "app contact",
        ),
        (
            "messaging_handovers",
            json!({"type": "control_passed"}),
            "handover",
        ),
        (
            "standby",
            json!({"standby": {"messages": [{}], "message_echoes": [{}], "statuses": [{}]}}),
            "standby message, standby echo, standby status",
        ),
        (
            "standby",
            json!({"standby": [{"id": "1"}, {"id": "1", "to": "2"}, {"id": "1", "status": "sent"}, {"x": 1}]}),
            "standby message, standby echo, standby status, unknown Form",
        ),
        ("tracking_events", json!({}), "unknown Field"),
        ("brand_new", json!({"messages": [{}]}), "unknown Field"),
    ];
    let mut fields: Vec<&str> = WebhookField::values().to_vec();
    for (field, value, expected) in table {
        let found: Vec<String> = change(field, value.clone()).iter().map(kind).collect();
        assert_eq!(found.join(", "), expected, "{field} {value}");
        fields.retain(|known| *known != field);
    }
    assert_eq!(fields, [""; 0], "fields without a test");
}

#[test]
fn keeps_parts_without_a_type() {
    for (value, expected) in [
        (json!({}), "unknown Empty"),
        (json!({"messages": []}), "unknown Empty"),
        (json!({"messages": null, "metadata": {}}), "unknown Empty"),
        (json!({"contacts": [{}]}), "unknown Empty"),
        (json!({"polls": [{}]}), "unknown Member"),
        (json!("text"), "unknown Form"),
        (
            json!({"messages": ["x", {"id": "1"}, null, 7]}),
            "unknown Form, message, unknown Form",
        ),
        (json!({"messages": {"id": "1"}}), "message"),
        (
            json!({"messages": "x", "statuses": [{}]}),
            "unknown Form, status",
        ),
        (
            json!({"messages": [{}], "polls": [{"a": 1}]}),
            "message, unknown Member",
        ),
        (
            json!({"messages": [{}], "contacts": ["x"]}),
            "message, unknown Form",
        ),
        (json!({"messages": [{}], "numbers": [1, 2]}), "message"),
    ] {
        let events = change("messages", value.clone());
        let found: Vec<String> = events.iter().map(kind).collect();
        assert_eq!(found.join(", "), expected, "{value}");
    }
    let found = change(
        "messages",
        json!({"messages": [{}], "polls": [{"a": 1}], "extra": 5}),
    );
    assert_eq!(found[1].raw().to_string(), r#"{"polls":[{"a":1}]}"#);
    assert_eq!(found[0].source().rest()["extra"].to_string(), "5");
    // Without a field, the members decide.
    let found = parse(&json!({"changes": [{"value": {"messages": [{}]}}, {"value": {"x": 1}}, 5]}));
    let found: Vec<String> = found.iter().map(kind).collect();
    assert_eq!(found, ["message", "unknown Field", "unknown Form"]);
}

#[test]
fn connects_messages_with_contacts() {
    let people = json!([
        {"wa_id": "1", "profile": {"name": "Ada"}},
        {"user_id": "US.2", "profile": {"name": "Bo"}},
    ]);
    let found = change(
        "messages",
        json!({"contacts": people, "messages": [
            {"from_user_id": "US.2"}, {"from": "1"}, {"from": "3"},
        ]}),
    );
    let names: Vec<_> = found
        .iter()
        .map(|event| match event {
            Event::Message(message) => message.profile_name(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(names, [Some("Bo"), Some("Ada"), None]);

    let found = change(
        "messages",
        json!({"contacts": people, "messages": [{"from": "3"}]}),
    );
    assert!(matches!(&found[0], Event::Message(message) if message.contact().is_none()));

    // One person and one message belong together, even if the ids differ.
    let person = json!([{"wa_id": "5511987654321", "profile": {"name": "Caio"}}]);
    let found = change(
        "messages",
        json!({"contacts": person, "messages": [{"from": "551187654321"}]}),
    );
    assert!(matches!(&found[0], Event::Message(message) if message.profile_name() == Some("Caio")));
    let found = change(
        "messages",
        json!({"contacts": person, "messages": [{"from": "2"}, {"from": "3"}]}),
    );
    assert!(matches!(&found[0], Event::Message(message) if message.profile_name().is_none()));
}

/// The only message of a change with this message.
fn message(value: Value) -> socialmessaging::events::MessageEvent {
    let mut found = change("messages", json!({"messages": [value]}));
    match found.pop() {
        Some(Event::Message(message)) if found.is_empty() => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn reads_texts() {
    for (content, expected) in [
        (json!({"type": "text", "text": {"body": "hi"}}), Some("hi")),
        (
            json!({"type": "image", "image": {"id": "1", "caption": "cap"}}),
            Some("cap"),
        ),
        (
            json!({"type": "button", "button": {"payload": "p", "text": "Yes"}}),
            Some("Yes"),
        ),
        (
            json!({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "r", "title": "Row"}}}),
            Some("Row"),
        ),
        (
            json!({"type": "order", "order": {"text": "soon please"}}),
            Some("soon please"),
        ),
        (
            json!({"type": "edit", "edit": {"original_message_id": "w", "message": {"type": "text", "text": {"body": "new"}}}}),
            Some("new"),
        ),
        (
            json!({"type": "location", "location": {"latitude": 1}}),
            None,
        ),
        (json!({"type": "hologram", "hologram": {}}), None),
        (json!({"type": "text"}), None),
        (json!({}), None),
    ] {
        assert_eq!(message(content.clone()).text(), expected, "{content}");
    }
}

#[test]
fn reads_answers() {
    let reply = |reply: Value| message(json!({"type": "interactive", "interactive": reply}));
    let button = message(json!({"type": "button", "button": {"payload": "p", "text": "Yes"}}));
    assert_eq!(
        button.answer(),
        Some(Answer::Button {
            id: "p",
            title: Some("Yes")
        })
    );
    let button = reply(json!({"type": "button_reply", "button_reply": {"id": "b", "title": "B"}}));
    assert_eq!(button.answer().unwrap().id(), Some("b"));
    let row = reply(json!({"type": "list_reply", "list_reply": {"id": "r"}}));
    assert_eq!(
        row.answer(),
        Some(Answer::Row {
            id: "r",
            title: None
        })
    );
    for response in [
        json!("{\"flow_token\": \"t\", \"day\": 1}"),
        json!({"flow_token": "t", "day": 1}),
    ] {
        let form = reply(
            json!({"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": response}}),
        );
        let answer = form.answer().unwrap();
        assert_eq!(answer.flow_token(), Some("t"));
        assert!(matches!(answer, Answer::Form { response, .. } if response.get("day").is_some()));
        assert!(!format!("{answer:?}").contains("day"));
    }
    let calls = reply(
        json!({"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}}),
    );
    assert!(matches!(calls.answer(), Some(Answer::CallPermission(_))));
    for other in [
        json!({"type": "new_reply", "new_reply": {}}),
        json!({}),
        json!("x"),
    ] {
        assert_eq!(reply(other).answer(), None);
    }
}

#[test]
fn reads_files_reactions_and_senders() {
    let voice = message(json!({"type": "audio", "audio": {"id": "5", "voice": true}}));
    let media = voice.media().unwrap();
    assert_eq!((media.kind, media.file.id()), (MediaKind::Audio, Some("5")));
    for (reaction, removed) in [
        (json!({"message_id": "w", "emoji": "👍"}), false),
        (json!({"message_id": "w", "emoji": ""}), true),
        (json!({"message_id": "w"}), true),
    ] {
        let message = message(json!({"type": "reaction", "reaction": reaction}));
        assert_eq!(message.is_reaction_removed(), removed);
        assert_eq!(message.reaction().unwrap().message_id, Some("w"));
    }
    for (ids, sender) in [
        (
            json!({"from": "1", "from_user_id": "US.1"}),
            Some(Party::Phone("1")),
        ),
        (
            json!({"from": "", "from_user_id": "US.1"}),
            Some(Party::User("US.1")),
        ),
        (json!({}), None),
    ] {
        assert_eq!(message(ids).sender(), sender);
    }
    for (ids, chat) in [
        (
            json!({"from": "1", "group_id": "g"}),
            Some(Recipient::group("g")),
        ),
        (json!({"from": "1"}), Some(Recipient::Phone("+1".into()))),
        (
            json!({"from_user_id": "US.1"}),
            Some(Recipient::User("US.1".into())),
        ),
        (json!({}), None),
    ] {
        assert_eq!(message(ids).chat(), chat);
    }
    assert!(!message(json!({"type": "text"})).is_reaction_removed());
    let forwarded = message(json!({"context": {"forwarded": true}}));
    assert!(forwarded.is_forwarded() && forwarded.replied_to().is_none());
}

#[test]
fn keeps_unknown_kinds_with_their_sender() {
    let message =
        message(json!({"from": "1", "id": "w", "type": "hologram", "hologram": {"depth": 3}}));
    assert!(matches!(
        message.value().content(),
        Some(ReceivedContent::Unknown(_))
    ));
    assert_eq!(message.content_type(), Some("hologram"));
    assert_eq!(message.sender(), Some(Party::Phone("1")));
    assert_eq!(
        message.raw().get("hologram").unwrap().to_string(),
        r#"{"depth":3}"#
    );
}

#[test]
fn debug_hides_message_contents() {
    let secret = "SECRET";
    let events = parse(&json!({"id": "1", "changes": [
        {"field": "messages", "value": {
            "contacts": [{"wa_id": secret, "user_id": secret, "profile": {"name": secret}}],
            "extra": secret,
            "messages": [
                {"from": secret, "from_user_id": secret, "type": "text", "text": {"body": secret}},
                {"type": "image", "image": {"id": "1", "caption": secret}},
                {"type": "button", "button": {"payload": secret, "text": secret}},
                {"type": "reaction", "reaction": {"emoji": secret}},
                {"type": "hologram", "hologram": secret},
                secret,
            ],
            "statuses": [{"recipient_id": secret, "biz_opaque_callback_data": secret}],
        }},
        {"field": "calls", "value": {"calls": [{"from": secret, "session": {"sdp": secret}}]}},
        {"field": "new", "value": {"text": secret}},
    ]}));
    assert_eq!(events.len(), 9);
    for event in &events {
        assert!(!format!("{event:?}").contains(secret), "{event:?}");
        if let Event::Message(message) = event {
            let parts = format!(
                "{:?} {:?} {:?}",
                message.answer(),
                message.reaction(),
                message.sender()
            );
            assert!(!parts.contains(secret), "{parts}");
        }
    }
    assert_eq!(
        events
            .iter()
            .filter(
                |event| matches!(event, Event::Unknown(part) if *part.value() == UnknownPart::Form)
            )
            .count(),
        1
    );
}
