//! The format of the shared configuration files: sections of properties, with
//! comments, continued lines and one level of nesting.

use std::collections::BTreeMap;
use std::fmt;

/// A bracketed section with all that stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section {
    properties: BTreeMap<String, Property>,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Property {
    value: String,
    nested: BTreeMap<String, String>,
}

/// Shows names only: values may be keys.
impl fmt::Debug for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("value", &format_args!("** redacted **"))
            .field("nested", &self.nested.keys())
            .finish()
    }
}

impl Section {
    /// The value of a property; an empty one counts as unset.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let value = self.properties.get(key)?.value.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The value of a property that is nested in another one.
    pub(crate) fn nested(&self, key: &str, inner: &str) -> Option<&str> {
        let value = self.properties.get(key)?.nested.get(inner)?;
        (!value.is_empty()).then_some(value)
    }

    /// Takes over the properties of `other`, which win.
    pub(crate) fn merge(&mut self, other: Section) {
        self.properties.extend(other.properties);
    }
}

/// What is wrong in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The number of the line, the first being 1.
    pub(crate) line: usize,
    pub(crate) problem: &'static str,
}

/// The sections of a file by their headings, the blanks in which are single
/// spaces. Sections with one heading are one.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, Section>, Problem> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut heading: Option<String> = None;
    let mut last_key: Option<String> = None;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let problem = |problem| Problem {
            line: index + 1,
            problem,
        };
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        let is_continued = line.starts_with([' ', '\t']);
        if !is_continued && content.starts_with('[') {
            let name = section_heading(content)
                .ok_or_else(|| problem("a section begins with its name in brackets: [name]"))?;
            sections.entry(name.clone()).or_default();
            heading = Some(name);
            last_key = None;
            continue;
        }
        let Some(section) = heading.as_ref().and_then(|name| sections.get_mut(name)) else {
            return Err(problem("a property stands before the first [section]"));
        };
        if is_continued {
            let property = last_key
                .as_ref()
                .and_then(|key| section.properties.get_mut(key));
            let property = property.ok_or_else(|| {
                problem("an indented line continues a property, and there is none before it")
            })?;
            continue_property(property, content).map_err(problem)?;
        } else {
            let (key, value) = property(content).map_err(problem)?;
            let property = Property {
                value: value.to_owned(),
                nested: BTreeMap::new(),
            };
            section.properties.insert(key.clone(), property);
            last_key = Some(key);
        }
    }
    Ok(sections)
}

fn section_heading(content: &str) -> Option<String> {
    let (name, rest) = content.strip_prefix('[')?.split_once(']')?;
    let rest = rest.trim_start();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_valid = !words.is_empty() && (rest.is_empty() || rest.starts_with(['#', ';']));
    is_valid.then(|| words.join(" "))
}

fn property(content: &str) -> Result<(String, &str), &'static str> {
    let (key, value) = content
        .split_once('=')
        .ok_or("a property is written as name = value, and here is no =")?;
    match key.trim() {
        "" => Err("a property needs a name before the ="),
        key => Ok((key.to_ascii_lowercase(), without_comment(value).trim())),
    }
}

/// A continued line belongs to the value before it, unless that is empty: then
/// it is a property nested in it.
fn continue_property(property_before: &mut Property, content: &str) -> Result<(), &'static str> {
    if property_before.value.is_empty() {
        let (key, value) = property(content)?;
        property_before.nested.insert(key, value.to_owned());
    } else {
        property_before.value.push('\n');
        property_before.value.push_str(content);
    }
    Ok(())
}

