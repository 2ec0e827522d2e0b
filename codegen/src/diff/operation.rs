//! Changes of operations.

use std::collections::BTreeSet;

use crate::model::{HostPattern, Idempotency, Operation, ShapeId, Waiter};
use crate::traits::ids;

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
            let text = format!("was added ({})", route_text(new));
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
    let text = format!("was removed ({})", route_text(old));
    changes.push(&subject(old), Class::Wire, Rule::OperationRemoved, text);
}

fn pair(both: &Both<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let subject = &subject(new);
    // A namespace is not part of a name in Rust or on the wire.
    if old.name != new.name {
        let method = both.old.names.method(old);
        let text = format!(
            "was renamed from `{}`, on the same route: `{method}` and its types are renamed",
            old.name
        );
        changes.push(subject, Class::Rust, Rule::OperationRenamed, text);
    }
    http(subject, old, new, changes);
    errors(both, subject, old, new, changes);
    idempotency(subject, old, new, changes);
    pages(subject, old, new, changes);
    request_options(both, subject, old, new, changes);
    waiters(subject, old, new, changes);
    docs::compare(subject, &old.docs, &new.docs, changes);
    docs::operation(subject, old, new, changes);
}

fn http(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    if rename::route(old) != rename::route(new) {
        let text = format!("moved from {} to {}", route_text(old), route_text(new));
        changes.push(subject, Class::Wire, Rule::Route, text);
    }
    if old.http.code != new.http.code {
        let text = format!(
            "has success status {}, was {} (the client accepts any 2xx)",
            new.http.code, old.http.code
        );
        changes.push(subject, Class::Documentation, Rule::SuccessStatus, text);
    }
    if old.host_prefix != new.host_prefix {
        let describe = |prefix: &Option<HostPattern>| match prefix {
            Some(prefix) => format!("host prefix `{prefix}`"),
            None => "no host prefix".to_owned(),
        };
        let (before, now) = (describe(&old.host_prefix), describe(&new.host_prefix));
        let text = format!("has {now}, was {before}");
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
    // Errors of the service are reported once, for the service.
    let everywhere = |id: &ShapeId| {
        service::lists_anew(&both.new, &both.old, id)
            || service::lists_anew(&both.old, &both.new, id)
    };
    let before: BTreeSet<&ShapeId> = old.errors.iter().map(|id| both.successor(id)).collect();
    for id in &new.errors {
        if !before.contains(id) && !everywhere(id) {
            let text = format!("can now fail with `{}`", both.new.shape(id).name);
            changes.push(subject, Class::Addition, Rule::ErrorListed, text);
        }
    }
    for id in &old.errors {
        if !new.errors.contains(both.successor(id)) && !everywhere(id) {
            let name = &both.old.shape(id).name;
            let text = format!("no longer lists `{name}`: its error variant is removed");
            changes.push(subject, Class::Rust, Rule::ErrorUnlisted, text);
        }
    }
}

fn idempotency(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    let text = match (old.idempotency, new.idempotency) {
        (before, now) if before == now => return,
        (Idempotency::None, now) => format!(
            "is now {}: clients retry after any transient failure",
            trait_of(now)
        ),
        (before, Idempotency::None) => format!(
            "is no longer {}: clients only retry requests that were not processed",
            trait_of(before)
        ),
        (before, now) => format!(
            "is {}, was {}: retries do not change",
            trait_of(now),
            trait_of(before)
        ),
    };
    // Smithy calls only the removal of the traits breaking. But the client now
    // repeats requests that it sent once, or gives up where it retried.
    let is_repeated = |idempotency| idempotency != Idempotency::None;
    if is_repeated(old.idempotency) == is_repeated(new.idempotency) {
        changes.push(subject, Class::Behavior, Rule::Idempotency, text);
    } else {
        changes.restrict(subject, Rule::Idempotency, text);
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
            "is now paginated: `pages()` was added",
        ),
        (Some(_), None) => changes.push(
            subject,
            Class::Rust,
            Rule::PaginationRemoved,
            "is no longer paginated: `pages()` and `items()` are removed",
        ),
        (Some(old), Some(new)) => {
            if old.items != new.items {
                let describe = |items: &Option<Vec<String>>| match items {
                    Some(path) => format!("`{}`", path.join(".")),
                    None => "nothing".to_owned(),
                };
                let text = format!(
                    "returns {} from `items()`, was {}",
                    describe(&new.items),
                    describe(&old.items)
                );
                let class = match old.items {
                    None => Class::Addition,
                    Some(_) => Class::Rust,
                };
                changes.push(subject, class, Rule::Pagination, text);
            }
            if (&old.input_token, &old.output_token) != (&new.input_token, &new.output_token) {
                let text = format!(
                    "passes the token `{}` as `{}`, was `{}` as `{}`",
                    new.output_token.join("."),
                    new.input_token,
                    old.output_token.join("."),
                    old.input_token,
                );
                changes.restrict(subject, Rule::Pagination, text);
            }
            if old.page_size != new.page_size {
                let text = match &new.page_size {
                    Some(member) => format!("has the page size `{member}`"),
                    None => "no longer has a page size".to_owned(),
                };
                changes.push(subject, Class::Documentation, Rule::Pagination, text);
            }
        }
    }
}

