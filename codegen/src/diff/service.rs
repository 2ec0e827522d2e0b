//! Changes of the service.

use std::collections::BTreeSet;

use crate::model::{AuthScheme, ClientParameter, Model, Service, ShapeId};
use crate::names::{self, NameKind};

use super::{Both, Changes, Class, Rule, Side, Subject, docs, listed};

pub(super) fn compare(both: &Both<'_>, changes: &mut Changes) {
    let (old, new) = (&both.old.model.service, &both.new.model.service);
    let subject = &Subject::shape(&new.id, Vec::new());
    identity(subject, both.old.model, both.new.model, changes);
    auth(subject, &old.auth, &new.auth, changes);
    errors(both, subject, changes);
    rust_names(both, subject, changes);
    docs::compare(subject, &old.docs, &new.docs, changes);
    if old.title != new.title {
        let text = format!("has the title {}, was {}", new.title, old.title);
        changes.push(subject, Class::Documentation, Rule::Documentation, text);
    }
    settings(subject, old, new, changes);
    if old.endpoint_rules != new.endpoint_rules {
        let text = match (&old.endpoint_rules, &new.endpoint_rules) {
            (None, _) => "now has endpoint rules, which determine the host",
            (_, None) => "no longer has endpoint rules: service and region determine the host",
            _ => "has new endpoint rules: requests may go to another host",
        };
        changes.push(subject, Class::Behavior, Rule::EndpointRules, text);
    }
    if old.endpoint_tests != new.endpoint_tests {
        let text = "has new endpoint tests";
        changes.push(subject, Class::Documentation, Rule::Tests, text);
    }
}

/// Compares the client settings for endpoint rules; each is a method of the client
/// builder.
fn settings(subject: &Subject, old: &Service, new: &Service, changes: &mut Changes) {
    let named = |list: &'_ [ClientParameter], name: &str| {
        list.iter()
            .find(|one| one.name == name)
            .map(|one| one.ty.clone())
    };
    for parameter in &new.client_parameters {
        let name = &parameter.name;
        let (class, text) = match named(&old.client_parameters, name) {
            None => (
                Class::Addition,
                format!("has the new client setting `{name}`"),
            ),
            Some(ty) if ty != parameter.ty => (
                Class::Rust,
                format!("has a new type of the client setting `{name}`"),
            ),
            Some(_) => continue,
        };
        changes.push(subject, class, Rule::Setting, text);
    }
    for parameter in &old.client_parameters {
        if named(&new.client_parameters, &parameter.name).is_none() {
            let text = format!("no longer has the client setting `{}`", parameter.name);
            changes.push(subject, Class::Rust, Rule::Setting, text);
        }
    }
}

fn identity(subject: &Subject, old: &Model, new: &Model, changes: &mut Changes) {
    let (old, new) = (&old.service, &new.service);
    let mut compare = |class, rule, noun: &str, before: &str, now: &str| {
        if before != now {
            let text = format!("has {noun} `{now}`, was `{before}`");
            changes.push(subject, class, rule, text);
        }
    };
    compare(
        Class::Wire,
        Rule::Endpoint,
        "endpoint prefix",
        &old.endpoint_prefix,
        &new.endpoint_prefix,
    );
    compare(
        Class::Wire,
        Rule::Auth,
        "signing name",
        &old.signing_name,
        &new.signing_name,
    );
    compare(
        Class::Behavior,
        Rule::ServiceNames,
        "SDK ID",
        &old.sdk_id,
        &new.sdk_id,
    );
    compare(
        Class::Documentation,
        Rule::ServiceNames,
        "ARN namespace",
        &old.arn_namespace,
        &new.arn_namespace,
    );
    compare(
        Class::Documentation,
        Rule::ServiceVersion,
        "API version",
        &old.version,
        &new.version,
    );
}

/// Compares the authentication schemes of a service or an operation.
pub(super) fn auth(
    subject: &Subject,
    old: &[AuthScheme],
    new: &[AuthScheme],
    changes: &mut Changes,
) {
    if old == new {
        return;
    }
    let (class, text) = if old.iter().any(|scheme| !new.contains(scheme)) || old.is_empty() {
        let text = "no longer has all of its authentication schemes";
        (Class::Wire, text)
    } else {
        let text = "has new or reordered authentication schemes";
        (Class::Behavior, text)
    };
    changes.push(subject, class, Rule::Auth, text);
}

/// Whether only `side` lists the error for all operations.
pub(super) fn lists_anew(side: &Side<'_>, other: &Side<'_>, id: &ShapeId) -> bool {
    side.model.service.errors.contains(id) && !other.model.service.errors.contains(id)
}

fn errors(both: &Both<'_>, subject: &Subject, changes: &mut Changes) {
    let (old, new) = (&both.old.model.service, &both.new.model.service);
    for id in &new.errors {
        if !old.errors.iter().any(|before| both.same(before, id)) {
            let name = &both.new.shape(id).name;
            let text = format!("can now fail with `{name}` in all operations");
            changes.push(subject, Class::Addition, Rule::ErrorListed, text);
        }
    }
    for id in &old.errors {
        if !new.errors.contains(both.successor(id)) {
            let name = &both.old.shape(id).name;
            let text = format!("no longer lists `{name}` for all operations");
            changes.push(subject, Class::Rust, Rule::ErrorUnlisted, text);
        }
    }
}

/// Reports Rust names that change although the names in the model do not: because
/// of the word list, or because of collisions.
fn rust_names(both: &Both<'_>, subject: &Subject, changes: &mut Changes) {
    let renamed = renamed(both);
    let names = listed(renamed.iter().map(String::as_str));
    let same_words = both.old.model.words == both.new.model.words;
    let (class, text) = match (same_words, renamed.is_empty()) {
        (true, true) => return,
        (true, false) => (
            Class::Rust,
            format!("has name collisions that change the Rust names {names}"),
        ),
        (false, true) => (
            Class::Documentation,
            "has a new word list, without effect on names".to_owned(),
        ),
        (false, false) => (
            Class::Rust,
            format!("has a new word list, which changes the Rust names {names}"),
        ),
    };
    changes.push(subject, class, Rule::RustNames, text);
}

/// Returns the old Rust names of items whose Rust name changes, although their
/// name in the model does not.
fn renamed(both: &Both<'_>) -> Vec<String> {
    let (old, new) = (&both.old, &both.new);
    let mut found = Vec::new();
    let mut compare = |before: String, now: String| {
        if before != now {
            found.push(before);
        }
    };
    for now in new.model.operations.values() {
        let before = old.model.operations.get(&now.id);
        if let Some(before) = before.filter(|before| before.name == now.name) {
            compare(old.names.method(before), new.names.method(now));
            for member in new.model.members(&now.input) {
                let kind = NameKind::InputMember;
                compare(
                    old.names.member(&before.input, &member.name, kind),
                    new.names.member(&now.input, &member.name, kind),
                );
            }
        }
    }
    for id in new.usage.types.iter().chain(&new.usage.errors) {
        let Some(before) = old.model.shapes.get(id) else {
            continue;
        };
        let now = new.shape(id);
        if before.name == now.name {
            compare(old.names.shape(before), new.names.shape(now));
        }
        // Inputs are compared with their operations.
        if let Some((kind, members)) = names::members(now, &BTreeSet::new()) {
            for name in members {
                compare(
                    old.names.member(id, name, kind),
                    new.names.member(id, name, kind),
                );
            }
        }
    }
    found.dedup();
    found
}
