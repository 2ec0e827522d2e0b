//! Region names.

use std::fmt;
use std::sync::Arc;

use crate::base::disclosure::SettingValue;

/// The name of an AWS region, such as `us-east-1`.
///
/// The region is part of a host name, so names that could redirect requests to
/// another host are rejected.
///
/// ```
/// # use runtime::Region;
/// assert_eq!(Region::new("eu-central-1")?.as_str(), "eu-central-1");
/// assert!(Region::new("evil.example/").is_err());
/// # Ok::<(), runtime::InvalidRegion>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region(Arc<str>);

/// The maximum length of a label in a host name (RFC 1035).
const MAX_LENGTH: usize = 63;

impl Region {
    /// Creates a region from its name.
    ///
    /// # Errors
    /// The name is not a lower-case host label: 1 to 63 of `a`-`z`, `0`-`9` and
    /// `-`, without `-` at either end.
    pub fn new(name: impl AsRef<str>) -> Result<Self, InvalidRegion> {
        let name = name.as_ref();
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let valid = (1..=MAX_LENGTH).contains(&name.len())
            && name.bytes().all(allowed)
            && !name.starts_with('-')
            && !name.ends_with('-');
        if valid {
            Ok(Self(name.into()))
        } else {
            Err(InvalidRegion { name: name.into() })
        }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.as_str().to_owned()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An invalid region name.
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidRegion {
    name: String,
}

impl fmt::Display for InvalidRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "invalid region: {}; use lower-case letters, digits and hyphens, like us-east-1",
            SettingValue(&self.name)
        )
    }
}

impl fmt::Debug for InvalidRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidRegion({self})")
    }
}

impl std::error::Error for InvalidRegion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_lower_case_host_labels() {
        for valid in ["us-east-1", "a", "eusc-de-east-1", &"a".repeat(63)] {
            assert_eq!(Region::new(valid).expect("valid").as_str(), valid);
        }
        let invalid = [
            "",
            "-a",
            "a-",
            "US-EAST-1",
            "us_east_1",
            "us-east-1.evil.example",
            "a/b",
            "a@b",
            "a:1",
            "a#b",
            "a?b",
            "a b",
            "a\r\nb",
            "ü",
            &"a".repeat(64),
        ];
        for name in invalid {
            assert!(Region::new(name).is_err(), "{name:?}");
        }
    }
}
