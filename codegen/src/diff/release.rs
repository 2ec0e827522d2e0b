//! The next version number.

use std::fmt;

use super::{Class, Comparison};

/// The version bump that changes require, by [SemVer] and Cargo's rules for
/// versions before 1.0.
///
/// [SemVer]: https://semver.org
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// No changes.
    None,
    /// Documentation only.
    Patch,
    /// Additions or changes of behavior.
    Minor,
    /// Breaking changes.
    Major,
}

impl Release {
    /// Returns the name: `patch`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Comparison {
    /// Returns the smallest release that allows these changes.
    pub fn release(&self) -> Release {
        match self.most_severe() {
            _ if self.changes.iter().any(|change| change.breaking) => Release::Major,
            None => Release::None,
            Some(Class::Documentation) => Release::Patch,
            Some(_) => Release::Minor,
        }
    }

    /// Returns the reason for that release.
    pub fn reason(&self) -> &'static str {
        match (self.release(), self.most_severe()) {
            (Release::None, _) => "no changes",
            (Release::Patch, _) => "documentation only",
            (Release::Minor, _) => "no breaking changes",
            (Release::Major, Some(Class::Behavior)) => "breaking changes of behavior",
            (Release::Major, _) => "breaking changes",
        }
    }
}

/// A version number without pre-release and build parts.
///
/// ```
/// use codegen::diff::{Release, Version};
///
/// let version = Version::parse("0.4.1").unwrap();
/// assert_eq!(version.next(Release::Major).to_string(), "0.5.0");
/// assert_eq!(version.next(Release::Minor).to_string(), "0.4.2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// Parses `1.2.3`. A pre-release such as `-rc.1` is ignored: the next version is
    /// at least the release that it precedes.
    pub fn parse(text: &str) -> Option<Self> {
        let core = text.split(['-', '+']).next()?;
        let mut numbers = core.split('.').map(|number| number.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
        };
        numbers.next().is_none().then_some(version)
    }

    /// Returns the next version. Cargo treats the second number as the major version
    /// before 1.0, and the third number before 0.1.
    #[must_use]
    pub fn next(self, release: Release) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match (release, major, minor) {
            (Release::None, ..) => (major, minor, patch),
            (Release::Major, 0, 0) | (Release::Patch, ..) | (Release::Minor, 0, _) => {
                (major, minor, patch.saturating_add(1))
            }
            (Release::Major, 0, _) | (Release::Minor, ..) => (major, minor.saturating_add(1), 0),
            (Release::Major, ..) => (major.saturating_add(1), 0, 0),
        };
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bumps_versions_like_cargo() {
        use Release::*;
        for (version, release, next) in [
            ("1.2.3", None, "1.2.3"),
            ("1.2.3", Patch, "1.2.4"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Major, "2.0.0"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.0.3", Minor, "0.0.4"),
            ("0.0.3", Major, "0.0.4"),
            ("1.0.0-rc.1", Patch, "1.0.1"),
        ] {
            let found = Version::parse(version).unwrap().next(release);
            assert_eq!(found.to_string(), next, "{version} {release:?}");
        }
    }

    #[test]
    fn rejects_invalid_versions() {
        for text in ["", "1", "1.2", "1.2.x", "1.2.3.4", "v1.2.3"] {
            assert_eq!(Version::parse(text), Option::None, "{text}");
        }
    }
}
