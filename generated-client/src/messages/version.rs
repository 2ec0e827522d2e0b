//! Versions of Meta's API.

use std::fmt;
use std::str::FromStr;

/// A version of Meta's API, such as `v24.0`. It determines which features a
/// message may use. Versions that Meta has retired cause a
/// [warning](crate::Violation::is_warning).
///
/// ```
/// use socialmessaging::messages::MetaApiVersion;
///
/// let version: MetaApiVersion = "v23.0".parse()?;
/// assert_eq!(version.to_string(), "v23.0");
/// assert_eq!(MetaApiVersion::default().to_string(), "v24.0");
/// for invalid in ["20", "v20", "24.0", "V24.0", "v24.1", "v024.0", ""] {
///     assert!(invalid.parse::<MetaApiVersion>().is_err());
/// }
/// # Ok::<(), socialmessaging::messages::InvalidMetaApiVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetaApiVersion(u16);

impl MetaApiVersion {
    /// The version with this number: 24 for `v24.0`.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }
}

/// `v24.0`, which Meta supports until February 2028.
impl Default for MetaApiVersion {
    fn default() -> Self {
        Self(24)
    }
}

impl fmt::Display for MetaApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.0", self.0)
    }
}

impl FromStr for MetaApiVersion {
    type Err = InvalidMetaApiVersion;

    fn from_str(text: &str) -> Result<Self, InvalidMetaApiVersion> {
        let number = text
            .strip_prefix('v')
            .and_then(|text| text.strip_suffix(".0"));
        let digits = number.filter(|number| {
            number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0')
        });
        digits
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| InvalidMetaApiVersion {
                text: text.chars().take(40).collect(),
            })
    }
}

/// Text that is not a version of Meta's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidMetaApiVersion {
    text: String,
}

impl fmt::Display for InvalidMetaApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not a version of Meta's API: write it as {:?}",
            self.text,
            MetaApiVersion::default().to_string()
        )
    }
}

impl std::error::Error for InvalidMetaApiVersion {}
