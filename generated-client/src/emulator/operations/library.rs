//! Meta's template library, with three templates.

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::input::required;
use super::page::{PageRequest, page};
use super::templates::{add, of_library};
use crate::emulator::handle::Emulator;
use crate::emulator::template::TemplateStatus;
use crate::input::{
    CreateWhatsAppMessageTemplateFromLibraryInput, ListWhatsAppTemplateLibraryInput,
};
use crate::output::{
    CreateWhatsAppMessageTemplateFromLibraryOutput, ListWhatsAppTemplateLibraryOutput,
};
use crate::types::{
    LibraryTemplateButtonInput, LibraryTemplateButtonList, MetaLibraryTemplateDefinition,
};

use std::collections::BTreeMap;

/// A template of the library.
struct Entry {
    id: &'static str,
    name: &'static str,
    category: &'static str,
    topic: &'static str,
    use_case: &'static str,
    industry: &'static str,
    header: &'static str,
    body: &'static str,
    examples: &'static [&'static str],
    /// The type and the label of each button.
    buttons: &'static [(&'static str, &'static str)],
}

/// The language of all templates of the library.
const LANGUAGE: &str = "en_US";

const LIBRARY: [Entry; 3] = [
    Entry {
        id: "7000000000000001",
        name: "appointment_reminder_1",
        category: "UTILITY",
        topic: "EVENT_REMINDER",
        use_case: "APPOINTMENT_REMINDER",
        industry: "HEALTHCARE",
        header: "Your appointment",
        body: "Hello {{1}}, we expect you on {{2}}. Reply if you cannot come.",
        examples: &["Ana", "Friday at ten"],
        buttons: &[("QUICK_REPLY", "Confirm"), ("PHONE_NUMBER", "Call us")],
    },
    Entry {
        id: "7000000000000002",
        name: "delivery_update_1",
        category: "UTILITY",
        topic: "ORDER_MANAGEMENT",
        use_case: "DELIVERY_UPDATE",
        industry: "E_COMMERCE",
        header: "Delivery update",
        body: "Your order {{1}} is on its way and arrives today.",
        examples: &["4711"],
        buttons: &[("URL", "Track package")],
    },
    Entry {
        id: "7000000000000003",
        name: "verify_code_1",
        category: "AUTHENTICATION",
        topic: "IDENTITY_VERIFICATION",
        use_case: "VERIFICATION_CODE",
        industry: "FINANCIAL_SERVICES",
        header: "",
        body: "The code {{1}} is valid for a few minutes.",
        examples: &["123456"],
        buttons: &[("OTP", "Copy code")],
    },
];

pub(super) fn list(
    emulator: &Emulator,
    input: ListWhatsAppTemplateLibraryInput,
) -> Result<ListWhatsAppTemplateLibraryOutput, ApiError> {
    emulator.state().linked(&required(input.id))?;
    let filters = input.filters.unwrap_or_default();
    if let Some(name) = filters
        .keys()
        .find(|name| !FILTERS.contains(&name.as_str()))
    {
        return Err(ApiError::invalid(format!(
            "the filter {name:?} is unknown: use {}",
            FILTERS.join(", ")
        )));
    }
    let entries: BTreeMap<String, Entry> = LIBRARY
        .into_iter()
        .map(|entry| (entry.name.to_owned(), entry))
        .collect();
    let request = PageRequest::new("library", input.next_token, input.max_results);
    let (found, next_token) = page(emulator.tokens(), &request, &entries, |entry| {
        filters
            .iter()
            .all(|(filter, value)| entry.matches(filter, value))
    })?;
    let mut output = ListWhatsAppTemplateLibraryOutput::new();
    output.meta_library_templates = Some(found.into_iter().map(Entry::definition).collect());
    output.next_token = next_token;
    Ok(output)
}

