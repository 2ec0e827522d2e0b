//! The shared configuration files: the profiles of both files, and the sections
//! to which profiles refer.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::ini::{self, Parsed, Section};
use super::{ConfigError, ConfigFile, Env};
use crate::base::future::BoxFuture;

/// The profile that is used if none is named.
const DEFAULT: &str = "default";

/// The content of both files, and the profile in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profiles {
    selected: String,
    profiles: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    sso_sessions: BTreeMap<String, Section>,
    /// The files that were read or do not exist.
    files: Vec<PathBuf>,
    /// The invalid lines of both files.
    invalid_lines: Vec<InvalidLine>,
    /// Whether `AWS_PROFILE` names a profile that does not exist.
    is_missing: bool,
}

#[derive(Debug, Clone)]
struct InvalidLine {
    section: Option<String>,
    error: ConfigError,
}

impl Profiles {
    /// Reads the files that `env` names. Files that do not exist are empty.
    ///
    /// A mistake counts only if it affects the profile in use: files are shared
    /// by many programs. If `AWS_PROFILE` names a profile that does not exist,
    /// that is only an error if a setting is missing ([`problem`]), because the
    /// environment may have them all.
    ///
    /// [`problem`]: Self::problem
    ///
    /// # Errors
    /// A file cannot be read, the profile in use has an invalid line, or the
    /// profile `selected` does not exist.
    pub(crate) fn load<'a>(
        env: &'a Env,
        selected: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Self, ConfigError>> {
        // Unboxed, its code would be duplicated in each crate that builds a
        // client.
        Box::pin(Self::read_files(env, selected))
    }

    async fn read_files(env: &Env, selected: Option<&str>) -> Result<Self, ConfigError> {
        let named = selected
            .map(str::to_owned)
            .or_else(|| env.var("AWS_PROFILE").map(|name| name.trim().to_owned()));
        let mut all = Self {
            selected: named.clone().unwrap_or_else(|| DEFAULT.to_owned()),
            ..Self::default()
        };
        if let Some(file) = env.file("AWS_CONFIG_FILE", ".aws/config") {
            let parsed = read(env, &file).await?;
            all.add_problems(&parsed, file.path(), &|heading| match heading {
                DEFAULT => Some(DEFAULT),
                heading => heading.strip_prefix("profile "),
            });
            all.add_config(parsed.sections);
            all.files.push(file.into_path());
        }
        if let Some(file) = env.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials") {
            let parsed = read(env, &file).await?;
            all.add_problems(&parsed, file.path(), &|heading| Some(heading));
            all.add_credentials(parsed.sections);
            all.files.push(file.into_path());
        }
        let in_selected = |line: &&InvalidLine| line.section.as_deref() == Some(&all.selected);
        if let Some(line) = all.invalid_lines.iter().find(in_selected) {
            return Err(line.error.clone());
        }
        all.is_missing =
            named.is_some_and(|name| name != DEFAULT && !all.profiles.contains_key(&name));
        match all.problem() {
            Some(problem) if all.is_missing && selected.is_some() => Err(problem),
            _ => Ok(all),
        }
    }

    /// The likely reason why the profile in use lacks a setting: the profile
    /// does not exist, or a line outside valid sections is invalid.
    pub(crate) fn problem(&self) -> Option<ConfigError> {
        let outside = self
            .invalid_lines
            .iter()
            .find(|line| line.section.is_none());
        let invalid = outside.map(|line| line.error.clone());
        if self.is_missing {
            return Some(ConfigError::MissingProfile {
                profile: self.selected.clone(),
                files: self.files.clone(),
                invalid_line: invalid.map(Box::new),
            });
        }
        invalid.filter(|_| !self.profiles.contains_key(&self.selected))
    }

    /// Adds the invalid lines of a file; `profile` returns the profile of a
    /// heading.
    fn add_problems(
        &mut self,
        parsed: &Parsed,
        path: &Path,
        profile: &dyn Fn(&str) -> Option<&str>,
    ) {
        for ini::Problem {
            section,
            line,
            problem,
        } in &parsed.problems
        {
            let error = ConfigError::Malformed {
                path: path.to_owned(),
                line: *line,
                problem,
            };
            tracing::warn!(%error, "invalid line in a configuration file");
            // Sections of other kinds have no profile name.
            let section = section
                .as_ref()
                .map(|heading| profile(heading).unwrap_or_default().to_owned());
            self.invalid_lines.push(InvalidLine { section, error });
        }
    }

    /// Adds the configuration file, whose headings begin with a kind.
    /// `[profile default]` overrides `[default]`.
    fn add_config(&mut self, sections: BTreeMap<String, Section>) {
        let has_default_profile = sections.contains_key("profile default");
        for (heading, section) in sections {
            let (into, name) = match heading.split_once(' ') {
                Some(("profile", name)) => (&mut self.profiles, name),
                Some(("services", name)) => (&mut self.services, name),
                Some(("sso-session", name)) => (&mut self.sso_sessions, name),
                None if heading == DEFAULT && !has_default_profile => (&mut self.profiles, DEFAULT),
                _ => continue,
            };
            into.insert(name.to_owned(), section);
        }
    }

    /// Adds the credentials file, whose headings are names of profiles and whose
    /// properties override those of the configuration file.
    fn add_credentials(&mut self, sections: BTreeMap<String, Section>) {
        for (name, section) in sections {
            self.profiles.entry(name).or_default().merge(section);
        }
    }

    /// Returns the name of the profile in use.
    pub(crate) fn selected(&self) -> &str {
        &self.selected
    }

    /// Returns a property of the profile in use.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.profile(&self.selected)?.get(key)
    }

    /// Returns a setting of one service, from the `services` section of the profile
    /// in use.
    pub(crate) fn service(&self, service: &str, key: &str) -> Option<&str> {
        self.services
            .get(self.get("services")?)?
            .nested(service, key)
    }

    pub(crate) fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    #[cfg_attr(not(feature = "credentials-chain"), allow(dead_code))]
    pub(crate) fn sso_session(&self, name: &str) -> Option<&Section> {
        self.sso_sessions.get(name)
    }

    /// Returns the files that were read or do not exist.
    #[cfg_attr(not(feature = "credentials-chain"), allow(dead_code))]
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

