//! The return to the initial state.

use super::handle::{Emulator, Initial};
use super::state::Change;
use super::store_error::StoreError;

impl Emulator {
    /// Returns to the initial state: the builder's, or that of the last
    /// [`set_initial_state`](Self::set_initial_state). Removes faults, returns
    /// to the system clock, and restores the rules.
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

    /// Makes the current accounts, templates, Flows, customers and permissions
    /// the state to which [`reset`](Self::reset) returns, for example after
    /// seeding the emulator.
    pub fn set_initial_state(&self) {
        let state = self.state();
        let changes = state.resources();
        let rules = state.rules.clone();
        drop(state);
        *self.initial() = Initial { changes, rules };
    }
}
