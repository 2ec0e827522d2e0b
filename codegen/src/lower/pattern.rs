//! Converts regular expressions to pieces that the runtime matches without
//! compiling them.
//!
//! This is possible for expressions that repeat single characters, or groups of
//! limited length. All others need a library in the client.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use crate::rust::{Check, Constraint, Count, Limit, MemberState, Pattern, Piece};

/// The maximum number of pieces of an expression. Counted groups are expanded.
const PIECE_LIMIT: usize = 64;

/// The maximum number of characters of a repeated group. Must not exceed the
/// runtime's limit.
const REPEATED_LIMIT: u32 = 63;

/// The maximum nesting of groups; the runtime recurses into them.
const DEPTH_LIMIT: u32 = 16;

/// Decides how clients match an expression that they can check.
pub(super) fn pattern(expression: &str) -> Pattern {
    Pattern {
        source: expression.to_owned(),
        pieces: pieces(expression),
    }
}

/// Whether a constraint needs the library.
pub(super) fn needs_library(constraint: &Constraint) -> bool {
    let mistakes = constraint.mistakes.iter().map(|mistake| &mistake.pattern);
    let limits = constraint.limits.iter().filter_map(pattern_of);
    mistakes.chain(limits).any(|one| one.pieces.is_none())
}

/// Whether a rule between members needs the library.
pub(super) fn check_needs_library(check: &Check) -> bool {
    let Check::Dependency(rule) = check else {
        return false;
    };
    rule.when
        .iter()
        .any(|member| matches!(&member.state, MemberState::Matching(one) if one.pieces.is_none()))
}

fn pattern_of(limit: &Limit) -> Option<&Pattern> {
    match limit {
        Limit::Pattern(pattern) => Some(pattern),
        Limit::Advised(_, inner) => pattern_of(inner),
        _ => None,
    }
}

fn pieces(expression: &str) -> Option<Vec<Piece>> {
    let mut parser = ParserBuilder::new().nest_limit(DEPTH_LIMIT).build();
    let hir = parser.parse(&with_ascii_classes(expression)?).ok()?;
    let mut pieces = Vec::new();
    push(&hir, &mut pieces)?;
    Some(pieces)
}

/// Replaces `\d`, `\s` and `\w` with the ASCII classes that Smithy means.
/// `None` for expressions with flags, which may change the meaning of other
/// parts.
fn with_ascii_classes(expression: &str) -> Option<String> {
    let mut replaced = String::with_capacity(expression.len());
    let mut rest = expression.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '(' => {
                replaced.push(char);
                if rest.next_if_eq(&'?').is_some() {
                    rest.next_if_eq(&':')?;
                    replaced.push_str("?:");
                }
            }
            '\\' => match rest.next()? {
                'd' => replaced.push_str("[0-9]"),
                'D' => replaced.push_str("[^0-9]"),
                's' => replaced.push_str(r"[\t\n\x0B\x0C\r ]"),
                'S' => replaced.push_str(r"[^\t\n\x0B\x0C\r ]"),
                'w' => replaced.push_str("[0-9A-Za-z_]"),
                'W' => replaced.push_str("[^0-9A-Za-z_]"),
                escaped => replaced.extend(['\\', escaped]),
            },
            _ => replaced.push(char),
        }
    }
    Some(replaced)
}

/// Adds the pieces of an expression; `None` if there are none, or too many.
fn push(hir: &Hir, pieces: &mut Vec<Piece>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            match pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(text),
                _ => pieces.push(Piece::Text(text.to_owned())),
            }
        }
        HirKind::Class(class) => pieces.push(characters(class, Count::ONCE)?),
        HirKind::Look(Look::Start) => pieces.push(Piece::Start),
        HirKind::Look(Look::End) => pieces.push(Piece::End),
        HirKind::Look(_) => return None,
        HirKind::Repetition(repetition) => push_repetition(repetition, pieces)?,
        HirKind::Capture(group) => push(&group.sub, pieces)?,
        HirKind::Concat(parts) => {
            for part in parts {
                push(part, pieces)?;
            }
        }
        HirKind::Alternation(alternatives) => {
            let alternatives = alternatives.iter().map(|one| {
                let mut pieces = Vec::new();
                push(one, &mut pieces)?;
                Some(pieces)
            });
            pieces.push(Piece::OneOf(alternatives.collect::<Option<_>>()?));
        }
    }
    (size(pieces) <= PIECE_LIMIT).then_some(())
}

