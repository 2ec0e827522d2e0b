//! Linked accounts and their phone numbers.

use super::api_error::ApiError;
use super::input::required;
use super::page::{PageRequest, page};
use super::signup::{begin, finish};
use crate::emulator::handle::Emulator;
use crate::emulator::state::Change;
use crate::input::*;
use crate::output::*;

pub(super) fn associate(
    emulator: &Emulator,
    input: AssociateWhatsAppBusinessAccountInput,
) -> Result<AssociateWhatsAppBusinessAccountOutput, ApiError> {
    let mut state = emulator.state();
    let mut output = AssociateWhatsAppBusinessAccountOutput::new();
    match (input.signup_callback, input.setup_finalization) {
        (None, None) => {
            return Err(ApiError::invalid("set signupCallback or setupFinalization"));
        }
        (_, Some(finalization)) => {
            let now = emulator.clock().timestamp();
            let id = finish(&mut state, finalization, now)?;
            output.linked_whatsapp_business_account_id = Some(id);
        }
        (Some(_), None) => output.signup_callback_result = Some(begin(&mut state)?),
    }
    output.status_code = Some(200);
    Ok(output)
}

pub(super) fn disassociate(
    emulator: &Emulator,
    input: DisassociateWhatsAppBusinessAccountInput,
) -> Result<DisassociateWhatsAppBusinessAccountOutput, ApiError> {
    let mut state = emulator.state();
    let account = state.linked(&required(input.id))?.clone();
    let event = state.unlinked_event(&account, emulator.clock().timestamp());
    let changes = event.into_iter().chain([Change::RemoveAccount(account.id)]);
    state.commit(changes.collect())?;
    Ok(DisassociateWhatsAppBusinessAccountOutput::new())
}

pub(super) fn list(
    emulator: &Emulator,
    input: ListLinkedWhatsAppBusinessAccountsInput,
) -> Result<ListLinkedWhatsAppBusinessAccountsOutput, ApiError> {
    let state = emulator.state();
    let request = PageRequest::new("accounts", input.next_token, input.max_results);
    let (accounts, next_token) = page(emulator.tokens(), &request, &state.accounts, |_| true)?;
    let mut output = ListLinkedWhatsAppBusinessAccountsOutput::new();
    let summaries = accounts.iter().map(|account| account.summary());
    output.linked_accounts = Some(summaries.collect());
    output.next_token = next_token;
    Ok(output)
}

pub(super) fn get(
    emulator: &Emulator,
    input: GetLinkedWhatsAppBusinessAccountInput,
) -> Result<GetLinkedWhatsAppBusinessAccountOutput, ApiError> {
    let state = emulator.state();
    let mut output = GetLinkedWhatsAppBusinessAccountOutput::new();
    output.account = Some(state.linked(&required(input.id))?.details());
    Ok(output)
}

pub(super) fn put_event_destinations(
    emulator: &Emulator,
    input: PutWhatsAppBusinessAccountEventDestinationsInput,
) -> Result<PutWhatsAppBusinessAccountEventDestinationsOutput, ApiError> {
    let id = required(input.id);
    let mut state = emulator.state();
    // The operation does not list ResourceNotFoundException.
    let account = state
        .account(&id)
        .ok_or_else(|| ApiError::invalid(ApiError::no_account(&id).message))?;
    let mut account = account.clone();
    account.event_destinations = input.event_destinations.unwrap_or_default();
    state.commit(vec![Change::Account(account)])?;
    Ok(PutWhatsAppBusinessAccountEventDestinationsOutput::new())
}
