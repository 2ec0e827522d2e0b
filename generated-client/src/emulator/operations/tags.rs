//! Tags of accounts and phone numbers, by ARN.

use super::Refusal;
use crate::emulator::account::{Account, Tags};
use crate::emulator::state::{Change, State};

pub(super) fn change_tags(
    state: &mut State,
    arn: &str,
    change: impl FnOnce(&mut Tags),
) -> Result<(), Refusal> {
    let mut account = owner(state, arn)?;
    if let Some(tags) = tags_of(&mut account, arn) {
        change(tags);
    }
    state.commit(vec![Change::Account(account)])?;
    Ok(())
}

/// Returns the account with this ARN, or with a phone number with this ARN. The
/// operations on tags do not list ResourceNotFoundException.
pub(super) fn owner(state: &State, arn: &str) -> Result<Account, Refusal> {
    let account = state.account(arn);
    account
        .or_else(|| state.phone_number(arn).map(|(account, _)| account))
        .cloned()
        .ok_or_else(|| {
            Refusal::invalid(format!(
                "no linked account or phone number has the ARN {arn}"
            ))
        })
}

pub(super) fn tags_of<'a>(account: &'a mut Account, arn: &str) -> Option<&'a mut Tags> {
    if account.is(arn) {
        return Some(&mut account.tags);
    }
    let mut numbers = account.phone_numbers.iter_mut();
    numbers
        .find(|number| number.is(arn))
        .map(|number| &mut number.tags)
}
