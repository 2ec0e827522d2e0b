//! The part of XML that responses of AWS STS need: the text of an element without
//! attributes and children.

/// The text of the first element with this name; `None` if there is no such
/// element, or if it is empty or has children.
pub(super) fn text_of(document: &str, name: &str) -> Option<String> {
    let (_, rest) = document.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    if text.trim().is_empty() || text.contains('<') {
        return None;
    }
    // The ampersand is last, because it could form new references.
    let text = text.trim().replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'");
    Some(text.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn reads_text_of_the_first_element() {
        for (document, expected) in [
            ("<R><A>x</A><A>y</A></R>", Some("x")),
            ("<A>\n x </A>", Some("x")),
            ("<A>&lt;&amp;lt;&gt; &quot;&apos;</A>", Some("<&lt;> \"'")),
            ("<A></A>", None),
            ("<A/>", None),
            ("<A><B>x</B></A>", None),
            ("<A>x", None),
            ("x</A>", None),
            ("", None),
        ] {
            assert_eq!(text_of(document, "A").as_deref(), expected, "{document}");
        }
    }

    proptest::proptest! {
        #[test]
        fn escaped_text_round_trips(text in "[^ ]|[^ ].*[^ ]", before in ".*") {
            let escaped = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;")
                .replace('\'', "&apos;");
            let before = before.replace("<A>", "");
            let document = format!("{before}<A> {escaped}</A>");
            let expected = Some(text.trim()).filter(|text| !text.is_empty());
            let found = text_of(&document, "A");
            proptest::prop_assert_eq!(found.as_deref(), expected);
        }
    }
}
