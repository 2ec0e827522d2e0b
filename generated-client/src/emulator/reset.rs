//! The return to the initial state.

use super::handle::{Emulator, Initial};
use super::state::Change;
use super::store_error::StoreError;

impl Emulator {
    /// Returns to the initial state: the accounts of the builder, or the state of the
    /// last [`set_initial_state`](Self::set_initial_state). Removes faults, returns
    /// to the system clock, and restores the rules of the builder.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn reset(&self) -> Result<(), StoreError> {
        let initial = self.initial().clone();
        self.faults().clear();
        self.clock().reset();
        let mut state = self.state();
        let changes = [Change::Clear].into_iter().chain(initial.changes);
        state.commit(changes.collect())?;
        state.rules = initial.rules;
        Ok(())
    }

    /// Makes the accounts, templates, Flows, customers and permissions of this moment
    /// the state that [`reset`](Self::reset) returns to, for example after seeding
    /// the emulator.
    pub fn set_initial_state(&self) {
        let state = self.state();
        let mut changes = Vec::new();
        changes.extend(state.accounts.values().cloned().map(Change::Account));
        changes.extend(state.waiting.values().cloned().map(Change::Waiting));
        changes.extend(state.customers.values().cloned().map(Change::Customer));
        changes.extend(state.templates.values().cloned().map(Change::Template));
        changes.extend(state.flows.values().cloned().map(Change::Flow));
        changes.extend(state.permissions.values().cloned().map(Change::Permission));
        changes.extend(state.media.values().cloned().map(Change::Media));
        let handles = state.handles.iter();
        changes.extend(handles.map(|(handle, id)| Change::Handle(handle.clone(), id.clone())));
        let rules = state.rules.clone();
        drop(state);
        *self.initial() = Initial { changes, rules };
    }
}
