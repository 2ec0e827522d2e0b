//! The checks of the operations that were added after May 2025.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_socialmessaging::Client;
use aws_sdk_socialmessaging::primitives::Blob;
use aws_sdk_socialmessaging::types::{
    LibraryTemplateButtonInput, MetaFlowCategory, MetaLibraryTemplate, S3File, WhatsAppCallHours,
    WhatsAppCallSettings, WhatsAppDayOfWeek, WhatsAppTimeOfDay, WhatsAppWeeklyOperatingHoursEntry,
};

use crate::support::{Outcome, control, rejects, report, same};
use crate::{ACCOUNT, NUMBER};

const PERSON: &str = "+14255550123";
const BODY: &str = r#"{"type":"BODY","text":"Hello {{1}}, your table is ready.","example":{"body_text":[["Ana"]]}}"#;
const FLOW: &str = r#"{"version":"7.3","screens":[{"id":"A","terminal":true,"layout":{"type":"SingleColumnLayout","children":[]}}]}"#;

type Made = Result<String, Box<dyn Error>>;

/// Reports the outcome of a check that creates something, and returns its id.
fn made(name: &str, outcome: Made) -> String {
    let (outcome, made) = match outcome {
        Ok(made) => (Ok(()), made),
        Err(error) => (Err(error), String::new()),
    };
    report(name, outcome);
    made
}

fn now() -> Result<u64, Box<dyn Error>> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

async fn upload(client: &Client) -> Made {
    let file = S3File::builder()
        .bucket_name("bucket")
        .key("a.png")
        .build()?;
    let upload = client.create_whats_app_message_template_media().id(ACCOUNT);
    let uploaded = upload.source_s3_file(file).send().await?;
    Ok(uploaded.meta_header_handle().ok_or("no handle")?.to_owned())
}

async fn create_template(client: &Client, handle: &str) -> Made {
    let header = format!(
        r#"{{"type":"HEADER","format":"IMAGE","example":{{"header_handle":["{handle}"]}}}}"#
    );
    let definition = format!(
        r#"{{"name":"interop","language":"en","category":"UTILITY","components":[{header},{BODY}]}}"#
    );
    let create = client.create_whats_app_message_template().id(ACCOUNT);
    let create = create.template_definition(Blob::new(definition));
    let created = create.send().await?;
    same(created.template_status(), Some("PENDING"))?;
    Ok(created.meta_template_id().ok_or("no id")?.to_owned())
}

async fn template(client: &Client, id: &str) -> Made {
    let get = client.get_whats_app_message_template().id(ACCOUNT);
    let found = get.meta_template_id(id).send().await?;
    Ok(found.template().ok_or("no template")?.to_owned())
}

