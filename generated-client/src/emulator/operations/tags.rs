//! Tags of accounts and phone numbers, by ARN.

use super::api_error::ApiError;
use super::input::required;
use crate::emulator::account::{Account, Tags, listed, set_tags};
use crate::emulator::handle::Emulator;
use crate::emulator::state::{Change, State};
use crate::input::{ListTagsForResourceInput, TagResourceInput, UntagResourceInput};
use crate::output::{ListTagsForResourceOutput, TagResourceOutput, UntagResourceOutput};

pub(super) fn list(
    emulator: &Emulator,
    input: ListTagsForResourceInput,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let arn = required(input.resource_arn);
    let mut account = owner(&emulator.state(), &arn)?;
    let mut output = ListTagsForResourceOutput::new();
    output.status_code = Some(200);
    output.tags = tags_of(&mut account, &arn).map(|tags| listed(tags));
    Ok(output)
}

pub(super) fn tag(
    emulator: &Emulator,
    input: TagResourceInput,
) -> Result<TagResourceOutput, ApiError> {
    let given_tags = input.tags.unwrap_or_default();
    change_tags(
        &mut emulator.state(),
        &required(input.resource_arn),
        |tags| set_tags(tags, given_tags),
    )?;
    let mut output = TagResourceOutput::new();
    output.status_code = Some(200);
    Ok(output)
}

pub(super) fn untag(
    emulator: &Emulator,
    input: UntagResourceInput,
) -> Result<UntagResourceOutput, ApiError> {
    let keys = input.tag_keys.unwrap_or_default();
    change_tags(
        &mut emulator.state(),
        &required(input.resource_arn),
        |tags| tags.retain(|key, _| !keys.contains(key)),
    )?;
    let mut output = UntagResourceOutput::new();
    output.status_code = Some(200);
    Ok(output)
}

fn change_tags(
    state: &mut State,
    arn: &str,
    change: impl FnOnce(&mut Tags),
) -> Result<(), ApiError> {
    let mut account = owner(state, arn)?;
    if let Some(tags) = tags_of(&mut account, arn) {
        change(tags);
    }
    state.commit(vec![Change::Account(account)])?;
    Ok(())
}

/// Returns the account with this ARN, or with a phone number with this ARN. The
/// operations on tags do not list ResourceNotFoundException.
fn owner(state: &State, arn: &str) -> Result<Account, ApiError> {
    let account = state.account(arn);
    account
        .or_else(|| state.phone_number(arn).map(|(account, _)| account))
        .cloned()
        .ok_or_else(|| {
            ApiError::invalid(format!(
                "no linked account or phone number has the ARN {arn}"
            ))
        })
}

fn tags_of<'a>(account: &'a mut Account, arn: &str) -> Option<&'a mut Tags> {
    if account.is(arn) {
        return Some(&mut account.tags);
    }
    let mut numbers = account.phone_numbers.iter_mut();
    numbers
        .find(|number| number.is(arn))
        .map(|number| &mut number.tags)
}
