//! Settings: their names in the environment and in the files, and their valid
//! values.

use super::{ConfigError, Env, Profiles};
use crate::base::disclosure::SettingValue;
use crate::base::region::Region;
use crate::net::endpoint::{DualStack, Endpoint, Fips};
#[cfg(feature = "proxy")]
use crate::net::transport::Proxy;

/// Reads settings from the environment, or else from a profile.
pub(crate) struct SettingsSource<'a> {
    pub(crate) env: &'a Env,
    pub(crate) profiles: &'a Profiles,
}

/// A value and a description of where it is set.
struct FoundSetting {
    value: String,
    set_by: String,
}

impl SettingsSource<'_> {
    /// Whether requests go to FIPS endpoints.
    pub(crate) fn fips(&self) -> Result<Option<Fips>, ConfigError> {
        let on = self.switch("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?;
        Ok(on.map(|on| if on { Fips::On } else { Fips::Off }))
    }

    /// Whether requests go to dual-stack endpoints.
    pub(crate) fn dual_stack(&self) -> Result<Option<DualStack>, ConfigError> {
        let on = self.switch("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?;
        Ok(on.map(|on| if on { DualStack::On } else { DualStack::Off }))
    }

    /// The name of the program, for the user agent.
    pub(crate) fn app_id(&self) -> Option<String> {
        self.text("AWS_SDK_UA_APP_ID", "sdk_ua_app_id")
    }

    /// A file of certificates to trust.
    pub(crate) fn ca_bundle(&self) -> Option<String> {
        self.text("AWS_CA_BUNDLE", "ca_bundle")
    }

    /// The proxy for `https` URLs. The lower-case variables win, even if they are empty,
    /// as in the AWS CLI.
    #[cfg(feature = "proxy")]
    pub(crate) fn proxy(&self) -> Result<Option<Proxy>, ConfigError> {
        let either = |first, second| match self.env.is_set(first) {
            true => self.variable(first),
            false => self.variable(second),
        };
        let Some(FoundSetting { value, set_by }) = either("https_proxy", "HTTPS_PROXY") else {
            return Ok(None);
        };
        let proxy = Proxy::new(&value).map_err(|error| ConfigError::Setting {
            set_by,
            value: error.url().to_owned(),
            expected: "a proxy URL, such as http://proxy.example.com:3128",
        })?;
        Ok(Some(match either("no_proxy", "NO_PROXY") {
            Some(hosts) => proxy.except(hosts.value),
            None => proxy,
        }))
    }

    /// The environment variable with a proxy that the client does not use, if
    /// any.
    pub(crate) fn ignored_proxy(&self) -> Option<&'static str> {
        #[cfg(feature = "proxy")]
        if self.env.var("https_proxy").is_some() || self.env.var("HTTPS_PROXY").is_some() {
            return None;
        }
        let names = [
            "HTTPS_PROXY",
            "https_proxy",
            "HTTP_PROXY",
            "http_proxy",
            "ALL_PROXY",
            "all_proxy",
        ];
        names.into_iter().find(|name| self.env.var(name).is_some())
    }

    pub(crate) fn region(&self) -> Result<Option<Region>, ConfigError> {
        let found = self
            .variable("AWS_REGION")
            .or_else(|| self.variable("AWS_DEFAULT_REGION"))
            .or_else(|| self.property("region"));
        let Some(FoundSetting { value, set_by }) = found else {
            return Ok(None);
        };
        match Region::new(&value) {
            Ok(region) => Ok(Some(region)),
            Err(error) => Err(ConfigError::Region { set_by, error }),
        }
    }

    /// The endpoint URL of the service with this SDK id: the service's own
    /// variable, the variable for all services, then the same two settings in the
    /// files.
    ///
    /// The order is that of "Service-specific endpoints" in the AWS SDKs and Tools
    /// Reference Guide.
    pub(crate) fn endpoint(&self, sdk_id: &str) -> Result<Option<Endpoint>, ConfigError> {
        let ignored = self.switch(
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "ignore_configured_endpoint_urls",
        )?;
        if ignored == Some(true) {
            return Ok(None);
        }
        let name = service_name(sdk_id);
        let key = name.to_ascii_lowercase();
        let found = self
            .variable(&format!("AWS_ENDPOINT_URL_{name}"))
            .or_else(|| self.variable("AWS_ENDPOINT_URL"))
            .or_else(|| {
                let value = self.profiles.service(&key, "endpoint_url")?;
                Some(FoundSetting {
                    value: value.to_owned(),
                    set_by: format!("endpoint_url of {key} in the services of the profile"),
                })
            })
            .or_else(|| self.property("endpoint_url"));
        let Some(FoundSetting { value, set_by }) = found else {
            return Ok(None);
        };
        match Endpoint::custom(&value) {
            Ok(endpoint) => Ok(Some(endpoint)),
            Err(error) => Err(ConfigError::Endpoint { set_by, error }),
        }
    }

    /// The maximum number of attempts.
    pub(crate) fn max_attempts(&self) -> Result<Option<u32>, ConfigError> {
        let Some(FoundSetting { value, set_by }) = self.either("AWS_MAX_ATTEMPTS", "max_attempts")
        else {
            return Ok(None);
        };
        match value.parse() {
            Ok(attempts) if attempts >= 1 => Ok(Some(attempts)),
            _ => Err(ConfigError::Setting {
                set_by,
                value,
                expected: "an integer of at least 1",
            }),
        }
    }

    /// Checks the retry mode. The only mode here is `standard`. The other two
    /// modes of AWS's tools are accepted, because they are usually set for
    /// other programs: `legacy` retries fewer failures, and `adaptive` adds a
    /// rate limit.
    pub(crate) fn retry_mode(&self) -> Result<(), ConfigError> {
        let Some(FoundSetting { value, set_by }) = self.either("AWS_RETRY_MODE", "retry_mode")
        else {
            return Ok(());
        };
        match value.to_ascii_lowercase().as_str() {
            "standard" => Ok(()),
            "legacy" | "adaptive" => {
                tracing::warn!(
                    mode = value,
                    set_by,
                    "retry mode not supported; using `standard`"
                );
                Ok(())
            }
            _ => Err(ConfigError::Setting {
                set_by,
                value,
                expected: "standard (also: legacy, adaptive)",
            }),
        }
    }

    fn switch(&self, variable: &str, key: &str) -> Result<Option<bool>, ConfigError> {
        let Some(FoundSetting { value, set_by }) = self.either(variable, key) else {
            return Ok(None);
        };
        match value.to_ascii_lowercase().as_str() {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(ConfigError::Setting {
                set_by,
                value,
                expected: "true or false",
            }),
        }
    }

    fn text(&self, variable: &str, key: &str) -> Option<String> {
        self.either(variable, key).map(|found| found.value)
    }

    fn either(&self, variable: &str, key: &str) -> Option<FoundSetting> {
        self.variable(variable).or_else(|| self.property(key))
    }

    fn variable(&self, name: &str) -> Option<FoundSetting> {
        Some(FoundSetting {
            value: self.env.var(name)?.trim().to_owned(),
            set_by: format!("the environment variable {name}"),
        })
    }

    fn property(&self, key: &str) -> Option<FoundSetting> {
        Some(FoundSetting {
            value: self.profiles.get(key)?.to_owned(),
            set_by: format!(
                "{key} in the profile {}",
                SettingValue(self.profiles.selected())
            ),
        })
    }
}

