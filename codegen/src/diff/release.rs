//! The next version number.

use std::fmt;

use super::{Class, Comparison};

/// How far a version number has to be raised, by [SemVer] and by what Cargo
/// makes of it: before 1.0 the second number takes the place of the first.
///
/// [SemVer]: https://semver.org
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// Nothing changed.
    None,
    /// Nobody needs to know.
    Patch,
    /// More is possible, or something behaves in another way.
    Minor,
    /// Users may have to change something, or what worked no longer works.
    Major,
}

impl Release {
    /// What it is called: `patch`.
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
    /// The least release that these changes can be published in.
    pub fn release(&self) -> Release {
        match self.gravest() {
            _ if self.changes.iter().any(|change| change.breaking) => Release::Major,
            None => Release::None,
            Some(Class::Documentation) => Release::Patch,
            Some(_) => Release::Minor,
        }
    }

    /// What makes that release necessary, for people.
    pub fn reason(&self) -> &'static str {
        match (self.release(), self.gravest()) {
            (Release::None, _) => "nothing changed",
            (Release::Patch, _) => "nothing changed but documentation",
            (Release::Minor, _) => {
                "nothing breaks, but the client can do more or does something else"
            }
            (Release::Major, Some(Class::Behaviour)) => {
                "programs still compile, but what worked may no longer work"
            }
            (Release::Major, _) => "users of the client may have to change something",
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
    /// Reads `1.2.3`. A pre-release such as `-rc.1` is passed over: what
    /// follows it is at least the release that it announces.
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

    /// The version that a release has to have. Before 1.0 Cargo takes the
    /// second number for the first, and before 0.1 the third: a major release
    /// raises that one, a minor release the one after it.
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
    fn versions_are_raised_as_cargo_understands_them() {
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
    fn what_is_no_version_is_refused() {
        for text in ["", "1", "1.2", "1.2.x", "1.2.3.4", "v1.2.3"] {
            assert_eq!(Version::parse(text), Option::None, "{text}");
        }
    }
}
