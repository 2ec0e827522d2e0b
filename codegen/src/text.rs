//! Phrases for messages.

/// The candidate that a misspelt name was most likely meant to be: the one
/// with the fewest edits, when they are few for its length.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let letters = Letters::of(name);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit)
        .filter(|candidate| letters.least_edits(&Letters::of(candidate)) <= limit)
        .map(|candidate| {
            // A difference in case only is the smallest there is.
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

/// How often each letter stands in a name, whatever its case. Names whose
/// letters differ much need not be compared at length.
struct Letters([usize; 32]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut counts = [0; 32];
        for byte in name.bytes() {
            // The low bits of a letter are the same in both cases.
            if let Some(count) = counts.get_mut(usize::from(byte & 31)) {
                *count += 1;
            }
        }
        Self(counts)
    }

    /// The number of edits that two names are apart at the least.
    fn least_edits(&self, other: &Self) -> usize {
        let pairs = self.0.iter().zip(&other.0);
        let different: usize = pairs.map(|(one, two)| one.abs_diff(*two)).sum();
        // An exchanged letter changes two counts.
        different.div_ceil(2)
    }
}

/// Names in backquotes, as in "`a`, `b` and `c`".
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
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
    fn the_closest_name_is_found() {
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
    fn names_are_listed_as_in_prose() {
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
