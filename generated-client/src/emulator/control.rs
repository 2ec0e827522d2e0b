//! The HTTP paths that inspect an emulator and inject failures; the
//! documentation of the parent module lists them.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request, Response, StatusCode};
use runtime::Bytes;
use runtime::server::{Control, Fault, FaultKind, FaultStage, Rejection};
use serde_json::{Value, json};

use super::handle::Emulator;
use super::page;
use super::record::{MetaError, SentMessage};
use super::resources;
use super::values::{fraction, number, text, unknown};
use crate::service::SERVICE;

/// The prefix of all control paths.
const ROOT: &str = "/_emulator/";

/// A handler of the control paths.
pub(super) struct Controls(pub(super) Emulator);

impl Control for Controls {
    fn owns(&self, path: &str) -> bool {
        path == page::PATH || path.starts_with(ROOT)
    }

    fn answer(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let path = request.uri().path();
        if request.method() == Method::GET
            && let Some(file) = page::file(path)
        {
            return Some(file);
        }
        let name = path.strip_prefix(ROOT)?;
        let answer = match (request.method(), name) {
            (&Method::GET, "messages") => Ok(self.messages()),
            (&Method::GET, "faults") => Ok(self.faults()),
            (&Method::POST, "faults") => read(request.body())
                .and_then(|json| self.fault(&json))
                .map(|fault| {
                    self.0.faults().add(fault);
                    self.faults()
                }),
            (&Method::DELETE, "faults") => {
                self.0.faults().clear();
                Ok(self.faults())
            }
            (&Method::PUT | &Method::POST, name)
                if resources::is_changed_by(request.method(), name) =>
            {
                read(request.body()).and_then(|json| resources::change(&self.0, name, &json))
            }
            (&Method::PUT, "clock") => read(request.body()).and_then(|json| self.clock(&json)),
            (&Method::GET, name) => Ok(resources::show(&self.0, name)?),
            _ => return None,
        };
        Some(match answer {
            Ok(json) => respond(&json),
            Err(message) => Rejection::new(400, "InvalidControl", message).into_response(),
        })
    }
}

impl Controls {
    fn messages(&self) -> Value {
        let messages = self.0.messages();
        json!({ "messages": messages.iter().map(message).collect::<Vec<_>>() })
    }

    fn faults(&self) -> Value {
        let faults = self.0.faults().list();
        json!({ "faults": faults.iter().map(describe).collect::<Vec<_>>() })
    }

    fn clock(&self, json: &Value) -> Result<Value, String> {
        match json.get("time") {
            None | Some(Value::Null) => self.0.clock().reset(),
            Some(time) => {
                let seconds = time.as_u64().ok_or("time must be in seconds since 1970")?;
                let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
                self.0.clock().set(time.ok_or("time is out of range")?);
            }
        }
        Ok(json!({}))
    }
}

fn respond(json: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(json.to_string()));
    *response.status_mut() = StatusCode::OK;
    let value = http::HeaderValue::from_static("application/json");
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, value);
    response
}

fn read(body: &Bytes) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is not valid JSON: {error}"))
}

fn message(message: &SentMessage) -> Value {
    json!({
        "messageId": message.id,
        "originationPhoneNumberId": message.phone_number_id,
        "accountId": message.account_id,
        "metaApiVersion": message.meta_api_version,
        "message": STANDARD.encode(&message.body),
        "time": message.at.as_millis() as f64 / 1000.0,
        "status": if message.failure.is_some() { "failed" } else { "delivered" },
        "errors": message.failure.iter().map(MetaError::json).collect::<Vec<_>>(),
    })
}

/// The members of a fault.
const MEMBERS: [&str; 7] = [
    "kind",
    "milliseconds",
    "operation",
    "stage",
    "times",
    "probability",
    "seed",
];

impl Controls {
    /// Reads `{"kind": "throttle", "operation": "SendWhatsAppMessage", "times": 3}`.
    fn fault(&self, json: &Value) -> Result<Fault, String> {
        let members = json.as_object().ok_or("the body must be a JSON object")?;
        if let Some(name) = members
            .keys()
            .find(|name| !MEMBERS.contains(&name.as_str()))
        {
            return Err(unknown("member", name, &MEMBERS));
        }
        let mut fault = Fault::new(kind(json)?);
        if let Some(operation) = text(json, "operation")? {
            let server = crate::server::server(self.0.clone());
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
        "kind": kind,
        "milliseconds": milliseconds,
        "operation": fault.operation(),
        "stage": stage,
        "times": fault.remaining(),
        "probability": fault.probability(),
    })
}
