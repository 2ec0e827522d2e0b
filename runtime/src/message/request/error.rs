//! Inputs that cannot become a request.

use std::fmt;

/// An input that no request can be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A member that is part of the path is unset, empty, `.` or `..`.
    Label {
        /// The member's name in the model.
        member: &'static str,
    },
    /// The method is no token of HTTP.
    Method {
        /// The method.
        name: String,
    },
    /// A member that is part of the host name is unset, or no label of one.
    HostLabel {
        /// The member's name in the model.
        member: &'static str,
    },
    /// The length of a body must be known and is not.
    Length {
        /// The member's name in the model.
        member: &'static str,
    },
    /// A body that must be in memory is a stream.
    NotInMemory,
    /// The body cannot be compressed.
    Compression {
        /// What the compression says.
        reason: String,
    },
    /// A value contains what a header cannot carry.
    Header {
        /// The header's name.
        name: String,
    },
    /// A value has no JSON form.
    Json {
        /// What the JSON writer says.
        reason: String,
    },
}

impl RequestError {
    pub(super) fn json(error: serde_json::Error) -> Self {
        Self::Json {
            reason: error.to_string(),
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label { member } => {
                write!(
                    f,
                    "{member} is part of the path: set it to a text that is not empty, `.` or `..`"
                )
            }
            Self::Method { name } => write!(f, "{name} is no method of HTTP"),
            Self::HostLabel { member } => write!(
                f,
                "{member} is part of the host name: set it to 1 to 63 letters, digits and hyphens, \
                 none of these at an end"
            ),
            Self::Length { member } => write!(
                f,
                "the length of {member} must be known: give bytes, or a stream with its length"
            ),
            Self::NotInMemory => {
                f.write_str("the body must be in memory: give bytes instead of a stream")
            }
            Self::Compression { reason } => {
                write!(f, "the body cannot be compressed: {reason}")
            }
            Self::Header { name } => write!(
                f,
                "the header {name} cannot carry its value: remove line breaks and control characters"
            ),
            Self::Json { reason } => write!(f, "the input cannot be written as JSON: {reason}"),
        }
    }
}

impl std::error::Error for RequestError {}
