//! The rules for the definition of a template, from Meta's reference of message
//! templates. Messages begin with Meta's code, if it is known.

use runtime::Timestamp;
use serde_json::Value;

use super::template::{ParameterFormat, Template, TemplateStatus, is_kind, variables};

/// The definition of a template.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) language: String,
    pub(super) category: String,
    pub(super) parameter_format: ParameterFormat,
    pub(super) components: Value,
    pub(super) tracking_opted_out: bool,
}

impl Definition {
    /// Reads a definition. Its components are not checked.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let json: Value = serde_json::from_slice(bytes)
            .map_err(|error| format!("templateDefinition is not valid JSON: {error}"))?;
        let text = |name: &str| {
            let text = json[name].as_str().map(str::to_owned);
            text.ok_or_else(|| format!("templateDefinition has no {name}"))
        };
        let name = text("name")?;
        if !is_name(&name) {
            return Err(format!(
                "the name {name:?} is invalid: use lower-case letters, digits and underscores"
            ));
        }
        let language = text("language")?;
        if !is_language(&language) {
            return Err(format!(
                "the language {language:?} is invalid: use a code such as en or pt_BR"
            ));
        }
        let format = json["parameter_format"].as_str().unwrap_or("positional");
        Ok(Self {
            name,
            language,
            category: Self::category(&text("category")?)?,
            parameter_format: ParameterFormat::parse(format)
                .ok_or("parameter_format is invalid: use named or positional")?,
            components: json["components"].clone(),
            tracking_opted_out: json["cta_url_link_tracking_opted_out"] == true,
        })
    }

    /// Creates the template of an account.
    pub(super) fn into_template(
        self,
        id: u64,
        account_id: String,
        status: TemplateStatus,
        now: Timestamp,
    ) -> Template {
        Template {
            id: format!("59{id:013}"),
            account_id,
            name: self.name,
            language: self.language,
            category: self.category,
            status,
            parameter_format: self.parameter_format,
            components: self.components,
            tracking_opted_out: self.tracking_opted_out,
            edits: Vec::new(),
            changed: now,
        }
    }

    /// Returns a valid category.
    pub(super) fn category(name: &str) -> Result<String, String> {
        if ["MARKETING", "UTILITY", "AUTHENTICATION"].contains(&name) {
            Ok(name.to_owned())
        } else {
            Err(format!(
                "the category {name:?} is invalid: use MARKETING, UTILITY or AUTHENTICATION"
            ))
        }
    }
}

/// Whether a template can have this name.
pub(super) fn is_name(name: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.len() <= 512 && name.bytes().all(is_valid)
}

/// Whether a code has the format `en`, `fil` or `pt_BR`.
fn is_language(code: &str) -> bool {
    let (language, country) = code.split_once('_').unwrap_or((code, "XX"));
    let is_lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    (2..=3).contains(&language.len())
        && is_lower(language)
        && (2..=3).contains(&country.len())
        && is_upper(country)
}

/// Checks the components of a template. `is_handle` recognizes the handles of
/// uploaded files.
pub(super) fn check_components(
    components: &Value,
    format: ParameterFormat,
    category: &str,
    is_handle: impl Fn(&str) -> bool,
) -> Result<(), String> {
    let components = components
        .as_array()
        .ok_or("components is missing or not a list")?;
    for kind in ["HEADER", "BODY", "FOOTER", "BUTTONS"] {
        let count = components.iter().filter(|entry| is_kind(entry, kind));
        if count.count() > 1 {
            return Err(format!("there are several components of the type {kind}"));
        }
    }
    if !components.iter().any(|entry| is_kind(entry, "BODY")) {
        return Err("there is no component of the type BODY".to_owned());
    }
    for component in components {
        let kind = component["type"].as_str().unwrap_or_default();
        match kind.to_ascii_uppercase().as_str() {
            "HEADER" => check_header(component, format, &is_handle)?,
            // The text of an authentication template is Meta's.
            "BODY" if category == "AUTHENTICATION" => {}
            "BODY" => check_text(component, "BODY", 1024, "body_text", format)?,
            "FOOTER" => check_footer(component)?,
            "BUTTONS" => check_buttons(component)?,
            "CAROUSEL" | "LIMITED_TIME_OFFER" | "CALL_PERMISSION_REQUEST" => {}
            _ => return Err(format!("the type {kind:?} of a component is unknown")),
        }
    }
    Ok(())
}

fn check_header(
    header: &Value,
    format: ParameterFormat,
    is_handle: impl Fn(&str) -> bool,
) -> Result<(), String> {
    let kind = header["format"].as_str().unwrap_or_default();
    match kind.to_ascii_uppercase().as_str() {
        "TEXT" => {
            check_text(header, "HEADER", 60, "header_text", format)?;
            let count = variables(header["text"].as_str().unwrap_or_default()).len();
            if count > 1 {
                return Err(format!(
                    "(#2388047) the HEADER has {count} variables; at most one is allowed"
                ));
            }
            Ok(())
        }
        "IMAGE" | "VIDEO" | "GIF" | "DOCUMENT" => {
            let handle = header["example"]["header_handle"][0].as_str();
            match handle {
                Some(handle) if is_handle(handle) => Ok(()),
                Some(_) => Err(
                    "example.header_handle of the HEADER is unknown: use the handle that \
                     CreateWhatsAppMessageTemplateMedia returned"
                        .to_owned(),
                ),
                None => Err("(#2388043) the HEADER has no example.header_handle".to_owned()),
            }
        }
        "LOCATION" | "PRODUCT" => Ok(()),
        _ => Err(format!("the format {kind:?} of the HEADER is unknown")),
    }
}

