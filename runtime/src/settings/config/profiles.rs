//! The shared configuration files as a whole: the profiles of both, and the
//! sections that profiles refer to.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::ini::{self, Section};
use super::{ConfigError, ConfigFile, Env};

/// The profile that is used when none is named.
const DEFAULT: &str = "default";

/// All that the two files say, and which profile of it is in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profiles {
    selected: String,
    profiles: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    sso_sessions: BTreeMap<String, Section>,
    /// The files that would be read if they were there.
    files: Vec<PathBuf>,
}

impl Profiles {
    /// Reads the files that `env` names. Files that are not there are empty.
    ///
    /// # Errors
    /// A file is there and cannot be read or understood, or the profile that
    /// `selected` or `AWS_PROFILE` asks for is in neither file.
    pub(crate) async fn load(env: &Env, selected: Option<&str>) -> Result<Self, ConfigError> {
        let asked_for = selected
            .map(str::to_owned)
            .or_else(|| env.var("AWS_PROFILE"));
        let mut all = Self {
            selected: asked_for.clone().unwrap_or_else(|| DEFAULT.to_owned()),
            ..Self::default()
        };
        if let Some(file) = env.file("AWS_CONFIG_FILE", ".aws/config") {
            all.add_config(read(env, &file).await?);
            all.files.push(file.into_path());
        }
        if let Some(file) = env.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials") {
            all.add_credentials(read(env, &file).await?);
            all.files.push(file.into_path());
        }
        match asked_for {
            Some(profile) if profile != DEFAULT && !all.profiles.contains_key(&profile) => {
                Err(ConfigError::MissingProfile {
                    profile,
                    files: all.files,
                })
            }
            _ => Ok(all),
        }
    }

    /// Headings of the configuration file carry their kind, except `[default]`,
    /// which yields to `[profile default]`.
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

    /// Headings of the credentials file are names of profiles. What it says
    /// wins over the configuration file.
    fn add_credentials(&mut self, sections: BTreeMap<String, Section>) {
        for (name, section) in sections {
            self.profiles.entry(name).or_default().merge(section);
        }
    }

    /// The name of the profile in use.
    pub(crate) fn selected(&self) -> &str {
        &self.selected
    }

    /// A property of the profile in use.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.profile(&self.selected)?.get(key)
    }

    /// A setting of one service, from the `services` section that the profile
    /// in use names.
    pub(crate) fn service(&self, service: &str, key: &str) -> Option<&str> {
        self.services
            .get(self.get("services")?)?
            .nested(service, key)
    }

    /// The section of a profile.
    pub(crate) fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    /// The section of an SSO session.
    #[cfg_attr(not(feature = "credentials-chain"), allow(dead_code))]
    pub(crate) fn sso_session(&self, name: &str) -> Option<&Section> {
        self.sso_sessions.get(name)
    }

    /// The files that were read, or would have been if they were there.
    #[cfg_attr(not(feature = "credentials-chain"), allow(dead_code))]
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

async fn read(env: &Env, file: &ConfigFile) -> Result<BTreeMap<String, Section>, ConfigError> {
    let path = file.path();
    let unreadable = |problem: String| ConfigError::Unreadable {
        path: path.to_owned(),
        problem,
    };
    let content = match (env.read(path).await, file) {
        (Ok(content), _) => content,
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        // Programs that run as services often have a home directory that is no
        // directory, or not theirs. They have no configuration there.
        (Err(error), ConfigFile::Usual(_)) => {
            tracing::debug!(path = %path.display(), %error, "no configuration file");
            return Ok(BTreeMap::new());
        }
        (Err(error), ConfigFile::Named(_)) => return Err(unreadable(error.to_string())),
    };
    let text = String::from_utf8(content).map_err(|_| unreadable("it is not UTF-8".into()))?;
    ini::parse(&text).map_err(|ini::Problem { line, problem }| ConfigError::Malformed {
        path: path.to_owned(),
        line,
        problem,
    })
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
    async fn rejects_unknown_named_profiles() {
        let env = env("[profile a]\nk = 1", "").with_var("AWS_PROFILE", "b");
        let error = Profiles::load(&env, None).await.expect_err("missing");
        assert_eq!(
            error.to_string(),
            "the profile `b` is in no configuration file; searched were /h/.aws/config \
             /h/.aws/credentials. Check AWS_PROFILE, or add the profile with `aws configure`"
        );
        assert!(Profiles::load(&env, Some("a")).await.is_ok());
        let nothing = Profiles::load(&Env::empty(), None)
            .await
            .expect("the default may miss");
        assert_eq!((nothing.selected(), nothing.get("k")), ("default", None));
    }

    #[tokio::test]
    async fn errors_name_the_file_and_line() {
        let error = Profiles::load(&env("[default]\nregion", ""), None)
            .await
            .expect_err("bad");
        assert_eq!(
            error.to_string(),
            "/h/.aws/config, line 2: a property is written as name = value, and here is no ="
        );
        let bad = Env::empty()
            .with_home("/h")
            .with_file("/h/.aws/config", [0xFF]);
        let error = Profiles::load(&bad, None).await.expect_err("bad");
        assert_eq!(
            error.to_string(),
            "/h/.aws/config cannot be read: it is not UTF-8"
        );
    }

    #[tokio::test]
    async fn ignores_unreadable_files_unless_configured() {
        // Reading below a regular file fails on every platform.
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let below = format!("{file}/config");
        let usual = ConfigFile::Usual(below.clone().into());
        assert_eq!(read(&Env::process(), &usual).await, Ok(BTreeMap::new()));
        let named = ConfigFile::Named(below.clone().into());
        let error = read(&Env::process(), &named)
            .await
            .expect_err("unreadable")
            .to_string();
        assert!(
            error.starts_with(&format!("{below} cannot be read: ")),
            "{error}"
        );
    }
}
