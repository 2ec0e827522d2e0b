//! Decides whether one regular expression matches everything that another one
//! matches.
//!
//! Patterns are searched for in the text, so a language is the set of texts
//! that contain a match. Both expressions become deterministic automata, and a
//! walk through pairs of their states finds a text that only one of them
//! matches. This is exact for ASCII expressions, to which all non-ASCII
//! characters are alike; they count as one byte.

use std::collections::BTreeSet;

use regex_automata::dfa::dense::{Config, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

use crate::pattern;

/// The maximum size of an automaton, in bytes. Larger ones are undecided.
const MOST_BYTES: usize = 4 << 20;
/// The maximum number of pairs of states that a comparison visits.
const MOST_PAIRS: usize = 100_000;

/// The texts that a new expression matches, compared with those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inclusion {
    /// The same texts.
    Equal,
    /// All texts of the old expression, and more.
    Wider,
    /// Fewer texts, and no new ones.
    Narrower,
    /// Some texts are missing, and others are new.
    Different,
    /// Not decided.
    Unknown,
}

/// Compares two expressions.
pub(super) fn compare(old: &str, new: &str) -> Inclusion {
    match (includes(new, old), includes(old, new)) {
        (Some(true), Some(true)) => Inclusion::Equal,
        (Some(true), Some(false)) => Inclusion::Wider,
        (Some(false), Some(true)) => Inclusion::Narrower,
        (Some(false), Some(false)) => Inclusion::Different,
        _ => by_alternatives(old, new),
    }
}

/// Whether an expression matches all texts that another one matches.
fn includes(outer: &str, inner: &str) -> Option<bool> {
    let (outer, inner) = (automaton(outer)?, automaton(inner)?);
    let start = |dfa: &DFA<Vec<u32>>| {
        let config = start::Config::new().anchored(Anchored::No);
        dfa.start_state(&config).ok()
    };
    let mut open = vec![(start(&outer)?, start(&inner)?)];
    let mut seen: BTreeSet<(StateID, StateID)> = open.iter().copied().collect();
    let bytes = representatives(&outer, &inner);
    while let Some((a, b)) = open.pop() {
        // The outer expression matches whatever follows.
        if outer.is_match_state(a) || inner.is_dead_state(b) {
            continue;
        }
        // Automata report a match one byte late, and at the end of the text.
        let at_end = |dfa: &DFA<Vec<u32>>, state| {
            dfa.is_match_state(state) || dfa.is_match_state(dfa.next_eoi_state(state))
        };
        if at_end(&inner, b) && !at_end(&outer, a) {
            return Some(false);
        }
        for byte in &bytes {
            let after = if inner.is_match_state(b) {
                b
            } else {
                inner.next_state(b, *byte)
            };
            let pair = (outer.next_state(a, *byte), after);
            if outer.is_quit_state(pair.0) || inner.is_quit_state(pair.1) {
                return None;
            }
            if seen.insert(pair) {
                if seen.len() > MOST_PAIRS {
                    return None;
                }
                open.push(pair);
            }
        }
    }
    Some(true)
}

fn automaton(expression: &str) -> Option<DFA<Vec<u32>>> {
    if !expression.is_ascii() {
        return None;
    }
    let syntax = regex_automata::util::syntax::Config::new()
        .unicode(false)
        .utf8(false);
    let config = Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Unanchored)
        .dfa_size_limit(Some(MOST_BYTES))
        .determinize_size_limit(Some(MOST_BYTES));
    DFA::builder()
        .configure(config)
        .syntax(syntax)
        .thompson(
            regex_automata::nfa::thompson::Config::new()
                .utf8(false)
                .nfa_size_limit(Some(MOST_BYTES)),
        )
        .build(expression)
        .ok()
}

/// A representative of each class of bytes that both automata treat alike.
fn representatives(one: &DFA<Vec<u32>>, other: &DFA<Vec<u32>>) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    let class = |byte: &u8| {
        (
            one.byte_classes().get(*byte),
            other.byte_classes().get(*byte),
        )
    };
    (0..=u8::MAX)
        .filter(|byte| seen.insert(class(byte)))
        .collect()
}

/// Compares the alternatives of unsupported expressions.
fn by_alternatives(old: &str, new: &str) -> Inclusion {
    let (Some(old), Some(new)) = (alternatives(old), alternatives(new)) else {
        return Inclusion::Unknown;
    };
    match (old.is_subset(&new), new.is_subset(&old)) {
        (true, true) => Inclusion::Equal,
        (true, false) => Inclusion::Wider,
        (false, true) => Inclusion::Narrower,
        (false, false) => Inclusion::Unknown,
    }
}

/// The top-level alternatives. `None` if the expression has backreferences or
/// flags, because these depend on the order.
fn alternatives(expression: &str) -> Option<BTreeSet<&str>> {
    if expression.starts_with("(?") || has_reference(expression) {
        return None;
    }
    let found = pattern::alternatives(expression)?;
    Some(found.into_iter().collect())
}

/// Whether the expression refers to a group.
fn has_reference(expression: &str) -> bool {
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        let escaped = (character == '\\').then(|| characters.next()).flatten();
        if escaped.is_some_and(|escaped| escaped.is_ascii_digit() || escaped == 'k') {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_languages() {
        for (old, new, expected) in [
            ("^a$", "^a$|^b$", Inclusion::Wider),
            ("^a$|^b$", "^a$", Inclusion::Narrower),
            ("^(a|b)$", "^[ab]$", Inclusion::Equal),
            (r"^\d+$", "^[0-9]+$", Inclusion::Equal),
            (r"^[0-9]{12}$", r"^\d{12}$", Inclusion::Equal),
            ("^arn:aws:.+$", "^arn:.*:.+$", Inclusion::Wider),
            ("^a{1,5}$", "^a{1,9}$", Inclusion::Wider),
            ("^a{2,5}$", "^a{1,4}$", Inclusion::Different),
            ("^a", "a", Inclusion::Wider),
            ("a", "^.*a.*$", Inclusion::Narrower),
            ("a", r"^[\s\S]*a[\s\S]*$", Inclusion::Equal),
            ("^.*$", "^[^\\n]*$", Inclusion::Equal),
            ("", "a*", Inclusion::Equal),
            ("^$", "^a?$", Inclusion::Wider),
            ("^a+$", "^b+$", Inclusion::Different),
            (
                r"^([FG][0-9]+)$",
                r"^([FG][0-9]+)$|^(pkg-[a-f0-9]+)$",
                Inclusion::Wider,
            ),
            // Look-around is not supported, but alternatives are.
            ("^(?!x)a$", "^(?!x)a$|^b$", Inclusion::Wider),
            ("^(?!x)a$", "^(?!y)a$", Inclusion::Unknown),
            (r"^(a)\1$", r"^(b)\1$|^(a)\1$", Inclusion::Unknown),
            ("^é$", "^é$|^a$", Inclusion::Wider),
            // Too large to decide.
            ("^[a-z]{1,99999}$", "^[a-z]{1,99998}$", Inclusion::Unknown),
        ] {
            assert_eq!(compare(old, new), expected, "{old} becomes {new}");
        }
    }
}
