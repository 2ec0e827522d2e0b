//! The canonical order and line breaks of a model file.
//!
//! The same change of a model is always the same change of its file, so diffs
//! show nothing else. Only the order of members is significant, so it is kept.

mod order;
mod text;

use crate::diagnostic::{DiagnosticReport, Diagnostics};
use crate::json;
use crate::source::Source;

/// The text of a model file in canonical order and layout. Canonical text is unchanged, to the
/// byte.
///
/// The shapes are ordered: the service, its resources; the operations by name, each followed by its
/// input and output; other structures and unions by name; enums; lists, maps and simple shapes;
/// errors; the definitions of traits, each followed by the shapes that only such definitions use;
/// `apply` statements. The properties of a shape, its traits, and the references of a service and
/// of an operation are ordered, too. The order of members, and everything inside a trait, is
/// unchanged.
///
/// An object or array is on one line if it fits in 100 columns, contains no non-empty object, and
/// has no documentation.
///
/// ```
/// use codegen::{Source, layout};
///
/// let text = r#"{"shapes": {"a#B": {"traits": {"a#t": {}}, "type": "string"}}, "smithy": "2.0"}"#;
/// let expected = r#"{
///   "smithy": "2.0",
///   "shapes": {
///     "a#B": {
///       "type": "string",
///       "traits": { "a#t": {} }
///     }
///   }
/// }
/// "#;
/// assert_eq!(layout::canonical(&Source::new("model.json", text)).unwrap(), expected);
/// ```
///
/// # Errors
/// The text is not JSON, or an object has a duplicate key, so reordering would lose information.
/// Other errors in the model do not matter here.
pub fn canonical(source: &Source) -> Result<String, Diagnostics> {
    let mut report = DiagnosticReport::default();
    let value = json::read(source, &mut report);
    let diagnostics = Diagnostics::new(source, report);
    match value {
        Some(value) if !diagnostics.has_errors() => Ok(write(&value)),
        _ => Err(diagnostics),
    }
}

/// The text of a model file with this content.
pub(crate) fn write(value: &json::Value<'_>) -> String {
    text::write(&order::file(value))
}
