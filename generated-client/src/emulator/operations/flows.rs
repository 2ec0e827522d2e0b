//! Flows.

use runtime::{Bytes, Timestamp};
use serde_json::Value;

use super::api_error::ApiError;
use super::input::required;
use super::page::{PageRequest, page};
use crate::emulator::account::Account;
use crate::emulator::flow::{Flow, FlowStatus};
use crate::emulator::handle::Emulator;
use crate::emulator::state::{Change, State};
use crate::input::*;
use crate::output::*;
use crate::types::{
    MetaFlowApplicationInfo, MetaFlowAsset, MetaFlowHealthEntity, MetaFlowHealthStatus,
    MetaFlowPreviewInfo, MetaFlowSummary, MetaFlowWhatsAppBusinessAccountInfo,
};

/// The lifetime of a preview URL.
const PREVIEW: i64 = 30 * 24 * 60 * 60 * 1000;

/// The host of the URLs of previews and downloads. It never resolves (RFC 2606).
const HOST: &str = "https://flows.invalid";

pub(super) fn create(
    emulator: &Emulator,
    input: CreateWhatsAppFlowInput,
) -> Result<CreateWhatsAppFlowOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let name = required(input.flow_name);
    check_name(&state, &account_id, &name, None)?;
    let json = match (input.flow_json, input.clone_flow_id) {
        (Some(json), _) => json,
        (None, Some(source)) => find(&state, &account_id, &source)?.json.clone(),
        (None, None) => Bytes::new(),
    };
    let mut flow = Flow {
        id: format!("118{:013}", state.next()),
        account_id,
        name,
        status: FlowStatus::Draft,
        categories: input.categories.unwrap_or_default(),
        json,
        endpoint_uri: input.endpoint_uri,
        app_id: None,
        preview: None,
    };
    check_endpoint(flow.endpoint_uri.as_deref())?;
    if input.publish == Some(true) {
        check_publishable(&flow)?;
        flow.status = FlowStatus::Published;
    }
    let mut output = CreateWhatsAppFlowOutput::new();
    output.flow_id = Some(flow.id.clone());
    output.validation_errors = Some(flow.validation_errors());
    state.commit_flow(flow, emulator.clock().timestamp())?;
    Ok(output)
}

pub(super) fn get(
    emulator: &Emulator,
    input: GetWhatsAppFlowInput,
) -> Result<GetWhatsAppFlowOutput, ApiError> {
    let state = emulator.state();
    let account = state.linked(&required(input.id))?;
    let flow = find(&state, &account.id, &required(input.flow_id))?;
    let json: Value = serde_json::from_slice(&flow.json).unwrap_or_default();
    let mut output = GetWhatsAppFlowOutput::new();
    output.flow_id.clone_from(&flow.id);
    output.flow_name.clone_from(&flow.name);
    output.flow_status = flow.status.to_string();
    output.categories = Some(flow.categories.clone());
    output.validation_errors = Some(flow.validation_errors());
    output.json_version = json["version"].as_str().map(str::to_owned);
    output.data_api_version = json["data_api_version"].as_str().map(str::to_owned);
    output.endpoint_uri.clone_from(&flow.endpoint_uri);
    output.preview = flow.preview.map(|preview| preview_info(flow, preview));
    output.whatsapp_business_account = Some(account_info(account));
    output.application = flow.app_id.as_ref().map(|id| {
        let mut app = MetaFlowApplicationInfo::new();
        app.id.clone_from(id);
        app.name = format!("App {id}");
        app
    });
    output.health_status = Some(health(flow, account));
    Ok(output)
}

pub(super) fn preview(
    emulator: &Emulator,
    input: GetWhatsAppFlowPreviewInput,
) -> Result<GetWhatsAppFlowPreviewOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let mut flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if flow.json.is_empty() {
        return Err(ApiError::invalid(
            "the Flow has no Flow JSON; set it with UpdateWhatsAppFlowAssets",
        ));
    }
    let now = emulator.clock().timestamp();
    let current = flow
        .preview
        .filter(|(_, expiry)| *expiry > now && input.invalidate != Some(true));
    let preview = match current {
        Some(preview) => preview,
        None => {
            let expiry = Timestamp::from_millis(now.as_millis().saturating_add(PREVIEW));
            let preview = (state.next(), expiry);
            flow.preview = Some(preview);
            state.commit_flow(flow.clone(), emulator.clock().timestamp())?;
            preview
        }
    };
    let mut output = GetWhatsAppFlowPreviewOutput::new();
    output.preview = preview_info(&flow, preview);
    output.flow_id = flow.id;
    Ok(output)
}

