//! Whether a `pattern` compiles, and whether the client can check it.
//!
//! Smithy specifies ECMA 262 patterns, and its own tools use Java's regular
//! expressions. The client has `regex-lite`, which supports less than either.
//! An expression that it rejects is checked again: it may be invalid, or only
//! unsupported.

use regex_lite::Regex;

/// The result of a check of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The client can check it.
    Checked,
    /// Valid, but the client cannot check it, for this reason.
    Unchecked(String),
    /// Invalid, for this reason: "the group is never closed".
    Invalid(&'static str),
}

/// Checks an expression.
pub(crate) fn classify(expression: &str) -> Verdict {
    let Err(error) = Regex::new(expression) else {
        return Verdict::Checked;
    };
    match broken(expression) {
        Some(reason) => Verdict::Invalid(reason),
        None => Verdict::Unchecked(error.to_string()),
    }
}

/// The reason why an expression is invalid in all dialects; `None` if it may be
/// valid in some.
fn broken(expression: &str) -> Option<&'static str> {
    let chars: Vec<char> = expression.chars().collect();
    let nested = nested_classes(&chars);
    let mut rest = Rest {
        chars: &chars,
        at: 0,
    };
    let mut groups = 0_usize;
    // Whether there is something that a quantifier can repeat.
    let mut repeatable = false;
    while let Some(char) = rest.next() {
        let was_repeatable = std::mem::replace(&mut repeatable, true);
        match char {
            '\\' if rest.next().is_none() => {
                return Some("trailing backslash");
            }
            // The guard consumes the escaped character.
            '\\' => {}
            '(' => {
                groups += 1;
                repeatable = false;
                // The next character is the kind of the group, not a quantifier.
                rest.skip_any(&['?']);
            }
            ')' => {
                let Some(outer) = groups.checked_sub(1) else {
                    return Some("unmatched `)`");
                };
                groups = outer;
            }
            '[' => {
                if let Some(reason) = broken_class(&mut rest, &nested) {
                    return Some(reason);
                }
            }
            '|' => repeatable = false,
            '*' | '+' | '?' => {
                if !was_repeatable {
                    return Some("quantifier without an expression");
                }
                // Lazy or possessive.
                rest.skip_any(&['?', '+']);
                repeatable = false;
            }
            '{' => {
                let is_bound = |next: &&char| next.is_ascii_digit() || **next == ',';
                let bounds: String = rest.ahead().iter().take_while(is_bound).collect();
                if let Some((min, max)) = bounds.split_once(',')
                    && let (Ok(min), Ok(max)) = (min.parse::<u64>(), max.parse::<u64>())
                    && min > max
                {
                    return Some("minimum of a quantifier greater than its maximum");
                }
            }
            _ => {}
        }
    }
    (groups > 0).then_some("unclosed group")
}

/// The rest of an expression.
struct Rest<'c> {
    chars: &'c [char],
    at: usize,
}

impl Rest<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.get(self.at).copied();
        self.at += 1;
        next
    }

    fn ahead(&self) -> &[char] {
        self.chars.get(self.at..).unwrap_or_default()
    }

    /// Skips the next character if it is one of these.
    fn skip_any(&mut self, these: &[char]) {
        if self
            .ahead()
            .first()
            .is_some_and(|next| these.contains(next))
        {
            self.at += 1;
        }
    }
}

