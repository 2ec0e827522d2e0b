//! The version of the workspace.

use std::fs;
use std::path::Path;

use ::codegen::diff::Version;
use anyhow::{Context as _, Result};

/// Returns the version in the manifest of the workspace.
///
/// # Errors
/// The manifest cannot be read, or has no version.
pub(super) fn workspace_version(root: &Path) -> Result<Version> {
    let text = fs::read_to_string(root.join("Cargo.toml"))
        .context("cannot read the manifest `Cargo.toml` of the workspace")?;
    find(&text).context(
        "the manifest `Cargo.toml` of the workspace has no `version = \"1.2.3\"` in [workspace.package]",
    )
}

/// Finds the version without a TOML parser.
fn find(manifest: &str) -> Option<Version> {
    let mut lines = manifest.lines().map(str::trim);
    lines.find(|line| *line == "[workspace.package]")?;
    let mut section = lines.take_while(|line| !line.starts_with('['));
    section.find_map(|line| {
        let value = line
            .strip_prefix("version")?
            .trim_start()
            .strip_prefix('=')?;
        let value = value.trim_start().strip_prefix('"')?;
        Version::parse(value.split('"').next()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_version_of_the_workspace() {
        for (manifest, expected) in [
            ("[workspace.package]\nversion = \"1.2.3\"\n", Some("1.2.3")),
            (
                "[a]\nversion = \"9.9.9\"\n[workspace.package]\nedition = \"2024\"\n  version=\"0.1.0\" # now",
                Some("0.1.0"),
            ),
            ("[workspace.package]\n[a]\nversion = \"9.9.9\"", None),
            ("version = \"9.9.9\"", None),
        ] {
            let found = find(manifest).map(|version| version.to_string());
            assert_eq!(found.as_deref(), expected, "{manifest}");
        }
    }
}
