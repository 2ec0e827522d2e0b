//! The severity of violations.

/// Whether a value with a violation is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    /// The service rejects the value.
    Error,
    /// The service may accept the value.
    Warning,
}
