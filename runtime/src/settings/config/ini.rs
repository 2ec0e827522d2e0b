//! The format of the shared configuration files: sections of properties, with
//! comments, continued lines and one level of nesting.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A section: a heading in brackets and its properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section {
    properties: BTreeMap<String, Property>,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Property {
    value: String,
    nested: BTreeMap<String, String>,
}

/// Shows only names, because values may be keys.
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

    /// Adds the properties of `other`, which override the present ones.
    pub(crate) fn merge(&mut self, other: Section) {
        self.properties.extend(other.properties);
    }
}

/// A problem in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The heading of the line's section; `None` before the first valid heading
    /// and after an invalid one.
    pub(crate) section: Option<String>,
    /// The number of the line; the first line is 1.
    pub(crate) line: usize,
    pub(crate) problem: &'static str,
}

/// The content of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The sections by their headings. Sections with the same heading are merged.
    pub(crate) sections: BTreeMap<String, Section>,
    /// The first invalid line of each section. Invalid lines are left out: a
    /// mistake in one section must not affect the others.
    pub(crate) problems: Vec<Problem>,
}

/// The state of parsing a file. The section and property to which lines are
/// added are kept outside their maps, to avoid a lookup by a possibly long name
/// for each line.
#[derive(Default)]
struct Parser {
    parsed: Parsed,
    /// `None` before the first valid heading and after an invalid one.
    heading: Option<String>,
    section: Section,
    property: Option<OpenProperty>,
    /// Whether a problem of the section was reported.
    has_problem: bool,
    /// The headings of sections with a reported problem.
    reported: BTreeSet<Option<String>>,
}

/// The property that an indented line continues.
struct OpenProperty {
    key: String,
    indentation: usize,
    property: Property,
}

/// Parses a file.
///
/// Indentation works as in the AWS CLI, whose parser is Python's `configparser`:
/// a line continues the property before it if it is indented more than that
/// property.
pub(crate) fn parse(text: &str) -> Parsed {
    let mut parser = Parser::default();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        let indentation = line.len() - line.trim_start().len();
        if let Err(problem) = parser.line(content, indentation) {
            parser.report(index + 1, problem);
        }
    }
    parser.close_section();
    parser.parsed
}

impl Parser {
    fn line(&mut self, content: &str, indentation: usize) -> Result<(), &'static str> {
        let continued = self
            .property
            .as_mut()
            .filter(|open| indentation > open.indentation);
        if let Some(open) = continued {
            let result = continue_property(&mut open.property, content);
            if result.is_err() {
                self.close_property();
            }
            return result;
        }
        if content.starts_with('[') {
            self.close_section();
            self.heading = section_heading(content);
            self.has_problem = self.reported.contains(&self.heading);
            let heading = self.heading.as_ref();
            let heading = heading.ok_or("invalid section heading; write [name]")?;
            self.section = self.parsed.sections.remove(heading).unwrap_or_default();
            return Ok(());
        }
        if self.heading.is_none() {
            return Err("property outside a section; write its [section] before it");
        }
        let (key, value) = property(content)?;
        self.close_property();
        self.property = Some(OpenProperty {
            key,
            indentation,
            property: Property {
                value: value.to_owned(),
                nested: BTreeMap::new(),
            },
        });
        Ok(())
    }

    fn report(&mut self, line: usize, problem: &'static str) {
        if !self.has_problem {
            self.has_problem = true;
            self.reported.insert(self.heading.clone());
            self.parsed.problems.push(Problem {
                section: self.heading.clone(),
                line,
                problem,
            });
        }
    }

    fn close_property(&mut self) {
        if let Some(OpenProperty { key, property, .. }) = self.property.take() {
            self.section.properties.insert(key, property);
        }
    }

    fn close_section(&mut self) {
        self.close_property();
        let section = std::mem::take(&mut self.section);
        if let Some(heading) = self.heading.take() {
            self.parsed.sections.insert(heading, section);
        }
    }
}

