//! Templates with the parameters of a message, and summaries for lists.

use serde_json::{Value, json};

use super::template::{ParameterFormat, Template, button_parameters, is_kind, variables};

/// The maximum length of a summary, in characters.
const SHORT: usize = 200;

/// Returns text of a template with its parameters filled in. Variables
/// without a parameter are unchanged.
pub(super) fn fill(text: &str, format: ParameterFormat, given: &[Value]) -> String {
    let mut rest = text;
    let mut filled = String::new();
    for (index, name) in variables(text).into_iter().enumerate() {
        let Some((before, after)) = rest
            .split_once("{{")
            .and_then(|(before, after)| Some((before, after.split_once("}}")?.1)))
        else {
            break;
        };
        filled.push_str(before);
        match parameter(format, given, index, name).and_then(parameter_text) {
            Some(value) => filled.push_str(value),
            None => filled.push_str(&format!("{{{{{name}}}}}")),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Returns the parameter of a variable: by its index, or by its name.
pub(super) fn parameter<'a>(
    format: ParameterFormat,
    given: &'a [Value],
    index: usize,
    name: &str,
) -> Option<&'a Value> {
    match format {
        ParameterFormat::Positional => given.get(index),
        ParameterFormat::Named => given.iter().find(|given| given["parameter_name"] == name),
    }
}

pub(super) fn parameter_text(parameter: &Value) -> Option<&str> {
    let text = match parameter["type"].as_str()? {
        "text" => &parameter["text"],
        kind @ ("currency" | "date_time") => &parameter[kind]["fallback_value"],
        _ => return None,
    };
    text.as_str()
}

/// Returns the parameters of a component of a message.
pub(super) fn parameters<'a>(sent: &'a Value, kind: &str) -> &'a [Value] {
    let mut components = sent["components"].as_array().into_iter().flatten();
    let component = components.find(|entry| is_kind(entry, kind));
    let parameters = component.and_then(|component| component["parameters"].as_array());
    parameters.map(Vec::as_slice).unwrap_or_default()
}

/// Returns a template as the customer sees it. `sent` is the member `template` of the
/// message.
pub(super) fn template(template: &Template, sent: &Value) -> Value {
    let format = template.parameter_format;
    let mut shown = components(&template.components, &sent["components"], format);
    let defined = find(&template.components, "CAROUSEL").map(|it| &it["cards"]);
    if let Some(defined) = defined.and_then(Value::as_array) {
        let sent = find(&sent["components"], "CAROUSEL").map(|it| &it["cards"]);
        let sent = sent.and_then(Value::as_array);
        let sent = sent.map(Vec::as_slice).unwrap_or_default();
        let cards = defined.iter().enumerate().map(|(index, defined)| {
            let sent = sent.iter().find(|card| card["card_index"] == index);
            let sent = sent.map_or(&Value::Null, |card| &card["components"]);
            components(&defined["components"], sent, format)
        });
        shown["cards"] = cards.collect();
    }
    shown
}

/// Returns a component of a list.
fn find<'a>(components: &'a Value, kind: &str) -> Option<&'a Value> {
    let mut components = components.as_array()?.iter();
    components.find(|component| is_kind(component, kind))
}