pub(super) fn list(
    emulator: &Emulator,
    input: ListWhatsAppFlowsInput,
) -> Result<ListWhatsAppFlowsOutput, ApiError> {
    let state = emulator.state();
    let account_id = &state.linked(&required(input.id))?.id;
    let list = format!("flows of {account_id}");
    let request = PageRequest::new(list, input.next_token, input.max_results);
    let (flows, next_token) = page(emulator.tokens(), &request, &state.flows, |flow| {
        flow.account_id == *account_id
    })?;
    let mut output = ListWhatsAppFlowsOutput::new();
    output.flows = flows.into_iter().map(summary).collect();
    output.next_token = next_token;
    Ok(output)
}

pub(super) fn list_assets(
    emulator: &Emulator,
    input: ListWhatsAppFlowAssetsInput,
) -> Result<ListWhatsAppFlowAssetsOutput, ApiError> {
    let state = emulator.state();
    let account_id = &state.linked(&required(input.id))?.id;
    let flow = find(&state, account_id, &required(input.flow_id))?;
    // There is one page, so no token is valid.
    if input.next_token.is_some() {
        return Err(ApiError::invalid(
            "nextToken is invalid: use the nextToken of the previous page",
        ));
    }
    let mut output = ListWhatsAppFlowAssetsOutput::new();
    if !flow.json.is_empty() {
        let mut asset = MetaFlowAsset::new();
        asset.name = "flow.json".to_owned();
        asset.asset_type = "FLOW_JSON".to_owned();
        asset.download_url = format!("{HOST}/{}/flow.json", flow.id);
        output.flow_assets = vec![asset];
    }
    Ok(output)
}

pub(super) fn update(
    emulator: &Emulator,
    input: UpdateWhatsAppFlowInput,
) -> Result<UpdateWhatsAppFlowOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let mut flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if flow.status == FlowStatus::Deprecated {
        return Err(wrong_state(&flow, 139_001, "be changed"));
    }
    if let Some(name) = input.flow_name {
        check_name(&state, &account_id, &name, Some(&flow.id))?;
        flow.name = name;
    }
    if let Some(categories) = input.categories {
        flow.categories = categories;
    }
    check_endpoint(input.endpoint_uri.as_deref())?;
    flow.endpoint_uri = input.endpoint_uri.or(flow.endpoint_uri);
    flow.app_id = input.meta_app_id.or(flow.app_id);
    state.commit_flow(flow, emulator.clock().timestamp())?;
    Ok(UpdateWhatsAppFlowOutput::new())
}

pub(super) fn update_assets(
    emulator: &Emulator,
    input: UpdateWhatsAppFlowAssetsInput,
) -> Result<UpdateWhatsAppFlowAssetsOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let mut flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if flow.status == FlowStatus::Deprecated {
        return Err(wrong_state(&flow, 139_001, "be changed"));
    }
    flow.json = input.flow_json.unwrap_or_default();
    flow.status = FlowStatus::Draft;
    let mut output = UpdateWhatsAppFlowAssetsOutput::new();
    output.validation_errors = Some(flow.validation_errors());
    state.commit_flow(flow, emulator.clock().timestamp())?;
    Ok(output)
}

pub(super) fn publish(
    emulator: &Emulator,
    input: PublishWhatsAppFlowInput,
) -> Result<PublishWhatsAppFlowOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let mut flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if flow.status != FlowStatus::Draft {
        return Err(wrong_state(&flow, 139_002, "be published"));
    }
    check_publishable(&flow)?;
    flow.status = FlowStatus::Published;
    state.commit_flow(flow, emulator.clock().timestamp())?;
    Ok(PublishWhatsAppFlowOutput::new())
}

pub(super) fn deprecate(
    emulator: &Emulator,
    input: DeprecateWhatsAppFlowInput,
) -> Result<DeprecateWhatsAppFlowOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let mut flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if matches!(flow.status, FlowStatus::Draft | FlowStatus::Deprecated) {
        return Err(wrong_state(&flow, 139_003, "be deprecated"));
    }
    flow.status = FlowStatus::Deprecated;
    state.commit_flow(flow, emulator.clock().timestamp())?;
    Ok(DeprecateWhatsAppFlowOutput::new())
}

