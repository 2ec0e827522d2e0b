//! The JSON of the state in the store.

use runtime::Timestamp;
use serde_json::{Value, json};

use super::account::{Account, PhoneNumber, PublicKey, Registration, Tags};
use super::call::{Call, CallPermission, ConversionEvent};
use super::customer_record::CustomerRecord;
use super::flow::Flow;
use super::ids::number_of;
use super::record::{MediaFile, MediaState, MetaError};
use super::state::{Change, State};
use super::template::Template;

pub(super) fn account_json(account: &Account) -> Result<Value, serde_json::Error> {
    let numbers = account.phone_numbers.iter().map(number_json);
    let numbers = numbers.collect::<Result<Vec<Value>, _>>()?;
    Ok(json!({
        "id": account.id,
        "metaId": account.meta_id,
        "name": account.name,
        "linkDate": account.link_date.map(|date| date.as_millis()),
        "eventDestinations": serde_json::to_value(&account.event_destinations)?,
        "phoneNumbers": numbers,
        "tags": account.tags,
        "datasetId": account.dataset_id,
    }))
}

fn number_json(number: &PhoneNumber) -> Result<Value, serde_json::Error> {
    let (pem, kms_key_arn) = match &number.public_key {
        Some(PublicKey::Pem(pem)) => (Some(pem), None),
        Some(PublicKey::KmsKeyArn(arn)) => (None, Some(arn)),
        None => (None, None),
    };
    Ok(json!({
        "id": number.id,
        "metaId": number.meta_id,
        "number": number.number,
        "displayName": number.display_name,
        "qualityRating": number.quality_rating,
        "registered": number.registration == Registration::Registered,
        "tags": number.tags,
        "dataLocalizationRegion": number.data_localization_region,
        "callSettings": serde_json::to_value(&number.call_settings)?,
        "publicKey": pem,
        "kmsKeyArn": kms_key_arn,
    }))
}

pub(super) fn account(json: &Value) -> Result<Account, serde_json::Error> {
    let mut account = Account::new(text(json, "name"));
    account.id = text(json, "id");
    account.meta_id = text(json, "metaId");
    account.link_date = json["linkDate"].as_i64().map(Timestamp::from_millis);
    account.event_destinations = serde_json::from_value(json["eventDestinations"].clone())?;
    account.tags = tags(json)?;
    account.dataset_id = optional(json, "datasetId");
    for number in json["phoneNumbers"].as_array().into_iter().flatten() {
        account.phone_numbers.push(phone_number(number)?);
    }
    Ok(account)
}

fn phone_number(json: &Value) -> Result<PhoneNumber, serde_json::Error> {
    let mut number = PhoneNumber::new(text(json, "number"));
    number.id = text(json, "id");
    number.meta_id = text(json, "metaId");
    number.display_name = text(json, "displayName");
    number.quality_rating = text(json, "qualityRating");
    number.registration = match json["registered"].as_bool() {
        Some(true) => Registration::Registered,
        _ => Registration::Waiting,
    };
    number.tags = tags(json)?;
    // Absent in states of the first version.
    number.data_localization_region = optional(json, "dataLocalizationRegion");
    number.call_settings = serde_json::from_value(json["callSettings"].clone())?;
    let pem = optional(json, "publicKey").map(PublicKey::Pem);
    number.public_key = pem.or(optional(json, "kmsKeyArn").map(PublicKey::KmsKeyArn));
    Ok(number)
}

pub(super) fn media_json(file: &MediaFile) -> Value {
    json!({
        "id": file.id,
        "phoneNumberId": file.phone_number_id,
        "source": file.source,
        "mimeType": file.mime_type,
        "size": file.size,
        "deleted": file.state == MediaState::Deleted,
        "copies": file.copies,
    })
}

