//! The format of a change, by its field.

use std::collections::BTreeMap;
use std::sync::Arc;

use runtime::Document;
use runtime::codegen::data::FromDocument;

use super::output::{Form, List, Output, Reader};
use super::person::{caller, contact_of, recipient, sender};
use crate::events::account::AccountChange;
use crate::events::app::AppUpdate;
use crate::events::call::CallUpdate;
use crate::events::event::Event;
use crate::events::received::Received;
use crate::events::source::Source;
use crate::events::standby::StandbyUpdate;
use crate::events::template::TemplateUpdate;
use crate::events::unknown::UnknownPart;
use crate::whatsapp::WebhookField;

const fn list(name: &'static str, read: Reader) -> List {
    List { name, read }
}

const ERRORS: List = list("errors", |raw, source, output| {
    output.typed(raw, source, Event::Error);
});

const MESSAGES: &[List] = &[
    list("messages", |raw, source, output| {
        output.typed(raw, source, |part| Event::Message(contact_of(part, sender)));
    }),
    list("statuses", |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Status(contact_of(part, recipient))
        });
    }),
    ERRORS,
];

const CALLS: &[List] = &[
    list("calls", |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Call(contact_of(part, caller).map(CallUpdate::Call))
        });
    }),
    list("statuses", |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Call(part.map(CallUpdate::Status))
        });
    }),
    ERRORS,
];

const PREFERENCES: &[List] = &[
    list("user_preferences", |raw, source, output| {
        output.typed(raw, source, Event::Preference);
    }),
    ERRORS,
];

const USER_IDS: &[List] = &[
    list("user_id_update", |raw, source, output| {
        output.typed(raw, source, Event::UserId);
    }),
    ERRORS,
];

const GROUPS: &[List] = &[
    list("groups", |raw, source, output| {
        output.typed(raw, source, Event::Group);
    }),
    ERRORS,
];

const CONVERSIONS: &[List] = &[
    list("automatic_events", |raw, source, output| {
        output.typed(raw, source, Event::Conversion);
    }),
    ERRORS,
];

const ECHOES: &[List] = &[
    list("message_echoes", |raw, source, output| {
        output.typed(raw, source, |part| Event::App(part.map(AppUpdate::Echo)));
    }),
    ERRORS,
];

const HISTORY: &[List] = &[
    list("history", |raw, source, output| {
        output.typed(raw, source, |part| Event::App(part.map(AppUpdate::History)));
    }),
    list("messages", |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::App(part.map(AppUpdate::HistoryMessage))
        });
    }),
    ERRORS,
];

const CONTACTS: &[List] = &[
    list("state_sync", |raw, source, output| {
        output.typed(raw, source, |part| Event::App(part.map(AppUpdate::Contact)));
    }),
    ERRORS,
];

const STANDBY: &[List] = &[list("standby", standby), ERRORS];

/// Reads the events of another responder: an object of lists, or single parts.
#[inline]
fn standby(raw: Document, source: &Arc<Source>, output: &mut Output) {
    let status: Reader = |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Standby(contact_of(part, recipient).map(StandbyUpdate::Status))
        });
    };
    let message: Reader = |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Standby(contact_of(part, sender).map(StandbyUpdate::Message))
        });
    };
    let echo: Reader = |raw, source, output| {
        output.typed(raw, source, |part| {
            Event::Standby(part.map(StandbyUpdate::Echo))
        });
    };
    let has = |name: &str| raw.get(name).is_some();
    let is_part = has("id") || has("type") || has("status");
    if is_part {
        match (has("status"), has("to")) {
            (true, _) => status(raw, source, output),
            (false, true) => echo(raw, source, output),
            (false, false) => message(raw, source, output),
        }
        return;
    }
    let start = output.events.len();
    for (name, read) in [
        ("messages", message),
        ("message_echoes", echo),
        ("statuses", status),
    ] {
        let parts = raw.get(name).and_then(Document::as_list);
        for part in parts.unwrap_or_default() {
            read(part.clone(), source, output);
        }
    }
    if output.events.len() == start {
        output.unknown(UnknownPart::Form, source, raw);
    }
}