fn push_repetition(repetition: &Repetition, pieces: &mut Vec<Piece>) -> Option<()> {
    let repeated = &*repetition.sub;
    let count = Count {
        min: repetition.min,
        max: repetition.max,
    };
    if let Some(piece) = repeated_character(repeated, count) {
        pieces.push(piece);
        return Some(());
    }
    if count.max.unwrap_or(count.min) > REPEATED_LIMIT {
        return None;
    }
    for _ in 0..count.min {
        push(repeated, pieces)?;
    }
    let Some(max) = count.max else {
        let mut once = Vec::new();
        push(repeated, &mut once)?;
        if longest(&once)? > REPEATED_LIMIT {
            return None;
        }
        pieces.push(Piece::Repeat(once));
        return Some(());
    };
    // `a{0,2}` is `(|a(|a))`.
    let mut optional: Option<Vec<Piece>> = None;
    for _ in count.min..max {
        let mut once = Vec::new();
        push(repeated, &mut once)?;
        once.extend(optional.map(|more| Piece::OneOf(vec![Vec::new(), more])));
        if size(&once) > PIECE_LIMIT {
            return None;
        }
        optional = Some(once);
    }
    pieces.extend(optional.map(|once| Piece::OneOf(vec![Vec::new(), once])));
    Some(())
}

/// A piece for a repeated character.
fn repeated_character(repeated: &Hir, count: Count) -> Option<Piece> {
    match repeated.kind() {
        HirKind::Class(class) => characters(class, count),
        // `(a*)*` is `a*`.
        HirKind::Repetition(inner) if inner.min <= 1 && inner.max.is_none() => {
            let min = inner.min * count.min;
            repeated_character(&inner.sub, Count { min, max: None })
        }
        HirKind::Capture(group) => repeated_character(&group.sub, count),
        HirKind::Literal(literal) => {
            let mut text = std::str::from_utf8(&literal.0).ok()?.chars();
            let char = text.next()?;
            text.next()
                .is_none()
                .then(|| Piece::Chars(vec![(char, char)], count))
        }
        _ => None,
    }
}

fn characters(class: &Class, count: Count) -> Option<Piece> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Bytes(_) => return None,
    };
    Some(match ranges.as_slice() {
        [('\0', '\t'), ('\u{b}', char::MAX)] => Piece::Any(count),
        _ => Piece::Chars(ranges, count),
    })
}

/// The length of the longest text that the pieces match, in characters; `None`
/// if it is unlimited, or they depend on their position.
fn longest(pieces: &[Piece]) -> Option<u32> {
    pieces.iter().try_fold(0_u32, |sum, piece| {
        let length = match piece {
            Piece::Start | Piece::End | Piece::Repeat(_) => return None,
            Piece::Text(text) => u32::try_from(text.chars().count()).ok()?,
            Piece::Chars(_, count) | Piece::Any(count) => count.max?,
            Piece::OneOf(alternatives) => {
                let mut lengths = alternatives.iter().map(|one| longest(one));
                lengths.try_fold(0, |most, one| Some(one?.max(most)))?
            }
        };
        sum.checked_add(length)
    })
}

/// The number of pieces; long texts count more.
fn size(pieces: &[Piece]) -> usize {
    let sizes = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => 1 + text.len() / 64,
        Piece::Repeat(pieces) => 1 + size(pieces),
        Piece::OneOf(alternatives) => 1 + alternatives.iter().map(|one| size(one)).sum::<usize>(),
        _ => 1,
    });
    sizes.sum()
}

