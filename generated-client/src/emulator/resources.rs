//! Templates, Flows, calls and conversion events, for tests.

use runtime::Timestamp;

use super::call::{Call, CallPermission, ConversionEvent, permission_key};
use super::flow::{Flow, FlowStatus};
use super::handle::Emulator;
use super::operations::SIMULATED;
use super::state::Change;
use super::store_error::StoreError;
use super::template::{Template, TemplateStatus};

/// The call permission of a person.
pub(super) enum Permission {
    Always,
    Until(Timestamp),
    Never,
}

impl Emulator {
    /// Returns the templates by identifier, including deleted ones.
    #[must_use]
    pub fn templates(&self) -> Vec<Template> {
        self.state().templates.values().cloned().collect()
    }

    /// Sets the state of a template, as Meta does after a review or because of
    /// complaints. Returns whether the template exists.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn set_template_status(
        &self,
        id: &str,
        status: TemplateStatus,
    ) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(mut template) = state.templates.get(id).cloned() else {
            return Ok(false);
        };
        template.status = status;
        template.changed = self.clock().timestamp();
        state.commit_template(template)?;
        Ok(true)
    }

    /// Returns the Flows by identifier.
    #[must_use]
    pub fn flows(&self) -> Vec<Flow> {
        self.state().flows.values().cloned().collect()
    }

    /// Sets the state of a Flow, as Meta does because of a failing endpoint. Returns
    /// whether the Flow exists.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn set_flow_status(&self, id: &str, status: FlowStatus) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(mut flow) = state.flows.get(id).cloned() else {
            return Ok(false);
        };
        flow.status = status;
        state.commit_flow(flow, self.clock().timestamp())?;
        Ok(true)
    }

    /// Returns the calls by identifier.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.values().cloned().collect()
    }

    /// Lets a person permit calls from a phone number, until a time or, with
    /// `None`, permanently. `person` is a phone number or a business-scoped
    /// user id.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn permit_calls(
        &self,
        phone_number_id: &str,
        person: &str,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let permission = until.map_or(Permission::Always, Permission::Until);
        self.set_permission(phone_number_id, person, permission)
    }

    /// Lets a person revoke the permission of
    /// [`permit_calls`](Self::permit_calls).
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn forbid_calls(&self, phone_number_id: &str, person: &str) -> Result<(), StoreError> {
        self.set_permission(phone_number_id, person, Permission::Never)
    }

    pub(super) fn set_permission(
        &self,
        phone_number_id: &str,
        person: &str,
        permission: Permission,
    ) -> Result<(), StoreError> {
        let given = |until| {
            Change::Permission(CallPermission {
                phone_number_id: phone_number_id.to_owned(),
                person: person.to_owned(),
                until,
            })
        };
        let change = match permission {
            Permission::Always => given(None),
            Permission::Until(until) => given(Some(until)),
            Permission::Never => Change::RemovePermission(permission_key(phone_number_id, person)),
        };
        self.state().commit(vec![change])
    }

    /// Lets a person call a phone number. Returns the identifier of the call, which
    /// `SendWhatsAppCallEvent` accepts, rejects or ends.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn receive_call(&self, phone_number_id: &str, person: &str) -> Result<String, StoreError> {
        let at = self.clock().timestamp();
        let mut state = self.state();
        let (id, changes) = state.begin_call(phone_number_id, person, at);
        state.commit(changes)?;
        Ok(id)
    }

    /// Returns the accepted conversion events, in the order of arrival.
    #[must_use]
    pub fn conversion_events(&self) -> Vec<ConversionEvent> {
        self.state().conversions.clone()
    }
}

/// The message of the error 501.
pub(super) fn not_simulated(operation: &str, total: usize) -> String {
    format!(
        "this emulator simulates {} of {total} operations, but not {operation}; GET \
         /_emulator/coverage lists them",
        SIMULATED.len()
    )
}
