//! The pages of `cargo xtask explain`, one per diagnostic code: the rule, its
//! reason, and a wrong and a right example.
//!
//! The pages are the Markdown files in `pages/`, named after their codes. Each
//! ends with two code blocks, the examples: entries of `shapes`, or other
//! top-level properties of a model.

use std::fmt::{self, Write as _};

use crate::diagnostic::Code;

macro_rules! pages {
    ($($code:ident)*) => {
        /// All pages by code.
        const PAGES: &[(&str, &str)] = &[$(
            (stringify!($code), include_str!(concat!("pages/", stringify!($code), ".md"))),
        )*];
    };
}

pages! {
    M0001 M0002 M0003 M0004 M0005 M0006 M0007 M0008
    M0101 M0102 M0103 M0104 M0105 M0106 M0107 M0108
    M0118 M0119 M0120
    M0201 M0202 M0203 M0204 M0205 M0206 M0207
    M0218 M0219 M0220
    M0301 M0302 M0303 M0304 M0305 M0306 M0307 M0308 M0309 M0310 M0311
    M0322 M0323 M0324 M0325
    M0401 M0402 M0403 M0404 M0405 M0406 M0407 M0408 M0409
    M0420 M0421 M0422 M0423
    M0501 M0502 M0503 M0504 M0505
    M0516
    M0601 M0602 M0603 M0604 M0605 M0606 M0607 M0608 M0609
    M0701 M0702 M0703 M0704 M0705
    M0716
    M0801 M0802 M0803 M0804
    M0901 M0902 M0903 M0904 M0905 M0906 M0907 M0908 M0909 M0910 M0911 M0912 M0913 M0914
    M0925 M0926
    M1001 M1002 M1003 M1004
    M1101 M1102 M1103 M1104
    M1201 M1202 M1203 M1204 M1205 M1206 M1207
}

/// The code families: prefix and subject.
const FAMILIES: &[(&str, &str)] = &[
    ("M00", "file format"),
    ("M01", "shape IDs and targets"),
    ("M02", "traits"),
    ("M03", "HTTP bindings"),
    ("M04", "constraints"),
    ("M05", "Rust names"),
    ("M06", "service"),
    ("M07", "protocol tests and examples"),
    ("M08", "unsupported features"),
    ("M09", "design"),
    ("M10", "endpoint rules and waiters"),
    ("M11", "upstream descriptions"),
    ("M12", "data models"),
];

/// The page of a diagnostic code.
///
/// ```
/// use codegen::{Code, explain};
///
/// let page = explain::page(Code::MissingTarget);
/// assert!(page.to_string().starts_with("# M0101: unknown shape"));
/// assert!(page.wrong().contains("com.example#String"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The diagnostic code.
    pub code: Code,
    /// The text in Markdown, without a heading.
    pub text: &'static str,
}

impl Page {
    /// Returns the example that violates the rule: entries of `shapes`, or other
    /// top-level properties of a model.
    pub fn wrong(&self) -> &'static str {
        self.fence(0)
    }

    /// Returns the example that follows the rule.
    pub fn right(&self) -> &'static str {
        self.fence(1)
    }

    fn fence(&self, position: usize) -> &'static str {
        let mut fences = self.text.split("```json\n").skip(1 + position);
        let fence = fences.next().and_then(|rest| rest.split("```").next());
        fence.unwrap_or_default()
    }
}

/// Formats the whole page as Markdown.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code;
        writeln!(f, "# {code}: {}\n", code.title())?;
        let effect = match code.severity() {
            crate::Severity::Error => "Error: no client is generated.",
            crate::Severity::Warning => "Warning: the client is generated.",
        };
        write!(f, "{effect}\n\n{}", self.text)
    }
}

/// Returns the page of a code.
pub fn page(code: Code) -> Page {
    let found = PAGES.iter().find(|(name, _)| *name == code.as_str());
    // The tests check that every code has a page.
    let text = found.map_or("", |(_, text)| text);
    Page { code, text }
}

/// Parses a code, in upper or lower case.
///
/// # Errors
/// Returns the most similar code, if any, for an unknown code.
pub fn find(code: &str) -> Result<Code, Option<Code>> {
    let wanted = code.to_ascii_uppercase();
    Code::parse(&wanted).ok_or_else(|| {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        crate::phrases::closest(&wanted, codes).and_then(Code::parse)
    })
}

/// Returns the family of a code: `HTTP bindings`.
pub fn family(code: Code) -> &'static str {
    let found = FAMILIES
        .iter()
        .find(|(prefix, _)| code.as_str().starts_with(prefix));
    found.map_or("", |(_, family)| family)
}

/// Lists all codes by family, one per line.
pub fn index() -> String {
    let mut text = String::new();
    for (prefix, family) in FAMILIES {
        let _ = writeln!(text, "{prefix}xx  {family}");
        let codes = Code::ALL.iter();
        for code in codes.filter(|code| code.as_str().starts_with(prefix)) {
            let severity = code.severity().to_string();
            let _ = writeln!(text, "  {code}  {severity:<7}  {}", code.title());
        }
    }
    text
}
