//! The severity of violations.

/// Whether a violation refuses the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    /// The service refuses the value.
    Refusal,
    /// The service may accept the value.
    Warning,
}
