//! The buttons, rows and forms of sent messages.

use serde_json::Value;

use super::template::{Template, button_parameters, is_kind};

/// Something that a customer can press.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    /// The id that the sender chose.
    pub(super) id: String,
    /// The text on it.
    pub(super) title: String,
    pub(super) reply: ChoiceReply,
}

/// The form of the answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ChoiceReply {
    Button,
    /// A row of a list, with its description.
    Row(Option<String>),
    /// A quick reply of a template.
    QuickReply,
    /// A Flow with this token.
    Flow(String),
    /// A request for permission to call.
    CallPermission,
}

/// The default token of a Flow.
const UNUSED: &str = "unused";

/// Returns the choices in a message. `template` is the template of the message.
pub(super) fn choices(message: &Value, template: Option<&Template>) -> Vec<Choice> {
    match (message["type"].as_str(), template) {
        (Some("interactive"), _) => interactive(&message["interactive"]),
        (Some("template"), Some(template)) => {
            let sent = &message["template"]["components"];
            let mut choices = of_components(&template.components, sent);
            let cards = template.component("CAROUSEL").map(|it| &it["cards"]);
            let sent = component(sent, "carousel").map(|it| &it["cards"]);
            for (index, card) in list(cards).iter().enumerate() {
                let sent = list(sent).iter().find(|it| it["card_index"] == index);
                let sent = sent.map_or(&Value::Null, |it| &it["components"]);
                choices.extend(of_components(&card["components"], sent));
            }
            choices
        }
        _ => Vec::new(),
    }
}

fn list(json: Option<&Value>) -> &[Value] {
    let list = json.and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn text(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn component<'a>(components: &'a Value, kind: &str) -> Option<&'a Value> {
    let mut components = components.as_array()?.iter();
    components.find(|component| is_kind(component, kind))
}

fn interactive(message: &Value) -> Vec<Choice> {
    let action = &message["action"];
    let reply = |reply: &Value| Choice {
        id: text(&reply["id"]),
        title: text(&reply["title"]),
        reply: ChoiceReply::Button,
    };
    match message["type"].as_str() {
        Some("button") => {
            let buttons = list(action.get("buttons")).iter();
            buttons.map(|button| reply(&button["reply"])).collect()
        }
        Some("list") => {
            let sections = list(action.get("sections")).iter();
            let rows = sections.flat_map(|section| list(section.get("rows")));
            rows.map(|row| Choice {
                id: text(&row["id"]),
                title: text(&row["title"]),
                reply: ChoiceReply::Row(row["description"].as_str().map(str::to_owned)),
            })
            .collect()
        }
        Some("flow") => {
            let parameters = &action["parameters"];
            let token = parameters["flow_token"].as_str().unwrap_or(UNUSED);
            vec![Choice {
                id: token.to_owned(),
                title: text(&parameters["flow_cta"]),
                reply: ChoiceReply::Flow(token.to_owned()),
            }]
        }
        Some("carousel") => {
            let cards = list(action.get("cards")).iter();
            let buttons = cards.flat_map(|card| list(card["action"].get("buttons")));
            buttons
                .map(|button| reply(&button["quick_reply"]))
                .collect()
        }
        Some("call_permission_request") => [("accept", "Allow"), ("reject", "Decline")]
            .map(|(id, title)| Choice {
                id: id.to_owned(),
                title: title.to_owned(),
                reply: ChoiceReply::CallPermission,
            })
            .into(),
        _ => Vec::new(),
    }
}

/// Returns the choices in components of a template, with the parameters of the
/// message.
fn of_components(defined: &Value, sent: &Value) -> Vec<Choice> {
    let buttons = component(defined, "BUTTONS").map(|it| &it["buttons"]);
    let mut choices = Vec::new();
    for (index, button) in list(buttons).iter().enumerate() {
        let parameter = button_parameters(sent, index).first();
        let title = text(&button["text"]);
        if is_kind(button, "QUICK_REPLY") {
            let payload = parameter.and_then(|parameter| parameter["payload"].as_str());
            choices.push(Choice {
                id: payload.unwrap_or(&title).to_owned(),
                title,
                reply: ChoiceReply::QuickReply,
            });
        } else if is_kind(button, "FLOW") {
            let token = parameter.and_then(|it| it["action"]["flow_token"].as_str());
            let token = token.unwrap_or(UNUSED).to_owned();
            choices.push(Choice {
                id: token.clone(),
                title,
                reply: ChoiceReply::Flow(token),
            });
        }
    }
    choices
}
