//! Linked accounts and their phone numbers.

use std::ops::Bound;

use super::super::Emulator;
use super::super::state::Change;
use super::{Refusal, given};
use crate::input::*;
use crate::output::*;

/// The size of a page when the caller names none.
const PAGE: usize = 100;

impl Emulator {
    pub(super) fn list_linked_whatsapp_business_accounts(
        &self,
        input: ListLinkedWhatsAppBusinessAccountsInput,
    ) -> Result<ListLinkedWhatsAppBusinessAccountsOutput, Refusal> {
        let state = self.state();
        let after = match &input.next_token {
            Some(token) => Bound::Excluded(self.tokens().read(token).ok_or_else(|| {
                Refusal::invalid("nextToken is not one that this service has given out")
            })?),
            None => Bound::Unbounded,
        };
        let size = input
            .max_results
            .and_then(|size| usize::try_from(size).ok());
        let size = size.unwrap_or(PAGE);
        let mut rest = state.accounts.range((after, Bound::Unbounded));
        let page: Vec<_> = rest
            .by_ref()
            .take(size)
            .map(|(_, account)| account)
            .collect();
        let mut output = ListLinkedWhatsAppBusinessAccountsOutput::new();
        output.linked_accounts = Some(page.iter().map(|account| account.summary()).collect());
        if rest.next().is_some() {
            output.next_token = page.last().map(|last| self.tokens().issue(&last.id));
        }
        Ok(output)
    }

    pub(super) fn get_linked_whatsapp_business_account(
        &self,
        input: GetLinkedWhatsAppBusinessAccountInput,
    ) -> Result<GetLinkedWhatsAppBusinessAccountOutput, Refusal> {
        let id = given(input.id);
        let state = self.state();
        let account = state.account(&id).ok_or_else(|| no_account(&id))?;
        let mut output = GetLinkedWhatsAppBusinessAccountOutput::new();
        output.account = Some(account.details());
        Ok(output)
    }

    pub(super) fn get_linked_whatsapp_business_account_phone_number(
        &self,
        input: GetLinkedWhatsAppBusinessAccountPhoneNumberInput,
    ) -> Result<GetLinkedWhatsAppBusinessAccountPhoneNumberOutput, Refusal> {
        let id = given(input.id);
        let state = self.state();
        let (account, number) = state
            .phone_number(&id)
            .ok_or_else(|| no_phone_number(&id))?;
        let mut output = GetLinkedWhatsAppBusinessAccountPhoneNumberOutput::new();
        output.phone_number = Some(number.detail(account));
        output.linked_whatsapp_business_account_id = Some(account.id.clone());
        Ok(output)
    }

    pub(super) fn disassociate_whatsapp_business_account(
        &self,
        input: DisassociateWhatsAppBusinessAccountInput,
    ) -> Result<DisassociateWhatsAppBusinessAccountOutput, Refusal> {
        let id = given(input.id);
        let mut state = self.state();
        let account = state.account(&id).ok_or_else(|| no_account(&id))?;
        let id = account.id.clone();
        state.commit(vec![Change::RemoveAccount(id)])?;
        Ok(DisassociateWhatsAppBusinessAccountOutput::new())
    }

    pub(super) fn put_whatsapp_business_account_event_destinations(
        &self,
        input: PutWhatsAppBusinessAccountEventDestinationsInput,
    ) -> Result<PutWhatsAppBusinessAccountEventDestinationsOutput, Refusal> {
        let id = given(input.id);
        let mut state = self.state();
        // The operation does not list ResourceNotFoundException.
        let account = state
            .account(&id)
            .ok_or_else(|| Refusal::invalid(no_account(&id).message))?;
        let mut account = account.clone();
        account.event_destinations = input.event_destinations.unwrap_or_default();
        state.commit(vec![Change::Account(account)])?;
        Ok(PutWhatsAppBusinessAccountEventDestinationsOutput::new())
    }
}

pub(super) fn no_account(id: &str) -> Refusal {
    Refusal::not_found(format!(
        "no linked WhatsApp Business Account has the id {id}"
    ))
}

pub(super) fn no_phone_number(id: &str) -> Refusal {
    Refusal::not_found(format!(
        "no phone number of a linked account has the id {id}"
    ))
}
