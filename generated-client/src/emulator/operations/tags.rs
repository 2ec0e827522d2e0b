//! Tags of accounts and phone numbers, by ARN.

use super::super::Emulator;
use super::super::account::{Account, Tags, listed, set_tags};
use super::super::state::{Change, State};
use super::{Refusal, given};
use crate::input::*;
use crate::output::*;

impl Emulator {
    pub(super) fn list_tags_for_resource(
        &self,
        input: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput, Refusal> {
        let arn = given(input.resource_arn);
        let mut account = owner(&self.state(), &arn)?;
        let mut output = ListTagsForResourceOutput::new();
        output.status_code = Some(200);
        output.tags = tags_of(&mut account, &arn).map(|tags| listed(tags));
        Ok(output)
    }

    pub(super) fn tag_resource(
        &self,
        input: TagResourceInput,
    ) -> Result<TagResourceOutput, Refusal> {
        let given_tags = input.tags.unwrap_or_default();
        self.change_tags(&given(input.resource_arn), |tags| {
            set_tags(tags, given_tags)
        })?;
        let mut output = TagResourceOutput::new();
        output.status_code = Some(200);
        Ok(output)
    }

    pub(super) fn untag_resource(
        &self,
        input: UntagResourceInput,
    ) -> Result<UntagResourceOutput, Refusal> {
        let keys = input.tag_keys.unwrap_or_default();
        self.change_tags(&given(input.resource_arn), |tags| {
            tags.retain(|key, _| !keys.contains(key));
        })?;
        let mut output = UntagResourceOutput::new();
        output.status_code = Some(200);
        Ok(output)
    }

    fn change_tags(&self, arn: &str, change: impl FnOnce(&mut Tags)) -> Result<(), Refusal> {
        let mut state = self.state();
        let mut account = owner(&state, arn)?;
        if let Some(tags) = tags_of(&mut account, arn) {
            change(tags);
        }
        state.commit(vec![Change::Account(account)])?;
        Ok(())
    }
}

/// The account that is, or has the phone number, with this ARN. None of the
/// operations on tags lists ResourceNotFoundException.
fn owner(state: &State, arn: &str) -> Result<Account, Refusal> {
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

fn tags_of<'a>(account: &'a mut Account, arn: &str) -> Option<&'a mut Tags> {
    if account.is(arn) {
        return Some(&mut account.tags);
    }
    let mut numbers = account.phone_numbers.iter_mut();
    numbers
        .find(|number| number.is(arn))
        .map(|number| &mut number.tags)
}
