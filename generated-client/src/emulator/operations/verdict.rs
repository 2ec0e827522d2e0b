//! Meta's verdict on a message: the errors that the service reports later, in a
//! status event with the status `failed`.

use serde_json::Value;

use crate::emulator::flow::FlowStatus;
use crate::emulator::record::{MetaError, SentMessage};
use crate::emulator::rendered::{fill, parameter, parameter_text, parameters};
use crate::emulator::state::State;
use crate::emulator::template::{Template, TemplateStatus, button_parameters, is_kind, variables};

/// The number of times that Meta sends a throttled Flow in an hour.
const THROTTLED_PER_HOUR: usize = 10;

const HOUR: i64 = 60 * 60 * 1000;

/// Returns the error with which the message fails; `None` if it is delivered.
pub(super) fn failure(state: &State, message: &SentMessage) -> Option<MetaError> {
    let json = message.json();
    match json["type"].as_str() {
        Some("template") => check_template(state, &message.account_id, &json).err(),
        Some("interactive") if json["interactive"]["type"] == "flow" => {
            check_flow(state, message, &json).err()
        }
        _ => None,
    }
}

fn check_template(state: &State, account_id: &str, message: &Value) -> Result<(), MetaError> {
    let sent = &message["template"];
    let name = sent["name"].as_str().unwrap_or_default();
    let language = sent["language"]["code"].as_str().unwrap_or_default();
    let template = state.template_of(account_id, message);
    let absent = |details: String| MetaError::new(132_001, "Template does not exist", details);
    let Some(template) = template else {
        return Err(absent(format!(
            "the template {name} does not exist in the language {language}"
        )));
    };
    match template.status {
        TemplateStatus::Approved => {}
        TemplateStatus::Paused => {
            let details = format!("the template {name} is paused because of its quality");
            return Err(MetaError::new(132_015, "Template is paused", details));
        }
        TemplateStatus::Disabled => {
            let details = format!("the template {name} was paused too often");
            return Err(MetaError::new(132_016, "Template is disabled", details));
        }
        status => {
            return Err(absent(format!(
                "the template {name} in the language {language} is not approved: its state is \
                 {status}"
            )));
        }
    }
    check_header(template, sent)?;
    if template.category != "AUTHENTICATION" {
        check_text(template, sent, "BODY", 1024)?;
    }
    check_buttons(template, sent)
}

fn check_header(template: &Template, sent: &Value) -> Result<(), MetaError> {
    let Some(header) = template.component("HEADER") else {
        return match parameters(sent, "HEADER").len() {
            0 => Ok(()),
            given => Err(wrong_count("header", 0, given)),
        };
    };
    let format = header["format"].as_str().unwrap_or_default();
    let kind = match format.to_ascii_uppercase().as_str() {
        "TEXT" => return check_text(template, sent, "HEADER", 60),
        "GIF" => "video".to_owned(),
        format => format.to_ascii_lowercase(),
    };
    match parameters(sent, "HEADER") {
        [parameter] if is_kind(parameter, &kind) => Ok(()),
        [parameter] => Err(MetaError::new(
            132_012,
            "Parameter format does not match format in the created template",
            format!("header: expected {kind}, received {}", parameter["type"]),
        )),
        given => Err(wrong_count("header", 1, given.len())),
    }
}

