//! `codegen.rules#advised`: limits that do not fit the type.

use super::CheckContext;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Entry, ValueKind};
use crate::model::ShapeType;
use crate::traits::{Kinds, LENGTHS, ids};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let Some(value) = subject.traits().value(ids::ADVISED) else {
            continue;
        };
        if matches!(&value.kind, ValueKind::Array(limits) if limits.is_empty()) {
            report.push(
                Diagnostic::new(Code::Advice, "`advised` is empty", value.span)
                    .help("add a limit and a `message`, or remove the trait"),
            );
        }
        for limit in value.elements() {
            // `form` reports values that are not objects.
            if limit.as_object().is_none() {
                continue;
            }
            let limits: Vec<_> = limit
                .entries()
                .filter_map(|entry| Some((entry, kinds(&entry.key)?)))
                .collect();
            if let [(entry, kinds)] = limits.as_slice() {
                let kind = subject.kind(context.ast);
                if let Some(kind) = kind.filter(|kind| !kinds.contains(*kind)) {
                    report.push(misfit(entry, kind));
                }
            } else {
                let title = format!("an entry of `advised` has {} limits, not one", limits.len());
                report.push(Diagnostic::new(Code::Advice, title, limit.span).help(
                    "write one of `length`, `utf16Length`, `bytes`, `range`, `pattern` and \
                        `uniqueItems`; put each other limit in a separate entry",
                ));
            }
        }
    }
}

/// The shapes to which a limit applies.
fn kinds(name: &str) -> Option<Kinds> {
    Some(match name {
        "length" => LENGTHS,
        "utf16Length" | "bytes" | "pattern" => Kinds::STRINGS,
        "range" => Kinds::NUMBERS,
        "uniqueItems" => Kinds::new(&[ShapeType::List]),
        _ => return None,
    })
}

fn misfit(entry: &Entry<'_>, kind: ShapeType) -> Diagnostic {
    let title = format!("`{}` does not apply to {}", entry.key, kind.noun());
    let diagnostic = Diagnostic::new(Code::Advice, title, entry.key_span);
    match (entry.key.as_ref(), kind) {
        ("bytes", ShapeType::Blob) => diagnostic.help("the `length` of a blob is in bytes"),
        _ => diagnostic.help("remove it, or use another limit"),
    }
}
