//! Parses text into values with spans: strict JSON and nothing else.

use jsonc_parser::ast;
use jsonc_parser::common::Range;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use serde::de::IgnoredAny;

use super::brackets;
use super::{Entry, Object, Value, ValueKind};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::source::{Source, Span};

/// Title and help for values that are nested too deeply.
const TOO_DEEP: (&str, &str) = ("nesting too deep", "look for an unclosed bracket");

/// The byte order mark, which some editors insert. It is invisible.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses the text as one JSON value. Reports duplicate keys. Reports invalid
/// JSON and returns `None`. The parser limits the depth of values, so that no
/// text exhausts the stack.
pub(crate) fn read<'a>(source: &'a Source, report: &mut DiagnosticReport) -> Option<Value<'a>> {
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    if source.text.starts_with(BYTE_ORDER_MARK) {
        report.push(byte_order_mark());
        return None;
    }
    match parse_to_ast(&source.text, &CollectOptions::default(), &options) {
        Ok(parsed) => match parsed.value {
            Some(value) => match strict(&source.text) {
                None => Some(convert(value, report)),
                Some(diagnostic) => {
                    report.push(diagnostic);
                    None
                }
            },
            None => {
                report.push(
                    Diagnostic::new(Code::Syntax, "empty file", Span::default())
                        .label("expected a JSON object"),
                );
                None
            }
        },
        Err(error) => {
            report.push(syntax_error(&error, &source.text));
            None
        }
    }
}

fn byte_order_mark() -> Diagnostic {
    let span = Span {
        start: 0,
        end: BYTE_ORDER_MARK.len_utf8(),
    };
    Diagnostic::new(
        Code::Syntax,
        "byte order mark at the start of the file",
        span,
    )
    .label("preceded by an invisible character")
    .note("JSON does not allow a byte order mark (BOM)")
    .help("save the file as UTF-8 without a BOM")
}

fn convert<'a>(value: ast::Value<'a>, report: &mut DiagnosticReport) -> Value<'a> {
    let (range, kind) = match value {
        ast::Value::NullKeyword(null) => (null.range, ValueKind::Null),
        ast::Value::BooleanLit(literal) => (literal.range, ValueKind::Bool(literal.value)),
        ast::Value::NumberLit(literal) => (literal.range, ValueKind::Number(literal.value)),
        ast::Value::StringLit(literal) => (literal.range, ValueKind::String(literal.value)),
        ast::Value::Array(array) => {
            let elements = array.elements.into_iter();
            let elements = elements.map(|element| convert(element, report)).collect();
            (array.range, ValueKind::Array(elements))
        }
        ast::Value::Object(object) => {
            let entries = object.properties.into_iter();
            let entries = entries.map(|property| entry(property, report)).collect();
            let object_value = Object::new(entries, |first, again| {
                report.push(duplicate_key(first, again));
            });
            (object.range, ValueKind::Object(object_value))
        }
    };
    Value {
        span: span(range),
        kind,
    }
}

/// Invalid JSON that the parser accepts: control characters in strings,
/// non-JSON white space, values nested more than 128 levels deep.
fn strict(text: &str) -> Option<Diagnostic> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    if let Some(diagnostic) = control_character(text) {
        return Some(diagnostic);
    }
    let before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let line_start: usize = before.map(str::len).sum();
    let byte = (line_start + error.column().saturating_sub(1)).min(text.len());
    let start = (0..=byte).rev().find(|byte| text.is_char_boundary(*byte));
    let start = start.unwrap_or(0);
    let char = text.get(start..).and_then(|rest| rest.chars().next());
    let end = start + char.map_or(0, char::len_utf8);
    let (title, help) = if error.to_string().contains("recursion") {
        TOO_DEEP
    } else {
        ("invalid JSON", "look for an invisible character")
    };
    Some(
        Diagnostic::new(Code::Syntax, title, Span { start, end })
            .label("parsing stops here")
            .help(help),
    )
}

/// The first line break or other control character inside a string. The text is
/// otherwise valid JSON.
fn control_character(text: &str) -> Option<Diagnostic> {
    // The start of the string that the scan is in.
    let mut string = None;
    let mut escaped = false;
    for (start, byte) in text.bytes().enumerate() {
        let Some(opening) = string else {
            if byte == b'"' {
                string = Some(start);
            }
            continue;
        };
        match byte {
            0..0x20 => {
                let title = "unescaped control character in a string";
                let before = Span {
                    start: opening,
                    end: start,
                };
                return Some(
                    Diagnostic::new(Code::Syntax, title, before)
                        .label("the character follows this text")
                        .help(r#"close the string, or escape the character: `\n`, `\t` or `\u…`"#),
                );
            }
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => string = None,
            _ => {}
        }
    }
    None
}

fn entry<'a>(property: ast::ObjectProp<'a>, report: &mut DiagnosticReport) -> Entry<'a> {
    let (range, key) = match property.name {
        ast::ObjectPropName::String(literal) => (literal.range, literal.value),
        ast::ObjectPropName::Word(word) => (word.range, word.value.into()),
    };
    Entry {
        key,
        key_span: span(range),
        value: convert(property.value, report),
    }
}

fn span(range: Range) -> Span {
    Span {
        start: range.start,
        end: range.end,
    }
}

fn duplicate_key(first: &Entry<'_>, again: &Entry<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateKey,
        format!("duplicate key `{}`", again.key),
        again.key_span,
    )
    .label("duplicate")
    .secondary(first.key_span, "first used here")
    .help("remove or rename one of them")
}

