//! Environment variables, files and the home directory, replaceable so that
//! tests depend on no machine.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::blocking;

/// Where environment variables and configuration files are read from.
///
/// The default is the process's own environment. A test says what there is:
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
pub struct Env(Inner);

#[derive(Debug, Clone)]
enum Inner {
    Process,
    Given(Arc<Given>),
}

#[derive(Clone, Default)]
struct Given {
    variables: BTreeMap<String, String>,
    home: Option<PathBuf>,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Default for Env {
    fn default() -> Self {
        Self::process()
    }
}

impl Env {
    /// The environment of this process and the files of this machine.
    #[must_use]
    pub fn process() -> Self {
        Self(Inner::Process)
    }

    /// An environment without variables, files and home directory.
    #[must_use]
    pub fn empty() -> Self {
        Self(Inner::Given(Arc::default()))
    }

    /// This environment with one more variable. What is given this way stands
    /// in for the process's environment as a whole.
    #[must_use]
    pub fn with_var(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.given(|given| {
            given.variables.insert(name.into(), value.into());
        })
    }

    /// This environment with another home directory.
    #[must_use]
    pub fn with_home(self, home: impl Into<PathBuf>) -> Self {
        self.given(|given| given.home = Some(home.into()))
    }

    /// This environment with one more file.
    #[must_use]
    pub fn with_file(self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        self.given(|given| {
            given.files.insert(path.into(), content.into());
        })
    }

    fn given(self, change: impl FnOnce(&mut Given)) -> Self {
        let mut given = match self.0 {
            Inner::Process => Arc::default(),
            Inner::Given(given) => given,
        };
        change(Arc::make_mut(&mut given));
        Self(Inner::Given(given))
    }

    /// The value of a variable. A variable that is empty, blank or not Unicode
    /// counts as unset.
    pub fn var(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Inner::Process => std::env::var(name).ok(),
            Inner::Given(given) => given.variables.get(name).cloned(),
        };
        value.filter(|value| !value.trim().is_empty())
    }

    /// The home directory of the user.
    pub fn home(&self) -> Option<PathBuf> {
        match &self.0 {
            Inner::Process => self
                .var("HOME")
                .or_else(|| self.var("USERPROFILE"))
                .map(Into::into),
            Inner::Given(given) => given.home.clone(),
        }
    }

    /// Reads a regular file of at most 4 MiB within 5 seconds.
    ///
    /// # Errors
    /// The file is missing, not a regular file, cannot be read, or exceeds a
    /// limit.
    pub async fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match &self.0 {
            Inner::Process => blocking::read_file(path).await,
            Inner::Given(given) => match given.files.get(path) {
                Some(content) => Ok(content.clone()),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    /// The file that a variable names, or else one in the home directory. A
    /// leading `~/` stands for the home directory.
    pub(crate) fn file(&self, variable: &str, in_home: &str) -> Option<ConfigFile> {
        match self.var(variable) {
            Some(path) => match path.strip_prefix("~/") {
                Some(rest) => Some(ConfigFile::Named(self.home()?.join(rest))),
                None => Some(ConfigFile::Named(path.into())),
            },
            None => Some(ConfigFile::Usual(self.home()?.join(in_home))),
        }
    }
}

/// Where a configuration file is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConfigFile {
    /// Where the user says that it is.
    Named(PathBuf),
    /// Where it is by convention, if there is one.
    Usual(PathBuf),
}

impl ConfigFile {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::Usual(path) => path,
        }
    }

    pub(crate) fn into_path(self) -> PathBuf {
        match self {
            Self::Named(path) | Self::Usual(path) => path,
        }
    }
}

/// Names of variables and files only: their contents may be secrets.
impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given")
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

    #[test]
    fn locates_files_by_variable_or_home() {
        let home = Env::empty().with_home("/home/ada");
        let path = |env: &Env| env.file("AWS_CONFIG_FILE", ".aws/config");
        assert_eq!(path(&Env::empty()), None);
        let usual = ConfigFile::Usual("/home/ada/.aws/config".into());
        assert_eq!(path(&home), Some(usual));
        for (value, expected) in [("/etc/aws", "/etc/aws"), ("~/aws", "/home/ada/aws")] {
            let env = home.clone().with_var("AWS_CONFIG_FILE", value);
            assert_eq!(path(&env), Some(ConfigFile::Named(expected.into())));
        }
    }
}
