//! The paths that inject failures.

use std::time::Duration;

use runtime::server::{Fault, FaultKind, FaultStage};
use serde_json::{Value, json};

use crate::emulator::handle::Emulator;
use crate::emulator::values::{fraction, number, text, unknown};
use crate::service::SERVICE;

/// The members of a fault.
pub(super) const MEMBERS: &[&str] = &[
    "kind",
    "milliseconds",
    "operation",
    "stage",
    "times",
    "probability",
    "seed",
];

/// Lists the pending faults.
pub(super) fn list(emulator: &Emulator) -> Value {
    let faults = emulator.faults().list();
    json!({ "faults": faults.iter().map(describe).collect::<Vec<_>>() })
}

/// Reads `{"kind": "throttle", "operation": "SendWhatsAppMessage", "times": 3}`.
pub(super) fn fault(emulator: &Emulator, json: &Value) -> Result<Fault, String> {
    let mut fault = Fault::new(kind(json)?);
    if let Some(operation) = text(json, "operation")? {
        let server = crate::server::server(emulator.clone());
        let operations: Vec<_> = server.operations().collect();
        let found = operations.iter().find(|known| known.name == operation);
        let Some(found) = found else {
            let names: Vec<&str> = operations.iter().map(|known| known.name).collect();
            return Err(unknown("operation", operation, &names));
        };
        fault = fault.with_metadata(found);
    }
    match text(json, "stage")? {
        Some("after") => fault = fault.with_stage(FaultStage::After),
        None | Some("before") => {}
        Some(stage) => return Err(unknown("stage", stage, &["before", "after"])),
    }
    let (times, seed) = (number(json, "times")?, number(json, "seed")?);
    match (times, fraction(json, "probability")?) {
        (Some(_), Some(_)) => Err("set either times or probability, not both".to_owned()),
        (Some(0), None) => Err("times must be at least 1".to_owned()),
        (Some(times), None) => Ok(fault.with_times(times)),
        (None, Some(probability)) => {
            Ok(fault.with_probability(probability, seed.unwrap_or_default()))
        }
        (None, None) => Ok(fault),
    }
}

/// The kinds that are not error codes.
const KINDS: [&str; 6] = [
    "throttle",
    "500 to 599",
    "delay",
    "reset",
    "garbage",
    "html",
];

fn kind(json: &Value) -> Result<FaultKind, String> {
    let kind = text(json, "kind")?.ok_or("kind is required")?;
    match (kind, number(json, "milliseconds")?) {
        ("delay", Some(millis)) => return Ok(FaultKind::Delay(Duration::from_millis(millis))),
        ("delay", None) => return Err("a delay requires milliseconds".to_owned()),
        (_, Some(_)) => return Err("milliseconds is only allowed for a delay".to_owned()),
        (_, None) => {}
    }
    let status = kind.parse().ok();
    let status = status.filter(|status| (500..600).contains(status));
    match (kind, status, SERVICE.error(kind)) {
        ("throttle", ..) => Ok(FaultKind::Throttle),
        ("reset", ..) => Ok(FaultKind::Reset),
        ("garbage", ..) => Ok(FaultKind::Garbage),
        ("html", ..) => Ok(FaultKind::Html),
        (_, Some(status), _) => Ok(FaultKind::Status(status)),
        (_, _, Some(shape)) => Ok(FaultKind::Error(shape.into())),
        _ => {
            let codes = SERVICE.errors.iter().map(|shape| shape.code);
            let kinds: Vec<&str> = KINDS.into_iter().chain(codes).collect();
            Err(unknown("kind", kind, &kinds))
        }
    }
}

fn describe(fault: &Fault) -> Value {
    let (kind, milliseconds) = match fault.kind() {
        FaultKind::Throttle => ("throttle".to_owned(), None),
        FaultKind::Status(status) => (status.to_string(), None),
        FaultKind::Error(code) => (code.as_str().to_owned(), None),
        FaultKind::Delay(by) => ("delay".to_owned(), u64::try_from(by.as_millis()).ok()),
        FaultKind::Reset => ("reset".to_owned(), None),
        FaultKind::Garbage => ("garbage".to_owned(), None),
        FaultKind::Html => ("html".to_owned(), None),
        _ => ("other".to_owned(), None),
    };
    let stage = match fault.stage() {
        FaultStage::Before => "before",
        FaultStage::After => "after",
    };
    json!({
        "number": fault.number(),
        "kind": kind,
        "milliseconds": milliseconds,
        "operation": fault.operation(),
        "stage": stage,
        "times": fault.remaining(),
        "probability": fault.probability(),
    })
}
