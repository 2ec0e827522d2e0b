//! The paths of templates, Flows, calls and conversion events.

use runtime::Timestamp;
use serde_json::{Value, json};

use super::request::{ControlRequest, ControlResponse, ControlResult};
use crate::emulator::call;
use crate::emulator::flow::FlowStatus;
use crate::emulator::handle::Emulator;
use crate::emulator::operations::SIMULATED;
use crate::emulator::resources::Permission;
use crate::emulator::template::{Template, TemplateStatus};
use crate::emulator::values::{needed, number, one_of, required, unknown};

/// Lists the operations, and whether each is simulated.
pub(super) fn coverage(request: &ControlRequest<'_>) -> ControlResult {
    let server = crate::server::server(request.emulator.clone());
    let operations: Vec<Value> = server
        .operations()
        .map(|operation| {
            let is_simulated = SIMULATED.contains(&operation.name);
            json!({ "name": operation.name, "simulated": is_simulated })
        })
        .collect();
    Ok(ControlResponse::Json(json!({
        "simulated": SIMULATED.len(),
        "total": operations.len(),
        "operations": operations,
    })))
}

/// Returns a template, for the list of templates.
pub(super) fn template_json(template: &Template) -> Value {
    let mut shown = template.definition();
    shown["accountId"] = json!(template.account_id);
    shown
}

pub(super) fn templates(request: &ControlRequest<'_>) -> ControlResult {
    let templates = request.emulator.templates();
    let shown = templates.iter().map(template_json);
    Ok(ControlResponse::Json(
        json!({ "templates": shown.collect::<Vec<_>>() }),
    ))
}

pub(super) fn set_template(request: &ControlRequest<'_>) -> ControlResult {
    let json = &request.body;
    let id = needed(json, "id")?;
    let status = one_of(
        json,
        "status",
        "status",
        TemplateStatus::ALL,
        TemplateStatus::as_str,
    )?;
    let status = required("status", status)?;
    match request.emulator.set_template_status(id, status)? {
        true => Ok(ControlResponse::Json(json!({}))),
        false => Err(format!("no template has the id {id}").into()),
    }
}

pub(super) fn flows(request: &ControlRequest<'_>) -> ControlResult {
    let flows = request.emulator.flows();
    let shown = flows.iter().map(|flow| {
        json!({
            "id": flow.id,
            "accountId": flow.account_id,
            "name": flow.name,
            "status": flow.status.as_str(),
            "validationErrors": flow.validation_errors(),
        })
    });
    Ok(ControlResponse::Json(
        json!({ "flows": shown.collect::<Vec<_>>() }),
    ))
}

pub(super) fn set_flow(request: &ControlRequest<'_>) -> ControlResult {
    let json = &request.body;
    let id = needed(json, "id")?;
    let status = one_of(
        json,
        "status",
        "status",
        FlowStatus::ALL,
        FlowStatus::as_str,
    )?;
    let status = required("status", status)?;
    match request.emulator.set_flow_status(id, status)? {
        true => Ok(ControlResponse::Json(json!({}))),
        false => Err(format!("no Flow has the id {id}").into()),
    }
}

pub(super) fn calls(request: &ControlRequest<'_>) -> ControlResult {
    let calls = request.emulator.calls();
    let shown = calls.iter().map(call::Call::to_json);
    Ok(ControlResponse::Json(
        json!({ "calls": shown.collect::<Vec<_>>() }),
    ))
}

pub(super) fn receive_call(request: &ControlRequest<'_>) -> ControlResult {
    let phone_number_id = sender(request.emulator, &request.body)?;
    let person = needed(&request.body, "person")?;
    let id = request.emulator.receive_call(&phone_number_id, person)?;
    Ok(ControlResponse::Json(json!({ "id": id })))
}

pub(super) fn set_permission(request: &ControlRequest<'_>) -> ControlResult {
    let phone_number_id = sender(request.emulator, &request.body)?;
    let permission = permission(&request.body)?;
    let person = needed(&request.body, "person")?;
    request
        .emulator
        .set_permission(&phone_number_id, person, permission)?;
    Ok(ControlResponse::Json(json!({})))
}

pub(super) fn conversions(request: &ControlRequest<'_>) -> ControlResult {
    let events = request.emulator.conversion_events();
    let shown = events.iter().map(|event| {
        json!({
            "requestId": event.request_id,
            "datasetId": event.dataset_id,
            "event": event.json(),
        })
    });
    Ok(ControlResponse::Json(
        json!({ "conversions": shown.collect::<Vec<_>>() }),
    ))
}

fn permission(json: &Value) -> Result<Permission, String> {
    let kinds = ["none", "permanent", "temporary"];
    match (needed(json, "permission")?, number(json, "until")?) {
        ("none", None) => Ok(Permission::Never),
        ("permanent", None) => Ok(Permission::Always),
        ("temporary", Some(until)) => match i64::try_from(until) {
            Ok(until) => Ok(Permission::Until(Timestamp::from_secs(until))),
            Err(_) => Err("until is out of range".to_owned()),
        },
        ("temporary", None) => Err("a temporary permission needs until".to_owned()),
        ("none" | "permanent", Some(_)) => {
            Err("until is only allowed for a temporary permission".to_owned())
        }
        (kind, _) => Err(unknown("permission", kind, &kinds)),
    }
}

/// Returns the identifier of a phone number, which the request names by
/// identifier or ARN.
fn sender(emulator: &Emulator, json: &Value) -> Result<String, String> {
    let id = needed(json, "phoneNumberId")?;
    let state = emulator.state();
    let found = state.phone_number(id);
    found
        .map(|(_, number)| number.id.clone())
        .ok_or_else(|| format!("no phone number of a linked account has the id {id}"))
}
