//! Parses URI patterns and host prefixes.

use crate::model::{HostPart, HostPattern, Segment, UriPattern, is_identifier};

/// The reason why a pattern is invalid: "a URI pattern must start with `/`".
pub(crate) type Reason = String;

/// Reads the `uri` of an `http` trait.
pub(crate) fn uri(text: &str) -> Result<UriPattern, Reason> {
    let path_and_query = text
        .strip_prefix('/')
        .ok_or("a URI pattern must start with `/`")?;
    if text.contains('#') {
        return Err("a URI pattern cannot have a fragment".to_owned());
    }
    // RFC 3986, section 3.3: a path and a query may contain these characters.
    // Braces enclose labels.
    let is_allowed =
        |char: char| char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/?{}".contains(char);
    if let Some(char) = text.chars().find(|char| !is_allowed(*char)) {
        return Err(format!("invalid character {char:?}: percent-encode it"));
    }
    if let Some(position) = broken_escape(text) {
        let escape: String = text.chars().skip(position).take(3).collect();
        return Err(format!(
            "`{escape}` is not two hexadecimal digits after `%`"
        ));
    }
    let (path, query) = match path_and_query.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path_and_query, None),
    };
    let mut segments = Vec::new();
    if !path.is_empty() {
        for part in path.split('/') {
            segments.push(segment(part)?);
        }
        // RFC 3986, section 5.2.4: servers and proxies remove dot segments, and
        // signatures cover the path without them.
        let is_dots =
            |segment: &Segment| matches!(segment, Segment::Literal(text) if is_dot_segment(text));
        if segments.iter().any(is_dots) {
            return Err("a segment cannot be `.` or `..`".to_owned());
        }
        // One slash at the end is part of the pattern.
        let inner = segments.split_last().map_or(&[][..], |(_, inner)| inner);
        if inner.contains(&Segment::Literal(String::new())) {
            return Err("empty segment".to_owned());
        }
    }
    let pattern = UriPattern {
        segments,
        query: query.map_or_else(|| Ok(Vec::new()), constants)?,
    };
    let labels: Vec<&str> = pattern.labels().collect();
    for (position, label) in labels.iter().enumerate() {
        if labels.iter().skip(position + 1).any(|other| other == label) {
            return Err(format!("duplicate label `{{{label}}}`"));
        }
    }
    let is_greedy = |segment: &Segment| matches!(segment, Segment::GreedyLabel(_));
    let greedy = pattern.segments.iter().position(is_greedy);
    if let Some(greedy) = greedy {
        let after = pattern.segments.iter().skip(greedy + 1);
        if after.clone().any(is_greedy) {
            return Err("only one label can be greedy".to_owned());
        }
        if after
            .clone()
            .any(|segment| matches!(segment, Segment::Label(_)))
        {
            return Err("no label can follow a greedy label".to_owned());
        }
    }
    Ok(pattern)
}

fn segment(part: &str) -> Result<Segment, Reason> {
    let inner = part
        .strip_prefix('{')
        .and_then(|part| part.strip_suffix('}'));
    let Some(inner) = inner else {
        if part.contains(['{', '}']) {
            return Err(format!("a label must be the whole segment, found `{part}`"));
        }
        return Ok(Segment::Literal(part.to_owned()));
    };
    let (name, greedy) = match inner.strip_suffix('+') {
        Some(name) => (name, true),
        None => (inner, false),
    };
    if !is_identifier(name) {
        return Err(format!("invalid label name `{name}`"));
    }
    Ok(if greedy {
        Segment::GreedyLabel(name.to_owned())
    } else {
        Segment::Label(name.to_owned())
    })
}

/// Finds a `%` that is not followed by two hexadecimal digits. The text is
/// ASCII.
fn broken_escape(text: &str) -> Option<usize> {
    let is_hex = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut escapes = text.match_indices('%').map(|(position, _)| position);
    escapes.find(|position| !text.get(position + 1..position + 3).is_some_and(is_hex))
}

/// Whether a segment is `.` or `..`, even with escaped dots.
fn is_dot_segment(text: &str) -> bool {
    let text = text.replace("%2e", ".").replace("%2E", ".");
    text == "." || text == ".."
}

fn constants(query: &str) -> Result<Vec<(String, Option<String>)>, Reason> {
    if query.contains(['{', '}']) {
        return Err("labels are not allowed in the query: use `httpQuery`".to_owned());
    }
    let parts = query.split('&').filter(|part| !part.is_empty());
    Ok(parts
        .map(|part| match part.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (part.to_owned(), None),
        })
        .collect())
}

/// Reads the `hostPrefix` of an `endpoint` trait.
pub(crate) fn host_prefix(text: &str) -> Result<HostPattern, Reason> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (literal, after) = match rest.split_once('{') {
            Some((literal, after)) => (literal, Some(after)),
            None => (rest, None),
        };
        let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.');
        if let Some(char) = literal.chars().find(|char| !allowed(*char)) {
            return Err(format!("invalid character {char:?} in a host name"));
        }
        if !literal.is_empty() {
            parts.push(HostPart::Literal(literal.to_owned()));
        }
        let Some(after) = after else { break };
        let (name, after) = after.split_once('}').ok_or("unclosed label")?;
        if !is_identifier(name) {
            return Err(format!("invalid label name `{name}`"));
        }
        if matches!(parts.last(), Some(HostPart::Label(_))) {
            return Err("two labels need a separator".to_owned());
        }
        parts.push(HostPart::Label(name.to_owned()));
        rest = after;
    }
    if parts.is_empty() {
        return Err("empty host prefix".to_owned());
    }
    let pattern = HostPattern { parts };
    host(&pattern)?;
    Ok(pattern)
}

