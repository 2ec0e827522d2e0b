//! Message templates.

use runtime::Timestamp;
use serde_json::Value;

use super::api_error::ApiError;
use super::input::required;
use super::page::{PageRequest, page};
use crate::emulator::handle::Emulator;
use crate::emulator::state::{Change, State};
use crate::emulator::template::{ParameterFormat, Template, TemplateStatus};
use crate::emulator::template_definition::{Definition, check_components, is_name};
use crate::input::*;
use crate::output::*;
use crate::types::TemplateSummary;

/// The maximum number of templates of an account, which is Meta's limit for
/// unverified accounts.
const LIMIT: usize = 250;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The maximum number of edits of an approved template in 30 days.
const EDITS: usize = 10;

pub(super) fn create(
    emulator: &Emulator,
    input: CreateWhatsAppMessageTemplateInput,
) -> Result<CreateWhatsAppMessageTemplateOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let definition = input.template_definition.unwrap_or_default();
    let definition = Definition::parse(&definition).map_err(ApiError::invalid)?;
    check_components(
        &definition.components,
        definition.parameter_format,
        &definition.category,
        |handle| state.handles.contains_key(handle),
    )
    .map_err(ApiError::invalid)?;
    let status = review(&definition.name);
    let template = add(&mut state, account_id, definition, status, emulator)?;
    let mut output = CreateWhatsAppMessageTemplateOutput::new();
    // The review follows the response.
    output.template_status = Some(TemplateStatus::Pending.to_string());
    output.meta_template_id = Some(template.id);
    output.category = Some(template.category);
    Ok(output)
}

/// Adds a template to an account and returns it.
pub(super) fn add(
    state: &mut State,
    account_id: String,
    definition: Definition,
    status: TemplateStatus,
    emulator: &Emulator,
) -> Result<Template, ApiError> {
    let now = emulator.clock().timestamp();
    let of_account = || {
        let templates = state.templates.values();
        templates.filter(|template| template.account_id == account_id)
    };
    let (name, language) = (&definition.name, &definition.language);
    // Of several, the last one: the others were deleted.
    let same = of_account()
        .filter(|known| known.name == *name && known.language == *language)
        .max_by_key(|known| known.changed);
    match same {
        Some(same) if same.status != TemplateStatus::Deleted => {
            return Err(ApiError::invalid(format!(
                "(#2388024) the account already has the template {name} in {language}; change it \
                 with UpdateWhatsAppMessageTemplate"
            )));
        }
        Some(same) if days_since(same.changed, now) < 30 => {
            return Err(ApiError::invalid(format!(
                "(#2388023) the template {name} in {language} was deleted less than 30 days ago; \
                 use another name"
            )));
        }
        _ => {}
    }
    let count = of_account().filter(|known| known.status != TemplateStatus::Deleted);
    if count.count() >= LIMIT {
        return Err(ApiError::invalid(format!(
            "(#2388019) the account has {LIMIT} templates, the maximum; delete one"
        )));
    }
    let template = definition.into_template(state.next(), account_id, status, now);
    state.commit_template(template.clone())?;
    Ok(template)
}

/// The result of the review, which the name of a template determines.
pub(super) fn review(name: &str) -> TemplateStatus {
    if name.contains("rejected") {
        TemplateStatus::Rejected
    } else if name.contains("pending") {
        TemplateStatus::Pending
    } else {
        TemplateStatus::Approved
    }
}

pub(super) fn get(
    emulator: &Emulator,
    input: GetWhatsAppMessageTemplateInput,
) -> Result<GetWhatsAppMessageTemplateOutput, ApiError> {
    let state = emulator.state();
    let account_id = &state.linked(&required(input.id))?.id;
    let named = input.template_name.zip(input.template_language_code);
    let template = find(&state, account_id, input.meta_template_id, named)?;
    let mut output = GetWhatsAppMessageTemplateOutput::new();
    output.template = Some(template.definition().to_string());
    Ok(output)
}

pub(super) fn list(
    emulator: &Emulator,
    input: ListWhatsAppMessageTemplatesInput,
) -> Result<ListWhatsAppMessageTemplatesOutput, ApiError> {
    let state = emulator.state();
    let account_id = &state.linked(&required(input.id))?.id;
    let list = format!("templates of {account_id}");
    let request = PageRequest::new(list, input.next_token, input.max_results);
    let (templates, next_token) =
        page(emulator.tokens(), &request, &state.templates, |template| {
            is_present(template, account_id)
        })?;
    let mut output = ListWhatsAppMessageTemplatesOutput::new();
    output.templates = Some(templates.into_iter().map(summary).collect());
    output.next_token = next_token;
    Ok(output)
}

pub(super) fn update(
    emulator: &Emulator,
    input: UpdateWhatsAppMessageTemplateInput,
) -> Result<UpdateWhatsAppMessageTemplateOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let named = input.template_name.zip(input.template_language_code);
    let mut template = find(&state, &account_id, input.meta_template_id, named)?.clone();
    let now = emulator.clock().timestamp();
    may_edit(&template, now)?;
    if let Some(category) = input.template_category
        && category != template.category
    {
        if template.status == TemplateStatus::Approved {
            return Err(ApiError::invalid(
                "the category of an approved template cannot be changed",
            ));
        }
        template.category = Definition::category(&category).map_err(ApiError::invalid)?;
    }
    if let Some(format) = input.parameter_format {
        template.parameter_format = ParameterFormat::parse(&format).ok_or_else(|| {
            ApiError::invalid("parameterFormat is invalid: use named or positional")
        })?;
    }
    if let Some(components) = input.template_components {
        template.components = serde_json::from_slice(&components).map_err(|error| {
            ApiError::invalid(format!("templateComponents is not valid JSON: {error}"))
        })?;
    }
    check_components(
        &template.components,
        template.parameter_format,
        &template.category,
        |handle| state.handles.contains_key(handle),
    )
    .map_err(ApiError::invalid)?;
    if let Some(opted_out) = input.cta_url_link_tracking_opted_out {
        template.tracking_opted_out = opted_out;
    }
    if template.status == TemplateStatus::Approved {
        template.edits.push(now);
    }
    template.status = review(&template.name);
    template.changed = now;
    state.commit_template(template)?;
    Ok(UpdateWhatsAppMessageTemplateOutput::new())
}

