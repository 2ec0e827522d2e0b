//! Phrases for messages.

/// Longer names are not compared: the time grows with the product of both
/// lengths.
const LONGEST: usize = 256;

/// The candidate with the smallest edit distance to a misspelled name, if that
/// is small for its length.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let letters = Letters::new(name);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit)
        .filter(|candidate| letters.least_edits(&Letters::new(candidate)) <= limit)
        .map(|candidate| {
            // A difference only in case is the smallest.
            let edits = if candidate.eq_ignore_ascii_case(name) {
                0
            } else {
                strsim::osa_distance(name, candidate)
            };
            (edits, candidate)
        })
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The case-insensitive count of each letter in a name, which rules out most
/// candidates without a full comparison.
struct Letters([usize; 32]);

impl Letters {
    fn new(name: &str) -> Self {
        let mut counts = [0; 32];
        for byte in name.bytes() {
            // The low bits of a letter are the same in both cases.
            if let Some(count) = counts.get_mut(usize::from(byte & 31)) {
                *count += 1;
            }
        }
        Self(counts)
    }

    /// The minimum number of edits between two names.
    fn least_edits(&self, other: &Self) -> usize {
        let pairs = self.0.iter().zip(&other.0);
        let different: usize = pairs.map(|(one, two)| one.abs_diff(*two)).sum();
        // An exchanged letter changes two counts.
        different.div_ceil(2)
    }
}

/// The maximum number of names in a message.
const MOST_LISTED: usize = 30;

/// Names in backticks, as in "`a`, `b` and `c`"; at most [`MOST_LISTED`].
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let shown = names.iter().take(MOST_LISTED);
    let mut quoted: Vec<String> = shown.map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > MOST_LISTED {
        quoted.push(format!("{} more", names.len() - MOST_LISTED));
    }
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_closest_name() {
        let names = ["String", "Integer", "Timestamp", "Unit"];
        for (name, expected) in [
            ("Strng", Some("String")),
            ("string", Some("String")),
            ("Sting", Some("String")),
            ("TimeStamp", Some("Timestamp")),
            ("Blob", None),
            ("", None),
        ] {
            assert_eq!(closest(name, names), expected, "{name}");
        }
    }

    #[test]
    fn lists_names() {
        for (names, expected) in [
            (&[][..], ""),
            (&["a"], "`a`"),
            (&["a", "b"], "`a` and `b`"),
            (&["a", "b", "c"], "`a`, `b` and `c`"),
        ] {
            assert_eq!(list(names), expected);
        }
    }
}