async fn read(env: &Env, file: &ConfigFile) -> Result<Parsed, ConfigError> {
    let path = file.path();
    let unreadable = |problem: String| ConfigError::Unreadable {
        path: path.to_owned(),
        problem,
    };
    let content = match (env.read(path).await, file) {
        (Ok(content), _) => content,
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => return Ok(Parsed::default()),
        // The home directory of a service is often not a directory, or belongs
        // to another user. There is no configuration in it.
        (Err(error), ConfigFile::Usual(_)) => {
            tracing::debug!(path = %path.display(), %error, "no configuration file");
            return Ok(Parsed::default());
        }
        (Err(error), ConfigFile::Named(_)) => return Err(unreadable(error.to_string())),
    };
    let text = String::from_utf8(content).map_err(|_| unreadable("not UTF-8".to_owned()))?;
    Ok(ini::parse(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(config: &str, credentials: &str) -> Env {
        Env::empty()
            .with_home("/h")
            .with_file("/h/.aws/config", config)
            .with_file("/h/.aws/credentials", credentials)
    }

    /// Returns the text of an error, with the separators of Unix in paths.
    fn shown(error: &ConfigError) -> String {
        error.to_string().replace('\\', "/")
    }

    #[tokio::test]
    async fn reads_properties_of_the_selected_profile() {
        let config = "[default]\nk = default\n[profile a]\nk = a\n[a]\nk = no profile\n\
                      [services x]\nshop =\n  endpoint_url = http://x\n[profile b]\nservices = x";
        for (profile, credentials, expected) in [
            (None, "", Some("default")),
            (Some("default"), "", Some("default")),
            (Some("a"), "", Some("a")),
            (Some("a"), "[a]\nk = credentials", Some("credentials")),
            (Some("c"), "[c]\nk = credentials", Some("credentials")),
            (Some("b"), "", None),
        ] {
            let all = Profiles::load(&env(config, credentials), profile)
                .await
                .expect("found");
            assert_eq!(all.get("k"), expected, "{profile:?} {credentials:?}");
        }
        let all = Profiles::load(&env(config, ""), Some("b"))
            .await
            .expect("found");
        assert_eq!(all.service("shop", "endpoint_url"), Some("http://x"));
        assert_eq!(all.service("other", "endpoint_url"), None);
    }

    #[tokio::test]
    async fn profile_default_overrides_default() {
        for config in [
            "[default]\nk = 1\n[profile default]\nk = 2",
            "[profile default]\nk = 2",
        ] {
            let all = Profiles::load(&env(config, ""), None).await.expect("found");
            assert_eq!(all.get("k"), Some("2"));
        }
    }

    #[tokio::test]
    async fn reports_missing_profiles() {
        let env = env("[profile a]\nk = 1", "").with_var("AWS_PROFILE", "b");
        let message = "profile `b` not found in /h/.aws/config, /h/.aws/credentials; check \
                       AWS_PROFILE, or add the profile with `aws configure`";
        let all = Profiles::load(&env, None)
            .await
            .expect("the environment may do");
        assert_eq!(shown(&all.problem().expect("missing")), message);
        assert_eq!(all.get("k"), None);
        let error = Profiles::load(&env, Some("b")).await.expect_err("missing");
        assert_eq!(shown(&error), message);
        let found = Profiles::load(&env, Some("a")).await.expect("found");
        assert_eq!(found.problem(), None);
        let nothing = Profiles::load(&Env::empty(), None)
            .await
            .expect("the default profile is optional");
        assert_eq!((nothing.selected(), nothing.get("k")), ("default", None));
        assert_eq!(nothing.problem(), None);
    }

    #[tokio::test]
    async fn errors_name_the_file_and_line() {
        let error = Profiles::load(&env("[default]\nregion", ""), None)
            .await
            .expect_err("bad");
        assert_eq!(
            shown(&error),
            "/h/.aws/config, line 2: invalid property; write name = value"
        );
        let bad = Env::empty()
            .with_home("/h")
            .with_file("/h/.aws/config", [0xFF]);
        let error = Profiles::load(&bad, None).await.expect_err("bad");
        assert_eq!(shown(&error), "cannot read /h/.aws/config: not UTF-8");
    }

    #[tokio::test]
    async fn errors_in_other_sections_do_not_matter() {
        for (config, credentials) in [
            ("[default]\nk = 1\n[profile other]\nslip", ""),
            (
                "[default]\nk = 1\n[sso-session x]\nslip\n[services y]\nslip",
                "",
            ),
            (
                "slip\n[default]\nk = 1\n[profile other\nk = 2",
                "[other]\nslip",
            ),
        ] {
            let all = Profiles::load(&env(config, credentials), None)
                .await
                .expect(config);
            assert_eq!(all.get("k"), Some("1"), "{config}");
            assert_eq!(all.problem(), None, "{config}");
        }
        let all = Profiles::load(&env("[default\nregion = x", ""), None)
            .await
            .expect("empty");
        let problem = shown(&all.problem().expect("a heading"));
        assert!(
            problem.starts_with("/h/.aws/config, line 1: invalid section heading"),
            "{problem}"
        );
        let all = env("[profile a\nk = 1", "").with_var("AWS_PROFILE", "a");
        let all = Profiles::load(&all, None)
            .await
            .expect("the environment may do");
        let problem = all.problem().expect("missing").to_string();
        assert!(
            problem.contains("`a` not found") && problem.contains("line 1"),
            "{problem}"
        );
    }

    #[tokio::test]
    async fn ignores_unreadable_files_unless_configured() {
        // Reading a folder fails on every platform.
        let folder = env!("CARGO_MANIFEST_DIR");
        let usual = ConfigFile::Usual(folder.into());
        assert_eq!(read(&Env::process(), &usual).await, Ok(Parsed::default()));
        let named = ConfigFile::Named(folder.into());
        let error = read(&Env::process(), &named)
            .await
            .expect_err("unreadable")
            .to_string();
        assert!(
            error.starts_with(&format!("cannot read {folder}: ")),
            "{error}"
        );
    }
}