pub(super) fn media(json: &Value) -> Result<MediaFile, serde_json::Error> {
    Ok(MediaFile {
        id: text(json, "id"),
        phone_number_id: text(json, "phoneNumberId"),
        source: text(json, "source"),
        mime_type: text(json, "mimeType"),
        size: json["size"].as_i64().unwrap_or_default(),
        state: match json["deleted"].as_bool() {
            Some(true) => MediaState::Deleted,
            _ => MediaState::Stored,
        },
        copies: serde_json::from_value(json["copies"].clone())?,
    })
}

/// Reads the content of a record. The name is the first part of its key.
type ReadRecord = fn(&str, &Value) -> Option<Change>;

/// The kinds of records, with the function that reads each.
const RECORDS: [(&str, ReadRecord); 7] = [
    ("customer", |_, json| {
        Some(Change::Customer(CustomerRecord::from_json(json)?))
    }),
    ("template", |_, json| {
        Some(Change::Template(Template::from_json(json)?))
    }),
    ("handle", |id, json| {
        Some(Change::Handle(id.to_owned(), json.as_str()?.to_owned()))
    }),
    ("flow", |_, json| Some(Change::Flow(Flow::from_json(json)?))),
    ("permission", |_, json| {
        Some(Change::Permission(CallPermission::from_json(json)?))
    }),
    ("call", |_, json| Some(Change::Call(Call::from_json(json)?))),
    ("conversion", |_, json| {
        Some(Change::Conversion(ConversionEvent::from_json(json)?))
    }),
];

/// Returns the key of the record that a change writes, and its JSON; `None` in
/// place of the JSON removes the record. Changes with their own tables have no
/// record, except the progress of a message.
pub(super) fn record(
    change: &Change,
) -> Result<Option<(String, Option<Value>)>, serde_json::Error> {
    let (kind, id, json) = match change {
        Change::Template(template) => ("template", &template.id, Some(template.to_json())),
        Change::Handle(handle, account) => ("handle", handle, Some(json!(account))),
        Change::Flow(flow) => ("flow", &flow.id, Some(flow.to_json()?)),
        Change::RemoveFlow(id) => ("flow", id, None),
        Change::Permission(permission) => {
            ("permission", &permission.key(), Some(permission.to_json()))
        }
        Change::RemovePermission(key) => ("permission", key, None),
        Change::Call(call) => ("call", &call.id, Some(call.to_json())),
        Change::Conversion(event) => ("conversion", &event.request_id, Some(event.to_json())),
        Change::Message(message) => ("sent", &message.id, Some(message.progress_json())),
        Change::Customer(customer) => ("customer", &customer.phone, Some(customer.to_json())),
        Change::RemoveCustomer(phone) => ("customer", phone, None),
        Change::Clear
        | Change::Received(_)
        | Change::Rejected(_)
        | Change::Event(_)
        | Change::Account(_)
        | Change::RemoveAccount(_)
        | Change::Waiting(_)
        | Change::RemoveWaiting(_)
        | Change::Signup(_)
        | Change::RemoveSignup(_)
        | Change::Media(_) => return Ok(None),
    };
    Ok(Some((format!("{kind}/{id}"), json)))
}

/// Adds a record to the state, after the messages. Returns `None` if the record
/// is damaged.
pub(super) fn restore(state: &mut State, key: &str, json: &Value) -> Option<()> {
    let (kind, id) = key.split_once('/')?;
    match (kind, state.messages.get_mut(number_of(id))) {
        ("sent", Some(message)) => return message.set_progress(json),
        // Version 2 had a record only for a failure.
        ("failure", Some(message)) => {
            message.failure = Some(MetaError::from_json(json)?);
            return Some(());
        }
        // The file contains more messages than the limit keeps in memory.
        ("sent" | "failure", None) => return Some(()),
        _ => {}
    }
    let (_, read) = RECORDS.iter().find(|(name, _)| *name == kind)?;
    state.apply(read(id, json)?);
    Some(())
}

fn optional(json: &Value, name: &str) -> Option<String> {
    json[name].as_str().map(str::to_owned)
}

fn text(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

fn tags(json: &Value) -> Result<Tags, serde_json::Error> {
    serde_json::from_value(json["tags"].clone())
}
