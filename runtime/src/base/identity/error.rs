//! Why there are no credentials.

use std::fmt;

/// No credentials could be had.
///
/// The text must not hold secrets: it ends up in logs.
///
/// ```
/// use runtime::CredentialsError;
///
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

/// A source that was asked in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tried {
    source: String,
    outcome: String,
}

impl CredentialsError {
    /// An error for this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            tried: Vec::new(),
            advice: None,
        }
    }

    /// Adds a source that was asked, and what became of it.
    #[must_use]
    pub fn tried(mut self, source: impl Into<String>, outcome: impl Into<String>) -> Self {
        self.tried.push(Tried {
            source: source.into(),
            outcome: outcome.into(),
        });
        self
    }

    /// Ends with what to do.
    pub(crate) fn advising(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }
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
