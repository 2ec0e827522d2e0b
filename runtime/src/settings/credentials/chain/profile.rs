//! Credentials that a profile of the shared configuration files leads to.

use super::{Attempt, DefaultChain, SourceOutcome, process};
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
            return SourceOutcome::Absent(match profiles.files() {
                [] => "there is no home directory to find it in".to_owned(),
                files => {
                    let files: Vec<_> = files.iter().map(|f| f.display().to_string()).collect();
                    format!("not in {}", files.join(" or "))
                }
            });
        };
        let path = [name];
        match self.section_source(profiles, section, &path).await {
            Some(attempt) => attempt.into(),
            None => SourceOutcome::Absent(
                "names no credentials (keys, SSO, a role or a process)".to_owned(),
            ),
        }
    }

    /// Credentials of one profile, reached over the profiles of `path`, of which
    /// it is the last. `None` when it names none.
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
                        self.web_identity(role, file, session, region.as_ref())
                            .await,
                    );
                }
                let base = match self.base_of_role(profiles, section, path).await {
                    Ok(base) => base,
                    Err(problem) => return Some(Err(problem)),
                };
                return Some(
                    self.assume_role(role, section, &base, region.as_ref())
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

    /// Who assumes a role: another profile, or a source of the machine.
    async fn base_of_role(&self, profiles: &Profiles, section: &Section, path: &[&str]) -> Attempt {
        match (
            section.get("source_profile"),
            section.get("credential_source"),
        ) {
            (Some(_), Some(_)) => {
                Err("has both source_profile and credential_source; remove one of them".to_owned())
            }
            (None, None) => Err(
                "has a role_arn, but neither source_profile nor credential_source says who \
                 assumes the role"
                    .to_owned(),
            ),
            (None, Some(source)) => self.named_source(source).await,
            (Some(name), None) => {
                let source = profiles
                    .profile(name)
                    .ok_or_else(|| format!("its source_profile `{name}` does not exist"))?;
                // A profile may be its own source: then its keys are meant.
                if path.last() == Some(&name) {
                    return keys(source).unwrap_or_else(|| {
                        Err("is its own source_profile, but has no keys".to_owned())
                    });
                }
                if path.contains(&name) {
                    return Err(format!("its source_profile `{name}` leads back to itself"));
                }
                let path: Vec<&str> = path.iter().copied().chain([name]).collect();
                let attempt = self.section_source(profiles, source, &path).await;
                attempt
                    .unwrap_or_else(|| Err("names no credentials".to_owned()))
                    .map_err(|problem| format!("source_profile `{name}`: {problem}"))
            }
        }
    }

    async fn named_source(&self, source: &str) -> Attempt {
        let outcome = match source {
            "Environment" => return EnvironmentCredentials::new(self.env.clone()).read(),
            "EcsContainer" => self.container_source().await,
            "Ec2InstanceMetadata" => self.instance_source().await,
            _ => {
                return Err(format!(
                    "`{source}` is no credential_source: it can be Environment, EcsContainer or \
                     Ec2InstanceMetadata"
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

/// The keys that stand in the profile itself.
fn keys(section: &Section) -> Option<Attempt> {
    match (
        section.get("aws_access_key_id"),
        section.get("aws_secret_access_key"),
    ) {
        (None, None) => None,
        (Some(id), Some(secret)) => {
            let credentials = Credentials::new(id, secret);
            Some(Ok(match section.get("aws_session_token") {
                Some(token) => credentials.with_session_token(token),
                None => credentials,
            }))
        }
        (Some(_), None) => Some(Err(
            "has aws_access_key_id, but no aws_secret_access_key".to_owned()
        )),
        (None, Some(_)) => Some(Err(
            "has aws_secret_access_key, but no aws_access_key_id".to_owned()
        )),
    }
}
