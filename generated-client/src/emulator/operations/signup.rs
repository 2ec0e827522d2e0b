//! The two steps that link an account.

use std::collections::BTreeMap;

use runtime::Timestamp;

use super::api_error::ApiError;
use crate::emulator::account::{Account, PhoneNumber, Registration, identify, set_tags};
use crate::emulator::state::{Change, State};
use crate::types::{
    LinkedWhatsAppBusinessAccountIdMetaData, RegistrationStatus, WabaPhoneNumberSetupFinalization,
    WhatsAppSetupFinalization, WhatsAppSignupCallbackResult,
};

/// Completes the second step: links the account, or adds phone numbers to a
/// linked one. Returns the identifier of the account.
pub(super) fn finish(
    state: &mut State,
    finalization: WhatsAppSetupFinalization,
    now: Timestamp,
) -> Result<String, ApiError> {
    let token = finalization.associate_in_progress_token;
    if !state.signups.contains_key(&token) {
        return Err(ApiError::invalid(
            "associateInProgressToken does not belong to a pending sign-up",
        ));
    }
    let named = finalization
        .waba
        .as_ref()
        .and_then(|waba| waba.id.as_deref());
    let mut offered = waiting_account(state, named, &finalization.phone_numbers)?.clone();
    let chosen = register(&mut offered, finalization.phone_numbers)?;
    let registered = chosen.clone();
    let mut rest = offered.clone();
    rest.phone_numbers.retain(|number| !number.can_send());
    let linked = match &finalization.phone_number_parent {
        Some(parent) => Some(state.account(parent).ok_or_else(|| {
            let message = format!("phoneNumberParent {parent} is not a linked account");
            ApiError::invalid(message)
        })?),
        // An earlier sign-up may have linked it with other phone numbers.
        None => state.account(&offered.id),
    };
    let mut account = match linked.cloned() {
        Some(mut account) => {
            let is_chosen =
                |number: &PhoneNumber| chosen.iter().any(|chosen| chosen.id == number.id);
            account.phone_numbers.retain(|number| !is_chosen(number));
            account.phone_numbers.extend(chosen);
            account
        }
        None => {
            offered.link_date = Some(now);
            offered
        }
    };
    if let Some(waba) = finalization.waba {
        if let Some(destinations) = waba.event_destinations {
            account.event_destinations = destinations;
        }
        set_tags(&mut account.tags, waba.tags.unwrap_or_default());
    }
    // The next sign-up offers the other phone numbers.
    let waiting = if rest.phone_numbers.is_empty() {
        Change::RemoveWaiting(rest.id)
    } else {
        Change::Waiting(rest)
    };
    let id = account.id.clone();
    let events = state.linked_events(&account, &registered, now);
    let mut changes = vec![
        Change::RemoveSignup(token),
        Change::Account(account),
        waiting,
    ];
    changes.extend(events);
    state.commit(changes)?;
    Ok(id)
}

/// Completes the first step: issues a token and lists the accounts without
/// setup. If there are none, it creates one with one phone number, as Meta's
/// dialog does.
pub(super) fn begin(state: &mut State) -> Result<WhatsAppSignupCallbackResult, ApiError> {
    let mut changes = Vec::new();
    let mut waiting: Vec<Account> = state.waiting.values().cloned().collect();
    if waiting.is_empty() {
        let number = state.next();
        let mut account =
            Account::new(format!("Signed-up business {number}")).with_phone_numbers([
                PhoneNumber::waiting(format!("+1425555{:04}", number % 10_000)),
            ]);
        identify(&mut account, || state.next());
        changes.push(Change::Waiting(account.clone()));
        waiting.push(account);
    }
    let token = format!("in-progress-{:016x}", state.next());
    changes.push(Change::Signup(token.clone()));
    state.commit(changes)?;
    let mut result = WhatsAppSignupCallbackResult::new();
    result.associate_in_progress_token = Some(token);
    let accounts = waiting
        .iter()
        .map(|account| (account.meta_id.clone(), metadata(account)));
    result.linked_accounts_with_incomplete_setup = Some(accounts.collect::<BTreeMap<_, _>>());
    Ok(result)
}

fn metadata(account: &Account) -> LinkedWhatsAppBusinessAccountIdMetaData {
    let numbers = account
        .phone_numbers
        .iter()
        .map(|number| number.detail(account));
    let mut metadata = LinkedWhatsAppBusinessAccountIdMetaData::new();
    metadata.account_name = Some(account.name.clone());
    metadata.registration_status = Some(RegistrationStatus::Incomplete);
    metadata.unregistered_whatsapp_phone_numbers = Some(numbers.collect());
    metadata.waba_id = Some(account.id.clone());
    metadata
}

/// Returns the account to set up: the one with this id, or with these phone
/// numbers.
fn waiting_account<'a>(
    state: &'a State,
    id: Option<&str>,
    numbers: &[WabaPhoneNumberSetupFinalization],
) -> Result<&'a Account, ApiError> {
    let mut waiting = state.waiting.values();
    let found = match (id, numbers) {
        (Some(id), _) => waiting.find(|account| account.is(id) || account.meta_id == id),
        (None, [first, ..]) => waiting.find(|account| {
            account
                .phone_numbers
                .iter()
                .any(|number| names(&first.id, number))
        }),
        (None, []) => return Err(ApiError::invalid("phoneNumbers is empty")),
    };
    found.ok_or_else(|| {
        ApiError::invalid("no account without setup has this id or these phone numbers")
    })
}

/// Registers phone numbers and returns them.
fn register(
    account: &mut Account,
    numbers: Vec<WabaPhoneNumberSetupFinalization>,
) -> Result<Vec<PhoneNumber>, ApiError> {
    let mut chosen = Vec::new();
    for given in numbers {
        let mut known = account.phone_numbers.iter_mut();
        let number = known
            .find(|number| names(&given.id, number))
            .ok_or_else(|| {
                ApiError::invalid(format!(
                    "the account has no phone number with the id {}",
                    given.id
                ))
            })?;
        number.registration = Registration::Registered;
        number.data_localization_region = given.data_localization_region;
        set_tags(&mut number.tags, given.tags.unwrap_or_default());
        chosen.push(number.clone());
    }
    if chosen.is_empty() {
        return Err(ApiError::invalid("phoneNumbers is empty"));
    }
    Ok(chosen)
}

/// Whether `id` is one of a phone number's identifiers.
fn names(id: &str, number: &PhoneNumber) -> bool {
    number.is(id) || number.meta_id == id
}
