//! Errors in the settings of a client.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::base::disclosure::{PathValue, SettingValue};
use crate::base::host;
use crate::base::printable::RedactedUrl;
use crate::base::region::InvalidRegion;
use crate::net::endpoint::EndpointError;

/// The reason why a client cannot be built. Each message says what to set.
///
/// `Display` and `Debug` show values of settings unless they look like a secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// No region is set. The endpoint and the signature of requests depend on
    /// it.
    MissingRegion {
        /// Whether the environment and the configuration files were searched.
        searched: Searched,
    },
    /// The thread for connections and timers of blocking calls cannot start.
    Thread(String),
    /// The region is invalid.
    Region {
        /// Where it is set.
        set_by: String,
        /// The reason.
        error: InvalidRegion,
    },
    /// No credentials are set, and the client does not search for them.
    MissingCredentials,
    /// A part that the client needs is not set, and this build has no default.
    MissingPart {
        /// The method of the builder that sets it.
        setter: &'static str,
    },
    /// Requests need signatures, and this build has no hash functions.
    SigningUnavailable,
    /// The endpoint URL is invalid.
    Endpoint {
        /// Where it is set.
        set_by: String,
        /// The reason.
        error: EndpointError,
    },
    /// FIPS or dual-stack endpoints are enabled together with an endpoint URL,
    /// which already determines the endpoint.
    EndpointVariant {
        /// FIPS or dual-stack.
        variant: &'static str,
        /// The endpoint URL.
        url: String,
    },
    /// The service has no endpoint for these settings.
    NoEndpoint {
        /// The message of the service's endpoint rules.
        problem: String,
    },
    /// A setting has an invalid value.
    Setting {
        /// Where it is set.
        set_by: String,
        /// The value.
        value: String,
        /// The valid values.
        expected: &'static str,
    },
    /// A shared configuration file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The message of the operating system.
        problem: String,
    },
    /// A shared configuration file has an invalid line.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The number of the line; the first line is 1.
        line: usize,
        /// The reason.
        problem: &'static str,
    },
    /// The profile is in neither configuration file.
    MissingProfile {
        /// Its name.
        profile: String,
        /// The files that were searched.
        files: Vec<PathBuf>,
        /// An invalid line that may be the heading of the profile.
        invalid_line: Option<Box<ConfigError>>,
    },
}

/// The sources that were searched for a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Searched {
    /// The builder.
    Builder,
    /// The builder, the environment and this profile of the configuration files.
    Environment {
        /// The profile.
        profile: String,
    },
}

impl From<ConfigError> for std::io::Error {
    fn from(error: ConfigError) -> Self {
        Self::other(error)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion {
                searched: Searched::Builder,
            } => f.write_str(
                "no region is set; call `.region(\"us-east-1\")` (or another) on the builder, or \
                 read it from the environment with `.build_from_env().await`",
            ),
            Self::MissingRegion {
                searched: Searched::Environment { profile },
            } => write!(
                f,
                "no region is set; set the environment variable AWS_REGION, or `region` in the \
                 profile {} of ~/.aws/config, or call `.region(\"us-east-1\")` on the builder",
                SettingValue(profile),
            ),
            Self::Thread(problem) => write!(
                f,
                "cannot start the thread for connections and timers that blocking calls need: \
                 {problem}"
            ),
            Self::Region { set_by, error } => write!(f, "{error} (set by {set_by})"),
            Self::MissingCredentials => f.write_str(
                "no credentials are set; call `.credentials(…)` on the builder, or use those of \
                 the environment with `.build_from_env().await`",
            ),
            Self::MissingPart { setter } => {
                write!(
                    f,
                    "`{setter}` is not set, and this build has no default; call `.{setter}(…)` on \
                     the builder"
                )?;
                // The feature `http` does not build for this target.
                f.write_str(if host::IS_UNKNOWN {
                    ", or enable the feature `fetch` if the host is JavaScript"
                } else {
                    ", or enable the feature `http`"
                })
            }
            Self::SigningUnavailable => f.write_str(
                "this build cannot sign requests; enable the feature `signing`, or `http`",
            ),
            Self::Endpoint { set_by, error } => write!(f, "{error} (set by {set_by})"),
            Self::EndpointVariant { variant, url } => write!(
                f,
                "{variant} endpoints cannot be combined with the endpoint URL `{}`; unset one of \
                 them",
                RedactedUrl(url),
            ),
            Self::NoEndpoint { problem } => write!(
                f,
                "{problem}; change the region, FIPS, dual-stack or the endpoint URL of the client"
            ),
            Self::Setting {
                set_by,
                value,
                expected,
            } => write!(
                f,
                "invalid value of {set_by}: {}; expected {expected}",
                SettingValue(value)
            ),
            Self::Unreadable { path, problem } => {
                write!(f, "cannot read {}: {problem}", ShownPath(path))
            }
            Self::Malformed {
                path,
                line,
                problem,
            } => write!(f, "{}, line {line}: {problem}", ShownPath(path)),
            Self::MissingProfile {
                profile,
                files,
                invalid_line,
            } => {
                write!(f, "profile {} not found", SettingValue(profile))?;
                match files.as_slice() {
                    [] => f.write_str(": there is no home directory with configuration files")?,
                    files => {
                        for (index, file) in files.iter().enumerate() {
                            let before = if index == 0 { " in " } else { ", " };
                            write!(f, "{before}{}", ShownPath(file))?;
                        }
                    }
                }
                if let Some(line) = invalid_line {
                    write!(f, " ({line})")?;
                }
                f.write_str("; check AWS_PROFILE, or add the profile with `aws configure`")
            }
        }
    }
}

/// Shows the same text as `Display`, because fields may contain secrets.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfigError({self})")
    }
}

/// Displays a path.
struct ShownPath<'a>(&'a Path);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        PathValue(&self.0.to_string_lossy()).fmt(f)
    }
}

/// Has no `source`, because `Display` shows every cause.
impl std::error::Error for ConfigError {}