async fn get_template(client: &Client, id: &str) -> Outcome {
    let by_id = template(client, id).await?;
    let get = client.get_whats_app_message_template().id(ACCOUNT);
    let get = get.template_name("interop").template_language_code("en");
    let by_name = get.send().await?;
    same(by_name.template(), Some(by_id.as_str()))?;
    same(by_id.contains(r#""status":"APPROVED""#), true)
}

async fn update_template(client: &Client, id: &str) -> Outcome {
    let update = client.update_whats_app_message_template().id(ACCOUNT);
    let update = update.meta_template_id(id).parameter_format("positional");
    let update = update.template_components(Blob::new(format!("[{BODY}]")));
    let update = update.cta_url_link_tracking_opted_out(true);
    update.send().await?;
    same(template(client, id).await?.contains("HEADER"), false)
}

async fn list_templates(client: &Client) -> Outcome {
    let list = client.list_whats_app_message_templates().id(ACCOUNT);
    let listed = list.send().await?;
    let names = listed.templates().iter();
    let names: Vec<_> = names.map(|one| one.template_name()).collect();
    same(names, vec![Some("interop")])
}

async fn library(client: &Client) -> Outcome {
    let list = client.list_whats_app_template_library().id(ACCOUNT);
    let found = list.filters("searchKey", "delivery").send().await?;
    let names = found.meta_library_templates().iter();
    let names: Vec<_> = names.map(|one| one.template_name()).collect();
    same(names, vec![Some("delivery_update_1")])
}

async fn from_library(client: &Client) -> Outcome {
    let button = LibraryTemplateButtonInput::builder().r#type("URL");
    let button = button.url("base_url", "https://www.example.com/").build();
    let template = MetaLibraryTemplate::builder()
        .template_name("mine")
        .library_template_name("delivery_update_1")
        .template_category("UTILITY")
        .template_language("en_US")
        .library_template_button_inputs(button)
        .build()?;
    let create = client.create_whats_app_message_template_from_library();
    let create = create.id(ACCOUNT).meta_library_template(template);
    let created = create.send().await?;
    same(created.template_status(), Some("APPROVED"))
}

async fn template_pages(client: &Client) -> Outcome {
    let list = client.list_whats_app_message_templates().id(ACCOUNT);
    let mut pages = list.into_paginator().page_size(1).items().send();
    let mut names = Vec::new();
    while let Some(found) = pages.next().await {
        names.push(found?.template_name().unwrap_or_default().to_owned());
    }
    names.sort();
    same(names, vec!["interop".to_owned(), "mine".to_owned()])
}

async fn template_failure(client: &Client) -> Outcome {
    let message =
        r#"{"messaging_product":"whatsapp","type":"template","to":"+14255550123","template":{"name":"interop","language":{"code":"en"}}}"#;
    let send = client.send_whats_app_message();
    let send = send.origination_phone_number_id(NUMBER);
    let send = send.message(Blob::new(message)).meta_api_version("v24.0");
    send.send().await?;
    let messages = control("GET", "messages", "")?;
    same(messages.contains(r#""code":132000"#), true)
}

async fn delete_template(client: &Client, id: &str) -> Outcome {
    let delete = client.delete_whats_app_message_template().id(ACCOUNT);
    let delete = delete.template_name("interop").delete_all_languages(true);
    delete.send().await?;
    let get = client.get_whats_app_message_template().id(ACCOUNT);
    let got = get.meta_template_id(id).send().await;
    rejects("ResourceNotFoundException", 404, got)
}

async fn templates(client: &Client) {
    let handle = made("CreateWhatsAppMessageTemplateMedia", upload(client).await);
    let created = create_template(client, &handle).await;
    let id = made("CreateWhatsAppMessageTemplate", created);
    report(
        "GetWhatsAppMessageTemplate",
        get_template(client, &id).await,
    );
    let updated = update_template(client, &id).await;
    report("UpdateWhatsAppMessageTemplate", updated);
    report("ListWhatsAppMessageTemplates", list_templates(client).await);
    report("ListWhatsAppTemplateLibrary", library(client).await);
    let created = from_library(client).await;
    report("CreateWhatsAppMessageTemplateFromLibrary", created);
    report("pages of templates", template_pages(client).await);
    let failed = template_failure(client).await;
    report("failure of a template message", failed);
    let deleted = delete_template(client, &id).await;
    report("DeleteWhatsAppMessageTemplate", deleted);
}

async fn create_flow(client: &Client, name: &str) -> Made {
    let create = client.create_whats_app_flow().id(ACCOUNT).flow_name(name);
    let create = create.categories(MetaFlowCategory::Survey);
    let created = create.flow_json(Blob::new("{}")).send().await?;
    same(created.validation_errors().is_empty(), false)?;
    Ok(created.flow_id().ok_or("no id")?.to_owned())
}

async fn flow_is(client: &Client, id: &str, name: &str, status: &str) -> Outcome {
    let get = client.get_whats_app_flow().id(ACCOUNT).flow_id(id);
    let found = get.send().await?;
    same((found.flow_name(), found.flow_status()), (name, status))
}

async fn update_flow(client: &Client, id: &str) -> Outcome {
    let update = client.update_whats_app_flow().id(ACCOUNT).flow_id(id);
    let update = update.endpoint_uri("https://www.example.com/");
    update.flow_name("better").send().await?;
    flow_is(client, id, "better", "DRAFT").await
}

async fn update_assets(client: &Client, id: &str) -> Outcome {
    let update = client.update_whats_app_flow_assets();
    let update = update.id(ACCOUNT).flow_id(id);
    let updated = update.flow_json(Blob::new(FLOW)).send().await?;
    same(updated.validation_errors().len(), 0)
}

async fn preview(client: &Client, id: &str) -> Outcome {
    let preview = || {
        let preview = client.get_whats_app_flow_preview();
        preview.id(ACCOUNT).flow_id(id)
    };
    let first = preview().send().await?;
    let second = preview().invalidate(true).send().await?;
    let url = |found: Option<&aws_sdk_socialmessaging::types::MetaFlowPreviewInfo>| {
        found.map(|preview| preview.preview_url().to_owned())
    };
    same(url(first.preview()) == url(second.preview()), false)
}

async fn assets(client: &Client, id: &str) -> Outcome {
    let list = client.list_whats_app_flow_assets();
    let listed = list.id(ACCOUNT).flow_id(id).send().await?;
    let types = listed.flow_assets().iter();
    let types: Vec<_> = types.map(|asset| asset.asset_type()).collect();
    same(types, vec!["FLOW_JSON"])
}

async fn list_flows(client: &Client, id: &str) -> Outcome {
    let listed = client.list_whats_app_flows().id(ACCOUNT).send().await?;
    let ids = listed.flows().iter();
    let ids: Vec<_> = ids.map(|flow| flow.flow_id()).collect();
    same(ids, vec![id])
}

async fn publish(client: &Client, id: &str) -> Outcome {
    let publish = client.publish_whats_app_flow().id(ACCOUNT).flow_id(id);
    publish.send().await?;
    flow_is(client, id, "better", "PUBLISHED").await
}

async fn deprecate(client: &Client, id: &str) -> Outcome {
    let deprecate = client.deprecate_whats_app_flow().id(ACCOUNT).flow_id(id);
    deprecate.send().await?;
    flow_is(client, id, "better", "DEPRECATED").await
}

async fn delete_flow(client: &Client) -> Outcome {
    let id = create_flow(client, "draft").await?;
    let delete = client.delete_whats_app_flow().id(ACCOUNT).flow_id(&id);
    delete.send().await?;
    let get = client.get_whats_app_flow().id(ACCOUNT).flow_id(id);
    rejects("ResourceNotFoundException", 404, get.send().await)
}

async fn flows(client: &Client) {
    let id = made("CreateWhatsAppFlow", create_flow(client, "form").await);
    let is_draft = flow_is(client, &id, "form", "DRAFT").await;
    report("GetWhatsAppFlow", is_draft);
    report("UpdateWhatsAppFlow", update_flow(client, &id).await);
    report("UpdateWhatsAppFlowAssets", update_assets(client, &id).await);
    report("GetWhatsAppFlowPreview", preview(client, &id).await);
    report("ListWhatsAppFlowAssets", assets(client, &id).await);
    report("ListWhatsAppFlows", list_flows(client, &id).await);
    report("PublishWhatsAppFlow", publish(client, &id).await);
    report("DeprecateWhatsAppFlow", deprecate(client, &id).await);
    report("DeleteWhatsAppFlow", delete_flow(client).await);
}

async fn put_key(client: &Client) -> Outcome {
    let put = client.put_whats_app_business_public_key();
    let put = put.origination_phone_number_id(NUMBER);
    let put = put.kms_key_arn("arn:aws:kms:us-east-1:123456789012:alias/flows");
    put.send().await?;
    Ok(())
}

async fn get_key(client: &Client) -> Outcome {
    let get = client.get_whats_app_business_public_key();
    let found = get.origination_phone_number_id(NUMBER).send().await?;
    same(found.business_public_key_signature_status(), Some("VALID"))
}

async fn settings(client: &Client) -> Outcome {
    let time = |hours, minutes| {
        let time = WhatsAppTimeOfDay::builder().hours(hours);
        time.minutes(minutes).build()
    };
    let monday = WhatsAppWeeklyOperatingHoursEntry::builder()
        .day_of_week(WhatsAppDayOfWeek::Monday)
        .open_time(time(9, 0)?)
        .close_time(time(17, 30)?)
        .build()?;
    let hours = WhatsAppCallHours::builder()
        .enabled(true)
        .timezone("Europe/Berlin")
        .weekly_operating_hours(monday)
        .build()?;
    let settings = WhatsAppCallSettings::builder().call_enabled(true);
    let settings = settings.call_hours(hours).build()?;
    let update = client.update_linked_whats_app_business_account_phone_number();
    let update = update.id(NUMBER).call_settings(settings.clone());
    update.send().await?;
    let get = client.get_linked_whats_app_business_account_phone_number();
    let found = get.id(NUMBER).send().await?;
    same(found.call_settings(), Some(&settings))
}

async fn permission(client: &Client) -> Outcome {
    let until = now()? + 3600;
    let set = format!(
        r#"{{"phoneNumberId":"{NUMBER}","person":"{PERSON}","permission":"temporary","until":{until}}}"#
    );
    control("PUT", "call-permissions", &set)?;
    let get = client.get_whats_app_call_permission();
    let get = get.origination_phone_number_id(NUMBER);
    let found = get.destination_phone_number(PERSON).send().await?;
    let permission = found.permission().ok_or("no permission")?;
    same(permission.status(), "temporary")?;
    let expiry = permission.expiration_time().map(|time| time.secs());
    same(expiry, Some(i64::try_from(until)?))
}

fn event(
    client: &Client,
    event: String,
) -> aws_sdk_socialmessaging::operation::send_whats_app_call_event::builders::SendWhatsAppCallEventFluentBuilder
{
    let send = client.send_whats_app_call_event();
    let send = send.origination_phone_number_id(NUMBER);
    send.meta_api_version("v24.0").call_event(Blob::new(event))
}

fn end(client: &Client, id: &str) -> aws_sdk_socialmessaging::operation::send_whats_app_call_event::builders::SendWhatsAppCallEventFluentBuilder
{
    event(
        client,
        format!(r#"{{"action":"terminate","call_id":"{id}"}}"#),
    )
}

async fn call(client: &Client) -> Made {
    let connect = format!(r#"{{"action":"connect","to":"{PERSON}","session":{{"sdp":"v=0"}}}}"#);
    let id = event(client, connect).send().await?.call_id().to_owned();
    end(client, &id).send().await?;
    Ok(id)
}

async fn dataset(client: &Client) -> Made {
    let create = || client.create_whats_app_dataset().id(ACCOUNT).send();
    let first = create().await?;
    same(create().await?.dataset_id(), first.dataset_id())?;
    Ok(first.dataset_id().to_owned())
}

async fn conversion(client: &Client, dataset: &str) -> Outcome {
    let time = now()? - 60;
    let event = format!(
        r#"{{"event_name":"Purchase","event_time":{time},"action_source":"business_messaging","user_data":{{}}}}"#
    );
    let send = client.send_whats_app_conversion_event().id(ACCOUNT);
    let send = send.dataset_id(dataset).event_data(Blob::new(event));
    let sent = send.send().await?;
    let recorded = control("GET", "conversions", "")?;
    same(recorded.contains(sent.request_id()), true)
}

async fn calls_and_conversions(client: &Client) {
    report("PutWhatsAppBusinessPublicKey", put_key(client).await);
    report("GetWhatsAppBusinessPublicKey", get_key(client).await);
    let set = settings(client).await;
    report("UpdateLinkedWhatsAppBusinessAccountPhoneNumber", set);
    report("GetWhatsAppCallPermission", permission(client).await);
    let id = made("SendWhatsAppCallEvent", call(client).await);
    let again = end(client, &id).send().await;
    report(
        "ConflictException",
        rejects("ConflictException", 409, again),
    );
    let id = made("CreateWhatsAppDataset", dataset(client).await);
    report("SendWhatsAppConversionEvent", conversion(client, &id).await);
}

pub async fn run(client: &Client) {
    templates(client).await;
    flows(client).await;
    calls_and_conversions(client).await;
}
