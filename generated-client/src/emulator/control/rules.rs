//! The paths of the policy and the clock.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::entries::seconds;
use super::request::{ControlRequest, ControlResponse, ControlResult};
use crate::emulator::delivery::retry::DeliveryFaults;
use crate::emulator::handle::Emulator;
use crate::emulator::ids::customer_id;
use crate::emulator::policy::{FailRule, StatusPolicy, WindowRule};
use crate::emulator::values::{self, fraction, number, one_of, only_members, text};

/// Returns the rules for sent messages.
pub(super) fn policy(request: &ControlRequest<'_>) -> ControlResult {
    let state = request.emulator.state();
    let failures = state
        .rules
        .failures
        .iter()
        .map(|rule| json!({ "code": rule.code, "times": rule.times, "to": rule.to }));
    Ok(ControlResponse::Json(json!({
        "statuses": state.rules.statuses.as_str(),
        "windows": state.rules.windows.as_str(),
        "failNext": failures.collect::<Vec<_>>(),
        "deliveries": {
            "duplicates": state.rules.deliveries.duplicates,
            "disorder": state.rules.deliveries.disorder,
            "seed": state.rules.deliveries.seed,
        },
    })))
}

/// Changes the rules for sent messages.
pub(super) fn set_policy(request: &ControlRequest<'_>) -> ControlResult {
    let json = &request.body;
    let statuses = one_of(
        json,
        "statuses",
        "policy",
        StatusPolicy::ALL,
        StatusPolicy::as_str,
    )?;
    let windows = one_of(json, "windows", "rule", WindowRule::ALL, WindowRule::as_str)?;
    let failure = fail_rule(&json["failNext"]).map_err(|problem| format!("failNext: {problem}"))?;
    let deliveries = delivery_faults(&json["deliveries"]);
    let deliveries = deliveries.map_err(|problem| format!("deliveries: {problem}"))?;
    if let Some(faults) = deliveries {
        request.emulator.set_delivery_faults(faults);
    }
    if let Some(policy) = statuses {
        request.emulator.set_status_policy(policy);
    }
    if let Some(rule) = windows {
        request.emulator.state().rules.windows = rule;
    }
    if let Some(rule) = failure {
        request.emulator.add_failure(rule);
    }
    policy(request)
}

fn fail_rule(json: &Value) -> Result<Option<FailRule>, String> {
    if json.is_null() {
        return Ok(None);
    }
    only_members(json, &["code", "times", "to"])?;
    let code = number(json, "code")?.ok_or("code is required")?;
    Ok(Some(FailRule {
        code: u32::try_from(code).map_err(|_| "code is out of range")?,
        times: number(json, "times")?.unwrap_or(1),
        to: text(json, "to")?.map(customer_id),
    }))
}

fn delivery_faults(json: &Value) -> Result<Option<DeliveryFaults>, String> {
    if json.is_null() {
        return Ok(None);
    }
    only_members(json, &["duplicates", "disorder", "seed"])?;
    Ok(Some(DeliveryFaults {
        duplicates: fraction(json, "duplicates")?.unwrap_or_default(),
        disorder: fraction(json, "disorder")?.unwrap_or_default(),
        seed: number(json, "seed")?.unwrap_or_default(),
    }))
}

/// Returns the time, and whether the clock is stopped.
pub(super) fn clock_json(emulator: &Emulator) -> Value {
    let clock = emulator.clock();
    json!({ "time": seconds(clock.timestamp()), "stopped": clock.is_stopped() })
}

pub(super) fn clock(request: &ControlRequest<'_>) -> ControlResult {
    Ok(ControlResponse::Json(clock_json(request.emulator)))
}

/// Stops the clock at a time, moves it, or returns to the system clock.
pub(super) fn set_clock(request: &ControlRequest<'_>) -> ControlResult {
    let clock = request.emulator.clock();
    let time = values::seconds(&request.body, "time");
    let time = time.map_err(|_| "time must be in seconds since 1970".to_owned())?;
    match (time, values::seconds(&request.body, "advance")?) {
        (Some(_), Some(_)) => {
            return Err("set either time or advance, not both".to_owned().into());
        }
        (Some(time), None) => {
            let time = SystemTime::UNIX_EPOCH.checked_add(time);
            clock.set(time.ok_or_else(|| "time is out of range".to_owned())?);
        }
        (None, Some(by)) => clock.advance(by),
        (None, None) => clock.reset(),
    }
    request.emulator.refresh();
    Ok(ControlResponse::Json(clock_json(request.emulator)))
}
