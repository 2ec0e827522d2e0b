//! What can be wrong with the settings of a client.

use std::fmt;
use std::path::PathBuf;

use crate::base::printable::{OneLine, RedactedUrl};
use crate::base::region::InvalidRegion;
use crate::net::endpoint::EndpointError;

/// Why a client cannot be built. Each text says what to set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// No region is set, and without one requests can neither be addressed nor
    /// signed.
    MissingRegion {
        /// Whether the environment and the configuration files were searched.
        searched: Searched,
    },
    /// The region that is set cannot be one.
    Region {
        /// Where it is set.
        set_by: String,
        /// What is wrong with it.
        error: InvalidRegion,
    },
    /// No credentials were given to a client that does not search for them.
    MissingCredentials,
    /// The endpoint URL that is set cannot be one.
    Endpoint {
        /// Where it is set.
        set_by: String,
        /// What is wrong with it.
        error: EndpointError,
    },
    /// FIPS or dual-stack endpoints are asked for together with an endpoint URL,
    /// which says already where requests go.
    EndpointVariant {
        /// What is asked for: FIPS or dual-stack.
        variant: &'static str,
        /// The endpoint URL.
        url: String,
    },
    /// The service has no endpoint for these settings.
    NoEndpoint {
        /// What its rules for endpoints say.
        problem: String,
    },
    /// A setting has a value that it cannot have.
    Setting {
        /// Where it is set.
        set_by: String,
        /// Its value.
        value: String,
        /// What it can be.
        expected: &'static str,
    },
    /// A shared configuration file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        problem: String,
    },
    /// A shared configuration file breaks the rules of its format.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The number of the line, the first being 1.
        line: usize,
        /// What is wrong there.
        problem: &'static str,
    },
    /// The profile that was asked for is in no configuration file.
    MissingProfile {
        /// Its name.
        profile: String,
        /// The files that were searched.
        files: Vec<PathBuf>,
    },
}

/// How far settings were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Searched {
    /// Only what the program set.
    Builder,
    /// The environment and this profile of the configuration files too.
    Environment {
        /// The profile.
        profile: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion {
                searched: Searched::Builder,
            } => f.write_str(
                "no region is set: call `.region(\"us-east-1\")` (or another) on the builder, or \
                 end it with `.build_from_env().await`, which looks for one",
            ),
            Self::MissingRegion {
                searched: Searched::Environment { profile },
            } => write!(
                f,
                "no region is set: set the environment variable AWS_REGION, or `region` in the \
                 profile `{profile}` of ~/.aws/config, or call `.region(\"us-east-1\")` on the \
                 builder",
            ),
            Self::Region { set_by, error } => write!(f, "{error} (set by {set_by})"),
            Self::MissingCredentials => f.write_str(
                "no credentials are set: call `.credentials(…)` on the builder, or end it with \
                 `.build_from_env().await`, which looks for them",
            ),
            Self::Endpoint { set_by, error } => write!(f, "{error} (set by {set_by})"),
            Self::EndpointVariant { variant, url } => write!(
                f,
                "{variant} endpoints cannot be combined with the endpoint URL `{}`: unset one of \
                 the two",
                RedactedUrl(url),
            ),
            Self::NoEndpoint { problem } => write!(
                f,
                "{problem}. Change the region, FIPS, dual-stack or the endpoint URL of the client"
            ),
            Self::Setting {
                set_by,
                value,
                expected,
            } => {
                write!(
                    f,
                    "`{}` is no value for {set_by}: it can be {expected}",
                    OneLine(value)
                )
            }
            Self::Unreadable { path, problem } => {
                write!(f, "{} cannot be read: {problem}", path.display())
            }
            Self::Malformed {
                path,
                line,
                problem,
            } => write!(f, "{}, line {line}: {problem}", path.display()),
            Self::MissingProfile { profile, files } => {
                write!(
                    f,
                    "the profile `{}` is in no configuration file",
                    OneLine(profile)
                )?;
                match files.as_slice() {
                    [] => f.write_str("; none was found, as there is no home directory"),
                    files => {
                        f.write_str("; searched were")?;
                        files
                            .iter()
                            .try_for_each(|file| write!(f, " {}", file.display()))
                    }
                }?;
                f.write_str(". Check AWS_PROFILE, or add the profile with `aws configure`")
            }
        }
    }
}

/// Without a source: `Display` shows every cause.
impl std::error::Error for ConfigError {}
