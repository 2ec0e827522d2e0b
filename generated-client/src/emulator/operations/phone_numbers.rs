//! Phone numbers and their settings.

use std::collections::BTreeSet;

use super::api_error::ApiError;
use super::input::required;
use crate::emulator::handle::Emulator;
use crate::emulator::state::Change;
use crate::input::{
    GetLinkedWhatsAppBusinessAccountPhoneNumberInput,
    UpdateLinkedWhatsAppBusinessAccountPhoneNumberInput,
};
use crate::output::{
    GetLinkedWhatsAppBusinessAccountPhoneNumberOutput,
    UpdateLinkedWhatsAppBusinessAccountPhoneNumberOutput,
};
use crate::types::{WhatsAppCallHours, WhatsAppTimeOfDay};

pub(super) fn get(
    emulator: &Emulator,
    input: GetLinkedWhatsAppBusinessAccountPhoneNumberInput,
) -> Result<GetLinkedWhatsAppBusinessAccountPhoneNumberOutput, ApiError> {
    let id = required(input.id);
    let state = emulator.state();
    let (account, number) = state
        .phone_number(&id)
        .ok_or_else(|| ApiError::no_phone_number(&id))?;
    let mut output = GetLinkedWhatsAppBusinessAccountPhoneNumberOutput::new();
    output.phone_number = Some(number.detail(account));
    output.linked_whatsapp_business_account_id = Some(account.id.clone());
    output.call_settings.clone_from(&number.call_settings);
    Ok(output)
}

pub(super) fn update(
    emulator: &Emulator,
    input: UpdateLinkedWhatsAppBusinessAccountPhoneNumberInput,
) -> Result<UpdateLinkedWhatsAppBusinessAccountPhoneNumberOutput, ApiError> {
    let mut state = emulator.state();
    let id = super::media::sender(&state, &required(input.id))?;
    if let Some(hours) = input
        .call_settings
        .as_ref()
        .and_then(|settings| settings.call_hours.as_ref())
    {
        check_hours(hours).map_err(ApiError::invalid)?;
    }
    let settings = input.call_settings;
    let account = state.with_phone_number(&id, |number| number.call_settings = settings)?;
    state.commit(vec![Change::Account(account)])?;
    let mut output = UpdateLinkedWhatsAppBusinessAccountPhoneNumberOutput::new();
    output.phone_number_id = id;
    Ok(output)
}

/// Checks that hours end after they begin and do not overlap, and that no date is
/// listed twice.
fn check_hours(hours: &WhatsAppCallHours) -> Result<(), String> {
    let mut periods: Vec<(&str, i32, i32)> = Vec::new();
    for entry in &hours.weekly_operating_hours {
        let day = entry.day_of_week.as_str();
        let (open, close) = (minutes(&entry.open_time), minutes(&entry.close_time));
        if open >= close {
            return Err(format!("openTime of {day} is not before closeTime"));
        }
        let overlaps =
            |known: &&(&str, i32, i32)| known.0 == day && known.1 < close && open < known.2;
        if periods.iter().any(|known| overlaps(&known)) {
            return Err(format!("the hours of {day} overlap"));
        }
        periods.push((day, open, close));
    }
    let mut dates = BTreeSet::new();
    for entry in hours.holiday_schedule.iter().flatten() {
        if !dates.insert(&entry.date) {
            return Err(format!("holidaySchedule has the date {} twice", entry.date));
        }
        if minutes(&entry.start_time) > minutes(&entry.end_time) {
            return Err(format!("startTime of {} is after endTime", entry.date));
        }
    }
    Ok(())
}

/// The minutes since midnight.
fn minutes(time: &WhatsAppTimeOfDay) -> i32 {
    time.hours * 60 + time.minutes
}
