//! Matches simple regular expressions without compiling them.
//!
//! The generator writes an expression as [`Piece`]s. Each piece maps the
//! offsets at which it may begin to those at which it may end, so there is no
//! backtracking: the time is at most proportional to the length of the text
//! times the number of pieces. [`Piece::Repeat`] has a larger factor, a window
//! of constant size.

use std::ops::RangeInclusive;

use super::offsets::Offsets;

/// A part of a regular expression.
///
/// ```
/// # use runtime::codegen::{Pattern, Piece};
/// static ISBN: Pattern = Pattern::new(
///     r"^(97[89]-)?\d{10}$",
///     &[
///         Piece::Start,
///         Piece::OneOf(&[
///             &[],
///             &[Piece::Text("97"), Piece::Chars(&[('8', '9')], 1..=1), Piece::Text("-")],
///         ]),
///         Piece::Chars(&[('0', '9')], 10..=10),
///         Piece::End,
///     ],
/// );
/// assert!(ISBN.matches("978-0441478125"));
/// assert!(!ISBN.matches("9780441478125"));
/// ```
#[derive(Debug)]
pub enum Piece {
    /// `^`: the start of the text.
    Start,
    /// `$`: the end of the text.
    End,
    /// This text.
    Text(&'static str),
    /// A run of characters in these ranges, with this length.
    Chars(&'static [(char, char)], RangeInclusive<usize>),
    /// A run of characters other than a line feed (`.`), with this length.
    Any(RangeInclusive<usize>),
    /// One of these alternatives.
    OneOf(&'static [&'static [Self]]),
    /// These pieces, any number of times. A single repetition matches at most
    /// 63 characters, and the pieces do not contain `Start`, `End` or `Repeat`.
    Repeat(&'static [Self]),
}

/// The length in bytes of the text that is searched for one repetition.
const WINDOW: usize = 63 * 4;

/// Text that is searched.
#[derive(Clone, Copy)]
struct Subject<'a> {
    text: &'a str,
    is_ascii: bool,
}

/// Returns whether text contains a match of the pieces.
pub(super) fn is_found(pieces: &[Piece], text: &str) -> bool {
    let is_ascii = text.is_ascii();
    is_found_in(pieces, Subject { text, is_ascii })
}

fn is_found_in(pieces: &[Piece], subject: Subject<'_>) -> bool {
    let text = subject.text;
    let mut starts = Offsets::new(text.len());
    match pieces {
        [Piece::OneOf(alternatives)] => {
            return alternatives.iter().any(|one| is_found_in(one, subject));
        }
        [Piece::Start, ..] => starts.insert(0),
        _ if subject.is_ascii => starts.insert_all(0, text.len()),
        _ => {
            for (offset, _) in text.char_indices() {
                starts.insert(offset);
            }
            starts.insert(text.len());
        }
    }
    ends(pieces, subject, starts).last().is_some()
}

/// Returns the ends of the matches that begin at these offsets.
fn ends(pieces: &[Piece], subject: Subject<'_>, starts: Offsets) -> Offsets {
    let Subject { text, is_ascii } = subject;
    let mut at = starts;
    for piece in pieces {
        if at.last().is_none() {
            break;
        }
        if let Some(start) = at.single()
            && let Some(end) = fixed_end(piece, subject, start)
        {
            at.move_to(end);
            continue;
        }
        at = match piece {
            Piece::Start => at.only(0),
            Piece::End => at.only(text.len()),
            Piece::Text(literal) => after_literal(literal, text, &at),
            Piece::Chars(ranges, count) if is_ascii => {
                let mask = ascii_mask(ranges);
                // Two words, because a shift of both takes several instructions.
                let [low, high] = [mask as u64, (mask >> 64) as u64];
                after_ascii(text, &at, count, |rest| {
                    rest.bytes().position(|byte| {
                        let word = if byte < 64 { low } else { high };
                        word >> (byte % 64) & 1 == 0
                    })
                })
            }
            Piece::Any(count) if is_ascii => {
                // The standard library's search reads several bytes at once.
                after_ascii(text, &at, count, |rest| rest.find('\n'))
            }
            Piece::Chars(ranges, count) => {
                after_unicode(text, &at, count, |char| is_in(ranges, char))
            }
            Piece::Any(count) => after_unicode(text, &at, count, |char| char != '\n'),
            Piece::OneOf(alternatives) => {
                let mut found = Offsets::new(text.len());
                for alternative in *alternatives {
                    found.add(&ends(alternative, subject, at.clone()));
                }
                found
            }
            Piece::Repeat(pieces) => after_repetitions(pieces, subject, at),
        };
    }
    at
}

/// Returns the end of a piece of fixed length at this offset, which is `None` if the piece
/// does not match there. Returns `None` for a piece of variable length.
///
/// Most patterns begin with such pieces, which need no sets.
fn fixed_end(piece: &Piece, subject: Subject<'_>, start: usize) -> Option<Option<usize>> {
    let Subject { text, is_ascii } = subject;
    let bytes = text.as_bytes();
    match piece {
        Piece::Start => Some((start == 0).then_some(start)),
        Piece::End => Some((start == bytes.len()).then_some(start)),
        Piece::Text(literal) => {
            let rest = bytes.get(start..).unwrap_or_default();
            let is_there = rest.starts_with(literal.as_bytes());
            Some(is_there.then_some(start + literal.len()))
        }
        Piece::Chars(ranges, count) if is_ascii && count.start() == count.end() => {
            let end = start.saturating_add(*count.start());
            let run = bytes.get(start..end);
            let matches =
                run.is_some_and(|run| run.iter().all(|byte| is_in(ranges, char::from(*byte))));
            Some(matches.then_some(end))
        }
        Piece::Chars(..) | Piece::Any(_) | Piece::OneOf(_) | Piece::Repeat(_) => None,
    }
}

/// Visits each offset once, with a part of the text of limited length.
fn after_repetitions(pieces: &[Piece], subject: Subject<'_>, mut found: Offsets) -> Offsets {
    let mut next = found.from(0);
    while let Some(offset) = next {
        let rest = subject.text.get(offset..).unwrap_or_default();
        let mut length = rest.len().min(WINDOW);
        while !rest.is_char_boundary(length) {
            length -= 1;
        }
        let window = Subject {
            text: rest.get(..length).unwrap_or_default(),
            ..subject
        };
        let mut start = Offsets::new(length);
        start.insert(0);
        ends(pieces, window, start).each(|length| found.insert(offset + length));
        next = found.from(offset + 1);
    }
    found
}

fn is_in(ranges: &[(char, char)], char: char) -> bool {
    ranges
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&char))
}