fn check_footer(footer: &Value) -> Result<(), String> {
    let text = footer["text"].as_str().unwrap_or_default();
    if !variables(text).is_empty() {
        return Err("(#2388073) the FOOTER must not have variables".to_owned());
    }
    check_length(text, "FOOTER", 60)
}

fn check_length(text: &str, component: &str, limit: usize) -> Result<(), String> {
    let length = text.chars().count();
    if length > limit {
        return Err(format!(
            "(#2388040) the text of the {component} has {length} characters; at most {limit} are \
             allowed"
        ));
    }
    Ok(())
}

/// Checks text with variables and their examples.
fn check_text(
    component: &Value,
    kind: &str,
    limit: usize,
    example: &str,
    format: ParameterFormat,
) -> Result<(), String> {
    let text = component["text"].as_str().unwrap_or_default();
    if text.is_empty() {
        return Err(format!("the {kind} has no text"));
    }
    check_length(text, kind, limit)?;
    let names = variables(text);
    let trimmed = text.trim();
    if kind == "BODY" && (trimmed.starts_with("{{") || trimmed.ends_with("}}")) {
        return Err(format!(
            "(#2388299) the text of the {kind} begins or ends with a variable"
        ));
    }
    if text.contains("}}{{") {
        return Err(format!("the {kind} has two variables without text between"));
    }
    let examples = match format {
        ParameterFormat::Positional => {
            for (index, name) in names.iter().enumerate() {
                if *name != (index + 1).to_string() {
                    return Err(format!(
                        "the variable {{{{{name}}}}} of the {kind} is invalid: number variables \
                         from {{{{1}}}}"
                    ));
                }
            }
            positional_examples(&component["example"][example])
        }
        ParameterFormat::Named => {
            if let Some(name) = names.iter().find(|name| !is_variable_name(name)) {
                return Err(format!(
                    "the variable {{{{{name}}}}} of the {kind} is invalid: use lower-case letters, \
                     digits and underscores"
                ));
            }
            let examples = &component["example"][format!("{example}_named_params")];
            let examples = examples.as_array().map(Vec::as_slice).unwrap_or_default();
            let given = names.iter().filter(|name| {
                examples
                    .iter()
                    .any(|example| example["param_name"] == **name)
            });
            given.count()
        }
    };
    if examples < names.len() {
        return Err(format!(
            "(#2388043) variables in the {kind}: {}, examples: {examples}",
            names.len()
        ));
    }
    Ok(())
}

/// Counts examples; both `["a", "b"]` and `[["a", "b"]]` are in use.
fn positional_examples(examples: &Value) -> usize {
    let list = match &examples[0] {
        Value::Array(_) => &examples[0],
        _ => examples,
    };
    list.as_array().map_or(0, Vec::len)
}

fn is_variable_name(name: &str) -> bool {
    is_name(name) && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// The types of buttons, with the maximum number of each.
const BUTTONS: [(&str, usize); 11] = [
    ("QUICK_REPLY", 10),
    ("URL", 2),
    ("PHONE_NUMBER", 1),
    ("COPY_CODE", 1),
    ("FLOW", 1),
    ("CATALOG", 1),
    ("MPM", 1),
    ("SPM", 1),
    ("OTP", 1),
    ("ORDER_DETAILS", 1),
    ("VOICE_CALL", 1),
];

fn check_buttons(component: &Value) -> Result<(), String> {
    let buttons = component["buttons"].as_array();
    let buttons = buttons.map(Vec::as_slice).unwrap_or_default();
    if buttons.is_empty() || buttons.len() > 10 {
        let count = buttons.len();
        return Err(format!("there are {count} buttons; 1 to 10 are allowed"));
    }
    for (kind, limit) in BUTTONS {
        let count = buttons.iter().filter(|button| is_kind(button, kind));
        if count.count() > limit {
            return Err(format!(
                "there are more than {limit} buttons of the type {kind}"
            ));
        }
    }
    // There is at most one switch between quick replies and other buttons.
    let replies = buttons.iter().map(|button| is_kind(button, "QUICK_REPLY"));
    let replies: Vec<bool> = replies.collect();
    if replies.windows(2).filter(|pair| pair[0] != pair[1]).count() > 1 {
        return Err("quick replies must not be mixed with other buttons".to_owned());
    }
    for button in buttons {
        let kind = button["type"].as_str().unwrap_or_default();
        if !BUTTONS.iter().any(|(known, _)| is_kind(button, known)) {
            return Err(format!("the type {kind:?} of a button is unknown"));
        }
        let label = button["text"].as_str().unwrap_or_default();
        if label.chars().count() > 25 {
            return Err(format!(
                "(#2388040) the label {label:?} of a button is longer than 25 characters"
            ));
        }
        if is_kind(button, "URL") {
            check_url(button)?;
        }
    }
    Ok(())
}

fn check_url(button: &Value) -> Result<(), String> {
    let url = button["url"].as_str().unwrap_or_default();
    if url.is_empty() || url.chars().count() > 2000 {
        return Err("the URL of a button must have 1 to 2000 characters".to_owned());
    }
    match variables(url).len() {
        0 => Ok(()),
        1 if !url.ends_with("}}") => {
            Err("the variable of the URL of a button must be at its end".to_owned())
        }
        1 if button["example"]
            .as_array()
            .is_some_and(|list| !list.is_empty()) =>
        {
            Ok(())
        }
        1 => Err("(#2388043) the URL of a button has a variable but no example".to_owned()),
        _ => Err("the URL of a button has more than one variable".to_owned()),
    }
}
