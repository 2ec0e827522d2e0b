//! Takes URI patterns and host prefixes apart.

use crate::model::{HostPart, HostPattern, Segment, UriPattern, is_identifier};

/// Why a pattern cannot be read, as in "the pattern has to start with `/`".
pub(crate) type Reason = String;

/// Reads the `uri` of an `http` trait.
pub(crate) fn uri(text: &str) -> Result<UriPattern, Reason> {
    let path_and_query = text
        .strip_prefix('/')
        .ok_or("a URI pattern must start with `/`")?;
    if text.contains('#') {
        return Err("a URI pattern cannot have a fragment".to_owned());
    }
    if let Some(char) = text
        .chars()
        .find(|char| char.is_whitespace() || char.is_control())
    {
        return Err(format!("invalid character {char:?}: percent-encode it"));
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
    Ok(HostPattern { parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome<T>(result: Result<T, Reason>, show: impl FnOnce(T) -> String) -> String {
        result.map_or_else(|reason| format!("error: {reason}"), show)
    }

    #[test]
    fn uri_patterns_are_taken_apart() {
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
    fn host_prefixes_are_taken_apart() {
        for (text, expected) in [
            ("data.", "data."),
            ("{a}.data.", "<a> .data."),
            ("foo.{label}.", "foo. <label> ."),
            ("", "error: empty host prefix"),
            ("{a}{b}", "error: two labels need a separator"),
            ("{a", "error: unclosed label"),
            ("a/b.", "error: invalid character '/' in a host name"),
            ("{1}", "error: invalid label name `1`"),
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
