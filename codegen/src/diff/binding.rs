//! Bindings of members to parts of a message.

use crate::model::{Location, Member};

use super::{Changes, Class, Rule, Subject};

/// Compares the bindings and wire names of two members.
pub(super) fn compare(subject: &Subject, old: &Member, new: &Member, changes: &mut Changes) {
    // A rename that includes the wire name is already reported.
    let renamed = old.name != new.name && old.json_name.is_none() && new.json_name.is_none();
    let in_body = old.location == Location::Body && new.location == Location::Body;
    if binding(old) != binding(new) && !(renamed && in_body) {
        let text = if subject.in_data {
            format!(
                "is `{}` in JSON, was `{}`",
                new.wire_name(),
                old.wire_name()
            )
        } else {
            format!("is now in {}, was in {}", part(new), part(old))
        };
        changes.push(subject, Class::Wire, Rule::Binding, text);
    }
    if old.host_label != new.host_label {
        let text = if new.host_label {
            "is now part of the host name"
        } else {
            "is no longer part of the host name"
        };
        changes.push(subject, Class::Wire, Rule::Binding, text);
    }
}

/// The location of a member, with its wire name, if any.
pub(super) fn binding(member: &Member) -> (&Location, Option<&str>) {
    let name = matches!(member.location, Location::Body).then(|| member.wire_name());
    (&member.location, name)
}

fn part(member: &Member) -> String {
    match &member.location {
        Location::Body => format!("the body as `{}`", member.wire_name()),
        Location::Query(name) => format!("the query as `{name}`"),
        Location::QueryParams => "the query, as entries".to_owned(),
        Location::Label => "the path".to_owned(),
        Location::Header(name) => format!("the header `{name}`"),
        Location::PrefixHeaders(prefix) => format!("headers with the prefix `{prefix}`"),
        Location::Payload => "the payload".to_owned(),
        Location::ResponseCode => "the status code".to_owned(),
    }
}