/// Reads a change as a whole.
fn whole<T: FromDocument, U>(
    raw: Document,
    source: &Arc<Source>,
    output: &mut Output,
    variant: fn(T) -> U,
    event: fn(Received<U>) -> Event,
) {
    output.typed(raw, source, |part: Received<T>| event(part.map(variant)));
}

macro_rules! whole {
    ($event:expr, $variant:expr) => {
        Form::Whole(|raw, source, output| whole(raw, source, output, $variant, $event))
    };
}

/// Returns the form of a change; `None` if it is unknown.
#[inline]
pub(super) fn form_of(
    field: Option<&WebhookField>,
    members: &BTreeMap<String, Document>,
) -> Option<Form> {
    let has = |name: &str| members.contains_key(name);
    let Some(field) = field else {
        return (has("messages") || has("statuses")).then_some(Form::Lists(MESSAGES));
    };
    Some(match field {
        WebhookField::Messages => Form::Lists(MESSAGES),
        WebhookField::Calls => Form::Lists(CALLS),
        WebhookField::UserPreferences => Form::Lists(PREFERENCES),
        WebhookField::UserIdUpdate => Form::Lists(USER_IDS),
        WebhookField::GroupLifecycleUpdate
        | WebhookField::GroupParticipantsUpdate
        | WebhookField::GroupParticipantUpdate
        | WebhookField::GroupParticipantChange
        | WebhookField::GroupMembershipApprovalRequest
        | WebhookField::GroupSettingsUpdate
        | WebhookField::GroupStatusUpdate => Form::Lists(GROUPS),
        WebhookField::AutomaticEvents => Form::Lists(CONVERSIONS),
        WebhookField::SmbMessageEchoes | WebhookField::MessageEchoes => Form::Lists(ECHOES),
        WebhookField::History => Form::Lists(HISTORY),
        WebhookField::SmbAppStateSync => Form::Lists(CONTACTS),
        WebhookField::Standby => Form::Lists(STANDBY),
        WebhookField::MessagingHandovers => whole!(Event::Handover, |value| value),
        WebhookField::Flows => whole!(Event::Flow, |value| value),
        // One of Meta's samples has the status field for a quality update.
        WebhookField::MessageTemplateStatusUpdate | WebhookField::MessageTemplateQualityUpdate
            if has("new_quality_score") =>
        {
            whole!(Event::Template, TemplateUpdate::Quality)
        }
        WebhookField::MessageTemplateStatusUpdate => {
            whole!(Event::Template, TemplateUpdate::Status)
        }
        WebhookField::MessageTemplateQualityUpdate => {
            whole!(Event::Template, TemplateUpdate::Quality)
        }
        WebhookField::MessageTemplateComponentsUpdate => {
            whole!(Event::Template, TemplateUpdate::Components)
        }
        WebhookField::TemplateCategoryUpdate => whole!(Event::Template, TemplateUpdate::Category),
        WebhookField::TemplateCorrectCategoryDetection => {
            whole!(Event::Template, TemplateUpdate::CategoryDetection)
        }
        WebhookField::AccountAlerts => whole!(Event::Account, AccountChange::Alert),
        WebhookField::AccountReviewUpdate => whole!(Event::Account, AccountChange::Review),
        WebhookField::AccountUpdate => whole!(Event::Account, AccountChange::Account),
        WebhookField::BusinessCapabilityUpdate => {
            whole!(Event::Account, AccountChange::Capability)
        }
        WebhookField::BusinessUsernameUpdate | WebhookField::BusinessUsernameUpdates => {
            whole!(Event::Account, AccountChange::Username)
        }
        WebhookField::PhoneNumberNameUpdate => {
            whole!(Event::Account, AccountChange::PhoneNumberName)
        }
        WebhookField::PhoneNumberQualityUpdate => {
            whole!(Event::Account, AccountChange::PhoneNumberQuality)
        }
        WebhookField::Security => whole!(Event::Account, AccountChange::Security),
        WebhookField::PartnerSolutions => whole!(Event::Account, AccountChange::PartnerSolution),
        WebhookField::PaymentConfigurationUpdate => {
            whole!(Event::Account, AccountChange::PaymentConfiguration)
        }
        WebhookField::AccountSettingsUpdate
        | WebhookField::TrackingEvents
        | WebhookField::Unknown(_) => return None,
    })
}
