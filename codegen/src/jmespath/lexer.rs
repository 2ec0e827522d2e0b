//! The tokens of a path.

use crate::model::PathLiteral;

use super::{DEEPEST, TOO_DEEP};

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name.
    Name(String),
    /// A quoted name, which is never the name of a function.
    Quoted(String),
    /// A number in brackets.
    Number(i64),
    /// `'text'` or a literal in backticks.
    Literal(PathLiteral),
    /// A mark of one or two characters.
    Mark(&'static str),
}

/// Longer marks come before their prefixes.
const MARKS: &[&str] = &[
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "[", "]", "(", ")", "{", "}", ".", ",", ":",
    "*", "@", "&", "|", "!", "<", ">",
];

/// The tokens of a path. The error says why it is invalid.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' => raw(rest)?,
            '`' => json(rest)?,
            '"' => quoted(rest)?,
            '-' | '0'..='9' => number(rest)?,
            'A'..='Z' | 'a'..='z' | '_' => name(rest),
            _ => mark(rest)?,
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn mark(text: &str) -> Result<(Token, &str), String> {
    let found = MARKS
        .iter()
        .find_map(|mark| Some((Token::Mark(mark), text.strip_prefix(mark)?)));
    found.ok_or_else(|| {
        let first: String = text.chars().take(1).collect();
        format!("`{first}` is not supported")
    })
}

fn name(text: &str) -> (Token, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (name, after) = text.split_at(end.unwrap_or(text.len()));
    (Token::Name(name.to_owned()), after)
}

fn number(text: &str) -> Result<(Token, &str), String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let (number, after) = text.split_at(text.len() - after.len());
    let value = number.parse();
    let value = value.map_err(|_| format!("`{number}` is not a valid integer"))?;
    Ok((Token::Number(value), after))
}

/// The text between two delimiters; a backslash escapes a delimiter.
fn between(text: &str, delimiter: char) -> Result<(&str, &str), String> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == delimiter && !is_escaped {
            let inner = text.get(1..at).unwrap_or_default();
            return Ok((inner, text.get(at + 1..).unwrap_or_default()));
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    Err(format!("unclosed {delimiter}"))
}

fn raw(text: &str) -> Result<(Token, &str), String> {
    let (inner, after) = between(text, '\'')?;
    let value = PathLiteral::String(inner.replace("\\'", "'"));
    Ok((Token::Literal(value), after))
}

fn quoted(text: &str) -> Result<(Token, &str), String> {
    let (inner, after) = between(text, '"')?;
    let name = serde_json::from_str(&format!("\"{inner}\""));
    let name = name.map_err(|_| format!("\"{inner}\" is not a valid name"))?;
    Ok((Token::Quoted(name), after))
}

fn json(text: &str) -> Result<(Token, &str), String> {
    let (inner, after) = between(text, '`')?;
    let inner = inner.replace("\\`", "`");
    let value = match serde_json::from_str(&inner) {
        Ok(value) => literal(value, DEEPEST).ok_or(TOO_DEEP)?,
        // The parser has a limit, too.
        Err(_) if inner.trim_start().starts_with(['[', '{']) => {
            return Err(match nesting(&inner) > DEEPEST {
                true => TOO_DEEP.to_owned(),
                false => "a literal between backticks is not valid JSON".to_owned(),
            });
        }
        // Old literals omit the quotes of strings.
        Err(_) => PathLiteral::String(inner),
    };
    Ok((Token::Literal(value), after))
}

/// The number of brackets in a text that open a value.
fn nesting(text: &str) -> usize {
    let opening = text.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    opening.count()
}

/// A literal value, unless it is nested deeper than `depth`.
fn literal(value: serde_json::Value, depth: usize) -> Option<PathLiteral> {
    let inner = depth.checked_sub(1)?;
    Some(match value {
        serde_json::Value::Null => PathLiteral::Null,
        serde_json::Value::Bool(value) => PathLiteral::Boolean(value),
        serde_json::Value::String(text) => PathLiteral::String(text),
        serde_json::Value::Number(number) => {
            PathLiteral::Number(number.as_f64().unwrap_or(f64::NAN))
        }
        serde_json::Value::Array(elements) => {
            let elements = elements.into_iter().map(|element| literal(element, inner));
            PathLiteral::Array(elements.collect::<Option<_>>()?)
        }
        serde_json::Value::Object(entries) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(key, value)| Some((key, literal(value, inner)?)));
            PathLiteral::Object(entries.collect::<Option<_>>()?)
        }
    })
}
