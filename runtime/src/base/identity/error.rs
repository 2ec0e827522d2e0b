//! Errors of credentials providers.

use std::fmt;

use crate::base::disclosure::redact_named;

/// An error of a provider that has no credentials.
///
/// The text must not contain secrets, because it is logged.
///
/// ```
/// # use runtime::CredentialsError;
/// let error = CredentialsError::new("no source has credentials")
///     .tried("environment", "AWS_ACCESS_KEY_ID is not set");
/// assert_eq!(
///     error.to_string(),
///     "no source has credentials (environment: AWS_ACCESS_KEY_ID is not set)",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsError {
    reason: String,
    tried: Vec<Tried>,
    advice: Option<&'static str>,
}

/// A source without usable credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tried {
    source: String,
    outcome: String,
}

impl CredentialsError {
    /// Creates an error with this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: shown(reason),
            tried: Vec::new(),
            advice: None,
        }
    }

    /// Adds a source and the reason why it has no credentials.
    #[must_use]
    pub fn tried(mut self, source: impl Into<String>, outcome: impl Into<String>) -> Self {
        self.tried.push(Tried {
            source: source.into(),
            outcome: shown(outcome),
        });
        self
    }

    /// Sets the advice at the end of the text.
    pub(crate) fn advising(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }
}

/// Text without values that a name marks as secret.
fn shown(text: impl Into<String>) -> String {
    let text = text.into();
    redact_named(&text).into_owned()
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        for (index, Tried { source, outcome }) in self.tried.iter().enumerate() {
            let before = if index == 0 { " (" } else { "; " };
            write!(f, "{before}{source}: {outcome}")?;
        }
        if !self.tried.is_empty() {
            f.write_str(")")?;
        }
        match self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CredentialsError {}
