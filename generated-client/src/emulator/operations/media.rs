//! Media files.

use super::api_error::ApiError;
use super::input::required;
use crate::emulator::handle::Emulator;
use crate::emulator::record::{MEDIA_SIZE, MediaFile, MediaState, mime_type};
use crate::emulator::state::{Change, State};
use crate::input::*;
use crate::output::*;
use crate::types::{S3File, S3PresignedUrl};

pub(super) fn post(
    emulator: &Emulator,
    input: PostWhatsAppMessageMediaInput,
) -> Result<PostWhatsAppMessageMediaOutput, ApiError> {
    let mut state = emulator.state();
    let phone_number_id = sender(&state, &required(input.origination_phone_number_id))?;
    let (source, mime_type) = match (&input.source_s3_file, &input.source_s3_presigned_url) {
        (Some(file), None) => (place(file, ""), mime_type(&file.key).to_owned()),
        (None, Some(url)) => (without_query(url), content_type(url)),
        // Validation rejects the other cases.
        _ => return Err(ApiError::invalid("set exactly one source")),
    };
    let id = format!("90{:013}", state.next());
    state.commit(vec![Change::Media(MediaFile {
        id: id.clone(),
        phone_number_id,
        source,
        mime_type,
        size: MEDIA_SIZE,
        state: MediaState::Stored,
        copies: Vec::new(),
    })])?;
    let mut output = PostWhatsAppMessageMediaOutput::new();
    output.media_id = Some(id);
    Ok(output)
}

pub(super) fn get(
    emulator: &Emulator,
    input: GetWhatsAppMessageMediaInput,
) -> Result<GetWhatsAppMessageMediaOutput, ApiError> {
    let mut state = emulator.state();
    let number = sender(&state, &required(input.origination_phone_number_id))?;
    let mut file = file_of(&state, &required(input.media_id), &number)?.clone();
    let mut output = GetWhatsAppMessageMediaOutput::new();
    output.mime_type = Some(file.mime_type.clone());
    output.file_size = Some(file.size);
    let copy = match (
        &input.destination_s3_file,
        &input.destination_s3_presigned_url,
    ) {
        // The identifier is appended to the key, which is a prefix.
        (Some(destination), _) => Some(place(destination, &file.id)),
        (None, Some(destination)) => Some(without_query(destination)),
        (None, None) => None,
    };
    if let Some(copy) = copy
        && input.metadata_only != Some(true)
    {
        file.copies.push(copy);
        state.commit(vec![Change::Media(file)])?;
    }
    Ok(output)
}

pub(super) fn delete(
    emulator: &Emulator,
    input: DeleteWhatsAppMessageMediaInput,
) -> Result<DeleteWhatsAppMessageMediaOutput, ApiError> {
    let mut state = emulator.state();
    let number = sender(&state, &required(input.origination_phone_number_id))?;
    let mut file = file_of(&state, &required(input.media_id), &number)?.clone();
    file.state = MediaState::Deleted;
    state.commit(vec![Change::Media(file)])?;
    let mut output = DeleteWhatsAppMessageMediaOutput::new();
    output.success = Some(true);
    Ok(output)
}

/// Returns the identifier of a phone number that can send.
pub(super) fn sender(state: &State, id: &str) -> Result<String, ApiError> {
    let (_, number) = state
        .phone_number(id)
        .ok_or_else(|| ApiError::no_phone_number(id))?;
    if number.can_send() {
        Ok(number.id.clone())
    } else {
        Err(ApiError::invalid(format!(
            "the phone number {id} is not registered: finish the sign-up with setupFinalization"
        )))
    }
}

/// Returns a media file of the phone number.
fn file_of<'a>(state: &'a State, id: &str, number: &str) -> Result<&'a MediaFile, ApiError> {
    let file = stored(state, id)?;
    if file.phone_number_id == number {
        Ok(file)
    } else {
        Err(ApiError::denied_by_meta(format!(
            "the media file {id} was uploaded for another phone number"
        )))
    }
}

/// Returns a media file that was not deleted.
pub(super) fn stored<'a>(state: &'a State, id: &str) -> Result<&'a MediaFile, ApiError> {
    match state.media.get(id) {
        Some(file) if file.state == MediaState::Stored => Ok(file),
        Some(_) => Err(ApiError::not_found(format!(
            "the media file {id} was deleted"
        ))),
        None => Err(ApiError::not_found(format!(
            "no media file has the id {id}"
        ))),
    }
}

fn place(file: &S3File, suffix: &str) -> String {
    format!("s3://{}/{}{suffix}", file.bucket_name, file.key)
}

fn without_query(url: &S3PresignedUrl) -> String {
    url.url.split('?').next().unwrap_or_default().to_owned()
}

fn content_type(url: &S3PresignedUrl) -> String {
    let mut headers = url.headers.iter();
    headers
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map_or_else(|| mime_type("").to_owned(), |(_, value)| value.clone())
}