/// Returns a bit for each ASCII character in the ranges.
fn ascii_mask(ranges: &[(char, char)]) -> u128 {
    let bits_below = |count: u32| 1_u128.checked_shl(count).map_or(u128::MAX, |bit| bit - 1);
    ranges.iter().fold(0, |mask, (first, last)| {
        mask | bits_below(u32::from(*last).saturating_add(1)) & !bits_below(u32::from(*first))
    })
}

fn after_literal(literal: &str, text: &str, starts: &Offsets) -> Offsets {
    let mut found = Offsets::new(text.len());
    let (literal, text) = (literal.as_bytes(), text.as_bytes());
    let (Some(mut at), Some(last), Some(first_byte)) =
        (starts.from(0), starts.last(), literal.first())
    else {
        return found;
    };
    let end = text.len().min(last + 1);
    // Most offsets differ in the first byte. It is often near, so setting up
    // the standard library's search would take longer than the search itself.
    while let Some(rest) = text.get(at..end)
        && let Some(skipped) = rest.iter().position(|byte| byte == first_byte)
    {
        at += skipped;
        let rest = text.get(at..).unwrap_or_default();
        if starts.contains(at) && rest.starts_with(literal) {
            found.insert(at + literal.len());
        }
        at += 1;
    }
    found
}

/// Returns the ends of sequences of `count` ASCII characters. `end_in` returns
/// the end of the sequence at the start of text, if it ends before the text.
///
/// Goes from one sequence to the next. The ends for a start are all offsets in a range.
fn after_ascii(
    text: &str,
    starts: &Offsets,
    count: &RangeInclusive<usize>,
    end_in: impl Fn(&str) -> Option<usize>,
) -> Offsets {
    let mut found = Offsets::new(text.len());
    let mut next = starts.from(0);
    while let Some(first) = next {
        let end = end_in(text.get(first..).unwrap_or_default());
        let end = end.map_or(text.len(), |length| first + length);
        // The ends before this one are found.
        let mut open = 0;
        while let Some(start) = next
            && start <= end
        {
            let most = start.saturating_add(*count.end()).min(end);
            let least = start.saturating_add(*count.start()).max(open);
            if least <= most {
                found.insert_all(least, most);
                open = most + 1;
            }
            // Later starts have the same ends.
            next = starts.from(if most == end { end + 1 } else { start + 1 });
        }
    }
    found
}

/// Returns the ends of sequences of `count` characters in any text.
///
/// For each end, only the last start before it matters that is at least the
/// minimum away: if a character in between is not contained, or there are too
/// many, that is also true of earlier starts.
fn after_unicode(
    text: &str,
    starts: &Offsets,
    count: &RangeInclusive<usize>,
    contains: impl Fn(char) -> bool,
) -> Offsets {
    let mut found = Offsets::new(text.len());
    let (Some(first), Some(last)) = (starts.from(0), starts.last()) else {
        return found;
    };
    // The end, and the start that is the minimum length before it; each as the
    // number of characters from the first start, and as an offset.
    let (mut end, mut offset) = (0_usize, first);
    let (mut behind, mut behind_offset) = (0_usize, first);
    // The number of contained characters directly before the end.
    let mut run = 0_usize;
    let mut latest = None;
    loop {
        if end - behind >= *count.start() {
            if starts.contains(behind_offset) {
                latest = Some(behind);
            }
            behind += 1;
            behind_offset += width(text, behind_offset);
        }
        if let Some(start) = latest {
            let length = end - start;
            if length <= run && length <= *count.end() {
                found.insert(offset);
            }
        }
        let Some(char) = char_at(text, offset) else {
            break;
        };
        run = if contains(char) { run + 1 } else { 0 };
        // No sequence crosses this character, and none begins after it.
        if run == 0 && offset >= last {
            break;
        }
        end += 1;
        offset += char.len_utf8();
    }
    found
}

