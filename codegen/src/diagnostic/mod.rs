//! Diagnostics: problems in a model, with their locations and fixes.

mod code;
mod lines;
mod list;
mod render;

pub use code::{Code, Severity};
pub use lines::LineColumn;
pub use render::Color;

pub(crate) use list::DiagnosticReport;
pub use list::{Diagnostic, Diagnostics, Label, Suggestion};