fn syntax_error(error: &ParseError, text: &str) -> Diagnostic {
    use ParseErrorKind as K;
    let (title, help) = match error.kind() {
        K::CommentsNotAllowed | K::UnterminatedCommentBlock => (
            "comments are not allowed",
            "move the comment to a `documentation` trait",
        ),
        K::TrailingCommasNotAllowed => ("trailing comma", "remove the comma"),
        K::ExpectedComma => ("missing comma", "add a comma"),
        K::ExpectedColonAfterObjectKey => ("missing colon after a key", "add `:` and a value"),
        K::ExpectedObjectValue => ("missing value", "add a value after the colon"),
        K::ExpectedStringObjectProperty => ("key is not a string", "put the key in double quotes"),
        K::SingleQuotedStringsNotAllowed => ("single-quoted string", "use double quotes"),
        K::UnterminatedArray => ("unclosed array", "add `]`"),
        K::UnterminatedObject => ("unclosed object", "add `}`"),
        K::UnexpectedCloseBrace => ("unmatched `}`", "remove it"),
        K::UnexpectedCloseBracket => ("unmatched `]`", "remove it"),
        K::MultipleRootJsonValues => (
            "text after the end of the model",
            "remove the text: a model is a single JSON object",
        ),
        K::NestingDepthExceeded => TOO_DEEP,
        K::BareDecimalPointNumbersNotAllowed
        | K::ExpectedDigit
        | K::ExpectedDigitFollowingNegativeSign
        | K::ExpectedPlusMinusOrDigitInNumberLiteral
        | K::HexadecimalNumbersNotAllowed
        | K::NonFiniteNumbersNotAllowed
        | K::UnaryPlusNumbersNotAllowed => (
            "invalid number",
            "write a decimal number, or a string if the trait accepts one",
        ),
        K::String(_) => (
            "invalid string",
            r#"look for a missing closing quote, or an unescaped line break (`\n`) or backslash (`\\`)"#,
        ),
        _ => ("invalid JSON", "write a JSON value here"),
    };
    let range = span(error.range());
    if matches!(error.kind(), K::UnterminatedArray | K::UnterminatedObject) {
        if let Some(found) = brackets::unclosed(text) {
            let title = match found.closing {
                '}' => "unclosed object",
                _ => "unclosed array",
            };
            return Diagnostic::new(Code::Syntax, title, found.opening)
                .label("opened here")
                .secondary(found.before, "by its indentation, this is outside")
                .help(format!("add `{}` before it", found.closing));
        }
        let (start, end) = (range.start, range.start + 1);
        let last = Span {
            start: range.end,
            end: range.end,
        };
        return Diagnostic::new(Code::Syntax, title, Span { start, end })
            .label("opened here")
            .secondary(last, "end of file")
            .help(help);
    }
    let diagnostic = Diagnostic::new(Code::Syntax, title, range).label("parsing stops here");
    match error.kind() {
        K::TrailingCommasNotAllowed => diagnostic.suggest(help, range, ""),
        K::ExpectedComma => diagnostic.suggest(help, range.start_only(), ","),
        _ => diagnostic.help(help),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<String> {
        let source = Source::new("model.json", text);
        let mut report = DiagnosticReport::default();
        let value = read(&source, &mut report);
        let mut lines = Vec::new();
        if let Some(value) = &value {
            collect(value, "", text, &mut lines);
        }
        lines
    }

    fn collect(value: &Value<'_>, path: &str, text: &str, lines: &mut Vec<String>) {
        lines.push(format!("{path} = {}", &text[value.span.range()]));
        for entry in value.entries() {
            let path = format!("{path}/{}", entry.key);
            assert!(text[entry.key_span.range()].starts_with('"'));
            collect(&entry.value, &path, text, lines);
        }
        for (position, element) in value.elements().iter().enumerate() {
            collect(element, &format!("{path}/{position}"), text, lines);
        }
    }

    #[test]
    fn every_value_knows_its_location() {
        assert_eq!(
            spans(r#"{"b": [1, "é"], "a": null}"#),
            [
                r#" = {"b": [1, "é"], "a": null}"#,
                r#"/b = [1, "é"]"#,
                "/b/0 = 1",
                r#"/b/1 = "é""#,
                "/a = null",
            ]
        );
    }

    #[test]
    fn keeps_the_first_of_equal_keys() {
        let source = Source::new("model.json", r#"{"b": 1, "a": 2, "b": 3, "b": 4}"#);
        let mut report = DiagnosticReport::default();
        let value = read(&source, &mut report).unwrap();
        assert_eq!(report.len(), 2);
        let keys: Vec<_> = value.entries().map(|entry| entry.key.as_ref()).collect();
        assert_eq!(keys, ["b", "a"]);
        assert_eq!(value.get("b").unwrap().to_node().to_string(), "1");
    }

    #[test]
    fn only_strict_json_is_read() {
        for text in [
            "",
            " ",
            "{",
            "}",
            "{}}",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "// c\n{}",
            "{}/**/",
            "[01]",
            "[1.]",
            "[.5]",
            "[+1]",
            "[0x1]",
            "[NaN]",
            "[1 2]",
            "{\"a\" 1}",
            "{\"a\":}",
            "\"\n\"",
            "\"\t\"",
            "\"\\x41\"",
            "\"\\ud800\"",
            "nul",
            "\u{feff}{",
            "[-]",
            "[1e]",
            "\u{b}1",
        ] {
            let source = Source::new("model.json", text);
            let mut report = DiagnosticReport::default();
            let value = read(&source, &mut report);
            assert!(value.is_none() && report.len() == 1, "{text:?} {value:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let text = "[".repeat(100_000);
        let mut report = DiagnosticReport::default();
        assert!(read(&Source::new("model.json", text), &mut report).is_none());
        assert_eq!(report.len(), 1);
    }
}
