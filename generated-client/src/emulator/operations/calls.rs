//! Calls and call permissions.

use runtime::Timestamp;
use serde_json::Value;

use super::api_error::ApiError;
use super::input::{is_version, required};
use super::media::sender;
use crate::emulator::call::{Call, CallPermission, permission_key};
use crate::emulator::entry::CallStep;
use crate::emulator::handle::Emulator;
use crate::emulator::state::State;
use crate::input::{GetWhatsAppCallPermissionInput, SendWhatsAppCallEventInput};
use crate::output::{GetWhatsAppCallPermissionOutput, SendWhatsAppCallEventOutput};
use crate::types::{
    WhatsAppCallPermission, WhatsAppCallPermissionAction, WhatsAppCallPermissionLimit,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The maximum number of permission requests to a person in a day, and in seven
/// days.
const REQUESTS: [(&str, i64, i32); 2] = [("PT24H", DAY, 1), ("P7D", 7 * DAY, 2)];

/// The maximum number of calls to a person in a day.
const CALLS: [(&str, i64, i32); 1] = [("PT24H", DAY, 100)];

pub(super) fn permission(
    emulator: &Emulator,
    input: GetWhatsAppCallPermissionInput,
) -> Result<GetWhatsAppCallPermissionOutput, ApiError> {
    let state = emulator.state();
    let number = sender(&state, &required(input.origination_phone_number_id))?;
    let person = input.destination_phone_number.or(input.end_user_bsuid);
    let person = required(person);
    let now = emulator.clock().timestamp();
    let mut permission = WhatsAppCallPermission::new();
    let given = current(&state, &number, &person, now);
    permission.status = match given {
        None => "no_permission",
        Some(CallPermission { until: None, .. }) => "permanent",
        Some(_) => "temporary",
    }
    .to_owned();
    permission.expiration_time = given.and_then(|given| given.until);
    let calls = limits(&CALLS, &call_times(&state, &number, &person), now);
    let requests = limits(&REQUESTS, &request_times(&state, &number, &person), now);
    let is_within = |limits: &[WhatsAppCallPermissionLimit]| {
        let mut limits = limits.iter();
        limits.all(|limit| limit.current_usage < limit.max_allowed)
    };
    let action = |name: &str, is_possible: bool, limits: Vec<WhatsAppCallPermissionLimit>| {
        let mut action = WhatsAppCallPermissionAction::new();
        action.action_name = name.to_owned();
        action.can_perform_action = is_possible && is_within(&limits);
        action.limits = limits;
        action
    };
    let mut output = GetWhatsAppCallPermissionOutput::new();
    output.permission = permission;
    output.actions = vec![
        action("send_call_permission_request", true, requests),
        action("start_call", given.is_some(), calls),
    ];
    Ok(output)
}

/// Returns a permission that has not expired.
fn current<'a>(
    state: &'a State,
    number: &str,
    person: &str,
    now: Timestamp,
) -> Option<&'a CallPermission> {
    let permission = state.permissions.get(&permission_key(number, person));
    permission.filter(|permission| permission.until.is_none_or(|until| until > now))
}

fn limits(
    limits: &[(&str, i64, i32)],
    times: &[Timestamp],
    now: Timestamp,
) -> Vec<WhatsAppCallPermissionLimit> {
    let limits = limits.iter().map(|(period, length, max)| {
        let age = |time: &&Timestamp| now.as_millis() - time.as_millis();
        let recent: Vec<_> = times.iter().filter(|time| age(time) < *length).collect();
        let mut limit = WhatsAppCallPermissionLimit::new();
        limit.time_period = (*period).to_owned();
        limit.max_allowed = *max;
        limit.current_usage = i32::try_from(recent.len()).unwrap_or(i32::MAX);
        if limit.current_usage >= limit.max_allowed {
            let first = recent.first().map(|first| first.as_millis() + length);
            limit.limit_expiration_time = first.map(Timestamp::from_millis);
        }
        limit
    });
    limits.collect()
}

/// The times of the calls to a person.
fn call_times(state: &State, number: &str, person: &str) -> Vec<Timestamp> {
    let calls = state.calls.values();
    let calls = calls.filter(|call| call.phone_number_id == number && call.person == person);
    calls.map(|call| call.at).collect()
}

