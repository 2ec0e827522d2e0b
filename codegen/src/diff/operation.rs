//! Operations: routes, errors, retries, pages.

use std::collections::BTreeSet;

use crate::model::{Operation, Safety, Segment, ShapeId};
use crate::names::Kind;

use super::{Both, Changes, Class, Rule, Subject, about, rename, service};

pub(super) fn compare(both: &Both<'_>, changes: &mut Changes) {
    for (id, old) in &both.old.model.operations {
        match both.new.model.operations.get(both.successor(id)) {
            Some(new) => pair(both, old, new, changes),
            None => removed(old, changes),
        }
    }
    for (id, new) in &both.new.model.operations {
        if !both.old.model.operations.contains_key(id) && !both.is_successor(id) {
            let text = format!("is new: {}", written(new));
            changes.push(&subject(new), Class::Addition, Rule::OperationAdded, text);
        }
    }
}

fn subject(operation: &Operation) -> Subject {
    Subject {
        path: operation.name.clone(),
        ..Subject::shape(&operation.id, vec![operation.name.clone()])
    }
}

fn removed(old: &Operation, changes: &mut Changes) {
    let text = format!("is gone: {}", written(old));
    changes.push(&subject(old), Class::Wire, Rule::OperationRemoved, text);
}

fn pair(both: &Both<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let subject = &subject(new);
    if old.id != new.id || old.name != new.name {
        let method = both.old.names.name(&old.name, Kind::Operation);
        let text = format!(
            "seems to be what `{}` was, on the same route: `{method}` and the types named after it have new names",
            old.name
        );
        changes.push(subject, Class::Rust, Rule::OperationRenamed, text);
    }
    http(subject, old, new, changes);
    errors(both, subject, old, new, changes);
    safety(subject, old, new, changes);
    pages(subject, old, new, changes);
    sending(both, subject, old, new, changes);
    about::compare(subject, &old.about, &new.about, changes);
    about::operation(subject, old, new, changes);
}

fn http(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    if rename::route(old) != rename::route(new) {
        let text = format!("moves from {} to {}", written(old), written(new));
        changes.push(subject, Class::Wire, Rule::Route, text);
    }
    if old.http.code != new.http.code {
        let text = format!(
            "succeeds with status {} instead of {}; the client takes any 2xx",
            new.http.code, old.http.code
        );
        changes.push(subject, Class::Documentation, Rule::SuccessStatus, text);
    }
    if old.host_prefix != new.host_prefix {
        changes.push(
            subject,
            Class::Wire,
            Rule::Endpoint,
            "has another host prefix",
        );
    }
}

fn errors(
    both: &Both<'_>,
    subject: &Subject,
    old: &Operation,
    new: &Operation,
    changes: &mut Changes,
) {
    // What the service lists for all its operations is said there, once.
    let everywhere = |id: &ShapeId| {
        service::lists_anew(&both.new, &both.old, id)
            || service::lists_anew(&both.old, &both.new, id)
    };
    let before: BTreeSet<&ShapeId> = old.errors.iter().map(|id| both.successor(id)).collect();
    for id in &new.errors {
        if !before.contains(id) && !everywhere(id) {
            let text = format!("can fail with `{}` as well", both.new.shape(id).name);
            changes.push(subject, Class::Addition, Rule::ErrorListed, text);
        }
    }
    for id in &old.errors {
        if !new.errors.contains(both.successor(id)) && !everywhere(id) {
            let name = &both.old.shape(id).name;
            let text = format!("no longer lists `{name}`: its variant of the error enum is gone");
            changes.push(subject, Class::Rust, Rule::ErrorUnlisted, text);
        }
    }
}

fn safety(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    let text = match (old.safety, new.safety) {
        (before, now) if before == now => return,
        (Safety::Once, now) => format!(
            "is {} now: a request is sent again after any failure that looks temporary",
            trait_of(now)
        ),
        (before, Safety::Once) => format!(
            "is no longer {}: a request is sent again only when it was certainly not processed",
            trait_of(before)
        ),
        (before, now) => format!("is {} instead of {}", trait_of(now), trait_of(before)),
    };
    changes.push(subject, Class::Behaviour, Rule::Safety, text);
}

