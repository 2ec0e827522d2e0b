//! Takes URI patterns and host prefixes apart.

use crate::model::{HostPart, HostPattern, Segment, UriPattern, is_identifier};

/// Why a pattern cannot be read, as in "the pattern has to start with `/`".
pub(crate) type Reason = String;

/// Reads the `uri` of an `http` trait.
pub(crate) fn uri(text: &str) -> Result<UriPattern, Reason> {
    let path_and_query = text
        .strip_prefix('/')
        .ok_or("a URI pattern starts with `/`")?;
    if text.contains('#') {
        return Err("a URI pattern has no fragment".to_owned());
    }
    if let Some(char) = text
        .chars()
        .find(|char| char.is_whitespace() || char.is_control())
    {
        return Err(format!(
            "a URI pattern does not contain {char:?}: encode it"
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
        // One slash at the end is part of the pattern.
        let inner = segments.split_last().map_or(&[][..], |(_, inner)| inner);
        if inner.contains(&Segment::Literal(String::new())) {
            return Err("there is nothing between two slashes".to_owned());
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
            return Err("only one label may be greedy".to_owned());
        }
        if after
            .clone()
            .any(|segment| matches!(segment, Segment::Label(_)))
        {
            return Err("no label may follow a greedy one".to_owned());
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
            return Err(format!(
                "a label fills its segment, which `{part}` does not"
            ));
        }
        return Ok(Segment::Literal(part.to_owned()));
    };
    let (name, greedy) = match inner.strip_suffix('+') {
        Some(name) => (name, true),
        None => (inner, false),
    };
    if !is_identifier(name) {
        return Err(format!("`{name}` is not the name of a member"));
    }
    Ok(if greedy {
        Segment::GreedyLabel(name.to_owned())
    } else {
        Segment::Label(name.to_owned())
    })
}

fn constants(query: &str) -> Result<Vec<(String, Option<String>)>, Reason> {
    if query.contains(['{', '}']) {
        return Err("the query of a URI pattern has no labels: use `httpQuery`".to_owned());
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
            return Err(format!("a host name does not contain {char:?}"));
        }
        if !literal.is_empty() {
            parts.push(HostPart::Literal(literal.to_owned()));
        }
        let Some(after) = after else { break };
        let (name, after) = after
            .split_once('}')
            .ok_or("a label is never closed with `}`")?;
        if !is_identifier(name) {
            return Err(format!("`{name}` is not the name of a member"));
        }
        if matches!(parts.last(), Some(HostPart::Label(_))) {
            return Err("two labels need something between them".to_owned());
        }
        parts.push(HostPart::Label(name.to_owned()));
        rest = after;
    }
    if parts.is_empty() {
        return Err("a host prefix is not empty".to_owned());
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
            ("a", "error: a URI pattern starts with `/`"),
            ("", "error: a URI pattern starts with `/`"),
            ("/a//b", "error: there is nothing between two slashes"),
            ("//a", "error: there is nothing between two slashes"),
            ("/a#b", "error: a URI pattern has no fragment"),
            (
                "/a b",
                "error: a URI pattern does not contain ' ': encode it",
            ),
            (
                "/a{b}",
                "error: a label fills its segment, which `a{b}` does not",
            ),
            (
                "/{b",
                "error: a label fills its segment, which `{b` does not",
            ),
            ("/{}", "error: `` is not the name of a member"),
            ("/{a}/{a}", "error: duplicate label `{a}`"),
            ("/{a+}/{b+}", "error: only one label may be greedy"),
            ("/{a+}/{b}", "error: no label may follow a greedy one"),
            (
                "/a?x={y}",
                "error: the query of a URI pattern has no labels: use `httpQuery`",
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
            ("", "error: a host prefix is not empty"),
            ("{a}{b}", "error: two labels need something between them"),
            ("{a", "error: a label is never closed with `}`"),
            ("a/b.", "error: a host name does not contain '/'"),
            ("{1}", "error: `1` is not the name of a member"),
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
