//! Converts between patterns that match a whole value and patterns that match
//! anywhere in it.
//!
//! A [Smithy pattern][pattern] matches anywhere in the value. AWS's
//! descriptions for botocore are written from Smithy models, and their patterns
//! match the whole value: an anchor at an end is dropped, and an end without an
//! anchor becomes `.*`.
//!
//! [pattern]: https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait

const ANY: &str = ".*";

/// Returns the Smithy pattern that matches the same values as a whole-value
/// pattern.
///
/// `[a-z]+` becomes `^[a-z]+$`, and `.*(^a-.*$)|(^b$).*` becomes `(^a-.*$)|(^b$)`.
pub(super) fn searched(whole: &str) -> String {
    let start = match whole.strip_prefix(ANY) {
        // A quantifier would lose its subject.
        Some(rest) if !rest.is_empty() && !rest.starts_with(['?', '*', '+', '{']) => rest,
        _ if whole == ANY || whole.starts_with('^') => whole,
        _ => return ended(&format!("^{whole}")),
    };
    ended(start)
}

fn ended(pattern: &str) -> String {
    match pattern.strip_suffix(ANY) {
        Some(rest) if !rest.is_empty() && !rest.ends_with('^') && !ends_escaped(rest) => {
            rest.to_owned()
        }
        _ if pattern == ANY || ends_anchored(pattern) => pattern.to_owned(),
        _ => format!("{pattern}$"),
    }
}

/// Returns the canonical spelling of Smithy patterns that differ only at their
/// ends: `a$` for `^.*a$`.
pub(super) fn canonical(pattern: &str) -> String {
    let start = match pattern.strip_prefix('^') {
        Some(rest) => rest.to_owned(),
        None if pattern.starts_with(ANY) => pattern.to_owned(),
        None => format!("{ANY}{pattern}"),
    };
    let whole = if ends_anchored(&start) {
        start.strip_suffix('$').unwrap_or(&start).to_owned()
    } else if start.ends_with(ANY) && !ends_escaped(start.strip_suffix(ANY).unwrap_or_default()) {
        start
    } else {
        format!("{start}{ANY}")
    };
    searched(&whole)
}

/// Whether the last character is an anchor.
fn ends_anchored(pattern: &str) -> bool {
    let before = pattern.strip_suffix('$');
    before.is_some_and(|before| !ends_escaped(before))
}

/// Whether a character after this text would be escaped.
fn ends_escaped(text: &str) -> bool {
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    backslashes % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_patterns_of_whole_values() {
        for (whole, expected) in [
            ("[a-z]+", "^[a-z]+$"),
            (".*(^a-.*$)|(^b$).*", "(^a-.*$)|(^b$)"),
            ("https://(.*)s3(.*)", "^https://(.*)s3(.*)$"),
            ("a.*", "^a"),
            (".*a", "a$"),
            (r"a\.*", r"^a\.*$"),
            (r"a\\.*", r"^a\\"),
            (".*", ".*"),
            ("", "^$"),
            (".*?a", "^.*?a$"),
            ("^a$", "^a$"),
            (r"a\$", r"^a\$$"),
        ] {
            assert_eq!(searched(whole), expected, "{whole}");
        }
    }

    #[test]
    fn finds_patterns_that_match_the_same_values() {
        for (one, other) in [
            ("^.*a$", "a$"),
            ("^a.*$", "^a"),
            ("^.*$", ".*"),
            ("a", ".*a.*"),
            ("^[a-z]+$", "^[a-z]+$"),
        ] {
            assert_eq!(canonical(one), canonical(other), "{one} and {other}");
        }
        for (one, other) in [("^a$", "a"), ("^a$", "^a"), (r"^a\.$", "^a.$")] {
            assert_ne!(canonical(one), canonical(other), "{one} and {other}");
        }
    }
}
