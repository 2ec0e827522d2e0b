//! Environment variables, files and the home directory, replaceable in tests.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The source of environment variables and configuration files.
///
/// The default is the environment of the process. Tests build their own:
///
/// ```
/// # use runtime::Env;
/// let env = Env::empty()
///     .with_var("AWS_REGION", "eu-west-1")
///     .with_home("/home/ada")
///     .with_file("/home/ada/.aws/credentials", "[default]\n");
/// assert_eq!(env.var("AWS_REGION").as_deref(), Some("eu-west-1"));
/// assert_eq!(env.var("AWS_PROFILE"), None);
/// ```
#[derive(Debug, Clone)]
pub struct Env(pub(super) Inner);

#[derive(Debug, Clone)]
pub(super) enum Inner {
    Process,
    Fixed(Arc<FixedEnv>),
}

#[derive(Clone, Default)]
pub(super) struct FixedEnv {
    variables: BTreeMap<String, String>,
    home: Option<PathBuf>,
    pub(super) files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Default for Env {
    fn default() -> Self {
        Self::process()
    }
}

impl Env {
    /// Returns the environment of this process and the files of this machine.
    #[must_use]
    pub fn process() -> Self {
        Self(Inner::Process)
    }

    /// Creates an environment without variables, files and home directory.
    #[must_use]
    pub fn empty() -> Self {
        Self(Inner::Fixed(Arc::default()))
    }

    /// Adds a variable. The first addition replaces the whole environment of
    /// the process.
    #[must_use]
    pub fn with_var(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|fixed| {
            fixed.variables.insert(name.into(), value.into());
        })
    }

    /// Sets the home directory.
    #[must_use]
    pub fn with_home(self, home: impl Into<PathBuf>) -> Self {
        self.change(|fixed| fixed.home = Some(home.into()))
    }

    /// Adds a file.
    #[must_use]
    pub fn with_file(self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        self.change(|fixed| {
            fixed.files.insert(path.into(), content.into());
        })
    }

    fn change(self, change: impl FnOnce(&mut FixedEnv)) -> Self {
        let mut fixed = match self.0 {
            Inner::Process => Arc::default(),
            Inner::Fixed(fixed) => fixed,
        };
        change(Arc::make_mut(&mut fixed));
        Self(Inner::Fixed(fixed))
    }

    /// Returns the value of a variable. A variable that is empty, blank or not
    /// Unicode counts as unset.
    pub fn var(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Inner::Process => std::env::var(name).ok(),
            Inner::Fixed(fixed) => fixed.variables.get(name).cloned(),
        };
        value.filter(|value| !value.trim().is_empty())
    }

    /// Returns whether a variable is set, perhaps to an empty value.
    #[cfg(feature = "proxy")]
    pub(crate) fn is_set(&self, name: &str) -> bool {
        match &self.0 {
            Inner::Process => std::env::var_os(name).is_some(),
            Inner::Fixed(fixed) => fixed.variables.contains_key(name),
        }
    }

    /// Returns the home directory of the user.
    pub fn home(&self) -> Option<PathBuf> {
        match &self.0 {
            Inner::Process => self
                .var("HOME")
                .or_else(|| self.var("USERPROFILE"))
                .map(Into::into),
            Inner::Fixed(fixed) => fixed.home.clone(),
        }
    }
}

/// Shows only names of variables and files, because values may be secret.
impl std::fmt::Debug for FixedEnv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FixedEnv")
            .field("variables", &self.variables.keys())
            .field("home", &self.home)
            .field("files", &self.files.keys())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_values() {
        let env = Env::empty().with_var("AWS_SECRET_ACCESS_KEY", "se-cret");
        let shown = format!("{env:?}");
        assert!(shown.contains("AWS_SECRET_ACCESS_KEY") && !shown.contains("se-cret"));
    }

    #[test]
    fn treats_blank_variables_as_unset() {
        for (value, expected) in [("", None), (" \n", None), (" a ", Some(" a "))] {
            let env = Env::empty().with_var("AWS_REGION", value);
            assert_eq!(env.var("AWS_REGION").as_deref(), expected, "{value:?}");
        }
    }
}