/// Reads a class, from after its `[` to its end.
fn broken_class(rest: &mut Rest<'_>, nested: &[bool]) -> Option<&'static str> {
    rest.skip_any(&['^']);
    // The character before the last one, when it may start a range.
    let mut from = None;
    let mut dash = false;
    // Java nests classes.
    let mut depth = 0_usize;
    while let Some(char) = rest.next() {
        let single = match char {
            ']' if depth == 0 => return None,
            ']' => {
                depth -= 1;
                None
            }
            '[' if nested.get(rest.at) == Some(&true) => {
                depth += 1;
                None
            }
            '\\' => match rest.next() {
                None => break,
                // `\p{L}`: the name of a class is not a member of it.
                Some('p' | 'P') => {
                    if rest.ahead().first() == Some(&'{') {
                        while rest.next().is_some_and(|next| next != '}') {}
                    }
                    None
                }
                Some(escaped) if escaped.is_ascii_alphanumeric() => None,
                Some(escaped) => Some(escaped),
            },
            '-' if from.is_some() && !dash => {
                dash = true;
                continue;
            }
            other => Some(other),
        };
        if let (Some(start), Some(end), true) = (from, single, dash)
            && start > end
        {
            return Some("start of a class range after its end");
        }
        from = if dash { None } else { single };
        dash = false;
    }
    Some("unclosed class")
}

/// For each position in an expression, whether a `[` before it, inside a class,
/// begins a nested class, that is, whether more than one `]` follows. Computed
/// from the end, in linear time.
fn nested_classes(chars: &[char]) -> Vec<bool> {
    // Whether two follow, and whether one follows before something that a class
    // rarely contains.
    let mut two = vec![false; chars.len() + 2];
    let mut one = vec![false; chars.len() + 2];
    for (at, char) in chars.iter().enumerate().rev() {
        let (next_two, next_one) = match char {
            '\\' => (two.get(at + 2), one.get(at + 2)),
            ']' => (one.get(at + 1), Some(&true)),
            '(' | ')' | '|' => (two.get(at + 1), Some(&false)),
            _ => (two.get(at + 1), one.get(at + 1)),
        };
        let (next_two, next_one) = (next_two.copied(), next_one.copied());
        if let (Some(two), Some(one)) = (two.get_mut(at), one.get_mut(at)) {
            *two = next_two.unwrap_or(false);
            *one = next_one.unwrap_or(false);
        }
    }
    two
}

/// The top-level alternatives; `None` if a group is not closed.
pub(crate) fn alternatives(expression: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut class, mut escaped) = (0, 0_usize, false, false);
    for (position, char) in expression.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            _ if class => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '|' if depth == 0 => {
                found.push(expression.get(start..position)?);
                start = position + 1;
            }
            _ => {}
        }
    }
    found.push(expression.get(start..)?);
    (depth == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_patterns() {
        const CHECKED: &str = "checked";
        for (expression, expected) in [
            ("^[A-Za-z0-9]+$", CHECKED),
            (r"^arn:aws:iam::\d{12}:role\/[a-zA-Z0-9+=,.@\-_]+$", CHECKED),
            (r"[\s\S]*", CHECKED),
            (r"\u00e9|\x41", CHECKED),
            ("", CHECKED),
            ("(?!x)a", "look-around is not supported"),
            ("(?<=a)b", "look-around is not supported"),
            (r"(a)\1", "backreferences are not supported"),
            (r"^\p{L}+$", "Unicode character classes are not supported"),
            (
                r"^[\p{L}\p{Z}-_]+$",
                "Unicode character classes are not supported",
            ),
            ("[[a]", "nested character classes are not supported"),
            (
                "[a-z&&[^b]]",
                "character class intersection is not supported",
            ),
            ("a{", "found unclosed counted repetition operator"),
            ("^(?>a)$", "unrecognized inline flag"),
            ("(", "broken: unclosed group"),
            ("(a(b)", "broken: unclosed group"),
            ("a)", "broken: unmatched `)`"),
            ("[a-z", "broken: unclosed class"),
            ("[z-a]", "broken: start of a class range after its end"),
            ("*a", "broken: quantifier without an expression"),
            ("(+)", "broken: quantifier without an expression"),
            ("a|*", "broken: quantifier without an expression"),
            (
                "a{3,1}",
                "broken: minimum of a quantifier greater than its maximum",
            ),
            ("a\\", "broken: trailing backslash"),
        ] {
            let verdict = match classify(expression) {
                Verdict::Checked => CHECKED.to_owned(),
                Verdict::Unchecked(reason) => reason,
                Verdict::Invalid(reason) => format!("broken: {reason}"),
            };
            assert_eq!(verdict, expected, "{expression}");
        }
    }
}