pub(super) fn create(
    emulator: &Emulator,
    input: CreateWhatsAppMessageTemplateFromLibraryInput,
) -> Result<CreateWhatsAppMessageTemplateFromLibraryOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let template = input
        .meta_library_template
        .ok_or_else(|| ApiError::invalid("set metaLibraryTemplate"))?;
    let (source, language) = (template.library_template_name, template.template_language);
    let entry = LIBRARY
        .into_iter()
        .find(|entry| entry.name == source && language == LANGUAGE)
        .ok_or_else(|| {
            ApiError::not_found(format!(
                "the library has no template {source} in the language {language}"
            ))
        })?;
    if template.template_category != entry.category {
        return Err(ApiError::invalid(format!(
            "the category of {source} is {}",
            entry.category
        )));
    }
    let inputs = template.library_template_button_inputs.unwrap_or_default();
    let components = entry.components(&inputs)?;
    let definition = of_library(
        template.template_name,
        language,
        template.template_category,
        components,
    )?;
    // Meta has reviewed the text.
    let added = add(
        &mut state,
        account_id,
        definition,
        TemplateStatus::Approved,
        emulator,
    )?;
    let mut output = CreateWhatsAppMessageTemplateFromLibraryOutput::new();
    output.meta_template_id = Some(added.id);
    output.template_status = Some(added.status.to_string());
    output.category = Some(added.category);
    Ok(output)
}

/// The names of the filters.
const FILTERS: [&str; 5] = ["searchKey", "topic", "usecase", "industry", "language"];

impl Entry {
    fn matches(&self, filter: &str, value: &str) -> bool {
        let contains = |text: &str| text.to_lowercase().contains(&value.to_lowercase());
        match filter {
            "searchKey" => contains(self.name) || contains(self.header) || contains(self.body),
            "topic" => self.topic == value,
            "usecase" => self.use_case == value,
            "industry" => self.industry == value,
            _ => LANGUAGE == value,
        }
    }

    fn definition(&self) -> MetaLibraryTemplateDefinition {
        let mut definition = MetaLibraryTemplateDefinition::new();
        definition.template_name = Some(self.name.to_owned());
        definition.template_language = Some(LANGUAGE.to_owned());
        definition.template_category = Some(self.category.to_owned());
        definition.template_topic = Some(self.topic.to_owned());
        definition.template_use_case = Some(self.use_case.to_owned());
        definition.template_industry = Some(vec![self.industry.to_owned()]);
        definition.template_header = Some(self.header.to_owned()).filter(|text| !text.is_empty());
        definition.template_body = Some(self.body.to_owned());
        let buttons = self.buttons.iter().map(|(kind, label)| {
            let mut button = LibraryTemplateButtonList::new();
            button.r#type = Some((*kind).to_owned());
            button.text = Some((*label).to_owned());
            button
        });
        definition.template_buttons = Some(buttons.collect());
        definition.template_id = Some(self.id.to_owned());
        let examples = self.examples.iter().map(|example| (*example).to_owned());
        definition.template_body_example_params = Some(examples.collect());
        definition
    }

    /// Returns the components of a new template with the values of its buttons.
    fn components(&self, inputs: &[LibraryTemplateButtonInput]) -> Result<Value, ApiError> {
        let mut buttons = Vec::new();
        for (index, (kind, label)) in self.buttons.iter().enumerate() {
            let given = inputs
                .iter()
                .find(|input| input.r#type.as_deref() == Some(*kind));
            let mut button = json!({ "type": kind, "text": label });
            let missing = |member: &str| {
                let message = format!("button {index} of {} needs {member}", self.name);
                ApiError::invalid(message)
            };
            match *kind {
                "URL" => {
                    let url = given.and_then(|input| input.url.as_ref());
                    let url = url.ok_or_else(|| missing("url"))?;
                    let base = url.get("base_url");
                    button["url"] = json!(base.ok_or_else(|| missing("url.base_url"))?);
                    if let Some(example) = url.get("url_suffix_example") {
                        button["example"] = json!([example]);
                    }
                }
                "PHONE_NUMBER" => {
                    let number = given.and_then(|input| input.phone_number.as_ref());
                    button["phone_number"] = json!(number.ok_or_else(|| missing("phoneNumber"))?);
                }
                "OTP" => {
                    let kind = given.and_then(|input| input.otp_type.as_deref());
                    button["otp_type"] = json!(kind.unwrap_or("COPY_CODE"));
                }
                _ => {}
            }
            buttons.push(button);
        }
        let body = json!({
            "type": "BODY",
            "text": self.body,
            "example": { "body_text": [self.examples] },
        });
        let mut components = vec![body, json!({ "type": "BUTTONS", "buttons": buttons })];
        if !self.header.is_empty() {
            let header = json!({ "type": "HEADER", "format": "TEXT", "text": self.header });
            components.insert(0, header);
        }
        Ok(Value::Array(components))
    }
}
