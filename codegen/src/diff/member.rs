//! Members: whether they have to be set, what they are, where they stand.

use crate::model::{
    EventLocation, KeyComparison, Location, Member, Node, RequiredKeys, ShapeKind, TimestampFormat,
};

use super::structure::Place;
use super::{Both, Changes, Class, Rule, Subject, Way, constraint, docs, listed, target};

/// Whether a field always has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// `Option<T>`.
    Optional,
    /// `T`, which who makes a value has to give.
    Given,
    /// `T`, which is the default when it was not set.
    Defaulted,
}

/// Whether a field outside of inputs always has a value, by the rules of
/// Smithy for clients.
pub(super) fn presence(member: &Member) -> Presence {
    if member.client_optional {
        Presence::Optional
    } else if default(member).is_some() {
        Presence::Defaulted
    } else if member.required {
        Presence::Given
    } else {
        Presence::Optional
    }
}

pub(super) fn default(member: &Member) -> Option<&Node> {
    member.default.as_ref().filter(|default| !default.is_null())
}

/// Compares two members of a structure.
pub(super) fn compare(
    both: &Both<'_>,
    subject: &Subject,
    place: Place,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    value(both, subject, old, new, changes);
    required(subject, place, old, new, changes);
    wire(subject, old, new, changes);
    required_keys(subject, &old.required_keys, &new.required_keys, changes);
    if old.idempotency_token != new.idempotency_token {
        if new.idempotency_token {
            let text = "is made up by the client when it is unset";
            changes.push(subject, Class::Behaviour, Rule::Token, text);
        } else {
            let text = "is no longer made up by the client when it is unset";
            changes.restrict(subject, Rule::Token, text);
        }
    }
    if old.context_param != new.context_param {
        let text = "sets another parameter of the endpoint rules";
        changes.push(subject, Class::Behaviour, Rule::Request, text);
    }
    docs::compare(subject, &old.docs, &new.docs, changes);
}

/// Compares what members of any shape hold.
pub(super) fn value(
    both: &Both<'_>,
    subject: &Subject,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    target::compare(both, subject, old, new, changes);
    let retargeted = !both.same(&old.target, &new.target);
    if retargeted || old.constraints != new.constraints {
        let before = both.old.model.constraints(old);
        let now = both.new.model.constraints(new);
        constraint::compare(subject, &before, &now, changes);
    }
    // What the shape says of itself is said there.
    let shapes = (
        both.old.shape(&old.target).sensitive,
        both.new.shape(&new.target).sensitive,
    );
    if retargeted || shapes.0 == shapes.1 {
        sensitive(subject, old.sensitive, new.sensitive, changes);
    }
    let is_time = |kind: &ShapeKind| matches!(kind, ShapeKind::Timestamp);
    let (before, now) = (timestamp_format(old), timestamp_format(new));
    if is_time(&both.old.shape(&old.target).kind)
        && is_time(&both.new.shape(&new.target).kind)
        && before != now
    {
        let (before, now) = (format_name(before), format_name(now));
        let text = format!("timestamps are written as `{now}` instead of `{before}`");
        changes.push(subject, Class::Wire, Rule::WireForm, text);
    }
}

/// The form of timestamps in a member, by what restJson1 says for its place
/// when the model says nothing.
fn timestamp_format(member: &Member) -> TimestampFormat {
    member.timestamp_format.unwrap_or(match member.location {
        Location::Header(_) | Location::PrefixHeaders(_) => TimestampFormat::HttpDate,
        Location::Query(_) | Location::QueryParams | Location::Label => TimestampFormat::DateTime,
        Location::Body | Location::Payload | Location::ResponseCode => {
            TimestampFormat::EpochSeconds
        }
    })
}

fn format_name(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::HttpDate => "http-date",
    }
}

/// Says that a shape or member became sensitive, or no longer is.
pub(super) fn sensitive(subject: &Subject, old: bool, new: bool, changes: &mut Changes) {
    let text = match (old, new) {
        (false, true) => "is sensitive now: logs and errors no longer show it",
        (true, false) => "is no longer sensitive: logs and errors show it",
        _ => return,
    };
    changes.push(subject, Class::Behaviour, Rule::Sensitive, text);
}

