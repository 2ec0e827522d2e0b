//! The text of templates: `https://{Region}.{Partition#dnsSuffix}`.

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Literal text, with doubled braces replaced.
    Literal(String),
    /// The text between braces: a name, with an optional path after `#`.
    Hole(&'t str, Option<&'t str>),
}

/// The parts of a template; `None` if a brace is unmatched.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            literal.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            literal.push('}');
            rest = after;
        } else {
            let (hole, after) = from.strip_prefix('{')?.split_once('}')?;
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(match hole.split_once('#') {
                Some((name, path)) => Piece::Hole(name, Some(path)),
                None => Piece::Hole(hole, None),
            });
            rest = after;
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_have_literals_and_holes() {
        let literal = |text: &str| Piece::Literal(text.to_owned());
        for (text, expected) in [
            ("", Some(vec![])),
            ("a", Some(vec![literal("a")])),
            (
                "https://{Region}.{P#dns}",
                Some(vec![
                    literal("https://"),
                    Piece::Hole("Region", None),
                    literal("."),
                    Piece::Hole("P", Some("dns")),
                ]),
            ),
            ("{{a}}", Some(vec![literal("{a}")])),
            ("{a", None),
            ("a}", None),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
