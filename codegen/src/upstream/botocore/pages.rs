//! The pages of operations: `paginators-1.json`.

use std::collections::BTreeMap;

use crate::json::{Entry, Value};
use crate::source::Span;

/// The pagination of operations, by name.
#[derive(Debug, Default)]
pub(crate) struct Pages(BTreeMap<String, Vec<(&'static str, String)>>);

/// The properties of `paginated`, and their names in a description.
const PROPERTIES: [(&str, &str); 4] = [
    ("inputToken", "input_token"),
    ("outputToken", "output_token"),
    ("items", "result_key"),
    ("pageSize", "limit_key"),
];

impl Pages {
    /// Reads `pagination` of a file with paginators, or of the description
    /// itself. Operations with several tokens, which Smithy does not support,
    /// are left out.
    pub(crate) fn read(file: &Value<'_>) -> Self {
        let operations = file.get("pagination").into_iter().flat_map(Value::entries);
        let pages = operations.filter_map(|entry| {
            let properties = PROPERTIES.iter().filter_map(|(name, own)| {
                let value = entry.value.get(own)?;
                // Of several lists, the first one contains the items.
                let text = match *own {
                    "result_key" => value
                        .as_str()
                        .or_else(|| value.elements().first()?.as_str()),
                    _ => value.as_str(),
                };
                Some((*name, text?.to_owned()))
            });
            let properties: Vec<_> = properties.collect();
            let has = |name| properties.iter().any(|(own, _)| *own == name);
            let is_complete = has("inputToken") && has("outputToken");
            is_complete.then(|| (entry.key.clone().into_owned(), properties))
        });
        Self(pages.collect())
    }

    /// Adds the operations of another file.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The value of `paginated` for an operation.
    pub(super) fn of<'a>(&self, operation: &str, span: Span) -> Option<Value<'a>> {
        let properties = self.0.get(operation)?.iter();
        let entries = properties.map(|(name, text)| {
            Entry::with_span_of_value(*name, Value::string(span, text.clone()))
        });
        Some(Value::object(span, entries.collect()))
    }
}