/// The SDK id in names of environment variables.
fn service_name(sdk_id: &str) -> String {
    sdk_id.to_ascii_uppercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All settings at once.
    #[derive(Debug)]
    struct Settings {
        region: Option<Region>,
        endpoint: Option<Endpoint>,
        fips: Option<Fips>,
        dual_stack: Option<DualStack>,
        max_attempts: Option<u32>,
        app_id: Option<String>,
    }

    /// Settings of the service `Book Shop`; `vars` are `NAME=value` words.
    async fn settings(vars: &str, config: &str) -> Result<Settings, ConfigError> {
        let mut env = Env::empty()
            .with_home("/h")
            .with_file("/h/.aws/config", config);
        for var in vars.split_whitespace() {
            let (name, value) = var.split_once('=').expect("NAME=value");
            env = env.with_var(name, value);
        }
        let profiles = Profiles::load(&env, None).await?;
        let source = SettingsSource {
            env: &env,
            profiles: &profiles,
        };
        source.retry_mode()?;
        Ok(Settings {
            region: source.region()?,
            endpoint: source.endpoint("Book Shop")?,
            fips: source.fips()?,
            dual_stack: source.dual_stack()?,
            max_attempts: source.max_attempts()?,
            app_id: source.app_id(),
        })
    }

    const FILE: &str = "[default]\nregion = eu-west-1\nendpoint_url = http://all.file\n\
                        services = mine\nmax_attempts = 7\nuse_fips_endpoint = true\n\
                        [services mine]\nbook_shop =\n  endpoint_url = http://shop.file\n\
                        [profile plain]\nendpoint_url = http://all.file\n\
                        [profile ignoring]\nendpoint_url = http://all.file\n\
                        ignore_configured_endpoint_urls = true";

    #[tokio::test]
    async fn reads_region_by_precedence() {
        for (vars, config, expected) in [
            ("", "", None),
            ("", FILE, Some("eu-west-1")),
            ("AWS_DEFAULT_REGION=us-east-2", FILE, Some("us-east-2")),
            (
                "AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-2",
                FILE,
                Some("us-east-1"),
            ),
            (
                "AWS_REGION= AWS_DEFAULT_REGION=us-east-2",
                FILE,
                Some("us-east-2"),
            ),
        ] {
            let region = settings(vars, config).await.expect("valid").region;
            assert_eq!(region.as_ref().map(Region::as_str), expected, "{vars}");
        }
    }

    #[tokio::test]
    async fn reads_endpoint_by_precedence() {
        for (vars, expected) in [
            ("", Some("http://shop.file")),
            ("AWS_PROFILE=plain", Some("http://all.file")),
            ("AWS_PROFILE=ignoring", None),
            ("AWS_ENDPOINT_URL=http://all.env", Some("http://all.env")),
            (
                "AWS_ENDPOINT_URL=http://all.env AWS_ENDPOINT_URL_BOOK_SHOP=http://shop.env",
                Some("http://shop.env"),
            ),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", None),
            (
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true AWS_ENDPOINT_URL=http://all.env",
                None,
            ),
            (
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=FALSE",
                Some("http://shop.file"),
            ),
        ] {
            let endpoint = settings(vars, FILE).await.expect("valid").endpoint;
            let endpoint = endpoint.map(|endpoint| endpoint.to_string());
            assert_eq!(endpoint.as_deref(), expected, "{vars}");
        }
    }

    #[tokio::test]
    async fn reads_switches_and_numbers() {
        let none = settings("", "").await.expect("valid");
        assert_eq!(
            (none.fips, none.dual_stack, none.max_attempts),
            (None, None, None)
        );
        let file = settings("", FILE).await.expect("valid");
        assert_eq!((file.fips, file.max_attempts), (Some(Fips::On), Some(7)));
        let vars = "AWS_USE_FIPS_ENDPOINT=False AWS_USE_DUALSTACK_ENDPOINT=true \
                    AWS_MAX_ATTEMPTS=1 AWS_RETRY_MODE=Standard AWS_SDK_UA_APP_ID=app";
        let env = settings(vars, FILE).await.expect("valid");
        assert_eq!(
            (env.fips, env.dual_stack),
            (Some(Fips::Off), Some(DualStack::On))
        );
        assert_eq!(
            (env.max_attempts, env.app_id.as_deref()),
            (Some(1), Some("app"))
        );
        for mode in ["legacy", "adaptive"] {
            assert!(
                settings(&format!("AWS_RETRY_MODE={mode}"), "")
                    .await
                    .is_ok()
            );
        }
    }

    #[tokio::test]
    async fn errors_name_the_source_and_valid_values() {
        for (vars, config, message) in [
            (
                "AWS_RETRY_MODE=eager",
                "",
                "invalid value of the environment variable AWS_RETRY_MODE: `eager`; expected \
                 standard (also: legacy, adaptive)",
            ),
            (
                "AWS_MAX_ATTEMPTS=0",
                "",
                "invalid value of the environment variable AWS_MAX_ATTEMPTS: `0`; expected an \
                integer of at least 1",
            ),
            (
                "",
                "[default]\nuse_fips_endpoint = yes",
                "invalid value of use_fips_endpoint in the profile `default`: `yes`; expected true \
                 or false",
            ),
            (
                "AWS_REGION=evil.example/",
                "",
                "invalid region: `evil.example/`; use lower-case letters, digits and hyphens, like \
                 us-east-1 (set by the environment variable AWS_REGION)",
            ),
            (
                "AWS_ENDPOINT_URL=ftp://user:pass@h",
                "",
                "`ftp://…@h` cannot be an endpoint: its scheme is neither http nor https (set by \
                 the environment variable AWS_ENDPOINT_URL)",
            ),
        ] {
            let error = settings(vars, config).await.expect_err(vars).to_string();
            assert_eq!(error, message);
        }
    }
}
