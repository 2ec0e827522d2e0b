//! The paths with which other processes look into an emulator and make it
//! fail.
//!
//! | request | does |
//! |---|---|
//! | `GET /_emulator/messages` | lists the messages that were taken |
//! | `GET /_emulator/faults` | lists the failures that are still to come |
//! | `POST /_emulator/faults` | demands a failure |
//! | `DELETE /_emulator/faults` | demands none any more |
//! | `PUT /_emulator/clock` | stops the time: `{"time": 1728518400}`; `{}` goes by the machine's again |

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request, Response, StatusCode};
use runtime::Bytes;
use runtime::server::{Control, Fault, FaultKind, Rejection, Stage};
use serde_json::{Value, json};

use super::Emulator;
use super::record::SentMessage;

/// What every path of the controls begins with.
const ROOT: &str = "/_emulator/";

/// Answers the paths of the controls.
pub(super) struct Controls(pub(super) Emulator);

impl Control for Controls {
    fn owns(&self, path: &str) -> bool {
        path.starts_with(ROOT)
    }

    fn answer(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let name = request.uri().path().strip_prefix(ROOT)?;
        let answer =
            match (request.method(), name) {
                (&Method::GET, "messages") => Ok(self.messages()),
                (&Method::GET, "faults") => Ok(self.faults()),
                (&Method::POST, "faults") => read(request.body())
                    .and_then(|json| fault(&json))
                    .map(|fault| {
                        self.0.faults().add(fault);
                        self.faults()
                    }),
                (&Method::DELETE, "faults") => {
                    self.0.faults().clear();
                    Ok(self.faults())
                }
                (&Method::PUT, "clock") => read(request.body()).and_then(|json| self.clock(&json)),
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
                let seconds = time.as_u64().ok_or("time must be seconds since 1970")?;
                let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
                self.0.clock().set(time.ok_or("time is too far away")?);
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
    serde_json::from_slice(body).map_err(|error| format!("the body must be JSON: {error}"))
}

fn message(message: &SentMessage) -> Value {
    json!({
        "messageId": message.id,
        "originationPhoneNumberId": message.phone_number_id,
        "accountId": message.account_id,
        "metaApiVersion": message.meta_api_version,
        "message": STANDARD.encode(&message.body),
        "time": message.at.as_millis() as f64 / 1000.0,
    })
}

/// Reads `{"kind": "throttle", "operation": "SendWhatsAppMessage", "times": 3}`.
fn fault(json: &Value) -> Result<Fault, String> {
    let kind = match (json["kind"].as_str(), json["milliseconds"].as_u64()) {
        (Some("throttle"), _) => FaultKind::Throttle,
        (Some("500"), _) => FaultKind::Status(500),
        (Some("502"), _) => FaultKind::Status(502),
        (Some("reset"), _) => FaultKind::Reset,
        (Some("garbage"), _) => FaultKind::Garbage,
        (Some("html"), _) => FaultKind::Html,
        (Some("delay"), Some(millis)) => FaultKind::Delay(Duration::from_millis(millis)),
        (Some("delay"), None) => return Err("a delay needs milliseconds".to_owned()),
        _ => {
            let kinds = "throttle, 500, 502, delay, reset, garbage, html";
            return Err(format!("kind must be one of {kinds}"));
        }
    };
    let mut fault = Fault::new(kind);
    if let Some(operation) = json["operation"].as_str() {
        fault = fault.on(operation);
    }
    match json["stage"].as_str() {
        Some("after") => fault = fault.after_processing(),
        None | Some("before") => {}
        Some(_) => return Err("stage must be before or after".to_owned()),
    }
    match (json["times"].as_u64(), json["probability"].as_f64()) {
        (Some(_), Some(_)) => Err("give times or probability, not both".to_owned()),
        (Some(times), None) => Ok(fault.times(times)),
        (None, Some(probability)) if (0.0..=1.0).contains(&probability) => {
            let seed = json["seed"].as_u64().unwrap_or_default();
            Ok(fault.with_probability(probability, seed))
        }
        (None, Some(_)) => Err("probability must be from 0 to 1".to_owned()),
        (None, None) => Ok(fault),
    }
}

fn describe(fault: &Fault) -> Value {
    let (kind, milliseconds) = match fault.kind() {
        FaultKind::Throttle => ("throttle".to_owned(), None),
        FaultKind::Status(status) => (status.to_string(), None),
        FaultKind::Delay(by) => ("delay".to_owned(), u64::try_from(by.as_millis()).ok()),
        FaultKind::Reset => ("reset".to_owned(), None),
        FaultKind::Garbage => ("garbage".to_owned(), None),
        FaultKind::Html => ("html".to_owned(), None),
        _ => ("other".to_owned(), None),
    };
    let stage = match fault.stage() {
        Stage::Before => "before",
        Stage::After => "after",
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
