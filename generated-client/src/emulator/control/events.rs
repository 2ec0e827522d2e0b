//! The path of events.

use serde_json::{Value, json};

use super::entries;
use super::request::{ControlRequest, ControlResponse, ControlResult, Problem};
use crate::emulator::values::number;

/// Lists the events, or those after a number.
pub(super) fn list(request: &ControlRequest<'_>) -> ControlResult {
    let after = match request.parameter("after") {
        None => 0,
        Some(after) => after
            .parse()
            .map_err(|_| "after must be the number of an event".to_owned())?,
    };
    request.emulator.refresh();
    let state = request.emulator.state();
    let events = state.events.after(after).map(entries::event);
    Ok(ControlResponse::Json(
        json!({ "events": events.collect::<Vec<_>>() }),
    ))
}

/// Delivers a new event, or a copy of an earlier one.
pub(super) fn post(request: &ControlRequest<'_>) -> ControlResult {
    let given = match (&request.body["entry"], number(&request.body, "redeliver")?) {
        (Value::Null, Some(number)) => {
            let copy = request.emulator.redeliver(number)?;
            copy.ok_or_else(|| Problem::NotFound(format!("no event has the number {number}")))?
        }
        (Value::Object(_), None) => {
            let entry = serde_json::from_value(request.body["entry"].clone());
            let entry = entry.map_err(|error| format!("entry is not valid: {error}"))?;
            let delivered = request.emulator.deliver(entry)?;
            delivered.ok_or_else(|| "no account is linked, so there can be no events".to_owned())?
        }
        (Value::Null, None) => return Err("set entry or redeliver".to_owned().into()),
        (_, None) => return Err("entry must be a JSON object".to_owned().into()),
        (_, Some(_)) => return Err("set either entry or redeliver, not both".to_owned().into()),
    };
    Ok(ControlResponse::Json(json!({ "number": given })))
}
