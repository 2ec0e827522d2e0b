//! One line for each request: time, status, operation, recipient, text, result.

use std::fmt::Write as _;
use std::time::SystemTime;

use anstyle::{AnsiColor, Style};
use http::{Method, StatusCode};
use serde_json::Value;
use socialmessaging::Timestamp;
use socialmessaging::emulator::{ObservedRequest, OneLine};

use crate::cli::Log;

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// The number of characters of a message's text in a line.
const MAX_TEXT: usize = 40;

/// Returns the line for a request, unless it is not logged. `at` is the time of its
/// end.
pub(crate) fn line(request: &ObservedRequest, which: Log, at: SystemTime) -> Option<String> {
    let is_failure = request.status.is_none_or(|status| status.as_u16() >= 400);
    let is_call = request.operation.is_some() || request.method != Method::GET;
    let is_logged = match which {
        Log::All => true,
        Log::Calls => is_call || is_failure,
        Log::Failures => is_failure,
        Log::None => false,
    };
    is_logged.then(|| describe(request, at))
}

fn describe(request: &ObservedRequest, at: SystemTime) -> String {
    let mut line = format!("{DIM}{}{DIM:#}", time(at));
    let (style, status) = match request.status {
        Some(status) => (status_style(status), status.as_u16().to_string()),
        None => (AnsiColor::Red.on_default(), "reset".to_owned()),
    };
    push(&mut line, style, &status);
    match request.operation {
        Some(operation) => push(&mut line, BOLD, operation),
        None => push(
            &mut line,
            BOLD,
            &format!("{} {}", request.method, OneLine::new(&request.path)),
        ),
    }
    let sent = sent(request);
    for part in sent.iter().flat_map(parts) {
        push(&mut line, Style::new(), &part);
    }
    push(&mut line, style, &result(request));
    let millis = request.duration.as_millis();
    push(&mut line, DIM, &format!("{millis} ms"));
    if let Some(sdk) = request.user_agent.as_deref().map(sdk) {
        push(&mut line, DIM, &OneLine::new(sdk).to_string());
    }
    line
}

fn push(line: &mut String, style: Style, part: &str) {
    if !part.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(line, "  {style}{part}{style:#}");
    }
}

fn status_style(status: StatusCode) -> Style {
    let color = match status.as_u16() {
        ..300 => AnsiColor::Green,
        300..500 => AnsiColor::Yellow,
        500.. => AnsiColor::Red,
    };
    color.on_default()
}

/// The time of day in UTC, with milliseconds.
fn time(at: SystemTime) -> String {
    let millis = Timestamp::from(at)
        .as_millis()
        .rem_euclid(24 * 60 * 60 * 1000);
    let (seconds, millis) = (millis / 1000, millis % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{millis:03}Z", seconds % 60)
}

/// The message of a request to send one.
fn sent(request: &ObservedRequest) -> Option<Value> {
    let body: Value = serde_json::from_slice(request.body()).ok()?;
    let blob = body.get("message")?.as_str()?;
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, blob).ok()?;
    let message: Value = serde_json::from_slice(&bytes).ok()?;
    message.is_object().then_some(message)
}

/// The recipient, the kind and the text of a message.
fn parts(message: &Value) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(to) = ["to", "recipient"]
        .iter()
        .find_map(|name| message.get(name)?.as_str())
    {
        parts.push(format!("to {}", OneLine::new(to)));
    }
    let kind = match message["type"].as_str() {
        Some("interactive") => message["interactive"]["type"].as_str(),
        None if message.get("status").is_some() => Some("receipt"),
        kind => kind,
    };
    if let Some(kind) = kind {
        parts.push(OneLine::new(kind).to_string());
    }
    if let Some(text) = text(message) {
        parts.push(format!("\"{}\"", OneLine::new(text).at_most(MAX_TEXT)));
    }
    parts
}

/// The text by which a person recognizes a message.
fn text(message: &Value) -> Option<&str> {
    [
        "/text/body",
        "/interactive/body/text",
        "/template/name",
        "/image/caption",
        "/video/caption",
        "/document/caption",
        "/document/filename",
        "/location/name",
        "/reaction/emoji",
    ]
    .iter()
    .find_map(|pointer| message.pointer(pointer)?.as_str())
}

/// The id of the message, or the error.
fn result(request: &ObservedRequest) -> String {
    let response: Value = serde_json::from_slice(request.response()).unwrap_or_default();
    let text = |name: &str| response.get(name).and_then(Value::as_str);
    match &request.error {
        Some(error) => {
            let code = OneLine::new(error).to_string();
            match text("message").or(text("Message")) {
                Some(message) => {
                    format!("{code}: {}", OneLine::new(&message.replace('\n', "; ")))
                }
                None => code,
            }
        }
        None => text("messageId").map_or(String::new(), |id| OneLine::new(id).to_string()),
    }
}

/// The name and version of the SDK in a user agent: `aws-sdk-rust/1.3.14 ua/2.1 …`.
fn sdk(user_agent: &str) -> &str {
    user_agent.split(' ').next().unwrap_or(user_agent)
}
