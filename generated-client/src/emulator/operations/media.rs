//! Media files.

use super::Refusal;
use crate::emulator::record::{MediaFile, MediaState, mime_type};
use crate::emulator::state::State;
use crate::types::{S3File, S3PresignedUrl};

/// Returns the identifier of a phone number that can send.
pub(super) fn sender(state: &State, id: &str) -> Result<String, Refusal> {
    let (_, number) = state
        .phone_number(id)
        .ok_or_else(|| Refusal::no_phone_number(id))?;
    if number.can_send() {
        Ok(number.id.clone())
    } else {
        Err(Refusal::invalid(format!(
            "the phone number {id} is not registered: finish the sign-up with setupFinalization"
        )))
    }
}

/// Returns a media file of the phone number.
pub(super) fn file_of<'a>(
    state: &'a State,
    id: &str,
    number: &str,
) -> Result<&'a MediaFile, Refusal> {
    let file = stored(state, id)?;
    if file.phone_number_id == number {
        Ok(file)
    } else {
        Err(Refusal::denied_by_meta(format!(
            "the media file {id} was uploaded for another phone number"
        )))
    }
}

/// Returns a media file that was not deleted.
pub(super) fn stored<'a>(state: &'a State, id: &str) -> Result<&'a MediaFile, Refusal> {
    match state.media.get(id) {
        Some(file) if file.state == MediaState::Stored => Ok(file),
        Some(_) => Err(Refusal::not_found(format!(
            "the media file {id} was deleted"
        ))),
        None => Err(Refusal::not_found(format!("no media file has the id {id}"))),
    }
}

pub(super) fn place(file: &S3File, suffix: &str) -> String {
    format!("s3://{}/{}{suffix}", file.bucket_name, file.key)
}

pub(super) fn without_query(url: &S3PresignedUrl) -> String {
    url.url.split('?').next().unwrap_or_default().to_owned()
}

pub(super) fn content_type(url: &S3PresignedUrl) -> String {
    let mut headers = url.headers.iter();
    headers
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map_or_else(|| mime_type("").to_owned(), |(_, value)| value.clone())
}
