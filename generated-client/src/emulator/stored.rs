//! The JSON of accounts and media files in the store.

use runtime::Timestamp;
use serde_json::{Value, json};

use super::account::{Account, PhoneNumber, Registration, Tags};
use super::record::{MediaFile, MediaState};

pub(super) fn account_json(account: &Account) -> Result<Value, serde_json::Error> {
    let numbers: Vec<Value> = account.phone_numbers.iter().map(number_json).collect();
    Ok(json!({
        "id": account.id,
        "metaId": account.meta_id,
        "name": account.name,
        "linkDate": account.link_date.map(|date| date.as_millis()),
        "eventDestinations": serde_json::to_value(&account.event_destinations)?,
        "phoneNumbers": numbers,
        "tags": account.tags,
    }))
}

fn number_json(number: &PhoneNumber) -> Value {
    json!({
        "id": number.id,
        "metaId": number.meta_id,
        "number": number.number,
        "displayName": number.display_name,
        "qualityRating": number.quality_rating,
        "registered": number.registration == Registration::Registered,
        "tags": number.tags,
    })
}

pub(super) fn account(json: &Value) -> Result<Account, serde_json::Error> {
    let mut account = Account::new(text(json, "name"));
    account.id = text(json, "id");
    account.meta_id = text(json, "metaId");
    account.link_date = json["linkDate"].as_i64().map(Timestamp::from_millis);
    account.event_destinations = serde_json::from_value(json["eventDestinations"].clone())?;
    account.tags = tags(json)?;
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

fn text(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

fn tags(json: &Value) -> Result<Tags, serde_json::Error> {
    serde_json::from_value(json["tags"].clone())
}
