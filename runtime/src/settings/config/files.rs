//! The files of an environment.

use std::io;
use std::path::{Path, PathBuf};

use super::env::{Env, Inner};
use crate::base::blocking;

impl Env {
    /// Reads a regular file of at most 1 MiB within 5 seconds.
    ///
    /// # Errors
    /// The file is missing, not a regular file, cannot be read, or exceeds a
    /// limit.
    pub async fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match &self.0 {
            Inner::Process => blocking::read_file(path).await,
            Inner::Fixed(fixed) => match fixed.files.get(path) {
                Some(content) => Ok(content.clone()),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    /// Returns the file that a variable names, or else one in the home directory, whose
    /// path has slashes. A leading `~/` is the home directory.
    pub(crate) fn file(&self, variable: &str, in_home: &str) -> Option<ConfigFile> {
        match self.var(variable) {
            Some(path) => match path.strip_prefix("~/") {
                Some(rest) => Some(ConfigFile::Named(self.home()?.join(rest))),
                None => Some(ConfigFile::Named(path.into())),
            },
            None => {
                let mut path = self.home()?;
                // With the separators of the system, because errors show the path.
                path.extend(in_home.split('/'));
                Some(ConfigFile::Usual(path))
            }
        }
    }
}

/// The path of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConfigFile {
    /// The path is in an environment variable.
    Named(PathBuf),
    /// The path is the default one; the file is optional.
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

#[cfg(test)]
mod tests {
    use super::*;

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