/// Checks the state of a template, and how often it was edited.
fn may_edit(template: &Template, now: Timestamp) -> Result<(), ApiError> {
    use TemplateStatus::{Approved, Paused, Rejected};
    let status = template.status;
    if !matches!(status, Approved | Rejected | Paused) {
        return Err(ApiError::invalid(format!(
            "a template in the state {status} cannot be changed; wait until its review is complete"
        )));
    }
    let recent = template.edits.iter();
    let recent = recent.filter(|edit| days_since(**edit, now) < 30).count();
    let today = template.edits.iter().any(|edit| days_since(*edit, now) < 1);
    if status == Approved && (today || recent >= EDITS) {
        return Err(ApiError::invalid(format!(
            "an approved template can be changed once in 24 hours and {EDITS} times in 30 days"
        )));
    }
    Ok(())
}

pub(super) fn delete(
    emulator: &Emulator,
    input: DeleteWhatsAppMessageTemplateInput,
) -> Result<DeleteWhatsAppMessageTemplateOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let name = required(input.template_name);
    let id = input.meta_template_id;
    if id.is_some() && input.delete_all_languages == Some(true) {
        return Err(ApiError::invalid(
            "metaTemplateId selects one language, deleteAllLanguages all: set one of them",
        ));
    }
    let now = emulator.clock().timestamp();
    let templates = state.templates.values();
    let deleted: Vec<Template> = templates
        .filter(|template| is_present(template, &account_id) && template.name == name)
        .filter(|template| id.as_ref().is_none_or(|id| template.id == *id))
        .map(|template| Template {
            status: TemplateStatus::Deleted,
            changed: now,
            ..template.clone()
        })
        .collect();
    if deleted.is_empty() {
        let message = format!("the account has no template with the name {name} and this id");
        return Err(ApiError::not_found(message));
    }
    let mut changes = Vec::new();
    for template in deleted {
        changes.extend(state.template_event(&template));
        changes.push(Change::Template(template));
    }
    state.commit(changes)?;
    Ok(DeleteWhatsAppMessageTemplateOutput::new())
}

pub(super) fn upload_media(
    emulator: &Emulator,
    input: CreateWhatsAppMessageTemplateMediaInput,
) -> Result<CreateWhatsAppMessageTemplateMediaOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    if input.source_s3_file.is_none() {
        return Err(ApiError::invalid("set sourceS3File"));
    }
    // Unlike Meta's, it does not tell the type of the file, which is sensitive.
    let handle = format!("4::{:016x}", state.next());
    state.commit(vec![Change::Handle(handle.clone(), account_id)])?;
    let mut output = CreateWhatsAppMessageTemplateMediaOutput::new();
    output.meta_header_handle = Some(handle);
    Ok(output)
}

/// Returns the template with this id, or with this name and language.
fn find<'a>(
    state: &'a State,
    account_id: &str,
    id: Option<String>,
    named: Option<(String, String)>,
) -> Result<&'a Template, ApiError> {
    let mut present = state.templates.values();
    let is = |template: &&Template| match (&id, &named) {
        (Some(id), _) => template.id == *id,
        (None, Some((name, language))) => template.name == *name && template.language == *language,
        (None, None) => false,
    };
    present
        .find(|template| is_present(template, account_id) && is(template))
        .ok_or_else(|| {
            ApiError::not_found(match (&id, &named) {
                (None, Some((name, language))) => {
                    format!("the account has no template {name} in the language {language}")
                }
                _ => format!(
                    "the account has no template with the id {}",
                    required(id.clone())
                ),
            })
        })
}

fn is_present(template: &Template, account_id: &str) -> bool {
    template.account_id == account_id && template.status != TemplateStatus::Deleted
}

fn summary(template: &Template) -> TemplateSummary {
    let mut summary = TemplateSummary::new();
    summary.template_name = Some(template.name.clone());
    summary.meta_template_id = Some(template.id.clone());
    summary.template_status = Some(template.status.to_string());
    summary.template_quality_score = Some("UNKNOWN".to_owned());
    summary.template_language = Some(template.language.clone());
    summary.template_category = Some(template.category.clone());
    summary
}

fn days_since(then: Timestamp, now: Timestamp) -> i64 {
    (now.as_millis() - then.as_millis()) / DAY
}

/// The definition of a template that is created from Meta's library.
pub(super) fn of_library(
    name: String,
    language: String,
    category: String,
    components: Value,
) -> Result<Definition, ApiError> {
    if !is_name(&name) {
        let message = "templateName is invalid: use lower-case letters, digits and underscores";
        return Err(ApiError::invalid(message));
    }
    Ok(Definition {
        name,
        language,
        category: Definition::category(&category).map_err(ApiError::invalid)?,
        parameter_format: ParameterFormat::Positional,
        components,
        tracking_opted_out: false,
    })
}