/// A value ends where a comment begins: at a # or ; with a blank before it.
fn without_comment(value: &str) -> &str {
    let mut after_blank = false;
    for (at, character) in value.char_indices() {
        if after_blank && matches!(character, '#' | ';') {
            return value.get(..at).unwrap_or(value);
        }
        after_blank = character.is_whitespace();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One property of the section `s`.
    fn get(text: &str, key: &str) -> Option<String> {
        let sections = parse(text).expect("well formed");
        sections.get("s")?.get(key).map(str::to_owned)
    }

    #[test]
    fn reads_values() {
        for (text, expected) in [
            ("[s]\nk=v", Some("v")),
            ("[s]\nk = v ", Some("v")),
            ("[s]\r\nk = v\r\n", Some("v")),
            ("\u{feff}[s]\nk=v", Some("v")),
            ("[s]\nK = v", Some("v")),
            ("[s]\nk = v=w", Some("v=w")),
            ("[s]\nk =", None),
            ("[s]\nk = v # why", Some("v")),
            ("[s]\nk = v ; why", Some("v")),
            ("[s]\nk = v#w;x", Some("v#w;x")),
            ("[s]\n# k = u\n; k = u\nk = v", Some("v")),
            ("[s] # why\nk = v", Some("v")),
            ("[ s ]\nk = v", Some("v")),
            ("[s]\nk = u\nk = v", Some("v")),
            ("[s]\nk = v\n[t]\nk = u\n[s]\nj = w", Some("v")),
            ("[s]\nk = v\n  w", Some("v\nw")),
            ("[s]\nk = v\n\n\tw", Some("v\nw")),
            ("[t]\nk = v", None),
        ] {
            assert_eq!(get(text, "k").as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn reads_nested_values() {
        let text = "[s]\na =\n  k = 1 # one\n  j = 2\nb = 3\nc =\n\tk = 4";
        let sections = parse(text).expect("well formed");
        let section = &sections["s"];
        assert_eq!(section.nested("a", "k"), Some("1"));
        assert_eq!(section.nested("a", "j"), Some("2"));
        assert_eq!(section.nested("c", "k"), Some("4"));
        assert_eq!(section.nested("b", "k"), None);
        assert_eq!(section.get("b"), Some("3"));
    }

    #[test]
    fn debug_output_hides_values() {
        let sections = parse("[s]\nkey = se-cret\nouter =\n  inner = se-cret").expect("fine");
        let shown = format!("{sections:?}");
        assert!(shown.contains("key") && shown.contains("inner"), "{shown}");
        assert!(!shown.contains("se-cret"), "{shown}");
    }

    #[test]
    fn collapses_spaces_in_headings() {
        let sections = parse("[profile \t a]\nk = v").expect("well formed");
        assert!(sections.contains_key("profile a"));
    }

    #[test]
    fn errors_name_the_line() {
        for (text, line, part) in [
            ("k = v", 1, "before the first [section]"),
            ("[s]\n\nk", 3, "no ="),
            ("[s]\n= v", 2, "needs a name"),
            ("[s\nk = v", 1, "in brackets"),
            ("[]\nk = v", 1, "in brackets"),
            ("[s] x\nk = v", 1, "in brackets"),
            ("[s]\n k = v", 2, "none before it"),
            ("[s]\na =\n  k", 3, "no ="),
        ] {
            let problem = parse(text).expect_err(text);
            assert_eq!(problem.line, line, "{text:?}");
            assert!(
                problem.problem.contains(part),
                "{text:?}: {}",
                problem.problem
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn errors_in_any_text_name_an_existing_line(text in "[\\[\\]a=#; \t\n]{0,40}|.*") {
            if let Err(problem) = parse(&text) {
                let lines = text.lines().count();
                proptest::prop_assert!((1..=lines).contains(&problem.line), "{}", problem.line);
            }
        }

        #[test]
        fn written_properties_round_trip(
            section in "[a-z]{1,8}( [a-z]{1,8})?",
            key in "[a-z_]{1,12}",
            value in "[!-~&&[^#;]]([ -~&&[^#;]]*[!-~&&[^#;]])?",
        ) {
            let text = format!("# first\n[{section}]\nother = 1\n{key}={value}\n");
            let sections = parse(&text).expect("well formed");
            proptest::prop_assert_eq!(sections[&section].get(&key), Some(value.as_str()));
        }
    }
}
