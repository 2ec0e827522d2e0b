//! Members of structures: presence, values, bindings.

use crate::model::{KeyComparison, Member, RequiredKeys};
use crate::traits::ids;

use super::role::{Presence, StructureRole, default, presence};
use super::{
    Both, Changes, Class, Direction, Rule, Subject, binding, bounds, data, docs, listed, value,
};

/// Compares two members of a structure.
pub(super) fn compare(
    both: &Both<'_>,
    subject: &Subject,
    role: StructureRole,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    value::compare(both, subject, old, new, changes);
    if both.is_data() {
        data::required(subject, old, new, changes);
    } else {
        required(subject, role, old, new, changes);
    }
    binding::compare(subject, old, new, changes);
    required_keys(subject, &old.required_keys, &new.required_keys, changes);
    let tokens = (old.idempotency_token, new.idempotency_token);
    changes.mark(subject, ids::IDEMPOTENCY_TOKEN, tokens.0, tokens.1);
    if old.context_param != new.context_param {
        let text = "sets a different endpoint parameter";
        changes.push(subject, Class::Behavior, Rule::Request, text);
    }
    docs::compare(subject, &old.docs, &new.docs, changes);
}

fn required(
    subject: &Subject,
    role: StructureRole,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    let (before, now) = match role {
        StructureRole::Input => (Presence::Optional, Presence::Optional),
        StructureRole::Built | StructureRole::Received => (presence(old), presence(new)),
    };
    let field = match (before == Presence::Optional, now == Presence::Optional) {
        (true, false) => Some("the field is `T`, was `Option<T>`"),
        (false, true) => Some("the field is `Option<T>`, was `T`"),
        _ => None,
    };
    let sent = subject.direction == Direction::Sent;
    match (old.required, new.required, field) {
        (false, true, _) if sent => {
            let mut text = "is now required: the service rejects requests without it".to_owned();
            if let Some(field) = field {
                text.push_str(&format!(", and {field}"));
            }
            changes.push(subject, Class::Wire, Rule::Required, text);
        }
        (false, true, Some(field)) => {
            let text = format!("is now required: {field}");
            changes.push(subject, Class::Rust, Rule::Required, text);
        }
        (true, false, Some(field)) => {
            let argument = if role == StructureRole::Built && before == Presence::Given {
                ", and `new` no longer takes it"
            } else {
                ""
            };
            let text = format!("is now optional: {field}{argument}");
            changes.push(subject, Class::Rust, Rule::Optional, text);
        }
        (true, false, None) if sent => {
            let text = "is now optional: requests can omit it";
            changes.push(subject, Class::Behavior, Rule::Optional, text);
        }
        (before, now, None) if before != now => {
            let text = if now {
                "is now required"
            } else {
                "is now optional"
            };
            let rule = if now { Rule::Required } else { Rule::Optional };
            changes.push(subject, Class::Documentation, rule, text);
        }
        (_, _, Some(field)) => {
            let clients = (old.client_optional, new.client_optional);
            let reason = match (default(old), default(new)) {
                (None, Some(_)) => "now has a default: ",
                (Some(_), None) => "no longer has a default: ",
                _ if clients == (false, true) => "is now optional for clients: ",
                _ if clients == (true, false) => "is no longer optional for clients: ",
                _ => "",
            };
            let text = format!("{reason}{field}");
            changes.push(subject, Class::Rust, Rule::Default, text);
        }
        _ => {}
    }
    let given = (before == Presence::Given, now == Presence::Given);
    if role == StructureRole::Built && field.is_none() && given.0 != given.1 {
        let text = if given.1 {
            "is now an argument of `new`"
        } else {
            "is no longer an argument of `new`: it has a default"
        };
        changes.push(subject, Class::Rust, Rule::Default, text);
    }
    if field.is_none() && given.0 == given.1 && default(old) != default(new) {
        let describe = |member: &Member| match default(member) {
            Some(default) => format!("`{default}`"),
            None => "none".to_owned(),
        };
        let text = format!("has default {}, was {}", describe(new), describe(old));
        if default(old).is_some() {
            changes.restrict(subject, Rule::Default, text);
        } else {
            changes.push(subject, Class::Behavior, Rule::Default, text);
        }
    }
}

fn required_keys(
    subject: &Subject,
    old: &[RequiredKeys],
    new: &[RequiredKeys],
    changes: &mut Changes,
) {
    let text = |rule: &RequiredKeys| {
        let keys = listed(rule.keys.iter().map(String::as_str));
        let case = match rule.compare {
            KeyComparison::Exact => "",
            KeyComparison::IgnoreCase => " (case-insensitive)",
        };
        match rule.path.as_slice() {
            [] => format!("{keys}{case}"),
            path => format!("{keys} in `{}`{case}", path.join(".")),
        }
    };
    for rule in new.iter().filter(|rule| !old.contains(rule)) {
        let text = format!("must contain {}", text(rule));
        bounds::push(subject, Rule::Tightened, text, changes);
    }
    for rule in old.iter().filter(|rule| !new.contains(rule)) {
        let text = format!("need not contain {}", text(rule));
        bounds::push(subject, Rule::Loosened, text, changes);
    }
}