fn char_at(text: &str, offset: usize) -> Option<char> {
    match text.as_bytes().get(offset)? {
        ascii @ ..0x80 => Some(char::from(*ascii)),
        _ => text.get(offset..)?.chars().next(),
    }
}

/// Returns the length of the character at an offset.
fn width(text: &str, offset: usize) -> usize {
    char_at(text, offset).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use allocation_counter::measure;
    use proptest::prelude::*;
    use regex_lite::Regex;

    use super::Piece::{Any, Chars, End, OneOf, Repeat, Start, Text};
    use super::*;

    const MANY: usize = usize::MAX;
    const SPACE: &[(char, char)] = &[(' ', ' ')];
    const DIGIT: &[(char, char)] = &[('0', '9')];
    const NOT_COLON: &[(char, char)] = &[('\0', '9'), (';', char::MAX)];

    /// Expressions and their pieces.
    const PATTERNS: &[(&str, &[Piece])] = &[
        ("", &[]),
        ("^$", &[Start, End]),
        ("a^", &[Text("a"), Start]),
        ("^.{2,3}$", &[Start, Any(2..=3), End]),
        ("ab[0-9]+$", &[Text("ab"), Chars(DIGIT, 1..=MANY), End]),
        (
            "^[0-9]{2,4}1[0-9]{1,2}$",
            &[
                Start,
                Chars(DIGIT, 2..=4),
                Text("1"),
                Chars(DIGIT, 1..=2),
                End,
            ],
        ),
        (
            "a[^:]{1,2}:[^:]*b",
            &[
                Text("a"),
                Chars(NOT_COLON, 1..=2),
                Text(":"),
                Chars(NOT_COLON, 0..=MANY),
                Text("b"),
            ],
        ),
        (
            "^( {0,2}[^ \\n])* {0,2}$",
            &[
                Start,
                Repeat(&[
                    Chars(SPACE, 0..=2),
                    Chars(&[('\0', '\t'), ('\u{b}', '\x1f'), ('!', char::MAX)], 1..=1),
                ]),
                Chars(SPACE, 0..=2),
                End,
            ],
        ),
        (
            "(ab|0)+1",
            &[
                OneOf(&[&[Text("ab")], &[Text("0")]]),
                Repeat(&[OneOf(&[&[Text("ab")], &[Text("0")]])]),
                Text("1"),
            ],
        ),
        (
            "(^a.*b.*$)|(^ü([a-b]:)?1$)|(::)",
            &[OneOf(&[
                &[
                    Start,
                    Text("a"),
                    Any(0..=MANY),
                    Text("b"),
                    Any(0..=MANY),
                    End,
                ],
                &[
                    Start,
                    Text("ü"),
                    OneOf(&[&[], &[Chars(&[('a', 'b')], 1..=1), Text(":")]]),
                    Text("1"),
                    End,
                ],
                &[Text("::")],
            ])],
        ),
    ];

    fn assert_like_regex(text: &str) {
        for (expression, pieces) in PATTERNS {
            let regex = Regex::new(expression).expect("a regular expression");
            let found = is_found(pieces, text);
            assert_eq!(found, regex.is_match(text), "{expression} in {text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn matches_like_regex(text in "[ab01: \\nü]{0,12}") {
            assert_like_regex(&text);
        }

        #[test]
        fn matches_like_regex_in_long_strings(text in "(ab|a[01]{4}|ü:|[ab01: \\nü]{40}){0,20}") {
            assert_like_regex(&text);
        }
    }

    #[test]
    fn strings_of_typical_length_allocate_nothing() {
        let text = format!("a{}b", "1".repeat(253));
        let (_, pieces) = PATTERNS.last().expect("a pattern");
        let info = measure(|| assert!(is_found(pieces, &text)));
        assert_eq!(info.count_total, 0);
    }

    /// Backtracking would try about 10^17 ways to match this.
    #[test]
    fn long_strings_take_linear_time() {
        let any = || Any(0..=MANY);
        let piece = || Text("a");
        let pieces = [
            any(),
            piece(),
            any(),
            piece(),
            any(),
            piece(),
            any(),
            Text("b"),
        ];
        assert!(!is_found(&pieces, &"a".repeat(300_000)));
    }
}
