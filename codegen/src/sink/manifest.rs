//! Manifests, and the first line of a file.

use std::fmt::{self, Write as _};

use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use super::visible::{is_hidden, visible};

/// A string of TOML with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TomlString(String);

impl TomlString {
    pub(crate) fn new(text: &str) -> Self {
        let quoted = TomlStringBuilder::new(text).as_basic().to_toml_value();
        // TOML requires escapes for control characters, but not for all
        // invisible characters.
        let mut shown = String::with_capacity(quoted.len());
        for character in quoted.chars() {
            if is_hidden(character) {
                // Writing into a string cannot fail.
                let _ = write!(shown, "\\U{:08X}", u32::from(character));
            } else {
                shown.push(character);
            }
        }
        Self(shown)
    }
}

impl fmt::Display for TomlString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text of the first line of a file, which names the model. It is on one
/// line, and cannot end a comment in Rust, TOML or HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice(String);

impl Notice {
    /// Creates the notice. `mark` names the program that writes the file.
    pub(crate) fn new(mark: &'static str, model_path: &str) -> Self {
        let path = visible(model_path).replace("--", "-\u{2010}");
        Self(format!("{mark} from {path}. Do not edit."))
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_comment() {
        let notice = Notice::new("@x", "a-->\nb\u{2028}c").to_string();
        assert!(!notice.contains("-->"), "{notice}");
        assert_eq!(notice.lines().count(), 1, "{notice}");
    }
}