/// Compares authentication, checksums, compression and endpoint parameters.
fn request_options(
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
    for (id, old, new) in [
        (ids::OPTIONAL_AUTH, old.optional_auth, new.optional_auth),
        (
            ids::UNSIGNED_PAYLOAD,
            old.unsigned_payload,
            new.unsigned_payload,
        ),
        (
            ids::HTTP_CHECKSUM_REQUIRED,
            old.checksum_required,
            new.checksum_required,
        ),
    ] {
        changes.mark(subject, id, old, new);
    }
    let compression = match (old.compression.as_slice(), new.compression.as_slice()) {
        (before, now) if before == now => None,
        ([], _) => Some("now compresses bodies"),
        (_, []) => Some("no longer compresses bodies"),
        _ => Some("compresses bodies with a different algorithm"),
    };
    let texts = [
        compression,
        (old.static_context_params != new.static_context_params
            || old.operation_context_params != new.operation_context_params)
            .then_some("sets different endpoint parameters"),
    ];
    for text in texts.into_iter().flatten() {
        changes.push(subject, Class::Behavior, Rule::Request, text);
    }
}

/// Formats the route: `POST /v1/things/{id}`.
fn route_text(operation: &Operation) -> String {
    format!("`{} {}`", operation.http.method, operation.http.uri)
}

/// Compares waiters; each is a method of the operation.
fn waiters(subject: &Subject, old: &Operation, new: &Operation, changes: &mut Changes) {
    let named = |list: &[Waiter], name: &str| list.iter().find(|one| one.name == name).cloned();
    for waiter in &new.waiters {
        let name = &waiter.name;
        match named(&old.waiters, name) {
            None => {
                let text = format!("has the new waiter `{name}`");
                changes.push(subject, Class::Addition, Rule::WaiterAdded, text);
            }
            Some(before) if before.acceptors != waiter.acceptors => {
                let text = format!("has new acceptors of the waiter `{name}`");
                changes.restrict(subject, Rule::Waiter, text);
            }
            Some(before) if delays(&before) != delays(waiter) => {
                let text = format!("has new delays of the waiter `{name}`");
                changes.push(subject, Class::Behavior, Rule::Waiter, text);
            }
            Some(before) if before != *waiter => {
                let text = format!("has new documentation of the waiter `{name}`");
                changes.push(subject, Class::Documentation, Rule::Waiter, text);
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

fn delays(waiter: &Waiter) -> (u32, u32) {
    (waiter.min_delay, waiter.max_delay)
}