/// Smithy's `HostLabelTrait` validator: with a short text for each label, the
/// prefix must be the beginning of a host name (RFC 1123, section 2.1).
fn host(pattern: &HostPattern) -> Result<(), Reason> {
    const LONGEST: usize = 63;
    let parts = pattern.parts.iter();
    let example: String = parts
        .map(|part| match part {
            HostPart::Literal(text) => text.as_str(),
            HostPart::Label(_) => "foo",
        })
        .collect();
    let has_label = pattern
        .parts
        .iter()
        .any(|part| matches!(part, HostPart::Label(_)));
    if has_label && !example.ends_with('.') {
        return Err("a prefix with a label must end with `.`".to_owned());
    }
    let names = example.strip_suffix('.').unwrap_or(&example);
    for name in names.split('.') {
        if name.is_empty() {
            return Err("empty part between two dots".to_owned());
        }
        if name.len() > LONGEST {
            return Err(format!(
                "a part of a host name has at most {LONGEST} characters"
            ));
        }
    }
    if example.starts_with('-') {
        return Err("a host name cannot start with `-`".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome<T>(result: Result<T, Reason>, show: impl FnOnce(T) -> String) -> String {
        result.map_or_else(|reason| format!("error: {reason}"), show)
    }

    #[test]
    fn parses_uri_patterns() {
        for (text, expected) in [
            ("/", ""),
            ("/a/{b}/c", "a <b> c"),
            ("/{all+}", "<all+>"),
            ("/{all+}/end", "<all+> end"),
            ("/a/", "a "),
            ("/a?x&y=1&z=", "a ?x=None ?y=Some(\"1\") ?z=Some(\"\")"),
            ("a", "error: a URI pattern must start with `/`"),
            ("", "error: a URI pattern must start with `/`"),
            ("/a//b", "error: empty segment"),
            ("//a", "error: empty segment"),
            ("/a#b", "error: a URI pattern cannot have a fragment"),
            ("/a b", "error: invalid character ' ': percent-encode it"),
            ("/ä", "error: invalid character 'ä': percent-encode it"),
            ("/a|b", "error: invalid character '|': percent-encode it"),
            ("/a%2Fb", "a%2Fb"),
            (
                "/a%2",
                "error: `%2` is not two hexadecimal digits after `%`",
            ),
            ("/a/../b", "error: a segment cannot be `.` or `..`"),
            ("/a/%2e", "error: a segment cannot be `.` or `..`"),
            ("/a/..", "error: a segment cannot be `.` or `..`"),
            ("/a/...", "a ..."),
            (
                "/a{b}",
                "error: a label must be the whole segment, found `a{b}`",
            ),
            (
                "/{b",
                "error: a label must be the whole segment, found `{b`",
            ),
            ("/{}", "error: invalid label name ``"),
            ("/{a}/{a}", "error: duplicate label `{a}`"),
            ("/{a+}/{b+}", "error: only one label can be greedy"),
            ("/{a+}/{b}", "error: no label can follow a greedy label"),
            (
                "/a?x={y}",
                "error: labels are not allowed in the query: use `httpQuery`",
            ),
        ] {
            let shown = outcome(uri(text), |pattern| {
                let segments = pattern.segments.iter().map(|segment| match segment {
                    Segment::Literal(text) => text.clone(),
                    Segment::Label(name) => format!("<{name}>"),
                    Segment::GreedyLabel(name) => format!("<{name}+>"),
                });
                let query = pattern.query.iter();
                let query = query.map(|(name, value)| format!("?{name}={value:?}"));
                segments.chain(query).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn parses_host_prefixes() {
        for (text, expected) in [
            ("data.", "data."),
            ("{a}.data.", "<a> .data."),
            ("foo.{label}.", "foo. <label> ."),
            ("", "error: empty host prefix"),
            ("{a}{b}", "error: two labels need a separator"),
            ("{a", "error: unclosed label"),
            ("a/b.", "error: invalid character '/' in a host name"),
            ("{1}", "error: invalid label name `1`"),
            ("{a}-x", "error: a prefix with a label must end with `.`"),
            ("sync-", "sync-"),
            ("a..b.", "error: empty part between two dots"),
            (".a", "error: empty part between two dots"),
            ("-a.", "error: a host name cannot start with `-`"),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
                "error: a part of a host name has at most 63 characters",
            ),
        ] {
            let shown = outcome(host_prefix(text), |pattern| {
                let parts = pattern.parts.iter().map(|part| match part {
                    HostPart::Literal(text) => text.clone(),
                    HostPart::Label(name) => format!("<{name}>"),
                });
                parts.collect::<Vec<_>>().join(" ")
            });
            assert_eq!(shown, expected, "{text}");
        }
    }
}
