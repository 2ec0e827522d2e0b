//! The service as a whole.

use std::collections::BTreeSet;

use crate::model::{AuthScheme, ClientParameter, Model, Service, ShapeId};
use crate::names::{self, Kind};

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
        let text = format!("is called {} instead of {}", new.title, old.title);
        changes.push(subject, Class::Documentation, Rule::Documentation, text);
    }
    settings(subject, old, new, changes);
    if old.endpoint_rules != new.endpoint_rules {
        let text = match (&old.endpoint_rules, &new.endpoint_rules) {
            (None, _) => "has endpoint rules now: they say where requests go",
            (_, None) => "has no endpoint rules any more: service and region say where requests go",
            _ => "has other endpoint rules: requests may go elsewhere",
        };
        changes.push(subject, Class::Behaviour, Rule::EndpointRules, text);
    }
    if old.endpoint_tests != new.endpoint_tests {
        let text = "has other tests of its endpoint rules";
        changes.push(subject, Class::Documentation, Rule::Tests, text);
    }
}

/// What a client can be told for its endpoint rules: each is a method of its
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
                format!("clients have the setting `{name}` now"),
            ),
            Some(ty) if ty != parameter.ty => (
                Class::Rust,
                format!("the setting `{name}` of clients has another type"),
            ),
            Some(_) => continue,
        };
        changes.push(subject, class, Rule::Setting, text);
    }
    for parameter in &old.client_parameters {
        if named(&new.client_parameters, &parameter.name).is_none() {
            let text = format!("clients no longer have the setting `{}`", parameter.name);
            changes.push(subject, Class::Rust, Rule::Setting, text);
        }
    }
}

fn identity(subject: &Subject, old: &Model, new: &Model, changes: &mut Changes) {
    let (old, new) = (&old.service, &new.service);
    let mut named = |class, rule, what: &str, before: &str, now: &str| {
        if before != now {
            let text = format!("{what} is `{now}` instead of `{before}`");
            changes.push(subject, class, rule, text);
        }
    };
    named(
        Class::Wire,
        Rule::Endpoint,
        "the first label of the host",
        &old.endpoint_prefix,
        &new.endpoint_prefix,
    );
    named(
        Class::Wire,
        Rule::Auth,
        "the service name in signatures",
        &old.signing_name,
        &new.signing_name,
    );
    named(
        Class::Behaviour,
        Rule::ServiceNames,
        "the SDK id, by which configuration names the service,",
        &old.sdk_id,
        &new.sdk_id,
    );
    named(
        Class::Documentation,
        Rule::ServiceNames,
        "the service name in ARNs",
        &old.arn_namespace,
        &new.arn_namespace,
    );
    named(
        Class::Documentation,
        Rule::ServiceVersion,
        "the version of the API",
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
        let text = "requests prove in another way who sends them";
        (Class::Wire, text)
    } else {
        let text = "there are further ways, or another order of ways, to prove who sends a request";
        (Class::Behaviour, text)
    };
    changes.push(subject, class, Rule::Auth, text);
}

/// Whether `side` lists the error for all operations and `other` does not.
pub(super) fn lists_anew(side: &Side<'_>, other: &Side<'_>, id: &ShapeId) -> bool {
    side.model.service.errors.contains(id) && !other.model.service.errors.contains(id)
}

fn errors(both: &Both<'_>, subject: &Subject, changes: &mut Changes) {
    let (old, new) = (&both.old.model.service, &both.new.model.service);
    for id in &new.errors {
        if !old.errors.iter().any(|before| both.same(before, id)) {
            let name = &both.new.shape(id).name;
            let text = format!("every operation can fail with `{name}` as well");
            changes.push(subject, Class::Addition, Rule::ErrorListed, text);
        }
    }
    for id in &old.errors {
        if !new.errors.contains(both.successor(id)) {
            let name = &both.old.shape(id).name;
            let text = format!("no longer lists `{name}` for every operation");
            changes.push(subject, Class::Rust, Rule::ErrorUnlisted, text);
        }
    }
}

/// Names in Rust that change although those of the model do not: because of a
/// new list of words, or because of others that are or were the same in Rust.
fn rust_names(both: &Both<'_>, subject: &Subject, changes: &mut Changes) {
    let renamed = renamed(both);
    let names = listed(renamed.iter().map(String::as_str));
    let same_words = both.old.model.service.words == both.new.model.service.words;
    let (class, text) = match (same_words, renamed.is_empty()) {
        (true, true) => return,
        (true, false) => (
            Class::Rust,
            format!("has names that would be the same in Rust, so that others change: {names}"),
        ),
        (false, true) => (
            Class::Documentation,
            "has another list of words, which changes no name".to_owned(),
        ),
        (false, false) => (
            Class::Rust,
            format!("has another list of words, so that names in Rust change: {names}"),
        ),
    };
    changes.push(subject, class, Rule::RustNames, text);
}

/// The names that things with one name in both models had before, where they
/// have another one now.
fn renamed(both: &Both<'_>) -> Vec<String> {
    let (old, new) = (&both.old, &both.new);
    let mut found = Vec::new();
    let mut look = |before: String, now: String| {
        if before != now {
            found.push(before);
        }
    };
    for now in new.model.operations.values() {
        let before = old.model.operations.get(&now.id);
        if let Some(before) = before.filter(|before| before.name == now.name) {
            look(old.names.method(before), new.names.method(now));
            for member in new.model.members(&now.input) {
                let kind = Kind::InputMember;
                look(
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
            look(old.names.shape(before), new.names.shape(now));
        }
        // Inputs are looked at with their operations.
        if let Some((kind, members)) = names::members(now, &BTreeSet::new()) {
            for name in members {
                look(
                    old.names.member(id, name, kind),
                    new.names.member(id, name, kind),
                );
            }
        }
    }
    found.dedup();
    found
}
