//! Errors of building a request.

use std::fmt;

/// An input that cannot be converted to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A member in the path is unset, empty, `.` or `..`.
    Label {
        /// The member's name in the model, and that in Rust if it differs.
        member: &'static str,
    },
    /// The method is not an HTTP token (RFC 9110, section 5.6.2).
    Method {
        /// The method.
        name: String,
    },
    /// A member in the host name is unset or not a valid host label.
    HostLabel {
        /// The member's name in the model, and that in Rust if it differs.
        member: &'static str,
    },
    /// The length of a body is required but unknown.
    Length {
        /// The member's name in the model, and that in Rust if it differs.
        member: &'static str,
    },
    /// A stream was set where the body must be in memory.
    NotInMemory,
    /// The body cannot be compressed.
    Compression {
        /// The error of the compressor.
        reason: String,
    },
    /// The name or value of a header contains characters that are not allowed.
    Header {
        /// The header's name.
        name: String,
    },
    /// A value cannot be serialized to JSON.
    Json {
        /// The error of the serializer.
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
                    "{member} is part of the path: set it to a non-empty string other than `.` and \
                    `..`"
                )
            }
            Self::Method { name } => write!(f, "{name} is not a valid HTTP method"),
            Self::HostLabel { member } => write!(
                f,
                "{member} is part of the host name: set it to 1 to 63 letters, digits and hyphens, \
                 without a hyphen at either end"
            ),
            Self::Length { member } => write!(
                f,
                "the length of {member} is unknown: pass bytes, or a stream with a length"
            ),
            Self::NotInMemory => {
                f.write_str("the body must be in memory: pass bytes instead of a stream")
            }
            Self::Compression { reason } => {
                write!(f, "cannot compress the body: {reason}")
            }
            Self::Header { name } => write!(
                f,
                "the header {name} is invalid: remove line breaks and control characters"
            ),
            Self::Json { reason } => write!(f, "cannot serialize the input to JSON: {reason}"),
        }
    }
}

impl std::error::Error for RequestError {}
