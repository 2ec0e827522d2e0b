//! The path of events.

use serde_json::{Value, json};

use super::call::{Answer, Call, Outcome, Problem};
use super::entries;
use crate::emulator::values::number;

/// Lists the events, or those after a number.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let after = match call.parameter("after") {
        None => 0,
        Some(after) => after
            .parse()
            .map_err(|_| "after must be the number of an event".to_owned())?,
    };
    call.emulator.refresh();
    let state = call.emulator.state();
    let events = state.events.after(after).map(entries::event);
    Ok(Answer::Json(
        json!({ "events": events.collect::<Vec<_>>() }),
    ))
}

/// Delivers a new event, or a copy of an earlier one.
pub(super) fn post(call: &Call<'_>) -> Outcome {
    let given = match (&call.body["entry"], number(&call.body, "redeliver")?) {
        (Value::Null, Some(number)) => {
            let copy = call.emulator.redeliver(number)?;
            copy.ok_or_else(|| Problem::NotFound(format!("no event has the number {number}")))?
        }
        (Value::Object(_), None) => {
            let entry = serde_json::from_value(call.body["entry"].clone());
            let entry = entry.map_err(|error| format!("entry is not valid: {error}"))?;
            let delivered = call.emulator.deliver(entry)?;
            delivered.ok_or_else(|| "no account is linked, so there can be no events".to_owned())?
        }
        (Value::Null, None) => return Err("set entry or redeliver".to_owned().into()),
        (_, None) => return Err("entry must be a JSON object".to_owned().into()),
        (_, Some(_)) => return Err("set either entry or redeliver, not both".to_owned().into()),
    };
    Ok(Answer::Json(json!({ "number": given })))
}