/// Checks the parameters of the text, and the length of the result.
fn check_text(
    template: &Template,
    sent: &Value,
    kind: &str,
    limit: usize,
) -> Result<(), MetaError> {
    let component = template.component(kind);
    let text = component.and_then(|component| component["text"].as_str());
    let text = text.unwrap_or_default();
    let names = variables(text);
    let given = parameters(sent, kind);
    let place = kind.to_ascii_lowercase();
    if given.len() != names.len() {
        return Err(wrong_count(&place, names.len(), given.len()));
    }
    for (index, name) in names.iter().enumerate() {
        let parameter = parameter(template.parameter_format, given, index, name);
        let parameter = parameter.ok_or_else(|| {
            MetaError::new(
                132_012,
                "Parameter format does not match format in the created template",
                format!("{place}: there is no parameter with the parameter_name {name}"),
            )
        })?;
        let value = parameter_text(parameter).ok_or_else(|| {
            MetaError::new(
                132_012,
                "Parameter format does not match format in the created template",
                format!("{place}: parameter {} is not text", index + 1),
            )
        })?;
        if value.is_empty() || value.contains(['\n', '\t']) || value.contains("     ") {
            return Err(MetaError::new(
                132_018,
                "There is an issue with the parameters in your template",
                format!(
                    "{place}: parameter {} is empty, or has a new line, a tab or more than four \
                    consecutive spaces",
                    index + 1
                ),
            ));
        }
    }
    let length = fill(text, template.parameter_format, given).chars().count();
    if length > limit {
        return Err(MetaError::new(
            132_005,
            "Translated text too long",
            format!("{place}: the text has {length} characters; at most {limit} are allowed"),
        ));
    }
    Ok(())
}

/// Checks that each URL with a variable has its value.
fn check_buttons(template: &Template, sent: &Value) -> Result<(), MetaError> {
    let buttons = template.component("BUTTONS");
    let buttons = buttons.and_then(|component| component["buttons"].as_array());
    for (index, button) in buttons.into_iter().flatten().enumerate() {
        let count = variables(button["url"].as_str().unwrap_or_default()).len();
        let given = button_parameters(&sent["components"], index).len();
        if is_kind(button, "URL") && given != count {
            return Err(if given < count {
                MetaError::new(
                    131_008,
                    "Required parameter is missing",
                    format!("button {index}: the URL has a variable without a parameter"),
                )
            } else {
                wrong_count(&format!("button {index}"), count, given)
            });
        }
    }
    Ok(())
}

fn wrong_count(place: &str, expected: usize, given: usize) -> MetaError {
    MetaError::new(
        132_000,
        "Number of parameters does not match the expected number of params",
        format!(
            "{place}: variables in the template: {expected}, parameters in the message: {given}"
        ),
    )
}

fn check_flow(state: &State, message: &SentMessage, json: &Value) -> Result<(), MetaError> {
    let parameters = &json["interactive"]["action"]["parameters"];
    let invalid =
        |details: String| MetaError::new(131_009, "Parameter value is not valid", details);
    let id = parameters["flow_id"].as_str();
    let name = parameters["flow_name"].as_str();
    let mut flows = state.flows.values();
    let flow = flows
        .find(|flow| {
            let is_named = match (id, name) {
                (Some(id), _) => flow.id == id,
                (None, name) => Some(flow.name.as_str()) == name,
            };
            flow.account_id == message.account_id && is_named
        })
        .ok_or_else(|| invalid("the account has no Flow with this flow_id or flow_name".into()))?;
    let is_draft = parameters["mode"] == "draft";
    match flow.status {
        FlowStatus::Draft if is_draft => Ok(()),
        FlowStatus::Published if !is_draft => Ok(()),
        FlowStatus::Blocked => Err(MetaError::new(
            132_068,
            "Flow is blocked",
            format!("the Flow {} is blocked", flow.id),
        )),
        FlowStatus::Throttled
            if sent_in_last_hour(state, message, parameters) < THROTTLED_PER_HOUR =>
        {
            Ok(())
        }
        FlowStatus::Throttled => Err(MetaError::new(
            132_069,
            "Flow is throttled",
            format!(
                "{THROTTLED_PER_HOUR} messages with the Flow {} were sent in the last hour",
                flow.id
            ),
        )),
        status => Err(invalid(format!(
            "the Flow {} is in the state {status} and cannot be sent in this mode",
            flow.id
        ))),
    }
}

/// Counts the delivered messages with the same Flow.
fn sent_in_last_hour(state: &State, message: &SentMessage, parameters: &Value) -> usize {
    let earlier = state.messages.iter().filter(|earlier| {
        let same = &earlier.json()["interactive"]["action"]["parameters"];
        earlier.failure.is_none()
            && message.at.as_millis() - earlier.at.as_millis() < HOUR
            && same["flow_id"] == parameters["flow_id"]
            && same["flow_name"] == parameters["flow_name"]
    });
    earlier.count()
}
