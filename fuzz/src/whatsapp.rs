//! Messages and events of WhatsApp: the JSON of bodies, and events in all carriers.

use std::sync::OnceLock;

use serde_json::Value;
use socialmessaging::Document;
use socialmessaging::events::{self, Event};
use socialmessaging::messages::Body;

use crate::budget::Budget;
use crate::failure::fail;
use crate::mutate::{self, Random};
use crate::target::Target;

/// Bodies of requests.
pub(crate) const MESSAGES: Target = Target {
    name: "messages",
    budget: Budget {
        allocations: 2_000,
        allocations_per_byte: 8,
        held: 64 * 1024,
        held_per_byte: 400,
    },
    largest: 16 * 1024,
    run: run_message,
    seeds: messages,
    mutate: |input, random| {
        static POOL: OnceLock<Vec<(String, Value)>> = OnceLock::new();
        mutate::json(input, random, mutate::pool(&POOL, messages))
    },
};

/// Events.
pub(crate) const EVENTS: Target = Target {
    name: "events",
    budget: Budget {
        allocations: 2_000,
        allocations_per_byte: 8,
        held: 64 * 1024,
        held_per_byte: 800,
    },
    largest: 32 * 1024,
    run: run_event,
    seeds: events,
    mutate: mutate_event,
};

/// A valid body is written as JSON that parses as the same body; any other body
/// is handled consistently.
fn run_message(input: &[u8]) {
    let body = match Body::from_json(input) {
        Ok(body) => body,
        Err(error) => {
            let _shown = error.to_string();
            return;
        }
    };
    let violations = body.validate();
    let is_valid = violations.is_ok();
    let _shown = (format!("{violations:?} {body:?}"), body.warnings());
    let json = write(&body);
    let read = match Body::from_json(json.as_bytes()) {
        Ok(read) => read,
        Err(error) => fail(&format!("a body is written as no body: {error}: {json}")),
    };
    // Values in a wrong format are violations, and are not written.
    if is_valid && (read != body || read.validate().is_err()) {
        fail(&format!("a valid body changes when it is written: {json}"));
    }
    if write(&read) != json {
        fail(&format!(
            "a body is written in two forms: {json} {}",
            write(&read)
        ));
    }
}

fn write(body: &Body) -> String {
    let json = match body {
        Body::Message(message) => serde_json::to_string(message),
        Body::ReadReceipt(receipt) => serde_json::to_string(receipt),
        Body::CallEvent(event) => serde_json::to_string(event),
        _ => fail("a kind of body that the target does not know"),
    };
    json.unwrap_or_else(|error| fail(&format!("a body cannot be written: {error}")))
}

/// Parsing is deterministic, and each event is written as JSON again.
fn run_event(input: &[u8]) {
    let events = match events::parse(input) {
        Ok(events) => events,
        Err(error) => {
            let _shown = error.to_string();
            return;
        }
    };
    if events.len() > events::MAX_EVENTS {
        fail("more events than the limit");
    }
    for event in &events {
        use_event(event);
        // Numbers may be larger than other JSON parsers support.
        let raw = event.raw().to_string();
        if raw.parse::<Document>().as_ref() != Ok(event.raw()) {
            fail(&format!(
                "the JSON of an event is written in another form: {raw}"
            ));
        }
    }
    let again = events::parse(input).unwrap_or_default();
    let kinds = |events: &[Event]| -> Vec<&str> { events.iter().map(Event::kind).collect() };
    if kinds(&again) != kinds(&events) {
        fail("events differ the second time");
    }
}

/// Calls the methods that event handlers call.
fn use_event(event: &Event) {
    let source = event.source();
    let _source = (
        source.phone_number_id(),
        source.waba_id(),
        source.record_id(),
    );
    let _shown = format!("{event:?}");
    match event {
        Event::Message(message) => {
            let _parts = (message.sender(), message.text(), message.answer());
            let _file = (message.media(), message.reaction(), message.chat());
            let _codes = message.error_codes().count();
        }
        Event::Status(status) => {
            let _parts = (status.recipient(), status.participant(), status.progress());
            let _class = status.error_class();
        }
        _ => {}
    }
}

macro_rules! examples {
    ($($name:literal)*) => {
        [$(include_str!(concat!("../../generated-client/tests/whatsapp/examples/", $name, ".json"))),*]
            .map(|text| text.as_bytes().to_vec())
            .into()
    };
}

fn messages() -> Vec<Vec<u8>> {
    examples! {
        "out-call-connect" "out-document-id" "out-interactive-button" "out-interactive-flow"
        "out-interactive-list" "out-interactive-product-list" "out-location" "out-read-typing"
        "out-template-carousel" "out-template-lto" "out-template-named"
        "out-template-positional-currency" "out-text-reply"
    }
}

fn events() -> Vec<Vec<u8>> {
    examples! {
        "in-entry-call-permission" "in-entry-flow-status" "in-entry-image-forwarded"
        "in-entry-unsupported" "in-entry-user-preferences" "in-envelope-call-connect"
        "in-envelope-status-failed-131047" "in-envelope-template-status" "in-envelope-text"
        "in-eventbridge-delivered" "in-sns-lambda-accepted"
    }
}

/// Changes JSON, or the JSON inside one of its strings.
fn mutate_event(input: &[u8], random: &mut Random) -> Vec<u8> {
    static POOL: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    let pool = mutate::pool(&POOL, events);
    if random.below(2) == 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(input)
        && let Some(text) = inner_json(&mut value)
    {
        let inner = mutate::json(text.as_bytes(), random, pool);
        *text = String::from_utf8_lossy(&inner).into_owned();
        return value.to_string().into_bytes();
    }
    mutate::json(input, random, pool)
}

/// The first string that contains JSON.
fn inner_json(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::String(text) => text.starts_with(['{', '[']).then_some(text),
        Value::Array(elements) => elements.iter_mut().find_map(inner_json),
        Value::Object(entries) => entries.values_mut().find_map(inner_json),
        _ => None,
    }
}
