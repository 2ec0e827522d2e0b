//! Method and path of every operation.

use std::fmt::Write as _;

use crate::model::{Idempotency, Model};

use super::Selection;

pub(super) fn dump(model: &Model, selection: &Selection<'_>) -> String {
    let operations = model.operations.values();
    let mut routes: Vec<(String, &str, &str, &str)> = operations
        .filter(|operation| selection.has(&operation.id))
        .map(|operation| {
            let idempotency = match operation.idempotency {
                Idempotency::Readonly => "readonly",
                Idempotency::Idempotent => "idempotent",
                Idempotency::None => "not idempotent",
            };
            let http = &operation.http;
            (
                http.uri.to_string(),
                http.method.as_str(),
                operation.name.as_str(),
                idempotency,
            )
        })
        .collect();
    routes.sort();
    let width = |of: fn(&(String, &str, &str, &str)) -> usize| routes.iter().map(of).max();
    let methods = width(|route| route.1.len()).unwrap_or_default();
    let paths = width(|route| route.0.len()).unwrap_or_default();
    let names = width(|route| route.2.len()).unwrap_or_default();
    let mut text = String::new();
    for (path, method, name, idempotency) in &routes {
        let _ = writeln!(
            text,
            "{method:<methods$}  {path:<paths$}  {name:<names$}  {idempotency}"
        );
    }
    text
}
