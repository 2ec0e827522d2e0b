//! Credentials of a profile of the shared configuration files.

use std::path::PathBuf;

use super::{Attempt, DefaultChain, SourceOutcome, process};
use crate::base::disclosure::{PathValue, SettingValue};
use crate::base::future::BoxFuture;
use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::settings::config::{Profiles, Section};
use crate::settings::credentials::EnvironmentCredentials;

impl DefaultChain {
    /// The profile in use.
    pub(super) async fn profile_source(&self, profiles: &Profiles) -> SourceOutcome {
        let name = profiles.selected();
        let Some(section) = profiles.profile(name) else {
            if let Some(problem) = profiles.problem() {
                return SourceOutcome::Failed(problem.to_string());
            }
            return SourceOutcome::Absent(match profiles.files() {
                [] => "there is no home directory with configuration files".to_owned(),
                files => {
                    let shown = |file: &PathBuf| PathValue(&file.to_string_lossy()).to_string();
                    let files: Vec<_> = files.iter().map(shown).collect();
                    format!("not in {}", files.join(" or "))
                }
            });
        };
        let path = [name];
        match self.section_source(profiles, section, &path).await {
            Some(attempt) => attempt.into(),
            None => SourceOutcome::Absent(NO_SOURCE.to_owned()),
        }
    }

    /// The credentials of the last profile of `path`, the chain of profiles
    /// that starts with the profile in use. `None` if it has no source of
    /// credentials.
    fn section_source<'a>(
        &'a self,
        profiles: &'a Profiles,
        section: &'a Section,
        path: &'a [&'a str],
    ) -> BoxFuture<'a, Option<Attempt>> {
        Box::pin(async move {
            let region = match section.get("region").map(Region::new) {
                Some(Ok(region)) => Some(region),
                Some(Err(error)) => return Some(Err(error.to_string())),
                None => self.region.clone(),
            };
            if let Some(role) = section.get("role_arn") {
                if let Some(file) = section.get("web_identity_token_file") {
                    let session = section.get("role_session_name");
                    return Some(
                        self.web_identity(profiles, role, file, session, region.as_ref())
                            .await,
                    );
                }
                let base = match self.base_of_role(profiles, section, path).await {
                    Ok(base) => base,
                    Err(problem) => return Some(Err(problem)),
                };
                return Some(
                    self.assume_role(profiles, role, section, &base, region.as_ref())
                        .await,
                );
            }
            if let Some(keys) = keys(section) {
                return Some(keys);
            }
            let profile = path.last().copied().unwrap_or_default();
            if let Some(sso) = self.sso(profiles, section, profile).await {
                return Some(sso);
            }
            match section.get("credential_process") {
                Some(command_line) => {
                    self.wait_for(format!("the credential_process of profile `{profile}`"));
                    Some(process::run(command_line).await)
                }
                None => None,
            }
        })
    }

    /// The credentials with which to assume a role: those of another profile,
    /// or of a source on the machine.
    async fn base_of_role(&self, profiles: &Profiles, section: &Section, path: &[&str]) -> Attempt {
        match (
            section.get("source_profile"),
            section.get("credential_source"),
        ) {
            (Some(_), Some(_)) => {
                Err("has both source_profile and credential_source; remove one of them".to_owned())
            }
            (None, None) => Err(
                "has role_arn, but neither source_profile nor credential_source; add one of them"
                    .to_owned(),
            ),
            (None, Some(source)) => self.named_source(profiles, source).await,
            (Some(name), None) => {
                let shown = SettingValue(name);
                let source = profiles
                    .profile(name)
                    .ok_or_else(|| format!("its source_profile {shown} does not exist"))?;
                // A chain of roles ends at the first profile with keys, even if
                // that profile names a role, too ("Assume role credential
                // provider" in the AWS SDKs and Tools Reference Guide). A
                // profile can be its own source only through its keys.
                if let Some(keys) = keys(source) {
                    return keys.map_err(|problem| format!("source_profile {shown}: {problem}"));
                }
                if path.last() == Some(&name) {
                    return Err("is its own source_profile, but has no keys".to_owned());
                }
                if path.contains(&name) {
                    return Err(format!("its source_profile {shown} is part of a cycle"));
                }
                let path: Vec<&str> = path.iter().copied().chain([name]).collect();
                let attempt = self.section_source(profiles, source, &path).await;
                attempt
                    .unwrap_or_else(|| Err(NO_SOURCE.to_owned()))
                    .map_err(|problem| format!("source_profile {shown}: {problem}"))
            }
        }
    }

    async fn named_source(&self, profiles: &Profiles, source: &str) -> Attempt {
        let outcome = match source {
            "Environment" => return EnvironmentCredentials::new(self.env.clone()).read(),
            "EcsContainer" => self.container_source().await,
            "Ec2InstanceMetadata" => self.instance_source(profiles).await,
            _ => {
                return Err(format!(
                    "invalid credential_source: {}; expected Environment, EcsContainer or \
                     Ec2InstanceMetadata",
                    SettingValue(source)
                ));
            }
        };
        match outcome {
            SourceOutcome::Found(credentials) => Ok(credentials),
            SourceOutcome::Absent(problem) | SourceOutcome::Failed(problem) => {
                Err(format!("credential_source {source}: {problem}"))
            }
        }
    }
}

const NO_SOURCE: &str = "has no credentials (keys, SSO, a role or a process)";

/// The keys in a profile.
fn keys(section: &Section) -> Option<Attempt> {
    let keys = match (
        section.get("aws_access_key_id"),
        section.get("aws_secret_access_key"),
    ) {
        (None, None) => return None,
        (Some(_), None) => Err("has aws_access_key_id, but not aws_secret_access_key".to_owned()),
        (None, Some(_)) => Err("has aws_secret_access_key, but not aws_access_key_id".to_owned()),
        (Some(id), Some(secret)) => {
            let token = section.get("aws_session_token");
            let keys = [
                ("aws_access_key_id", Some(id)),
                ("aws_secret_access_key", Some(secret)),
                ("aws_session_token", token),
            ];
            // An indented line after a key would become a part of it.
            match keys
                .iter()
                .find(|(_, value)| value.is_some_and(|value| value.contains('\n')))
            {
                Some((name, _)) => Err(format!(
                    "has {name} with more than one line; an indented line continues the one \
                     before it"
                )),
                None => Ok(match token {
                    Some(token) => Credentials::new(id, secret).with_session_token(token),
                    None => Credentials::new(id, secret),
                }),
            }
        }
    };
    Some(keys)
}