/// Returns the components of a template or of a card with the parameters of a message.
fn components(defined: &Value, sent: &Value, format: ParameterFormat) -> Value {
    let parameters = |kind: &str| {
        let parameters = find(sent, kind).and_then(|it| it["parameters"].as_array());
        parameters.map(Vec::as_slice).unwrap_or_default()
    };
    let text = |kind: &str| {
        let text = find(defined, kind)?["text"].as_str()?;
        Some(fill(text, format, parameters(kind)))
    };
    let mut shown = json!({ "body": text("BODY").unwrap_or_default() });
    if let Some(header) = find(defined, "HEADER") {
        let format = header["format"].as_str().unwrap_or("TEXT").to_uppercase();
        let mut header = json!({ "format": format });
        match text("HEADER") {
            Some(text) => header["text"] = json!(text),
            None => {
                let parameter = parameters("HEADER").first();
                let kind = parameter.and_then(|it| it["type"].as_str());
                if let (Some(parameter), Some(kind)) = (parameter, kind) {
                    header["media"] = parameter[kind].clone();
                }
            }
        }
        shown["header"] = header;
    }
    if let Some(footer) = text("FOOTER") {
        shown["footer"] = json!(footer);
    }
    let buttons = find(defined, "BUTTONS").map(|it| &it["buttons"]);
    let buttons = buttons.and_then(Value::as_array).into_iter().flatten();
    let buttons = buttons.enumerate().map(|(index, button)| {
        let given = button_parameters(sent, index);
        let mut shown = json!({
            "type": button["type"].as_str().unwrap_or_default().to_uppercase(),
            "text": button["text"].as_str().unwrap_or_default(),
        });
        if let Some(url) = button["url"].as_str() {
            shown["url"] = json!(fill(url, ParameterFormat::Positional, given));
        }
        if let Some(payload) = given.first().and_then(|it| it["payload"].as_str()) {
            shown["payload"] = json!(payload);
        }
        shown
    });
    shown["buttons"] = buttons.collect();
    shown
}

/// Returns a summary of a sent or received message, for lists. `rendered` is its
/// [`template`].
pub(super) fn summary(message: &Value, rendered: Option<&Value>) -> String {
    let kind = message["type"].as_str().unwrap_or_default();
    let content = &message[kind];
    let text = match kind {
        "text" => content["body"].as_str().map(str::to_owned),
        "template" => {
            let body = rendered.and_then(|rendered| rendered["body"].as_str());
            body.or(content["name"].as_str()).map(str::to_owned)
        }
        "interactive" => {
            let reply = content["type"].as_str().map(|kind| &content[kind]);
            let title = reply.and_then(|reply| reply["title"].as_str());
            let body = content["body"]["text"].as_str();
            body.or(title)
                .or(content["type"].as_str())
                .map(str::to_owned)
        }
        "button" => content["text"].as_str().map(str::to_owned),
        "reaction" => content["emoji"].as_str().map(str::to_owned),
        "location" => {
            let name = content["name"].as_str().map(str::to_owned);
            name.or_else(|| Some(format!("{}, {}", content["latitude"], content["longitude"])))
        }
        "contacts" => {
            let cards = content.as_array().into_iter().flatten();
            let names = cards.filter_map(|card| card["name"]["formatted_name"].as_str());
            Some(names.collect::<Vec<_>>().join(", "))
        }
        "edit" => content["message"]["text"]["body"]
            .as_str()
            .map(str::to_owned),
        "document" => {
            let text = content["caption"].as_str().or(content["filename"].as_str());
            text.map(str::to_owned)
        }
        _ => content["caption"].as_str().map(str::to_owned),
    };
    text.unwrap_or_default().chars().take(SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_variables() {
        let given = [json!({ "type": "text", "text": "{{2}}" })];
        let filled = fill("{{1}}, {{2}}!", ParameterFormat::Positional, &given);
        assert_eq!(filled, "{{2}}, {{2}}!");
        let given = [json!({ "type": "text", "text": "Ada", "parameter_name": "name" })];
        let filled = fill("Hi {{name}}.", ParameterFormat::Named, &given);
        assert_eq!(filled, "Hi Ada.");
        assert_eq!(fill("a {{ b", ParameterFormat::Named, &given), "a {{ b");
    }

    #[test]
    fn shortens_texts() {
        let message = json!({ "type": "text", "text": { "body": "ä".repeat(300) } });
        assert_eq!(summary(&message, None).chars().count(), SHORT);
        let message =
            json!({ "type": "location", "location": { "latitude": 1.5, "longitude": 2 } });
        assert_eq!(summary(&message, None), "1.5, 2");
        assert_eq!(summary(&json!({ "type": "new" }), None), "");
    }
}
