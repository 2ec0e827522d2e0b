//! Operations: routes, errors, retries, pages.

use std::collections::BTreeSet;

use crate::model::{HostPattern, Idempotency, Operation, ShapeId, Waiter};

use super::{Both, Changes, Class, Rule, Subject, docs, rename, service};

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
        let method = both.old.names.method(old);
        let text = format!(
            "seems to be what `{}` was, on the same route: `{method}` and the types named after it have new names",
            old.name
        );
        changes.push(subject, Class::Rust, Rule::OperationRenamed, text);
    }
    http(subject, old, new, changes);
    errors(both, subject, old, new, changes);
    idempotency(subject, old, new, changes);
    pages(subject, old, new, changes);
    sending(both, subject, old, new, changes);
    waiters(subject, old, new, changes);
    docs::compare(subject, &old.docs, &new.docs, changes);
    docs::operation(subject, old, new, changes);
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
        let said = |prefix: &Option<HostPattern>| match prefix {
            Some(prefix) => format!("the host prefix `{prefix}`"),
            None => "no host prefix".to_owned(),
        };
        let (before, now) = (said(&old.host_prefix), said(&new.host_prefix));
        let text = format!("has {now} instead of {before}");
        changes.push(subject, Class::Wire, Rule::Endpoint, text);
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

fn idempotency(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    let text = match (old.idempotency, new.idempotency) {
        (before, now) if before == now => return,
        (Idempotency::None, now) => format!(
            "is {} now: a request is sent again after any failure that looks temporary",
            trait_of(now)
        ),
        (before, Idempotency::None) => format!(
            "is no longer {}: a request is sent again only when it was certainly not processed",
            trait_of(before)
        ),
        (before, now) => format!(
            "is {} instead of {}: requests are repeated as before",
            trait_of(now),
            trait_of(before)
        ),
    };
    if new.idempotency == Idempotency::None {
        changes.restrict(subject, Rule::Idempotency, text);
    } else {
        changes.push(subject, Class::Behaviour, Rule::Idempotency, text);
    }
}

fn trait_of(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Readonly => "readonly",
        Idempotency::Idempotent => "idempotent",
        Idempotency::None => "neither readonly nor idempotent",
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
                    "the next page is asked for with `{}` as `{}`, instead of `{}` as `{}`",
                    new.output_token.join("."),
                    new.input_token,
                    old.output_token.join("."),
                    old.input_token,
                );
                changes.restrict(subject, Rule::Pagination, text);
            }
            if old.page_size != new.page_size {
                let text = match &new.page_size {
                    Some(member) => format!("`{member}` limits the size of a page now"),
                    None => "no member limits the size of a page any more".to_owned(),
                };
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
    format!("`{} {}`", operation.http.method, operation.http.uri)
}

/// The waiters: each is a method of its operation.
fn waiters(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    let named = |list: &[Waiter], name: &str| list.iter().find(|one| one.name == name).cloned();
    for waiter in &new.waiters {
        let name = &waiter.name;
        match named(&old.waiters, name) {
            None => {
                let text = format!("has the waiter `{name}` now");
                changes.push(subject, Class::Addition, Rule::WaiterAdded, text);
            }
            Some(before) if waits_alike(&before, waiter) && before != *waiter => {
                let text = format!("has other documentation of the waiter `{name}`");
                changes.push(subject, Class::Documentation, Rule::Waiter, text);
            }
            Some(before) if before != *waiter => {
                let text = format!("the waiter `{name}` waits in another way");
                changes.push(subject, Class::Behaviour, Rule::Waiter, text);
            }
            Some(_) => {}
        }
    }
    for waiter in &old.waiters {
        if named(&new.waiters, &waiter.name).is_none() {
            let text = format!("no longer has the waiter `{}`", waiter.name);
            changes.push(subject, Class::Rust, Rule::WaiterRemoved, text);
        }
    }
}

fn waits_alike(old: &Waiter, new: &Waiter) -> bool {
    (old.min_delay, old.max_delay, &old.acceptors) == (new.min_delay, new.max_delay, &new.acceptors)
}
