//! Credentials in environment variables.

use crate::base::future::BoxFuture;
use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};
use crate::settings::config::Env;

/// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary
/// credentials, `AWS_SESSION_TOKEN`.
///
/// ```
/// # use runtime::Env;
/// # use runtime::{EnvironmentCredentials, ProvideCredentials};
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let env = Env::empty()
///     .with_var("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
///     .with_var("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI");
/// let credentials = EnvironmentCredentials::new(env).provide().await?;
/// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
/// # Ok::<(), runtime::CredentialsError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct EnvironmentCredentials {
    env: Env,
}

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";

/// The name of this source in errors.
pub(super) const SOURCE: &str = "environment";

impl EnvironmentCredentials {
    /// Creates a source over this environment.
    #[must_use]
    pub fn new(env: Env) -> Self {
        Self { env }
    }

    /// Reads the variables; the error names those that are missing.
    pub(super) fn read(&self) -> Result<Credentials, String> {
        match (self.env.var(KEY_ID), self.env.var(SECRET)) {
            (Some(id), Some(secret)) => {
                let credentials = Credentials::new(id.trim(), secret.trim());
                Ok(match self.env.var(TOKEN) {
                    Some(token) => credentials.with_session_token(token.trim()),
                    None => credentials,
                })
            }
            (None, None) => Err(format!("{KEY_ID} and {SECRET} are not set")),
            (None, Some(_)) => Err(format!("{SECRET} is set, but {KEY_ID} is not")),
            (Some(_), None) => Err(format!("{KEY_ID} is set, but {SECRET} is not")),
        }
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let found = self
            .read()
            .map(|credentials| credentials.with_source(SOURCE));
        let found = found.map_err(|outcome| {
            CredentialsError::new("the environment has no credentials")
                .tried(SOURCE, outcome)
                .advising(
                    "set both variables, or another source with `.credentials(…)` on the builder",
                )
        });
        Box::pin(std::future::ready(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requires_both_keys() {
        let token = Credentials::new("A", "s").with_session_token("t");
        for (vars, expected) in [
            (
                "AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s",
                Ok(Credentials::new("A", "s")),
            ),
            (
                "AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s AWS_SESSION_TOKEN=t",
                Ok(token),
            ),
            (
                "",
                Err("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"),
            ),
            (
                "AWS_ACCESS_KEY_ID=A",
                Err("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"),
            ),
            (
                "AWS_SECRET_ACCESS_KEY=s AWS_ACCESS_KEY_ID=",
                Err("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not"),
            ),
        ] {
            let env = vars.split(' ').filter_map(|var| var.split_once('='));
            let env = env.fold(Env::empty(), |env, (name, value)| env.with_var(name, value));
            let read = EnvironmentCredentials::new(env).read();
            assert_eq!(read, expected.map_err(str::to_owned), "{vars}");
        }
    }
}
