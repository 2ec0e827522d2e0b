//! The actions of a person on a call.

use runtime::Timestamp;

use super::action::CustomerError;
use super::call::{Call, CallState};
use super::entry::CallStep;
use super::state::{Change, State};

/// The last call of a person with these properties.
pub(super) struct WantedCall<'a> {
    pub(super) person: &'a str,
    pub(super) phone_number_id: Option<&'a str>,
    pub(super) id: Option<String>,
}

/// The identifier of a call, and the changes.
type Acted = Result<(String, Vec<Change>), CustomerError>;

impl WantedCall<'_> {
    /// Accepts a call from the business, which opens the customer service
    /// window.
    pub(super) fn accept(&self, state: &mut State, now: Timestamp) -> Acted {
        let call = self.ringing(state)?;
        let mut customer = state.customer(self.person);
        customer.contacts.insert(call.phone_number_id.clone(), now);
        let mut changes: Vec<Change> = state.keep(customer).collect();
        let steps = [CallStep::Answer, CallStep::Accepted];
        let (id, more) = act(state, call, "accept", steps, now);
        changes.extend(more);
        Ok((id, changes))
    }

    /// Rejects a call from the business.
    pub(super) fn reject(&self, state: &mut State, now: Timestamp) -> Acted {
        let call = self.ringing(state)?;
        let steps = [CallStep::Rejected, CallStep::Terminate];
        Ok(act(state, call, "reject", steps, now))
    }

    /// Ends a call from either side.
    pub(super) fn end(&self, state: &mut State, now: Timestamp) -> Acted {
        let call = self.find(state, |call| !call.is_over());
        let call = call.ok_or(CustomerError::NoCall)?;
        Ok(act(state, call, "terminate", [CallStep::Terminate], now))
    }

    fn ringing(&self, state: &State) -> Result<Call, CustomerError> {
        let call = self.find(state, |call| {
            call.is_outgoing() && call.state() == CallState::Ringing
        });
        call.ok_or(CustomerError::NotRinging)
    }

    fn find(&self, state: &State, is_possible: impl Fn(&Call) -> bool) -> Option<Call> {
        let mut calls = state.calls.values().rev();
        let found = calls.find(|call| {
            let number = self.phone_number_id;
            call.person == self.person
                && number.is_none_or(|number| call.phone_number_id == number)
                && self.id.as_ref().is_none_or(|id| *id == call.id)
                && is_possible(call)
        });
        found.cloned()
    }
}

/// Adds an action of the person to a call.
fn act<const N: usize>(
    state: &mut State,
    mut call: Call,
    action: &str,
    steps: [CallStep; N],
    now: Timestamp,
) -> (String, Vec<Change>) {
    call.add(action, now);
    let id = call.id.clone();
    (id, state.call_changes(call, steps, now))
}
