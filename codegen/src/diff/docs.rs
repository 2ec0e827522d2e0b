//! Changes of documentation, examples and tests.

use crate::model::{Docs, Operation, ResponseTest};

use super::{Changes, Class, Rule, Subject};

/// Compares documentation.
pub(super) fn compare(subject: &Subject, old: &Docs, new: &Docs, changes: &mut Changes) {
    match (&old.deprecated, &new.deprecated) {
        (None, Some(deprecated)) => {
            let message = deprecated.message.as_deref().map(one_line);
            let text = match message.as_deref() {
                Some(message) if !message.is_empty() => format!("is deprecated: {message}"),
                _ => "is deprecated".to_owned(),
            };
            changes.push(subject, Class::Documentation, Rule::Deprecated, text);
        }
        (Some(_), None) => {
            let text = "is no longer deprecated";
            changes.push(subject, Class::Documentation, Rule::Deprecated, text);
        }
        (old, new) if old != new => {
            let text = "has a new deprecation message";
            changes.push(subject, Class::Documentation, Rule::Deprecated, text);
        }
        _ => {}
    }
    let text = match (&old.documentation, &new.documentation) {
        (None, Some(_)) => "is now documented",
        (Some(_), None) => "is no longer documented",
        (old, new) if old != new => "has new documentation",
        _ if without_documentation(old) != without_documentation(new) => {
            "has new documentation traits"
        }
        _ => return,
    };
    changes.push(subject, Class::Documentation, Rule::Documentation, text);
}

fn without_documentation(docs: &Docs) -> Docs {
    Docs {
        documentation: None,
        deprecated: None,
        ..docs.clone()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares the examples and tests of two operations.
pub(super) fn operation(
    subject: &Subject,
    old: &Operation,
    new: &Operation,
    changes: &mut Changes,
) {
    let key = |example: &crate::model::Example| example.title.clone();
    if let Some(text) = counted("example", &old.examples, &new.examples, key) {
        changes.push(subject, Class::Documentation, Rule::Examples, text);
    }
    let key = |test: &crate::model::RequestTest| test.id.clone();
    if let Some(text) = counted("request test", &old.request_tests, &new.request_tests, key) {
        changes.push(subject, Class::Documentation, Rule::Tests, text);
    }
    responses(subject, &old.response_tests, &new.response_tests, changes);
    let key = |test: &crate::model::MalformedRequestTest| test.id.clone();
    let (old, new) = (&old.malformed_tests, &new.malformed_tests);
    if let Some(text) = counted("malformed-request test", old, new, key) {
        changes.push(subject, Class::Documentation, Rule::Tests, text);
    }
}

/// Compares the response tests of two operations or errors.
pub(super) fn responses(
    subject: &Subject,
    old: &[ResponseTest],
    new: &[ResponseTest],
    changes: &mut Changes,
) {
    if let Some(text) = counted("response test", old, new, |test| test.id.clone()) {
        changes.push(subject, Class::Documentation, Rule::Tests, text);
    }
}

/// Returns `response tests: 2 added, 1 changed`; `None` if nothing changed.
fn counted<T: PartialEq>(
    noun: &str,
    old: &[T],
    new: &[T],
    key: impl Fn(&T) -> String,
) -> Option<String> {
    let find = |list: &[T], wanted: &T| list.iter().position(|one| key(one) == key(wanted));
    let added = new.iter().filter(|one| find(old, one).is_none()).count();
    let removed = old.iter().filter(|one| find(new, one).is_none()).count();
    let changed = new.iter().filter(|one| {
        let before = find(old, one).and_then(|position| old.get(position));
        before.is_some_and(|before| before != *one)
    });
    let counts = [
        (added, "added"),
        (changed.count(), "changed"),
        (removed, "removed"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, verb)| format!("{count} {verb}"))
        .collect();
    (!counts.is_empty()).then(|| format!("{noun}s: {}", counts.join(", ")))
}