/// The times of the requests for a permission since the last call, which resets
/// their limit.
fn request_times(state: &State, number: &str, person: &str) -> Vec<Timestamp> {
    let last_call = call_times(state, number, person).into_iter().max();
    let messages = state.messages.iter().filter(|message| {
        message.phone_number_id == number
            && message.to().as_deref() == Some(person)
            && message.json()["interactive"]["type"] == "call_permission_request"
            && last_call.is_none_or(|last| message.at > last)
    });
    messages.map(|message| message.at).collect()
}

pub(super) fn send_event(
    emulator: &Emulator,
    input: SendWhatsAppCallEventInput,
) -> Result<SendWhatsAppCallEventOutput, ApiError> {
    let mut state = emulator.state();
    let number = sender(&state, &required(input.origination_phone_number_id))?;
    if !is_version(&required(input.meta_api_version)) {
        return Err(ApiError::invalid(
            "metaApiVersion is invalid: use a version such as v24.0",
        ));
    }
    let event = input.call_event.unwrap_or_default();
    let event: Value = serde_json::from_slice(&event)
        .map_err(|error| ApiError::invalid(format!("callEvent is not valid JSON: {error}")))?;
    let is_enabled = state
        .phone_number(&number)
        .and_then(|(_, number)| number.call_settings.as_ref())
        .is_some_and(|settings| settings.call_enabled);
    if !is_enabled {
        return Err(ApiError::invalid(
            "(#138000) calls are not enabled for the phone number; enable them with \
             UpdateLinkedWhatsAppBusinessAccountPhoneNumber",
        ));
    }
    let now = emulator.clock().timestamp();
    let (call, step) = match event["action"].as_str() {
        Some("connect") => (
            connect(&mut state, number, &event, now)?,
            Some(CallStep::Ringing),
        ),
        Some(action @ ("pre_accept" | "accept")) => {
            (advance(&state, &number, &event, action, now)?, None)
        }
        Some(action @ ("reject" | "terminate")) => (
            advance(&state, &number, &event, action, now)?,
            Some(CallStep::Terminate),
        ),
        _ => {
            return Err(ApiError::invalid(
                "the action of callEvent is invalid: use connect, pre_accept, accept, reject or \
                 terminate",
            ));
        }
    };
    let mut output = SendWhatsAppCallEventOutput::new();
    output.call_id.clone_from(&call.id);
    state.commit_call(call, step, now)?;
    Ok(output)
}

/// Starts a call.
fn connect(
    state: &mut State,
    phone_number_id: String,
    event: &Value,
    now: Timestamp,
) -> Result<Call, ApiError> {
    let person = event["to"].as_str().or(event["recipient"].as_str());
    let person = person.ok_or_else(|| ApiError::invalid("callEvent has no to or recipient"))?;
    if event["session"]["sdp"].as_str().is_none_or(str::is_empty) {
        return Err(ApiError::invalid("callEvent has no session with an sdp"));
    }
    if current(state, &phone_number_id, person, now).is_none() {
        return Err(ApiError::invalid(
            "(#138006) the person did not permit calls; send a call_permission_request",
        ));
    }
    let used = limits(&CALLS, &call_times(state, &phone_number_id, person), now);
    if used
        .iter()
        .any(|limit| limit.current_usage >= limit.max_allowed)
    {
        return Err(ApiError::invalid(
            "(#138012) the limit of calls to this person is reached; see \
             GetWhatsAppCallPermission",
        ));
    }
    let actions = vec!["connect".to_owned()];
    Ok(Call::new(
        state.next(),
        &phone_number_id,
        person,
        now,
        actions,
    ))
}

/// Adds an event to a call.
fn advance(
    state: &State,
    number: &str,
    event: &Value,
    action: &str,
    now: Timestamp,
) -> Result<Call, ApiError> {
    let id = event["call_id"].as_str();
    let id = id.ok_or_else(|| ApiError::invalid("callEvent has no call_id"))?;
    let call = state.calls.get(id);
    let mut call = call
        .filter(|call| call.phone_number_id == number)
        .ok_or_else(|| {
            ApiError::not_found(format!("the phone number has no call with the id {id}"))
        })?
        .clone();
    if call.is_over() || call.actions.iter().any(|earlier| earlier == action) {
        return Err(ApiError::conflict(format!(
            "the call {id} is over, or its event {action} was already sent"
        )));
    }
    call.add(action, now);
    Ok(call)
}