pub(super) fn delete(
    emulator: &Emulator,
    input: DeleteWhatsAppFlowInput,
) -> Result<DeleteWhatsAppFlowOutput, ApiError> {
    let mut state = emulator.state();
    let account_id = state.linked(&required(input.id))?.id.clone();
    let flow = find(&state, &account_id, &required(input.flow_id))?.clone();
    if flow.status != FlowStatus::Draft {
        return Err(wrong_state(&flow, 139_004, "be deleted"));
    }
    state.commit(vec![Change::RemoveFlow(flow.id)])?;
    Ok(DeleteWhatsAppFlowOutput::new())
}

fn find<'a>(state: &'a State, account_id: &str, id: &str) -> Result<&'a Flow, ApiError> {
    let flow = state.flows.get(id);
    flow.filter(|flow| flow.account_id == account_id)
        .ok_or_else(|| ApiError::not_found(format!("the account has no Flow with the id {id}")))
}

/// Returns the error for a Flow in the wrong state, with Meta's code.
fn wrong_state(flow: &Flow, code: u32, action: &str) -> ApiError {
    ApiError::invalid(format!(
        "(#{code}) the Flow {} is in the state {} and cannot {action}",
        flow.id, flow.status
    ))
}

fn check_name(
    state: &State,
    account_id: &str,
    name: &str,
    own: Option<&str>,
) -> Result<(), ApiError> {
    let mut others = state.flows.values();
    let is_taken = others.any(|flow| {
        flow.account_id == account_id && flow.name == name && Some(flow.id.as_str()) != own
    });
    if is_taken {
        return Err(ApiError::invalid(format!(
            "the account already has a Flow with the name {name}; choose another name"
        )));
    }
    Ok(())
}

fn check_endpoint(uri: Option<&str>) -> Result<(), ApiError> {
    match uri {
        Some(uri) if !uri.starts_with("https://") => {
            Err(ApiError::invalid("endpointUri must begin with https://"))
        }
        _ => Ok(()),
    }
}

fn check_publishable(flow: &Flow) -> Result<(), ApiError> {
    if flow.json.is_empty() {
        return Err(ApiError::invalid(
            "(#139002) a Flow without Flow JSON cannot be published",
        ));
    }
    match flow.validation_errors().as_slice() {
        [] => Ok(()),
        [first, ..] => Err(ApiError::invalid(format!(
            "(#139002) the Flow JSON has errors: {first}"
        ))),
    }
}

fn summary(flow: &Flow) -> MetaFlowSummary {
    let mut summary = MetaFlowSummary::new();
    summary.flow_id.clone_from(&flow.id);
    summary.flow_name.clone_from(&flow.name);
    summary.flow_status = flow.status.to_string();
    summary.flow_categories.clone_from(&flow.categories);
    summary.validation_errors = flow.validation_errors();
    summary
}

fn preview_info(flow: &Flow, (token, expiry): (u64, Timestamp)) -> MetaFlowPreviewInfo {
    let mut preview = MetaFlowPreviewInfo::new();
    preview.preview_url = format!("{HOST}/{}/preview/?token={token:016x}", flow.id);
    // Meta writes the offset without a colon.
    let expiry = expiry.to_string();
    preview.expires_at = format!("{}+0000", expiry.trim_end_matches('Z'));
    preview
}

fn account_info(account: &Account) -> MetaFlowWhatsAppBusinessAccountInfo {
    let mut info = MetaFlowWhatsAppBusinessAccountInfo::new();
    info.id.clone_from(&account.meta_id);
    info.name.clone_from(&account.name);
    info
}

/// The health of a Flow, which only depends on its own state: all other parts
/// are always available here.
fn health(flow: &Flow, account: &Account) -> MetaFlowHealthStatus {
    let own = match flow.status {
        FlowStatus::Draft | FlowStatus::Published => "AVAILABLE",
        FlowStatus::Throttled => "LIMITED",
        FlowStatus::Deprecated | FlowStatus::Blocked => "BLOCKED",
    };
    let entity = |kind: &str, id: &str, state: &str| {
        let mut entity = MetaFlowHealthEntity::new();
        entity.entity_type = kind.to_owned();
        entity.id = id.to_owned();
        entity.can_send_message = state.to_owned();
        entity
    };
    let mut health = MetaFlowHealthStatus::new();
    health.can_send_message = own.to_owned();
    health.entities = Some(vec![
        entity("FLOW", &flow.id, own),
        entity("WABA", &account.meta_id, "AVAILABLE"),
    ]);
    health
}
