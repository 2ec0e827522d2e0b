//! Templates, Flows, calls and conversion events, for tests: methods of
//! [`Emulator`], and the control paths for other languages.

use http::Method;
use runtime::Timestamp;
use serde_json::{Value, json};

use super::call::{Call, CallPermission, ConversionEvent, permission_key};
use super::entry::CallStep;
use super::flow::{Flow, FlowStatus};
use super::handle::Emulator;
use super::operations::simulated;
use super::state::Change;
use super::store_error::StoreError;
use super::template::{Template, TemplateStatus};
use super::values::{number, text, unknown};

/// The call permission of a person.
enum Permission {
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

    /// Lets a person permit calls from a phone number, until a time or, with `None`,
    /// for ever. `person` is a phone number or a business-scoped user id.
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

    /// Lets a person withdraw the permission of [`permit_calls`](Self::permit_calls).
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn forbid_calls(&self, phone_number_id: &str, person: &str) -> Result<(), StoreError> {
        self.set_permission(phone_number_id, person, Permission::Never)
    }

    fn set_permission(
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
        let mut state = self.state();
        let call = Call {
            id: format!("wacid.{:020}", state.next()),
            phone_number_id: phone_number_id.to_owned(),
            person: person.to_owned(),
            at: self.clock().timestamp(),
            actions: Vec::new(),
        };
        let id = call.id.clone();
        let at = call.at;
        let mut customer = state.customer(person);
        customer.contacts.insert(phone_number_id.to_owned(), at);
        let customer = state.keep(customer).collect();
        state.commit(customer)?;
        state.commit_call(call, Some(CallStep::Connect), at)?;
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
        "this emulator simulates {} of {total} operations, and not {operation}; GET \
         /_emulator/coverage lists them",
        simulated().count()
    )
}

/// Returns the answer to a GET; `None` if there is no such path.
pub(super) fn show(emulator: &Emulator, name: &str) -> Option<Value> {
    let answer = match name {
        "coverage" => coverage(emulator),
        "templates" => {
            let templates = emulator.templates();
            let shown = templates.iter().map(|template| {
                let mut shown = template.definition();
                shown["accountId"] = json!(template.account_id);
                shown
            });
            json!({ "templates": shown.collect::<Vec<_>>() })
        }
        "flows" => {
            let flows = emulator.flows();
            let shown = flows.iter().map(|flow| {
                json!({
                    "id": flow.id,
                    "accountId": flow.account_id,
                    "name": flow.name,
                    "status": flow.status.as_str(),
                    "validationErrors": flow.validation_errors(),
                })
            });
            json!({ "flows": shown.collect::<Vec<_>>() })
        }
        "calls" => {
            let calls = emulator.calls();
            json!({ "calls": calls.iter().map(Call::to_json).collect::<Vec<_>>() })
        }
        "conversions" => {
            let events = emulator.conversion_events();
            let shown = events.iter().map(|event| {
                json!({
                    "requestId": event.request_id,
                    "datasetId": event.dataset_id,
                    "event": event.json(),
                })
            });
            json!({ "conversions": shown.collect::<Vec<_>>() })
        }
        _ => return None,
    };
    Some(answer)
}

fn coverage(emulator: &Emulator) -> Value {
    let server = crate::server::server(emulator.clone());
    let operations: Vec<Value> = server
        .operations()
        .map(|operation| {
            let is_simulated = simulated().any(|name| name == operation.name);
            json!({ "name": operation.name, "simulated": is_simulated })
        })
        .collect();
    json!({
        "simulated": simulated().count(),
        "total": operations.len(),
        "operations": operations,
    })
}

/// Whether [`change`] answers this method and path.
pub(super) fn is_changed_by(method: &Method, name: &str) -> bool {
    matches!(
        (method, name),
        (&Method::PUT, "templates" | "flows" | "call-permissions") | (&Method::POST, "calls")
    )
}

/// Changes a resource and returns the answer.
pub(super) fn change(emulator: &Emulator, name: &str, json: &Value) -> Result<Value, String> {
    let stored = |error: StoreError| error.to_string();
    match name {
        "templates" => {
            let known = TemplateStatus::ALL.map(TemplateStatus::as_str);
            let (id, status) = (needed(json, "id")?, needed(json, "status")?);
            let status =
                TemplateStatus::parse(status).ok_or_else(|| unknown("status", status, &known))?;
            if !emulator.set_template_status(id, status).map_err(stored)? {
                return Err(format!("no template has the id {id}"));
            }
            Ok(json!({}))
        }
        "flows" => {
            let known = FlowStatus::ALL.map(FlowStatus::as_str);
            let (id, status) = (needed(json, "id")?, needed(json, "status")?);
            let status =
                FlowStatus::parse(status).ok_or_else(|| unknown("status", status, &known))?;
            if !emulator.set_flow_status(id, status).map_err(stored)? {
                return Err(format!("no Flow has the id {id}"));
            }
            Ok(json!({}))
        }
        "calls" => {
            let phone_number_id = sender(emulator, json)?;
            let person = needed(json, "person")?;
            let id = emulator
                .receive_call(&phone_number_id, person)
                .map_err(stored)?;
            Ok(json!({ "id": id }))
        }
        _ => {
            let phone_number_id = sender(emulator, json)?;
            let permission = permission(json)?;
            let person = needed(json, "person")?;
            let set = emulator.set_permission(&phone_number_id, person, permission);
            set.map(|()| json!({})).map_err(stored)
        }
    }
}

fn permission(json: &Value) -> Result<Permission, String> {
    let kinds = ["none", "permanent", "temporary"];
    match (needed(json, "permission")?, number(json, "until")?) {
        ("none", None) => Ok(Permission::Never),
        ("permanent", None) => Ok(Permission::Always),
        ("temporary", Some(until)) => match i64::try_from(until) {
            Ok(until) => Ok(Permission::Until(Timestamp::from_secs(until))),
            Err(_) => Err("until is out of range".to_owned()),
        },
        ("temporary", None) => Err("a temporary permission needs until".to_owned()),
        ("none" | "permanent", Some(_)) => {
            Err("until is only allowed for a temporary permission".to_owned())
        }
        (kind, _) => Err(unknown("permission", kind, &kinds)),
    }
}

/// Returns the identifier of a phone number, which is given by identifier or ARN.
fn sender(emulator: &Emulator, json: &Value) -> Result<String, String> {
    let id = needed(json, "phoneNumberId")?;
    let state = emulator.state();
    let found = state.phone_number(id);
    found
        .map(|(_, number)| number.id.clone())
        .ok_or_else(|| format!("no phone number of a linked account has the id {id}"))
}

fn needed<'a>(json: &'a Value, name: &str) -> Result<&'a str, String> {
    text(json, name)?.ok_or_else(|| format!("{name} is required"))
}