fn required(subject: &Subject, place: Place, old: &Member, new: &Member, changes: &mut Changes) {
    let (before, now) = match place {
        Place::Input => (Presence::Optional, Presence::Optional),
        Place::Built | Place::Received => (presence(old), presence(new)),
    };
    let field = match (before == Presence::Optional, now == Presence::Optional) {
        (true, false) => Some("the field is `T` instead of `Option<T>`"),
        (false, true) => Some("the field is `Option<T>` instead of `T`"),
        _ => None,
    };
    let sent = subject.way == Way::Sent;
    match (old.required, new.required, field) {
        (false, true, _) if sent => {
            let mut text = "is required now: requests without it are refused".to_owned();
            if let Some(field) = field {
                text.push_str(&format!(", and {field}"));
            }
            changes.push(subject, Class::Wire, Rule::Required, text);
        }
        (false, true, Some(field)) => {
            let text = format!("is always there now: {field}");
            changes.push(subject, Class::Rust, Rule::Required, text);
        }
        (true, false, Some(field)) => {
            let argument = if place == Place::Built && before == Presence::Given {
                ", and `new` no longer takes it"
            } else {
                ""
            };
            let text = format!("is optional now: {field}{argument}");
            changes.push(subject, Class::Rust, Rule::Optional, text);
        }
        (true, false, None) if sent => {
            let text = "is optional now: requests may leave it out";
            changes.push(subject, Class::Behaviour, Rule::Optional, text);
        }
        (before, now, None) if before != now => {
            let text = if now {
                "is required now"
            } else {
                "is optional now"
            };
            let rule = if now { Rule::Required } else { Rule::Optional };
            changes.push(subject, Class::Documentation, rule, text);
        }
        (_, _, Some(field)) => {
            let reason = match (default(old), default(new)) {
                (None, Some(_)) => "has a default now: ",
                (Some(_), None) => "no longer has a default: ",
                _ => "",
            };
            let text = format!("{reason}{field}");
            changes.push(subject, Class::Rust, Rule::Default, text);
        }
        _ => {}
    }
    let given = (before == Presence::Given, now == Presence::Given);
    if place == Place::Built && field.is_none() && given.0 != given.1 {
        let text = if given.1 {
            "is an argument of `new` now"
        } else {
            "is no longer an argument of `new`: it has a default"
        };
        changes.push(subject, Class::Rust, Rule::Default, text);
    }
    if field.is_none() && given.0 == given.1 && default(old) != default(new) {
        let said = |member: &Member| match default(member) {
            Some(default) => format!("`{default}`"),
            None => "nothing".to_owned(),
        };
        let text = format!("is {} instead of {} when it is unset", said(new), said(old));
        if default(old).is_some() {
            changes.restrict(subject, Rule::Default, text);
        } else {
            changes.push(subject, Class::Behaviour, Rule::Default, text);
        }
    }
}

/// Compares where two members stand in a message and under which name.
pub(super) fn wire(subject: &Subject, old: &Member, new: &Member, changes: &mut Changes) {
    // A new name that is the name on the wire too has been said.
    let renamed = old.name != new.name && old.json_name.is_none() && new.json_name.is_none();
    let in_body = old.location == Location::Body && new.location == Location::Body;
    if wire_place(old) != wire_place(new) && !(renamed && in_body) {
        let text = format!(
            "stands in {} instead of {}",
            place_text(new),
            place_text(old)
        );
        changes.push(subject, Class::Wire, Rule::Binding, text);
    }
    if old.host_label != new.host_label {
        let text = if new.host_label {
            "is part of the host name now"
        } else {
            "is no longer part of the host name"
        };
        changes.push(subject, Class::Wire, Rule::Binding, text);
    }
    if old.event_location != new.event_location {
        let part = match new.event_location {
            EventLocation::Body => "the body",
            EventLocation::Header => "a header",
            EventLocation::Payload => "the payload",
        };
        let text = format!("stands in {part} of its event now");
        changes.push(subject, Class::Wire, Rule::Binding, text);
    }
}

/// Where a member stands, with its name on the wire where it has one.
pub(super) fn wire_place(member: &Member) -> (&Location, Option<&str>) {
    let name = matches!(member.location, Location::Body).then(|| member.wire_name());
    (&member.location, name)
}

fn place_text(member: &Member) -> String {
    match &member.location {
        Location::Body => format!("the body as `{}`", member.wire_name()),
        Location::Query(name) => format!("the query as `{name}`"),
        Location::QueryParams => "the query, entry by entry,".to_owned(),
        Location::Label => "the path".to_owned(),
        Location::Header(name) => format!("the header `{name}`"),
        Location::PrefixHeaders(prefix) => format!("headers that begin with `{prefix}`"),
        Location::Payload => "the body, alone,".to_owned(),
        Location::ResponseCode => "the status".to_owned(),
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
            KeyComparison::IgnoreCase => ", in any case",
        };
        match rule.path.as_slice() {
            [] => format!("{keys} among its keys{case}"),
            path => format!("{keys} among the keys of `{}`{case}", path.join(".")),
        }
    };
    for rule in new.iter().filter(|rule| !old.contains(rule)) {
        let text = format!("has to have {}", text(rule));
        constraint::push(subject, Rule::Tightened, text, changes);
    }
    for rule in old.iter().filter(|rule| !new.contains(rule)) {
        let text = format!("no longer has to have {}", text(rule));
        constraint::push(subject, Rule::Loosened, text, changes);
    }
}