/// Parses a heading. A name may be in quotes, with any spaces in it.
fn section_heading(content: &str) -> Option<String> {
    let (name, rest) = content.strip_prefix('[')?.split_once(']')?;
    let rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with(['#', ';']) {
        return None;
    }
    let name = name.trim();
    for quote in ['"', '\''] {
        if let Some((kind, quoted)) = name.split_once(quote)
            && let Some(quoted) = quoted.strip_suffix(quote)
            && !quoted.contains(quote)
        {
            let words: Vec<&str> = kind.split_whitespace().chain([quoted]).collect();
            return (!quoted.is_empty()).then(|| words.join(" "));
        }
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn property(content: &str) -> Result<(String, &str), &'static str> {
    let (key, value) = content
        .split_once('=')
        .ok_or("invalid property; write name = value")?;
    match key.trim() {
        "" => Err("property without a name before the equals sign"),
        key => Ok((key.to_ascii_lowercase(), without_comment(value).trim())),
    }
}

/// Adds a continued line to the value before it, or a nested property if that
/// value is empty.
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

/// Removes a comment: `#` or `;` after white space.
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

    fn well_formed(text: &str) -> BTreeMap<String, Section> {
        let Parsed { sections, problems } = parse(text);
        assert_eq!(problems, [], "{text:?}");
        sections
    }

    /// One property of the section `s`.
    fn get(text: &str, key: &str) -> Option<String> {
        let sections = well_formed(text);
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
            ("[s]\n  k = v\n  j = w", Some("v")),
            ("[s]\n  j = w\n  k = v", Some("v")),
            ("[s]\n  k = v\n    w", Some("v\nw")),
            ("[s]\n  k = v\n[t]", Some("v")),
            ("[t]\nk = v", None),
        ] {
            assert_eq!(get(text, "k").as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn reads_nested_values() {
        let text = "[s]\na =\n  k = 1 # one\n  j = 2\nb = 3\nc =\n\tk = 4";
        let sections = well_formed(text);
        let section = &sections["s"];
        assert_eq!(section.nested("a", "k"), Some("1"));
        assert_eq!(section.nested("a", "j"), Some("2"));
        assert_eq!(section.nested("c", "k"), Some("4"));
        assert_eq!(section.nested("b", "k"), None);
        assert_eq!(section.get("b"), Some("3"));
    }

    #[test]
    fn debug_output_hides_values() {
        let sections = well_formed("[s]\nkey = se-cret\nouter =\n  inner = se-cret");
        let shown = format!("{sections:?}");
        assert!(shown.contains("key") && shown.contains("inner"), "{shown}");
        assert!(!shown.contains("se-cret"), "{shown}");
    }

    #[test]
    fn collapses_spaces_in_headings() {
        for (heading, name) in [
            ("[profile \t a]", "profile a"),
            ("[profile \"a  b\"]", "profile a  b"),
            ("[profile 'a b']", "profile a b"),
            ("[\"a b\"]", "a b"),
            ("[profile a\"b]", "profile a\"b"),
        ] {
            assert!(well_formed(heading).contains_key(name), "{heading}");
        }
    }

    #[test]
    fn problems_name_the_section_and_line() {
        for (text, section, line, part) in [
            ("k = v", None, 1, "outside a section"),
            ("[s]\n\nk", Some("s"), 3, "write name = value"),
            ("[s]\n= v", Some("s"), 2, "without a name"),
            ("[s\nk = v", None, 1, "invalid section heading"),
            ("[]\nk = v", None, 1, "invalid section heading"),
            ("[\"\"]\nk = v", None, 1, "invalid section heading"),
            ("[s] x\nk = v", None, 1, "invalid section heading"),
            ("[s]\na =\n  k", Some("s"), 3, "write name = value"),
        ] {
            let problems = parse(text).problems;
            let first = problems.first().expect(text);
            assert_eq!(
                (first.section.as_deref(), first.line),
                (section, line),
                "{text:?}"
            );
            assert!(first.problem.contains(part), "{text:?}: {}", first.problem);
        }
    }

    #[test]
    fn problems_leave_other_sections_alone() {
        let Parsed { sections, problems } = parse("[a]\nx\nk = 1\n[b\nk = 2\n[s]\nk = 3\n[a]\ny");
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 4], "the first of each section");
        assert_eq!(sections["a"].get("k"), Some("1"));
        assert_eq!(sections["s"].get("k"), Some("3"));
    }

    proptest::proptest! {
        #[test]
        fn errors_in_any_input_name_an_existing_line(text in "[\\[\\]a=#; \t\n]{0,40}|.*") {
            for problem in parse(&text).problems {
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
            let sections = well_formed(&text);
            proptest::prop_assert_eq!(sections[&section].get(&key), Some(value.as_str()));
        }
    }
}