fn trait_of(safety: Safety) -> &'static str {
    match safety {
        Safety::Readonly => "readonly",
        Safety::Idempotent => "idempotent",
        Safety::Once => "neither readonly nor idempotent",
    }
}

fn pages(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    match (&old.pagination, &new.pagination) {
        (None, None) => {}
        (None, Some(_)) => changes.push(
            subject,
            Class::Addition,
            Rule::PaginationAdded,
            "is paginated now: `pages()` follows the tokens",
        ),
        (Some(_), None) => changes.push(
            subject,
            Class::Rust,
            Rule::PaginationRemoved,
            "is no longer paginated: `pages()` and `items()` are gone",
        ),
        (Some(old), Some(new)) => {
            if old.items != new.items {
                let said = |items: &Option<Vec<String>>| match items {
                    Some(path) => format!("`{}`", path.join(".")),
                    None => "nothing".to_owned(),
                };
                let text = format!(
                    "`items()` gives {} instead of {}",
                    said(&new.items),
                    said(&old.items)
                );
                let class = match old.items {
                    None => Class::Addition,
                    Some(_) => Class::Rust,
                };
                changes.push(subject, class, Rule::Pagination, text);
            }
            if (&old.input_token, &old.output_token) != (&new.input_token, &new.output_token) {
                let text = format!(
                    "pages follow `{}` and `{}` instead of `{}` and `{}`",
                    new.output_token.join("."),
                    new.input_token,
                    old.output_token.join("."),
                    old.input_token,
                );
                changes.push(subject, Class::Behaviour, Rule::Pagination, text);
            }
            if old.page_size != new.page_size {
                let text = "another member limits the size of a page";
                changes.push(subject, Class::Documentation, Rule::Pagination, text);
            }
        }
    }
}

/// How requests are made beyond their content.
fn sending(
    both: &Both<'_>,
    subject: &Subject,
    old: &Operation,
    new: &Operation,
    changes: &mut Changes,
) {
    let inherited =
        old.auth == both.old.model.service.auth && new.auth == both.new.model.service.auth;
    if !inherited {
        service::auth(subject, &old.auth, &new.auth, changes);
    }
    let switched =
        |before: bool, now: bool, on: &'static str, off: &'static str| match (before, now) {
            (false, true) => Some(on),
            (true, false) => Some(off),
            _ => None,
        };
    let texts = [
        switched(
            old.optional_auth,
            new.optional_auth,
            "may be called without credentials",
            "needs credentials now",
        ),
        switched(
            old.unsigned_payload,
            new.unsigned_payload,
            "signatures no longer cover the body",
            "signatures cover the body now",
        ),
        switched(
            old.checksum_required,
            new.checksum_required,
            "requests carry a checksum now",
            "requests carry no checksum any more",
        ),
        (old.compression != new.compression).then_some("bodies are compressed in another way"),
        (old.static_context_params != new.static_context_params
            || old.operation_context_params != new.operation_context_params)
            .then_some("sets other parameters of the endpoint rules"),
    ];
    for text in texts.into_iter().flatten() {
        changes.push(subject, Class::Behaviour, Rule::Request, text);
    }
}

/// `POST /v1/things/{id}`.
fn written(operation: &Operation) -> String {
    let uri = &operation.http.uri;
    let mut text = format!("`{} ", operation.http.method);
    for segment in &uri.segments {
        match segment {
            Segment::Literal(literal) => text.push_str(&format!("/{literal}")),
            Segment::Label(name) => text.push_str(&format!("/{{{name}}}")),
            Segment::GreedyLabel(name) => text.push_str(&format!("/{{{name}+}}")),
        }
    }
    if uri.segments.is_empty() {
        text.push('/');
    }
    for (position, (name, value)) in uri.query.iter().enumerate() {
        text.push(if position == 0 { '?' } else { '&' });
        text.push_str(name);
        if let Some(value) = value {
            text.push_str(&format!("={value}"));
        }
    }
    text.push('`');
    text
}