impl Count {
    const ONCE: Self = Self {
        min: 1,
        max: Some(1),
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;
    use proptest::strategy::ValueTree as _;
    use proptest::string::string_regex;
    use proptest::test_runner::TestRunner;
    use regex_lite::Regex;
    use runtime::codegen::{Pattern, Piece as RuntimePiece};
    use serde_json::Value;

    use super::*;

    /// Converts pieces into those of the runtime.
    fn for_runtime(pieces: &[Piece]) -> &'static [RuntimePiece] {
        let count = |count: &Count| {
            let max = count.max.map_or(usize::MAX, |max| max as usize);
            count.min as usize..=max
        };
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Start => RuntimePiece::Start,
            Piece::End => RuntimePiece::End,
            Piece::Text(text) => RuntimePiece::Text(text.clone().leak()),
            Piece::Chars(ranges, times) => RuntimePiece::Chars(ranges.clone().leak(), count(times)),
            Piece::Any(times) => RuntimePiece::Any(count(times)),
            Piece::OneOf(alternatives) => {
                let alternatives = alternatives.iter().map(|one| for_runtime(one));
                RuntimePiece::OneOf(alternatives.collect::<Vec<_>>().leak())
            }
            Piece::Repeat(pieces) => RuntimePiece::Repeat(for_runtime(pieces)),
        });
        pieces.collect::<Vec<_>>().leak()
    }

    /// Texts that match the expression, or nearly do.
    fn close_texts(expression: &str) -> Vec<String> {
        let inner = expression.trim_start_matches('^').trim_end_matches('$');
        let inner = inner.replace("(^", "(").replace("|^", "|");
        let inner = inner.replace("$)", ")").replace("$|", "|");
        let mut runner = TestRunner::deterministic();
        let mut texts = vec![String::new(), "\n".to_owned()];
        if let Ok(matching) = string_regex(&inner) {
            for _ in 0..20 {
                let tree = matching.new_tree(&mut runner).expect("a text");
                texts.push(tree.current());
            }
        }
        let changes = (any::<prop::sample::Index>(), "[a-z0-9:/ \\nü._-]?");
        for text in texts.clone() {
            for keep in [0, 1] {
                let (at, other) = changes.new_tree(&mut runner).expect("a change").current();
                let mut chars: Vec<String> = text.chars().map(String::from).collect();
                let at = at.index(chars.len() + 1);
                chars.splice(at..chars.len().min(at + keep), [other]);
                texts.push(chars.concat());
            }
        }
        texts
    }

    fn assert_like_library(expression: &str) {
        let Ok(regex) = Regex::new(expression) else {
            return;
        };
        let Some(pieces) = pieces(expression) else {
            return;
        };
        let pattern = Pattern::new("", for_runtime(&pieces));
        for text in close_texts(expression) {
            let found = pattern.matches(&text);
            assert_eq!(found, regex.is_match(&text), "{expression} in {text:?}");
        }
    }

    /// Adds all patterns in a model.
    fn collect(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        // The definition of a trait, which no client has.
                        Value::Object(shape)
                            if name.starts_with("codegen.rules#") && shape.contains_key("type") => {
                        }
                        Value::String(text) if name.ends_with("pattern") => {
                            found.insert(text.clone());
                        }
                        other => collect(other, found),
                    }
                }
            }
            Value::Array(elements) => elements.iter().for_each(|one| collect(one, found)),
            _ => {}
        }
    }

    fn patterns(models: impl Iterator<Item = PathBuf>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for path in models {
            let text = fs::read_to_string(path).expect("a model");
            collect(&serde_json::from_str(&text).expect("JSON"), &mut found);
        }
        found
    }

    #[test]
    fn clients_of_this_workspace_need_no_library() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model");
        let files = fs::read_dir(folder).expect("the models");
        let files = files.map(|file| file.expect("a file").path());
        let is_model = |path: &PathBuf| {
            let name = path.to_string_lossy();
            name.ends_with(".json") && !name.ends_with(".schema.json")
        };
        let models = files.filter(is_model);
        let patterns = patterns(models);
        assert!(patterns.len() > 50, "{} patterns", patterns.len());
        for expression in patterns {
            assert!(pieces(&expression).is_some(), "{expression}");
            assert_like_library(&expression);
        }
    }

    /// Tests the models of `SMITHY_TEST_MODELS`; `scripts/aws-models` sets it.
    #[test]
    fn patterns_of_other_models_match_like_the_library() {
        let Some(folder) = std::env::var_os("SMITHY_TEST_MODELS") else {
            eprintln!("skipped: SMITHY_TEST_MODELS is not set");
            return;
        };
        let files = fs::read_dir(Path::new(&folder).join("aws")).expect("models");
        let patterns = patterns(files.map(|file| file.expect("a file").path()));
        let (mut checked, mut with_pieces) = (0, 0);
        for expression in &patterns {
            checked += usize::from(Regex::new(expression).is_ok());
            with_pieces +=
                usize::from(Regex::new(expression).is_ok() && pieces(expression).is_some());
            assert_like_library(expression);
        }
        println!("{with_pieces} of {checked} expressions have pieces");
    }

    #[test]
    fn matches_like_the_library() {
        for expression in [
            "",
            "a",
            "^$",
            "a$",
            "$a",
            "^a|b$",
            r"^[\s\S]*$",
            r"[\w+=,.@-]+",
            r"\D\W\S",
            r"^[\u0009\u0020-\u00FF]{1,4}$",
            "^[a-c]{2,4}$",
            "^([a-c]{2}-){1,3}x?$",
            "^(ab|c)*d$",
            "^(ab?){2,}$",
            "(a|b|)c",
            "^a(_*)*b$",
            "^((a+)){2,3}$",
            "^(|a)(|b)(|c)$",
            "a{0}b",
            "^é+$",
        ] {
            assert!(pieces(expression).is_some(), "{expression}");
            assert_like_library(expression);
        }
    }

    #[test]
    fn leaves_other_expressions_to_the_library() {
        for expression in [
            "(?i)a",
            r"\bword",
            "^(a+,)*a$",
            "^(^a|b)*$",
            "^([a-z]{64})*$",
            "^(ab|c){65}$",
            "^((((ab){60}){60}){60}){60}$",
            "^(((((((((((((((((ab)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*$",
        ] {
            assert_eq!(pieces(expression), None, "{expression}");
        }
    }
}
