//! Datasets and conversion events.

use serde_json::Value;

use super::api_error::ApiError;
use super::input::required;
use crate::emulator::call::ConversionEvent;
use crate::emulator::handle::Emulator;
use crate::emulator::state::Change;
use crate::input::{CreateWhatsAppDatasetInput, SendWhatsAppConversionEventInput};
use crate::output::{CreateWhatsAppDatasetOutput, SendWhatsAppConversionEventOutput};

/// The maximum age of an event, in seconds: seven days.
const AGE: i64 = 7 * 24 * 60 * 60;

pub(super) fn create_dataset(
    emulator: &Emulator,
    input: CreateWhatsAppDatasetInput,
) -> Result<CreateWhatsAppDatasetOutput, ApiError> {
    let mut state = emulator.state();
    let mut account = state.linked(&required(input.id))?.clone();
    let id = match &account.dataset_id {
        Some(id) => id.clone(),
        None => {
            let id = format!("123{:013}", state.next());
            account.dataset_id = Some(id.clone());
            state.commit(vec![Change::Account(account)])?;
            id
        }
    };
    let mut output = CreateWhatsAppDatasetOutput::new();
    output.dataset_id = id;
    Ok(output)
}

pub(super) fn send(
    emulator: &Emulator,
    input: SendWhatsAppConversionEventInput,
) -> Result<SendWhatsAppConversionEventOutput, ApiError> {
    let mut state = emulator.state();
    let dataset_id = required(input.dataset_id);
    let account = state.linked(&required(input.id))?;
    if account.dataset_id.as_ref() != Some(&dataset_id) {
        return Err(ApiError::not_found(format!(
            "the account has no dataset with the id {dataset_id}; create one with \
             CreateWhatsAppDataset"
        )));
    }
    let body = input.event_data.unwrap_or_default();
    let now = emulator.clock().timestamp();
    check(&body, now.as_millis() / 1000).map_err(ApiError::invalid)?;
    let event = ConversionEvent {
        request_id: format!("emulated-{:012}", state.next()),
        dataset_id,
        body: body.into(),
        at: now,
    };
    let mut output = SendWhatsAppConversionEventOutput::new();
    output.request_id.clone_from(&event.request_id);
    state.commit(vec![Change::Conversion(event)])?;
    Ok(output)
}

/// Checks the members that Meta requires. Both a list of events in `data` and a
/// single event are accepted: AWS does not document which of them it expects.
fn check(body: &[u8], now: i64) -> Result<(), String> {
    let json: Value = serde_json::from_slice(body)
        .map_err(|error| format!("eventData is not valid JSON: {error}"))?;
    let events = match &json["data"] {
        Value::Null => std::slice::from_ref(&json),
        Value::Array(events) => events,
        _ => return Err("data of eventData is not a list".to_owned()),
    };
    if events.is_empty() {
        return Err("eventData has no events".to_owned());
    }
    for event in events {
        for name in ["event_name", "action_source"] {
            if event[name].as_str().is_none_or(str::is_empty) {
                return Err(format!("an event has no {name}"));
            }
        }
        if !event["user_data"].is_object() {
            return Err("an event has no user_data".to_owned());
        }
        let time = event["event_time"].as_i64();
        let time = time.ok_or("event_time of an event is not a number of seconds")?;
        if time > now || now - time > AGE {
            return Err(format!(
                "event_time {time} is in the future or more than seven days ago"
            ));
        }
    }
    Ok(())
}
